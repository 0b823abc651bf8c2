"""The queue of doubtful cells while a person works it off: corrections, undo, checks before and after."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from math import isfinite
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from gxkit.checks import Finding
from gxkit.corpus import Corpus, StoredCorpus, read_corrections
from gxkit.corpus.review import longest_snippet
from gxkit.corpus.sources import Sources
from gxkit.errors import CorrectionError, ReadError, WidgetError
from gxkit.forms.model import CellKey
from gxkit.widgets.originals import Originals
from gxkit.widgets.standing import CheckKey, State, key, states

if TYPE_CHECKING:
    from gxkit.report import Report


class Done(NamedTuple):
    """A correction that was made here: of which row, and what it did to the report's checks."""

    row: int
    report_id: str
    cell: CellKey
    mended: int
    broken: int
    was: Mapping[CheckKey, State]
    before: Corpus


class Queue:
    """Doubtful cells, corrected one after the other; the table of corrections grows each time.

    Parameters
    ----------
    corpus : Corpus
        The reports, in memory or stored.
    path : str or path
        The CSV of corrections. Corrections that stand in it already are laid over and kept.
    limit : int
        How many cells to queue, those with most at stake.
    told : callable, optional
        Hears how many reports of how many were looked at.

    Raises
    ------
    WidgetError
        The file holds corrections that this corpus cannot take: they would be lost.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> queue = Queue(Corpus([]), pathlib.Path(tempfile.mkdtemp(), "corrections.csv"))
    >>> len(queue.rows)
    0
    """

    def __init__(
        self,
        corpus: Corpus,
        path: str | PathLike[str],
        limit: int = 200,
        told: Callable[[int, int], None] | None = None,
    ) -> None:
        self.path = Path(path)
        self.corpus = _laid(corpus, self.path)
        self.limit = limit
        self.done: list[Done] = []
        self._row_done: dict[int, Done] = {}
        self._held: tuple[Corpus, Report] | None = None
        self._files = Originals(corpus) if isinstance(corpus, StoredCorpus) else None
        self._gone: dict[str, str] = {}
        self.fill(told)

    def fill(self, told: Callable[[int, int], None] | None = None) -> None:
        """Queue the cells anew; `told` hears how many reports of how many were looked at."""
        if told is not None and not isinstance(self.corpus, StoredCorpus):
            # In memory the rules are held against a report when it is first asked for its checks.
            for at, report in enumerate(self.corpus, 1):
                _ = report.findings
                told(at, len(self.corpus))
        # Each source is looked up when its cell is shown: a corpus on disk reads the file again.
        found = self.corpus.review(self.limit, snippets=False)
        forms = self.corpus.frame("reports", ["report_id", "form", "format"])
        self.rows: list[dict[str, Any]] = [
            {str(name): _plain(value) for name, value in row.items()}
            for row in found.merge(forms, on="report_id", how="left").to_dict("records")
        ]
        self._row_done.clear()
        self._seen: dict[int, Mapping[str, Any]] = {}

    def report(self, row: int) -> Report:
        """Return the report of a row as it stands now.

        Where its file takes seconds to read, or is gone, it is made of what is stored.
        """
        held = self._held
        if held is None or held[0] is not self.corpus or held[1].report_id != self._id(row):
            self._held = held = (self.corpus, self._as_it_is(self.corpus, row))
        return held[1]

    def _id(self, row: int) -> str:
        return str(self.rows[row]["report_id"])

    def _as_it_is(self, corpus: Corpus, row: int) -> Report:
        id = self._id(row)
        if self._files is None or not isinstance(corpus, StoredCorpus):
            return corpus[id]
        if id in self._gone or self.is_far(row):
            return corpus.as_stored(id)
        try:
            return corpus.laid(self._files.get(id))
        except ReadError as error:
            self._gone[id] = str(error)
            return corpus.as_stored(id)

    def is_far(self, row: int) -> bool:
        """Tell whether the file of a row is not at hand and takes seconds to read."""
        files, id = self._files, self._id(row)
        return files is not None and id not in self._gone and files.is_far(id, self._format(row))

    def _format(self, row: int) -> str | None:
        format: str | None = self.rows[row]["format"]
        return format

    def fetch(self, row: int, then: Callable[[], None]) -> None:
        """Read the file of a row beside the kernel, then do something; at once where none runs."""
        files, id = self._files, self._id(row)
        if files is None:
            return

        def come(error: BaseException | None) -> None:
            if error is not None:
                self._gone[id] = str(error)
            self._held = None
            then()

        if not files.fetch(id, come):
            try:
                files.get(id)
            except ReadError as error:
                self._gone[id] = str(error)

    def seen(self, row: int) -> Mapping[str, Any]:
        """Return a row with the source around its cell.

        `snippet` is its text, `picture` a PNG of its row, `waiting` whether the file is still to
        be read, and `gone` why it cannot be.
        """
        if row in self._seen:
            return self._seen[row]
        one, report = self.rows[row], self.report(row)
        sources = Sources(report.document)
        place = sources.pictured(one["where"])
        waiting = report.document is None and self.is_far(row)
        told = {
            **one,
            "snippet": sources.around(one["where"], one["raw"], longest_snippet()),
            "picture": None if place is None else report.picture(place),
            "waiting": waiting,
            "gone": self._gone.get(self._id(row)),
        }
        if not waiting:
            self._seen[row] = told
        return told

    def cell(self, row: int) -> CellKey:
        """Return the cell of a row."""
        one = self.rows[row]
        return one["table"], one["row"], one["column"]

    def correction(self, row: int) -> Done | None:
        """Return what was done about a row since it was queued."""
        return self._row_done.get(row)

    def correct(self, row: int, value: float | None, reason: str, by: str) -> Done:
        """Correct the cell of a row, check its report anew, and write the table.

        Raises
        ------
        CorrectionError
            The correction cannot be used, or the table cannot be written; nothing has changed.
        """
        id, cell = self.rows[row]["report_id"], self.cell(row)
        earlier = self.corpus
        later = earlier.correct(id, *cell, value, reason=reason, by=by)
        report = self._as_it_is(later, row)
        was, now = states(self.report(row).findings), states(report.findings)
        later.save_corrections(self.path)
        self.corpus, self._held = later, (later, report)
        mended = sum(now.get(key) is True for key, ok in was.items() if ok is False)
        broken = sum(was.get(key) is not False for key, ok in now.items() if ok is False)
        done = Done(row, id, cell, mended, broken, was, earlier)
        self.done.append(done)
        self._row_done[row] = done
        return done

    def undo(self) -> Done:
        """Take the last correction that was made here back, also in the table."""
        last = self.done[-1]
        last.before.save_corrections(self.path)
        self.corpus = last.before
        self.done.pop()
        if self._row_done.get(last.row) is last:
            same = [one for one in self.done if (one.report_id, one.cell) == last[1:3]]
            self._row_done.pop(last.row)
            if same:
                self._row_done[last.row] = same[-1]
        return last

    def count(self) -> int:
        """Return how many corrections the table holds."""
        return len(self.corpus.corrections)

    def checks(self, row: int) -> list[tuple[Finding, State, State]]:
        """Return the report's checks of the cell of a row: how they were, and how they are.

        Both are the same where the cell was not corrected here. Hints are left out.
        """
        done, name = self.correction(row), "/".join(self.cell(row))
        findings = self.report(row).findings
        now = states(findings)
        was = now if done is None else done.was
        found: dict[CheckKey, tuple[Finding, State, State]] = {}
        for one in findings:
            if name in one.cells.split() and one.severity != "hint":
                found[key(one)] = (one, was.get(key(one)), now[key(one)])
        return list(found.values())


def number(text: str, blank: Iterable[str]) -> float | None:
    """Read a number as a person writes it; None for one of the words that mean `blank`.

    Raises
    ------
    ValueError
        It is no number.

    Examples
    --------
    >>> number(" 1，234 ", ["空"]), number("空", ["空"])
    (1234.0, None)
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.lower() in blank:
        return None
    value = float(plain.replace(",", ""))
    if not isfinite(value):
        raise ValueError(text)
    return value


def _laid(corpus: Corpus, path: Path) -> Corpus:
    """Lay the corrections of the file over the corpus, so that writing it loses none."""
    if not path.exists():
        return corpus
    have = corpus.corrections[["report_id", "table", "row", "column", "value"]]
    known = {(*place,): _plain(value) for *place, value in have.itertuples(index=False, name=None)}
    for each in read_corrections(path):
        place = (each.report_id, *each.cell)
        if place in known and known[place] == each.value:
            continue
        try:
            if place in known:
                raise CorrectionError(f"{each.place} has another value in the corpus")
            corpus = corpus.correct(*place, each.value, reason=each.reason, by=each.by, on=each.on)
        except CorrectionError as error:
            told = f"{path}: holds a correction that would be lost here ({error})"
            raise WidgetError(f"{told}; name another file") from error
    return corpus


def _plain(value: Any) -> Any:
    import pandas as pd

    return None if value is pd.NA or value != value else value  # noqa: PLR0124
