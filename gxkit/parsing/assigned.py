"""The rows of a table, tied to those of the form."""

from __future__ import annotations

from dataclasses import dataclass, field

from gxkit.documents.model import Note
from gxkit.parsing.grouprows import Entry


@dataclass(slots=True)
class Assigned:
    """The rows of a table by code, and what could not be told.

    `doubtful` holds the rows of the form whose numbers may stand on the page under a
    label that nobody can read, `beside` the rows of subtotals by the group they add up.
    """

    rows: dict[str, Entry] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)
    beside: dict[str, Entry] = field(default_factory=dict)

    def note(self, message: str, where: str) -> None:
        """Add a warning to the diary."""
        self.notes.append(Note("fitting", "warning", message, where))
