"""The codebook: themes of problems and measures, their definitions and patterns."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from gxkit.errors import ThemeError
from gxkit.themes.clauses import Splitter
from gxkit.themes.exemplars import Exemplar, read_exemplars
from gxkit.themes.opening import Broken, opened
from gxkit.themes.rules import Rule

if TYPE_CHECKING:
    import pandas as pd

Side = Literal["problem", "measure"]
SIDES: tuple[Side, ...] = ("problem", "measure")

SIDE_OF: Mapping[str, Side] = {
    "problem": "problem",
    "improvement": "measure",
    "measure": "measure",
}
"""The side of the codebook that codes each kind of point."""

SHIPPED = ("themes.yaml", ("exemplars_problems.tsv", "exemplars_measures.tsv"))


@dataclass(frozen=True)
class Theme:
    """One theme.

    Attributes
    ----------
    id, zh, en : str
        Its code and names.
    side : {"problem", "measure"}
        What it is a theme of.
    family : str
        The key of its family in `Codebook.families`.
    definition : str
        What a coder goes by.
    core : bool
        Whether it touches a legal duty.
    residual : bool
        Whether it is given only where a clause has no other theme.

    Examples
    --------
    >>> Codebook.load()["P08"].zh
    '时效更新'
    """

    id: str
    zh: str
    en: str
    side: Side
    family: str
    definition: str
    core: bool = False
    residual: bool = False


@dataclass(frozen=True, eq=False)
class Codebook:
    """Themes with their patterns, the exemplars that the learned coder learns from, and a map.

    Load the one that gxkit ships with `Codebook.load()`, or one of your own from a YAML file of
    the same shape; ``docs/themes.md`` shows the shipped one.

    Attributes
    ----------
    themes : mapping of str to Theme
        By id, in the order of the file.
    families : mapping of str to (str, str)
        Chinese and English name of each family.
    rules : tuple of Rule
        The patterns.
    words : mapping of str to str
        Named groups of words that patterns refer to.
    measures : mapping of str to tuple of str
        The themes of measures that answer each theme of problems.
    splitter : Splitter
        How texts are taken apart into clauses.
    exemplars : tuple of Exemplar
        Coded clauses to learn from; none if the codebook has no such files.
    broken : tuple of Broken
        What in the file cannot be used; `lint` shows it.
    hash : str
        Twelve hex digits of the file and its exemplars: name them beside published numbers.

    Examples
    --------
    >>> codebook = Codebook.load()
    >>> len(codebook.of("problem")), len(codebook.of("measure"))
    (25, 20)
    """

    themes: Mapping[str, Theme]
    families: Mapping[str, tuple[str, str]]
    rules: tuple[Rule, ...]
    words: Mapping[str, str]
    measures: Mapping[str, tuple[str, ...]]
    splitter: Splitter
    exemplars: tuple[Exemplar, ...] = ()
    broken: tuple[Broken, ...] = ()
    hash: str = ""
    path: str = ""
    version: str = ""
    _by_side: dict[str, tuple[Rule, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def load(
        cls,
        path: str | Path | None = None,
        exemplars: str | Path | Sequence[str | Path] | None = None,
    ) -> Codebook:
        """Read a codebook.

        Parameters
        ----------
        path : str or Path, optional
            A YAML file; by default the one that gxkit ships.
        exemplars : str, Path or several, optional
            Files of coded clauses (``codes<TAB>clause`` a line) to learn from; by default those
            that gxkit ships with its own codebook, and none with another.

        Raises
        ------
        ThemeError
            A file cannot be read, or a theme, a family or an exemplar is not as it must be; the
            message names the line. A pattern that is no regular expression does not raise: it
            is left out, and `lint` shows it.

        Examples
        --------
        >>> Codebook.load().themes["M09"].definition
        '加强政策解读，用图片、视频、发布会等多种形式。'
        """
        named = [exemplars] if isinstance(exemplars, str | Path) else exemplars
        if path is None and named is None:
            return _shipped()
        learn = [(str(each), _text(Path(each))) for each in named or ()]
        if path is None:
            return _made(str(SHIPPED[0]), _own(SHIPPED[0]), learn)
        return _made(str(path), _text(Path(path)), learn)

    def __getitem__(self, theme: str) -> Theme:
        """Return a theme by its id."""
        try:
            return self.themes[theme]
        except KeyError:
            raise ThemeError(f"no theme {theme!r}; there are {', '.join(self.themes)}") from None

    def of(self, side: Side) -> tuple[Theme, ...]:
        """Return the themes of one `side`, in order.

        Examples
        --------
        >>> [theme.id for theme in Codebook.load().of("measure")][:3]
        ['M01', 'M02', 'M03']
        """
        return tuple(theme for theme in self.themes.values() if theme.side == side)

    def rules_of(self, side: Side) -> tuple[Rule, ...]:
        """Return the patterns of one `side`, in order.

        Examples
        --------
        >>> {rule.theme[0] for rule in Codebook.load().rules_of("measure")}
        {'M'}
        """
        if side not in self._by_side:
            own = {theme.id for theme in self.of(side)}
            self._by_side[side] = tuple(rule for rule in self.rules if rule.theme in own)
        return self._by_side[side]

    @cached_property
    def family_of(self) -> dict[str, str]:
        """The family of each theme."""
        return {theme.id: theme.family for theme in self.themes.values()}

    def table(self, lang: Literal["zh", "en"] = "zh") -> pd.DataFrame:
        """Return the codebook as a table for the appendix of a paper.

        Parameters
        ----------
        lang : {"zh", "en"}
            The language of the names of families.

        Returns
        -------
        pandas.DataFrame
            A row a theme: id, side, family, zh, en, definition, core, patterns (their number),
            exemplars (their number), measures (those that answer it). ``to_latex`` and
            ``to_markdown`` of pandas write it out.

        Raises
        ------
        ThemeError
            Another language was asked for.

        Examples
        --------
        >>> Codebook.load().table().loc[0, ["id", "family", "zh"]].tolist()
        ['P01', '组织保障', '人员力量']
        """
        from gxkit.themes.tables import build

        if lang not in ("zh", "en"):
            raise ThemeError(f'names of families are in "zh" or "en", not in {lang!r}')
        name = 0 if lang == "zh" else 1
        rows = [
            (
                theme.id,
                theme.side,
                self.families[theme.family][name],
                theme.zh,
                theme.en,
                theme.definition,
                theme.core,
                sum(rule.theme == theme.id for rule in self.rules),
                sum(theme.id in exemplar.codes for exemplar in self.exemplars),
                " ".join(self.measures.get(theme.id, ())),
            )
            for theme in self.themes.values()
        ]
        frame = build("codebook", rows)
        frame.attrs.update(codebook=self.hash, version=self.version)
        return frame

    def lint(self, texts: Sequence[str] | pd.Series | None = None) -> pd.DataFrame:
        """Return what is wrong with the codebook; see `gxkit.themes.lint`.

        Parameters
        ----------
        texts : sequence of str, optional
            Clauses that every pattern should match somewhere in; by default the exemplars.

        Returns
        -------
        pandas.DataFrame
            A row a fault: fault, theme, other, pattern, line, message. Faults are ``regex``,
            ``unknown``, ``duplicate``, ``dead``, ``shadowed``.

        Examples
        --------
        >>> set(Codebook.load().lint()["fault"])
        set()
        """
        from gxkit.themes.lint import lint

        return lint(self, texts)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ThemeError(f"{path}: cannot be read ({error.strerror}); check the path") from None
    except UnicodeDecodeError:
        raise ThemeError(f"{path}: is not in UTF-8; save it as UTF-8") from None


def _own(name: str) -> str:
    return files("gxkit").joinpath("data", name).read_text(encoding="utf-8")


@cache
def _shipped() -> Codebook:
    return _made(SHIPPED[0], _own(SHIPPED[0]), [(name, _own(name)) for name in SHIPPED[1]])


def _made(where: str, text: str, learn: Sequence[tuple[str, str]]) -> Codebook:
    parts = opened(text, where)
    themes = {one["id"]: Theme(**one) for one in parts.themes}
    sides = {theme.id: theme.side for theme in themes.values()}
    exemplars = tuple(each for name, lines in learn for each in read_exemplars(lines, name, sides))
    every = "\0".join([text, *(lines for _, lines in learn)])
    return Codebook(
        themes=themes,
        families=parts.families,
        rules=parts.rules,
        words=parts.words,
        measures=parts.measures,
        splitter=parts.splitter,
        exemplars=exemplars,
        broken=parts.broken,
        hash=hashlib.sha256(every.encode()).hexdigest()[:12],
        path=where,
        version=parts.version,
    )
