"""The command ``gxkit``, thin over the public verbs."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

import gxkit
from gxkit.cli import analysing, corpora, reading

app = typer.Typer(
    name="gxkit",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command line; the entry point of the installed script."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that lacks a character shows ? for it and does not stop.
            stream.reconfigure(errors="replace")
    app()


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"gxkit {gxkit.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Read annual reports on 政府信息公开 into tidy data."""


for _command in (
    *(reading.read, reading.check, reading.doctor),
    *(corpora.demo, corpora.build, corpora.status, corpora.export),
    *(analysing.indicators, analysing.words, analysing.reuse, analysing.themes),
):
    app.command()(_command)
# What `gxkit lab` does not know is for JupyterLab.
_others = {"allow_extra_args": True, "ignore_unknown_options": True}
app.command(context_settings=_others)(corpora.lab)
