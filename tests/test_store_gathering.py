"""Rules over several reports, run a bucket at a time, beside the same rules over all at once."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from many_reports import report

from gxkit import frames
from gxkit.checks.agencies import AGENCY_RULES
from gxkit.checks.years import YEARS_RULES
from gxkit.corpus import Aliases, Corpus
from gxkit.corpus.aliases import Alias
from gxkit.corpus.sql import to_pandas
from gxkit.corpus.store.batch import Task, _Found, _rows_of
from gxkit.corpus.store.gathering import gather
from gxkit.corpus.store.items import Item
from gxkit.corpus.store.manifest import Batch, Manifest
from gxkit.corpus.store.meetings import meetings
from gxkit.corpus.store.running import Crew
from gxkit.corpus.store.version import parser_version
from gxkit.corpus.store.views import Views
from gxkit.report import Report

TEXT = "".join(chr(0x4E00 + number * 7 % 3001) for number in range(600))
RULES = {rule.id for rule in (*YEARS_RULES, *AGENCY_RULES)}
ALIASES = Aliases([Alias("青川市旧教育局", None, None, None, "990100/教育局", "same", 2)])


def many(seed: int) -> list[Report]:
    """Make reports that every rule over several has something to say of, in any order."""
    rng = random.Random(seed)
    found: list[Report] = []
    for number in range(13):
        for year in (2021, 2022, 2023):
            handled = rng.randint(100, 2000)
            cells = {
                "requests/new/total": handled,
                "requests/granted/total": rng.randint(0, handled),
                "requests/total/total": handled,
                "requests/carried_forward/total": rng.randint(0, 30),
                "requests/carried_over/total": rng.randint(0, 30),
                "disputes/reconsideration/total": rng.randint(0, 300),
            }
            # enough numbers for their last digits to say something
            for row in ("granted", "refused.process", "total"):
                for column in ("natural_person", "enterprise", "research", "public_welfare"):
                    cells[f"requests/{row}/{column}"] = rng.randint(100, 2000)
            meta = {"level": "county", "agency_type": "department", "scope": "own"}
            meta |= {"region_code": f"9901{number:02}", "city": "青川市"}
            agency = f"青川市{'甲乙丙丁戊己庚辛壬癸子丑寅'[number]}县教育局"
            found.append(report(year, cells, agency=agency, **meta))
    whole = {"requests/new/total": 900}
    city = {"region_code": "990100", "scope": "consolidated"}
    found.append(report(2022, whole, agency="青川市人民政府", **city))
    for number in (1, 2):
        own = {"requests/new/total": 300 * number, "requests/total/total": 77}
        body = {"agency": f"青川市第{number}局", "region_code": "990100", "scope": "own"}
        texts = {1: f"青川市第1局{TEXT[:300]}", 5: TEXT[300:]}
        found.append(report(2022, own, sections=texts, **body))  # the second copied the first
        table = {"requests/new/total": 40, "requests/granted/total": 40}
        found.append(report(2020 + number, table, agency=f"云岭市第{number}局"))
    found.append(report(2021, whole, agency="青川市旧教育局", region_code="990100"))
    found.append(
        report(2022, {"requests/new/total": 2}, agency="青川市教育局", region_code="990100")
    )
    for value in (1, 2):  # two reports on one year that differ
        twice = {"requests/new/total": value}
        found.append(
            report(2023, twice, agency="青川市教育局", region_code="990100", title=str(value))
        )
    found.append(report(2023, known=False, form="2021", agency="青川市气象局"))
    rng.shuffle(found)
    return found


def stored(out: Path, reports: Sequence[Report], size: int) -> list[Batch]:
    """Write reports into parts, as if they had been read from files."""
    batches: list[Batch] = []
    for at in range(0, len(reports), size):
        run = reports[at : at + size]
        items = tuple(Item(f"{at + number}.txt", "", None, 1, 0) for number, _ in enumerate(run))
        found = _Found(Task(str(out), items, parser_version(), ALIASES))
        for item, one in zip(items, run, strict=True):
            assert one.document is not None
            found._add(item, one.document, one, _rows_of(one, ALIASES))
        batches.append(found.written())
    return batches


@pytest.mark.parametrize(("seed", "size"), [(1, 7), (2, 100), (3, 1)])
def test_in_buckets_the_same_is_found(
    tmp_path: Path, seed: int, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gxkit.corpus.store.gathering._TOGETHER", 5)
    reports = many(seed)
    memory = Corpus(reports, aliases=ALIASES)
    batches = stored(tmp_path, reports, size)
    gathered = gather(tmp_path, batches, ALIASES, Crew(workers=0))
    views = Views(tmp_path, Manifest(tuple(batches), gathered))
    checks = to_pandas(views.table("checks"))
    pd.testing.assert_frame_equal(checks, memory.checks)
    frames.validate(checks, "checks", corpus=True)
    failed = Counter(memory.checks.loc[memory.checks["ok"].eq(False).fillna(False), "rule"])
    assert {"E1", "E4", "E7", "G1", "G2", "G3"} <= set(failed)
    assert "G4" in memory.checks["rule"].tolist()
    notes = to_pandas(views.table("notes"))
    twice = notes[notes["step"] == "years"]
    assert len(twice) == 2
    pd.testing.assert_frame_equal(notes, memory.notes)
    assert not list(tmp_path.glob("scratch-*"))


def test_every_rule_over_agencies_is_told_its_bucket() -> None:
    assert [meeting.rule.id for meeting in meetings()] == [rule.id for rule in AGENCY_RULES]
    # one that is not told would meet all reports at once, in memory
    whole = [each.rule.id for each in meetings() if each.bucket.__name__ == "_all"]
    assert whole == ["G4"]
    assert [each.rule.id for each in meetings() if each.streams] == ["G4"]


def test_nothing_is_gathered_from_nothing(tmp_path: Path) -> None:
    assert gather(tmp_path, [], ALIASES, Crew(workers=0)) == {"checks": (), "notes": ()}
