"""Reports of a corpus on disk as their files have them: read again when they are shown, kept a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace

from gxkit.corpus import StoredCorpus, open_corpus
from gxkit.documents import Document
from gxkit.documents.office import KINDS
from gxkit.parsing.model import Parsed
from gxkit.report import Report
from gxkit.workers import Workers

SLOW = frozenset({"scan", *KINDS})
"""Kinds of file that take seconds to read: by looking at pictures, or by way of LibreOffice."""
_KEPT = 12
"""How many reports are kept."""


class Originals:
    """The files of a corpus on disk, for a desk that must not freeze.

    Parameters
    ----------
    corpus : StoredCorpus
        The corpus; corrections over it do not count here.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from gxkit import build_corpus
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("今天天气很好。", encoding="utf-8")
    >>> corpus = build_corpus(folder / "a.txt", folder / "out", workers=0)
    >>> (id,) = corpus.reports["report_id"]
    >>> originals = Originals(corpus)
    >>> originals.is_far(id, "scan"), originals.get(id).report_id == id
    (True, True)
    >>> originals.is_far(id, "scan")
    False
    """

    def __init__(self, corpus: StoredCorpus) -> None:
        self._plain = open_corpus(corpus.folder)
        self._kept: OrderedDict[str, Report] = OrderedDict()
        self._coming: set[str] = set()

    def is_far(self, id: str, format: str | None) -> bool:
        """Tell whether a report of that kind of file is not at hand and takes seconds to read."""
        return format in SLOW and id not in self._kept

    def get(self, id: str) -> Report:
        """Return a report, reading its file if it was not read lately.

        Raises
        ------
        ReadError
            The file is gone or has changed.
        """
        if id not in self._kept:
            self._keep(id, self._plain[id])
        self._kept.move_to_end(id)
        return self._kept[id]

    def fetch(self, id: str, then: Callable[[BaseException | None], None]) -> bool:
        """Read a report beside the kernel, then tell what went wrong, or None.

        Returns False, and does nothing, where no kernel runs that could be told.
        """
        import asyncio

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return False
        if id in self._coming:
            return True
        self._coming.add(id)
        # A process of its own, which ends with its work: libraries that read pages are not made
        # for two threads.
        worker = Workers(1)
        reading = worker.submit(_read, str(self._plain.folder), id)
        reading.add_done_callback(
            lambda done: loop.call_soon_threadsafe(self._come, id, worker, done, then)
        )
        return True

    def _come(
        self,
        id: str,
        worker: Workers,
        done: Future[tuple[Parsed, Document | None]],
        then: Callable[[BaseException | None], None],
    ) -> None:
        worker.shutdown(wait=False)
        self._coming.discard(id)
        error = done.exception()
        if error is None:
            self._keep(id, Report(*done.result()))
        then(error)

    def _keep(self, id: str, report: Report) -> None:
        self._kept[id] = report
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)


def _read(folder: str, id: str) -> tuple[Parsed, Document | None]:
    report = open_corpus(folder)[id]
    # What only shows a mapping cannot be sent; a copy can.
    return replace(report.parsed, meta=dict(report.parsed.meta)), report.document
