"""The identities of a form written out: one equation a row or column of a table."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from gxkit.forms.model import CellKey, Identity, Table


@dataclass(frozen=True, slots=True)
class Equation:
    """The cells `left` add up to the same as the cells `right`."""

    rule: str
    left: tuple[CellKey, ...]
    right: tuple[CellKey, ...]


def equations(table: Table, printed: Collection[str] = ()) -> tuple[Equation, ...]:
    """Write out the identities of a table for a page that prints certain rows.

    Parameters
    ----------
    table : Table
        A table of a form.
    printed : collection of str
        The row codes that the page prints. Only rows that stand in place of official
        ones matter: where one is printed, those it replaces leave the equations.

    Returns
    -------
    tuple of Equation
        39 for the requests table of the 2021 form, 37 for that of 2019, 3 for disputes.

    Examples
    --------
    >>> from gxkit import forms
    >>> [len(equations(table)) for table in forms.load("2021").tables]
    [0, 39, 3]
    """
    unofficial = frozenset(row.code for row in table.rows if row.instead_of)
    return _equations(table, unofficial.intersection(printed))


def present_rows(table: Table, unofficial: Collection[str]) -> tuple[str, ...]:
    """Name the rows in force, in order, where a page prints certain unofficial rows.

    Examples
    --------
    >>> from gxkit import forms
    >>> rows = present_rows(forms.load("2021").table["requests"], {"other"})
    >>> [code for code in rows if code.startswith("other")]
    ['other']
    """
    replaced = {code for row in table.rows if row.code in unofficial for code in row.instead_of}
    return tuple(
        row.code
        for row in table.rows
        if row.code not in replaced and (not row.instead_of or row.code in unofficial)
    )


@lru_cache(maxsize=64)
def _equations(table: Table, unofficial: frozenset[str]) -> tuple[Equation, ...]:
    rows = present_rows(table, unofficial)
    found: list[Equation] = []
    for identity in table.identities:
        if identity.over == "rows":
            for row in rows:
                found.append(
                    Equation(
                        identity.rule,
                        tuple((table.code, row, column) for column in identity.left),
                        tuple((table.code, row, column) for column in identity.right),
                    )
                )
        else:
            left = _terms(table, identity, rows)
            for column in (column.code for column in table.columns):
                found.append(
                    Equation(
                        identity.rule,
                        tuple((table.code, row, column) for row in left),
                        tuple((table.code, row, column) for row in identity.right),
                    )
                )
    return tuple(found)


def _terms(table: Table, identity: Identity, rows: tuple[str, ...]) -> tuple[str, ...]:
    """Return the rows that an identity adds up, with replaced rows changed for the new."""
    replaces = {code: row.code for row in table.rows if row.code in rows for code in row.instead_of}
    terms: list[str] = []
    for code in identity.left:
        term = code if code in rows else replaces[code]
        if term not in terms:
            terms.append(term)
    # One official row may be replaced by several: all of them are terms.
    extra = [
        row.code
        for row in table.rows
        if row.code in rows
        and row.code not in terms
        and row.instead_of
        and set(row.instead_of) <= set(identity.left)
    ]
    return (*terms, *extra)
