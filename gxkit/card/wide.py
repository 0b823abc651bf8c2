"""A table of a report as a frame in the official layout."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from gxkit.forms.equations import present_rows
from gxkit.forms.model import Column, Form, Row
from gxkit.forms.money import in_unit
from gxkit.parsing.model import Fact

if TYPE_CHECKING:
    import pandas as pd

Lang = Literal["zh", "en", "code"]


def frame(form: Form, code: str, facts: Sequence[Fact], lang: Lang = "zh") -> pd.DataFrame:
    """Lay the numbers of a table out as its form does.

    Parameters
    ----------
    form : Form
        The form.
    code : str
        The code of one of its tables.
    facts : sequence of Fact
        The cells of a report; of the rows that are not official only those it prints.
    lang : {"zh", "en", "code"}
        The language of the labels, or the codes.

    Returns
    -------
    pandas.DataFrame
        A row a row of the form, a column a column, dtype Float64; NA where there is no number.
        Money that the page prints in another unit is in the unit of the form.

    Examples
    --------
    >>> from gxkit import forms
    >>> frame(forms.load("2021"), "disputes", (), "code").index.tolist()
    ['reconsideration', 'direct_suit', 'suit_after_reconsideration']
    """
    import pandas as pd

    table = form.table[code]
    values = {
        (fact.row, fact.column): in_unit(fact.value, fact.unit, table.column[fact.column].unit)
        for fact in facts
        if fact.table == code
    }
    rows = present_rows(table, {row for row, _ in values if table.row[row].instead_of})
    made = pd.DataFrame(
        {
            _label(column, lang): pd.array(
                [values.get((row, column.code)) for row in rows], dtype="Float64"
            )
            for column in table.columns
        },
        index=pd.Index([_label(table.row[row], lang) for row in rows], dtype="string"),
    )
    made.attrs.update(table=code, form=form.id, lang=lang)
    return made


def _label(part: Row | Column, lang: Lang) -> str:
    names = {"zh": part.zh, "en": part.en, "code": part.code}
    if lang not in names:
        raise ValueError(f"no language {lang!r}; labels come as {', '.join(names)}")
    return names[lang]
