"""Quirks of single cells: what publishers print where the form wants a plain number."""

from __future__ import annotations

from random import Random

from gxkit.forms import CellKey
from gxkit.synthetic.draft import Draft, Printed

__all__ = [
    "bracket_note",
    "decimals",
    "deltas",
    "fullwidth",
    "last_total_missing",
    "nil_marks",
    "row_blank",
    "table_blank",
    "thousands",
    "unit_jian",
    "unit_wanyuan",
    "unit_yuan",
    "unreadable",
    "wrong_sum",
    "zeros_blank",
]

_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_NILS = ("/", "/", "—", "——", "-", "无", "／")
_UNREADABLE = ("详见附件", "见附表", "不详", "待统计", "#VALUE!", "＊＊")
_BLANK = Printed("", "blank")
_TABLES = ("proactive", "requests", "disputes")


def _blank(draft: Draft, keys: list[CellKey]) -> None:
    for key in keys:
        draft.printed[key] = _BLANK


def _zeros(draft: Draft, rng: Random) -> list[CellKey]:
    """The zeros of a table, all of them or half of them."""
    table = rng.choice(_TABLES)
    zeros = [key for key in draft.numbers(table) if draft.printed[key].value == 0]
    return zeros if rng.random() < 0.5 else [key for key in zeros if rng.random() < 0.5]


def zeros_blank(draft: Draft, rng: Random) -> None:
    """Zeros left blank."""
    _blank(draft, _zeros(draft, rng))


def nil_marks(draft: Draft, rng: Random) -> None:
    """Zeros printed as / — 无 -."""
    mark = rng.choice(_NILS)
    for key in _zeros(draft, rng):
        draft.printed[key] = Printed(mark, "nil")


def row_blank(draft: Draft, rng: Random) -> None:
    """A whole row left blank."""
    table = rng.choice(_TABLES[1:])
    row = rng.choice([row for row in draft.rows[table] if row not in draft.extra])
    _blank(draft, draft.row_keys(table, row))


def table_blank(draft: Draft, rng: Random) -> None:
    """A table, or all, with labels and no numbers."""
    tables = _TABLES if rng.random() < 0.3 else (rng.choice(_TABLES),)
    _blank(draft, [key for key in draft.printed if key[0] in tables])


def _retext(draft: Draft, key: CellKey, text: str) -> None:
    draft.printed[key] = draft.printed[key]._replace(text=text)


def fullwidth(draft: Draft, rng: Random) -> None:
    """Full-width digits."""
    for key in draft.numbers(rng.choice(_TABLES)):
        _retext(draft, key, draft.printed[key].text.translate(_WIDE))


def thousands(draft: Draft, rng: Random) -> None:
    """Thousands with a separator: 1,234."""
    mark = rng.choice((",", ",", "，"))
    for key in draft.numbers():
        value = draft.printed[key].value
        if value is not None and value >= 1000 and draft.printed[key].text == str(value):
            _retext(draft, key, f"{value:,}".replace(",", mark))


def unit_jian(draft: Draft, rng: Random) -> None:
    """Units in the cells: 0件."""
    for key in draft.numbers(rng.choice(_TABLES)):
        if key[2] not in {"amount", "change"}:
            _retext(draft, key, draft.printed[key].text + "件")


def _amounts(draft: Draft) -> list[CellKey]:
    return [key for key in draft.numbers("proactive") if key[2] == "amount"]


def unit_yuan(draft: Draft, rng: Random) -> None:
    """Money in yuan, 251000元, under a header that says 万元."""
    for key in _amounts(draft):
        value = round((draft.printed[key].value or 0) * 10000)
        draft.printed[key] = Printed(f"{value}元", "number", value, "元")


def unit_wanyuan(draft: Draft, rng: Random) -> None:
    """Money with its unit in the cell: 113.96万元."""
    for key in _amounts(draft):
        printed = draft.printed[key]
        if printed.unit is None:
            draft.printed[key] = printed._replace(text=f"{printed.text}万元", unit="万元")


def decimals(draft: Draft, rng: Random) -> None:
    """Amounts of money with needless decimals."""
    for key in _amounts(draft):
        printed = draft.printed[key]
        if isinstance(printed.value, int) and printed.text.isdecimal():
            _retext(draft, key, f"{printed.value}.{'0' * rng.choice((1, 2))}")


def deltas(draft: Draft, rng: Random) -> None:
    """Changes as +19, -11, 增加5 or 0/0 (2019 form)."""
    style = rng.choice(("signs", "signs", "words", "slash"))
    for key in draft.numbers("proactive"):
        if key[2] != "change":
            continue
        value = int(draft.printed[key].value or 0)
        if value == 0:
            if style == "slash":
                _retext(draft, key, "0/0")
                draft.doubtful.add(key)
        elif style == "words":
            _retext(draft, key, f"{'增加' if value > 0 else '减少'}{abs(value)}")
        else:
            _retext(draft, key, f"{value:+d}")


def bracket_note(draft: Draft, rng: Random) -> None:
    """A note behind a number, with a number of its own: 22（其中修订16件）."""
    keys = [key for key in draft.numbers("proactive") if (draft.printed[key].value or 0) > 1]
    if keys:
        key = rng.choice(keys)
        inside = rng.randint(1, max(1, int(draft.printed[key].value or 1) // 2))
        note = rng.choice(
            ("（其中修订{}件）", "\n（含自然失效 {} 件）", "（含上年{}件）", "(其中{}件为转发)")
        )
        _retext(draft, key, draft.printed[key].text + note.format(inside))


def unreadable(draft: Draft, rng: Random) -> None:
    """Text that is no number in a cell."""
    for key in rng.sample(draft.numbers(), min(len(draft.numbers()), rng.choice((1, 1, 3)))):
        draft.printed[key] = Printed(rng.choice(_UNREADABLE), "unreadable")


def wrong_sum(draft: Draft, rng: Random) -> None:
    """The publisher's own sums are wrong."""
    for key in rng.sample(draft.numbers("requests", "disputes"), rng.choice((1, 1, 2, 4))):
        value = int(draft.printed[key].value or 0) + rng.choice((1, 1, 2, 10))
        draft.printed[key] = Printed(str(value), "number", value)


def last_total_missing(draft: Draft, rng: Random) -> None:
    """The last row lacks its last cell."""
    row = draft.rows["requests"][-1]
    if row in draft.extra:
        return
    key = ("requests", row, draft.columns["requests"][-1])
    draft.printed[key] = _BLANK
    draft.dropped.add(key)
    draft.doubtful.update(draft.row_keys("requests", row))
