"""The table of China's divisions, and finding their names in a text.

The divisions, current and former, are in ``gxkit/data/regions.csv``; the words that tell a
region from a street or a common word are in ``gxkit/data/region_words.toml``. Both are read
when the first name is looked up. `gxkit.parsing.regions` decides what the findings mean.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

LAST_YEAR = 9998
_OPEN = LAST_YEAR + 1
_CONTEXT = 5000
_YEAR = re.compile(r"^[【(]?(?:19|20)\d\d年?度?[】)]?")
_SUFFIX = re.compile("[省市区县州旗盟师]")
_RANK = {"province": 0, "city": 1, "county": 2}


class Division(NamedTuple):
    """A name of a division, its code, and the years between which it stood."""

    code: str
    name: str
    level: str
    status: str
    since: int
    until: int
    successor: str

    def stood(self, year: int | None) -> bool:
        """Tell whether this stood at the end of a year, or stands today."""
        return self.since <= (LAST_YEAR if year is None else year) < self.until


Divisions = tuple[Division, ...]


class Table(NamedTuple):
    """The divisions by their name, by their name without suffix, and by their code."""

    full: dict[str, Divisions]
    bare: dict[str, Divisions]
    codes: dict[str, Divisions]
    longest: int


class Words(NamedTuple):
    """The words around the names of regions; see the comments of their file."""

    prefix: re.Pattern[str]
    national: re.Pattern[str]
    duty: re.Pattern[str]
    township: re.Pattern[str]
    relative: re.Pattern[str]
    common: frozenset[str]
    duty_words: frozenset[str]
    undivided: frozenset[str]
    under: tuple[tuple[str, str], ...]
    characters: dict[int, int]
    traditional: re.Pattern[str]


class Lead(NamedTuple):
    """The regions that a name starts with.

    `found` holds the divisions that the last of them may be, `above` those of the one before;
    `bare` tells that the last stands without its suffix. The rest of the name starts at `end`.
    """

    found: Divisions
    above: Divisions
    bare: bool
    text: str
    end: int


class Mention(NamedTuple):
    """A region, or a row of regions each under the one before, that a text names."""

    found: Divisions
    start: int
    end: int


@lru_cache(maxsize=1)
def table() -> Table:
    """Read the table of divisions, once."""
    full: dict[str, list[Division]] = {}
    bare: dict[str, list[Division]] = {}
    codes: dict[str, list[Division]] = {}
    text = files("gxkit.data").joinpath("regions.csv").read_text("utf-8")
    for line in text.splitlines()[1:]:
        code, name, short, level, status, since, until, successor = line.split(",")
        years = int(since or 0), int(until or _OPEN)
        row = Division(code, name, level, status, *years, successor)
        full.setdefault(name, []).append(row)
        if status != "alias":
            codes.setdefault(code, []).append(row)
        # 台湾 without its suffix is a word of agencies (台湾事务办公室), not their region.
        if short and code < "710000":
            *whole, stem = short.split("|")
            bare.setdefault(stem, []).append(row)
            for other in whole:
                full.setdefault(other, []).append(row)
    packed = [{key: tuple(rows) for key, rows in index.items()} for index in (full, bare, codes)]
    return Table(packed[0], packed[1], packed[2], max(map(len, full)))


@lru_cache(maxsize=1)
def words() -> Words:
    """Read the words, once."""
    data = tomllib.loads(files("gxkit.data").joinpath("region_words.toml").read_text("utf-8"))
    duties = "|".join(data["duties"])
    return Words(
        prefix=re.compile("|".join(data["prefixes"])),
        national=re.compile(data["national"]),
        duty=re.compile(rf"\)?(?:{duties})"),
        township=re.compile(data["township"]),
        relative=re.compile(data["relative"].replace("{duties}", duties)),
        common=frozenset(data["words"]),
        duty_words=frozenset(data["duty_words"]),
        undivided=frozenset(data["undivided"]),
        under=tuple((upper, lower) for upper, lower in data["under"]),
        characters={ord(pair[0]): ord(pair[1]) for pair in data["traditional"].split()},
        traditional=re.compile(f"[{''.join(pair[0] for pair in data['traditional'].split())}]"),
    )


def _plain(text: str) -> str:
    text = "".join(unicodedata.normalize("NFKC", text).split())
    # Looking whether there is anything to change costs a fifth of changing nothing.
    return text.translate(words().characters) if words().traditional.search(text) else text


@lru_cache(maxsize=4096)
def clean_name(name: str) -> str:
    """Take the spaces, the traditional characters and a year at the start out of a name."""
    return _YEAR.sub("", _plain(name))


def context_lines(context: Iterable[str]) -> Iterator[str]:
    """Yield the lines of the first characters of a report's texts, cleaned."""
    left = _CONTEXT
    for text in context:
        if left <= 0:
            return
        yield from filter(None, map(_plain, text[:left].splitlines()))
        left -= len(text)


def is_under(row: Division, above: Division) -> bool:
    """Tell whether a division lies in another."""
    if row.code == above.code:
        return row.level == above.level and "alias" in (row.status, above.status)
    if above.level == "province":
        return row.code[:2] == above.code[:2]
    if above.level == "city" and row.code[:4] == above.code[:4]:
        return True
    return any(above.code == upper and row.code.startswith(low) for upper, low in words().under)


def those_under(rows: Divisions, above: Divisions) -> Divisions:
    """Keep the divisions that lie in one of others."""
    return tuple(row for row in rows if any(is_under(row, upper) for upper in above))


def _match(text: str, start: int, above: Divisions | None) -> tuple[Divisions, int, bool] | None:
    """Find the longest name of a region at a place, with its suffix or without."""
    for end in range(min(len(text), start + table().longest), start + 1, -1):
        piece = text[start:end]
        common = piece in words().common
        rows = () if common and above is None else table().full.get(piece, ())
        # 芒市镇 and 和县镇 would be towns.
        if rows and (len(piece) > 2 or text[end : end + 1] not in ("镇", "乡", "街", "路")):
            rows = rows if above is None else those_under(rows, above)
            if rows:
                return rows, end, False
        rows = table().bare.get(piece, ())
        if rows and (end == len(text) or words().duty.match(text, end)):
            if common:
                rows = tuple(row for row in rows if row.level != "county")
            if above is not None:
                rows = those_under(rows, above)
            if rows:
                return rows, end, True
    return None


@lru_cache(maxsize=4096)
def lead_of(text: str) -> Lead | None:
    """Read the regions at the start of a cleaned name, each in the one before."""
    prefix = words().prefix.match(text)
    start = prefix.end() if prefix else 0
    if text[start : start + 1] in ("(", "驻"):
        start += 1
    found = _match(text, start, None)
    if found is None:
        return None
    rows, end, bare = found
    above: Divisions = ()
    while (below := _match(text, end, rows)) is not None:
        above = rows
        rows, end, bare = below
    return Lead(rows, above, bare, text[start:end], end)


def branch_of(text: str, lead: Lead) -> Divisions:
    """Read the division of a branch office: 盐城市公安局盐都分局 is of 盐都区."""
    close = text.find("分局", lead.end)
    if text.endswith("公安", lead.end, max(close, lead.end)):
        close -= 2
    for start in range(lead.end, close - 1):
        piece = text[start:close]
        if piece in words().duty_words:
            continue
        rows = table().full.get(piece, ()) + table().bare.get(piece, ())
        if rows and (rows := those_under(rows, lead.found)):
            return rows
    return ()


def mentions(text: str) -> Iterator[Mention]:
    """Find the regions that a cleaned text names with their suffixes."""
    full, longest = table().full, table().longest
    held: Mention | None = None
    for suffix in _SUFFIX.finditer(text):
        end = suffix.end()
        # The longest name that ends here; in a row of regions the one under the one before.
        for start in range(max(0, end - longest), end - 1):
            rows = full.get(text[start:end])
            if not rows:
                continue
            if held and held.end == start and (below := those_under(rows, held.found)):
                held = Mention(below, held.start, end)
                break
            # 城区 and 郊区 are words as well as districts.
            if end - start > 2 and not (held and start < held.end):
                if held:
                    yield held
                held = Mention(rows, start, end)
                break
    if held:
        yield held


def _at(rows: Divisions, year: int | None) -> Divisions:
    """Keep the divisions that stood in a year, and others that a slip of a year lets stand.

    Where none of them stood then, the last of each place is kept: the printed name counts.
    """
    stood = [row for row in rows if row.stood(year)]
    codes = {row.code for row in stood or rows}
    if not stood:
        return tuple(row for row in rows if row.successor not in codes - {row.code})
    codes |= {row.successor for row in stood}
    near = [
        row
        for row in rows
        if not {row.code, row.successor} & codes - {""}
        and (year is None or row.until == year or row.since == year + 1)
    ]
    return (*stood, *near)


def choose(rows: Divisions, year: int | None, bare: bool = False) -> Divisions:
    """Narrow what a name may mean to the divisions of its year, one for each code.

    Without a year, former divisions of other places than today's of that name count too.
    """
    if len(rows) == 1:
        return rows
    rows = _at(rows, year)
    if bare and len(rows) > 1:
        # 吉林 is the province, 长沙 the city and not its 长沙县.
        top = min(rows, key=lambda row: _RANK[row.level])
        if top.level == "province" or all(row is top or is_under(row, top) for row in rows):
            return (top,)
    return tuple({row.code: row for row in rows}.values())
