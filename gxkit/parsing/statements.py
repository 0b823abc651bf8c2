"""Numbers said in the narrative: from its lines to statements about what the tables know."""

from __future__ import annotations

from gxkit.parsing.model import Parsed, Statement
from gxkit.parsing.statements_read import Told, read_lines

__all__ = ["Told", "read_lines", "statements"]


def statements(parsed: Parsed) -> tuple[Statement, ...]:
    """Read what the narrative of a report says in numbers.

    Parameters
    ----------
    parsed : Parsed
        A report as parsed; its `lines` are the narrative.

    Returns
    -------
    tuple of Statement
        One for each number said about a cell of the form, or about a thing that
        ``gxkit/data/statements.toml`` names, in the order of the text.

    Examples
    --------
    >>> from gxkit.parsing.model import Line
    >>> line = Line("2023年收到政府信息公开申请23件，均未收费。", "l9")
    >>> page = Parsed("2021", {"year": 2023}, (), (), (), (line,))
    >>> [(each.measure, each.value, each.unit) for each in statements(page)]
    [('requests/new/total', 23.0, '件'), ('processing_fee', 0.0, None)]
    """
    return tuple(
        statement
        for told in read_lines(
            parsed.lines, parsed.form or "2021", parsed.meta.get("year"), parsed.meta.get("agency")
        )
        for statement in told.statements
    )
