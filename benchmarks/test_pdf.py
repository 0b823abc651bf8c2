"""A PDF with a text layer to a checked Report, beside bare pdfplumber on its table pages alone."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.racing import checked_report, whole
from gxkit.synthetic import make_reports

if TYPE_CHECKING:
    import pytest

REPORTS = 8
LIMIT = 1.2
MEGABYTES = 200
_MEMORY = """
import sys
from pathlib import Path
from gxkit.reading import read_report
for path in sys.argv[1:]:
    report = read_report(path)
    assert len(list(report.rows("cells"))) >= 198
# Not ru_maxrss: that of a new process begins with the memory of the one that started it.
status = Path("/proc/self/status").read_text()
print(int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""


def table_pages(data: bytes) -> list[int]:
    """Name the pages that have a table, counted from 0."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return [at for at, page in enumerate(document.pages) if page.find_tables()]


def bare(data: bytes, pages: list[int]) -> list[list[list[str | None]]]:
    """Open the PDF and extract the tables of some of its pages."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return [table for at in pages for table in document.pages[at].extract_tables()]


def test_against_bare_pdfplumber(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    made = make_reports(REPORTS, seed=31, layouts=("pdf_ruled",))
    ratios, ours, others = [], [], []
    for one in made:
        pages = table_pages(one.data)
        began = perf_counter()
        assert bare(one.data, pages)
        between = perf_counter()
        report = checked_report(one.data, one.name)
        ended = perf_counter()
        assert whole(report)
        others.append((between - began) * 1000)
        ours.append((ended - between) * 1000)
        ratios.append(ours[-1] / others[-1])
    with capsys.disabled():
        sys.stdout.write(
            f"\nPDF with text: {median(ours):.1f} ms a report, bare pdfplumber on its table pages"
            f" {median(others):.1f} ms: {median(ratios):.2f} ×\n"
        )
    assert median(ratios) <= LIMIT


def test_memory_of_a_worker(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("pdf")
    paths = []
    for one in make_reports(REPORTS, seed=37, layouts=("pdf_ruled",)):
        paths.append(folder / one.name)
        paths[-1].write_bytes(one.data)
    command = [sys.executable, "-c", _MEMORY, *map(str, paths)]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    sys.stdout.write(f"\nmemory of a worker reading PDFs: {found.stdout.strip()} MB\n")
    assert int(found.stdout) < MEGABYTES
