"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
Paths = Annotated[list[Path], typer.Argument(help="Files, folders of reports, or a corpus.")]
Corrections = Annotated[
    Path | None, typer.Option(help="A CSV of corrections to lay over the reports.")
]
Aliases = Annotated[
    Path | None, typer.Option(help="A CSV of agencies that were renamed or merged.")
]
Format = Annotated[
    str | None, typer.Option("--format", "-f", help="table or csv; else as --out ends.")
]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", help="A file to write to; else the terminal.")
]


def _spoken(lang: str) -> str:
    if lang not in ("zh", "en"):
        raise typer.BadParameter(f"no language {lang!r}; choose zh or en")
    return lang


Lang = Annotated[
    str, typer.Option(help="The language of words and labels: zh or en.", callback=_spoken)
]
