"""Lines → paragraphs: healing cuts within a sentence, and what is no text of a section."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from gxkit.parsing import cues
from gxkit.parsing.normal import simplify

_ENDS = tuple("。！？；：!?;:.…”’）)】」")
_HANGS = tuple("，、,（(《“‘【—")
_GOES_ON = tuple("，。、；：！？,;:!?）)》”】")
_OPENERS, _CLOSERS = "《（“【(", "》）”】)"
_STARTER = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}\s*[、.．)）是]|第[一二三四五六]|[①-⑳]|首先|其次|再次|最后|注[:：]|附"
    r"|(?:存在的?|主要)*(?:问题|不足)[^，。：:]{0,8}[：:]|(?:改进|整改|下一?步|今后|解决)[^，。：:]{0,12}[：:]"
)
_YEAR = re.compile(r"20\d\d\s*年")
_SENTENCE_END = tuple("。！？；;!?.")
_LONG = 25
_PROSE_LINE = 18
_TAIL_LINES = 10
_LONGEST = 4000  # no paragraph is longer, and joining without end would cost the square
_HARD_WRAP = 70
_DATE = re.compile(
    r"[（(【\[]?\s*(?:20\d\d|二[〇○0OoＯ零]\S{2})\s*年\s*\S{1,3}\s*月(?:\s*\S{1,3}\s*日)?\s*[)）】\]]?"
)
_SIGNED = re.compile(
    r"(?<=[。；;])\s*[^。；;，,]{0,40}?\s*20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*$"
)
_DATED = re.compile(r"\s*20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*$")
_NO_PROSE = re.compile(r"[。，；：,;:]")


def heal(paragraphs: Sequence[str]) -> list[str]:
    """Join what a page or slide break cut within a sentence.

    Parameters
    ----------
    paragraphs : sequence of str
        Lines in order, without blank ones.

    Returns
    -------
    list of str
        The paragraphs.

    Examples
    --------
    >>> heal(["印发《河", "西区公开办法》，落实责任。", "开展培训。"])
    ['印发《河西区公开办法》，落实责任。', '开展培训。']
    """
    healed: list[str] = []
    widest = max(map(len, paragraphs), default=0)
    for text in paragraphs:
        if healed and len(healed[-1]) < _LONGEST and _cut(healed[-1], text, widest):
            healed[-1] += text
        else:
            healed.append(text)
    return healed


def _cut(above: str, below: str, widest: int) -> bool:
    """Tell whether a break between two lines falls within a sentence."""
    if above.endswith(_HANGS) or below.startswith(_GOES_ON):
        return not below.startswith(("（一", "(一")) and not _STARTER.match(below)
    if _unbalanced(above, below):
        return True
    if above.endswith(_ENDS) or _STARTER.match(below) or _YEAR.match(below):
        return False
    if cues.pattern("not_a_point").search(below):
        return False
    if widest <= _HARD_WRAP and len(above) >= max(18, 0.8 * widest):
        # Lines of one width: a hard wrap, but slides also have unpunctuated lines.
        full = 0.7 if _NO_PROSE.search(below) else 0.9
        return below.endswith(_SENTENCE_END) or len(below) >= full * widest
    if len(above) >= _PROSE_LINE and "。" in above:
        return True  # a line with a stop inside and none at its end
    ends = below.endswith(_SENTENCE_END)
    return len(above) >= _LONG and ends and not cues.pattern("verb_strong").match(below)


def _unbalanced(above: str, below: str) -> bool:
    tail = above[-60:]
    for opener, closer in zip(_OPENERS, _CLOSERS, strict=True):
        if opener not in tail:
            continue
        if tail.rfind(opener) > tail.rfind(closer) and closer in below[:60]:
            return True
    return False


def is_chrome(text: str) -> bool:
    """Tell whether a line belongs to the page or its meta data rather than to the report.

    Examples
    --------
    >>> is_chrome("【打印】【关闭】"), is_chrome("本机关未收费。")
    (True, False)
    """
    if len(text) > 40 and "。" in text:
        return False
    return _chrome(text) if len(text) <= 120 else _is_chrome(text)


def _is_chrome(text: str) -> bool:
    plain = simplify(text)
    return bool(
        cues.pattern("chrome_start_raw").match(plain)
        or cues.pattern("chrome_raw").search(plain)
        or cues.pattern("meta_inside_raw").search(plain)
    )


_chrome = lru_cache(maxsize=4096)(_is_chrome)  # asked of each line by outline and masthead


def is_date(text: str) -> bool:
    """Tell whether a line is nothing but a date.

    Examples
    --------
    >>> is_date(" 2023年1月19日 "), is_date("二〇二二年一月五日"), is_date("2023年，我局")
    (True, True, False)
    """
    return _DATE.fullmatch(text.strip()) is not None


def without_tail(paragraphs: Sequence[str]) -> list[str]:
    """Drop the signature, its date, attachments and chrome from the end of the last section.

    Examples
    --------
    >>> without_tail(["无其他事项。", "云河县林业局", "2023年1月9日", "附件：年报.docx"])
    ['无其他事项。']
    """
    # Other lines may stand between and below, so not only the last ones are looked at.
    zone = max(0, len(paragraphs) - _TAIL_LINES)
    kept = [text for at, text in enumerate(paragraphs) if at < zone or not _closes(text)]
    if kept:
        kept[-1] = _SIGNED.sub("", kept[-1])
    return kept


def _closes(text: str) -> bool:
    plain = text.strip()
    if is_date(plain) or cues.pattern("attachment_raw").search(plain) or is_chrome(plain):
        return True
    plain = _DATED.sub("", plain)
    if len(plain) > 40 or _NO_PROSE.search(plain):
        return False
    return bool(cues.pattern("body", "masthead").fullmatch(cues.squeezed(plain)))
