"""Text as it is compared: width, script, spaces and ordinals set aside."""

from __future__ import annotations

import re
from functools import lru_cache

# Full-width ASCII, the ideographic space and the dashes that stand for a minus sign.
# Not NFKC: that would turn ① into 1 and ² into 2, inventing digits.
_HALF: dict[int, int | str | None] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_HALF |= {0x3000: " ", 0xA0: " ", 0x2212: "-", 0xFE63: "-", 0x3014: "(", 0x3015: ")"}
_HALF |= {0x3010: "(", 0x3011: ")", 0x2003: " ", 0x2002: " ", 0x2009: " ", 0x202F: " "}
_HALF |= dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xAD), None)

# Traditional characters that occur in the labels and headings of the form.
_TRADITIONAL = (
    "數数據据條条項项規规範范許许強强處处罰罚決决業业費费額额萬万購购採采總总計计單单"
    "報报開开機机關关請请結结轉转縣县區区與与國国務务應应無无復复議议訴讼訟讼審审維维"
    "糾纠經经過过後后繼继續续辦办類类內内執执檢检屬属於于將将對对權权個个為为間间"
    "現现發发廢废製制動动進进況况問问題题舉举證证獲获資资訊讯護护書书體体樣样術术組组"
    "織织構构會会協协員员級级產产鄉乡鎮镇廳厅衛卫雙双網网絡络觀观點点壓压實实際际貫贯徹彻"
    "財财預预聲声導导責责門门統统們们來来時时這这種种優优參参學学東东長长話话電电郵邮編编"
    "址址號号終终須须領领達达質质價价徵征稅税標标準准穩稳煉炼導导營营運运傳传維维補补"
    "詢询確确從从沒没詳详戶户納纳繳缴億亿減减認认訪访訂订誤误說说論论讓让識识變变貨货買买賣卖負负貸贷"
)
_SIMPLE = {ord(_TRADITIONAL[i]): _TRADITIONAL[i + 1] for i in range(0, len(_TRADITIONAL), 2)}
_SIMPLE[ord("訴")] = "诉"

_FOLDED = re.compile(f"[{''.join(map(chr, _HALF))}]")
_UNSIMPLE = re.compile(f"[{''.join(map(chr, _SIMPLE))}]")

_GLOSS = re.compile(r"\([a-zA-Zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]+\)")
_BRACKET = re.compile(r"\([^()]{3,}\)|\([^()]{3,}$|\[[^\[\]]{3,}\]")
_DROP = re.compile(r"[\W_]+")
_NUMERAL = "一二三四五六七八九十"
_ORDINAL = re.compile(
    rf"\s*(?:\(\s*(?P<bracket>[{_NUMERAL}]+|\d{{1,2}})\s*\)"
    rf"|(?P<clause>[{_NUMERAL}]{{1,3}})\s*[、.,:]"
    r"|(?P<digit>\d{1,2})\s*[、.,)]|(?P<bare>\d{1,2})(?=\s*[^\W\d_]))\s*[、.,]?\s*"
)


# Outline, points and masthead each fold the lines of one report: keep those of the last few.
@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    r"""Return `text` with half-width signs, plain spaces and no zero-width characters.

    Examples
    --------
    >>> fold("（一）１２\u200b３")
    '(一)123'
    """
    # Looking whether there is anything to change costs a fifth of changing nothing.
    return text.translate(_HALF) if _FOLDED.search(text) else text


@lru_cache(maxsize=4096)
def simplify(text: str) -> str:
    """Return `text` with the traditional characters of labels and headings simplified.

    Examples
    --------
    >>> simplify("政府信息公開")
    '政府信息公开'
    """
    return text.translate(_SIMPLE) if _UNSIMPLE.search(text) else text


def without_brackets(text: str) -> str:
    """Return folded `text` without what stands in brackets, if that is more than an ordinal.

    Examples
    --------
    >>> without_brackets("（二）部分公开（区分处理的，只计这一情形）")
    '(二)部分公开'
    """
    return _BRACKET.sub("", fold(text))


@lru_cache(maxsize=8192)
def label_key(text: str) -> tuple[str, str, str]:
    """Take a label apart: its ordinal, its words, and its words without brackets.

    Returns
    -------
    tuple of str
        The ordinal as ``"(三)"``, ``"三、"`` or ``"3."`` (empty where there is none);
        the rest without punctuation; the same without what stands in brackets.

    Examples
    --------
    >>> label_key("（二）部分公开（区分处理的，只计这一情形）")
    ('(二)', '部分公开区分处理的只计这一情形', '部分公开')
    >>> label_key("3. 其他")
    ('3.', '其他', '其他')
    """
    plain = _GLOSS.sub("", simplify(fold(text))).replace("&nbsp;", "")
    match = _ORDINAL.match(plain)
    ordinal = ""
    if match and match.end() < len(plain):
        plain = plain[match.end() :]
        if match["bracket"]:
            ordinal = f"({match['bracket']})"
        elif match["clause"]:
            ordinal = f"{match['clause']}、"
        else:
            ordinal = f"{match['digit'] or match['bare']}."
    words = _DROP.sub("", plain)
    bare = _DROP.sub("", _BRACKET.sub("", plain)) if "(" in plain or "[" in plain else words
    return ordinal, words, bare
