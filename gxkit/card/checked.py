"""A page on what the checks found: report by report, each finding beside the table it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files

from gxkit.card.page import drawn, style
from gxkit.card.pictured import Album
from gxkit.card.signs import MENDED, failed_cells, legend, tally
from gxkit.checks import RULES, Finding, failures
from gxkit.checks.model import Evidence
from gxkit.checks.narrative import told_by
from gxkit.parsing.model import Statement

_RULES = {rule.id: rule for rule in reversed(RULES)}
_SEVERITIES = (("identity", "等式"), ("expected", "预期"), ("hint", "提示"))
_ORDER = {severity: at for at, (severity, _) in enumerate(_SEVERITIES)}
_CAUSES = {"parse": "读取有误 (parse)", "document": "原文有误 (document)"}


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
        """Agency and year."""
        if self.of_all:
            return "all reports"
        meta = self.evidence.meta
        return f"{meta.get('agency') or 'agency unknown'} {meta.get('year') or 'year unknown'}"

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """The findings that fail, hints too, the gravest first."""
        failing = [finding for finding in self.findings if finding.ok is False]
        return tuple(sorted(failing, key=lambda finding: _ORDER[finding.severity]))


def page(reports: Iterable[Checked], remarks: Sequence[str] = ()) -> str:
    """Write a page that a person can read in a browser, without script and without network.

    Parameters
    ----------
    reports : iterable of Checked
        The reports.
    remarks : sequence of str
        What else is to be told: files that could not be read, corrections not applied.

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
    lines = "".join(_line(at, report) for at, report in enumerate(known))
    heads = "".join(f"<th>{zh} {en}</th>" for en, zh in _SEVERITIES)
    index = (
        f'<table class="gx-index"><thead><tr><th>报告 report</th>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table>"
    )
    album = Album()
    sections = [_report(at, report, album) for at, report in enumerate(known) if report.wrong]
    told = [*remarks, *([album.told] if album.told else [])]
    parts = [
        f"<h1>{_counted(known)}</h1>",
        *(f'<p class="gx-failed">{escape(remark)}</p>' for remark in told),
        index,
        *sections,
    ]
    own = files("gxkit").joinpath("data", "checked.css").read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="zh"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>gxkit check</title><style>{style()}{own}</style></head>"
        f'<body class="gxkit-card">{"".join(parts)}</body></html>\n'
    )


def _counted(reports: Sequence[Checked]) -> str:
    failing = sum(bool(failures(report.findings)) for report in reports)
    count = sum(not report.of_all for report in reports)
    return f"{count} 份报告，{failing} 份有未通过的检查"


def _line(at: int, report: Checked) -> str:
    counts = "".join(
        f"<td>{sum(finding.severity == severity for finding in report.wrong) or ''}</td>"
        for severity, _ in _SEVERITIES
    )
    who = escape(report.who)
    name = f'<a href="#r{at}">{who}</a>' if report.wrong else who
    return f"<tr><th>{name}</th>{counts}</tr>"


def _report(at: int, report: Checked, album: Album) -> str:
    """Draw the tables with failed cells lit, each with its findings beside it."""
    evidence = report.evidence
    failed = failed_cells(report.findings)
    mended = _mended(report.wrong)
    whole = [one for one in report.wrong if one.table not in {t.code for t in evidence.tables}]
    parts = [
        f'<section id="r{at}"><h2>{escape(report.who)}</h2>',
        f"<p class='gx-dim'>{escape(str(evidence.meta.get('path') or ''))}</p>",
        f"<p>{escape(tally(report.findings))}</p>",
        _found(whole, evidence, album),
    ]
    for table in evidence.tables:
        own = [finding for finding in report.wrong if finding.table == table.code]
        beside = _found(own, evidence, album)
        parts.append(
            f'<div class="gx-beside">{drawn(table, evidence.facts, failed, mended)}{beside}</div>'
            if own
            else drawn(table, evidence.facts, failed)
        )
    signs = "".join(
        f"<span><b>{escape(sign)}</b> {escape(meaning)}</span>"
        for sign, meaning in (*legend(evidence.parsed.facts, failed), *([MENDED] if mended else ()))
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
    rule = _RULES.get(finding.rule)
    parts = [f"<b>{escape(finding.rule)}</b> {escape(rule.zh if rule else '')}"]
    statement = told_by(finding, evidence)
    if statement is not None:
        parts.append(_sentence(statement, evidence))
    parts.append(f"<p>{escape(finding.message)}</p>")
    if finding.repair:
        parts.append(f"<p>建议 repair: <code>{escape(finding.repair)}</code></p>")
    if finding.cause:
        parts.append(f"<p>{_CAUSES[finding.cause]}</p>")
    parts.append(album.beside(finding, evidence))
    return f'<li class="gx-{finding.severity}">{"".join(parts)}</li>'


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
