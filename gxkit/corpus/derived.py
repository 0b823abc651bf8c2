"""What a corpus says beyond its frames: duplicates, panel, series over both forms, a release."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from gxkit.corpus import duplicates as _duplicates
from gxkit.corpus import harmonised as _harmonised
from gxkit.corpus import panel as _panel
from gxkit.corpus.duplicates import Choice
from gxkit.corpus.interface import Frames
from gxkit.corpus.panel import Span

if TYPE_CHECKING:
    import pandas as pd


class Derived:
    """The verbs that need nothing of a corpus but its frames."""

    def duplicates(self: Frames) -> pd.DataFrame:
        """Find the reports that are there more than once; see `gxkit.corpus.duplicates`."""
        return _duplicates.duplicates(self)

    def panel(
        self: Frames,
        what: str | Sequence[str] = "requests",
        *,
        units: Iterable[str] | None = None,
        years: Span | Iterable[int] = "corpus",
        duplicates: Choice = "prefer",
    ) -> pd.DataFrame:
        """Return agency × year with every gap as a row; see `gxkit.corpus.panel`."""
        return _panel.panel(self, what, units=units, years=years, duplicates=duplicates)

    def harmonised(
        self: Frames, series: str | Iterable[str] | None = None, *, duplicates: Choice = "prefer"
    ) -> pd.DataFrame:
        """Return series that run over both forms; see `gxkit.corpus.harmonised`."""
        return _harmonised.harmonised(self, series, duplicates=duplicates)

    def export(
        self: Frames,
        folder: str | PathLike[str],
        to: Sequence[str] = ("csv", "xlsx", "stata", "parquet", "duckdb"),
        *,
        title: str | None = None,
        authors: Sequence[str] = (),
        overwrite: bool = False,
    ) -> Path:
        """Write a data set for others; see `gxkit.corpus.release`."""
        from gxkit.corpus.release import export

        return export(self, folder, to, title=title, authors=authors, overwrite=overwrite)
