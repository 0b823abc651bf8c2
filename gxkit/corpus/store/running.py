"""Running tasks on an executor: any executor, a few at a time, and past workers that die."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    wait,
)
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from gxkit.errors import BuildError
from gxkit.workers import Workers

T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 2
"""So many tasks a worker are handed out: one to do, and one to go on with."""

_MANY = 16
"""How many workers an executor is taken to have that does not say."""

_KILLED = "KilledWorker"
"""How `distributed` calls it when a task has killed several workers; not imported for its name."""


@dataclass(frozen=True)
class Died(Generic[T]):
    """A task that kills whoever does it: it was tried alone, and again."""

    task: T


class Crew:
    """Workers, whoever they are.

    Parameters
    ----------
    executor : concurrent.futures.Executor, optional
        Who does the work. By default processes of this machine are started, and renewed
        when they die.
    workers : int, optional
        How many processes, or how many workers the executor has; by default one a core.
        With 0 the work is done right here.

    Examples
    --------
    >>> with Crew(workers=0) as crew:
    ...     sorted(result for _, result in crew.run(abs, [-1, -2]))
    [1, 2]
    """

    def __init__(self, executor: Executor | None = None, workers: int | None = None) -> None:
        if workers is not None and workers < 0:
            raise BuildError(f"{workers} workers; give 1 or more, or 0 to work without any")
        self._given = executor
        self._inline = executor is None and workers == 0
        self.workers = workers or _workers_of(executor)
        self._own: Workers | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._own is not None:
            self._own.shutdown(wait=kind is None, cancel_futures=True)

    def run(
        self, do: Callable[[T], R], tasks: Iterable[T], *, alone: bool = False
    ) -> Iterator[tuple[T, R | Died[T]]]:
        """Do each of some tasks.

        Parameters
        ----------
        do : callable
            What to do: a function of a module, so that other processes know it.
        tasks : iterable
            Taken one by one, as there is somebody to do them.
        alone : bool
            Whether to do one task at a time.

        Yields
        ------
        (task, result)
            As they are done. A task that was being done when a worker died is done again,
            with no other beside it; only one that has its worker die once more is `Died`.

        Raises
        ------
        BuildError
            The workers are gone for good.
        Exception
            What `do` raises.
        """
        if self._inline:
            for task in tasks:
                yield task, do(task)
            return
        waiting, again = iter(tasks), deque[T]()
        doing: dict[Future[R], T] = {}
        most = 1 if alone else _AHEAD * self.workers
        try:
            while True:
                for task in _next(waiting, most - len(doing)):
                    doing[self._submit(do, task)] = task
                if not doing:
                    break
                done, _ = wait(doing, return_when=FIRST_COMPLETED)
                yield from _collected(done, doing, again)
                # When a process of a pool that was given dies, all that is being done is lost.
                if again:
                    yield from self._settled(do, doing, again)
        finally:
            for future in doing:
                future.cancel()

    def _settled(
        self, do: Callable[[T], R], doing: dict[Future[R], T], again: deque[T]
    ) -> Iterator[tuple[T, R | Died[T]]]:
        """Wait for what is being done, and then do again what was lost, one by one."""
        yield from _collected(list(doing), doing, again)
        while again:
            task = again.popleft()
            try:
                result = self._once(do, task)
            except Exception as error:
                if not _is_death(error):
                    raise
                yield task, Died(task)
                continue
            yield task, result

    def survives(self, do: Callable[[T], R], task: T, tries: int = 1) -> bool:
        """Tell whether a worker that does `task` alone lives, in one of several `tries`."""
        for _ in range(tries):
            try:
                self._once(do, task)
            except Exception as error:
                if not _is_death(error):
                    raise
            else:
                return True
        return False

    def _once(self, do: Callable[[T], R], task: T) -> R:
        return self._submit(do, task).result()

    def _submit(self, do: Callable[[T], R], task: T) -> Future[R]:
        try:
            return self._executor().submit(do, task)
        except BrokenExecutor:
            raise BuildError(
                "the executor is broken and is not ours to renew; build again with another: "
                "what is done is kept"
            ) from None

    def _executor(self) -> Executor:
        if self._given is not None:
            return self._given
        if self._own is None:
            self._own = Workers(self.workers)
            _try(self._own)
        return self._own


def _next(tasks: Iterator[T], most: int) -> Iterator[T]:
    for _ in range(most):
        try:
            yield next(tasks)
        except StopIteration:
            return


def _is_death(error: Exception) -> bool:
    return isinstance(error, BrokenExecutor) or type(error).__name__ == _KILLED


def _workers_of(executor: Executor | None) -> int:
    if executor is not None:
        known: Any = getattr(executor, "_max_workers", None)
        return known if isinstance(known, int) and known > 0 else _MANY
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))  # in a container fewer than the machine has
    return os.cpu_count() or 1


_STARTS = 3
"""So often it is tried to start a worker."""


def _try(workers: Workers) -> None:
    """Make sure that processes can start at all."""
    for _ in range(_STARTS):
        try:
            workers.submit(os.getpid).result()
        except BrokenExecutor:
            continue  # one that was killed while it began says nothing of the next
        return
    raise BuildError(
        "no worker could be started; in a script, build under `if __name__ == '__main__':`, "
        "since each worker imports it, or build with workers=0"
    )


def _collected(
    futures: Iterable[Future[R]], doing: dict[Future[R], T], again: deque[T]
) -> Iterator[tuple[T, R]]:
    """Yield what came of tasks; those whose worker died are noted, to be done again."""
    for future in futures:
        task = doing.pop(future)
        try:
            result = future.result()
        except Exception as error:
            if not _is_death(error):
                raise
            again.append(task)
            continue
        yield task, result
