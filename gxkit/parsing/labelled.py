"""Labels inside section five (存在问题：, 改进措施：) and what they head."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gxkit.parsing.enumerations import atoms
from gxkit.parsing.judging import Kind, is_lead, kind_of, label_kind, sentences

_LABEL_END = re.compile(
    r"[：:。\s]|(?<=[\u4e00-\u9fff])(?:\.|(?=一是|首先|第一[，,、]|1[.．、]|[（(]\s*[1一]\s*[)）]|①))"
)
_BEFORE_LABEL = re.compile(r"[。；;！!？?\s]|(?<=[\u4e00-\u9fff])\.")
_LONGEST_LABEL = 40
_LONGEST_SENTENCE = 12  # 改进措施。 as a label within a paragraph
_COLON = re.compile(r"[：:]")
_SEMICOLON = re.compile(r"[；;]")
_AFTER_SEMICOLON = re.compile(r"(?<=[；;])")
ENDS = tuple("。！？；.!?;:：”）)")
"""What a line that is no mere heading ends with."""


def joined(texts: Sequence[str]) -> str:
    """Join a heading and the paragraphs below it with the stops that the page left out.

    Examples
    --------
    >>> joined(["压实责任", "纳入考核。"])
    '压实责任。纳入考核。'
    """
    whole = ""
    for text in (text.strip() for text in texts):
        if whole and text:
            whole += text if whole.endswith((*ENDS, "，", ",", "—", ".")) else f"。{text}"
        else:
            whole = whole or text
    return whole


def announced_list(sentence: str) -> tuple[str, list[str]]:
    """Take a lead-in and the list behind its colon apart: 存在以下不足：甲；乙。

    Examples
    --------
    >>> announced_list("还存在以下不足：更新不及时；形式单一。")
    ('还存在以下不足：', ['更新不及时', '形式单一。'])
    >>> announced_list("更新不及时；形式单一。")
    ('更新不及时；形式单一。', [])
    """
    colon = _COLON.search(sentence)
    if colon is None or not is_lead(sentence[: colon.end()]):
        return sentence, []
    listed = [item for item in _SEMICOLON.split(sentence[colon.end() :]) if item.strip()]
    return sentence[: colon.end()], listed


def label(text: str) -> tuple[Kind | None, str]:
    """Return the kind that a label at the beginning announces, and the text behind it.

    Examples
    --------
    >>> label("存在问题：更新慢。")
    ('problem', '更新慢。')
    """
    end = _LABEL_END.search(text, 1, _LONGEST_LABEL)
    found: tuple[Kind | None, str] = None, text
    while end is not None:
        if kind := label_kind(text[: end.start()]):
            found = kind, text[end.end() :].strip()
        if end[0] and not end[0].isspace():
            return found
        end = _LABEL_END.search(text, end.end() + (not end[0]), _LONGEST_LABEL)
    whole = label_kind(text) if len(text) <= _LONGEST_LABEL else None
    return (whole, "") if whole else found


def labelled(paragraphs: Sequence[str]) -> list[tuple[Kind | None, str]]:
    """Cut paragraphs before labels inside them; tell the kind of each labelled stretch.

    Examples
    --------
    >>> labelled(["问题：甲。措施：乙。"])
    [('problem', '甲。'), ('improvement', '乙。')]
    """
    found: list[tuple[Kind | None, str]] = []
    for paragraph in paragraphs:
        starts = [0]
        for at in (at for at, sign in enumerate(paragraph) if sign in "：:。"):
            width = _LONGEST_SENTENCE if paragraph[at] == "。" else _LONGEST_LABEL
            window = paragraph[max(0, at - width) : at]
            before = [match.end() for match in _BEFORE_LABEL.finditer(window)]
            start = at - len(window) + (before[-1] if before else 0)
            if start > starts[-1] and before and label_kind(paragraph[start:at]):
                starts.append(start)
        for start, end in zip(starts, [*starts[1:], len(paragraph)], strict=True):
            kind, text = label(paragraph[start:end].strip())
            colon = kind and _ends_in_colon(paragraph[start:], text)
            listed = list_behind(text, kind) if colon else []
            found.extend(
                (kind if at == 0 else None, item) for at, item in enumerate(listed or [text])
            )
    return found


def _ends_in_colon(text: str, rest: str) -> bool:
    label_part = text[: text.find(rest)] if rest else ""
    return label_part.rstrip().endswith(("：", ":"))


def list_behind(text: str, kind: Kind | None) -> list[str]:
    """Return what semicolons part in the one sentence behind a label: 存在问题：甲；乙。

    Behind the sentence that lists problems may stand what is promised.

    Examples
    --------
    >>> list_behind("更新慢；解读少。", "problem"), list_behind("更新慢；少。原因多。", "problem")
    (['更新慢；', '解读少。'], [])
    """
    if not _SEMICOLON.search(text):
        return []
    first, *others = sentences(text)
    promised = kind == "problem" and others and kind_of(others[0]) == "improvement"
    if (others and not promised) or any(atom.style for atom in atoms([first])[0]):
        return []
    items = [item.strip() for item in _AFTER_SEMICOLON.split(first) if item.strip()]
    if others and len(items) < 2:
        return []  # the semicolon stands in the promise
    return [*items, "".join(others)] if others else items
