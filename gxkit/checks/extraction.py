"""Rules about the reading, not the report: label evidence, counts, places, damaged numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gxkit.checks.declared import pattern
from gxkit.checks.identities import row_label
from gxkit.checks.model import Evidence, Finding, Rule
from gxkit.checks.outcomes import outcome
from gxkit.forms.equations import present_rows
from gxkit.forms.model import Table
from gxkit.parsing.model import Fact, State
from gxkit.parsing.normal import fold

_KNOWN: tuple[State, ...] = ("number", "blank", "nil")
"""The states of a cell of which it is known what the page prints in it."""


def tied(evidence: Evidence) -> Iterator[Finding]:
    """A13: the numbers of a row are tied to it by labels; where they are not, it is not proved."""
    for table in evidence.tables:
        facts = [fact for fact in evidence.by_table[table.code] if fact.value is not None]
        loose = Counter(fact.row for fact in facts if fact.how not in {"label", "corrected"})
        if facts and not loose:
            told = f"{table.zh}: {len(facts)} of {len(facts)} numbers are tied by labels"
            yield outcome(
                "A13",
                table.code,
                "hint",
                True,
                told,
                expected=float(len(facts)),
                found=float(len(facts)),
            )
        for row, count in loose.items():
            yield _loose(table, row, count, [fact for fact in facts if fact.row == row])


def _loose(table: Table, row: str, count: int, facts: list[Fact]) -> Finding:
    hows = Counter(str(fact.how) for fact in facts if fact.how not in {"label", "corrected"})
    by = ", ".join(f"{number} by {how}" for how, number in hows.items())
    told = f"{row_label(table, row)}: {len(facts) - count} of {len(facts)} numbers are tied by labels, {by}"
    cells = " ".join("/".join(fact[:3]) for fact in facts if fact.how not in {"label", "corrected"})
    return outcome(
        "A13",
        table.code,
        "hint",
        None,
        told,
        expected=float(len(facts)),
        found=float(len(facts) - count),
        cells=cells,
    )


def counted(evidence: Evidence) -> Iterator[Finding]:
    """H1: of every cell of a table it is known what the page prints in it."""
    for table in evidence.tables:
        rows = frozenset(present_rows(table, evidence.unofficial[table.code]))
        wanted = sum(len(table.row[row].columns) for row in rows)
        states = Counter([fact.state for fact in evidence.by_table[table.code] if fact.row in rows])
        known = sum(states[state] for state in _KNOWN)
        whole = known == wanted
        ok = True if whole else False if set(states) - {"absent"} else None
        told = f"{table.zh}: {known} of {wanted} cells are known"
        if not whole:
            told += "".join(
                f", {states[state]} {state}" for state in sorted(set(states) - set(_KNOWN))
            )
        yield outcome(
            "H1", table.code, "hint", ok, told, expected=float(wanted), found=float(known)
        )


def traced(evidence: Evidence) -> Iterator[Finding]:
    """H2: every number can be found again on the page."""
    lost = [
        fact
        for fact in evidence.parsed.facts
        if fact.value is not None
        and (not fact.where or fact.raw is None)
        and fact.how != "corrected"
    ]
    count = len(evidence.values)
    told = f"{count - len(lost)} of {count} numbers have their place and what is printed there"
    cells = " ".join("/".join(fact[:3]) for fact in lost)
    yield outcome(
        "H2",
        None,
        "hint",
        not lost if count else None,
        told,
        expected=float(count),
        found=float(count - len(lost)),
        cells=cells,
    )


def two_readings(evidence: Evidence) -> Iterator[Finding]:
    """H3: two independent readings agree cell by cell; nothing where there is only one."""
    if evidence.second is None:
        return
    differing = [
        "/".join(key)
        for key, fact in evidence.facts.items()
        if key in evidence.second
        and (evidence.second[key].state, evidence.second[key].value) != (fact.state, fact.value)
    ]
    compared = sum(key in evidence.facts for key in evidence.second)
    told = f"two readings differ in {len(differing)} of {compared} cells"
    yield outcome(
        "H3",
        None,
        "hint",
        not differing if compared else None,
        told,
        expected=0.0,
        found=float(len(differing)),
        cells=" ".join(differing),
    )


def undamaged(evidence: Evidence) -> Iterator[Finding]:
    """H4: no number is split, run together with another, or a page number."""
    damaged = [
        fact
        for fact in evidence.parsed.facts
        if fact.state == "unreadable" and is_damaged(fact.raw)
    ]
    for fact in damaged:
        cell = "/".join(fact[:3])
        told = f"{cell}: {fact.raw!r} looks like digits split or run together"
        yield outcome("H4", fact.table, "hint", False, told, cells=cell)
    if not damaged:
        known = "no number is split or run together" if evidence.values else "no number was found"
        yield outcome("H4", None, "hint", True if evidence.values else None, known)


def is_damaged(raw: str | None) -> bool:
    """Tell whether what a cell prints, `raw`, is digits split or run together.

    Examples
    --------
    >>> is_damaged("1 362"), is_damaged("- 4 -"), is_damaged("详见附件"), is_damaged("12")
    (True, True, False, False)
    """
    return raw is not None and pattern("damaged", "raw").search(fold(raw).strip()) is not None


def _told_elsewhere(_evidence: Evidence) -> Iterator[Finding]:
    """A12 and H5 have no findings of their own: they explain those of A1, A2, A3 and B1."""
    return iter(())


RULES = (
    Rule(
        "A12",
        "出错单元格的定位与建议值",
        "Which cell explains the failed identities, and by what value",
        "hint",
        "report",
        "唯一单元格解释本表全部不符且不违背相符者 ⇒ 列于各项的 repair",
        _told_elsewhere,
        never="holds, fails, not assessable: told in repair",
    ),
    Rule(
        "A13",
        "各行数字由行名、栏名归位",
        "Numbers are tied to their cells by labels",
        "hint",
        "report",
        "how = label 的个数 = 本行数字个数；否则为未证实",
        tied,
        never="fails: what is not tied is not proved",
    ),
    Rule(
        "H1",
        "各表单元格数与格式相符",
        "Of every cell of a table it is known what the page prints",
        "hint",
        "report",
        "数字 + 空白 + 无数据符号 = 2021: 10/175/15; 2019: 22/161/15",
        counted,
    ),
    Rule(
        "H2",
        "各数都有出处和原文",
        "Every number has its place and what is printed there",
        "hint",
        "report",
        "value ⇒ where ∧ raw",
        traced,
    ),
    Rule(
        "H3",
        "两次独立读取一致",
        "Two independent readings agree",
        "hint",
        "report",
        "∀ 单元格: 读法一 = 读法二（只有一种读法时不判断）",
        two_readings,
    ),
    Rule(
        "H4",
        "数字未被拆分或粘连",
        "No number is split or run together",
        "hint",
        "report",
        "原文 ≠ “1 362”、“007”、“- 4 -”之类",
        undamaged,
    ),
    Rule(
        "H5",
        "出错在读取还是在原文",
        "Whether the reading or the document is wrong",
        "hint",
        "report",
        "两种读法不同 ⇒ parse; OCR 对唯一可疑的一格无把握 ⇒ parse; 相同且别无疑点 ⇒ document; 写入各项的 cause",
        _told_elsewhere,
        never="holds, fails, not assessable: told in cause",
    ),
)
"""What is known of the reading."""
