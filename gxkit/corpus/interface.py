"""What is asked of a corpus by all that works on its frames: in memory or stored, it is the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pandas as pd


class Frames(Protocol):
    """The frames of many reports, and how they came to be.

    Whatever has these can be searched for duplicates, made a panel, exported and summed up; the
    other frames of `gxkit.corpus.FRAMES` are asked for by name.
    """

    @property
    def reports(self) -> pd.DataFrame:
        """A row a report."""

    @property
    def cells(self) -> pd.DataFrame:
        """Every cell of every report."""

    @property
    def checks(self) -> pd.DataFrame:
        """What must hold."""

    @property
    def provenance(self) -> Mapping[str, Any]:
        """How the corpus came to be."""
