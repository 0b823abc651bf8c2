"""Years, reporting periods and dates of publication as pages print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from gxkit.parsing import cues

FIRST_YEAR, LAST_YEAR = 2007, 2040
_DIGITS = str.maketrans("〇○OoΟ零一二三四五六七八九", "000000123456789")
_YEAR = r"(?:20\d\d|二[〇○OoΟ零0][〇○OoΟ零0一二三四五六七八九]{2})"
_YEAR_WORDS = re.compile(rf"(?<!\d)({_YEAR})(?=年|度|政|信|\D|$)")
_TO = r"(?:起|止)?,?(?:至|到|-{1,2}|—{1,2}|–|~|～|─|―|一(?=\d))+"
_WHOLE = re.compile(
    r"(20\d\d)[年.\-/](\d{1,2})[月.\-/](\d{1,2})日?"
    + _TO
    + r"(?:(20\d\d)[年.\-/])?(\d{1,2})[月.\-/](\d{1,2})日?"
)
# The extractor lost 年 or 月 but no digit: only the first of January to the end of December
# can be meant, since no other reading uses all the digits.
_DAMAGED = re.compile(r"(20\d\d)年?1月?1日" + _TO + r"(20\d\d)?年?12月?(3[01])日?")
_MONTHS = re.compile(r"(20\d\d)年1月" + _TO + r"(?:\1年)?12月(?!\d)")
_UNTIL = re.compile(r"截[止至]{1,2}(?:到|至|时间为?|日期为?|:)*(20\d\d)年(\d{1,2})月(\d{1,2})日")
_CUE = re.compile(r"统计|期限|时限|数据|截[止至]|时间|自20|从20|年度报告")
_DATE = re.compile(r"(?<!\d)(20\d\d)\s*[年\-./]\s*(\d{1,2})\s*[月\-./]\s*(\d{1,2})(?!\d)")
_CHINESE_DATE = re.compile(
    r"(二[〇○OoΟ零0][〇○OoΟ零0一二三四五六七八九]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)


class Period(NamedTuple):
    """The reporting period as ISO dates; `repaired` where signs were lost on the page."""

    start: str | None
    end: str | None
    repaired: bool = False


def years(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield each year that a squeezed text names, with its place.

    Examples
    --------
    >>> list(years("二〇二一年度年报")), [found[0] for found in years("2023年至2024年")]
    ([(2021, 0, 4)], [2023, 2024])
    """
    for match in _YEAR_WORDS.finditer(text):
        year = int(match[1].translate(_DIGITS))
        if FIRST_YEAR <= year <= LAST_YEAR:
            yield year, match.start(1), match.end(1)


def iso(year: str | int, month: str | int, day: str | int) -> str | None:
    """Return a date as ISO text, or None where the calendar has no such day.

    Examples
    --------
    >>> iso("2023", "1", "9"), iso(2023, 2, 30)
    ('2023-01-09', None)
    """
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def period(text: str) -> Period | None:
    """Find the reporting period in a text.

    Examples
    --------
    >>> period("统计期限自2023年1月1日起至12月31日止")
    Period(start='2023-01-01', end='2023-12-31', repaired=False)
    >>> period("统计期限为202111日至1231日")
    Period(start='2021-01-01', end='2021-12-31', repaired=True)
    """
    plain = cues.squeezed(text)
    if not _CUE.search(plain):
        return None
    if match := _WHOLE.search(plain):
        start = iso(match[1], match[2], match[3])
        end = iso(match[4] or match[1], match[5], match[6])
        if start and end and start < end:
            return Period(start, end)
    if (match := _DAMAGED.search(plain)) and match[2] in {None, match[1]}:
        return Period(f"{match[1]}-01-01", f"{match[1]}-12-{match[3]}", repaired=True)
    if match := _MONTHS.search(plain):
        return Period(f"{match[1]}-01-01", f"{match[1]}-12-31")
    if match := _UNTIL.search(plain):
        return Period(None, iso(match[1], match[2], match[3]))
    return None


def day(text: str) -> str | None:
    """Find the first full date in a text.

    Examples
    --------
    >>> day("发布时间：2021年01月29日"), day("二〇二二年一月十五日"), day("2024年1月")
    ('2021-01-29', '2022-01-15', None)
    """
    if match := _DATE.search(text):
        return iso(match[1], match[2], match[3])
    if match := _CHINESE_DATE.search(cues.squeezed(text)):
        month, number = cues.numeral(match[2]), cues.numeral(match[3])
        return iso(match[1].translate(_DIGITS), month or 0, number or 0)
    return None
