"""What can be asked of a corpus, whether its frames are in memory or on disk."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from gxkit.corpus.correcting import Overlay
from gxkit.corpus.selecting import NEEDED, checked, chosen, matching
from gxkit.corpus.sql import answer, offered

if TYPE_CHECKING:
    import pandas as pd


class Asked(ABC):
    """Something with the frames of a corpus as attributes.

    `frame` and `sql` answer from these attributes; what has its frames on disk answers without
    reading all of them.
    """

    @abstractmethod
    def _with(
        self,
        overlay: Overlay | None = None,
        provenance: Mapping[str, Any] | None = None,
        only: frozenset[str] | None = None,
    ) -> Self:
        """Return this with other corrections, another provenance, or some reports only."""

    @abstractmethod
    def _said(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Write into the attributes of `frame` where it is from."""

    def select(
        self,
        *,
        year: int | Iterable[int] | None = None,
        region: str | Iterable[str] | None = None,
        agency: str | Iterable[str] | None = None,
        level: str | Iterable[str] | None = None,
    ) -> Self:
        """Return the corpus of some of the reports.

        Parameters
        ----------
        year : int or iterable of int, optional
            The years reported on.
        region : str or iterable of str, optional
            Six digits, which stand for the place and all below it (``"210000"`` for the
            province and its cities), or the name of a province, city or county.
        agency : str or iterable of str, optional
            Agencies as `reports` names them, or their `unit_id`.
        level : str or iterable of str, optional
            ``"province"``, ``"city"``, ``"county"``, ``"township"``, ``"national"``.

        Returns
        -------
        Corpus
            With the reports to which all of it applies. Its `checks` are those of the whole
            corpus: a report is compared with last year's, selected or not.

        Examples
        --------
        >>> from gxkit.corpus import Corpus
        >>> len(Corpus([]).select(year=range(2021, 2024), region="210000"))
        0
        """
        reports = self.frame("reports", columns=NEEDED)
        return self._with(only=chosen(reports, year, region, agency, level))

    def frame(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        where: Mapping[str, Any] | None = None,
    ) -> pd.DataFrame:
        """Return some columns and rows of a frame; of a corpus on disk no others are read.

        Parameters
        ----------
        name : str
            ``"reports"``, ``"cells"`` or another frame of a corpus.
        columns : sequence of str, optional
            The columns, in this order; all by default.
        where : mapping, optional
            Columns with the value, or the list of values, that rows must have.

        Raises
        ------
        KeyError
            There is no such frame or column.

        Examples
        --------
        >>> from gxkit.corpus import Corpus
        >>> where = {"table": "requests", "row": "new", "column": ["total", "natural_person"]}
        >>> Corpus([]).frame("cells", ["report_id", "value"], where).shape
        (0, 2)
        """
        checked(name, columns, where)
        found = matching(getattr(self, name), where or {})
        return found if columns is None else found[list(columns)]

    def sql(self, query: str, parameters: Sequence[Any] | None = None) -> pd.DataFrame:
        """Ask the frames in SQL; DuckDB answers.

        Parameters
        ----------
        query : str
            One statement over the frames as tables, by their names: ``reports``, ``cells``…
            The columns ``table``, ``column``, ``order`` and ``where`` need double quotes.
        parameters : sequence, optional
            What stands for each ``?`` in the query.

        Returns
        -------
        pandas.DataFrame
            The answer, in dtypes that know NA.

        Raises
        ------
        QueryError
            DuckDB does not understand the query; its message follows.

        Examples
        --------
        >>> from gxkit.corpus import Corpus
        >>> Corpus([]).sql("select count(*) as n from reports")["n"].tolist()
        [0]
        """
        from gxkit.corpus.model import FRAMES

        tables = {name: getattr(self, name) for name in offered(query, (*FRAMES, "corrections"))}
        return self._said(answer(query, parameters, tables))
