"""The command ``gxkit``, thin over the public verbs."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

import gxkit
from gxkit.errors import GxkitError, ReadError

app = typer.Typer(
    name="gxkit",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
Corrections = Annotated[
    Path | None, typer.Option(help="A CSV of corrections to lay over the reports.")
]
Aliases = Annotated[
    Path | None, typer.Option(help="A CSV of agencies that were renamed or merged.")
]


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


@app.command()
def read(
    file: Annotated[Path, typer.Argument(help="A report: a page, an Office file, a text.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    debug: Debug = False,
) -> None:
    """Read one report: who, year, tables, states, checks, notes."""
    with _told(debug):
        from gxkit.card import text
        from gxkit.report import read_report

        report = read_report(file)
        if as_json:
            typer.echo(json.dumps(report.to_dict(), ensure_ascii=False, indent=1, default=str))
        else:
            typer.echo(text(report.parsed, report.findings))


@app.command()
def check(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders of reports.")],
    to: Annotated[
        str | None,
        typer.Option("--format", "-f", help="table, json, csv or html; else as --out ends."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A file to write to; else the terminal.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what holds and what cannot be assessed.")
    ] = False,
    corrections: Corrections = None,
    aliases: Aliases = None,
    debug: Debug = False,
) -> None:
    """Check reports: sums, narrative against tables, across years and agencies.

    Exit code 0 where every identity holds or cannot be assessed, 1 where one fails, 2 where
    nothing could be read or checked.
    """
    with _told(debug):
        from gxkit.cli.check import FORMATS, checked, fails, remarks
        from gxkit.corpus import read_corpus
        from gxkit.corpus.whole import write_whole

        if to is None:
            suffix = "" if out is None else out.suffix.lower().lstrip(".")
            to = suffix if suffix in FORMATS else "table"
        if to not in FORMATS:
            raise ReadError(f"no format {to!r}; choose one of {', '.join(FORMATS)}")
        corpus = read_corpus(*paths, corrections=corrections, aliases=aliases)
        said = remarks(corpus)
        if not len(corpus):
            unread = [remark for remark in said if remark.startswith("not read")]
            raise ReadError(unread[0] if unread else f"{paths[0]}: no report in there")
        reports = checked(corpus)
        text = FORMATS[to](reports, said, everything=everything)
        if out is None:
            typer.echo(text)
        else:
            written = f"{text}\n".encode("utf-8-sig" if to == "csv" else "utf-8")
            write_whole(out, lambda draft: draft.write_bytes(written))
        if to in ("json", "csv") or out is not None:
            for remark in said:
                typer.echo(remark, err=True)
        if fails(reports):
            raise typer.Exit(1)
        if not any(report.form for report in corpus):
            raise typer.Exit(2)  # nothing was checked: that is not the same as all is well


@app.command()
def indicators(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders of reports.")],
    ids: Annotated[
        str | None, typer.Option(help="Indicators, such as B2,D4; by default all of them.")
    ] = None,
    by: Annotated[
        str | None, typer.Option(help="Columns to sum up by, such as year or year,province.")
    ] = None,
    to: Annotated[str, typer.Option("--format", "-f", help="table or csv.")] = "table",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A file to write to; else the terminal.")
    ] = None,
    corrections: Corrections = None,
    aliases: Aliases = None,
    debug: Debug = False,
) -> None:
    """Compute indicators of reports, or of all together by year or other columns."""
    with _told(debug):
        from gxkit.cli.indicators import FORMATS, computed, listed
        from gxkit.cli.opening import open_source
        from gxkit.corpus import read_corpus
        from gxkit.corpus.whole import write_whole
        from gxkit.measures.declared import chosen

        if to not in FORMATS:
            raise ReadError(f"no format {to!r}; choose one of {', '.join(FORMATS)}")
        chosen(listed(ids) or None)  # a mistyped id is told before everything is read
        if len(paths) == 1:
            corpus = open_source(paths[0], corrections=corrections, aliases=aliases)
        else:
            corpus = read_corpus(*paths, corrections=corrections, aliases=aliases)
        notes = corpus.notes
        for reason in notes["message"][notes["level"] == "error"]:
            typer.echo(f"not read: {reason}", err=True)
        if not len(corpus):
            raise ReadError(f"{paths[0]}: no report in there")
        text = FORMATS[to](computed(corpus, listed(ids), listed(by)))
        if out is None:
            typer.echo(text)
        else:
            written = f"{text}\n".encode("utf-8-sig" if to == "csv" else "utf-8")
            write_whole(out, lambda draft: draft.write_bytes(written))


@app.command()
def words(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders of reports, or a corpus.")],
    what: Annotated[str, typer.Option(help="frequency, keywords or keyness.")] = "frequency",
    part: Annotated[
        str, typer.Option(help="problems, improvements, points, section0 … section6, narrative.")
    ] = "problems",
    by: Annotated[str | None, typer.Option(help="Columns of groups, such as year,level.")] = None,
    top: Annotated[int, typer.Option(help="How many words, of each group; 0 for all.")] = 30,
    stop: Annotated[
        str, typer.Option(help="Words left out: none, function or domain (工作, 进一步 … too).")
    ] = "function",
    engine: Annotated[str, typer.Option(help="The segmenter: jieba or rjieba.")] = "jieba",
    to: Annotated[
        str | None, typer.Option("--format", "-f", help="table or csv; a file.csv is csv.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A file to write to; else the terminal.")
    ] = None,
    debug: Debug = False,
) -> None:
    """Count the words of problems, improvements or sections, by year or other columns.

    Keyness compares each group of --by with all others together.
    """
    with _told(debug):
        from gxkit.cli.indicators import listed
        from gxkit.cli.opening import open_source
        from gxkit.cli.words import FORMATS, checked, counted
        from gxkit.corpus import read_corpus
        from gxkit.corpus.whole import write_whole

        form = to or ("csv" if out is not None and out.suffix == ".csv" else "table")
        if form not in FORMATS:
            raise ReadError(f"no format {form!r}; choose one of {', '.join(FORMATS)}")
        checked(what, part, stop, listed(by))  # before everything is read
        corpus = open_source(paths[0]) if len(paths) == 1 else read_corpus(*paths)
        notes = corpus.notes
        for reason in notes["message"][notes["level"] == "error"]:
            typer.echo(f"not read: {reason}", err=True)
        if not len(corpus):
            raise ReadError(f"{paths[0]}: no report in there")
        found = counted(corpus, what, part, listed(by), top=top, stop=stop, engine=engine)
        text = FORMATS[form](found)
        if out is None:
            typer.echo(text)
        else:
            written = f"{text}\n".encode("utf-8-sig" if form == "csv" else "utf-8")
            write_whole(out, lambda draft: draft.write_bytes(written))


@app.command()
def reuse(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders of reports, or a corpus.")],
    against: Annotated[
        str, typer.Option(help="last_year, siblings, all, or near: all pairs that share much.")
    ] = "last_year",
    part: Annotated[
        str, typer.Option(help="section0 … section6, problems, improvements, narrative.")
    ] = "section5",
    by: Annotated[
        str, typer.Option(help="What siblings have in common beside the year.")
    ] = "level,province",
    share: Annotated[
        float | None, typer.Option(help="List only what shares so much, such as 0.8.")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--format", "-f", help="table or csv; a file.csv is csv.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A file to write to; else the terminal.")
    ] = None,
    debug: Debug = False,
) -> None:
    """Find copied texts: from the agency's own last year, from siblings, or anywhere.

    Names, years and numbers are masked; the share is of characters in passages of 10 or more.
    """
    with _told(debug):
        from gxkit.cli.indicators import listed
        from gxkit.cli.opening import open_source
        from gxkit.cli.reuse import FORMATS, checked, compared
        from gxkit.corpus import read_corpus
        from gxkit.corpus.whole import write_whole

        form = to or ("csv" if out is not None and out.suffix == ".csv" else "table")
        if form not in FORMATS:
            raise ReadError(f"no format {form!r}; choose one of {', '.join(FORMATS)}")
        checked(against, part, share or 0)  # before everything is read
        corpus = open_source(paths[0]) if len(paths) == 1 else read_corpus(*paths)
        notes = corpus.notes
        for reason in notes["message"][notes["level"] == "error"]:
            typer.echo(f"not read: {reason}", err=True)
        if not len(corpus):
            raise ReadError(f"{paths[0]}: no report in there")
        groups = listed(by) if against == "siblings" else []
        text = FORMATS[form](compared(corpus, against, part, groups, share))
        if out is None:
            typer.echo(text)
        else:
            written = f"{text}\n".encode("utf-8-sig" if form == "csv" else "utf-8")
            write_whole(out, lambda draft: draft.write_bytes(written))


@app.command()
def themes(
    paths: Annotated[list[Path], typer.Argument(help="A built corpus, files, or folders.")],
    by: Annotated[
        str | None, typer.Option(help="Columns to count by, such as year or year,level.")
    ] = None,
    unit: Annotated[str, typer.Option(help="What is counted: clause or report.")] = "clause",
    how: Annotated[str, typer.Option(help="both, pattern or learned.")] = "both",
    codebook: Annotated[
        Path | None, typer.Option(help="A codebook of your own (YAML); else the shipped one.")
    ] = None,
    codes: Annotated[
        bool, typer.Option("--codes", help="Every clause with its themes, not counts.")
    ] = False,
    to: Annotated[str, typer.Option("--format", "-f", help="table or csv.")] = "table",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A CSV file to write to; else the terminal.")
    ] = None,
    debug: Debug = False,
) -> None:
    """Code the problems and improvements of section five, and count their themes."""
    with _told(debug):
        from gxkit.cli.indicators import listed
        from gxkit.cli.opening import open_source
        from gxkit.cli.themes import FORMATS, coded, counted
        from gxkit.corpus import read_corpus
        from gxkit.corpus.whole import write_whole
        from gxkit.themes import Codebook

        if to not in FORMATS:
            raise ReadError(f"no format {to!r}; choose one of {', '.join(FORMATS)}")
        book = Codebook.load(codebook)
        corpus = open_source(paths[0]) if len(paths) == 1 else read_corpus(*paths)
        if not len(corpus):
            raise ReadError(f"{paths[0]}: no report in there")
        frame = coded(corpus, book, how)
        frame = frame if codes else counted(frame, book, listed(by), unit)
        if out is None:
            typer.echo(FORMATS[to](frame))
        else:
            written = f"{FORMATS['csv'](frame)}\n".encode("utf-8-sig")
            write_whole(out, lambda draft: draft.write_bytes(written))


@app.command()
def demo(
    corpus: Annotated[
        Path | None, typer.Option(help="A folder of reports; by default the one of the checkout.")
    ] = None,
    out: Annotated[Path, typer.Option(help="The folder to write the frames to.")] = Path("out"),
    debug: Debug = False,
) -> None:
    """Read the teaching corpus, sum it up, and write its frames as CSV and Parquet."""
    with _told(debug):
        from gxkit.cli.demo import next_steps, summary
        from gxkit.corpus import read_corpus, write_frames

        folder = corpus or _shipped()
        reports = folder / "reports"  # beside it may lie other corpora, such as the sample
        read_all = read_corpus(reports if reports.is_dir() else folder)
        typer.echo(summary(read_all, folder))
        written = write_frames(read_all, out)
        typer.echo(f"\nwrote {len(written)} files to {out}/: {', '.join(p.name for p in written)}")
        typer.echo(f"\n{next_steps(out)}")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def lab(context: typer.Context, debug: Debug = False) -> None:
    """Open JupyterLab at the first notebook; options of JupyterLab are passed on."""
    with _told(debug):
        from jupyterlab.labapp import main as open_lab

        from gxkit.cli.lab import checkout, options

        open_lab(options(checkout(), context.args))


@app.command()
def build(
    paths: Annotated[
        list[Path], typer.Argument(help="Folders, files and archives of reports; last, the corpus.")
    ],
    workers: Annotated[
        int | None, typer.Option(help="How many processes; by default one a core, 0 for none.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="The address of a dask scheduler, whose workers read.")
    ] = None,
    manifest: Annotated[
        Path | None, typer.Option(help="A CSV path,url,agency,year,region_code,retrieved.")
    ] = None,
    aliases: Aliases = None,
    drop: Annotated[
        bool, typer.Option("--drop", help="Let go what sources held that are no longer named.")
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Hash every file, whatever its time of change.")
    ] = False,
    debug: Debug = False,
) -> None:
    """Build a corpus on disk from reports, or bring one up to date: SOURCES… OUT.

    A build that was stopped goes on where it stood. Exit code 0 also where files could not be
    read: each has a note.
    """
    with _told(debug):
        from gxkit.cli.build import built

        typer.echo(
            built(
                paths,
                workers=workers,
                scheduler=scheduler,
                manifest=manifest,
                aliases=aliases,
                drop=drop,
                verify=verify,
            )
        )


@app.command()
def status(
    out: Annotated[Path, typer.Argument(help="A corpus that was built, or a folder of reports.")],
    listed: Annotated[int, typer.Option(help="How many cells to name that need review.")] = 10,
    corrections: Corrections = None,
    aliases: Aliases = None,
    debug: Debug = False,
) -> None:
    """Say what a corpus covers, how well it was read, and what needs review."""
    with _told(debug):
        from gxkit.cli.opening import open_source
        from gxkit.cli.status import status as summed

        corpus = open_source(out, corrections=corrections, aliases=aliases)
        typer.echo(summed(corpus, listed))


@app.command()
def doctor(debug: Debug = False) -> None:
    """Say which kinds of file can be read here, and the command that adds what is missing."""
    with _told(debug):
        from gxkit.cli.doctor import diagnosis

        typer.echo(diagnosis())


@app.command()
def export(
    source: Annotated[
        Path, typer.Argument(help="A corpus that was built, or a folder of reports.")
    ],
    folder: Annotated[Path, typer.Argument(help="The folder to write.")],
    to: Annotated[
        str, typer.Option(help="The formats, with commas.")
    ] = "csv,xlsx,stata,parquet,duckdb",
    title: Annotated[str | None, typer.Option(help="What the data set is called.")] = None,
    author: Annotated[
        list[str] | None, typer.Option(help="Who compiled it; may be given again.")
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace a folder that is no earlier export.")
    ] = False,
    corrections: Corrections = None,
    aliases: Aliases = None,
    debug: Debug = False,
) -> None:
    """Write a data set for Stata, R, Excel and others, with codebook and origin."""
    with _told(debug):
        from gxkit.cli.opening import open_source
        from gxkit.corpus.release import export as write

        formats = [each.strip() for each in to.split(",") if each.strip()]
        made = write(
            open_source(source, corrections=corrections, aliases=aliases),
            folder,
            formats,
            title=title,
            authors=author or (),
            overwrite=overwrite,
        )
        typer.echo(f"wrote {', '.join(formats)} to {made}/: see {made}/README.md")


def _shipped() -> Path:
    """Find the corpus of a checkout: beside the package, else in the current folder."""
    for folder in (Path(gxkit.__file__).resolve().parent.parent / "corpus", Path("corpus")):
        if folder.is_dir():
            return folder
    raise ReadError("no folder corpus/ here; name a folder of reports with --corpus")


@contextmanager
def _told(debug: bool) -> Iterator[None]:
    """Tell an error in one line and leave with code 2."""
    try:
        yield
    except typer.Exit:
        raise
    except GxkitError as error:
        _tell(str(error), debug)
    except Exception as error:  # noqa: BLE001 (a user wants one line, whatever happened)
        known = f"unexpected {type(error).__name__}: {error}"
        _tell(f"{known}; run again with --debug and report what it shows", debug)


def _tell(message: str, debug: bool) -> None:
    if debug:
        traceback.print_exc()
    typer.echo(f"gxkit: {' '.join(message.split())}", err=True)
    raise typer.Exit(2)
