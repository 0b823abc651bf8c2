"""Commands about corpora: build one, say what it covers, write a data set, show the teaching corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import gxkit
from gxkit.cli.options import Aliases, Corrections, Debug
from gxkit.cli.told import told
from gxkit.errors import ReadError


def demo(
    corpus: Annotated[
        Path | None, typer.Option(help="A folder of reports; by default the one of the checkout.")
    ] = None,
    out: Annotated[Path, typer.Option(help="The folder to write the frames to.")] = Path("out"),
    debug: Debug = False,
) -> None:
    """Read the teaching corpus, sum it up, and write its frames as CSV and Parquet."""
    with told(debug):
        from gxkit.cli.demo import next_steps, summary
        from gxkit.corpus import read_corpus, write_frames

        folder = corpus or _shipped()
        reports = folder / "reports"  # beside it may lie other corpora, such as the sample
        read_all = read_corpus(reports if reports.is_dir() else folder)
        typer.echo(summary(read_all, folder))
        written = write_frames(read_all, out)
        typer.echo(f"\nwrote {len(written)} files to {out}/: {', '.join(p.name for p in written)}")
        typer.echo(f"\n{next_steps(out)}")


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
    with told(debug):
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


def status(
    out: Annotated[Path, typer.Argument(help="A corpus that was built, or a folder of reports.")],
    listed: Annotated[int, typer.Option(help="How many cells to name that need review.")] = 10,
    corrections: Corrections = None,
    aliases: Aliases = None,
    debug: Debug = False,
) -> None:
    """Say what a corpus covers, how well it was read, and what needs review."""
    with told(debug):
        from gxkit.cli.opening import open_source
        from gxkit.cli.status import status as summed

        corpus = open_source(out, corrections=corrections, aliases=aliases)
        typer.echo(summed(corpus, listed))


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
    with told(debug):
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


def lab(context: typer.Context, debug: Debug = False) -> None:
    """Open JupyterLab at the first notebook; options of JupyterLab are passed on."""
    with told(debug):
        from jupyterlab.labapp import main as open_lab

        from gxkit.cli.lab import checkout, options

        open_lab(options(checkout(), context.args))


def _shipped() -> Path:
    """Find the corpus of a checkout: beside the package, else in the current folder."""
    for folder in (Path(gxkit.__file__).resolve().parent.parent / "corpus", Path("corpus")):
        if folder.is_dir():
            return folder
    raise ReadError("no folder corpus/ here; name a folder of reports with --corpus")
