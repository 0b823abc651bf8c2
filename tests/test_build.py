"""Building a corpus on disk: what is read, what stays, what leaves, and what is refused."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from built_corpora import same, unread, write_reports

from gxkit import build_corpus, open_corpus, read_corpus
from gxkit.corpus.store import batch as batches
from gxkit.corpus.store import version
from gxkit.corpus.store.manifest import JOURNAL, NAME
from gxkit.errors import AliasError, BuildError, ReadError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with 30 reports of 6 agencies; nobody writes to it."""
    made = tmp_path_factory.mktemp("sources") / "reports"
    assert len(write_reports(made, 6)) == 30
    return made


@pytest.fixture
def copied(folder: Path, tmp_path: Path) -> Path:
    """Return a copy of the folder that may be changed."""
    return Path(shutil.copytree(folder, tmp_path / "reports"))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of files as they are read."""
    names: list[str] = []
    read = batches._Found.read

    def told(self: Any, item: Any, opener: Any) -> None:
        names.append(Path(item.name).name)
        read(self, item, opener)

    monkeypatch.setattr(batches._Found, "read", told)
    return names


def states(out: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(out.rglob("*.parquet"))}


@pytest.mark.parametrize("batch", [None, 7])
def test_a_stored_corpus_has_the_frames_of_one_in_memory(
    folder: Path, tmp_path: Path, batch: int | None
) -> None:
    stored = build_corpus(folder, tmp_path / "out", workers=0, batch=batch)
    same(stored, read_corpus(folder))
    assert len(stored) == 30
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        *("build.lock", "cells", "checks", "files", "manifest.json", "notes", "points"),
        *("reports", "sections", "statements"),
    ]


@pytest.mark.slow
def test_processes_and_threads_build_the_same(folder: Path, tmp_path: Path) -> None:
    one = build_corpus(folder, tmp_path / "one", workers=0, batch=7)
    with ThreadPoolExecutor(3) as threads:
        two = build_corpus(folder, tmp_path / "two", executor=threads, batch=7)
    three = build_corpus([folder], tmp_path / "three", workers=2, batch=7)
    same(one, two)
    same(one, three)
    first, *others = (
        {Path(path).relative_to(tmp_path / name): data for path, data in states(out).items()}
        for name, out in ((name, tmp_path / name) for name in ("one", "two", "three"))
    )
    assert others == [first, first]  # to the byte


def test_what_did_not_change_is_not_read_again(
    copied: Path, tmp_path: Path, reads: list[str]
) -> None:
    out = tmp_path / "out"
    build_corpus(copied, out, workers=0, batch=7)
    assert len(reads) == 30
    before = states(out)
    reads.clear()
    again = build_corpus(copied, out, workers=0)
    assert reads == []
    assert states(out) == before
    assert (again.build["read"], again.build["kept"], again.build["left"]) == (0, 30, 0)
    # other times, the same bytes: they are hashed once, and known from then on
    for path in copied.iterdir():
        os.utime(path, (1_600_000_000, 1_600_000_000))
    build_corpus(copied, out, workers=0)
    assert reads == []
    hashed: list[int] = []
    original = batches.digests

    def counted(items: Any) -> Any:
        hashed.append(len(items))
        return original(items)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gxkit.corpus.build.digests", counted)
        build_corpus(copied, out, workers=0)
        assert sum(hashed) == 0
        build_corpus(copied, out, workers=0, verify=True)
        assert sum(hashed) == 30
    same(open_corpus(out), read_corpus(copied))


def test_files_that_are_new_changed_or_gone(copied: Path, tmp_path: Path, reads: list[str]) -> None:
    out = tmp_path / "out"
    build_corpus(copied, out, workers=0, batch=7)
    first, second, *_ = sorted(copied.iterdir())
    old = open_corpus(out)
    old_ids = set(old.reports["report_id"])
    reads.clear()
    (copied / "999_new.txt").write_bytes(first.read_bytes() + "\n补充。".encode())
    second.write_bytes(second.read_bytes() + b"\n<!-- -->")
    gone = sorted(copied.iterdir())[9]
    gone.unlink()
    after = build_corpus(copied, out, workers=0, batch=7)
    assert sorted(reads) == sorted([second.name, "999_new.txt"])
    memory = read_corpus(copied)
    assert (after.build["read"], after.build["kept"], after.build["left"]) == (2, 28, 1)
    assert set(after.reports["report_id"]) == set(memory.reports["report_id"])
    for name in ("reports", "cells", "sections", "checks"):
        # new and changed files stand behind those that stayed
        left, right = (
            frame.sort_values(list(frame.columns), ignore_index=True)
            for frame in (getattr(after, name), getattr(memory, name))
        )
        pd.testing.assert_frame_equal(left, right)
    # who opened the corpus before still sees it as it was, until the next build
    assert set(old.reports["report_id"]) == old_ids
    assert old.cells["report_id"].nunique() == 30
    build_corpus(copied, out, workers=0)
    with pytest.raises(ReadError, match="if it was built again since it was opened, open it again"):
        old.frame("points")


def test_another_version_of_the_parser_reads_all_again(
    copied: Path, tmp_path: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    build_corpus(copied, out, workers=0)
    before = open_corpus(out)
    reads.clear()
    for place in ("gxkit.corpus.build", "gxkit.corpus.store.batch"):
        monkeypatch.setattr(f"{place}.parser_version", lambda: "another")
    after = build_corpus(copied, out, workers=0)
    assert len(reads) == 30
    assert after.build["parser"] == "another"
    same(after, before)


def test_a_worker_with_another_version_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gxkit.corpus.build.parser_version", lambda: "newer")
        with pytest.raises(BuildError, match=r"a worker has another gxkit .* install the same one"):
            build_corpus(folder, tmp_path / "out", workers=0)


def test_the_same_bytes_twice_are_one_report(copied: Path, tmp_path: Path) -> None:
    paths = sorted(copied.iterdir())
    (copied / "zz.html").write_bytes(paths[0].read_bytes())  # in another batch
    (copied / "000_2019a.txt").write_bytes(paths[0].read_bytes())  # in the same one
    out = tmp_path / "out"
    stored = build_corpus(copied, out, workers=0, batch=7)
    same(stored, read_corpus(copied))
    assert len(stored) == 30
    doubled = stored.notes[stored.notes["step"] == "read"]
    assert doubled["message"].tolist() == [
        f"{copied / '000_2019a.txt'}: the same bytes as {paths[0]}, kept once",
        f"{copied / 'zz.html'}: the same bytes as {paths[0]}, kept once",
    ]
    # when the first leaves, another takes its place
    paths[0].unlink()
    after = build_corpus(copied, out, workers=0, batch=7)
    assert len(after) == 30
    assert set(after.reports["report_id"]) == set(stored.reports["report_id"])
    assert len(after.notes[after.notes["step"] == "read"]) == 1


def test_a_source_is_not_lost_by_mistake(copied: Path, tmp_path: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    write_reports(other, 1, range(2010, 2012))
    build_corpus([copied, other], out, workers=0)
    with pytest.raises(BuildError, match=rf"also holds what {copied} held; name it too.*--drop"):
        build_corpus(other, out, workers=0)
    assert len(build_corpus(other, out, workers=0, drop=True)) == 2
    for path in other.iterdir():
        path.unlink()
    with pytest.raises(BuildError, match=rf"nothing is left in {other}; is it mounted"):
        build_corpus(other, out, workers=0)
    assert len(open_corpus(out)) == 2
    empty = build_corpus(other, out, workers=0, drop=True)
    assert (len(empty), len(empty.cells), len(empty.notes)) == (0, 0, 0)
    same(empty, read_corpus(other))


def test_a_corpus_that_was_moved_with_its_sources_is_built_anew(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    reports = old / "sample" / "reports"
    reports.mkdir(parents=True)
    for number in (1, 2):
        text = f"青川市第{number}局开放日活动通知"
        (reports / f"{number}.txt").write_text(text, encoding="utf-8")
    build_corpus(reports, old / "out", workers=0)
    old.rename(new)
    moved = new / "sample" / "reports"
    found = build_corpus(moved, new / "out", workers=0)
    assert sorted(found.reports["path"]) == [str(moved / "1.txt"), str(moved / "2.txt")]
    assert (found.build["read"], found.build["left"]) == (2, 2)
    # Another folder than the one that moved along is another source.
    other = new / "other"
    moved.rename(other)
    new.rename(old)
    with pytest.raises(BuildError, match="also holds what"):
        build_corpus(old / "other", old / "out", workers=0)


def test_aliases_are_known_without_reading_anything_again(
    copied: Path, tmp_path: Path, reads: list[str]
) -> None:
    out = tmp_path / "out"
    names = build_corpus(copied, out, workers=0, batch=7).reports["agency"]
    table = tmp_path / "aliases.csv"
    table.write_text(
        f"agency,region_code,from_year,to_year,unit_id,kind\n{names[0]},,,,?/甲局,same\n",
        encoding="utf-8",
    )
    reads.clear()
    after = build_corpus(copied, out, workers=0, aliases=table)
    assert reads == []
    same(after, read_corpus(copied, aliases=table))
    assert (after.reports["unit_id"] == "?/甲局").sum() == (names == names[0]).sum() == 5
    (tmp_path / "no.csv").write_text("x\n", encoding="utf-8")
    with pytest.raises(AliasError, match="no column agency"):
        build_corpus(copied, out, workers=0, aliases=tmp_path / "no.csv")


def test_a_corpus_may_lie_among_its_sources(copied: Path) -> None:
    for _ in range(2):
        assert len(build_corpus(copied, copied / "corpus", workers=0)) == 30
    assert unread(open_corpus(copied / "corpus")) == {}


def test_what_is_no_corpus_says_what_to_do(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no corpus here; build one with build_corpus"):
        open_corpus(tmp_path)
    (tmp_path / JOURNAL).write_text("", encoding="utf-8")
    with pytest.raises(ReadError, match="not built to its end yet; build again"):
        open_corpus(tmp_path)
    (tmp_path / NAME).write_text("{", encoding="utf-8")
    with pytest.raises(ReadError, match=r"manifest.json: cannot be read .*; build the corpus anew"):
        open_corpus(tmp_path)
    later = {"layout": 99, "said": {"gxkit": "9.9"}}
    (tmp_path / NAME).write_text(json.dumps(later), encoding="utf-8")
    with pytest.raises(ReadError, match=r"layout 99, this gxkit reads 1; use the gxkit .*\(9.9\)"):
        open_corpus(tmp_path)
    with pytest.raises(ReadError, match="nowhere: there is no such file or folder"):
        build_corpus(tmp_path / "nowhere", tmp_path / "out", workers=0)
    with pytest.raises(BuildError, match="-1 workers; give 1 or more"):
        build_corpus(folder, tmp_path / "out", workers=-1)


HOLD = """
import sys, time, pathlib
from gxkit.corpus.store.lock import locked
with locked(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_two_builds_exclude_each_other_and_a_dead_one_does_not(
    folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(out)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        said = rf"another build runs here \(process {holder.pid} on .*, since 20.*wait until it is"
        with pytest.raises(BuildError, match=said):
            build_corpus(folder, out, workers=0)
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    assert (out / "build.lock").read_text(encoding="utf-8") != ""  # it is still told there
    assert len(build_corpus(folder, out, workers=0)) == 30


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(
    "place",
    ["gxkit.corpus.store.parts.write_whole", "gxkit.corpus.store.manifest.write_whole"],
)
def test_a_full_disk_is_told_and_the_old_corpus_stands(
    copied: Path, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    old = build_corpus(copied, out, workers=0, batch=7)
    write_reports(copied, 7)
    sorted(copied.iterdir())[3].unlink()
    with monkeypatch.context() as patch:
        patch.setattr(place, full)
        with pytest.raises(BuildError, match=r"cannot be written \(No space left on device\)"):
            build_corpus(copied, out, workers=0, batch=7)
    fresh = open_corpus(out)
    same(fresh, old)
    assert len(fresh) == 30
    after = build_corpus(copied, out, workers=0, batch=7)
    assert set(after.reports["report_id"]) == set(read_corpus(copied).reports["report_id"])


def test_a_folder_that_cannot_be_made_is_told(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(BuildError, match="choose another folder"):
        build_corpus(folder, tmp_path / "file" / "out", workers=0)


def test_progress_tells_rate_notes_and_checks_and_is_quiet_in_a_log(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build_corpus(folder, tmp_path / "one", workers=0)
    assert capsys.readouterr() == ("", "")
    stored = build_corpus(folder, tmp_path / "two", workers=0, progress=True)
    told = capsys.readouterr().err
    failed = stored.checks.query("severity != 'hint'")["ok"].eq(False).sum()
    assert "30/30" in told
    assert "file/s" in told
    assert "checks failed=" in told
    assert failed > 0


UNGUARDED = """
import gxkit
print(len(gxkit.build_corpus({source!r}, {out!r}, workers=1)))
"""


@pytest.mark.slow
def test_a_script_without_a_guard_is_told_what_it_lacks(folder: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        UNGUARDED.format(source=str(folder), out=str(tmp_path / "out")), encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )
    assert done.returncode == 1
    assert "in a script, build under `if __name__ == '__main__':`" in done.stderr


def test_jobs_leave_nothing_behind(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build_corpus(folder, out, workers=0, batch=7)
    names = [path.name for path in out.rglob("*") if path.is_file()]
    assert [name for name in names if name.startswith((".", "scratch", "journal"))] == []
    assert multiprocessing.active_children() == []


def test_parts_of_others_are_cleaned_and_other_files_are_not(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build_corpus(folder, out, workers=0)
    stray = ("cells/dead.parquet", "cells/.dead.parquet.x1", "scratch-7", ".manifest.json.x1")
    for name in (*stray, "mine.txt", "cells/mine.txt"):
        (out / name).write_text("x", encoding="utf-8")
    same(open_corpus(out), read_corpus(folder))  # parts that nothing names are nothing
    build_corpus(folder, out, workers=0)
    assert [name for name in stray if (out / name).exists()] == []
    assert (out / "mine.txt").exists()
    assert (out / "cells/mine.txt").exists()


def test_the_version_of_the_parser_follows_its_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "gxkit"
    root = Path(version.__file__).parents[2]
    shutil.copytree(root, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(version, "files", lambda _: package)

    def now() -> str:
        version.parser_version.cache_clear()
        return version.parser_version()

    try:
        first = now()
        assert re.fullmatch(r"[0-9a-f]{12}", first)
        (package / "corpus" / "panel.py").write_text("x", encoding="utf-8")
        (package / "data" / "card.css").write_text("x", encoding="utf-8")
        (package / "parsing" / "numbers.pyc").write_text("x", encoding="utf-8")
        one = package / "parsing" / "numbers.py"
        one.write_bytes(one.read_bytes().replace(b"\n", b"\r\n"))
        assert now() == first  # none of this reads anything otherwise
        found = {first}
        for name in (
            "parsing/numbers.py",
            "data/narrative.toml",
            "frames.py",
            "report.py",
            "reading.py",
        ):
            path = package / name
            path.write_bytes(path.read_bytes() + b"\n# x")
            found.add(now())
        monkeypatch.setattr(version, "version", lambda _: "99")
        found.add(now())
        assert len(found) == 7
    finally:
        version.parser_version.cache_clear()
