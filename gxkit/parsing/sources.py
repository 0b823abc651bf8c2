"""What the parts of a page say of who reports, kept apart so that they can be weighed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePath

from gxkit.documents.model import Note
from gxkit.parsing import agencies, cues, dates, prose
from gxkit.parsing.model import Line, Section
from gxkit.parsing.titles import Title, find_title, hinted_title

_SIGNATURE_LINES = 8
_SIGNED = re.compile(
    r"(?:^|[。；\s])([\u4e00-\u9fff（）()]{4,40}\s+20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)"
)
_MOST = 6000  # signs of a section in which names and dates are looked for
_WITH_DATE = re.compile(r"\s*20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*$")


@dataclass
class Sources:
    """What the parts of a page say of who reports."""

    title: Title | None
    hinted: Title | None
    filed: Title | None
    preamble: str
    overview: str
    rest: str
    signature: list[str]
    signed: str | None
    meta: list[tuple[str, str]]
    notes: list[Note] = field(default_factory=list)

    def note(self, message: str, level: str = "info") -> None:
        """Write a line of the diary."""
        self.notes.append(Note("masthead", "warning" if level == "warning" else "info", message))


def gathered(
    hints: Mapping[str, str], lines: Sequence[Line], sections: Sequence[Section], name: str
) -> Sources:
    """Gather what the parts of a page say, each apart from the others.

    Examples
    --------
    >>> gathered({}, [Line("云河市林业局2022年政府信息公开年报", "l1")], [], "a.txt").title.year
    2022
    """
    texts: dict[int, list[str]] = {0: [], 1: [], 6: []}
    for section in sections:
        if section.section in texts:
            texts[section.section].append(section.text)
    signature, signed = _signature(lines)
    meta = [
        (plain, line.where)
        for line in lines[:60]
        if len(line.text) < 200
        and prose.is_chrome(line.text)
        and (plain := cues.unmarked(line.text))
    ]
    return Sources(
        title=find_title(lines),
        hinted=hinted_title(hints["title"]) if hints.get("title") else None,
        filed=hinted_title(PurePath(name).stem),
        preamble="\n".join(texts[0])[:_MOST],
        overview="\n".join(texts[1])[:_MOST],
        rest="\n".join(texts[6])[:_MOST],
        signature=signature,
        signed=signed,
        meta=meta,
    )


def _signature(lines: Sequence[Line]) -> tuple[list[str], str | None]:
    """Return the bodies that sign at the end of the page, and the date they sign on."""
    names: list[str] = []
    signed: str | None = None
    printed = (line.text for line in reversed(lines) if line.text and not line.text.isspace())
    for text in islice(printed, _SIGNATURE_LINES):
        plain = cues.unmarked(text)
        if len(plain) > 60:
            # A page on one line: its last words may be name and date, with chrome behind.
            closing = _SIGNED.search(plain[-200:])
            if closing is None:
                break
            plain = closing[1]
        if signed is None and prose.is_date(_WITH_DATE.sub("", plain) or plain):
            signed = dates.day(plain)
        elif _WITH_DATE.search(plain):
            signed = signed or dates.day(plain)
        body = cues.squeezed(_WITH_DATE.sub("", plain))
        if agencies.is_body(body) and len(body) <= 40:
            names.append(agencies.plain_name(body))
    return names, signed
