"""Building on a cluster: a scheduler and two workers on this machine, one of which is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from built_corpora import same, unread, write_reports
from typer.testing import CliRunner

from gxkit import build_corpus, open_corpus
from gxkit.cli import app, build
from gxkit.corpus import StoredCorpus

distributed = pytest.importorskip("distributed")

pytestmark = [
    pytest.mark.slow,
    # what distributed and tornado leave to the garbage collector is no concern of ours
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

ROOT = Path(__file__).parents[1]


class Cluster:
    """A scheduler and two workers, each a process of its own, on loopback."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        file = folder / "scheduler.json"
        self._start("scheduler", "--port", "0", "--scheduler-file", str(file), "--no-dashboard")
        wait_for(file.exists)
        with distributed.Client(scheduler_file=str(file), timeout=30) as client:
            self.address: str = client.scheduler.address
            self.workers = [self.work(), self.work()]
            client.wait_for_workers(2, timeout=60)

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        line = [sys.executable, "-m", "distributed.cli.dask_" + command[0], *command[1:]]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            [*line, "--host", "127.0.0.1"],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.processes.append(process)
        return process

    def work(self) -> subprocess.Popen[bytes]:
        """Start a worker: without the nurse that would start another when it dies."""
        return self._start(
            "worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard"
        )

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()


def wait_for(happens: object, seconds: float = 60) -> None:
    assert callable(happens)
    patience = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < patience
        time.sleep(0.02)


@contextmanager
def running(folder: Path) -> Iterator[Cluster]:
    folder.mkdir()
    cluster = Cluster(folder)
    try:
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cluster") / "reports"
    assert len(write_reports(folder, 24)) == 120
    return folder


@pytest.fixture(scope="module")
def alone(reports: Path) -> StoredCorpus:
    """Return the corpus that one process builds by itself."""
    return build_corpus(reports, reports.parent / "alone", workers=0, batch=8)


def test_a_worker_that_is_killed_in_the_middle_costs_nothing(
    reports: Path, alone: StoredCorpus, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    journal = out / "journal.jsonl"
    with running(tmp_path / "cluster") as cluster:
        met: list[int] = []

        def kill() -> None:
            wait_for(lambda: journal.exists() and journal.read_text().count("\n") >= 2)
            met.append(journal.read_text().count("\n"))
            os.kill(cluster.workers[0].pid, signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        with distributed.Client(cluster.address) as client:
            found = build_corpus(reports, out, executor=client.get_executor(), workers=2, batch=8)
            assert len(client.scheduler_info()["workers"]) == 1
        killer.join()
        assert cluster.workers[0].wait() == -signal.SIGKILL
    assert 2 <= met[0] < 15  # of 15 batches
    same(found, alone)
    assert unread(found) == {}
    # the parts are those that one process writes
    assert sorted(path.name for path in (out / "cells").iterdir()) == sorted(
        path.name for path in (reports.parent / "alone" / "cells").iterdir()
    )


def test_the_command_builds_on_a_cluster_whose_workers_stand_elsewhere(
    reports: Path, alone: StoredCorpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # paths that count from here mean nothing where the workers run
    monkeypatch.chdir(reports.parent)
    with running(tmp_path / "cluster") as cluster:
        arguments = ["build", "reports", "corpus", "--scheduler", cluster.address]
        done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert "120 files: 120 read, 0 as before, 0 gone" in done.output
    found = open_corpus(reports.parent / "corpus")
    assert found.cells.equals(alone.cells)
    assert found.reports["path"][0].startswith("reports/")


def test_a_scheduler_that_does_not_answer_is_told(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "_PATIENCE", 0.5)
    arguments = ["build", str(reports), str(tmp_path / "out"), "--scheduler", "tcp://127.0.0.1:1"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 2
    assert "no scheduler answers at tcp://127.0.0.1:1" in done.output
