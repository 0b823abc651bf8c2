"""Text and Markdown files: each line of the file is a paragraph, as it stands."""

from __future__ import annotations

from gxkit.documents import limits
from gxkit.documents.model import Note, Paragraph


def read_text(text: str) -> tuple[tuple[Paragraph, ...], list[Note]]:
    r"""Cut a text into its lines.

    Parameters
    ----------
    text : str
        The decoded file.

    Returns
    -------
    tuple of (tuple of Paragraph, list of Note)
        A paragraph for every line, empty ones too, since they part rows in some layouts.

    Examples
    --------
    >>> [line.text for line in read_text("规章\t3\r\n\r\n决定 ")[0]]
    ['规章\t3', '', '决定 ']
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n", limits.LINES)
    notes = []
    if len(lines) > limits.LINES:
        message = f"only the first {limits.LINES} lines were read"
        notes.append(Note("read", "warning", message, f"l{limits.LINES}"))
        del lines[limits.LINES :]
    elif lines[-1] == "":
        del lines[-1]
    return tuple(Paragraph(line, f"l{i}") for i, line in enumerate(lines, 1)), notes
