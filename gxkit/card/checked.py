"""A page on what the checks found: report by report, each finding beside the table it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files

from gxkit.card.page import drawn, style
from gxkit.card.pictured import Album
from gxkit.card.signs import MENDED, failed_cells, legend, tally
from gxkit.card.told import cell_named, found, remarked, titled
from gxkit.card.words import word
from gxkit.checks import Finding, failures
from gxkit.checks.model import Evidence
from gxkit.checks.narrative import told_by
from gxkit.parsing.model import Statement

_SEVERITIES = ("identity", "expected", "hint")


@dataclass(frozen=True, slots=True)
class Checked:
    """A report, and everything that was found in it and between it and others.

    `of_all` marks what was found in all reports together, which is no report of its own.
    """

    evidence: Evidence
    findings: tuple[Finding, ...]
    of_all: bool = False

    @property
    def who(self) -> str:
        """Agency and year, as the text of ``gxkit check`` has them."""
        return self.named("en")

    def named(self, lang: str) -> str:
        """Agency and year in a language."""
        if self.of_all:
            return word("page", "all", lang)
        meta = self.evidence.meta
        who = meta.get("agency") or word("card", "no_agency", lang)
        return f"{who} {meta.get('year') or word('card', 'no_year', lang)}"

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """The findings that fail, hints too, the gravest first."""
        failing = [finding for finding in self.findings if finding.ok is False]
        return tuple(sorted(failing, key=lambda finding: _SEVERITIES.index(finding.severity)))


def page(reports: Iterable[Checked], remarks: Sequence[str] = (), lang: str = "zh") -> str:
    """Write a page that a person can read in a browser, without script and without network.

    Parameters
    ----------
    reports : iterable of Checked
        The reports.
    remarks : sequence of str
        What else is to be told: files that could not be read, corrections not applied.
    lang : {"zh", "en"}
        The language of its words and of the form's labels.

    Returns
    -------
    str
        A whole HTML document. Reports in which nothing fails have a line in the list only.
        Beside failed identities of PDF and scans stand the printed rows, as pictures inside the
        page: as many and as large as `gxkit.card.pictured` declares.

    Examples
    --------
    >>> page([]).startswith("<!doctype html>")
    True
    """
    known = list(reports)
    lines = "".join(_line(at, report, lang) for at, report in enumerate(known))
    heads = "".join(f"<th>{word('severities', each, lang)}</th>" for each in _SEVERITIES)
    index = (
        f'<table class="gx-index"><thead><tr><th>{word("page", "report", lang)}</th>{heads}</tr>'
        f"</thead><tbody>{lines}</tbody></table>"
    )
    album = Album(lang)
    sections = [_report(at, report, album) for at, report in enumerate(known) if report.wrong]
    told = [*(remarked(each, lang) for each in remarks), *([album.told] if album.told else [])]
    parts = [
        f"<h1>{_counted(known, lang)}</h1>",
        *(f'<p class="gx-failed">{escape(remark)}</p>' for remark in told),
        index,
        *sections,
    ]
    own = files("gxkit").joinpath("data", "checked.css").read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{word('page', 'title', lang)}</title><style>{style()}{own}</style></head>"
        f'<body class="gxkit-card">{"".join(parts)}</body></html>\n'
    )


def _counted(reports: Sequence[Checked], lang: str) -> str:
    failing = sum(bool(failures(report.findings)) for report in reports)
    count = sum(not report.of_all for report in reports)
    entry = "counted_one" if count == 1 else "counted"
    return word("page", entry, lang, count=count, failing=failing)


def _line(at: int, report: Checked, lang: str) -> str:
    counts = "".join(
        f"<td>{sum(finding.severity == severity for finding in report.wrong) or ''}</td>"
        for severity in _SEVERITIES
    )
    who = escape(report.named(lang))
    name = f'<a href="#r{at}">{who}</a>' if report.wrong else who
    return f"<tr><th>{name}</th>{counts}</tr>"


def _report(at: int, report: Checked, album: Album) -> str:
    """Draw the tables with failed cells lit, each with its findings beside it."""
    evidence, lang = report.evidence, album.lang
    failed = failed_cells(report.findings)
    mended = _mended(report.wrong)
    whole = [one for one in report.wrong if one.table not in {t.code for t in evidence.tables}]
    parts = [
        f'<section id="r{at}"><h2>{escape(report.named(lang))}</h2>',
        f"<p class='gx-dim'>{escape(str(evidence.meta.get('path') or ''))}</p>",
        f"<p>{escape(tally(report.findings, lang))}</p>",
        _found(whole, evidence, album),
    ]
    for table in evidence.tables:
        own = [finding for finding in report.wrong if finding.table == table.code]
        beside = _found(own, evidence, album)
        grid = drawn(table, evidence.facts, failed, mended if own else {}, lang=lang)
        parts.append(f'<div class="gx-beside">{grid}{beside}</div>' if own else grid)
    also = [(MENDED, word("meanings", "mended", lang))] if mended else []
    signs = "".join(
        f"<span><b>{escape(sign)}</b> {escape(meaning)}</span>"
        for sign, meaning in (*legend(evidence.parsed.facts, failed, lang), *also)
    )
    return "".join(parts) + f'<p class="gx-legend">{signs}</p></section>'


def _mended(findings: Iterable[Finding]) -> Mapping[str, str]:
    """Return the numbers of the cells that alone would mend what fails: no list of several."""
    alone = [one.repair for one in findings if one.repair and not {*one.repair} & {";", " "}]
    return dict(repair.split("=", 1) for repair in alone)


def _found(findings: Sequence[Finding], evidence: Evidence, album: Album) -> str:
    items = "".join(_item(finding, evidence, album) for finding in findings)
    return f'<ul class="gx-findings">{items}</ul>' if items else ""


def _item(finding: Finding, evidence: Evidence, album: Album) -> str:
    lang, form = album.lang, evidence.parsed.form
    parts = [f"<b>{escape(finding.rule)}</b> {escape(titled(finding.rule, lang))}"]
    statement = told_by(finding, evidence)
    if statement is not None:
        parts.append(_sentence(statement, evidence))
    parts.append(f"<p>{escape(found(finding, evidence.facts, form, lang))}</p>")
    if finding.repair:
        said = escape(_repaired(finding.repair, form, lang))
        code = escape(finding.repair)
        parts.append(f'<p title="{code}">{word("page", "repair", lang)}{said}</p>')
    if finding.cause:
        parts.append(f"<p>{word('causes', finding.cause, lang)}</p>")
    parts.append(album.beside(finding, evidence))
    return f'<li class="gx-{finding.severity}">{"".join(parts)}</li>'


def _repaired(repair: str, form: str | None, lang: str) -> str:
    """Say which cells would have to change, and to what."""
    told = []
    for together in repair.split(";"):
        changes = (each.partition("=") for each in together.split())
        told.append(
            word("page", "both", lang).join(
                word("page", "repaired", lang, cell=cell_named(cell, form, lang), value=value)
                for cell, _, value in changes
            )
        )
    return word("page", "either", lang).join(told)


def _sentence(statement: Statement, evidence: Evidence) -> str:
    """Quote the line in which a number is said, with the number marked."""
    line = evidence.parsed.lines[statement.line].text
    before, said, after = (
        line[: statement.start],
        line[statement.start : statement.end],
        line[statement.end :],
    )
    return (
        f"<blockquote>{escape(before[-80:])}<mark>{escape(said)}</mark>{escape(after[:80])} "
        f"<cite>{escape(statement.where)}</cite></blockquote>"
    )
