"""Fictional reports with known truth, published in every layout and file kind.

For tests, benchmarks and classrooms. Agencies, places, texts and numbers are invented;
no such province, city or county exists, and every page says so at its end.

A report is made in three steps, each by a seed: `make_truth` (what it says),
`make_page` (what its publisher prints, with `QUIRKS`) and `publish` (in which of the
`LAYOUTS`). `make_report` does all three.
"""

from __future__ import annotations

from gxkit.synthetic.layouts import LAYOUTS, Layout
from gxkit.synthetic.page import Expected, Page, make_page
from gxkit.synthetic.publish import Published, make_report, make_reports, publish
from gxkit.synthetic.quirks import QUIRKS, Quirk
from gxkit.synthetic.series import make_series
from gxkit.synthetic.truth import Agency, Truth, make_agency, make_truth
from gxkit.synthetic.words import FICTIONAL

__all__ = [
    "FICTIONAL",
    "LAYOUTS",
    "QUIRKS",
    "Agency",
    "Expected",
    "Layout",
    "Page",
    "Published",
    "Quirk",
    "Truth",
    "make_agency",
    "make_page",
    "make_report",
    "make_reports",
    "make_series",
    "make_truth",
    "publish",
]
