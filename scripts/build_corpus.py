"""Write the teaching corpus: fictional reports, and the truth about them.

Run ``python scripts/build_corpus.py [FOLDER]``; the folder is ``corpus`` beside this
script's folder by default. The same code writes the same bytes. The script writes
``reports/`` and ``truth/`` anew and leaves ``README.md`` and ``local/`` alone.
"""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

from gxkit.synthetic import LAYOUTS, Agency, Published, make_page, make_series, publish

YEARS = (2019, 2020, 2021, 2022, 2023)

# Twelve fictional bodies, and the requests each gets in an average year.
AGENCIES = (
    (Agency("澜岭省生态环境厅", "澜岭省", "province", "bureau"), 150),
    (Agency("霁海省人民政府办公厅", "霁海省", "province", "government"), 320),
    (Agency("青榆市人民政府", "青榆市", "city", "government"), 90),
    (Agency("青榆市教育局", "青榆市", "city", "bureau"), 14),
    (Agency("临澜市自然资源局", "临澜市", "city", "bureau"), 70),
    (Agency("临澜市市场监督管理局", "临澜市", "city", "bureau"), 40),
    (Agency("望禾市公安局", "望禾市", "city", "bureau"), 28),
    (Agency("望禾市经济技术开发区管理委员会", "望禾市", "city", "zone"), 6),
    (Agency("溪黎县人民政府办公室", "溪黎县", "county", "government"), 12),
    (Agency("青榆市澜塘区住房和城乡建设局", "青榆市澜塘区", "county", "bureau"), 35),
    (Agency("溪黎县柳砚镇人民政府", "溪黎县柳砚镇", "town", "government"), 2),
    (Agency("青榆市澜塘区东蓼街道办事处", "青榆市澜塘区东蓼街道", "town", "office"), 0),
)

# Most files keep their empty cells; two layouts do not, and students should meet them.
TEXT = ("tabs", "bars", "markdown", "tab_cell_a_line", "bars_closed", "cell_a_line", "spaces")
HTML = (
    "html_clean",
    "html_head",
    "html_chrome",
    "html_nested",
    "html_gb18030",
    "html_breaks",
    "html_blocks",
)
DOCX = ("docx_plain", "docx_headings", "docx_runs", "docx_tracked", "docx_nested")
KINDS = (TEXT, HTML, DOCX, HTML, TEXT)

# What is common on real pages; damage that loses whole tables is left to the tests.
QUIRKS = (
    "bracket_note", "chrome", "contact", "decimals", "deltas", "halfwidth", "header_torn",
    "heading_variants", "meta", "narrative_numbers", "nil_marks", "no_title", "ordinals_changed",
    "preamble_names", "row_blank", "signature", "table_note", "title_two_lines", "unit_yuan",
    "wrong_sum", "zeros_blank",
)  # fmt: skip

CELLS = ("file", "agency", "year", "form", "table", "row", "column", "value", "state")
REPORTS = (
    "file", "agency", "place", "level", "kind", "year", "form", "title", "published",
    "layout", "keeps_cells", "quirks", "overview", "problems", "improvements",
)  # fmt: skip


def reports() -> Iterator[Published]:
    """Make every report, agency by agency and year by year."""
    for number, (agency, requests) in enumerate(AGENCIES):
        for at, truth in enumerate(make_series(number, YEARS, agency, requests)):
            rng = Random(f"corpus {number} {at}")
            layouts = KINDS[(number + at) % len(KINDS)]
            layout = layouts[(number * len(YEARS) + at) % len(layouts)]
            quirks = rng.sample(QUIRKS, rng.choice((2, 3, 4, 5)))
            yield publish(make_page(truth, number * 100 + at, quirks), layout, number * 100 + at)


def file_name(number: int, report: Published) -> str:
    """Name a file by body and year; ASCII, so that every archive keeps it."""
    return f"a{number // len(YEARS) + 1:02d}_{report.year}{Path(report.name).suffix}"


def cell_rows(name: str, report: Published) -> Iterator[tuple[object, ...]]:
    """List the cells of a report: what stands in the file, or why nothing does."""
    for (table, row, column), (value, state) in report.expected.items():
        shown = "" if value is None else value
        yield name, report.agency, report.year, report.form, table, row, column, shown, state


def report_row(name: str, report: Published) -> tuple[object, ...]:
    """Describe a report."""
    agency = report.truth.agency
    return (
        name, agency.name, agency.place, agency.level, agency.kind, report.year, report.form,
        report.title or "", report.truth.published, report.layout,
        LAYOUTS[report.layout].keeps_cells, " ".join(report.quirks),
        " | ".join(report.overview), " | ".join(report.problems), " | ".join(report.improvements),
    )  # fmt: skip


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table with a header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def build(folder: Path) -> int:
    """Write the corpus into `folder`; return the number of reports."""
    for name in ("reports", "truth"):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir(parents=True)
    cells: list[tuple[object, ...]] = []
    listed: list[tuple[object, ...]] = []
    for number, report in enumerate(reports()):
        name = f"reports/{file_name(number, report)}"
        (folder / name).write_bytes(report.data)
        cells += cell_rows(name, report)
        listed.append(report_row(name, report))
    write_csv(folder / "truth" / "cells.csv", CELLS, cells)
    write_csv(folder / "truth" / "reports.csv", REPORTS, listed)
    return len(listed)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "corpus"
    print(f"{build(target)} reports in {target}")
