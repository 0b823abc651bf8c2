"""What ``gxkit indicators`` prints: indicators of each report, or summed up by groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gxkit.card.terminal import align
from gxkit.corpus import Corpus
from gxkit.errors import MeasureError
from gxkit.measures import INDICATORS, aggregate, indicators

if TYPE_CHECKING:
    import pandas as pd


def listed(text: str | None) -> list[str]:
    """Split a list that a user typed: ``"B2, D4"``.

    Examples
    --------
    >>> listed("B2, D4"), listed(None)
    (['B2', 'D4'], [])
    """
    return [part for part in (each.strip() for each in (text or "").split(",")) if part]


def computed(
    corpus: Corpus, ids: list[str], by: list[str], *, all_text: bool = False
) -> pd.DataFrame:
    """Return the indicators of each report, or, with `by`, of groups of them.

    Parameters
    ----------
    corpus : Corpus
        The reports.
    ids : list of str
        The indicators; none for all.
    by : list of str
        Columns of the reports; none for a row a report.
    all_text : bool
        Whether section five is coded and compared too where all indicators are computed. What
        is named in `ids` has it done where it needs it.

    Raises
    ------
    MeasureError
        An indicator or a column is not known.

    Examples
    --------
    >>> computed(Corpus([]), ["B2"], ["year"]).columns[:3].tolist()
    ['year', 'indicator', 'value']
    """
    keep = [name for name in by if name in corpus.reports.columns]
    unknown = [name for name in by if name not in keep]
    if unknown:
        there = ", ".join(corpus.reports.columns)
        raise MeasureError(f"cannot group by {unknown[0]!r}; the reports have {there}")
    if all_text or any(INDICATORS[id].frames for id in ids if id in INDICATORS):
        from gxkit.themes import indicators_of

        values = indicators_of(corpus, ids or None, keep=keep)
    else:
        values = indicators(corpus, ids or None, keep=keep)
    return aggregate(values, by) if by else values


def as_csv(frame: pd.DataFrame) -> str:
    """Write all columns as CSV.

    Examples
    --------
    >>> as_csv(computed(Corpus([]), ["B2"], [])).split(",")[0]
    'report_id'
    """
    return str(frame.to_csv(index=False, lineterminator="\n")).rstrip("\n")


def as_table(frame: pd.DataFrame) -> str:
    """Write a table for a person: who, indicator, value, of what, and why there is none.

    Examples
    --------
    >>> print(as_table(computed(Corpus([]), ["B2"], [])))
    agency  year  indicator  value  of  why
    """
    summed = "low" in frame.columns
    who = (
        list(frame.columns[: frame.columns.get_loc("indicator")]) if summed else ["agency", "year"]
    )
    head = [*who, "indicator", "value", "of", *(["interval", "reports", "na"] if summed else [])]
    rows, reasons = [head], ["why"]
    shown = frame.astype("object").where(frame.notna(), None)
    for record in shown.to_dict("records"):
        one = INDICATORS[record["indicator"]]
        sides = (record["numerator"], record["denominator"])
        row = [_plain(record[name]) for name in who]
        row += [f"{one.id} {one.zh}", _number(record["value"])]
        row.append(" / ".join(map(_number, sides)) if None not in sides else "")
        if summed:
            ends = (record["low"], record["high"])
            row.append("" if None in ends else "–".join(map(_number, ends)))
            row += [str(record["reports"]), str(record["na"])]
        rows.append(row)
        reasons.append(record["why"] or "")
    # Reasons are long, and stand at the end of their lines rather than in a column.
    lines = zip(align(rows), reasons, strict=True)
    return "\n".join(f"{line}  {why}".rstrip() for line, why in lines)


def _plain(value: object) -> str:
    return "?" if value is None else str(value)


def _number(value: float | None) -> str:
    if value is None:
        return "NA"
    return f"{value:.0f}" if value == int(value) else f"{value:.4f}"


FORMATS = {"table": as_table, "csv": as_csv}
"""The formats of ``gxkit indicators``."""
