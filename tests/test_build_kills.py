"""Builds that are killed, wholly or in part, at any moment; and files that kill who reads them."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from built_corpora import same, unread, write_reports

from gxkit import build_corpus, open_corpus
from gxkit.corpus import StoredCorpus
from gxkit.corpus.store.manifest import load_journal, note_batch
from gxkit.errors import BuildError, ReadError

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="asks /proc who is whose")

ROOT = Path(__file__).parents[1]
BUILD = """
import sys
from gxkit import build_corpus
if __name__ == "__main__":
    print("begun", flush=True)
    build_corpus(sys.argv[1], sys.argv[2], workers=2, batch=5)
"""
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


class Scene:
    """Sources, the corpus that an undisturbed build makes of them, and that of some of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        paths = write_reports(folder / "reports", 12)
        assert len(paths) == 60
        self.old = self._build_some(folder / "old", late=paths[25:])
        self.script = folder / "build.py"
        self.script.write_text(BUILD, encoding="utf-8")
        begun = time.monotonic()
        assert ended(self.start(folder / "whole")) == 0
        self.seconds = time.monotonic() - begun
        self.whole = open_corpus(folder / "whole")
        self.hits = 0

    def _build_some(self, out: Path, late: list[Path]) -> StoredCorpus:
        """Build a corpus of the first files, as the whole folder would be built."""
        aside = self.folder / "aside"
        aside.mkdir()
        away = [path.rename(aside / path.name) for path in late]
        found = build_corpus(self.folder / "reports", out, workers=0, batch=5)
        for path in away:
            path.rename(self.folder / "reports" / path.name)
        return found

    def start(self, out: Path) -> subprocess.Popen[str]:
        """Begin a build, and come back when it has begun."""
        command = [sys.executable, str(self.script), str(self.folder / "reports"), str(out)]
        done = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=ENVIRONMENT
        )
        assert done.stdout is not None
        assert done.stdout.readline() == "begun\n"
        return done


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return Scene(tmp_path_factory.mktemp("scene"))


def ended(build: subprocess.Popen[str]) -> int:
    """Wait for the end of a build."""
    code = build.wait(timeout=120)
    assert build.stdout is not None
    build.stdout.close()
    return code


def workers_of(parent: int) -> list[int]:
    """Return the processes that a build has started for its work."""
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        try:
            told = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            line = (entry / "cmdline").read_bytes()
        except (OSError, IndexError):
            continue
        if int(told[1]) == parent and b"spawn_main" in line:
            found.append(int(entry.name))
    return found


def is_alive(process: int) -> bool:
    try:
        told = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return told.rsplit(")", 1)[1].split()[0] != "Z"


def kill(build: subprocess.Popen[str], who: str, rng: random.Random) -> None:
    """Kill a worker, the build, or both; all that stays alive comes to its end by itself."""
    workers = workers_of(build.pid)
    victims = [rng.choice(workers)] if workers and who in ("worker", "both") else []
    if who in ("build", "both"):
        victims.append(build.pid)
    for victim in victims:
        os.kill(victim, signal.SIGKILL)
    assert ended(build) == (0 if who == "worker" else -signal.SIGKILL)
    patience = time.monotonic() + 60
    while any(map(is_alive, workers)) and time.monotonic() < patience:
        time.sleep(0.02)
    assert [worker for worker in workers if is_alive(worker)] == []  # nobody works on alone


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_whoever_is_killed_the_corpus_is_the_same_in_the_end(
    scene: Scene, tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    who = ("worker", "build", "both")[seed % 3]
    out = tmp_path / "out"
    old = scene.old if seed % 2 else None
    if old:
        shutil.copytree(old.folder, out)
    build = scene.start(out)
    time.sleep(rng.uniform(0, scene.seconds * (0.7 if seed % 2 else 1)))
    if build.poll() is None:
        scene.hits += 1
        kill(build, who, rng)
    else:
        ended(build)
    # what is open now is the old corpus or the new one, and nothing in between
    try:
        found = open_corpus(out)
        assert len(found) in ((25, 60) if old else (60,))
        if len(found) == 25 and old:
            same(found, old)
    except ReadError:
        assert old is None
    after = build_corpus(scene.folder / "reports", out, workers=0, batch=5)
    same(after, scene.whole)
    assert unread(after) == {}


@pytest.mark.slow
def test_a_worker_that_is_killed_while_it_begins_costs_nothing(
    scene: Scene, tmp_path: Path
) -> None:
    build = scene.start(tmp_path / "out")
    patience = time.monotonic() + 60
    while not (workers := workers_of(build.pid)) and time.monotonic() < patience:
        time.sleep(0.005)
    os.kill(workers[0], signal.SIGKILL)
    assert ended(build) == 0
    same(open_corpus(tmp_path / "out"), scene.whole)


@pytest.mark.slow
def test_most_of_the_kills_met_a_build_at_work(scene: Scene) -> None:
    if not scene.hits:
        pytest.skip("the builds that are killed did not run")
    assert scene.hits >= 10


KILLER = """
import os
import gxkit.documents as documents

read = documents.read_bytes

def read_bytes(data, name, *more):
    flag = os.environ["KILLED_ONCE"]
    if "致命".encode() in data and not (flag and os.path.exists(flag)):
        if flag:
            open(flag, "x").close()
        os.kill(os.getpid(), 9)
    return read(data, name, *more)

documents.read_bytes = read_bytes
"""


@pytest.fixture
def deadly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of 25 reports, and have every worker die of a text that says 致命."""
    patch = tmp_path / "patch"
    patch.mkdir()
    (patch / "sitecustomize.py").write_text(KILLER, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(patch), str(ROOT))))
    monkeypatch.setenv("KILLED_ONCE", "")
    write_reports(tmp_path / "reports", 5)
    return tmp_path / "reports"


@pytest.mark.slow
def test_a_file_that_kills_costs_a_note_and_no_other_file(deadly: Path, tmp_path: Path) -> None:
    good = build_corpus(deadly, tmp_path / "good", workers=0)
    for name in ("001_x.txt", "003_x.txt"):
        (deadly / name).write_text("致命", encoding="utf-8")
    out = tmp_path / "out"
    found = build_corpus(deadly, out, workers=2, batch=10)
    assert found.reports.drop(columns="path").equals(good.reports.drop(columns="path"))
    assert found.cells.equals(good.cells)
    told = unread(found)
    assert sorted(told) == ["001_x.txt", "003_x.txt"]
    assert told["001_x.txt"].startswith("whoever reads it dies (killed, or out of memory)")
    # it may have had another reason than the file: the next build tries again
    (deadly / "001_x.txt").write_text("无害", encoding="utf-8")
    again = build_corpus(deadly, out, workers=1, batch=10)
    assert sorted(unread(again)) == ["003_x.txt"]
    assert again.build["read"] == 2


@pytest.mark.slow
def test_a_worker_that_dies_of_something_else_costs_nothing(
    deadly: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = build_corpus(deadly, tmp_path / "good", workers=0)
    (deadly / "001_x.txt").write_text("致命", encoding="utf-8")
    monkeypatch.setenv("KILLED_ONCE", str(tmp_path / "flag"))
    found = build_corpus(deadly, tmp_path / "out", workers=2, batch=10)
    assert (tmp_path / "flag").exists()
    assert unread(found) == {}
    assert found.cells.equals(good.cells)
    assert len(found) == 26  # 致命 is no report, but a text


class KilledWorker(Exception):  # noqa: N818 (what distributed calls it)
    """What a cluster says of a task after several of its workers have died of it."""


class Cluster(ThreadPoolExecutor):
    """A cluster whose workers die of a file, and are replaced by the cluster itself."""

    def __init__(self, deadly: str) -> None:
        super().__init__(2)
        self.deadly = deadly
        self.deaths = 0

    def submit(self, do: Any, task: Any, /, *_: Any, **__: Any) -> Future[Any]:  # type: ignore[override]
        items = task if isinstance(task, tuple) else getattr(task, "items", ())
        dead = getattr(task, "dead", {})
        if any(item.name.endswith(self.deadly) and item.name not in dead for item in items):
            self.deaths += 1
            future: Future[Any] = Future()
            future.set_exception(KilledWorker("task", None, 3))
            return future
        return super().submit(do, task)


def test_a_cluster_that_gives_up_a_task_loses_one_file(deadly: Path, tmp_path: Path) -> None:
    good = build_corpus(deadly, tmp_path / "good", workers=0)
    (deadly / "001_x.txt").write_text("致命", encoding="utf-8")
    with Cluster("001_x.txt") as cluster:
        found = build_corpus(deadly, tmp_path / "out", executor=cluster, batch=10)
    assert cluster.deaths > 2
    assert sorted(unread(found)) == ["001_x.txt"]
    assert found.cells.equals(good.cells)


@pytest.mark.slow
def test_an_executor_of_others_that_broke_is_told(deadly: Path, tmp_path: Path) -> None:
    (deadly / "001_x.txt").write_text("致命", encoding="utf-8")
    context = multiprocessing.get_context("spawn")
    out = tmp_path / "out"
    with (
        ProcessPoolExecutor(1, mp_context=context) as pool,
        pytest.raises(BuildError, match="the executor is broken and is not ours to renew"),
    ):
        build_corpus(deadly, out, executor=pool, batch=5)
    with pytest.raises(ReadError, match=r"not built to its end yet|no corpus here"):
        open_corpus(out)
    (deadly / "001_x.txt").unlink()
    assert len(build_corpus(deadly, out, workers=0, batch=5)) == 25


def test_half_a_line_of_a_journal_spoils_none_but_itself(deadly: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    whole = build_corpus(deadly, out, workers=0, batch=10)
    batches = whole._manifest.batches
    (out / "manifest.json").unlink()
    note_batch(out, batches[0])
    with (out / "journal.jsonl").open("a", encoding="utf-8") as file:
        file.write('\n{"id": "half')
    note_batch(out, batches[1])
    assert load_journal(out) == [batches[0], batches[1]]
    (out / "cells" / batches[1].parts["cells"]).unlink()
    assert load_journal(out) == [batches[0]]
    same(build_corpus(deadly, out, workers=0, batch=10), whole)
