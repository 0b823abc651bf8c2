"""Commands about files: read one, check many, say what can be read here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from gxkit.cli.options import Aliases, Corrections, Debug, Lang, Out
from gxkit.cli.output import format_of, put
from gxkit.cli.told import told
from gxkit.errors import ReadError


def read(
    files: Annotated[
        list[Path],
        typer.Argument(help="A report: a page, an Office file, a text; then its attachments."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    lang: Lang = "zh",
    debug: Debug = False,
) -> None:
    """Read one report: who, year, tables, states, checks, notes.

    Several files are one report: a page first, then what hangs at it.
    """
    with told(debug):
        from gxkit.card import text
        from gxkit.reading import read_report

        report = read_report(files[0] if len(files) == 1 else files)
        if as_json:
            typer.echo(json.dumps(report.to_dict(), ensure_ascii=False, indent=1, default=str))
        else:
            typer.echo(text(report.parsed, report.findings, lang))


def check(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders of reports.")],
    to: Annotated[
        str | None,
        typer.Option("--format", "-f", help="table, json, csv or html; else as --out ends."),
    ] = None,
    out: Out = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what holds and what cannot be assessed.")
    ] = False,
    corrections: Corrections = None,
    aliases: Aliases = None,
    lang: Lang = "zh",
    debug: Debug = False,
) -> None:
    """Check reports: sums, narrative against tables, across years and agencies.

    The language is that of the page (html); tables, JSON and CSV have the messages of the frame.

    Exit code 0 where every identity holds or cannot be assessed, 1 where one fails, 2 where
    nothing could be read or checked.
    """
    with told(debug):
        from gxkit.cli.check import FORMATS, checked, fails, remarks
        from gxkit.corpus import read_corpus

        form = format_of(to, out, FORMATS)
        corpus = read_corpus(*paths, corrections=corrections, aliases=aliases)
        said = remarks(corpus)
        if not len(corpus):
            unread = [remark for remark in said if remark.startswith("not read")]
            raise ReadError(unread[0] if unread else f"{paths[0]}: no report in there")
        reports = checked(corpus)
        more = {"lang": lang} if form == "html" else {}
        put(FORMATS[form](reports, said, everything=everything, **more), form, out)
        if form in ("json", "csv") or out is not None:
            for remark in said:
                typer.echo(remark, err=True)
        if fails(reports):
            raise typer.Exit(1)
        if not any(report.form for report in corpus):
            raise typer.Exit(2)  # nothing was checked: that is not the same as all is well


def doctor(debug: Debug = False) -> None:
    """Say which kinds of file can be read here, and the command that adds what is missing."""
    with told(debug):
        from gxkit.cli.doctor import diagnosis

        typer.echo(diagnosis())
