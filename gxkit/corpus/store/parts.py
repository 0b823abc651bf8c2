"""Parts: the Parquet files that hold the frames of a batch of reports, and what was made of files.

Rows become Arrow columns straight from plain tuples. Columns of text are coded by dictionaries,
and the rows of a report follow those of the one before it in the order of the form, so that the
codes repeat and a row of ``cells`` takes about a byte.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gxkit import frames
from gxkit.corpus.whole import write_whole

if TYPE_CHECKING:
    import pyarrow as pa

FILES = "files"
"""The part that tells what was made of each file."""

FILE_COLUMNS: Mapping[str, str] = {
    "name": "string",
    "report_id": "string",
    "sha256": "string",
    "size": "Int64",
    "stamp": "Int64",
    "fill": "string",
    "status": "string",
    "message": "string",
}
"""The columns of ``files``: a row a file that was looked at, whatever came of it.

`status` is ``read``, ``same`` (the bytes of an earlier file), ``failed``, ``died`` (whoever
read it did) or ``told`` (an archive of which something is to be said), and `message` the reason; `size`, `stamp` and `fill` are how the file stood then.
"""

_CODEC = "zstd"
_LEVEL = 9
_CHUNK = 20_000
"""So many rows are plain Python values at a time."""


def columns(name: str) -> Mapping[str, str]:
    """Return the columns of the parts of a frame `name`, and their dtypes.

    Examples
    --------
    >>> list(columns("points"))
    ['report_id', 'kind', 'order', 'text', 'where']
    """
    return FILE_COLUMNS if name == FILES else frames.columns(name, corpus=name != "reports")


def schema(name: str) -> pa.Schema:
    """Return the Arrow schema of a frame `name`: one type a dtype, nothing of pandas.

    Examples
    --------
    >>> schema("points").field("order").type
    DataType(int64)
    """
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "Int64": pa.int64(),
        "Float64": pa.float64(),
        "boolean": pa.bool_(),
    }
    return pa.schema([(column, types[dtype]) for column, dtype in columns(name).items()])


class Rows:
    """Rows of a frame on their way into a table.

    Parameters
    ----------
    name : str
        The frame.

    Examples
    --------
    >>> rows = Rows("points")
    >>> rows.add("0123456789ab", [("problem", 1, "人手不足", "l3")])
    >>> rows.table().num_rows
    1
    """

    def __init__(self, name: str) -> None:
        self._schema = schema(name)
        self._columns: list[list[Any]] = [[] for _ in self._schema]
        self._done: list[pa.Table] = []

    def add(self, report_id: str | None, rows: Iterable[tuple[Any, ...]]) -> None:
        """Add `rows` of a report, without their report_id."""
        columns = list(zip(*rows, strict=True))
        if columns:
            ids, *others = self._columns
            ids += [report_id] * len(columns[0])
            for known, more in zip(others, columns, strict=True):
                known.extend(more)
            if len(ids) >= _CHUNK:
                self._pack()

    def _pack(self) -> None:
        import pyarrow as pa

        arrays = []
        for field, values in zip(self._schema, self._columns, strict=True):
            array = pa.array(values, type=field.type)
            # As codes the chunk takes a fifth of the room, and is written no slower.
            arrays.append(array.dictionary_encode() if pa.types.is_string(field.type) else array)
        self._done.append(pa.table(arrays, names=self._schema.names))
        self._columns = [[] for _ in self._schema]

    def table(self) -> pa.Table:
        """Return all rows that were added."""
        import pyarrow as pa

        self._pack()
        return pa.concat_tables(self._done).unify_dictionaries()


def write_part(out: Path, name: str, id: str, table: pa.Table) -> str | None:
    """Write rows of a frame as a part, whole or not at all.

    Parameters
    ----------
    out : Path
        The folder of the corpus.
    name : str
        The frame.
    id : str
        What tells the part from others: the same rows have the same id.
    table : pyarrow.Table
        The rows.

    Returns
    -------
    str or None
        The name of the file within ``out/name``; None where there are no rows.

    Raises
    ------
    OSError
        It cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> write_part(Path(tempfile.mkdtemp()), "points", "ab", Rows("points").table())
    """
    if not table.num_rows:
        return None
    folder = out / name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{id}.parquet"
    write_whole(path, partial(_write, table))
    return path.name


def _write(table: pa.Table, draft: Path) -> None:
    import pyarrow.parquet as pq

    # Without Arrow's own schema the codes come back as the texts that they stand for.
    pq.write_table(
        table,
        draft,
        compression=_CODEC,
        compression_level=_LEVEL,
        row_group_size=1 << 24,
        store_schema=False,
    )
    # The manifest is not to name a part that a power cut leaves empty.
    with draft.open("rb+") as file:
        os.fsync(file.fileno())


def read_part(out: Path, name: str, file: str, wanted: Iterable[str] | None = None) -> pa.Table:
    """Read a part of a frame.

    Parameters
    ----------
    out : Path
        The folder of the corpus.
    name, file : str
        The frame, and the name of the part as `write_part` returned it.
    wanted : iterable of str, optional
        The columns to read; all by default.

    Examples
    --------
    >>> import tempfile
    >>> rows, out = Rows("points"), Path(tempfile.mkdtemp())
    >>> rows.add("0123456789ab", [("problem", 1, "人手不足", "l3")])
    >>> read_part(out, "points", write_part(out, "points", "ab", rows.table())).num_rows
    1
    """
    import pyarrow.parquet as pq

    with pq.ParquetFile(out / name / file) as part:
        return part.read(columns=None if wanted is None else list(wanted))
