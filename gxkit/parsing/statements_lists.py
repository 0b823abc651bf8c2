"""Wholes and their parts: 共559条，其中… as a line says it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gxkit.parsing.statements_items import Said
from gxkit.parsing.statements_read import Told

_REST = re.compile(r"其[他它余]|剩余|余下")
_OPEN = re.compile(r"等|主要|例如|比如|如")
_NESTED = re.compile(r"其中|包括|包含")
_GROUPS = ("refused", "unavailable", "not_processed", "other")
_FLOWS = frozenset({"new", "new+carried_over", "total"})


class Whole(NamedTuple):
    """A number and the parts that the words after it say it has.

    `kind` is what the parts are: ``channel``, ``applicant``, ``outcome``, ``result``, ``row``
    or ``""`` for parts of which nothing is known. `closed` tells that the list claims to be
    complete, `exclusive` that its parts cannot overlap.
    """

    told: Told
    total: Said
    parts: tuple[Said, ...]
    kind: str
    closed: bool
    exclusive: bool

    @property
    def sum(self) -> float:
        """The sum of the parts."""
        return sum(part.value for part in self.parts)


def wholes(told: Told) -> Iterator[Whole]:
    """Yield the wholes of a line whose parts the line lists."""
    if not any(one.among for one in told.said):
        return
    said = [one for one in told.said if one.role == "level"]
    at = 0
    while at < len(said):
        if not said[at].among or at == 0:
            at += 1
            continue
        end = at
        while end < len(said) and said[end].among and _same_list(told, said[at], said[end]):
            end += 1
        whole = _whole(told, said[at - 1], said[at:end])
        if whole is not None:
            yield whole
        at = max(end, at + 1)


def _same_list(told: Told, first: Said, other: Said) -> bool:
    between = told.plain.text[first.end : other.start]
    return "。" not in between and not _NESTED.search(between)


def _whole(told: Told, total: Said, listed: Sequence[Said]) -> Whole | None:
    text = told.plain.text
    lead = text[total.end : listed[0].start]
    if lead.count("。") > 1 or ("。" in lead and not lead.partition("。")[2].startswith("其中")):
        return None
    depth = _depth(text, total.end, listed[0].start)
    parts: list[Said] = []
    kind: str | None = None
    clean = True
    for one in listed:
        level = _depth(text, total.end, one.start)
        if level > depth:
            continue  # parts of a part
        if level < depth:
            break
        part = _kind(total.measure, one.measure)
        if part is None or (kind is not None and part != kind):
            break
        if one.unit not in {total.unit, None}:
            clean = False
            continue
        kind = part
        parts.append(one)
    if len(parts) < 2 or kind is None:
        return None
    if any(one.manner not in {"", "none"} or one.period != total.period for one in (total, *parts)):
        return None
    if total.manner or any(one.step != 1.0 for one in (total, *parts)):
        return None
    return Whole(
        told, total, tuple(parts), kind, clean and _closed(text, total, parts, kind), kind != ""
    )


def _closed(text: str, total: Said, parts: Sequence[Said], kind: str) -> bool:
    if kind == "applicant":
        columns = {(part.measure or "").rpartition("/")[2] for part in parts}
        return {"natural_person", "legal"} <= columns
    last = text[parts[-2].end : parts[-1].start]
    inside = text[total.end : parts[-1].start]
    behind = text[parts[-1].end : parts[-1].end + 4]
    if _OPEN.search(inside) or behind.startswith("等"):
        return False
    return bool(_REST.search(last)) and kind in {"", "channel"}


def _depth(text: str, start: int, end: int) -> int:
    inside = text[start:end]
    return inside.count("(") - inside.count(")")


def _kind(total: str | None, part: str | None) -> str | None:
    """Say in what way a measure can be part of another; None where it cannot."""
    if part is None:
        return "" if total is None or "/" not in total else None
    if total is None:
        return None
    if part.endswith("_posts"):
        return "place" if total == "total_posts" else None
    if part.startswith("requests_channel/"):
        return "channel" if total.startswith("requests/") else None
    table, row, column = (*total.split("/"), "", "")[:3]
    its_table, its_row, its_column = (*part.split("/"), "", "")[:3]
    if table != its_table or table not in {"requests", "disputes"}:
        return None
    if table == "disputes":
        if row == its_row:
            return "result" if column == "total" != its_column else None
        return (
            "row"
            if row == "suit" and its_row != "reconsideration" and its_column == column
            else None
        )
    if its_column != column:
        return "applicant" if column == "total" and its_row == row else None
    if row in _FLOWS:
        known = its_row not in _FLOWS and not its_row.startswith("carried")
        return "outcome" if known and row == "total" else ("received" if known else None)
    return "reason" if row in _GROUPS and its_row.startswith(f"{row}.") else None
