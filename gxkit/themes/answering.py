"""Which problems are answered by a measure in the same report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from gxkit.errors import ThemeError
from gxkit.themes.codebook import SIDES, Codebook
from gxkit.themes.counting import of_side

if TYPE_CHECKING:
    import pandas as pd


def match_measures(
    codes: pd.DataFrame,
    *,
    per: Literal["report", "theme"] = "report",
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Say which themes of problems a report answers with a measure of a mapped theme.

    Parameters
    ----------
    codes : DataFrame
        What `code` returned of problems and improvements, with report_id.
    per : {"report", "theme"}
        A row a report, or a row a theme of problems.
    codebook : Codebook, optional
        Its map says which measures answer a problem; a theme that is not in it is not counted.

    Returns
    -------
    DataFrame
        Per report: report_id, problems (themes), answered, share, unanswered (ids parted by
        spaces), why. Per theme: theme, zh, measures (those that answer it), problems (reports that
        name it), answered, share. ``.attrs`` has ``share``: answered over all reports by problems
        over all reports.

    Raises
    ------
    ThemeError
        A column is missing, or `per` is neither of the two.

    Examples
    --------
    >>> import pandas as pd
    >>> from gxkit.themes import code
    >>> points = pd.DataFrame({"report_id": "a", "kind": ["problem", "problem", "improvement"],
    ...                        "text": ["业务培训不足", "政策解读形式单一", "组织业务培训"]})
    >>> match_measures(code(points))[["problems", "answered", "unanswered"]].values.tolist()
    [[2, 1, 'P11']]
    """
    from gxkit.themes.tables import build

    if per not in ("report", "theme"):
        raise ThemeError(f"per is report or theme, not {per!r}")
    book = Codebook.load() if codebook is None else codebook
    if "report_id" not in codes.columns:
        raise ThemeError("codes have no column 'report_id': measures answer problems of one report")
    found: dict[str, dict[str, set[str]]] = {
        str(id): {side: set() for side in SIDES} for id in codes["report_id"].dropna().unique()
    }
    for side in SIDES:
        own = of_side(codes, side).dropna(subset=["theme", "report_id"])
        for id, theme in zip(own["report_id"], own["theme"], strict=True):
            found[str(id)][side].add(str(theme))
    rows = [_row(id, themes["problem"], themes["measure"], book) for id, themes in found.items()]
    named = sum(row[1] for row in rows)
    answered = sum(row[2] for row in rows)
    frame = (
        build("matched", rows)
        if per == "report"
        else build("matched_themes", _themes(rows, found, book))
    )
    frame.attrs.update(
        share=answered / named if named else None,
        problems=named,
        answered=answered,
        codebook=book.hash,
    )
    return frame


def _row(id: str, problems: set[str], measures: set[str], book: Codebook) -> tuple[Any, ...]:
    mapped = [theme for theme in book.measures if theme in problems]
    open_ones = [theme for theme in mapped if measures.isdisjoint(book.measures[theme])]
    count, answered = len(mapped), len(mapped) - len(open_ones)
    share = answered / count if count else None
    why = None if count else "no problem has a theme that the map knows"
    return id, count, answered, share, " ".join(open_ones), why


def _themes(
    rows: list[tuple[Any, ...]], found: dict[str, dict[str, set[str]]], book: Codebook
) -> list[tuple[Any, ...]]:
    unanswered = {row[0]: set(row[4].split()) for row in rows}
    counted = []
    for theme, measures in book.measures.items():
        named = [id for id, themes in found.items() if theme in themes["problem"]]
        answered = sum(theme not in unanswered[id] for id in named)
        share = answered / len(named) if named else None
        counted.append((theme, book[theme].zh, " ".join(measures), len(named), answered, share))
    return counted
