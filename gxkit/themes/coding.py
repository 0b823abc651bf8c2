"""Coding: every clause of every text with its themes, and how it came to each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from gxkit.errors import ThemeError
from gxkit.themes.codebook import SIDE_OF, SIDES, Codebook, Side

if TYPE_CHECKING:
    import pandas as pd

    from gxkit.corpus import Corpus
    from gxkit.themes.clauses import Clause
    from gxkit.themes.rules import Hit

GROUPS = ("unit_id", "agency", "year", "province", "city", "level", "agency_type", "form", "scope")
"""What is known of a report that its codes may be grouped by."""

LAYERS = ("pattern", "learned")
Layer = Literal["pattern", "learned"]


class Code(NamedTuple):
    """One theme of one clause."""

    theme: str
    how: str
    matched: str | None = None
    start: int | None = None
    end: int | None = None
    probability: float | None = None
    reasons: str | None = None


def code(
    texts: pd.DataFrame | pd.Series | Corpus,
    codebook: Codebook | None = None,
    how: Layer | Sequence[Layer] | None = None,
    *,
    side: Side | None = None,
    split: bool = True,
    embeddings: bool | Literal["auto"] = False,
    person: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Code texts: a row for each theme of each clause.

    A text is taken apart into clauses (`gxkit.themes.clauses.Splitter`); a clause gets every theme
    whose matter it speaks of. With both layers, what the learned coder makes of a clause decides, and
    a matching pattern of a theme lowers what it asks for.

    Parameters
    ----------
    texts : DataFrame, Series or Corpus
        Texts: a Series, a frame with a column `text`, or a corpus, whose points are coded. A column
        `kind` says whether a text is of a problem or of an improvement.
    codebook : Codebook, optional
        By default the one that gxkit ships.
    how : str or sequence of str, optional
        The layers: ``"pattern"``, ``"learned"`` or both; by default all that the codebook has, and
        one without exemplars has only patterns.
    side : {"problem", "measure"}, optional
        What all texts are about, where there is no column `kind`.
    split : bool
        Whether texts are taken apart; False takes each as one clause.
    embeddings : bool or "auto"
        Whether the learned coder sees sentence embeddings too (extra ``embeddings``): a little
        better, some 40 clauses a second. ``"auto"`` where it is installed.
    person : DataFrame, optional
        What `read_sheet` read: on its clauses the person's codes stand in place of the machine's,
        with how ``person``.

    Returns
    -------
    DataFrame
        The other columns of the input, then: clause (its number in the text), text (of the clause),
        theme, family, core, how (``pattern``, ``learned``, ``pattern+learned`` or ``person``),
        matched, start, end (``text[start:end]`` is what the pattern matched), probability, and
        reasons (the exemplars most alike, parted by a bar). A clause without a theme has one row,
        its theme NA, so that what was looked at stays known. ``.attrs`` says which codebook, layers,
        thresholds and extras were used, and which themes there are (``themes``, ``residual``).

    Raises
    ------
    ThemeError
        A column is missing, a kind or a layer is not known, or the codebook has no exemplars.

    Examples
    --------
    >>> import pandas as pd
    >>> points = pd.DataFrame({"kind": ["problem"], "text": ["政策解读形式单一；专职人员偏少。"]})
    >>> codes = code(points)
    >>> codes[["clause", "theme", "how"]].to_dict("split")["data"]
    [[1, 'P11', 'pattern+learned'], [2, 'P01', 'pattern+learned']]
    """
    import pandas as pd

    from gxkit.themes.tables import COLUMNS, build

    book = Codebook.load() if codebook is None else codebook
    layers = _layers(how, book)
    frame = _frame(texts)
    wanted = _sides(frame, side)
    parted = [_clauses(text, each, book, split) for text, each in _pairs(frame, wanted)]
    with_vectors = _vectors(embeddings) if "learned" in layers else False
    found = {
        each: _coded(
            [
                one.text
                for ones, own in zip(parted, wanted, strict=True)
                if own == each
                for one in ones
            ],
            book,
            each,
            layers,
            with_vectors,
        )
        for each in SIDES
    }
    rows, places = _rows(parted, wanted, found, book)
    codes = build("codes", rows)
    others = frame.drop(columns=[c for c in ("text", *COLUMNS["codes"]) if c in frame.columns])
    kept = others.iloc[places].reset_index(drop=True)
    result = pd.concat([kept, codes], axis=1)
    result.attrs.update(frame.attrs)
    result.attrs.update(_said(book, layers, with_vectors, split))
    if person is None:
        return result
    from gxkit.themes.people import laid_over

    return laid_over(result, person, book)


def _layers(how: Layer | Sequence[Layer] | None, book: Codebook) -> tuple[str, ...]:
    if how is None:
        return LAYERS if book.exemplars else ("pattern",)
    layers = (how,) if isinstance(how, str) else tuple(how)
    unknown = [each for each in layers if each not in LAYERS]
    if unknown or not layers:
        said = f"no layer {unknown[0]!r}" if unknown else "no layer is named"
        raise ThemeError(f"{said}; how is 'pattern', 'learned' or both")
    if "learned" in layers and not book.exemplars:
        raise ThemeError(f"{book.path} has no exemplars to learn from; code with how='pattern'")
    return tuple(each for each in LAYERS if each in layers)


def _vectors(embeddings: bool | Literal["auto"]) -> bool:
    from gxkit.themes.learned import has_embeddings

    if embeddings == "auto":
        return has_embeddings()
    if embeddings not in (True, False):
        raise ThemeError(f"embeddings is True, False or 'auto', not {embeddings!r}")
    return bool(embeddings)


def _frame(texts: pd.DataFrame | pd.Series | Corpus) -> pd.DataFrame:
    import pandas as pd

    if isinstance(texts, pd.Series):
        return pd.DataFrame({"text": texts.to_numpy()}, index=texts.index)
    if isinstance(getattr(texts, "points", None), pd.DataFrame) and hasattr(texts, "reports"):
        known = [name for name in GROUPS if name in texts.reports.columns]
        who = texts.reports[["report_id", *known]]
        return texts.points.merge(who, on="report_id", how="left", validate="many_to_one")
    frame = texts
    if not isinstance(frame, pd.DataFrame):
        raise ThemeError(f"code takes a frame, a Series or a corpus, not {type(texts).__name__}")
    if "text" not in frame.columns:
        there = ", ".join(map(str, frame.columns))
        raise ThemeError(f"there is no column text; the frame has {there}")
    return frame


def _sides(frame: pd.DataFrame, side: Side | None) -> list[Side]:
    if side is not None:
        if side not in SIDES:
            raise ThemeError(f"side is problem or measure, not {side!r}")
        return [side] * len(frame)
    if "kind" not in frame.columns:
        raise ThemeError("say side='problem' or side='measure': there is no column kind")
    strange = [kind for kind in frame["kind"].unique() if kind not in SIDE_OF]
    if strange:
        raise ThemeError(f"no kind {strange[0]!r}; a kind is problem, improvement or measure")
    return [SIDE_OF[kind] for kind in frame["kind"]]


def _pairs(frame: pd.DataFrame, wanted: Sequence[Side]) -> Iterable[tuple[str, Side]]:
    texts = frame["text"].astype("object").where(frame["text"].notna(), "")
    return zip(map(str, texts), wanted, strict=True)


def _clauses(text: str, side: Side, book: Codebook, split: bool) -> list[Clause]:
    from gxkit.themes.clauses import Clause

    if split:
        return book.splitter.split(text, side)
    return [Clause(text.strip(), 0)] if text.strip() else []


def _coded(
    clauses: Sequence[str], book: Codebook, side: Side, layers: Sequence[str], vectors: bool
) -> dict[str, list[Code]]:
    """Return the codes of each clause; the same clause is coded once."""
    from gxkit.themes.patterns import hits_in

    own = list(dict.fromkeys(clauses))
    if not own:
        return {}
    hits = hits_in(own, book, side) if "pattern" in layers else None
    if "learned" not in layers:
        return {
            one: [_of_hit(hit, one) for hit in each]
            for one, each in zip(own, hits or [], strict=True)
        }
    from gxkit.themes.learned import learnable, trained

    if not learnable(book, side):  # patterns alone know the themes of this side
        return {} if hits is None else _coded(clauses, book, side, ("pattern",), False)
    coder = trained(book, side, embeddings=vectors)
    coded = coder.coded(own, hits)
    order = {theme: place for place, theme in enumerate(book.themes)}
    found = {}
    for place, (one, likely) in enumerate(zip(own, coded, strict=True)):
        matches = {hit.theme: hit for hit in hits[place]} if hits else {}
        codes = [
            _of_hit(matches.get(theme), one, *said, theme=theme) for theme, said in likely.items()
        ]
        unlearned = [hit for theme, hit in matches.items() if theme not in coder.themes]
        codes += [_of_hit(hit, one) for hit in unlearned]
        found[one] = _settled(codes, book, order)
    return found


def _of_hit(
    hit: Hit | None,
    clause: str,
    probability: float | None = None,
    reasons: str | None = None,
    theme: str = "",
) -> Code:
    if hit is None:
        return Code(theme, "learned", probability=probability, reasons=reasons)
    how = "pattern" if probability is None else "pattern+learned"
    matched = clause[hit.start : hit.end]
    return Code(hit.theme, how, matched, hit.start, hit.end, probability, reasons)


def _settled(codes: list[Code], book: Codebook, order: Mapping[str, int]) -> list[Code]:
    """Drop a residual theme that has company, and sort."""
    named = [each for each in codes if not book.themes[each.theme].residual]
    return sorted(named or codes, key=lambda each: order[each.theme])


def _rows(
    parted: Sequence[Sequence[Clause]],
    wanted: Sequence[Side],
    found: Mapping[Side, Mapping[str, list[Code]]],
    book: Codebook,
) -> tuple[list[tuple[Any, ...]], list[int]]:
    """Return the rows of the frame, and the place of the text that each belongs to."""
    rows: list[tuple[Any, ...]] = []
    places: list[int] = []
    for place, (clauses, side) in enumerate(zip(parted, wanted, strict=True)):
        for number, clause in enumerate(clauses, start=1):
            coded: Sequence[Code | None] = found[side].get(clause.text) or (None,)
            for one in coded:
                places.append(place)
                if one is None:
                    rows.append((number, clause.text, *[None] * 9))
                    continue
                theme = book.themes[one.theme]
                family = book.families[theme.family][0]
                rows.append((number, clause.text, one.theme, family, theme.core, *one[1:]))
    return rows, places


def _said(book: Codebook, layers: Sequence[str], vectors: bool, split: bool) -> dict[str, Any]:
    return {
        "codebook": book.hash,
        "codebook_version": book.version,
        "themes": list(book.themes),
        "residual": [each.id for each in book.themes.values() if each.residual],
        "layers": list(layers),
        "exemplars": len(book.exemplars) if "learned" in layers else 0,
        "embeddings": vectors,
        "split": split,
    }
