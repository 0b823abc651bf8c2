"""Which themes an agency names again the year after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gxkit.errors import ThemeError
from gxkit.themes.codebook import Codebook, Side
from gxkit.themes.counting import of_side

if TYPE_CHECKING:
    import pandas as pd

    from gxkit.corpus import Corpus


def persistence(
    codes: pd.DataFrame,
    reports: pd.DataFrame | Corpus | None = None,
    *,
    side: Side = "problem",
    now: pd.DataFrame | None = None,
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Say which share of last year's themes an agency names again.

    Parameters
    ----------
    codes : DataFrame
        What `code` returned.
    reports : DataFrame or Corpus, optional
        All reports, with report_id, unit_id, year and, where there is one, scope: a report without
        a single point is known only from there. By default the reports that the codes name.
    side : {"problem", "measure"}
        Whose themes.
    now : DataFrame, optional
        Codes of another text in which last year's themes are looked for, by default `codes`
        themselves. With ``side="measure"`` and the codes of section one: which of last year's
        promises are spoken of as work done. A report that they do not name is not known.
    codebook : Codebook, optional
        Residual themes ("there are problems") are not counted.

    Returns
    -------
    DataFrame
        A row a report: report_id, unit_id, year, previous (the report of the year before), themes,
        themes_before, stayed, share (stayed by themes_before), which (ids parted by spaces), and why
        where the share is NA.

    Raises
    ------
    ThemeError
        A column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> from gxkit.themes import code
    >>> points = pd.DataFrame({"report_id": ["a", "b"], "unit_id": "x", "year": [2021, 2022],
    ...                        "kind": "problem", "text": ["人手不足；政策解读形式单一", "人手不足"]})
    >>> persistence(code(points))[["year", "share", "which", "why"]].values.tolist()
    [[2021, <NA>, '', 'no report of 2020'], [2022, 0.5, 'P01', <NA>]]
    """
    from gxkit.themes.tables import build

    book = Codebook.load() if codebook is None else codebook
    source: Any = codes if reports is None else reports
    listed: pd.DataFrame = getattr(source, "reports", source)
    names = ["report_id", "unit_id", "year"]
    lacking = [name for name in names if name not in listed.columns]
    if lacking:
        raise ThemeError(f"no column {lacking[0]!r} among the reports; give reports=")
    names += ["scope"] if "scope" in listed.columns else []
    known = listed[names].drop_duplicates("report_id").astype("object")
    known = known.where(known.notna(), None)
    own = of_side(codes, side)
    themes = dict.fromkeys(map(str, known["report_id"]), frozenset[str]()) | _themes(own, book)
    later = themes if now is None else _themes(now, book)
    years: dict[tuple[Any, ...], list[str]] = {}
    records = [tuple(record) for record in known.itertuples(index=False, name=None)]
    for id, unit, year, *scope in records:
        years.setdefault((unit, year, *scope), []).append(id)
    rows = [
        _row(id, unit, year, years.get((unit, _before(year), *scope), []), themes, later)
        for id, unit, year, *scope in records
    ]
    frame = build("persistence", rows)
    frame.attrs.update(side=side, codebook=book.hash)
    return frame


def _themes(codes: pd.DataFrame, book: Codebook) -> dict[str, frozenset[str]]:
    """Return the themes of each report that is coded, but for residual ones."""
    found: dict[str, set[str]] = {str(id): set() for id in codes["report_id"].dropna().unique()}
    named = codes.dropna(subset=["theme", "report_id"])
    for id, theme in zip(named["report_id"], named["theme"], strict=True):
        if not book[str(theme)].residual:
            found[str(id)].add(str(theme))
    return {id: frozenset(own) for id, own in found.items()}


def _before(year: Any) -> int | None:
    return None if year is None else int(year) - 1


def _row(
    id: str,
    unit: Any,
    year: Any,
    previous: list[str],
    themes: Mapping[str, frozenset[str]],
    later: Mapping[str, frozenset[str]],
) -> tuple[Any, ...]:
    now = later.get(id)
    nothing = (id, unit, year, None, None if now is None else len(now), None, None, None, "")
    if now is None:
        return (*nothing, "the report is not among the codes of now")
    if unit is None or year is None:
        return (*nothing, "its agency or year is not known")
    if not previous:
        return (*nothing, f"no report of {int(year) - 1}")
    if len(previous) > 1:
        return (*nothing, f"{len(previous)} reports of {int(year) - 1}: which one is not known")
    before = themes[previous[0]]
    stayed = sorted(now & before)
    share = len(stayed) / len(before) if before else None
    why = None if before else f"the report of {int(year) - 1} names no theme"
    counts = (len(now), len(before), len(stayed))
    return id, unit, year, previous[0], *counts, share, " ".join(stayed), why
