"""Sweep of scanned reports: how many cells are right, open, or wrong and unmarked.

    PYTHONPATH=.:tests python benchmarks/scans.py --reports 40 --engine 3

needs LibreOffice, Chromium and the extra ``ocr``. Each report is printed to PDF, rendered,
laid askew, made noisy and saved as JPEG, then read as a TIFF. A cell that is wrong counts as
marked where a failed check names it. ``--engine`` also times rapidocr itself on the pages of
so many reports.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections import Counter
from pathlib import Path
from typing import Any

from scanning import Scan, pages, printed, tiff

from gxkit.checks import failures
from gxkit.documents import read_bytes
from gxkit.parsing import parse
from gxkit.report import Report
from gxkit.synthetic import Published, make_report

SCANS = {
    "150": Scan(150),
    "150 noisy": Scan(150, lean=1.3, noise=10, quality=60, blur=0.6),
    "200 noisy": Scan(200, lean=-2.5, noise=12, quality=50, blur=0.7, dust=40),
    "300 leaning": Scan(300, lean=4.5, noise=10, quality=50, blur=0.7),
    "150 on its side": Scan(150, turn=1, lean=0.7, noise=6, quality=70),
    "200 on its head": Scan(200, turn=2, lean=-0.7, noise=8, quality=60),
    "150 bad": Scan(150, noise=14, quality=35, blur=0.8, lean=0.4),
    "100 noisy": Scan(100, lean=-0.8, noise=8, quality=60, blur=0.5),
}
ROUGH = {
    "200 faint lines": Scan(200, lean=0.6, noise=6, quality=60, blur=0.5, faint=0.72, broken=0.05),
    "150 broken lines": Scan(150, lean=-0.5, noise=6, quality=60, blur=0.5, faint=0.4, broken=0.15),
    "200 grey seal": Scan(200, lean=0.4, noise=5, quality=60, blur=0.5, seal=True),
    "200 red seal": Scan(200, lean=0.4, noise=5, quality=60, blur=0.5, seal=True, colour=True),
    "150 shadow": Scan(150, lean=0.8, noise=5, quality=60, blur=0.5, shadow=0.6),
    "200 photographed": Scan(200, lean=1, noise=5, quality=60, blur=0.6, shadow=0.45, tilt=0.02),
    "200 copied": Scan(200, lean=-1.1, noise=5, quality=60, blur=0.6, edges=True, dust=80),
    "200 fax": Scan(200, lean=0.3, noise=10, blur=0.5, bilevel=True, dust=40),
    "150 fax": Scan(150, lean=0.3, noise=10, blur=0.5, bilevel=True, dust=20),
}
"""What scans have that an office's own scanner does not give: fewer cells may be known here."""
LAYOUTS = (("docx_plain", False), ("html_clean", True), ("html_clean", False))


def judge(published: Published, data: bytes) -> tuple[Counter[str], list[str]]:
    """Compare what is read with the truth."""
    document = read_bytes(data, "scan.tif")
    report = Report(parse(document), document)
    found = {fact[:3]: fact for fact in report.parsed.facts}
    named = set(" ".join(one.cells for one in failures(report.findings)).split())
    counts: Counter[str] = Counter()
    wrong = []
    for key, expected in published.expected.items():
        fact = found.get(key)
        got = (None, "absent") if fact is None else (fact.value, fact.state)
        if got == expected:
            kind = "right"
        elif got[1] in ("ambiguous", "unreadable", "absent") or key in published.doubtful:
            kind = "open"
        else:
            kind = "marked" if "/".join(key) in named else "wrong"
            wrong.append(f"{'/'.join(key)}: {expected} read as {got} {kind}")
        counts[kind] += 1
    points = [point.text for point in report.parsed.points if point.kind == "problem"]
    counts["reports"] = 1
    counts["agency"] = report.meta["agency"] == published.agency
    counts["year"] = report.meta["year"] == published.year
    counts["problems"] = points == list(published.problems)
    points = [point.text for point in report.parsed.points if point.kind == "improvement"]
    counts["improvements"] = points == list(published.improvements)
    return counts, wrong


def engine_seconds(pictures: list[Any]) -> float:
    """Time rapidocr itself on the same pages."""
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "error"})
    start = time.perf_counter()
    for picture in pictures:
        engine(picture)
    return time.perf_counter() - start


def main() -> None:
    """Run the sweep and print a line a report, then the sums by kind of scan."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--reports", type=int, default=40)
    parser.add_argument("--first", type=int, default=100)
    parser.add_argument("--engine", type=int, default=0)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--rough", action="store_true")
    given = parser.parse_args()
    sums: dict[str, Counter[str]] = {}
    for number in range(given.reports):
        kinds = ROUGH if given.rough else SCANS
        seed, name = given.first + number, list(kinds)[number % len(kinds)]
        # Not in step with the kinds, so that each meets every layout.
        layout, collapsed = LAYOUTS[(number + number // len(kinds)) % len(LAYOUTS)]
        published = make_report(seed, layout=layout)
        pictures = pages(_printed(published, collapsed, given.cache), kinds[name])
        data = tiff(pictures)
        start = time.perf_counter()
        counts, wrong = judge(published, data)
        seconds = time.perf_counter() - start
        told = f"{seconds:.1f} s for {len(pictures)} pages"
        if number < given.engine:
            told += f", rapidocr itself {engine_seconds(pictures):.1f} s"
        print(
            f"{seed} {layout} {name}: {json.dumps(counts)} {told}", *wrong, sep="\n  ", flush=True
        )
        sums.setdefault(name, Counter()).update(counts)
    for name, counts in sums.items():
        print(name, json.dumps(counts))
    print("all", json.dumps(sum(sums.values(), Counter())))
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _printed(published: Published, collapsed: bool, cache: Path | None) -> bytes:
    if cache is None:
        return printed(published, collapsed)
    file = cache / f"{published.truth.seed}_{published.layout}_{collapsed}.pdf"
    if not file.exists():
        file.write_bytes(printed(published, collapsed))
    return file.read_bytes()


if __name__ == "__main__":
    main()
