"""A person's codes laid over the machine's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gxkit.themes.codebook import Codebook
from gxkit.themes.units import common, units_of

if TYPE_CHECKING:
    import pandas as pd


def laid_over(codes: pd.DataFrame, person: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Put a person's codes in the place of the machine's, on the clauses that the person coded.

    Parameters
    ----------
    codes : DataFrame
        What `gxkit.themes.code` returned.
    person : DataFrame
        What `read_sheet` returned: a row for each theme of each clause.
    codebook : Codebook
        The themes.

    Returns
    -------
    DataFrame
        The same columns and order of clauses; how is ``person`` where the person coded.

    Raises
    ------
    ThemeError
        The two name clauses by no common column, or the person used an unknown theme.

    Examples
    --------
    >>> import pandas as pd
    >>> from gxkit.themes import code
    >>> points = pd.DataFrame({"report_id": ["a"], "kind": ["problem"], "text": ["人手不足"]})
    >>> person = pd.DataFrame({"report_id": ["a"], "kind": ["problem"], "clause": [1], "theme": ["P02"]})
    >>> laid_over(code(points), person, Codebook.load())[["theme", "how"]].values.tolist()
    [['P02', 'person']]
    """
    import pandas as pd

    names = common([codes, person], None)
    said = units_of(person, names)
    keys = list(codes[names].astype("object").itertuples(index=False, name=None))
    theirs = pd.Series([key in said for key in keys], index=codes.index)
    columns = [
        "theme",
        "family",
        "core",
        "how",
        "matched",
        "start",
        "end",
        "probability",
        "reasons",
    ]
    heads = codes[theirs].drop_duplicates(subset=names)
    rows: list[tuple[Any, ...]] = []
    units = heads[names].astype("object").itertuples(index=False, name=None)
    for place, unit in zip(heads.index, units, strict=True):
        own = [codebook[theme] for theme in sorted(said[unit])]
        rows += [
            (place, each.id, codebook.families[each.family][0], each.core, "person", *[None] * 5)
            for each in own
        ]
        if not own:
            rows.append((place, None, None, None, "person", *[None] * 5))
    new = codes.loc[[row[0] for row in rows]].copy()
    for number, column in enumerate(columns, start=1):
        values = [row[number] for row in rows]
        new[column] = pd.Series(values, index=new.index, dtype=codes[column].dtype)
    result = pd.concat([codes[~theirs], new]).sort_index(kind="stable").reset_index(drop=True)
    result.attrs.update(codes.attrs)
    result.attrs["person"] = len(heads)
    return result
