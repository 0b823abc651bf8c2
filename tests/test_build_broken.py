"""Broken files among good ones: each has its row and its reason, and no other pays for it."""

from __future__ import annotations

import hashlib
import os
import random
import zipfile
from pathlib import Path

import pytest
from built_corpora import same, unread, write_reports

from gxkit import build_corpus, read_corpus
from gxkit.synthetic import make_report

KINDS = ("truncated", "random", "empty", "locked", "none")


def broken(folder: Path, kind: str, seed: int) -> Path:
    """Write a file that is broken in some way."""
    rng = random.Random(seed)
    path = folder / f"{seed:03}_broken.docx"
    if kind == "truncated":
        data = make_report(seed, "docx_plain").data
        path.write_bytes(data[: len(data) // 2])
    elif kind == "random":
        path.write_bytes(rng.randbytes(5000))
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "locked":
        # Nobody keeps root out of a file by its mode; a pipe cannot be read by anybody.
        os.mkfifo(path)
    else:
        path.write_text("今天天气很好，适合散步。", encoding="utf-8")
    return path


@pytest.mark.slow
def test_one_in_a_hundred_is_broken(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    good = write_reports(folder, 396)
    assert len(good) == 1980
    bad = {broken(folder, KINDS[seed % 5], seed).name: KINDS[seed % 5] for seed in range(20)}
    stored = build_corpus(folder, tmp_path / "out", workers=2)
    assert len(stored) == 1981  # what is none is a text all the same: one, four times over
    ids = {hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in good}
    whole = stored.reports[stored.reports["report_id"].isin(ids)]
    assert whole["path"].tolist() == [str(path) for path in good]
    assert whole["form"].notna().all()
    assert stored.cells["report_id"].isin(ids).all()
    reasons = unread(stored)
    assert sorted(reasons) == sorted(name for name, kind in bad.items() if kind != "none")
    expected = {
        "truncated": "damaged",
        "random": "binary data of an unknown kind",
        "empty": "empty; download or save it again",
        "locked": "not a plain file",
    }
    for name, kind in bad.items():
        if kind != "none":
            assert expected[kind] in reasons[name]
    files = stored.files.set_index("name")
    nones = [str(folder / name) for name, kind in bad.items() if kind == "none"]
    (id,) = set(files.loc[nones, "report_id"])  # the same bytes four times
    assert stored.reports.set_index("report_id")["form"].isna()[id]
    told = stored.notes[stored.notes["report_id"] == id]
    assert (told["step"] == "read").sum() == 3  # and so told of three of them
    assert "warning" in told.loc[told["step"] != "read", "level"].tolist()


def test_what_is_told_of_broken_files_is_the_same_in_memory(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    assert len(write_reports(folder, 16)) == 80
    for seed in range(20):
        broken(folder, KINDS[seed % 5], seed)
    stored = build_corpus(folder, tmp_path / "out", workers=2, batch=5)
    assert len(stored) == 81
    assert len(unread(stored)) == 16
    same(stored, read_corpus(folder))


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_archives_are_read_through(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    paths = write_reports(folder, 3)
    members = {f"{path.stem[-4:]}/{path.name}": path.read_bytes() for path in paths}
    (tmp_path / "in").mkdir()
    archive = zipped(tmp_path / "in" / "all.zip", {**members, "README.md": b"x", "a/.x.txt": b"x"})
    stored = build_corpus(tmp_path / "in", tmp_path / "out", workers=0, batch=4)
    plain = read_corpus(folder)
    assert set(stored.reports["report_id"]) == set(plain.reports["report_id"])
    assert len(stored) == 15
    assert stored.reports["path"].tolist() == [f"{archive}!/{name}" for name in sorted(members)]
    id = plain.reports["report_id"][0]
    assert stored[id].cells.equals(plain[id].cells)
    # an archive that is written again is hashed, and only what is new is read
    zipped(archive, {**members, "new.txt": b"new"})
    after = build_corpus(tmp_path / "in", tmp_path / "out", workers=0)
    assert (after.build["read"], after.build["kept"]) == (1, 15)


def test_archives_that_mean_no_good(tmp_path: Path) -> None:
    bomb = b"0" * 30_000_000
    zipped(
        tmp_path / "bad.zip",
        {
            "../../climbs.txt": b"x",
            "/rooted.txt": b"x",
            "bomb.txt": bomb,
            "inner.zip": b"PK\x05\x06" + bytes(18),
        },
    )
    broken = zipped(tmp_path / "broken.zip", {"a.txt": b"x" * 50_000})
    data = bytearray(broken.read_bytes())
    data[40:44] = b"\xff\xff\xff\xff"
    broken.write_bytes(data)
    (tmp_path / "none.zip").write_bytes(b"no archive at all")
    stored = build_corpus(tmp_path, tmp_path / "out", workers=0)
    assert len(stored) == 0
    reasons = unread(stored)
    assert sorted(reasons) == [
        *("a.txt", "bomb.txt", "climbs.txt", "inner.zip", "none.zip", "rooted.txt")
    ]
    assert reasons["climbs.txt"] == "the name leads out of the archive; it is not read"
    assert reasons["rooted.txt"] == "the name leads out of the archive; it is not read"
    assert "30 MB unpacked, 0.03 MB packed: no report is like that" in reasons["bomb.txt"]
    assert "damaged" in reasons["a.txt"]
    assert "no zip archive that can be read" in reasons["none.zip"]
    assert not (tmp_path.parent.parent / "climbs.txt").exists()


def test_names_in_gbk_are_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"XXXXXXXX.txt": "今天天气很好。".encode()})
    gbk = "沈阳报告".encode("gb18030")
    path.write_bytes(path.read_bytes().replace(b"XXXXXXXX", gbk))
    stored = build_corpus(path, tmp_path / "out", workers=0)
    assert stored.reports["path"].tolist() == [f"{path}!/沈阳报告.txt"]


def test_an_encrypted_member_says_so(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.txt": b"x" * 100})
    data = bytearray(path.read_bytes())
    data[6] |= 1  # of the file itself
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and in the list of contents
    path.write_bytes(data)
    reasons = unread(build_corpus(path, tmp_path / "out", workers=0))
    assert reasons == {"a.txt": "encrypted; unpack the archive with its password"}


MANIFEST = "path,url,agency,year,region_code,retrieved\n"


def test_a_manifest_fills_what_pages_leave_out(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text("一、总体情况\n本机关认真落实。", encoding="utf-8")
    (folder / "b.txt").write_text(
        "青川市档案局2022年政府信息公开工作年度报告\n一、总体情况\n认真落实。", encoding="utf-8"
    )
    table = folder / "manifest.csv"
    table.write_text(
        MANIFEST
        + "a.txt,https://example.org/a,沈阳市教育局,2023,210100,2024-05-01\n"
        + "b.txt,,乙市林业局,2021,,\n",
        encoding="utf-8-sig",
    )
    stored = build_corpus(folder, tmp_path / "out", workers=0, manifest=table)
    first, second = stored.reports.to_dict("records")
    names = ("agency", "year", "province", "city", "level", "unit_id")
    assert [first[name] for name in names] == [
        *("沈阳市教育局", 2023, "辽宁省", "沈阳市", "city", "210100/教育局")
    ]
    assert (second["agency"], second["year"]) == ("青川市档案局", 2022)  # the page's own wins
    told = stored.notes.query("step == 'manifest'")[["level", "message"]].to_numpy().tolist()
    assert told == [
        ["info", "filled: agency, year, region_code"],
        ["warning", "the manifest says agency 乙市林业局, the page 青川市档案局"],
        ["warning", "the manifest says year 2021, the page 2022"],
    ]
    fill = stored.sql("select fill from files order by name")["fill"][0]
    assert '"https://example.org/a"' in fill
    assert "2024-05-01" in fill
    assert stored[first["report_id"]].meta["agency"] == "沈阳市教育局"
    # another row is another report: that file is read again, the other is not
    text = table.read_text(encoding="utf-8-sig").replace("沈阳市教育局,2023", "沈阳市教育局,2024")
    table.write_text(text, encoding="utf-8")
    after = build_corpus(folder, tmp_path / "out", workers=0, manifest=table)
    assert after.build["read"] == 1
    assert sorted(after.reports["year"]) == [2022, 2024]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("a.txt,,,year,,\n", "line 2: year 'year'; give a year such as 2023"),
        ("a.txt,,,,21,\n", "line 2: region_code '21'; give six digits"),
        (",,甲,,,\n", "line 2: path is empty; give each file one row"),
        ("a.txt,,甲,,,\na.txt,,乙,,,\n", "line 3: another row says otherwise"),
    ],
)
def test_a_manifest_that_cannot_be_used_says_where(tmp_path: Path, rows: str, said: str) -> None:
    from gxkit.errors import BuildError

    table = tmp_path / "manifest.csv"
    table.write_text(MANIFEST + rows, encoding="utf-8")
    with pytest.raises(BuildError, match=said):
        build_corpus(tmp_path, tmp_path / "out", workers=0, manifest=table)
    table.write_text("file,year\n", encoding="utf-8")
    with pytest.raises(BuildError, match="line 1: no column path"):
        build_corpus(tmp_path, tmp_path / "out", workers=0, manifest=table)
