"""Processes that die at the worst moments: nobody waits for them, and none is left over."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest

from gxkit.workers import Workers

ROOT = Path(__file__).parents[1]

HALF_AN_ANSWER = """
def send(self, data, *_):
    os.write(self.fileno(), bytes(data)[:len(data) // 2])
    os.kill(os.getpid(), signal.SIGKILL)

def do(n):
    flag = Path("killed")
    if n == 3 and not flag.exists():
        flag.touch()
        Connection._send = send
    return str(n) * 100_000

if __name__ == "__main__":
    with Crew(workers=2) as crew:
        found = dict(crew.run(do, range(10)))
    tell({n: {*found[n]} == {str(n)} and len(found[n]) == 100_000 for n in found})
"""
"""A worker dies when half of its answer is in the pipe."""

WHILE_A_TASK_IS_HANDED_OUT = """
plain = Future.__init__
begun = []

def begin(self):
    begun.append(1)
    if len(begun) == 8:
        for process in multiprocessing.active_children():
            os.kill(process.pid, signal.SIGKILL)
        time.sleep(0.5)  # whoever looks after them has the time to see it
    plain(self)

def do(n):
    time.sleep(0.05)
    return True

if __name__ == "__main__":
    Future.__init__ = begin
    with Crew(workers=2) as crew:
        found = dict(crew.run(do, range(10)))
    tell(found)
"""
"""All workers die after it was seen that they live, and before they are given what to do."""

AT_THE_END = """
def do(n):
    return True

if __name__ == "__main__":
    for at in (0, 1):
        with Crew(workers=2) as crew:
            found = dict(crew.run(do, range(10)))
            time.sleep(0.2)  # now both wait for more
            os.kill(multiprocessing.active_children()[at].pid, signal.SIGKILL)
    tell(found)
"""
"""One of the workers that have nothing to do any more dies; one of two holds what both need."""

BEGINNING = """
import json, multiprocessing, os, signal, time
from concurrent.futures import Future
from multiprocessing.connection import Connection
from pathlib import Path
from gxkit.corpus.store.running import Crew

def tell(found):
    print(json.dumps([sorted(found), all(found.values()), multiprocessing.active_children()]))
"""


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
@pytest.mark.parametrize(
    "moment",
    [HALF_AN_ANSWER, WHILE_A_TASK_IS_HANDED_OUT, AT_THE_END],
    ids=["half-an-answer", "while-a-task-is-handed-out", "at-the-end"],
)
def test_a_worker_that_is_killed_keeps_nobody_waiting(moment: str, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(BEGINNING + moment, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
        check=True,
    )
    assert done.stdout == "[[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], true, []]\n"


@pytest.fixture
def workers() -> Iterator[Workers]:
    before = {process.pid for process in multiprocessing.active_children()}
    with Workers(2) as workers:
        yield workers
    assert [p for p in multiprocessing.active_children() if p.pid not in before] == []


def test_a_death_costs_what_was_being_done_and_nothing_else(workers: Workers) -> None:
    first = workers.submit(os.getpid).result()
    slow = workers.submit(eval, "__import__('time').sleep(0.5) or 7")
    dies = workers.submit(os._exit, 1)
    after = [workers.submit(abs, -n) for n in range(5)]
    with pytest.raises(BrokenExecutor, match="the process that was doing this has died"):
        dies.result()
    assert slow.result() == 7
    assert [each.result() for each in after] == [0, 1, 2, 3, 4]
    assert first != os.getpid()


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_a_worker_that_dies_while_it_is_idle_costs_nothing(workers: Workers) -> None:
    process = workers.submit(os.getpid).result()
    os.kill(process, signal.SIGKILL)
    patience = time.monotonic() + 10
    while time.monotonic() < patience and any(
        child.pid == process and child.is_alive() for child in multiprocessing.active_children()
    ):
        time.sleep(0.01)
    again = workers.submit(os.getpid).result()
    assert again != process


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_what_a_dead_worker_has_left_behind_does_not_answer_for_it(
    workers: Workers, tmp_path: Path
) -> None:
    note = tmp_path / "left"
    code = f"""
import os, time
left = os.fork()
if not left:
    time.sleep(30)
    os._exit(0)
open({str(note)!r}, "w").write(str(left))
os._exit(1)
"""
    begun = time.monotonic()
    try:
        with pytest.raises(BrokenExecutor):
            workers.submit(exec, code).result()
        assert time.monotonic() - begun < 20  # not the 30 for which the pipe is still held open
    finally:
        os.kill(int(note.read_text()), signal.SIGKILL)


def test_what_goes_wrong_in_a_process_is_raised_here(workers: Workers) -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        workers.submit(divmod, 1, 0).result()
    assert "raised in a process:\nTraceback" in raised.value.__notes__[0]
    # neither a question nor an answer that cannot be sent breaks anything
    with pytest.raises(Exception, match="pickle"):
        workers.submit(abs, (n for n in ())).result()  # type: ignore[arg-type]
    with pytest.raises(Exception, match="pickle"):
        workers.submit(eval, "(n for n in ())").result()
    error = "type('Odd', (Exception,), {'__init__': lambda self, a, b: None})(1, 2)"
    with pytest.raises(RuntimeError, match="Odd"):
        workers.submit(exec, f"raise {error}").result()
    assert workers.submit(abs, -3).result() == 3


def test_whoever_does_not_want_to_wait_need_not(tmp_path: Path) -> None:
    workers = Workers(1)
    doing = workers.submit(time.sleep, 60)
    waiting = workers.submit(abs, -1)
    while not multiprocessing.active_children():
        time.sleep(0.01)
    begun = time.monotonic()
    workers.shutdown(wait=False)
    assert time.monotonic() - begun < 30
    for future in (doing, waiting):
        with pytest.raises(BrokenExecutor):
            future.result(timeout=0)
    with pytest.raises(RuntimeError, match="after shutdown"):
        workers.submit(abs, -1)
