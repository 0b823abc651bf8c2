"""Names of agencies: where texts give them, which is fuller, of what kind a body is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from gxkit.parsing import cues

_BRACKET = re.compile(r"[(（]([^()（）]{2,40})[)）]")
_RELATIVE = re.compile(r"^(?:我|本|全)?[省市县区州镇乡旗盟](?![^政人]{0,6}(?:镇|乡|街道|区|县|市))")
_REGION = re.compile(r"^[\u4e00-\u9fff]{2,10}?(?:省|市|县|区|州|盟|旗|镇|乡|街道|苏木)(?!\W)")
_JUNK = re.compile(r"^(?:[并了将就和对有本其该向于为是以下:,]|请|关于|社会)+")
_NO_NAME = re.compile(r"信息|公开|报告|我[局办镇]|本(?:机|单|局|办)|条例|[的及]")
_MULTI = re.compile(r"现公布|公布|发布|编制|联系|公开主体|咨询")
_ENDING = re.compile(r"关区$|本级(?:机关)?$|机关本级$|\(?汇总\)?$")
_BODY_CHANGES = {"委": "委员会", "办": "办公室", "管委会": "管理委员会"}


@cache
def _named() -> re.Pattern[str]:
    after, before = (
        cues.pattern(entry, "masthead").pattern for entry in ("named_after", "named_before")
    )
    return re.compile(rf"(?:{after})([\u4e00-\u9fff()·、]{{2,50}}?)(?={before})")


@cache
def _ahead() -> re.Pattern[str]:
    verbs = cues.pattern("named_ahead", "masthead").pattern
    return re.compile(rf"(?:^|[,。;:\n])([\u4e00-\u9fff()·]{{4,40}}?)(?={verbs})", re.MULTILINE)


@cache
def _subject() -> re.Pattern[str]:
    before = cues.pattern("named_before", "masthead").pattern
    return re.compile(rf"20\d\d年(?:度|以来)?,?([\u4e00-\u9fff()·]{{3,40}}?)(?={before})")


@cache
def _simple() -> dict[int, str]:
    pairs: str = cues.words("masthead")["traditional"]["pairs"]
    return {ord(pairs[at]): pairs[at + 1] for at in range(0, len(pairs), 2)}


def simplified(name: str) -> str:
    """Return a name in simplified characters, as the table of regions has it.

    Examples
    --------
    >>> simplified("雲河县生態環境局")
    '云河县生态环境局'
    """
    return name.translate(_simple())


def is_body(name: str) -> bool:
    """Tell whether a name ends like that of a public body.

    Examples
    --------
    >>> is_body("云河市林业局"), is_body("主动公开情况")
    (True, False)
    """
    return cues.pattern("body", "masthead").fullmatch(name) is not None


@lru_cache(maxsize=1024)
def is_full(name: str) -> bool:
    """Tell whether a name says where its body is: 市财政局 and 民政局 do not.

    Examples
    --------
    >>> is_full("云河市林业局"), is_full("市林业局"), is_full("海关总署")
    (True, False, True)
    """
    national = re.compile(cues.words("masthead")["levels"]["national"])
    if national.search(name) or name.endswith(("海关", "大学")):
        return True
    return not _RELATIVE.match(name) and _REGION.match(name) is not None


def without_brackets(name: str) -> tuple[str, tuple[str, ...]]:
    """Take what stands in brackets out of a name.

    Examples
    --------
    >>> without_brackets("云河市外事办公室(云河市港澳事务办公室)")
    ('云河市外事办公室', ('云河市港澳事务办公室',))
    """
    return _BRACKET.sub("", name).strip(), tuple(_BRACKET.findall(name))


def plain_name(name: str) -> str:
    """Return a name without brackets and without what says the scope (关区, 本级).

    Examples
    --------
    >>> plain_name("云河海关关区"), plain_name("云河市林业局(本级)")
    ('云河海关', '云河市林业局')
    """
    return _ENDING.sub("", without_brackets(name)[0])


def names_in(text: str) -> list[str]:
    """Find the bodies that a preamble or a contact names as the one that reports.

    Examples
    --------
    >>> names_in("现公布云河市林业局2022年年度报告。如有疑问，请联系云河市林业局办公室，电话1。")
    ['云河市林业局', '云河市林业局办公室']
    """
    plain = cues.squeezed(text)
    return _bodies([*_named().findall(plain), *_ahead().findall(plain)])


def subjects_in(text: str) -> list[str]:
    """Find the bodies of which a narrative's sentences speak: 2022年，云河市林业局认真…

    Examples
    --------
    >>> subjects_in("2022年，云河市林业局认真落实条例。")
    ['云河市林业局']
    """
    return _bodies(_subject().findall(cues.squeezed(text)))


def _bodies(found: Iterable[str]) -> list[str]:
    names: list[str] = []
    for raw in found:
        name = plain_name(_JUNK.sub("", _MULTI.split(raw)[-1]))
        if 2 < len(name) <= 40 and is_body(name) and not _NO_NAME.search(name):
            names.append(name)
    return list(dict.fromkeys(names))


def completed(name: str, others: Sequence[str]) -> str | None:
    """Find the full name that an alias stands for among the names that a page gives.

    Returns
    -------
    str or None
        The one full name that fits; None where none does, or several.

    Examples
    --------
    >>> completed("市林业局", ["云河市林业局", "云河市林业局办公室"])
    '云河市林业局'
    >>> completed("林业局", ["云河市林业局", "山阳市林业局"]) is None
    True
    """
    fitting = {
        other for other in others if is_full(other) and other != name and _stands_for(name, other)
    }
    return fitting.pop() if len(fitting) == 1 else None


def _stands_for(alias: str, full: str) -> bool:
    if full.endswith(alias):
        return True
    tail = _RELATIVE.sub("", alias) if not is_full(alias) else alias
    if len(tail) >= 3 and full.endswith(tail) and not is_full(alias):
        return True
    for short, long in _BODY_CHANGES.items():
        if tail.endswith(short) and full.endswith(long):
            return tail[0] in full and _within(
                tail[: -len(short)], full[: -len(long)], is_full(alias)
            )
    if len(tail) >= 3 and tail[-1] == full[-1] and not is_full(alias):
        # 发改局 stands for 发展和改革局; what stands before is the region.
        return tail[0] in full[2:] and _within(tail[:-1], full[2:-1], from_start=False)
    government = tail.replace("政府", "人民政府") if "人民政府" not in tail else tail
    return government != tail and full.endswith(government)


def _within(short: str, long: str, from_start: bool) -> bool:
    """Tell whether the signs of `short` stand in `long` in their order."""
    if not short or (from_start and short[:2] != long[:2]):
        return False
    rest = iter(long)
    return all(sign in rest for sign in short)


def same_body(one: str, other: str) -> bool:
    """Tell whether two names can be the same body: equal, alias, or an office of it.

    Examples
    --------
    >>> same_body("云河市林业局", "云河市林业局办公室"), same_body("云河市林业局", "云河市水利局")
    (True, False)
    """
    if one.startswith(other) or other.startswith(one) or one.endswith(other) or other.endswith(one):
        return True
    return _stands_for(one, other) or _stands_for(other, one)


def kind_of_body(name: str) -> str | None:
    """Tell the kind of a body by its name.

    Examples
    --------
    >>> kind_of_body("云河市林业局"), kind_of_body("云河市青石镇人民政府")
    ('department', 'township')
    """
    for kind, expression in cues.words("masthead")["types"].items():
        if re.search(expression, name):
            return str(kind)
    return None
