"""Pages as Word files, written as raw XML so that the same seed gives the same bytes."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO
from random import Random
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from gxkit.synthetic.article import Para
from gxkit.synthetic.grids import Cell, Grid
from gxkit.synthetic.page import Page

__all__ = ["docx_page"]

_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = (
    ("[Content_Types].xml", "content_types.xml"),
    ("_rels/.rels", "package_rels.xml"),
    ("word/_rels/document.xml.rels", "document_rels.xml"),
    ("word/styles.xml", "styles.xml"),
)
# What Word leaves between the runs of one word.
_BETWEEN = (
    '<w:bookmarkStart w:id="0" w:name="b"/><w:bookmarkEnd w:id="0"/>'
    '<w:proofErr w:type="spellStart"/>'
)
_BY = 'w:id="1" w:author="编辑" w:date="2024-01-01T00:00:00Z"'


def docx_page(page: Page, rng: Random, *, style: str = "plain") -> bytes:
    """Write a page as a Word file.

    Parameters
    ----------
    page : Page
        The page.
    rng : random.Random
        The source of chance.
    style : str
        ``plain``, ``headings`` (heading styles), ``runs`` (texts split over runs),
        ``tracked`` (insertions and deletions; the final state is the page), ``boxes``
        (title and notes in text boxes), ``nested`` (the page in a layout table) or
        ``cut`` (the requests table in two).

    Returns
    -------
    bytes
        The file.
    """
    body = "".join(
        _paragraph(block, rng, style) if isinstance(block, Para) else _tables(block, rng, style)
        for block in page.blocks
    )
    if style == "nested":
        body = (
            '<w:tbl><w:tblGrid><w:gridCol w:w="9000"/></w:tblGrid><w:tr><w:tc>'
            f"{body}<w:p/></w:tc></w:tr></w:tbl><w:p/>"
        )
    document = f"<w:document {_NS}><w:body>{body}<w:sectPr/></w:body></w:document>"
    return _zipped(document)


@cache
def _parts() -> tuple[tuple[str, str], ...]:
    """Load the parts of a Word file that are the same in all of them."""
    folder = files("gxkit.synthetic").joinpath("data", "docx")
    return tuple((part, folder.joinpath(name).read_text(encoding="utf-8")) for part, name in _PARTS)


def _zipped(document: str) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, text in (*_parts(), ("word/document.xml", _HEAD + document)):
            # A fixed date, or the bytes would change with the clock.
            info = ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, text)
    return buffer.getvalue()


def _text(text: str, tag: str = "w:t") -> str:
    return f'<{tag} xml:space="preserve">{escape(text)}</{tag}>'


def _run(text: str) -> str:
    parts = (_text(line) for line in text.split("\n"))
    return f"<w:r>{'<w:br/>'.join(parts)}</w:r>"


def _runs(text: str, rng: Random, style: str) -> str:
    if not text:
        return ""
    if style == "runs" and "\n" not in text and len(text) > 1:
        cuts = sorted(rng.sample(range(1, len(text)), min(len(text) - 1, rng.choice((1, 2, 3)))))
        pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
        return _BETWEEN.join(_run(piece) for piece in pieces)
    if style == "tracked" and rng.random() < 0.3:
        at = rng.randrange(len(text) + 1)
        gone = rng.choice(("8", "12", "（删）", text[:2]))
        deleted = f"<w:del {_BY}><w:r>{_text(gone, 'w:delText')}</w:r></w:del>"
        inserted = f"<w:ins {_BY}>{_run(text[at:])}</w:ins>" if text[at:] else ""
        return (_run(text[:at]) if text[:at] else "") + deleted + inserted
    return _run(text)


def _paragraph(para: Para, rng: Random, style: str) -> str:
    properties = ""
    if style == "headings" and para.role in {"title", "heading"}:
        name = "Title" if para.role == "title" else "Heading1"
        properties = f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr>'
    paragraph = f"<w:p>{properties}{_runs(para.text, rng, style)}</w:p>"
    if style == "boxes" and para.role in {"title", "meta", "end"}:
        return _box(paragraph)
    if style == "tracked" and para.role == "text" and rng.random() < 0.1:
        run = f"<w:r>{_text('此段已删去，共15件。', 'w:delText')}</w:r>"
        mark = f"<w:pPr><w:rPr><w:del {_BY}/></w:rPr></w:pPr>"
        return f"<w:p>{mark}<w:del {_BY}>{run}</w:del></w:p>" + paragraph
    return paragraph


def _box(paragraph: str) -> str:
    """Set a paragraph in a text box: once for new readers, once as fallback for old."""
    content = f"<w:txbxContent>{paragraph}</w:txbxContent>"
    uri = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    shape = f"<wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp>"
    graphic = f'<a:graphic><a:graphicData uri="{uri}">{shape}</a:graphicData></a:graphic>'
    drawing = f"<w:drawing><wp:anchor>{graphic}</wp:anchor></w:drawing>"
    picture = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    return (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{picture}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def _tables(grid: Grid, rng: Random, style: str) -> str:
    rows = _rows(grid, rng, style)
    # Between two tables Word wants a paragraph.
    if style == "cut" and grid.table == "requests" and len(rows) > 12:
        at = rng.randrange(8, len(rows) - 2)
        return _table(rows[:at], grid.width) + "<w:p/>" + _table(rows[at:], grid.width) + "<w:p/>"
    return _table(rows, grid.width) + "<w:p/>"


def _table(rows: list[str], width: int) -> str:
    columns = '<w:gridCol w:w="800"/>' * width
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _rows(grid: Grid, rng: Random, style: str) -> list[str]:
    rows = []
    for line in grid.covered():
        cells = []
        last: Cell | None = None
        for place in line:
            if place is None:
                continue
            cell, begins = place
            if begins:
                cells.append(_cell(cell, _runs(cell.text, rng, style), "restart"))
            elif cell is not last and cell.rowspan > 1:
                cells.append(_cell(cell, "", "continue"))
            last = cell
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
        if style == "tracked" and rng.random() < 0.05:
            gone = f"<w:del {_BY}><w:r>{_text('9', 'w:delText')}</w:r></w:del>"
            cell_text = f"<w:tc><w:tcPr/><w:p>{gone}</w:p></w:tc>"
            rows.append(f"<w:tr><w:trPr><w:del {_BY}/></w:trPr>{cell_text * grid.width}</w:tr>")
    return rows


def _cell(cell: Cell, runs: str, merge: str) -> str:
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    down = f'<w:vMerge w:val="{merge}"/>' if cell.rowspan > 1 else ""
    if merge == "continue":
        down = "<w:vMerge/>"
    return f"<w:tc><w:tcPr>{span}{down}</w:tcPr><w:p>{runs}</w:p></w:tc>"
