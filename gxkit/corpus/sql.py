"""Asking frames in SQL: DuckDB over what is in memory or on disk."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from gxkit.errors import QueryError, ReadError

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa


def offered(query: str, names: Iterable[str]) -> list[str]:
    """Return those of `names` that stand in a `query`: no other frame has to be made.

    Examples
    --------
    >>> offered("select * from Cells", ["cells", "points"])
    ['cells']
    """
    words = set(re.findall(r"\w+", query.lower()))
    return [name for name in names if name in words]


def connect() -> duckdb.DuckDBPyConnection:
    """Open a database in memory that asks no network for anything.

    Examples
    --------
    >>> connect().sql("select 1").fetchall()
    [(1,)]
    """
    import duckdb

    settings: dict[str, Any] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    return duckdb.connect(":memory:", config=settings)


def at_hand() -> duckdb.DuckDBPyConnection:
    """Return a new connection to a database in memory that stays open, for queries of our own.

    Making a database takes a hundred times as long as connecting to one. Connections
    share it: what they make must be temporary, which each sees alone. Queries of a user get
    a database of their own (`connect`), in which he may make what he likes.

    Examples
    --------
    >>> with at_hand() as one, at_hand() as other:
    ...     _ = one.execute("create temp view mine as select 1")
    ...     other.sql("select count(*) from duckdb_views() where view_name = 'mine'").fetchall()
    [(0,)]
    """
    # A forked process must not use its parent's: the threads of that are not there.
    return _kept(os.getpid()).cursor()


@cache
def _kept(_: int) -> duckdb.DuckDBPyConnection:
    return connect()


def answer(
    query: str, parameters: Sequence[Any] | None, tables: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Answer a query over frames in memory.

    Parameters
    ----------
    query : str
        One statement.
    parameters : sequence or None
        What stands for each ``?``.
    tables : mapping of str to pandas.DataFrame
        The frames.

    Examples
    --------
    >>> answer("select ? + 1 as n", [1], {})["n"].tolist()
    [2]
    """
    with connect() as connection:
        for name, frame in tables.items():
            register(connection, name, frame)
        return to_pandas(ask(connection, query, parameters))


def register(connection: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    """Make a `frame` a table `name` of a `connection`.

    Examples
    --------
    >>> import pandas as pd
    >>> with connect() as connection:
    ...     register(connection, "mine", pd.DataFrame({"a": [1, 2]}))
    ...     connection.sql("select sum(a) from mine").fetchall()
    [(3,)]
    """
    import pyarrow as pa

    connection.register(name, pa.Table.from_pandas(frame, preserve_index=False))


def ask(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[Any] | None = None
) -> pa.Table:
    """Answer a `query` with its `parameters` over what a `connection` knows.

    Raises
    ------
    QueryError, ReadError
        It cannot be answered.

    Examples
    --------
    >>> ask(connect(), "select 1 as one").num_rows
    1
    """
    with told():
        found = connection.sql(query, params=list(parameters or ()))
        if found is None:
            raise QueryError("the query answers nothing; begin it with select, with or from")
        return found.to_arrow_table()


@contextmanager
def told() -> Iterator[None]:
    """Tell what DuckDB cannot do as an error of ours.

    Raises
    ------
    QueryError
        It does not understand.
    ReadError
        A part cannot be read.

    Examples
    --------
    >>> with told():
    ...     connect().execute("select nothing")
    Traceback (most recent call last):
        ...
    gxkit.errors.QueryError: the query cannot be answered: Binder Error: ...
    """
    import duckdb

    try:
        yield
    except duckdb.IOException as error:
        raise ReadError(
            f"a part of the corpus cannot be read ({error}); if it was built again since it was "
            "opened, open it again"
        ) from error
    except duckdb.Error as error:
        raise QueryError(f"the query cannot be answered: {error}") from error


def to_pandas(table: pa.Table) -> pd.DataFrame:
    """Turn an Arrow `table` into a frame whose dtypes know NA.

    Examples
    --------
    >>> [str(dtype) for dtype in to_pandas(ask(connect(), "select 1 as a, 'x' as b")).dtypes]
    ['Int64', 'string']
    """
    import pandas as pd
    import pyarrow as pa

    types = {
        pa.string(): pd.StringDtype(),
        pa.large_string(): pd.StringDtype(),
        pa.int64(): pd.Int64Dtype(),
        pa.float64(): pd.Float64Dtype(),
        pa.bool_(): pd.BooleanDtype(),
    }
    fields = [pa.field(field.name, _plain(field.type)) for field in table.schema]
    found: pd.DataFrame = table.cast(pa.schema(fields)).to_pandas(types_mapper=types.get)
    return found


def _plain(type: pa.DataType) -> pa.DataType:
    """Return one of few types: sums of whole numbers come in 128 bits, counts unsigned."""
    import pyarrow as pa

    if pa.types.is_integer(type) or (pa.types.is_decimal(type) and type.scale == 0):
        return pa.int64()
    if pa.types.is_floating(type) or pa.types.is_decimal(type):
        return pa.float64()
    if pa.types.is_dictionary(type):
        return pa.string()
    return type
