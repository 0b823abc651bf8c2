"""Quantities as Chinese prose writes them: a number with its unit, and how exact it is."""

from __future__ import annotations

import re
from typing import NamedTuple

from gxkit.parsing.normal import fold, simplify

_HAN = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}

# Longer units first. 个 and 项 open many words that count something else.
_UNIT = (
    r"件\(?次\)?|条\(?次\)?|人\(?次\)?|人数|人(?!大|民|员|均)|批次|班次|场次|期次|万元|亿元|千元|元|"
    r"[件条宗项例份次期场篇个部起册则户家名批轮户封页张块处类级辆天幅部单组句](?!工作日|交易日|自然日|月|百分点)"
)
_NUMERAL = "零〇一二两三四五六七八九十百千万亿"
# The first character is consumed before looking back, so that a search can skip to it.
_QUANTITY = re.compile(
    rf"""(?:
      (?P<figure>\d(?<![第.\d]\d)(?:\d{{0,2}}(?:,\d{{3}})+(?!\d)|\d*)(?:\.\d+)?)
      (?:(?:-|~|—+|–|至|到)(?P<upper>\d+(?:\.\d+)?))?
      (?P<more>[余多几]|\+)?(?P<scale>[万亿千百](?!元)(?:余|多)?)?
    | (?P<percent>百分之(?P<part>[{_NUMERAL}点]+|\d+(?:\.\d+)?))
    | (?P<han>[{_NUMERAL}](?<![第{_NUMERAL}\d各]{"[" + _NUMERAL + "]"})[{_NUMERAL}]*)
      (?:(?:至|到)(?P<han_upper>[{_NUMERAL}]+))?
      (?P<han_more>[余多几来](?P<han_scale>[万亿]?))?(?=个?百分点|{_UNIT})
    | (?P<tens>[数几][十百千万](?=[余多]?(?:{_UNIT})))
    )
    (?P<later>余|多)?(?P<unit>%|(?:{_UNIT}))?(?P<after>左右|上下|以上|之多|多(?![\d一二两三四五六七八九十出收受了])|余(?!下))?""",
    re.VERBOSE,
)
_BEFORE = re.compile(
    r"(?:(?P<about>约|大约|约为|将近|接近|近)|(?P<more>超过|超|逾|突破|多达|(?<![以网线])上(?P<up>)))"
    r"(?:占比?|为|了|达)?$"
)
# Digits that are not a quantity, whatever stands behind them.
_MASK = re.compile(
    r"(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}|(?:19|20)\d\d年(?:度|\d{1,2}月(?:\d{1,2}日)?)?"
    r"|\d{1,2}月\d{1,2}日|\([^()]{0,8}(?:19|20)\d\d\)\d+号|\d{3,4}-\d{7,8}"
)


class Quantity(NamedTuple):
    """A number said in prose.

    `manner` tells how exact it is: ``""`` as it stands, ``"more"`` (余, 多: up to the
    next round number), ``"over"`` (以上, 超过), ``"about"`` (约, 近, 左右), ``"range"`` (10至15, where `upper` is the other end). `step`
    is the worth of its last printed digit: 1 for 23, 1000 for 1.2万. `start` and `end`
    are the span of number and unit.
    """

    value: float
    unit: str | None
    manner: str
    upper: float | None
    step: float
    start: int
    end: int

    @property
    def approx(self) -> bool:
        """Whether the number is no exact count."""
        return self.manner != ""


def quantities(text: str) -> list[Quantity]:
    """Find the quantities of a text: numbers that have a unit, and bare figures.

    Parameters
    ----------
    text : str
        Prose, of whatever width.

    Returns
    -------
    list of Quantity
        In order. Dates, numbers of documents, telephone numbers and ordinals (第三项) are
        none. Numbers in Chinese signs count only with a unit. A figure without a unit has
        `unit` None: what it means the words around it must tell.

    Examples
    --------
    >>> [(each.value, each.unit, each.manner) for each in quantities("２３件、两百余条、１.２万次")]
    [(23.0, '件', ''), (200.0, '条', 'more'), (12000.0, '次', '')]
    >>> quantities("国办公开办函〔2021〕30号第二十条第（一）项")
    []
    """
    return quantities_in(simplify(fold(text)))


def quantities_in(plain: str) -> list[Quantity]:
    """Find the quantities of a text that has half-width signs and simplified characters.

    Examples
    --------
    >>> [(each.value, each.unit) for each in quantities_in("收到23件")]
    [(23.0, '件')]
    """
    masked = _MASK.sub(lambda match: "#" * len(match[0]), plain)
    return [
        found for match in _QUANTITY.finditer(masked) if (found := _read(match, masked)) is not None
    ]


def _read(match: re.Match[str], text: str) -> Quantity | None:
    unit = match["unit"]
    after = text[match.end() : match.end() + 1]
    dated = after in {"号", "年", "月", "日", ":"}
    # A Chinese numeral without a unit is mostly part of a word.
    if unit is None and match["percent"] is None and (match["figure"] is None or dated):
        return None
    upper: float | None = None
    step = 1.0
    more = match["more"] or match["later"] or match["han_more"]
    if match["figure"]:
        value, upper, step = _figure(match)
        more = more or (match["scale"] or "")[1:]
    elif match["percent"]:
        read = _share(match["part"])
        if read is None:
            return None
        value, unit = read, "%"
        step = 10.0 ** -len(match["part"].partition("点")[2] or match["part"].partition(".")[2])
    elif match["tens"]:
        value, more = float(_PLACES[match["tens"][1]]), "多"
    else:
        read = han_number(match["han"])
        if read is None:
            return None
        value = read * _MYRIADS.get(match["han_scale"] or "", 1)
        upper = han_number(match["han_upper"]) if match["han_upper"] else None
        if len(match["han"]) == 1 and match["han"] in _PLACES and match["han"] != "十":
            more = more or "余"  # 百条, 千条: nobody counts so unless it is about
    manner = _manner(match, text, bool(more), upper)
    return Quantity(
        value, unit and unit.replace("(", "").replace(")", ""), manner, upper, step, *match.span()
    )


def _figure(match: re.Match[str]) -> tuple[float, float | None, float]:
    figure = match["figure"].replace(",", "")
    scale = _PLACES[match["scale"][0]] if match["scale"] else 1
    places = len(figure.partition(".")[2])
    step = scale * 10.0**-places if scale > 1 or places else 1.0
    upper = float(match["upper"]) * scale if match["upper"] else None
    # Rounded, since 128.6 times 10000 is no whole number in binary fractions.
    return round(float(figure) * scale, 6), upper, step


def _manner(match: re.Match[str], text: str, more: bool, upper: float | None) -> str:
    if upper is not None:
        return "range"
    if match["after"] == "以上":
        return "over"
    if match["after"] in {"左右", "上下"}:
        return "about"
    before = _BEFORE.search(text, max(0, match.start() - 6), match.start())
    if before is not None and (before["up"] is None or text[match.start()] in _PLACES):
        return "about" if before["about"] else "over"
    return "more" if more or match["after"] else ""


def _share(text: str) -> float | None:
    if text[0].isdigit():
        return float(text)
    whole, _, rest = text.partition("点")
    value = han_number(whole)
    if value is None or any(sign not in _HAN for sign in rest):
        return None
    decimals = "".join(str(_HAN[sign]) for sign in rest)
    return float(f"{value:.0f}.{decimals or 0}")


def han_number(text: str) -> float | None:
    """Read a number in Chinese signs; None if it is none.

    Examples
    --------
    >>> han_number("二十三"), han_number("两百"), han_number("一千零五"), han_number("二〇二三")
    (23.0, 200.0, 1005.0, 2023.0)
    >>> han_number("十百") is None
    True
    """
    if not text:
        return None
    if all(sign in _HAN for sign in text):
        return float("".join(str(_HAN[sign]) for sign in text))
    for sign in "亿万":
        high, mark, low = text.rpartition(sign)
        if mark:
            above = han_number(high) if high else 1.0
            below = han_number(low.lstrip("零")) if low.strip("零") else 0.0
            return None if above is None or below is None else above * _MYRIADS[sign] + below
    value, digit, last = 0, None, 10_000
    for sign in text:
        if sign in _HAN:
            if digit:
                return None
            digit = _HAN[sign]
        else:
            place = _PLACES[sign]
            if place >= last:
                return None
            value += (1 if digit is None else digit or 1) * place
            digit, last = None, place
    return float(value + (digit or 0))
