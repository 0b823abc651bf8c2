"""Pages as workbooks, written as raw XML so that the same seed gives the same bytes."""

from __future__ import annotations

import re
from io import BytesIO
from random import Random
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from gxkit.synthetic.article import Para
from gxkit.synthetic.grids import Cell, Grid
from gxkit.synthetic.page import Page

__all__ = ["xlsx_page"]

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FORMATS = (
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="0_ "/></numFmts>'
    "<fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>"
    '<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/>'
    '<xf numFmtId="1"/></cellXfs>'
)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?")
_WIDTH = 10  # columns over which titles and paragraphs are merged


class _Sheet:
    """The XML of a sheet as it grows."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: list[str] = []
        self.merges: list[str] = []

    def add_text(self, text: str, width: int) -> None:
        row = len(self.rows) + 1
        self.rows.append(f'<row r="{row}">{_string(f"A{row}", text)}</row>')
        if width > 1:
            self.merges.append(f"A{row}:{_column(width)}{row}")

    def add_blank(self) -> None:
        self.rows.append(f'<row r="{len(self.rows) + 1}"/>')

    def add_grid(self, grid: Grid, rng: Random) -> None:
        for line in grid.covered():
            row = len(self.rows) + 1
            cells = []
            for column, place in enumerate(line, 1):
                if place is None or not place[1]:
                    continue
                cell = place[0]
                cells.append(_cell(f"{_column(column)}{row}", cell, rng))
                if cell.rowspan > 1 or cell.colspan > 1:
                    end = f"{_column(column + cell.colspan - 1)}{row + cell.rowspan - 1}"
                    self.merges.append(f"{_column(column)}{row}:{end}")
            self.rows.append(f'<row r="{row}">{"".join(cells)}</row>')

    def xml(self) -> str:
        merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in self.merges)
        merged = f"<mergeCells>{merges}</mergeCells>" if merges else ""
        rows = "".join(self.rows)
        return (
            f'{_HEAD}<worksheet xmlns="{_SPACE}"><sheetData>{rows}</sheetData>{merged}</worksheet>'
        )


def xlsx_page(page: Page, rng: Random, *, style: str = "sheets") -> bytes:
    """Write a page as a workbook.

    Parameters
    ----------
    page : Page
        The page.
    rng : random.Random
        The source of chance.
    style : str
        ``sheets`` (the text on one sheet up to the first table, each table on its own) or
        ``one`` (all on one sheet, paragraphs merged over its columns).

    Returns
    -------
    bytes
        The file.
    """
    sheets = [_Sheet("报告")]
    for block in page.blocks:
        if isinstance(block, Para):
            if style == "sheets" and sheets[-1].name != "报告" and block.role == "heading":
                sheets.append(_Sheet(f"表{len(sheets)}"))
            sheets[-1].add_text(block.text, _WIDTH if style == "one" else 1)
        else:
            if style == "sheets" and sheets[-1].name == "报告":
                sheets.append(_Sheet(f"表{len(sheets)}"))
            sheets[-1].add_blank()
            sheets[-1].add_grid(block, rng)
            sheets[-1].add_blank()
    return _zipped(sheets)


def _zipped(sheets: list[_Sheet]) -> bytes:
    numbers = range(1, len(sheets) + 1)
    names = "".join(
        f'<sheet name="{sheet.name}" sheetId="{n}" r:id="rId{n}"/>'
        for n, sheet in zip(numbers, sheets, strict=True)
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_KINDS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    relations += f'<Relationship Id="rId0" Type="{_KINDS}/styles" Target="styles.xml"/>'
    whole = f'<Relationship Id="rId1" Type="{_KINDS}/officeDocument" Target="xl/workbook.xml"/>'
    types = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for part, kind in (
            ("workbook", "sheet.main"),
            ("styles", "styles"),
            *((f"worksheets/sheet{n}", "worksheet") for n in numbers),
        )
    )
    default = "application/vnd.openxmlformats-package.relationships+xml"
    types = f'<Default Extension="rels" ContentType="{default}"/>{types}'
    parts = [
        ("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types">{types}</Types>'),
        ("_rels/.rels", _related(whole)),
        (
            "xl/workbook.xml",
            f'<workbook xmlns="{_SPACE}" xmlns:r="{_KINDS}"><sheets>{names}</sheets></workbook>',
        ),
        ("xl/_rels/workbook.xml.rels", _related(relations)),
        ("xl/styles.xml", f'<styleSheet xmlns="{_SPACE}">{_FORMATS}</styleSheet>'),
        *((f"xl/worksheets/sheet{n}.xml", s.xml()) for n, s in zip(numbers, sheets, strict=True)),
    ]
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, text in parts:
            # A fixed date, or the bytes would change with the clock.
            info = ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, text if text.startswith("<?xml") else _HEAD + text)
    return buffer.getvalue()


def _related(relations: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'


def _cell(place: str, cell: Cell, rng: Random) -> str:
    """Write a cell: most numbers as numbers, whole ones at times with a tail, as sums leave it."""
    if not cell.text:
        return f'<c r="{place}" s="0"/>'
    if not _NUMBER.fullmatch(cell.text) or rng.random() < 0.1:
        return _string(place, cell.text)
    if "." in cell.text:
        return f'<c r="{place}"><v>{cell.text}</v></c>'
    stored = rng.choice((cell.text, cell.text, f"{cell.text}.0", f"{cell.text}.0000000001"))
    style = 0 if stored == cell.text else rng.choice((1, 2))
    formula = f"<f>{stored}*1</f>" if rng.random() < 0.1 else ""
    return f'<c r="{place}" s="{style}">{formula}<v>{stored}</v></c>'


def _string(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _column(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
