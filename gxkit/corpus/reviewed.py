"""What of a corpus needs an eye, and how it looks on its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pandas as pd

    from gxkit.checks import Finding
    from gxkit.corpus.correcting import Overlay
    from gxkit.report import Report


class _Looked(Protocol):
    """What is needed of a corpus for that."""

    @property
    def _across(self) -> tuple[Finding, ...]: ...

    @property
    def _overlay(self) -> Overlay: ...

    def _said(self, frame: pd.DataFrame) -> pd.DataFrame: ...

    def __iter__(self) -> Iterator[Report]: ...

    def __getitem__(self, report_id: str) -> Report: ...


class Reviewed:
    """The verbs by which a person looks at doubtful cells."""

    def review(self: _Looked, limit: int | None = None, *, snippets: bool = True) -> pd.DataFrame:
        """Return the cells most in need of an eye, at most `limit`; see `gxkit.corpus.review`.

        For `snippet` and `picture` a corpus on disk reads the files of so few again, which takes
        its time; without `snippets` nothing is looked up.

        Examples
        --------
        >>> from gxkit.corpus import Corpus
        >>> Corpus([]).review().shape
        (0, 17)
        """
        from gxkit.corpus.review import review

        found = review(list(self), self._across, self._overlay.cells, limit, snippets=snippets)
        return self._said(found)

    def picture(self: _Looked, report_id: str, where: str) -> bytes | None:
        """Return the row of a cell as its page shows it, the cell framed; see `Report.picture`.

        Parameters
        ----------
        report_id : str
            The report; of a corpus on disk its file is read again.
        where : str
            A place, as `review` gives it in its column `picture`.

        Returns
        -------
        bytes or None
            A PNG; None where the file has no pages.

        Raises
        ------
        KeyError
            There is no such report or place.
        ReadError
            The file is gone, or has changed since.

        Examples
        --------
        >>> from gxkit.corpus import Corpus
        >>> Corpus([]).picture("0" * 12, "p1 t1 r1 c1")
        Traceback (most recent call last):
            ...
        KeyError: "no report '000000000000' here; see .reports for those there are"
        """
        return self[report_id].picture(where)
