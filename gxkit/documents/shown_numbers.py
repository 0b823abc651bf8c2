"""Numbers of a workbook as its cells show them: 12, 1,234.50, 35%, 12件, 2024年1月31日."""

from __future__ import annotations

import datetime
import operator
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

_BUILT_IN: Final = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    14: "yyyy/m/d", 15: "d-m-yy", 16: "d-m", 17: "m-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"',
    30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', 49: "@", 50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}  # fmt: skip
"""The formats that a file need not spell out, as Chinese Excel and WPS show them."""

_TOKEN: Final = re.compile(
    r'"(?P<text>[^"]*)"|[\\!](?P<one>.)|_(?P<gap>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?,*|\.[0#?]+,*)|(?P<percent>%)|(?P<date>y+|m+|d+|h+|s+)"
    r"|(?P<at>@)|(?P<general>General|G/通用格式)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_PLAIN: Final = re.compile(r"[-+\s/:().,￥¥$、年月日时分秒a-wA-W\u4e00-\u9fff]")
_ODD: Final = re.compile(r"^h+$|^m+$|^s+$", re.IGNORECASE)
"""Brackets that count hours beyond a day, which is not followed here."""
_CONDITION: Final = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_COMPARED: Final = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt,
    ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_CURRENCY: Final = re.compile(r"\$([^-]*)")
_UNSURE: Final = "?"
_DIGITS: Final = 15
"""Digits of a number that somebody can have typed; what lies behind them is dust of computing.

How many of them a cell without a format shows hangs on the width of its column, which nobody
chose to say something about the number.
"""

Token = tuple[str, str]


def code_of(number: int, custom: dict[int, str]) -> str:
    """Return the format with a number: a file's own one, or one that every program knows."""
    return custom.get(number) or _BUILT_IN.get(number, "General")


def show(value: str, code: str, *, since_1904: bool = False) -> tuple[str, bool]:
    """Show a stored number as its cell does.

    Parameters
    ----------
    value : str
        The number as the file stores it.
    code : str
        The format of the cell, such as ``#,##0.00``.
    since_1904 : bool
        Whether days are counted from 1904, as old Macs do.

    Returns
    -------
    tuple of (str, bool)
        What is shown, and whether that is known. A format that is not followed here gives the
        number as stored with a question mark behind it, which makes it none, and False; one
        that shows a negative number without a minus gives it with one, and False.

    Examples
    --------
    >>> [show(value, "General")[0] for value in ("12", "12.0", "190.457379", "0.30000000000000004")]
    ['12', '12', '190.457379', '0.3']
    >>> show("1234.5", "#,##0.00"), show("0.35", "0%"), show("12", '0"件"')
    (('1,234.50', True), ('35%', True), ('12件', True))
    >>> show("0", '#,##0;-#,##0;"-"'), show("45322", 'yyyy"年"m"月"d"日"')
    (('-', True), ('2024年1月31日', True))
    >>> show("0", '[=0]"";General'), show("1234", "0.00E+00"), show("-12", "0_);(0)")
    (('', True), ('1234?', False), ('-12', False))
    """
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        return value, False
    if not number.is_finite() or abs(number.adjusted()) > 300:
        return value, False
    sections = _sections(code)
    if any(kind == "bracket" and _ODD.search(text) for part in sections for kind, text in part):
        return f"{_general(number)}{_UNSURE}", False
    negative = number < 0
    section, number = _chosen(sections, number)
    dropped = negative and number > 0
    shown = None if section is None else _shown(section, number, since_1904)
    if shown is None:
        return f"{_general(-number if dropped else number)}{_UNSURE}", False
    if negative and "-" not in shown and any(letter in "123456789" for letter in shown):
        return _general(-number if dropped else number), False  # red or in brackets
    return shown.strip(), True


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[tuple[Token, ...], ...]:
    parts: list[list[Token]] = [[]]
    for match in _TOKEN.finditer(code):
        kind = str(match.lastgroup)
        if match[0] == ";":
            parts.append([])
        else:
            parts[-1].append((kind, match[kind]))
    return tuple(map(tuple, parts))


def _chosen(
    sections: tuple[tuple[Token, ...], ...], number: Decimal
) -> tuple[tuple[Token, ...] | None, Decimal]:
    """Choose the section for a number, by its condition or its sign; the second drops the sign.

    None where no condition holds and nothing is said of other numbers.
    """
    conditions = [_condition(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _COMPARED[condition[0]](number, condition[1]):
                return section, number
        return None, number
    count = min(len(sections), 3)
    if number < 0 and count > 1:
        return sections[1], -number
    if number == 0 and count > 2:
        return sections[2], number
    return sections[0], number


def _condition(section: tuple[Token, ...]) -> tuple[str, Decimal] | None:
    for kind, text in section:
        match = _CONDITION.fullmatch(text.strip()) if kind == "bracket" else None
        if match:
            return match[1], Decimal(match[2])
    return None


def _shown(section: tuple[Token, ...], number: Decimal, since_1904: bool) -> str | None:
    kinds = {kind for kind, _ in section}
    if "general" in kinds or "at" in kinds:
        filling = _general(number)
        wanted = {"general", "at"}
    elif "date" in kinds:
        return _date(section, number, since_1904)
    else:
        wanted = {"digits"}
        digits = "".join(text for kind, text in section if kind == "digits")
        if sum(kind == "digits" for kind, _ in section) > 1:
            return None  # fractions and the like
        percent = sum(kind == "percent" for kind, _ in section)
        filling = _filled(number.scaleb(2 * percent), digits) if digits else ""
    out = "-" if number < 0 and (filling.strip("0.,") or not filling) else ""
    for kind, text in section:
        if kind in wanted:
            out += filling.lstrip("-")
        elif kind in ("text", "one", "percent"):
            out += text
        elif kind == "bracket":
            currency = _CURRENCY.match(text)
            out += currency[1] if currency else ""
        elif kind == "gap":
            out += " "
        elif kind == "other":
            if not _PLAIN.fullmatch(text) or text in "eE":
                return None
            out += text
    return out


def _filled(number: Decimal, digits: str) -> str:
    """Fill digits such as ``#,##0.00``."""
    every = len(digits)
    digits = digits.rstrip(",")
    whole, _, part = digits.partition(".")
    bare = whole.rstrip(",")
    number = abs(number).scaleb(-3 * (every - len(digits) + len(whole) - len(bare)))
    least = part.count("0")
    text = f"{number.quantize(Decimal(1).scaleb(-len(part)), ROUND_HALF_UP):f}"
    before, _, after = text.partition(".")
    while len(after) > least and after.endswith("0"):
        after = after[:-1]
    before = before.lstrip("0").rjust(bare.count("0"), "0")
    if "," in bare:
        before = f"{int(before):,}".rjust(len(before)) if before.isdigit() else before
    # Programs show 9. in the format #.##, and everybody reads 9.
    return f"{before}.{after}" if after else before


def plain(value: float) -> str:
    """Write a number whose format is not known: as a cell without a format shows it.

    Examples
    --------
    >>> plain(12.0), plain(0.1 + 0.2)
    ('12', '0.3')
    """
    return _general(Decimal(repr(value)))


def _general(number: Decimal) -> str:
    if number == number.to_integral_value():
        return f"{number.to_integral_value():f}"
    whole = len(f"{abs(int(number))}")
    places = max(0, _DIGITS - whole)
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date(section: tuple[Token, ...], number: Decimal, since_1904: bool) -> str | None:
    days = number + (1462 if since_1904 else 0)
    if not 0 <= days < 2_958_466:
        return None
    # The calendar of workbooks has a 29 February 1900, which never was.
    start = datetime.datetime(1899, 12, 30 if days >= 61 else 31)  # noqa: DTZ001 (no zone)
    moment = start + datetime.timedelta(seconds=round(float(days) * 86_400))
    out, last = "", ""
    for at, (kind, text) in enumerate(section):
        if kind == "date":
            follows = next((t[0].lower() for k, t in section[at + 1 :] if k == "date"), "")
            out += _piece(text.lower(), moment, minutes=last == "h" or follows == "s")
            last = text[0].lower()
        elif kind in ("text", "one") or (kind == "other" and _PLAIN.fullmatch(text)):
            out += text
        elif kind == "gap":
            out += " "
        elif kind not in ("bracket", "at", "fill"):
            return None
    return out


def _piece(code: str, moment: datetime.datetime, *, minutes: bool) -> str:
    if code[0] == "y":
        return f"{moment.year:04}" if len(code) > 2 else f"{moment.year % 100:02}"
    if code[0] == "m" and minutes:
        value = moment.minute
    else:
        value = {
            "m": moment.month, "d": moment.day, "h": moment.hour, "s": moment.second,
        }[code[0]]  # fmt: skip
    return f"{value:02}" if len(code) > 1 else str(value)
