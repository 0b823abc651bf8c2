"""Write the sample for classes: fictional reports of sixty bodies over seven years, and their truth.

Run ``python scripts/build_sample.py [FOLDER] [--programs]``; the folder is ``corpus/sample`` by
default. The same code writes the same bytes, save for the kinds of file that LibreOffice and
Chromium make (`sample.kinds.PROGRAMS`): these are made only with ``--programs``, which needs
``soffice`` and ``chromium``, and are kept as they are otherwise.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pandas as pd
from sample import files, kinds
from sample.bodies import YEARS, aliases, bodies
from sample.reports import Report, is_story, reports
from sample.stories import HEADER, story_rows

from gxkit.synthetic import Published, publish

_REPORTS = (
    "file", "kind", "layout", "agency", "unit_id", "province", "level", "field", "scope", "year", "form",
    "title", "published", "quirks",
)  # fmt: skip
_POINTS = ("file", "agency", "year", "kind", "order", "text", "themes")
_AGENCIES = ("agency", "earlier_name", "unit_id", "province", "level", "field", "folder", "slug")
_ALIASES = ("agency", "region_code", "from_year", "to_year", "unit_id", "kind")


def name_of(report: Report) -> str:
    """Name a report: ASCII, so that every system and archive keeps it."""
    return f"{report.body.slug}_{report.year}"


def published(made: Sequence[Report]) -> Iterator[tuple[Report, str, Published, str]]:
    """Give each report its kind and publish its page; with it the path of its file."""
    free = [name_of(each) for each in made if not is_story(each.body.slug, each.year)]
    bound = [name_of(each) for each in made if is_story(each.body.slug, each.year)]
    given = kinds.assigned(free, bound)
    again = kinds.again(given)
    for report in made:
        kind, layout = given[name_of(report)]
        file = publish(report.page, layout, report.page.truth.seed)
        suffix = kinds.SUFFIX.get(kind) or Path(file.name).suffix
        yield report, kind, file, f"reports/{report.body.province}/{name_of(report)}{suffix}"
        if slow := again.get(name_of(report)):
            page = publish(report.page, "docx_plain", report.page.truth.seed)
            yield report, slow, page, f"other_kinds/{name_of(report)}{kinds.SUFFIX[slow]}"


def write_file(path: Path, kind: str, data: bytes) -> None:
    """Write a file of a kind that needs no program."""
    if kind == "mhtml":
        data = files.mhtml(data)
    elif kind == "zip":
        data = files.zipped(f"{path.stem}.docx", data)
    path.write_bytes(data)


def cell_rows(path: str, file: Published) -> Iterator[tuple[object, ...]]:
    """List the cells of a report: what the file prints, or why nothing is there."""
    for (table, row, column), (value, state) in file.expected.items():
        yield path, table, row, column, value, state


def report_row(report: Report, kind: str, file: Published, path: str) -> tuple[object, ...]:
    """Describe a report."""
    body = report.body
    province = "" if body.level == "national" else PROVINCES[body.province]
    return (
        path, kind, file.layout, file.agency, body.unit, province, body.level, body.field, report.scope,
        report.year, file.form, file.title or "", file.truth.published, " ".join(file.quirks),
    )  # fmt: skip


PROVINCES = {body.province: body.place for body in bodies() if body.level == "province"}


def agency_rows() -> Iterator[tuple[object, ...]]:
    """List the bodies, for joining what their pages do not tell."""
    for body in bodies():
        name = body.called(YEARS[-1])
        earlier = body.name if body.name != name else ""
        province = PROVINCES.get(body.province, "")
        yield name, earlier, body.unit, province, body.level, body.field, body.province, body.slug


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table with a header, so that Excel too knows it for UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_cells(path: Path, rows: Iterable[Sequence[object]]) -> None:
    """Write the cells as Parquet: as CSV they would be larger than the reports."""
    names = ("file", "table", "row", "column", "value", "state")
    frame = pd.DataFrame(rows, columns=list(names)).astype({"value": "Float64"})
    frame.astype(dict.fromkeys([n for n in names if n != "value"], "category")).to_parquet(
        path, index=False, compression="zstd"
    )


def build(folder: Path, with_programs: bool) -> int:
    """Write the sample into `folder`; return the number of files."""
    (folder / "truth").mkdir(parents=True, exist_ok=True)
    made = list(reports())
    waiting: dict[str, dict[str, bytes]] = {}
    places: dict[str, Path] = {}
    listed, cells, points = [], [], []
    for report, kind, file, path in published(made):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if kind in kinds.PROGRAMS:
            waiting.setdefault(kind, {})[target.stem] = file.data
            places[target.stem] = target
        else:
            write_file(target, kind, file.data)
        listed.append(report_row(report, kind, file, path))
        cells += cell_rows(path, file)
        points += point_rows(report, file, path)
    if with_programs:
        from sample import programs  # noqa: PLC0415 (what draws pictures is needed only here)

        for kind, pages in waiting.items():
            for stem, data in programs.made(kind, pages).items():
                places[stem].write_bytes(data)
    kept = {folder / str(row[0]) for row in listed}
    for path in [*(folder / "reports").rglob("*.*"), *(folder / "other_kinds").rglob("*.*")]:
        if path not in kept:
            path.unlink()
    write_csv(folder / "truth" / "reports.csv", _REPORTS, listed)
    write_csv(folder / "truth" / "points.csv", _POINTS, points)
    write_csv(folder / "truth" / "stories.csv", HEADER, story_rows(made))
    write_cells(folder / "truth" / "cells.parquet", cells)
    write_csv(folder / "aliases.csv", _ALIASES, aliases())
    write_csv(folder / "agencies.csv", _AGENCIES, agency_rows())
    return len(listed)


def point_rows(report: Report, file: Published, path: str) -> Iterator[tuple[object, ...]]:
    """List the points of section five, as they are printed, with the themes put in them."""
    printed = {"problem": iter(file.problems), "improvement": iter(file.improvements)}
    order = dict.fromkeys(printed, 0)
    for point in report.points:
        order[point.kind] += 1
        text = next(printed[point.kind])
        themes = " ".join(point.themes)
        yield path, file.agency, file.year, point.kind, order[point.kind], text, themes


if __name__ == "__main__":
    given = [each for each in sys.argv[1:] if not each.startswith("--")]
    target = Path(given[0]) if given else Path(__file__).parents[1] / "corpus" / "sample"
    print(f"{build(target, '--programs' in sys.argv)} files in {target}")
