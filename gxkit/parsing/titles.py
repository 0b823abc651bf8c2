"""The title of a report: on one line or several, year first or last, or only as a hint."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from gxkit.parsing import cues, dates, prose
from gxkit.parsing.model import Line

_LONGEST = 90
_HEAD_LINES = 40
_SPLIT_HINT = re.compile(r"\s*[_|｜]\s*|\s+[-–—]+\s+|-(?=[^-]*(?:政府|网|门户))")
_SENTENCE = re.compile(r"[。；：，,;:!?！？]")
_PAGE_HEAD = re.compile(r"(?=\s*(?:根据|依据|按照|为|本|一、|《|\s))")
_OPEN_BRACKETS = "()（）〔〕【】[] "
YEARS_SPAN = re.compile(r"20\d\d(?:年|学年)?[-—–~至](?:20)?\d\d(?:学?年度?|学年)")
_YEAR_INSIDE = re.compile(r"((?:政府|政务)?信息公开|政务公开)(20\d\d年)度?(?=年度|工作|年报)")
_COLON = re.compile(r"(?<=[府局厅委办处会院室]):(?=20\d\d)")
_BARS = re.compile(r"\s*\|.*$")


@dataclass(frozen=True, slots=True)
class Title:
    """A title: as printed, and what it says of the agency ("" for nothing) and the year."""

    text: str
    agency: str
    year: int | None
    where: str


_FIRST_HEADING = re.compile(r"[#\s]*(?:一\s*[、.．,，]|[（(]一[)）])")
_PREAMBLE = re.compile(r"公开条例|统计(?:期限|时限|时间|周期)|.{0,30}年度报告.{0,6}公布")


@cache
def _shape() -> re.Pattern[str]:
    noun = cues.expression(cues.pattern("noun", "masthead").pattern)
    return re.compile(rf"(?P<before>.{{0,60}}?)(?P<noun>{noun})(?P<behind>.{{0,24}})")


def parse_title(text: str, where: str = "") -> Title | None:
    """Take a title apart, if the text is one.

    Examples
    --------
    >>> title = parse_title("2022年度云河市林业局政府信息公开工作年度报告")
    >>> title.agency, title.year
    ('云河市林业局', 2022)
    >>> parse_title("现公布年度报告。") is None
    True
    """
    if "公" not in text:
        return None  # every title speaks of 公开, in whatever script
    text = cues.pattern("dated", "masthead").sub("", text)
    if text.startswith("《") and text.endswith("》"):
        text = text[1:-1]
    plain = _COLON.sub("", cues.squeezed(text), count=1)
    plain = _YEAR_INSIDE.sub(r"\2\1", plain, count=1)
    plain = cues.pattern("notice", "masthead").sub(r"\1\2", plain)
    if len(plain) > _LONGEST or cues.pattern("refused_title", "masthead").search(plain):
        return None
    match = _shape().fullmatch(plain)
    if match is None or _SENTENCE.search(plain.rstrip(":")):
        return None
    before, behind = match["before"], match["behind"]
    if cues.pattern("noun", "masthead").search(before):
        return None
    behind = cues.pattern("suffix", "masthead").sub("", behind)
    year, agency = _year_and_agency(before)
    later = next(dates.years(behind), None)
    if later is not None:
        year = year or later[0]
        behind = (behind[: later[1]] + behind[later[2] :]).replace("年", "").replace("度", "")
    signed = behind.strip(_OPEN_BRACKETS)
    if not agency and behind.startswith("(") and cues.pattern("body", "masthead").fullmatch(signed):
        agency, behind = signed, ""
    scoped = cues.pattern("scope_own", "masthead").search(behind.strip(")")) or cues.pattern(
        "scope_consolidated", "masthead"
    ).search(behind)
    if behind.strip(_OPEN_BRACKETS) and not scoped:
        return None
    printed = _tight(text)
    suffix = cues.pattern("suffix", "masthead").search(cues.squeezed(printed))
    if suffix and not later:
        printed = printed[: len(printed) - len(suffix[0])]
    return Title(printed, agency, year, where)


def _year_and_agency(before: str) -> tuple[int | None, str]:
    found = next(dates.years(before), None)
    year = None
    agency = before
    if span := YEARS_SPAN.search(before):
        agency = before[: span.start()] + before[span.end() :]  # which of two years is not said
    elif found is not None:
        year, start, end = found
        rest = re.sub(r"^年?度?份?", "", before[end:])
        agency = before[:start] + rest
    if agency.endswith("人民"):
        agency += "政府"  # 人民政府 shares its end with 政府信息公开
    agency = agency.removesuffix("关于")
    agency = agency.replace("()", "")
    return year, agency.strip(_OPEN_BRACKETS.replace(")", "").replace("）", "") + "·-—")


def _tight(text: str) -> str:
    """Take out spaces beside Chinese characters: they come from lines and columns."""
    return re.sub(r"\s+", "", text) if not re.search(r"[A-Za-z]\s+[A-Za-z]", text) else text.strip()


def find_title(lines: Sequence[Line]) -> Title | None:
    """Find the title above the first section; of several, the one that says most.

    Examples
    --------
    >>> page = [Line("云河市林业局2022年度", "l1"), Line("政府信息公开工作年度报告", "l2")]
    >>> find_title(page).text
    '云河市林业局2022年度政府信息公开工作年度报告'
    """
    head = list(_head(lines))
    best: tuple[float, Title] | None = None
    for start in range(len(head)):
        joined = ""
        for count, (text, where) in enumerate(head[start : start + 3]):
            if _names(joined) and joined in text:
                break  # the publisher's name in a field above a title that has it too
            joined += text
            if len(joined) > _LONGEST:
                break
            title = parse_title(joined, head[start][1] if count == 0 else where)
            if title is None:
                continue
            score = _score(title) - 0.2 * count - 0.01 * start
            if best is None or score > best[0]:
                behind = head[start + count + 1 :][:1]
                agency = title.agency or _named_below(behind)
                best = score, Title(title.text, agency, title.year, head[start][1])
    return best[1] if best else None


def _names(text: str) -> bool:
    return cues.pattern("body", "masthead").fullmatch(text) is not None


def _named_below(behind: Sequence[tuple[str, str]]) -> str:
    """Return the body that stands alone on the line below a title that names none."""
    plain = cues.squeezed(behind[0][0]) if behind else ""
    body = cues.pattern("body", "masthead").fullmatch(plain)
    return plain if body and not cues.pattern("noun", "masthead").search(plain) else ""


def _score(title: Title) -> float:
    named = cues.pattern("body", "masthead").fullmatch(title.agency) is not None
    placed = cues.pattern("place_end", "masthead").search(title.agency) is not None
    full = 3.0 if named else 2.0 if placed else 0.5 if title.agency else 0.0
    return full + (2.0 if title.year else 0.0) + min(len(title.agency), 20) * 0.02


def _head(lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """Yield the lines that may belong to a title, down to the first heading."""
    counted = 0
    for line in lines:
        plain = cues.unmarked(line.text)
        text = cues.pattern("title_field", "masthead").sub("", plain)
        if text == plain and prose.is_chrome(plain):
            continue
        if "|" in text and "。" not in text:
            text = _BARS.sub("", text).strip()
        if not text or text.isascii():
            continue
        counted += 1
        if counted > _HEAD_LINES or line.table is not None or _FIRST_HEADING.match(text):
            return
        if len(text) > _LONGEST or "。" in text:
            yield from _long_line(text, line.where)
            if _PREAMBLE.search(text):
                return  # what follows a preamble is the report, and links to other reports
            continue
        yield text, line.where


def _long_line(text: str, where: str) -> Iterator[tuple[str, str]]:
    """Yield what may belong to a title at the beginning of a page that is one line."""
    shape = _shape().match(cues.squeezed(text[:_LONGEST]))
    if shape and not _SENTENCE.search(shape["before"]):
        printed = _opening(text, shape.end("noun"))
        if printed and parse_title(printed):
            yield printed, where
            return
    for word in text[: 4 * _LONGEST].split():
        if "。" in word or "，" in word or word.startswith("一、"):
            return
        if not word.isascii() and not prose.is_chrome(word):
            yield word, where


def _opening(text: str, length: int) -> str | None:
    """Return as much of `text` as holds `length` signs that are no spaces, if a word ends there."""
    seen = 0
    for at, sign in enumerate(text):
        if not sign.isspace():
            seen += 1
        if seen == length:
            return text[: at + 1] if _PAGE_HEAD.match(text, at + 1) else None
    return None


def hinted_title(hint: str) -> Title | None:
    """Find a title in what a file says of itself, such as an HTML title with the site's name.

    Examples
    --------
    >>> hinted_title("云河市林业局2022年政府信息公开工作年度报告_云河市人民政府").agency
    '云河市林业局'
    """
    found = [title for piece in _SPLIT_HINT.split(hint) if (title := parse_title(piece, "hint"))]
    return max(found, key=_score, default=None)
