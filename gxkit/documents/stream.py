"""From a marked stream of text to paragraphs and tables, for pages and Word files alike.

The readers do not walk their trees in Python. They mark the elements that matter with
noncharacters, let libxml2 join all text in one call, and hand the stream over: what it
costs grows with the blocks of a page, not with its spans. Nothing here recurses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from gxkit.documents import limits
from gxkit.documents.decode import drop_unseen
from gxkit.documents.grid import Box, Frame, Item, settle
from gxkit.documents.model import Block, Note, Paragraph

LINE: Final = "\ufdd0"  # a line ends here
TABLE: Final = "\ufdd1"  # a table opens: what follows stands before its first cell
END: Final = "\ufdd2"  # a table closes
GROUP: Final = "\ufdd3"  # a group of rows opens (thead, tbody, tfoot)
ROW: Final = "\ufdd4"  # a row opens
CELL: Final = "\ufdd5"  # a cell opens
OUT: Final = "\ufdd6"  # what follows stands in the table, but in none of its cells

TAB: Final = "\ufdd7"  # a tab that counts, as in <pre>
WIDE: Final = "\ufdd8"  # two spaces or more that count

_SPLIT: Final = re.compile("([\ufdd0-\ufdd6])").split

Place = Callable[[Frame], None]


class Assembly:
    """The state of one pass over a stream: the open tables and where text goes now."""

    def __init__(self, frames: Iterable[Frame], boxes: Iterable[Box], place: Place) -> None:
        self.frames: Iterator[Frame] = iter(frames)
        self.boxes: Iterator[Box] = iter(boxes)
        self.place = place
        self.items: list[Item] = []
        self.flow = self.items
        self.open: list[tuple[Frame, list[Item]]] = []
        self.ignored = 0
        self.notes: list[Note] = []

    def run(self, stream: str, keep_tabs: bool = False) -> None:
        """Read the whole stream; `keep_tabs` leaves white space of paragraphs as it is."""
        parts = _SPLIT(drop_unseen(stream))
        self._text(parts[0], keep_tabs)
        for marker, text in zip(parts[1::2], parts[2::2], strict=True):
            if marker == CELL:
                self._cell(next(self.boxes))
            elif marker != LINE:
                self._meet(marker)
            if not text or text.isspace():
                continue
            if text.isalnum():
                self.flow.append(text)  # a figure or a word: no space to settle
            else:
                self._text(text, keep_tabs)
        while self.open:
            self._close()

    def _text(self, text: str, keep_tabs: bool) -> None:
        if keep_tabs and not self.open:
            text = text.replace("\xa0", " ").rstrip()
        else:
            text = " ".join(text.split())
        if TAB in text or WIDE in text:
            text = text.replace(TAB, "\t").replace(WIDE, "  ")
        if text:
            self.flow.append(text)

    def _meet(self, marker: str) -> None:
        if marker == TABLE:
            self._table()
        elif not self.open:
            return
        elif self.ignored:
            self.ignored -= marker == END
        elif marker == END:
            self._close()
        else:
            frame = self.open[-1][0]
            self.flow = frame.before
            if marker == ROW:
                frame.rows.append([])
            elif marker == GROUP:
                frame.groups.append(len(frame.rows))

    def _table(self) -> None:
        frame = next(self.frames)
        if len(self.open) >= limits.TABLE_DEPTH:
            self.ignored += 1
            return
        self.open.append((frame, self.flow))
        self.flow = frame.before

    def _cell(self, box: Box) -> None:
        if not self.open or self.ignored:
            return
        frame = self.open[-1][0]
        if frame.count >= limits.TABLE_CELLS:
            if frame.count == limits.TABLE_CELLS:
                message = f"table {frame.number}: only its first {frame.count} cells were read"
                where = f"t{frame.number} r{len(frame.rows)} c1"
                self.notes.append(Note("read", "warning", message, where))
                frame.count += 1
            self.flow = []
            return
        frame.count += 1
        if not frame.rows:
            frame.rows.append([])
        frame.rows[-1].append(box)
        self.flow = box.items

    def _close(self) -> None:
        frame, self.flow = self.open.pop()
        self.place(frame)
        self.flow.extend(frame.before)
        self.flow.extend(settle(frame))

    def blocks(self) -> tuple[Block, ...]:
        """Number the paragraphs and give all blocks in reading order."""
        blocks: list[Block] = []
        count = 0
        for item in self.items:
            if isinstance(item, str):
                count += 1
                blocks.append(Paragraph(item, f"l{count}"))
            else:
                blocks.append(item)
            if len(blocks) >= limits.LINES:
                message = f"only the first {len(blocks)} paragraphs and tables were read"
                self.notes.append(Note("read", "warning", message, f"l{count}"))
                break
        return tuple(blocks)
