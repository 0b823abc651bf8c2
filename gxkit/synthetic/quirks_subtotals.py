"""Quirks that print sums beside the cells of the form: of groups of rows, of organisations."""

from __future__ import annotations

from random import Random

from gxkit.synthetic.draft import Draft, Extra

__all__ = ["subtotal_column", "subtotal_rows", "subtotals"]

_TABLE = "requests"
_LABEL = "小计"
_BESIDE = "+legal"


def subtotals(draft: Draft, rng: Random) -> None:
    """Print a line 小计 under （三）, with the sums of its rows."""
    inside = [row for row in draft.rows[_TABLE] if row.startswith("refused.")]
    if inside:
        path = draft.form.table[_TABLE].row[inside[0]].path
        _insert(draft, "refused", Extra(_LABEL, path, _sums(draft, inside)), first=False)


def subtotal_rows(draft: Draft, rng: Random) -> None:
    """Print the sums of every group: below its rows, above them, or in its own heading."""
    style = rng.choice(("last", "last", "first", "heading", "named"))
    for group in ("refused", "unavailable", "not_processed", "other"):
        inside = [row for row in draft.rows[_TABLE] if row.startswith(f"{group}.")]
        if not inside:
            continue
        path = draft.form.table[_TABLE].row[inside[0]].path
        label = _LABEL
        if style == "named":
            label = f"{draft.groups[path[-1]][3:]}{_LABEL}"
        elif style == "heading":
            label = draft.groups[path[-1]]
            draft.groups[path[-1]] = ""
            path = path[:-1]
        extra = Extra(label, path, _sums(draft, inside))
        _insert(draft, group, extra, first=style in {"first", "heading"})


def subtotal_column(draft: Draft, rng: Random) -> None:
    """Print a column 小计 under 法人或其他组织, as its first or its last."""
    columns = draft.columns[_TABLE]
    subtotal = next(one for one in draft.form.table[_TABLE].subtotals if one.over == "columns")
    places = [at for at, column in enumerate(columns) if column in subtotal.of]
    at = rng.choice((places[0], places[-1] + 1))
    for row in draft.rows[_TABLE]:
        if row in draft.extra:
            texts = list(draft.extra[row].texts)
            texts.insert(at, str(sum(int(texts[place]) for place in places)))
            draft.extra[row] = draft.extra[row]._replace(texts=tuple(texts))
        else:
            inside = [draft.truth.cells[_TABLE, row, columns[place]] for place in places]
            draft.beside[_TABLE, row, _BESIDE] = str(sum(inside))
    columns.insert(at, _BESIDE)
    draft.labels[_TABLE, "", _BESIDE] = _LABEL


def _sums(draft: Draft, rows: list[str]) -> tuple[str, ...]:
    cells = draft.truth.cells
    return tuple(
        str(sum(cells[_TABLE, row, column] for row in dict.fromkeys(rows)))
        for column in draft.columns[_TABLE]
    )


def _insert(draft: Draft, group: str, extra: Extra, *, first: bool) -> None:
    rows = draft.rows[_TABLE]
    places = [at for at, row in enumerate(rows) if row.startswith(f"{group}.")]
    draft.extra[f"+{group}"] = extra
    rows.insert(places[0] if first else places[-1] + 1, f"+{group}")
