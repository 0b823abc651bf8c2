"""Indicators with everything that they need: coded, compared and computed in one call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from gxkit.measures.declared import FRAMES, chosen

if TYPE_CHECKING:
    import pandas as pd

    from gxkit.corpus import Corpus
    from gxkit.measures.sheet import OnBlank
    from gxkit.themes.codebook import Codebook
    from gxkit.themes.coding import Layer


def indicators_of(
    corpus: Corpus,
    ids: str | Iterable[str] | None = None,
    on_blank: OnBlank = "na",
    *,
    keep: Sequence[str] = (),
    given: pd.DataFrame | None = None,
    codebook: Codebook | None = None,
    how: Layer | Sequence[Layer] | None = None,
    **frames: pd.DataFrame,
) -> pd.DataFrame:
    """Compute indicators, and the frames that they need first.

    Parameters
    ----------
    corpus : Corpus
        The reports, in memory or stored.
    ids, on_blank, keep, given
        As for `gxkit.measures.indicators`.
    codebook, how
        As for `gxkit.themes.code`.
    **frames : pandas.DataFrame
        Frames of one's own, such as `codes` with those of a person; they are not made anew, and
        what follows from them is made of them.

    Returns
    -------
    pandas.DataFrame
        What `gxkit.measures.indicators` returns.

    Raises
    ------
    MeasureError
        As `gxkit.measures.indicators`.
    ThemeError
        The codebook or the layers cannot be used.

    Examples
    --------
    >>> from gxkit.corpus import Corpus
    >>> found = indicators_of(Corpus([]), ["G4", "B1"], how="pattern")
    >>> list(found.attrs["settings"]["frames"])
    ['codes']
    """
    from gxkit.measures import indicators

    wanted = chosen(ids)
    needed = dict.fromkeys(name for one in wanted for name in one.frames)
    made = frames_of(corpus, needed, codebook=codebook, how=how, **frames)
    own = [one.id for one in wanted]
    return indicators(corpus, own, on_blank, keep=keep, given=given, told=None, **made)


def frames_of(
    corpus: Corpus,
    names: Iterable[str] | None = None,
    *,
    codebook: Codebook | None = None,
    how: Layer | Sequence[Layer] | None = None,
    **frames: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """Make the frames that `gxkit.measures.indicators` takes.

    Parameters
    ----------
    corpus : Corpus
        The reports.
    names : iterable of str, optional
        Which of `gxkit.measures.FRAMES`; by default all.
    codebook, how
        As for `gxkit.themes.code`.
    **frames : pandas.DataFrame
        Frames that are there already.

    Returns
    -------
    dict of str to pandas.DataFrame
        The frames by name, to be given on as ``indicators(corpus, **frames)``.

    Examples
    --------
    >>> from gxkit.corpus import Corpus
    >>> list(frames_of(Corpus([]), ["matched"], how="pattern"))
    ['matched']
    """
    maker = _Maker(corpus, codebook, how, frames)
    wanted = list(FRAMES) if names is None else list(names)
    return {**frames, **{name: maker.made(name) for name in wanted}}


class _Maker:
    """Makes frames, each once."""

    def __init__(
        self, corpus: Corpus, codebook: Codebook | None, how: Any, known: dict[str, pd.DataFrame]
    ) -> None:
        self._corpus, self._book, self._how = corpus, codebook, how
        self._made = dict(known)
        self._texts: dict[str, pd.DataFrame] = {}

    def made(self, name: str) -> pd.DataFrame:
        """Return a frame, made when it is first asked for."""
        if name not in self._made:
            self._made[name] = getattr(self, f"_{name}")()
        return self._made[name]

    def _text(self, part: str) -> pd.DataFrame:
        from gxkit.text import texts

        if part not in self._texts:
            self._texts[part] = texts(self._corpus, part)
        return self._texts[part]

    def _codes(self) -> pd.DataFrame:
        from gxkit.themes.coding import code

        return code(self._corpus, self._book, self._how)

    def _matched(self) -> pd.DataFrame:
        from gxkit.themes.answering import match_measures

        return match_measures(self.made("codes"), codebook=self._book)

    def _persistence(self) -> pd.DataFrame:
        from gxkit.themes.persisting import persistence

        return persistence(self.made("codes"), codebook=self._book)

    def _kept(self) -> pd.DataFrame:
        from gxkit.themes.coding import code
        from gxkit.themes.persisting import persistence

        done = code(self._text("section1"), self._book, self._how, side="measure")
        codes = self.made("codes")
        return persistence(codes, self._corpus, side="measure", now=done, codebook=self._book)

    def _tone(self) -> pd.DataFrame:
        from gxkit.text import tone

        return tone(self._text("section5"))

    def _tone_points(self) -> pd.DataFrame:
        from gxkit.text import tone

        return tone(self._text("points"))

    def _reuse_last_year(self) -> pd.DataFrame:
        from gxkit.text import reuse

        return reuse(self._text("section5"), "last_year")

    def _reuse_section1(self) -> pd.DataFrame:
        from gxkit.text import reuse

        return reuse(self._text("section1"), "last_year")

    def _reuse_siblings(self) -> pd.DataFrame:
        from gxkit.text import reuse

        return reuse(self._text("section5"), "siblings")
