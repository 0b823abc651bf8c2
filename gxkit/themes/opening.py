"""What a YAML codebook holds: themes, families, word groups, patterns, map."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from gxkit.errors import ThemeError
from gxkit.themes.clauses import Splitter
from gxkit.themes.reading import line_of, read_yaml
from gxkit.themes.rules import Rule

_REFERENCE = re.compile(r"\{([a-z_]+)\}")
_DEEPEST = 5
_PARTS = ("all", "any", "none")
_WANTED = ("side", "family", "zh", "en", "definition")
_KNOWN = {*_WANTED, "core", "residual", "patterns"}


class Broken(NamedTuple):
    """Something in a codebook that cannot be used."""

    fault: str
    theme: str
    pattern: str
    line: int
    message: str


class Opened(NamedTuple):
    """The parts of a codebook."""

    themes: list[dict[str, Any]]
    families: dict[str, tuple[str, str]]
    rules: tuple[Rule, ...]
    words: dict[str, str]
    measures: dict[str, tuple[str, ...]]
    splitter: Splitter
    broken: tuple[Broken, ...]
    version: str


def opened(text: str, where: str | Path) -> Opened:
    """Read the parts of a codebook.

    Parameters
    ----------
    text : str
        The YAML.
    where : str or Path
        The name of its file, for errors.

    Raises
    ------
    ThemeError
        It has no themes, or one of them is not as it must be. Bad patterns and unknown ids in
        the map do not raise: they come back in `broken`.

    Examples
    --------
    >>> book = '''
    ... words: {few: 少|不足}
    ... families: {I: {zh: 甲, en: A}}
    ... themes:
    ...   X1: {side: problem, family: I, zh: 人, en: Staff, definition: 人少, patterns: ['人{few}']}
    ... '''
    >>> [rule.any[0].pattern for rule in opened(book, "here").rules]
    ['人(?:少|不足)']
    """
    read = read_yaml(text, where)
    if not isinstance(read.get("themes"), dict) or not read["themes"]:
        raise ThemeError(f"{where}: has no themes; write them under the key themes")
    words = {name: str(value) for name, value in read.get("words", {}).items()}
    families = {
        key: (str(names["zh"]), str(names["en"])) for key, names in read.get("families", {}).items()
    }
    broken: list[Broken] = []
    themes = [_theme(id, entry, families, where) for id, entry in read["themes"].items()]
    rules = [
        rule
        for id, entry in read["themes"].items()
        for written in entry.get("patterns", [])
        if (rule := _rule(str(id), written, words, broken)) is not None
    ]
    measures = _map(read.get("map", {}), {each["id"] for each in themes}, broken)
    cues = {name: expand(str(value), words) for name, value in read.get("clauses", {}).items()}
    return Opened(
        themes,
        families,
        tuple(rules),
        words,
        measures,
        Splitter.of(cues, where),
        tuple(broken),
        str(read.get("version", "")),
    )


def expand(pattern: str, words: Mapping[str, str]) -> str:
    """Put word groups in the place of their names.

    Raises
    ------
    ThemeError
        There is no such group, or groups refer to each other in a circle.

    Examples
    --------
    >>> expand("人{few}", {"few": "少|不足"}), expand("a{2}", {})
    ('人(?:少|不足)', 'a{2}')
    """
    for _ in range(_DEEPEST):
        unknown = [name for name in _REFERENCE.findall(pattern) if name not in words]
        if unknown:
            raise ThemeError(f"no word group {{{unknown[0]}}}; add it under words")
        wider = _REFERENCE.sub(lambda name: f"(?:{words[name[1]]})", pattern)
        if wider == pattern:
            return pattern
        pattern = wider
    raise ThemeError("word groups refer to each other in a circle")


def _theme(id: str, entry: Any, families: Mapping[str, Any], where: str | Path) -> dict[str, Any]:
    at = f"{where}, line {line_of({id: entry})}: theme {id}"
    if not isinstance(entry, dict):
        raise ThemeError(f"{at} is no mapping")
    lacking = [key for key in _WANTED if not entry.get(key)]
    if lacking:
        raise ThemeError(f"{at} has no {lacking[0]}")
    strange = [key for key in entry if key not in _KNOWN]
    if strange:
        raise ThemeError(f"{at} has {strange[0]!r}, which means nothing here")
    if entry["side"] not in ("problem", "measure"):
        raise ThemeError(f"{at}: its side is problem or measure, not {str(entry['side'])!r}")
    if entry["family"] not in families:
        raise ThemeError(f"{at}: no family {str(entry['family'])!r} under families")
    plain = {key: str(entry[key]) for key in _WANTED}
    flags = {key: _flag(entry.get(key, "false"), f"{at}: {key}") for key in ("core", "residual")}
    return {"id": str(id), **plain, **flags}


def _flag(value: str, what: str) -> bool:
    if value not in ("true", "false"):
        raise ThemeError(f"{what} is true or false, not {str(value)!r}")
    return value == "true"


def _rule(theme: str, written: Any, words: Mapping[str, str], broken: list[Broken]) -> Rule | None:
    line = line_of(written)
    parts = written if isinstance(written, dict) else {"any": [written]}
    source = _source(written)
    try:
        strange = [key for key in parts if key not in _PARTS]
        if strange:
            raise ThemeError(f"a rule has all, any and none, not {str(strange[0])!r}")
        made = {key: tuple(_compiled(parts.get(key, []), words)) for key in _PARTS}
        if not made["any"] and not made["all"]:
            raise ThemeError("a rule needs something under any or all")
    except (ThemeError, re.error) as error:
        broken.append(Broken("regex", theme, source, line, str(error)))
        return None
    return Rule(theme, source, line, **made)


def _compiled(patterns: Any, words: Mapping[str, str]) -> Iterable[re.Pattern[str]]:
    if not isinstance(patterns, list):
        raise ThemeError("all, any and none are lists")
    for pattern in patterns:
        compiled = re.compile(expand(str(pattern), words))
        if compiled.match(""):
            raise ThemeError("matches nothing at all, and so everywhere")
        yield compiled


def _source(written: Any) -> str:
    if isinstance(written, dict):
        return " ".join(f"{key}: {' · '.join(map(str, written[key]))}" for key in written)
    return str(written)


def _map(
    written: Mapping[str, list[str]], known: set[str], broken: list[Broken]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for problem, answers in written.items():
        for id in (problem, *answers):
            if id not in known:
                message = f"the map names {id}, which is no theme"
                broken.append(Broken("unknown", str(id), "", line_of([id]), message))
        kept = tuple(str(id) for id in answers if id in known)
        if problem in known:
            found[str(problem)] = kept
    return found
