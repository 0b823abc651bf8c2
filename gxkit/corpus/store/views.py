"""The parts of a corpus as tables of DuckDB, with what lies over them: selection, fill, corrections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gxkit.corpus.selecting import values_of
from gxkit.corpus.sql import ask, at_hand, connect, told
from gxkit.corpus.store.manifest import Manifest
from gxkit.corpus.store.parts import columns, schema

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

AT = "_at"
"""The hidden column that tells rows of one report apart, in their order."""

_SQL_TYPES = {"string": "VARCHAR", "Int64": "BIGINT", "Float64": "DOUBLE", "boolean": "BOOLEAN"}
_FILE = 1 << 32
GATHERED = 1 << 56
"""What `AT` is counted from: rows of a part, parts, and rows found by looking at all reports."""


@dataclass(frozen=True)
class Laid:
    """Rows that take the place of those of some reports, by frame: the reports and the rows."""

    ids: frozenset[str]
    rows: pa.Table


@dataclass(frozen=True)
class Views:
    """The frames of a corpus on disk.

    `only` are the reports that are selected, None for all; `filled` the states whose cells
    count as 0; `laid` what lies over frames.
    """

    out: Path
    manifest: Manifest
    only: frozenset[str] | None = None
    filled: tuple[str, ...] = ()
    laid: Mapping[str, Laid] = field(default_factory=dict)

    @contextmanager
    def open(
        self, names: Iterable[str], *, ours: bool = False
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open a database in which the frames `names` are tables.

        For queries that are `ours`, and make nothing, it is the one at hand.
        Each has a hidden twin with a line before its name, which has the column `AT` too.
        """
        import pyarrow as pa

        with at_hand() if ours else connect() as connection:
            if self.only is not None:
                ids = pa.table({"report_id": pa.array(sorted(self.only), pa.string())})
                connection.register("_only", ids)
            for name in names:
                rows = self._rows(connection, name)
                with told():
                    connection.execute(f'CREATE TEMP VIEW "_{name}" AS {rows}')
                    connection.execute(
                        f'CREATE TEMP VIEW "{name}" AS SELECT * EXCLUDE ({AT}) FROM "_{name}"'
                    )
            yield connection

    def table(
        self,
        name: str,
        wanted: Sequence[str] | None = None,
        where: Mapping[str, Any] | None = None,
        *,
        marked: bool = False,
    ) -> pa.Table:
        """Return a frame, its rows in the order of the reports.

        Parameters
        ----------
        name : str
            The frame.
        wanted : sequence of str, optional
            The columns; all by default.
        where : mapping, optional
            Columns with the value or the values that rows must have.
        marked : bool
            Whether the hidden column is wanted too.
        """
        import pyarrow as pa

        chosen = list(columns(name) if wanted is None else wanted) + ([AT] if marked else [])
        tests, parameters = _tests(where or {})
        plain = name not in ("checks", "notes") and self.only is None and name not in self.laid
        names = {name} if plain else {name, "reports"}
        with self.open(names, ours=True) as connection:
            told = ", ".join(f'x."{column}"' for column in chosen) or "1"
            query = f'SELECT {told} FROM "_{name}" x'
            if not plain:
                query += f' LEFT JOIN (SELECT report_id, {AT} AS _place FROM "_reports") USING (report_id)'
            query += f" WHERE {' AND '.join(tests)}" if tests else ""
            if not plain:
                # By reports; notes on files that are none come first, findings on none last.
                nowhere = f"CASE WHEN {AT} < 0 THEN -1 ELSE {GATHERED} END"
                query += f" ORDER BY coalesce(_place, {nowhere}), {AT}"
            elif where:
                # A scan keeps the order of rows, but DuckDB may turn a long list into a join.
                query += f" ORDER BY {AT}"
            found = ask(connection, query, parameters)
        types = schema(name)
        fields = [
            types.field(column) if column != AT else pa.field(AT, pa.int64()) for column in chosen
        ]
        return found.cast(pa.schema(fields))

    def _rows(self, connection: duckdb.DuckDBPyConnection, name: str) -> str:
        """Say in SQL where the rows of a frame come from."""
        place = f"file_index::BIGINT * {_FILE} + file_row_number"
        sources = [(self.manifest.parts(name), place)]
        # Of one report, notes on its file and its years stand before its own, findings between
        # reports behind.
        after = f"{place} + {GATHERED}" if name != "notes" else f"{place} - {GATHERED}"
        sources.append((list(self.manifest.gathered.get(name, ())), after))
        listed = ", ".join(f'"{column}"' for column in columns(name))
        pieces = [
            f"SELECT {listed}, {at} AS {AT} FROM read_parquet([{_quoted(self.out, name, parts)}])"
            for parts, at in sources
            if parts
        ]
        laid = self.laid.get(name)
        if laid is not None:
            connection.register(f"_new_{name}", laid.rows)
            ids = ", ".join(_literal(id) for id in sorted(laid.ids)) or "''"
            pieces = [
                f"SELECT * FROM ({piece}) WHERE report_id IS NULL OR report_id NOT IN ({ids})"
                for piece in pieces
            ]
            pieces.append(f'SELECT * FROM "_new_{name}"')
        if not pieces:
            empty = ", ".join(
                f'NULL::{_SQL_TYPES[dtype]} AS "{column}"'
                for column, dtype in columns(name).items()
            )
            pieces = [f"SELECT {empty}, NULL::BIGINT AS {AT} WHERE false"]
        query = f"SELECT * FROM ({' UNION ALL '.join(pieces)})"
        if self.only is not None:
            query += " WHERE report_id IN (SELECT report_id FROM _only)"
        if name == "cells" and self.filled:
            states = ", ".join(_literal(state) for state in self.filled)
            value = f"CASE WHEN state IN ({states}) THEN 0.0 ELSE value END"
            query = f"SELECT * REPLACE ({value} AS value) FROM ({query})"
        return query


def _tests(where: Mapping[str, Any]) -> tuple[list[str], list[Any]]:
    """Say conditions in SQL, with their parameters."""
    tests: list[str] = []
    parameters: list[Any] = []
    for column, wish in where.items():
        allowed = values_of(wish)
        known = [value for value in allowed if value is not None]
        marks = ", ".join("?" * len(known))
        either = [f'x."{column}" IN ({marks})'] if known else []
        either += [f'x."{column}" IS NULL'] if len(known) < len(allowed) else []
        tests.append(f"({' OR '.join(either) or 'false'})")
        parameters += known
    return tests, parameters


def _quoted(out: Path, name: str, parts: Sequence[str]) -> str:
    return ", ".join(_literal(str(out / name / part)) for part in parts)


def _literal(text: str) -> str:
    quoted = text.replace("'", "''")
    return f"'{quoted}'"
