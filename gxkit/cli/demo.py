"""What ``gxkit demo`` prints: a corpus summed up, and held against its truth."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from gxkit.card.terminal import align
from gxkit.corpus import Corpus
from gxkit.errors import ReadError

Key = tuple[str, str, str, str]
"""(file, table, row, column)."""

_LISTED = 10


@dataclass(frozen=True, slots=True)
class Agreement:
    """How the cells of a corpus agree with their truth.

    `right` counts cells with the true state and value. `marked` counts those that are not
    as the truth has them but claim no number; `wrong` names those that claim a false one.
    """

    right: int
    marked: int
    wrong: tuple[str, ...]
    missing: int

    @property
    def total(self) -> int:
        """The number of cells in the truth."""
        return self.right + self.marked + len(self.wrong) + self.missing


def summary(corpus: Corpus, folder: Path) -> str:
    """Sum a corpus up as text.

    Parameters
    ----------
    corpus : Corpus
        The reports of `folder`.
    folder : Path
        Its folder; where it has ``truth/cells.csv``, the cells are held against it.

    Examples
    --------
    >>> print(summary(Corpus([]), Path("nowhere")).splitlines()[0])
    0 reports, 0 files without a form, 0 not read
    """
    reports = [report for report in corpus if report.form is not None]
    facts = [fact for report in reports for fact in report.parsed.facts]
    findings = [
        finding for report in reports for finding in report.findings if finding.severity != "hint"
    ]
    unread = int((corpus.notes["level"] == "error").sum()) if len(corpus.notes) else 0
    held = {True: "held", False: "failed", None: "not assessable"}
    blocks = [
        [
            f"{len(reports)} reports, {len(corpus) - len(reports)} files without a form, {unread} not read"
        ],
        _counted("year", (str(report.meta["year"] or "unknown") for report in reports)),
        _counted("form", (str(report.form) for report in reports)),
        _counted("file kind", (str(report.meta["format"]) for report in reports)),
        _counted("cells", (fact.state for fact in facts)),
        _counted("placed by", (fact.how for fact in facts if fact.how)),
        _counted("checks", (held[finding.ok] for finding in findings)),
    ]
    truth = folder / "truth" / "cells.csv"
    if truth.is_file():
        blocks.append(_agreed(agreement(corpus, folder, truth)))
    return "\n\n".join("\n".join(block) for block in blocks)


def next_steps(out: Path) -> str:
    """Name the three things to open after the demonstration.

    Parameters
    ----------
    out : Path
        Where the frames were written.

    Examples
    --------
    >>> print(next_steps(Path("out")))
    open next:
      gxkit lab      the notebooks, from the first on (in a checkout: make lab)
      out/cells.csv  every number with its place, for a spreadsheet
      docs/rules.md  what was checked, and why
    """
    things = {
        "gxkit lab": "the notebooks, from the first on (in a checkout: make lab)",
        f"{out.as_posix()}/cells.csv": "every number with its place, for a spreadsheet",
        "docs/rules.md": "what was checked, and why",
    }
    wide = max(map(len, things))
    return "\n".join(
        ["open next:", *(f"  {thing:{wide}}  {what}" for thing, what in things.items())]
    )


def agreement(corpus: Corpus, folder: Path, truth: Path) -> Agreement:
    """Hold the cells of a corpus against their truth.

    Parameters
    ----------
    corpus : Corpus
        The reports of `folder`.
    folder : Path
        The folder that the column `file` of the truth counts from.
    truth : Path
        A CSV with the columns `file`, `table`, `row`, `column`, `value` and `state`.

    Raises
    ------
    ReadError
        The truth lacks one of these columns.
    """
    read = _read_cells(corpus, folder)
    right = marked = missing = 0
    wrong: list[str] = []
    for key, state, value in _true_cells(truth):
        found = read.get(key)
        if found is None:
            missing += 1
        elif found == (state, value):
            right += 1
        elif found[0] == "number":
            wrong.append(f"{' '.join(key)}: read {found[1]:g}, true {value} ({state})")
        else:
            marked += 1
    return Agreement(right, marked, tuple(wrong), missing)


def _read_cells(corpus: Corpus, folder: Path) -> Mapping[Key, tuple[str, float | None]]:
    read: dict[Key, tuple[str, float | None]] = {}
    for report in corpus:
        path = Path(str(report.meta["path"])).resolve()
        inside = path.is_relative_to(folder.resolve())
        name = path.relative_to(folder.resolve()).as_posix() if inside else path.name
        for fact in report.parsed.facts:
            read[name, fact.table, fact.row, fact.column] = (fact.state, fact.value)
    return read


def _true_cells(truth: Path) -> Iterable[tuple[Key, str, float | None]]:
    with truth.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        needed = {"file", "table", "row", "column", "value", "state"}
        if lacking := needed - set(rows.fieldnames or ()):
            raise ReadError(f"{truth}: it lacks the column {', '.join(sorted(lacking))}; add it")
        for row in rows:
            key = (row["file"], row["table"], row["row"], row["column"])
            yield key, row["state"], float(row["value"]) if row["value"] else None


def _counted(heading: str, values: Iterable[str]) -> list[str]:
    counts = sorted(Counter(values).items())
    return align([[heading, "count"], *([value, str(count)] for value, count in counts)])


def _agreed(found: Agreement) -> list[str]:
    lines = [
        f"held against truth/cells.csv: {found.right} of {found.total} cells agree",
        f"  {found.marked} marked as not known",
        f"  {len(found.wrong)} wrong numbers",
        f"  {found.missing} not read",
    ]
    lines += [f"  wrong: {each}" for each in found.wrong[:_LISTED]]
    return lines + (["  …"] if len(found.wrong) > _LISTED else [])
