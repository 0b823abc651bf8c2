"""Indicators of reports, their sums over many reports, and scores by weights of one's own.

What there is to compute is one declared list, `INDICATORS` (``docs/indicators.md`` shows it):
each formula is written over the cells of the forms, and is what is computed. Those of section
five need frames that rooms above this one make, and the user hands in: `FRAMES`. What is wanted
but cannot be computed yet stands in `PENDING`.
"""

from __future__ import annotations

from gxkit.measures.aggregate import aggregate
from gxkit.measures.composite import Composite, composite
from gxkit.measures.declared import FRAMES, GROUPS, INDICATORS, PENDING, Frame, Indicator, Pending
from gxkit.measures.indicate import indicators
from gxkit.measures.intervals import bootstrap, wilson
from gxkit.measures.tables import COLUMNS

__all__ = [
    "COLUMNS",
    "FRAMES",
    "GROUPS",
    "INDICATORS",
    "PENDING",
    "Composite",
    "Frame",
    "Indicator",
    "Pending",
    "aggregate",
    "bootstrap",
    "composite",
    "indicators",
    "wilson",
]
