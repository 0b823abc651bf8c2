"""Processes that work: any of them may be killed at any moment, and nobody waits for it for ever.

The pool of the standard library lets all its processes write to one pipe and read from another,
under locks that they share. One that is killed in the middle leaves a lock closed or half a
message behind, and then all the others wait for good (docs/decisions/0026).
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_LOOK = 1.0
"""So often, in seconds, it is looked whether a process that has not answered is alive."""

_PATIENCE = 5.0
"""So many seconds a process has for going by itself when there is nothing more to do."""


class Workers(Executor):
    """Processes, each led by a thread of its own over a pipe of its own.

    What a process was doing when it died ends with a `BrokenExecutor`; what others do goes on,
    and the next task has a new process.

    Parameters
    ----------
    count : int
        How many tasks are done at a time; processes are started as there is work for them.

    Examples
    --------
    >>> with Workers(2) as workers:
    ...     list(workers.map(abs, [-1, -2]))
    [1, 2]
    """

    def __init__(self, count: int) -> None:
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="gxkit-worker")
        self._mine = threading.local()
        self._lock = threading.Lock()
        self._started: set[_Worker] = set()
        self._ended = False

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Have a function called in a process.

        Parameters
        ----------
        fn : callable
            A function of a module, so that the process knows it.
        *args, **kwargs
            What it is called with; it is pickled, and so is what it returns.

        Returns
        -------
        concurrent.futures.Future
            What it returns or raises, or a `BrokenExecutor` where its process died.
        """
        return self._threads.submit(self._do, fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all processes; none is left when this returns.

        Parameters
        ----------
        wait : bool
            Whether to let what is being done, or is still to be done, come to its end.
            Otherwise the processes are killed at it.
        cancel_futures : bool
            Whether to cancel what has not been begun.
        """
        if not wait:
            with self._lock:
                self._ended = True
                for worker in self._started:
                    worker.process.kill()
        self._threads.shutdown(cancel_futures=cancel_futures)
        for worker in self._started:
            worker.pipe.close()  # there is nothing more to do: it goes by itself
        for worker in self._started:
            worker.end(_PATIENCE)
        self._started.clear()

    def _do(self, fn: Callable[..., R], args: tuple[Any, ...], kwargs: dict[str, Any]) -> R:
        call = pickle.dumps((fn, args, kwargs))
        worker = self._worker()
        try:
            answer = worker.ask(call)
        except (EOFError, OSError):
            self._leave(worker)
            raise BrokenExecutor("the process that was doing this has died") from None
        error, result = pickle.loads(answer)
        if error is not None:
            raise error
        found: R = result
        return found

    def _worker(self) -> _Worker:
        """Return the process of this thread: a new one where it has none, or its is dead."""
        worker: _Worker | None = getattr(self._mine, "worker", None)
        if worker is not None:
            if worker.process.is_alive():
                return worker
            self._leave(worker)
        with self._lock:
            if self._ended:
                raise BrokenExecutor("the processes were ended before this was begun")
            self._mine.worker = worker = _Worker()
            self._started.add(worker)
        return worker

    def _leave(self, worker: _Worker) -> None:
        """Be done with a process of this thread that has died, or is about to."""
        self._mine.worker = None
        worker.end(0)
        with self._lock:
            self._started.discard(worker)


class _Worker:
    """A process, and the pipe that nobody but we and it hold an end of."""

    def __init__(self) -> None:
        # Not by fork: the locks of the threads that Arrow keeps would be copied as they stand.
        context = multiprocessing.get_context("spawn")
        self.pipe, far = context.Pipe()
        # A daemon, so that not even a process that nobody ended keeps us from ending.
        self.process = context.Process(target=_work, args=(far,), daemon=True)
        try:
            self.process.start()
        finally:
            far.close()  # from now on the pipe ends where the process does

    def ask(self, call: bytes) -> bytes:
        """Have a call done; an EOFError or an OSError says that the process has died of it."""
        self.pipe.send_bytes(call)
        # What the process has started may hold its end of the pipe when it is dead itself.
        while not self.pipe.poll(_LOOK):
            if not self.process.is_alive() and not self.pipe.poll():
                raise EOFError
        return self.pipe.recv_bytes()

    def end(self, patience: float) -> None:
        """See to it that the process is gone."""
        self.pipe.close()
        self.process.join(patience)
        self.process.kill()
        self.process.join()


def _work(pipe: Connection) -> None:
    """Do what is asked, until nobody asks any more."""
    # Ctrl-C is left to the parent; and nobody wants what is being done when that was killed.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, daemon=True).start()
    while True:
        try:
            call = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        pipe.send_bytes(_answer(call))


def _follow() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _answer(call: bytes) -> bytes:
    """Return what a call raised or returned, pickled."""
    try:
        fn, args, kwargs = pickle.loads(call)
        return pickle.dumps((None, fn(*args, **kwargs)))
    except BaseException as error:  # noqa: BLE001 (raised where it was asked for)
        return _told(error)


def _told(error: BaseException) -> bytes:
    """Pickle an error with the lines it was raised from; one that cannot be sent is described."""
    import traceback

    lines = "".join(traceback.format_exception(error))
    error.add_note(f"raised in a process:\n{lines}")
    try:
        told = pickle.dumps((error, None))
        pickle.loads(told)
    except Exception:  # noqa: BLE001 (pickling calls the error's own code)
        return pickle.dumps((RuntimeError(lines), None))
    return told
