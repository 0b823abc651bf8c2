"""What a report read from a PDF must agree with: what its publisher printed."""

from __future__ import annotations

from typing import NamedTuple

from reading import found_in, read_page, read_published

from gxkit.forms import CellKey
from gxkit.report import Report
from gxkit.synthetic import Published

META = ("agency", "year", "title", "published", "period_start", "period_end", "region_code")


class Verdict(NamedTuple):
    """The cells whose place is told, those of them missed, wrong numbers, and other differences."""

    cells: int
    missed: list[CellKey]
    wrong: list[CellKey]
    points: list[str]
    meta: list[str]


def judge(published: Published, data: bytes) -> Verdict:
    """Read the PDF of a published report, and hold it against what was published."""
    report, same = read_page(data, "report.pdf"), read_published(published)
    found = found_in(report)
    sure = [key for key in published.expected if key not in published.doubtful]
    wrong = [
        key
        for key, (value, state) in found.items()
        if state == "number" and value != published.expected.get(key, (None, ""))[0]
    ]
    kinds = ("problem", "improvement")
    return Verdict(
        len(sure),
        [key for key in sure if found.get(key) != published.expected[key]],
        wrong,
        [kind for kind in kinds if told(report, kind) != told(same, kind)],
        [key for key in META if bare(report.meta[key]) != bare(same.meta[key])],
    )


def told(report: Report, kind: str) -> list[str]:
    """The points of a kind, without white space: lines of a PDF are set wider or closer."""
    return [bare(point.text) for point in report.parsed.points if point.kind == kind]


def bare(text: object) -> str:
    return "".join(str(text).split())
