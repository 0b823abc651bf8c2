"""Does a sentence of section five state a problem, promise an improvement, or neither?"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, TypeAlias

from gxkit.parsing import cues

Kind: TypeAlias = Literal["problem", "improvement"]

_ENUMERATOR = re.compile(
    r"^(?:[(（]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})\s*[)）、.．]\s*|[①-⑳]|[一二三四五六七八九十]是)"
)
_TAIL = " 。：:；;，,、.\t\u3000"
_COMMA = re.compile(r"[，,]")
_CLAUSES = re.compile(r"[，,；;。：:]")
_INNER = re.compile(r"[，,；;]\s*(?:同时|并且|因此|所以)?[，,]?")
_SENTENCE = re.compile(
    r".*?(?:[。！？!?]|(?<=[\u4e00-\u9fff])\.(?![A-Za-z.]))+[”’）)」】]*|.+$", re.DOTALL
)
_QUOTED_ON = re.compile(r"[的等，、；和与及是]|精神|原则|理念|要求")
_TIME = 14  # signs of a clause that can be no more than a time
_LONGEST = 1000  # a bracket that never closes holds no sentences together
_OPENERS, _CLOSERS = "（(《“【", "）)》”】"


@lru_cache(maxsize=4096)
def label_kind(words: str) -> Kind | None:
    """Tell what a label such as 存在问题 or 下一步打算 announces.

    Examples
    --------
    >>> label_kind("存在的主要问题"), label_kind("（二）改进措施："), label_kind("更新不及时的问题")
    ('problem', 'improvement', None)
    """
    plain = cues.squeezed(_ENUMERATOR.sub("", words.strip())).strip(_TAIL)
    if not plain or len(plain) > 36:
        return None
    if cues.pattern("label_improvement").fullmatch(plain):
        return "improvement"
    if cues.pattern("label_problem").fullmatch(plain):
        return "problem"
    return None


def sentences(text: str) -> list[str]:
    """Cut text into sentences; stops within brackets and quotes do not count.

    Examples
    --------
    >>> sentences("内容不够。形式（图片。文字）单一。")
    ['内容不够。', '形式（图片。文字）单一。']
    """
    found: list[str] = []
    for piece in _SENTENCE.findall(text):
        quoted = found and found[-1].endswith(("”", "）", ")", "」")) and _QUOTED_ON.match(piece)
        if found and (quoted or _is_open(found[-1])):
            found[-1] += piece
        else:
            found.append(piece)
    return [piece.strip() for piece in found if piece.strip()]


def _is_open(text: str) -> bool:
    return len(text) < _LONGEST and any(
        text.count(opener) > text.count(closer)
        for opener, closer in zip(_OPENERS, _CLOSERS, strict=True)
        if opener in text
    )


def kind_of(sentence: str) -> Kind | None:
    """Judge a sentence by its words.

    Examples
    --------
    >>> kind_of("公开内容不够全面。"), kind_of("下一步，我局将加强培训。"), kind_of("我局认真。")
    ('problem', 'improvement', None)
    """
    plain = cues.squeezed(sentence)
    complaint = cues.pattern("complaint")
    if cues.pattern("measure_lead").search(plain) or is_done(plain):
        return "improvement"
    if opening := cues.pattern("promise_open").match(plain):
        rest = plain[opening.end() :]
        promises = cues.pattern("future").search(plain) or _begins_with_verb(_after_comma(rest))
        told = complaint.search(_last_clause(plain))
        if told and not promises and not cues.pattern("remedied").search(plain, opening.end()):
            return "problem"  # 今后的思路不清晰
        return "improvement"
    subject = cues.pattern("subject").match(plain)
    body = plain[subject.end() :] if subject else plain
    if _begins_with_verb(body):
        return "problem" if _ends_in_complaint(body) else "improvement"
    future = cues.pattern("future").search(plain)
    if future and not complaint.search(plain, 0, future.start()):
        return "improvement"
    if complaint.search(plain) or cues.pattern("defect").search(plain):
        return "problem"
    return None


def is_done(sentence: str) -> bool:
    """Tell whether a sentence reports that a problem is over.

    Examples
    --------
    >>> is_done("上年栏目不全的问题，已全部整改到位。"), is_done("仍存在栏目不全的问题。")
    (True, False)
    """
    plain = cues.squeezed(sentence)
    done = cues.pattern("remedy_done").search(plain)
    return done is not None and not cues.pattern("complaint").search(plain, done.end())


def _begins_with_verb(body: str) -> bool:
    verb = cues.pattern("verb").match(body)
    if verb is None:
        return False
    first = _COMMA.split(body, maxsplit=1)[0]
    rest = first[verb.end() :]
    return not rest.startswith(("了", "的", "方面")) and not (
        cues.pattern("complaint").search(first) and not cues.pattern("remedied").search(first)
    )


def _ends_in_complaint(body: str) -> bool:
    """Tell whether a clause ends by saying what is wrong, and nobody says it is remedied."""
    if cues.pattern("remedied").search(body):
        return False
    for clause in _CLAUSES.split(body)[1:]:
        found = list(cues.pattern("complaint").finditer(clause))
        if found and len(clause) - found[-1].end() <= 4:
            return True
    return False


def _after_comma(text: str) -> str:
    return _COMMA.split(text, maxsplit=1)[-1]


def _last_clause(text: str) -> str:
    return _COMMA.split(text.rstrip(_TAIL))[-1]


@lru_cache(maxsize=1024)
def is_lead(sentence: str) -> bool:
    """Tell whether a sentence only announces problems or measures and names none.

    Examples
    --------
    >>> is_lead("但仍存在一些不足。"), is_lead("仍有提升空间，内容有待丰富。")
    (True, False)
    >>> is_lead("公开内容与群众需求之间仍有差距。")
    False
    """
    plain = cues.squeezed(sentence)
    if kind_of(sentence) == "improvement":
        return is_promise_lead(sentence)
    rest = cues.pattern("announce").sub("", plain)
    if rest == plain:
        return cues.pattern("lead_end").search(plain[-16:]) is not None
    if cues.pattern("complaint").search(rest):
        return False
    last = [clause for clause in _CLAUSES.split(rest) if clause][-1:]
    own = cues.pattern("empty_words").sub("", last[0]) if last else ""
    return len(own) < 4 or cues.pattern("praise").search(own) is not None


@lru_cache(maxsize=1024)
def is_promise_lead(sentence: str) -> bool:
    """Tell whether a sentence only announces measures.

    Examples
    --------
    >>> is_promise_lead("今后将采取以下措施："), is_promise_lead("组织集中学习。")
    (True, False)
    """
    plain = cues.squeezed(sentence)
    return cues.pattern("lead_end").search(plain[-24:]) is not None or label_kind(plain) is not None


def promise_within(text: str) -> int | None:
    """Find where, behind a problem, the promise of its improvement begins.

    Examples
    --------
    >>> promise_within("更新不及时，下一步将定期检查。")
    6
    """
    at = 0
    for index, sentence in enumerate(sentences(text)):
        at = text.index(sentence, at)
        if index and kind_of(sentence) == "improvement":
            return at
        for match in _INNER.finditer(sentence):
            if cues.pattern("promise_inner").match(sentence, match.end()):
                # Before 2024年，我局将… stands no problem, only a time.
                said = kind_of(sentence[: match.start()]) or match.start() > _TIME
                return at + match.end() if said else at
        at += len(sentence)
    return None


def problem_within(text: str) -> int | None:
    """Find where, behind a measure, the page turns to what is wrong.

    Examples
    --------
    >>> problem_within("升级平台。但目前仍存在人手不足的问题。")
    5
    """
    at = 0
    for index, sentence in enumerate(sentences(text)):
        at = text.index(sentence, at)
        turned = index and cues.pattern("turn").match(cues.squeezed(sentence))
        if turned and kind_of(sentence) == "problem":
            return at
        at += len(sentence)
    return None
