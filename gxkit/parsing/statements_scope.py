"""Whose numbers a clause tells: the report's own, or those of other bodies."""

from __future__ import annotations

import re

from gxkit.parsing.statements_cues import pattern

_GOVERNMENT = "人民政府"
_OFFICE = "办公室"
"""A body's own office tells what the body does."""


class Scopes:
    """Tells of a place in a sentence whose numbers stand there.

    Parameters
    ----------
    agency : str or None
        Whose report it is.
    """

    def __init__(self, agency: str | None) -> None:
        self._agency = (agency or "").replace(_GOVERNMENT, "政府")

    def at(self, text: str, sentence: int, place: int, clause: int) -> str | None:
        """Return the body that the number at `place` is about; None for the report's own.

        `sentence` and `clause` are where its sentence and its clause begin.
        """
        body = pattern("body").match(text, self._skipped(text, clause))
        if body and body.end() <= place and not pattern("placed").search(body[0]):
            name = body[0]
            return None if self._is_own(name) else name
        found: str | None = None
        for match in _marks().finditer(text, sentence, place):
            found = match["other"]
        return found

    def _skipped(self, text: str, clause: int) -> int:
        lead = pattern("scope_lead").match(text, clause)
        return lead.end() if lead else clause

    def _is_own(self, name: str) -> bool:
        plain = name.replace(_GOVERNMENT, "政府").removesuffix(_OFFICE)
        if pattern("own_scope").match(plain):
            return True
        signs = iter(self._agency)
        return all(sign in signs for sign in plain)


def _marks() -> re.Pattern[str]:
    return pattern("scope_marks")
