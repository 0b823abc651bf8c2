"""Bars that tell how far a run is: in a terminal and in Jupyter, and never in a log."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Self, TypeVar

T = TypeVar("T")


def is_wanted(progress: bool | None) -> bool:
    """Tell whether to show a bar: as the user says in `progress`, else where somebody looks.

    Examples
    --------
    >>> is_wanted(False)
    False
    """
    if progress is not None:
        return progress
    return _in_notebook() or (sys.stderr is not None and sys.stderr.isatty())


def _in_notebook() -> bool:
    """Tell whether a kernel runs this: that its package is loaded says little."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return hasattr(shell, "kernel")


def watched(files: list[T], progress: bool | None) -> Iterable[T]:
    """Return `files` with a bar around them, if `progress` is wanted.

    Examples
    --------
    >>> watched([], False)
    []
    """
    if not is_wanted(progress):
        return files
    bar: Iterable[T] = _tqdm()(files, desc="reading", unit="file")
    return bar


def _tqdm() -> Any:
    with warnings.catch_warnings():
        # Without ipywidgets the bar is drawn in text, which needs no warning.
        warnings.simplefilter("ignore")
        from tqdm.auto import tqdm
    return tqdm


class Watch:
    """A bar over the files of a build: rate, time left, and what was met so far.

    Parameters
    ----------
    total : int
        How many files there are.
    done : int
        How many of them need not be read.
    progress : bool, optional
        Whether to show it; by default only in a terminal or in Jupyter.

    Examples
    --------
    >>> with Watch(10, 2, progress=False) as watch:
    ...     watch.add(8, noted=1, failed=3)
    >>> watch.noted, watch.failed
    (1, 3)
    """

    def __init__(self, total: int, done: int = 0, progress: bool | None = None) -> None:
        self.noted = self.failed = 0
        self._bar = None
        if is_wanted(progress):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                # A batch is told at once: the rate is that of the whole run, not of the last.
                self._bar = _tqdm()(
                    total=total, initial=done, desc="building", unit="file", smoothing=0
                )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def add(self, files: int, noted: int, failed: int) -> None:
        """Tell of `files` more, of `noted` reports among them and of `failed` checks."""
        self.noted += noted
        self.failed += failed
        if self._bar is not None:
            told = {"with notes": self.noted, "checks failed": self.failed}
            self._bar.set_postfix(told, refresh=False)
            self._bar.update(files)

    def say(self, what: str) -> None:
        """Tell `what` is being done now."""
        if self._bar is not None:
            self._bar.set_description(what)
