"""Commands that count and compare: indicators, words, copies, themes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gxkit.cli.options import Aliases, Corrections, Debug, Format, Out, Paths
from gxkit.cli.output import format_of, opened, put
from gxkit.cli.told import told


def indicators(
    paths: Paths,
    ids: Annotated[
        str | None, typer.Option(help="Indicators, such as B2,D4; by default all of them.")
    ] = None,
    by: Annotated[
        str | None, typer.Option(help="Columns to sum up by, such as year or year,province.")
    ] = None,
    all_text: Annotated[
        bool, typer.Option("--all-text", help="Code and compare section five too: G3 to G17.")
    ] = False,
    to: Format = None,
    out: Out = None,
    corrections: Corrections = None,
    aliases: Aliases = None,
    debug: Debug = False,
) -> None:
    """Compute indicators of reports, or of all together by year or other columns."""
    with told(debug):
        from gxkit.cli.indicators import FORMATS, computed, listed
        from gxkit.measures.declared import chosen

        form = format_of(to, out, FORMATS)
        chosen(listed(ids) or None)  # a mistyped id is told before everything is read
        corpus = opened(paths, corrections, aliases)
        found = computed(corpus, listed(ids), listed(by), all_text=all_text)
        put(FORMATS[form](found), form, out)


def words(
    paths: Paths,
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
    to: Format = None,
    out: Out = None,
    corrections: Corrections = None,
    aliases: Aliases = None,
    debug: Debug = False,
) -> None:
    """Count the words of problems, improvements or sections, by year or other columns.

    Keyness compares each group of --by with all others together.
    """
    with told(debug):
        from gxkit.cli.indicators import listed
        from gxkit.cli.words import FORMATS, checked, counted

        form = format_of(to, out, FORMATS)
        checked(what, part, stop, listed(by))  # before everything is read
        corpus = opened(paths, corrections, aliases)
        found = counted(corpus, what, part, listed(by), top=top, stop=stop, engine=engine)
        put(FORMATS[form](found), form, out)


def reuse(
    paths: Paths,
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
    to: Format = None,
    out: Out = None,
    corrections: Corrections = None,
    aliases: Aliases = None,
    debug: Debug = False,
) -> None:
    """Find copied texts: from the agency's own last year, from siblings, or anywhere.

    Names, years and numbers are masked; the share is of characters in passages of 10 or more.
    """
    with told(debug):
        from gxkit.cli.indicators import listed
        from gxkit.cli.reuse import FORMATS, checked, compared

        form = format_of(to, out, FORMATS)
        checked(against, part, share or 0)  # before everything is read
        corpus = opened(paths, corrections, aliases)
        groups = listed(by) if against == "siblings" else []
        put(FORMATS[form](compared(corpus, against, part, groups, share)), form, out)


def themes(
    paths: Paths,
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
    to: Format = None,
    out: Out = None,
    corrections: Corrections = None,
    aliases: Aliases = None,
    debug: Debug = False,
) -> None:
    """Code the problems and improvements of section five, and count their themes."""
    with told(debug):
        from gxkit.cli.indicators import listed
        from gxkit.cli.themes import FORMATS, coded, counted
        from gxkit.themes import Codebook

        form = format_of(to, out, FORMATS)
        book = Codebook.load(codebook)
        frame = coded(opened(paths, corrections, aliases), book, how)
        frame = frame if codes else counted(frame, book, listed(by), unit)
        put(FORMATS[form](frame), form, out)
