"""Pages as slides, written as raw XML so that the same seed gives the same bytes."""

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

__all__ = ["pptx_page"]

_NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SLIDE_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.slide+xml"
_FIXED = (
    ("_rels/.rels", "package_rels.xml"),
    ("ppt/slideMasters/slideMaster1.xml", "master.xml"),
    ("ppt/slideMasters/_rels/slideMaster1.xml.rels", "master_rels.xml"),
    ("ppt/slideLayouts/slideLayout1.xml", "layout.xml"),
    ("ppt/slideLayouts/_rels/slideLayout1.xml.rels", "layout_rels.xml"),
    ("ppt/theme/theme1.xml", "theme.xml"),
)
_LEFT, _TOP, _WIDTH = 600_000, 400_000, 11_000_000
_STEP = 420_000  # from one line to the next
_LINES = 9
_CUT_ROWS = 12
_NUMBER = (
    '<p:sp><p:nvSpPr><p:cNvPr id="90" name="页码"/><p:cNvSpPr/><p:nvPr><p:ph type="sldNum"/></p:nvPr>'
    "</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p>"
    '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:t>7</a:t></a:fld>'
    "</a:p></p:txBody></p:sp>"
)
"""The number of a slide: no part of the report."""


def pptx_page(page: Page, rng: Random, *, style: str = "plain") -> bytes:
    """Write a page as slides.

    Parameters
    ----------
    page : Page
        The page.
    rng : random.Random
        The source of chance.
    style : str
        ``plain`` (a box of text a slide, a table a slide), ``boxes`` (each paragraph in its
        own box, in any order in the file), ``groups`` (boxes in groups of another scale)
        or ``cut`` (long tables go on on the next slide).

    Returns
    -------
    bytes
        The file.
    """
    slides: list[str] = []
    lines: list[str] = []
    for block in page.blocks:
        if isinstance(block, Para) and len(lines) < _LINES:
            lines.append(block.text)
            continue
        slides += [_text_slide(lines, rng, style)] if lines else []
        lines = [block.text] if isinstance(block, Para) else []
        if isinstance(block, Grid):
            slides += [_slide(_table(rows, block.width, rng)) for rows in _pieces(block, style)]
    slides += [_text_slide(lines, rng, style)] if lines else []
    return _zipped(slides)


@cache
def _fixed() -> tuple[tuple[str, str], ...]:
    """Load the parts that are the same in all files."""
    folder = files("gxkit.synthetic").joinpath("data", "pptx")
    return tuple((part, folder.joinpath(name).read_text(encoding="utf-8")) for part, name in _FIXED)


def _zipped(slides: list[str]) -> bytes:
    numbers = range(1, len(slides) + 1)
    folder = files("gxkit.synthetic").joinpath("data", "pptx")
    types = folder.joinpath("content_types.xml").read_text(encoding="utf-8")
    more = "".join(
        f'<Override PartName="/ppt/slides/slide{n}.xml" ContentType="{_SLIDE_TYPE}"/>'
        for n in numbers
    )
    ids = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n + 1}"/>' for n in numbers)
    shown = (
        f'<p:presentation {_NS}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/>'
        f'</p:sldMasterIdLst><p:sldIdLst>{ids}</p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/>'
        '<p:notesSz cx="6858000" cy="9144000"/></p:presentation>'
    )
    relations = _relation(1, "slideMaster", "slideMasters/slideMaster1.xml")
    relations += "".join(_relation(n + 1, "slide", f"slides/slide{n}.xml") for n in numbers)
    parts = [
        ("[Content_Types].xml", types.replace("</Types>", f"{more}</Types>")),
        *_fixed(),
        ("ppt/presentation.xml", _HEAD + shown),
        ("ppt/_rels/presentation.xml.rels", _related(relations)),
    ]
    layout = _related(_relation(1, "slideLayout", "../slideLayouts/slideLayout1.xml"))
    for number, slide in zip(numbers, slides, strict=True):
        parts.append((f"ppt/slides/slide{number}.xml", _HEAD + slide))
        parts.append((f"ppt/slides/_rels/slide{number}.xml.rels", layout))
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, text in parts:
            # A fixed date, or the bytes would change with the clock.
            info = ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, text)
    return buffer.getvalue()


def _relation(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_KINDS}/{kind}" Target="{target}"/>'


def _related(relations: str) -> str:
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>'


def _slide(shapes: str) -> str:
    return (
        f'<p:sld {_NS}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/>'
        f"<p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>{shapes}{_NUMBER}</p:spTree></p:cSld></p:sld>"
    )


def _text_slide(lines: list[str], rng: Random, style: str) -> str:
    if style in ("plain", "cut"):
        return _slide(_box(lines, 2, _LEFT, _TOP, _WIDTH, _STEP * len(lines)))
    boxes = [
        _box([line], number + 2, _LEFT + rng.randrange(40_000), _TOP + number * _STEP, _WIDTH)
        for number, line in enumerate(lines)
    ]
    if style == "groups" and len(lines) > 2:
        # The lower boxes in a group of twice the scale.
        at = rng.randrange(1, len(lines) - 1)
        inner = "".join(
            _box([line], number + 30, 0, 2 * number * _STEP, 2 * _WIDTH)
            for number, line in reversed(list(enumerate(lines[at:])))
        )
        boxes[at:] = [_group(inner, _TOP + at * _STEP, len(lines) - at)]
    rng.shuffle(boxes)
    return _slide("".join(boxes))


def _group(inner: str, top: int, count: int) -> str:
    size = f'cx="{_WIDTH}" cy="{count * _STEP}"'
    twice = f'cx="{2 * _WIDTH}" cy="{2 * count * _STEP}"'
    return (
        '<p:grpSp><p:nvGrpSpPr><p:cNvPr id="80" name="组合"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        f'<p:grpSpPr><a:xfrm><a:off x="{_LEFT}" y="{top}"/><a:ext {size}/><a:chOff x="0" y="0"/>'
        f"<a:chExt {twice}/></a:xfrm></p:grpSpPr>{inner}</p:grpSp>"
    )


def _box(lines: list[str], number: int, left: int, top: int, width: int, high: int = _STEP) -> str:
    text = "".join(f"<a:p>{_run(line)}</a:p>" for line in lines)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="文本框 {number}"/><p:cNvSpPr txBox="1"/>'
        f'<p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/>'
        f'<a:ext cx="{width}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>{text}</p:txBody></p:sp>"
    )


def _run(text: str) -> str:
    pieces = (
        f'<a:r><a:rPr lang="zh-CN"/><a:t>{escape(line)}</a:t></a:r>' for line in text.split("\n")
    )
    return "<a:br/>".join(pieces)


def _pieces(grid: Grid, style: str) -> list[list[list[tuple[Cell, bool] | None]]]:
    rows = grid.covered()
    if style != "cut" or len(rows) <= _CUT_ROWS:
        return [rows]
    return [rows[at : at + _CUT_ROWS] for at in range(0, len(rows), _CUT_ROWS)]


def _table(rows: list[list[tuple[Cell, bool] | None]], width: int, rng: Random) -> str:
    columns = f'<a:gridCol w="{_WIDTH // width}"/>' * width
    lines = []
    for at, row in enumerate(rows):
        cells = "".join(_cell(rows, at, column, rng) for column in range(len(row)))
        lines.append(f'<a:tr h="200000">{cells}</a:tr>')
    uri = "http://schemas.openxmlformats.org/drawingml/2006/table"
    return (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="4" name="表格"/><p:cNvGraphicFramePr/>'
        f'<p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="{_LEFT}" y="{_TOP}"/>'
        f'<a:ext cx="{_WIDTH}" cy="{200_000 * len(rows)}"/></p:xfrm><a:graphic>'
        f'<a:graphicData uri="{uri}"><a:tbl><a:tblPr/><a:tblGrid>{columns}</a:tblGrid>'
        f"{''.join(lines)}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def _cell(rows: list[list[tuple[Cell, bool] | None]], at: int, column: int, rng: Random) -> str:
    place = rows[at][column]
    text, spans = "", ""
    if place is not None:
        cell, begins = place
        left = column > 0 and _same(rows[at][column - 1], cell)
        above = at > 0 and _same(rows[at - 1][column], cell)
        across = sum(_same(other, cell) for other in rows[at][column:])
        down = sum(_same(row[column], cell) for row in rows[at : at + cell.rowspan])
        spans += f' rowSpan="{down}"' if not above and down > 1 else ""
        spans += f' gridSpan="{across}"' if not left and across > 1 else ""
        spans += ' hMerge="1"' if left else ""
        spans += ' vMerge="1"' if above else ""
        text = cell.text if begins else ""
    lines = text.split("\n") if rng.random() < 0.5 else [text]
    body = "".join(f"<a:p>{_run(line) if line else ''}</a:p>" for line in lines)
    return f"<a:tc{spans}><a:txBody><a:bodyPr/><a:lstStyle/>{body}</a:txBody><a:tcPr/></a:tc>"


def _same(place: tuple[Cell, bool] | None, cell: Cell) -> bool:
    return place is not None and place[0] is cell
