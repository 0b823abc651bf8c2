"""Figures: a frame in, matplotlib's axes out, and the numbers behind them for whoever asks.

Words are Chinese, or English with ``lang="en"``; ``size`` is ``"print"`` or ``"slide"``.
"""

from __future__ import annotations

from gxkit.plots.funnel import funnel
from gxkit.plots.outcomes import outcomes
from gxkit.plots.sheet import CONTRAST, PALETTE, SEQUENCE, data
from gxkit.plots.trends import trends

__all__ = ["CONTRAST", "PALETTE", "SEQUENCE", "data", "funnel", "outcomes", "trends"]
