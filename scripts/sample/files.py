"""The bytes of the sample's files, of the kinds that need no other program."""

from __future__ import annotations

import base64
import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_STYLE = "<style>table{border-collapse:collapse}td,th{border:1px solid #000;padding:2px}body{font-family:'Noto Serif CJK SC'}</style>"
_WIDTH = 8600  # of the tables of a Word file, in twentieths of a point
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_RULED = (
    f'<w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
    '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="20" w:type="dxa"/>'
    '<w:right w:w="20" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)
_GRID = re.compile("<w:tblGrid>.*?</w:tblGrid>")


def mhtml(page: bytes) -> bytes:
    """Put a page in an archive as browsers save it."""
    text = base64.encodebytes(page).decode("ascii").replace("\n", "\r\n")
    head = (
        "From: <Saved by a browser>\r\nSubject: report\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="----sample----"\r\n\r\n'
        "------sample----\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n"
        "Content-Location: http://sample.invalid/report.html\r\n\r\n"
    )
    return f"{head}{text}\r\n------sample------\r\n".encode("ascii")


def zipped(name: str, data: bytes) -> bytes:
    """Put a file in a ZIP archive, with a date that does not change."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        info = ZipInfo(name, (2024, 1, 1, 0, 0, 0))
        info.compress_type = ZIP_DEFLATED
        archive.writestr(info, data)
    return buffer.getvalue()


def ruled_page(page: bytes) -> bytes:
    """Draw the lines of the tables of a page, as it is seen on a screen."""
    return page.replace(b"</head>", _STYLE.encode("ascii") + b"</head>", 1)


def ruled_word(data: bytes) -> bytes:
    """Draw the lines of the tables of a Word file, and make them as wide as the page."""
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(buffer, "w", ZIP_DEFLATED) as target:
        for info in source.infolist():
            part = source.read(info)
            if info.filename == "word/document.xml":
                text = part.decode("utf-8").replace("<w:tblPr/>", _RULED)
                part = _GRID.sub(_fitted, text).encode("utf-8")
            target.writestr(info, part)
    return buffer.getvalue()


def _fitted(grid: re.Match[str]) -> str:
    columns = grid[0].count("<w:gridCol")
    column = f'<w:gridCol w:w="{_WIDTH // columns}"/>'
    return f"<w:tblGrid>{column * columns}</w:tblGrid>"
