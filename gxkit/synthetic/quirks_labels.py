"""Quirks of rows, columns and their labels."""

from __future__ import annotations

import re
from random import Random

from gxkit.synthetic.draft import Draft, Extra

__all__ = [
    "caption_row",
    "columns_shuffled",
    "extra_row",
    "glosses",
    "group_caption_missing",
    "groups_lost",
    "groups_torn",
    "header_cut",
    "header_notes",
    "header_torn",
    "header_total_lost",
    "header_two_rows",
    "header_unit",
    "label_damaged",
    "long_labels",
    "ordinals_changed",
    "ordinals_missing",
    "row_doubled",
    "row_missing",
    "rows_shuffled",
    "short_labels",
    "suits_apart",
    "table_missing",
    "table_note",
]

_ORDINAL = re.compile(r"^(\d)\.")
_LOST = {"refused.law_prohibits": ("2.其他法律法规禁止公开", "2.其他法律行政止公开")}
_TORN = {
    "requests": {
        "enterprise": "商业\n企业",
        "research": "科研\n机构",
        "public_welfare": "社会公益\n组织",
        "legal_service": "法律服务\n机构",
    },
    "disputes": {
        "upheld": "结果\n维持",
        "corrected": "结果\n纠正",
        "other": "其他\n结果",
        "pending": "尚未\n审结",
    },
}
_CUT = {
    "2019": (
        {"made": "本年新", "newly_public": "本年新"},
        {"made": "制作数量"},
        {"change": "本年增/"},
        {"made": "本年新制作", "newly_public": "本年新公开"},
    ),
    "2021": (
        {"repealed": "本年度止件数"},
        {"in_force": "现行有效件"},
        {"issued": "本年发件数"},
        {"issued": "本年制发", "repealed": "本年废止"},
    ),
}
_NOTED = {
    "previous_items": "上一年项目数量（指{last}年12月31日的事项数）",
    "change": "本年增/减（增用正数、减用负值表示，如-8）",
    "issued": "本年（{year}）制发件数",
    "in_force": "现行有效件数（截至{year}年12月31日）",
    "amount": "{amount}（填报口径见第3条说明）",
}
_LONG = {
    "normative_document": "{label}（指本机关印发的涉及公民权利义务、可反复适用的文件，不含规章）",
    "other_service": "其他对外管理服务事项（指行政许可以外的事项，不含行政处罚、行政强制）",
    "licence": "行政许可（含其他对外管理服务中的许可类事项）",
    "fee": "行政事业性收费（依照收费目录清单，不含行政处罚收入）",
}
_SHORT = {
    "other.not_corrected": "1.逾期不补正",
    "other.fee_unpaid": "2.逾期不缴费",
    "partly_granted": "（二）部分公开",
    "new": "一、本年新收申请数量",
    "carried_over": "二、上年结转申请数量",
}
_NOTES = {
    "disputes": "注：行政复议、行政诉讼数量含上年度结转数量。",
    "requests": "说明：表中数据截至{year}年12月31日，1件申请含多项内容的按1件计。",
    "proactive": "备注：本表由3个科室汇总填报。",
}


def row_missing(draft: Draft, rng: Random) -> None:
    """One or two rows of a table are not there."""
    table = rng.choice(("proactive", "requests", "requests"))
    for row in rng.sample(draft.rows[table], rng.choice((1, 1, 2))):
        if len(draft.rows[table]) > 2 and row not in draft.extra:
            draft.rows[table].remove(row)


def row_doubled(draft: Draft, rng: Random) -> None:
    """A row is printed twice."""
    rows = draft.rows[rng.choice(("proactive", "requests"))]
    at = rng.randrange(len(rows))
    rows.insert(at, rows[at])


def rows_shuffled(draft: Draft, rng: Random) -> None:
    """Shuffle the rows of one group, or print the first two rows the other way about."""
    rows = draft.rows["requests"]
    printed = " ".join(rows)
    groups = [name for name in ("refused.", "unavailable.", "not_processed.") if name in printed]
    if rng.random() < 0.25 or not groups:
        rows[0], rows[1] = rows[1], rows[0]
        return
    group = rng.choice(groups)
    places = [at for at, row in enumerate(rows) if row.startswith(group)]
    members = [rows[at] for at in places]
    rng.shuffle(members)
    for at, row in zip(places, members, strict=True):
        rows[at] = row


def columns_shuffled(draft: Draft, rng: Random) -> None:
    """Columns in another order, with their labels."""
    table = rng.choice(("requests", "requests", "proactive", "disputes"))
    columns = draft.columns[table]
    if table == "requests" and rng.random() < 0.3:
        columns.insert(0, columns.pop())
    elif table == "requests":
        inner = columns[1:6]
        rng.shuffle(inner)
        columns[1:6] = inner
    else:
        rng.shuffle(columns)


def _relabel(draft: Draft, table: str, row: str, text: str) -> None:
    draft.labels[table, row, ""] = text


def ordinals_missing(draft: Draft, rng: Random) -> None:
    """Ordinals 1. 2. left out of the labels."""
    _ordinals(draft, "")


def ordinals_changed(draft: Draft, rng: Random) -> None:
    """Ordinals as 1、 or （1） in place of 1 and a point."""
    _ordinals(draft, rng.choice((r"\1、", r"\1. ", r"（\1）", r"\1．", r"\1 ")))


def _ordinals(draft: Draft, new: str) -> None:
    for (table, row, column), text in list(draft.labels.items()):
        if row:
            draft.labels[table, row, column] = _ORDINAL.sub(new, text)


def label_damaged(draft: Draft, rng: Random) -> None:
    """Lose or spoil a character of one or two long labels."""
    rows = [row for row in draft.rows["requests"] if row not in draft.extra]
    for row in rng.sample(rows, min(len(rows), rng.choice((1, 1, 2, 3)))):
        text = draft.label("requests", row)
        if row in _LOST and rng.random() < 0.7:
            text = rng.choice(_LOST[row])
        elif len(text) > 7:
            at = rng.randrange(4, len(text))
            text = text[:at] + rng.choice(("", "?", "囗")) + text[at + 1 :]
        _relabel(draft, "requests", row, text)


def short_labels(draft: Draft, rng: Random) -> None:
    """Labels shortened: 1.逾期不补正."""
    for row, text in _SHORT.items():
        if ("requests", row, "") in draft.labels and rng.random() < 0.7:
            _relabel(draft, "requests", row, text)


def long_labels(draft: Draft, rng: Random) -> None:
    """Labels with explanations that name other labels."""
    for row, text in _LONG.items():
        if ("proactive", row, "") in draft.labels and rng.random() < 0.6:
            _relabel(draft, "proactive", row, text.format(label=draft.label("proactive", row)))


def _heads(draft: Draft, table: str, texts: dict[str, str]) -> None:
    for column, text in texts.items():
        if ("", column) in {(key[1], key[2]) for key in draft.labels if key[0] == table}:
            draft.labels[table, "", column] = text


def header_torn(draft: Draft, rng: Random) -> None:
    """Column labels on two lines: 商业⏎企业, 结果⏎维持."""
    for table in rng.choice((("requests",), ("disputes",), ("requests", "disputes"))):
        _heads(draft, table, _TORN[table])


def header_two_rows(draft: Draft, rng: Random) -> None:
    """A header torn over two rows of the table."""
    header_torn(draft, rng)
    draft.flags.add("header_two_rows")


def header_cut(draft: Draft, rng: Random) -> None:
    """Column labels cut off: 本年新 | 本年新, 本年度止件数."""
    _heads(draft, "proactive", rng.choice(_CUT[draft.truth.form]))


def header_total_lost(draft: Draft, rng: Random) -> None:
    """The header 总计 is empty."""
    draft.labels[rng.choice(("requests", "disputes")), "", "total"] = ""


def header_notes(draft: Draft, rng: Random) -> None:
    """Headers with notes that hold numbers."""
    year = draft.truth.year
    amount = draft.label("proactive", "", "amount")
    texts = {
        code: text.format(year=year, last=year - 1, amount=amount) for code, text in _NOTED.items()
    }
    _heads(draft, "proactive", texts)


def extra_row(draft: Draft, rng: Random) -> None:
    """A row 其他主动公开文件 that no form has."""
    rows = draft.rows["proactive"]
    if "normative_document" not in rows:
        return
    label = rng.choice(("其他主动公开文件（指行政规范性文件以外的文件）", "其他主动公开文件"))
    texts = tuple(str(rng.randint(0, 90)) for _ in range(3))
    draft.extra["+documents"] = Extra(label, ("第二十条第（一）项",), texts)
    rows.insert(rows.index("normative_document") + 1, "+documents")


def groups_torn(draft: Draft, rng: Random) -> None:
    """Tear the labels of groups: （三）⏎不予公开, or a character a line."""
    upright = rng.random() < 0.3
    for group, text in list(draft.groups.items()):
        if text.startswith("三、"):
            draft.groups[group] = "\n".join(text) if upright else "三、本年\n度办理\n结果"
        elif text.startswith("（"):
            draft.groups[group] = text.replace("）", "）\n", 1)


def groups_lost(draft: Draft, rng: Random) -> None:
    """Leave the cells of the groups of the requests table empty."""
    for group, text in list(draft.groups.items()):
        if text.startswith("（"):
            draft.groups[group] = ""


def glosses(draft: Draft, rng: Random) -> None:
    """Print the sound of a character behind it, as some converters do."""
    char, sound = rng.choice((("公", "gōng"), ("政", "zhèng"), ("申", "shēn")))
    for key, text in list(draft.labels.items()):
        if rng.random() < 0.5:
            draft.labels[key] = text.replace(char, f"{char}({sound})", 1)


def header_unit(draft: Draft, rng: Random) -> None:
    """Name a unit in the header of the money that is not the form's."""
    unit = rng.choice(("元", "元", "万元"))
    head = {"2019": f"采购总金额（{unit}）", "2021": f"本年收费金额（单位：{unit}）"}
    draft.labels["proactive", "", "amount"] = head[draft.truth.form]
    for key, printed in list(draft.printed.items()):
        if key[0] == "proactive" and key[2] == "amount" and printed.unit is None:
            draft.printed[key] = printed._replace(unit=unit)


def suits_apart(draft: Draft, rng: Random) -> None:
    """Reconsideration and each kind of suit in tables of their own."""
    draft.flags.add("suits_apart")
    if rng.random() < 0.5:
        draft.flags.add("suits_caption")


def caption_row(draft: Draft, rng: Random) -> None:
    """The first row of the first table is its name."""
    draft.flags.add("caption_row")


def group_caption_missing(draft: Draft, rng: Random) -> None:
    """A row 第二十条第（一）项 is missing."""
    item = rng.choice(("第二十条第（一）项", "第二十条第（五）项", "第二十条第（六）项"))
    draft.flags.add(f"no:{item}")
    draft.groups["第二十条第（八）项"] = rng.choice(("第二十条（八）项", "第二十条 第（八）项"))


def table_missing(draft: Draft, rng: Random) -> None:
    """A table is not there (an image, an attachment)."""
    table = rng.choice(("proactive", "requests", "disputes"))
    draft.flags.add(f"missing:{table}")


def table_note(draft: Draft, rng: Random) -> None:
    """A note with numbers under a table."""
    table = rng.choice(tuple(_NOTES))
    draft.notes[table] = _NOTES[table].format(year=draft.truth.year)
