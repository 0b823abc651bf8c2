"""Pages inside pages: what a frame shows stands where the frame stands, if it was saved with the page.

Nothing is ever fetched: only what lies in the same MHTML, beside the page, or in its archive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from gxkit.documents import limits
from gxkit.documents.decode import decode
from gxkit.documents.model import Note
from gxkit.documents.names import leads_out
from gxkit.documents.sniff import family, sniff_text
from gxkit.errors import GxkitError

if TYPE_CHECKING:
    from lxml.etree import _Element

Find = Callable[[str, str], "tuple[bytes, str] | None"]
"""Takes the address in a frame and that of the page it stands in; returns content and address."""
Parse = Callable[[str], "tuple[_Element | None, list[Note]]"]

_TAGS: Final = ("iframe", "frame")
_DEEPEST: Final = 3
_MOST: Final = 30
_FOLDERS: Final = ("_files", ".files")
"""How the folders end that browsers save beside a page."""
_DOCUMENTS: Final = (
    *(".doc", ".docx", ".wps", ".rtf", ".odt", ".pdf", ".ofd"),
    *(".ppt", ".pptx", ".xls", ".xlsx", ".ods", ".zip"),
)


class Frames:
    """What the frames of a page show.

    Parameters
    ----------
    find : callable
        Finds what lies at an address.
    base : str
        The address of the page itself.

    Attributes
    ----------
    used : list of bytes
        The pages that were put in: they are part of what was read.
    """

    def __init__(self, find: Find, base: str = "") -> None:
        self._find, self._base = find, base
        self.used: list[bytes] = []

    def fill(self, root: _Element, parse: Parse, notes: list[Note]) -> None:
        """Put what frames show in their places, frames in frames too."""
        self._fill(root, self._base, parse, notes, 1)

    def _fill(self, root: _Element, base: str, parse: Parse, notes: list[Note], depth: int) -> None:
        for frame in list(root.iter(*_TAGS)):
            address = (frame.get("src") or "").strip()
            found = self._find(address, base) if address else None
            if found is None or len(self.used) >= _MOST:
                continue
            inner, more = _page(found[0], address, parse)
            notes += more
            if inner is None:
                continue
            self.used.append(found[0])
            if depth < _DEEPEST:
                self._fill(inner, found[1], parse, notes, depth + 1)
            _put(frame, inner)
            notes.append(Note("read", "info", f"the frame {address} is read with the page"))


def _page(data: bytes, name: str, parse: Parse) -> tuple[_Element | None, list[Note]]:
    """Parse what a frame shows, if that is a page."""
    head = data[: limits.SNIFF_BYTES]
    if not data or len(data) > limits.HTML_BYTES or family(head) != "text":
        return None, []
    try:
        text, _ = decode(data, name)
    except GxkitError as error:
        return None, [Note("read", "warning", f"a frame cannot be read: {error}")]
    if sniff_text(text) != "html" or text.count("<") > limits.TAGS:
        return None, []
    return parse(text)


def _put(frame: _Element, inner: _Element) -> None:
    """Turn a frame into a block with the content of a page; a hidden one stays hidden."""
    from lxml import etree

    tail = frame.tail
    kept = {key: frame.get(key) or "" for key in ("style", "hidden") if frame.get(key) is not None}
    frame.clear()
    frame.tag, frame.tail = "div", tail
    for key, value in kept.items():
        frame.set(key, value)
    for body in [*inner.iter("body")] or [inner]:
        block = etree.SubElement(frame, "div")
        block.text = body.text
        block.extend(list(body))


def beside(page: Path) -> Frames:
    """Return what lies in the folder that a browser saved beside a `page`.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp(), "a_files")
    >>> folder.mkdir()
    >>> _ = folder.joinpath("b.html").write_text("<p>规章 3</p>", encoding="utf-8")
    >>> find = beside(folder.with_name("a.html"))._find
    >>> find("./a_files/b.html", "")[0].decode(), find("a_files/../../x.html", "")
    ('<p>规章 3</p>', None)
    """

    def find(address: str, base: str) -> tuple[bytes, str] | None:
        name = _within(address, base)
        if name is None:
            return None
        file = page.parent / name
        try:
            inside = file.resolve().is_relative_to(page.parent.resolve())
            if not inside or not file.is_file() or file.stat().st_size > limits.HTML_BYTES:
                return None
            return file.read_bytes(), name
        except (OSError, ValueError):
            return None

    return Frames(find)


def inside(page: str, members: Iterable[str], read: Callable[[str], bytes]) -> Frames:
    """Return what an archive holds beside one of its pages.

    Examples
    --------
    >>> frames = inside("x/a.html", ["x/a_files/b.html"], lambda name: name.encode())
    >>> frames._find("a_files/b.html", "")
    (b'x/a_files/b.html', 'a_files/b.html')
    """
    known = set(members)
    folder = str(PurePosixPath(page).parent)

    def find(address: str, base: str) -> tuple[bytes, str] | None:
        name = _within(address, base)
        member = name and str(PurePosixPath(folder, name))
        if name is None or not member or member not in known:
            return None
        try:
            return read(member), name
        except GxkitError:
            return None

    return Frames(find)


def _within(address: str, base: str) -> str | None:
    """Return the path of a saved frame, counted from the page; None for anything else."""
    path = unquote(address.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0]).replace("\\", "/")
    if ":" in path or path.startswith("/") or "\0" in path:
        return None
    name = str(PurePosixPath(PurePosixPath(base).parent if base else "", path))
    first, *rest = name.split("/")
    if leads_out(name) or not rest or not first.endswith(_FOLDERS):
        return None
    return name


def hanging(page: Path) -> list[str]:
    """Name the documents that lie in the folder that was saved beside a page.

    Examples
    --------
    >>> import tempfile
    >>> hanging(Path(tempfile.mkdtemp(), "a.html"))
    []
    """
    found: list[str] = []
    for end in _FOLDERS:
        folder = page.with_name(page.stem + end)
        if folder.is_dir():
            found += [
                f"{folder.name}/{file.name}"
                for file in sorted(folder.iterdir())
                if file.suffix.lower() in _DOCUMENTS
            ]
    return found
