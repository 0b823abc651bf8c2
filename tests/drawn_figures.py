"""Every figure of gxkit.plots, drawn from small fictional frames: for tests, and their pictures.

``python tests/drawn_figures.py`` draws the pictures in ``tests/figures`` anew. Look at each before
it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from gxkit import plots
from gxkit.text import cooccurrence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

mpl.use("Agg")

PICTURES = Path(__file__).parent / "figures"
WIDTH = 160
"""Pixels of a stored picture: letters blur, so that another FreeType draws the same."""

TOTALS = {
    "new": 18.0,
    "carried_over": 2.0,
    "granted": 8.0,
    "partly_granted": 2.0,
    "refused.state_secret": 1.0,
    "refused.third_party": 2.0,
    "unavailable.not_held": 4.0,
    "not_processed.repeated": 2.0,
    "other.fee_unpaid": 0.0,
    "carried_forward": 1.0,
}
"""The column of totals of a report that balances: 18 + 2 = 19 + 1."""


def cells() -> pd.DataFrame:
    """Return cells of two agencies: one as above, one with only the first two outcomes known."""
    rows = [("甲市财政局", 2023, row, "total", value) for row, value in TOTALS.items()]
    rows += [("甲市财政局", 2023, "new", "natural_person", 12.0)]
    rows += [("甲市财政局", 2023, "new", "enterprise", 6.0)]
    rows += [("乙县教育局", 2022, "granted", "total", 3.0)]
    rows += [("乙县教育局", 2022, "partly_granted", "total", 1.0)]
    rows += [("乙县教育局", 2022, "refused.state_secret", "total", None)]
    rows += [("丙镇人民政府", 2022, row, "total", None) for row in TOTALS]
    rows += [("丙镇人民政府", 2022, "new", "natural_person", None)]
    frame = pd.DataFrame(rows, columns=["agency", "year", "row", "column", "value"])
    return frame.assign(table="requests").astype({"value": "Float64"})


def rates() -> pd.DataFrame:
    """Return an indicator of two groups over three years; one value is not known."""
    return pd.DataFrame(
        {
            "year": [2021, 2022, 2023] * 2,
            "level": ["市级"] * 3 + ["县级"] * 3,
            "indicator": "B2",
            "value": [0.4, 0.5, 0.7, 0.3, None, 0.2],
            "low": [0.3, 0.4, 0.6, 0.1, None, 0.1],
            "high": [0.5, 0.6, 0.8, 0.5, None, 0.4],
        }
    )


def volumes() -> pd.DataFrame:
    """Return rates of offices: of 1000 requests each half granted, but of one only 20 of 100."""
    return pd.DataFrame(
        {
            "indicator": "B2",
            "numerator": [500.0, 500.0, 20.0, 1.0, None],
            "denominator": [1000.0, 1000.0, 100.0, 1.0, 0.0],
            "agency": ["甲局", "乙局", "丙局", "丁局", "戊局"],
        }
    )


def grid() -> pd.DataFrame:
    """Return values by agency and year, one of them not known, one row not there."""
    rows = [("甲市财政局", 2022, 0.25), ("甲市财政局", 2023, 0.75)]
    rows += [("乙县教育局", 2022, None), ("丙镇人民政府", 2023, 1.0)]
    return pd.DataFrame(rows, columns=["agency", "year", "value"])


def panel() -> pd.DataFrame:
    """Return which reports are there: a unit renamed in 2023, one without any, one of one year."""
    rows = [("u1", 2022, "report", "甲县财政局"), ("u1", 2023, "duplicate", "甲区财政局")]
    rows += [("u2", 2022, "missing", None), ("u2", 2023, "missing", None)]
    rows += [("u3", 2023, "no form", "丙镇人民政府")]
    return pd.DataFrame(rows, columns=["unit_id", "year", "status", "agency"])


def provinces() -> pd.DataFrame:
    """Return values of three provinces, one of them not known."""
    names = ["辽宁省", "山东省", "340000", "云南省"]
    return pd.DataFrame({"province": names, "value": [0.4, 0.6, None, 0.9]})


def checks() -> pd.DataFrame:
    """Return outcomes of three rules; B4 is a rule of two scopes."""
    found = {"A1": [True] * 6 + [False] * 2, "A3": [True, None, None], "B4": [False, True, None]}
    rows = [(rule, ok) for rule, every in found.items() for ok in every]
    return pd.DataFrame(rows, columns=["rule", "ok"]).astype({"ok": "boolean"})


def words() -> pd.DataFrame:
    """Return counts of words."""
    counts = {"更新": 16, "解读": 9, "人员力量": 4, "栏目": 4, "平台建设": 1, "无": 0}
    return pd.DataFrame({"word": list(counts), "count": list(counts.values()), "documents": 3})


def compared() -> pd.DataFrame:
    """Return words of a target and a reference, two of them sure."""
    return pd.DataFrame(
        {
            "word": ["更新", "解读", "栏目", "人员"],
            "side": ["target", "reference", "target", "reference"],
            "g2": [30.0, 20.0, 2.0, 1.0],
            "log_ratio": [3.0, -2.0, 0.5, -0.5],
            "p_adjusted": [0.001, 0.01, 0.6, 1.0],
            "target": [24, 5, 7, 5],
            "reference": [3, 20, 5, 7],
        }
    )


def ties() -> pd.DataFrame:
    """Return which words stand together in four texts."""
    said = ["解读形式单一", "解读形式单一", "栏目更新滞后", "栏目更新滞后，解读形式单一"]
    return cooccurrence(pd.Series(said))


def shares() -> pd.DataFrame:
    """Return counts of two themes by year."""
    return pd.DataFrame(
        {
            "year": [2022, 2023, 2022, 2023],
            "theme": ["P01", "P01", "P08", "P08"],
            "zh": ["人员力量", "人员力量", "时效更新", "时效更新"],
            "count": [1, 2, 6, 4],
            "of": [10, 8, 10, 8],
            "share": [0.1, 0.25, 0.6, 0.5],
        }
    )


def codes() -> pd.DataFrame:
    """Return themes of three reports: a answers P02 and not P09, b answers both, c has none."""
    rows = [("a", "problem", "P02"), ("a", "problem", "P09"), ("a", "improvement", "M02")]
    rows += [("b", "problem", "P02"), ("b", "problem", "P09"), ("b", "improvement", "M02")]
    rows += [("b", "improvement", "M07"), ("b", "improvement", "M10"), ("c", "problem", None)]
    return pd.DataFrame(rows, columns=["report_id", "kind", "theme"])


def copies() -> pd.DataFrame:
    """Return pairs of texts: 甲局 has 0.9 from 乙局 once, and 0.5 another time."""
    rows = [("甲局", 2023, "乙局", 2022, 0.5, 0.3), ("甲局", 2023, "乙局", 2023, 0.9, 0.6)]
    rows += [("丙局", 2023, "丙局", 2022, 1.0, 0.8)]
    columns = ["agency", "year", "other_agency", "other_year", "share", "other_share"]
    return pd.DataFrame(rows, columns=columns)


FRAMES: dict[str, tuple[Callable[..., Axes], Callable[[], pd.DataFrame], dict[str, Any]]] = {
    "answers": (plots.answers, codes, {}),
    "applicants": (plots.applicants, cells, {"by": "agency"}),
    "backlog": (plots.backlog, cells, {}),
    "findings": (plots.findings, checks, {}),
    "findings_all": (plots.findings, checks, {"failing": False}),
    "funnel": (plots.funnel, volumes, {"label": "agency"}),
    "heatmap": (plots.heatmap, grid, {}),
    "keyness": (plots.keyness, compared, {}),
    "keywords": (plots.keywords, words, {}),
    "missing": (plots.missing, panel, {}),
    "network": (plots.network, ties, {}),
    "outcomes": (plots.outcomes, cells, {"by": "agency"}),
    "reasons": (plots.reasons, cells, {}),
    "reuse": (plots.reuse, copies, {}),
    "themes": (plots.themes, shares, {}),
    "themes_as_lines": (plots.themes, shares, {"kind": "lines"}),
    "tiles": (plots.tiles, provinces, {}),
    "trends": (plots.trends, rates, {"by": "level"}),
    "wordcloud": (plots.wordcloud, words, {}),
}
"""By name: what draws it, from which frame, with what else."""


def draw(name: str, **settings: Any) -> Axes:
    """Draw a figure of `FRAMES`."""
    verb, frame, own = FRAMES[name]
    return verb(frame(), **own, **settings)


@cache
def picture(name: str) -> np.ndarray[Any, Any]:
    """Return a Chinese figure as it is stored: small and grey."""
    ax = draw(name)
    found = small(ax)
    plt.close(ax.figure)
    return found


def small(ax: Axes) -> np.ndarray[Any, Any]:
    """Return the figure of axes, grey and `WIDTH` pixels wide."""
    canvas = FigureCanvasAgg(ax.figure)
    canvas.draw()
    drawn = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("L")
    size = (WIDTH, round(drawn.height * WIDTH / drawn.width))
    return np.asarray(drawn.resize(size, Image.Resampling.BOX), dtype=float)


def write(names: Iterable[str] = FRAMES) -> None:
    """Draw the pictures anew."""
    for name in names:
        Image.fromarray(picture(name).astype("uint8")).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    write()
