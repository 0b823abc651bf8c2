"""Reading the CSV tables that people give: of corrections, of renamed and merged agencies."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

_SEPARATORS = (";", "\t", "；", "，")
"""What spreadsheets and people put between columns in place of commas."""


def rows_of(
    path: Path, columns: Sequence[str], error: type[ValueError], also: Sequence[str] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    r"""Read the rows of a CSV in UTF-8, with or without a mark; empty rows are passed over.

    Parameters
    ----------
    path : Path
        The file.
    columns : sequence of str
        The columns that it must have; others are passed on.
    error : type of ValueError
        What is raised where the file cannot be used; its message names the file, the line
        and what to do.
    also : sequence of str
        Columns that it may lack, for the message.

    Yields
    ------
    tuple of (int, dict of str to str)
        The line of the file, and its texts by column; a field that is not there is empty.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "a.csv")
    >>> _ = file.write_text("who,when\n甲,2021\n", encoding="utf-8")
    >>> list(rows_of(file, ["who"], ValueError))
    [(2, {'who': '甲', 'when': '2021'})]
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream)
            head = next(reader, [])
            if told := _wrong_head(head, columns, also):
                raise error(f"{path}, line 1: {told}")
            for fields in reader:
                if not any(fields):
                    continue
                if len(fields) > len(head):
                    raise error(
                        f"{path}, line {reader.line_num}: more fields than columns; put quotes "
                        "around a text with commas"
                    )
                yield reader.line_num, dict(zip_longest(head, fields, fillvalue=""))
    except OSError as reason:
        raise error(f"{path}: cannot be read ({reason.strerror}); check the path") from reason
    except UnicodeDecodeError as reason:
        raise error(f"{path}: not UTF-8; save it as CSV UTF-8") from reason
    except csv.Error as reason:
        raise error(f"{path}: no CSV ({reason}); save it as CSV UTF-8") from reason


def _wrong_head(head: Sequence[str], columns: Sequence[str], also: Sequence[str]) -> str | None:
    """Say what is wrong with the names of the columns, and what to do."""
    missing = [name for name in columns if name not in head]
    twice = [name for name in columns if head.count(name) > 1]
    if not missing:
        return f"two columns {twice[0]}; keep one" if twice else None
    text = "".join(head)
    for sign in _SEPARATORS:
        if sign in text:
            shown = "tabs" if sign == "\t" else sign
            return f"the columns are separated by {shown}; separate them by commas"
    return f"no column {', '.join(missing)}; the first line names {','.join((*columns, *also))}"
