"""What ``gxkit check`` prints: the findings of files and folders, in the format asked for."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from gxkit import frames
from gxkit.card.checked import Checked, page
from gxkit.card.words import word
from gxkit.checks import Finding
from gxkit.checks.model import Evidence
from gxkit.parsing.model import Parsed

if TYPE_CHECKING:
    from gxkit.corpus import Corpus

_FIELDS = ("path", "agency", "year")
_TOLD = ("correct", "years")
"""The steps whose warnings say that something asked for was not done."""
_OUTCOMES = {True: "hold", False: "fail", None: "not assessable"}


def checked(corpus: Corpus) -> list[Checked]:
    """Gather what was found in each report of a corpus, between it and others, and in all."""
    found = [
        Checked(Evidence(report.parsed, report.document), corpus.findings(report.report_id))
        for report in corpus
    ]
    if of_all := corpus.findings(None):
        found.append(Checked(Evidence(Parsed(None, {}, (), (), ())), of_all, of_all=True))
    return found


def remarks(corpus: Corpus) -> list[str]:
    """Say what no finding tells: what was not read, not recognised, not applied or not compared."""
    notes = corpus.notes
    unread = notes["message"][notes["level"] == "error"]
    passed = notes["message"][(notes["level"] == "warning") & notes["step"].isin(_TOLD)]
    formless = [report.meta["path"] for report in corpus if report.form is None]
    said = [f"not read: {reason}" for reason in unread]
    without = word("card", "no_form", "en")
    said += [f"{path}: {without}, nothing was checked" for path in formless]
    # A note stands with each report that it is about, and is told once.
    return list(dict.fromkeys([*said, *map(str, passed)]))


def fails(reports: Iterable[Checked]) -> bool:
    """Say whether an identity fails anywhere."""
    return any(finding.severity == "identity" for report in reports for finding in report.wrong)


def as_table(reports: list[Checked], remarks: list[str], *, everything: bool) -> str:
    """Write the findings as text: a block a report, and a last line that counts.

    Examples
    --------
    >>> as_table([], [], everything=False)
    '0 reports, 0 with a failed identity'
    """
    blocks = [*remarks]
    for report in reports:
        shown = _shown(report, everything)
        if not shown:
            continue
        lines = [f"{report.who}  {report.evidence.meta.get('path') or ''}".rstrip()]
        for finding in shown:
            lines += _lines(finding)
        blocks.append("\n".join(lines))
    return "\n\n".join([*blocks, _sum(reports)])


def _lines(finding: Finding) -> list[str]:
    outcome = "" if finding.ok is False else f" {_OUTCOMES[finding.ok]}"
    lines = [f"  {finding.rule:<4} {finding.severity}{outcome}: {finding.message}"]
    if finding.repair:
        lines.append(f"       repair: {finding.repair}")
    if finding.cause:
        lines.append(f"       cause: {finding.cause}")
    return lines


def _sum(reports: list[Checked]) -> str:
    failing = sum(fails([report]) for report in reports)
    counts = Counter(
        (finding.severity, finding.ok) for report in reports for finding in report.findings
    )
    many = sum(not report.of_all for report in reports)
    noun = "report" if many == 1 else "reports"
    parts = [f"{many} {noun}, {failing} with a failed identity"]
    for severity in ("identity", "expected", "hint"):
        told = [
            f"{counts[severity, ok]} {word}"
            for ok, word in _OUTCOMES.items()
            if counts[severity, ok]
        ]
        if told:
            parts.append(f"{severity}: {', '.join(told)}")
    return "; ".join(parts)


def as_json(reports: list[Checked], remarks: list[str], *, everything: bool) -> str:
    """Write the findings as JSON: a list of objects, one a finding.

    Examples
    --------
    >>> as_json([], [], everything=True)
    '[]'
    """
    del remarks  # told apart, so that the list holds findings only
    return json.dumps(list(_rows(reports, everything)), ensure_ascii=False, indent=1)


def as_csv(reports: list[Checked], remarks: list[str], *, everything: bool) -> str:
    r"""Write the findings as CSV, a row a finding.

    Examples
    --------
    >>> as_csv([], [], everything=True).split(",")[:4]
    ['path', 'agency', 'year', 'report_id']
    """
    del remarks
    out = io.StringIO()
    writer = csv.DictWriter(
        out, [*_FIELDS, *frames.columns("checks", corpus=True)], lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(_rows(reports, everything))
    return out.getvalue().rstrip("\n")


def as_html(
    reports: list[Checked], remarks: list[str], *, everything: bool, lang: str = "zh"
) -> str:
    """Write the findings as a page: the tables with failed cells lit, the findings beside them.

    Its words and labels are in `lang`, ``zh`` or ``en``.

    Examples
    --------
    >>> "0 份报告" in as_html([], [], everything=False)
    True
    """
    del everything  # what holds has no place on the page but its number
    return page(reports, remarks, lang).rstrip("\n")


def _shown(report: Checked, everything: bool) -> tuple[Finding, ...]:
    return report.findings if everything else report.wrong


def _rows(reports: list[Checked], everything: bool) -> Iterator[Mapping[str, Any]]:
    columns = frames.COLUMNS["checks"]
    for report in reports:
        meta = report.evidence.meta
        about = {field: meta.get(field) for field in _FIELDS}
        about["report_id"] = report.evidence.report_id
        for finding in _shown(report, everything):
            yield {**about, **{column: getattr(finding, column) for column in columns}}


FORMATS: Mapping[str, Callable[..., str]] = {
    "table": as_table,
    "json": as_json,
    "csv": as_csv,
    "html": as_html,
}
"""What writes each format."""
