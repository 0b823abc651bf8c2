"""Pictures of the row of a cell, with sizes and places of the ink worked out by hand."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from gxkit import read_report
from gxkit.documents import read, read_bytes
from gxkit.documents.crops import crop, has_picture, spot
from gxkit.documents.model import Cell, Document, Paragraph, Table
from gxkit.documents.together import together
from gxkit.errors import ReadError
from gxkit.synthetic.pdf_pages import pdf_file, put

RED = (211, 47, 47)


def rule(*boxes: tuple[float, float, float, float]) -> bytes:
    """Draw frames: left, foot, width, height."""
    return b"".join(b"%g %g %g %g re S\n" % box for box in boxes)


# A row of two cells: 100 to 200 and 200 to 300 points from the left, 142 to 172 from the top.
# The 12 stands at 215, on a line 162 from the top; between 240 and 300 there is only paper.
BODY = put("一、总体情况", 72, 740, 12) + put("规章", 110, 680, 12) + put("12", 215, 680, 12)
BODY += rule((100, 670, 100, 30), (200, 670, 100, 30))
DOTS = 150 / 72


def image(data: bytes | None) -> Image.Image:
    assert data is not None
    found = Image.open(io.BytesIO(data))
    assert found.format == "PNG"
    return found


def darkest(found: Image.Image, box: tuple[float, float, float, float]) -> int:
    """Return the darkest dot of a part given in dots of the picture."""
    part = found.convert("L").crop(tuple(round(side) for side in box))  # type: ignore[arg-type]
    low = part.getextrema()[0]
    assert isinstance(low, int)
    return low


def reds(found: Image.Image) -> tuple[int, int, int, int]:
    """Return the outermost dots of what is marked: left, top, right, bottom."""
    plain = found.convert("RGB")
    at = [
        (x, y)
        for x in range(plain.width)
        for y in range(plain.height)
        if plain.getpixel((x, y)) == RED
    ]
    xs, ys = [x for x, _ in at], [y for _, y in at]
    return min(xs), min(ys), max(xs), max(ys)


def saved(folder: Path, data: bytes, name: str = "a.pdf") -> Path:
    file = folder / name
    file.write_bytes(data)
    return file


@pytest.mark.parametrize(
    ("matrix", "box", "extra"),
    [
        (b"1 0 0 1 0 0", "0 0 595 842", b""),
        (b"1 0 0 1 50 50", "50 50 645 892", b""),
        (b"0 1 -1 0 842 0", "0 0 842 595", b"/Rotate 90"),
        (b"0 1 -1 0 842 0", "0 0 842 595", b""),
        (b"0 -1 1 0 0 595", "0 0 842 595", b"/Rotate 270"),
        (b"-1 0 0 -1 595 842", "0 0 595 842", b"/Rotate 180"),
        (b"1 0 0 1 0 0", "0 0 595 842", b"/Rotate 90"),
    ],
)
def test_the_row_of_a_cell_on_a_sheet_however_it_lies(
    tmp_path: Path, matrix: bytes, box: str, extra: bytes
) -> None:
    report = read_report(saved(tmp_path, pdf_file([matrix + b" cm\n" + BODY], box, extra)))
    found = image(report.picture("p1 t1 r1 c2"))
    # 100 to 300 by 142 to 172 points, and 6 more on every side.
    assert found.width == pytest.approx(212 * DOTS, abs=2)
    assert found.height == pytest.approx(42 * DOTS, abs=2)
    # In the picture the cell begins at 200 - 94 = 106 points and is 100 by 30.
    left, top, right, bottom = reds(found)
    assert left == pytest.approx(106 * DOTS, abs=4)
    assert right == pytest.approx(206 * DOTS, abs=4)
    assert top == pytest.approx(6 * DOTS, abs=4)
    assert bottom == pytest.approx(36 * DOTS, abs=4)
    # The 12: from 215 - 94 = 121 points, over a line 162 - 136 = 26 from the top.
    assert darkest(found, (121 * DOTS, 15 * DOTS, 136 * DOTS, 27 * DOTS)) < 100
    assert darkest(found, (150 * DOTS, 10 * DOTS, 200 * DOTS, 32 * DOTS)) == 255


def test_a_box_in_points_and_places_out_of_range(tmp_path: Path) -> None:
    report = read_report(saved(tmp_path, pdf_file([BODY])))
    found = image(report.picture("p1 200,142,300,172"))
    assert found.width == pytest.approx(112 * DOTS, abs=2)
    assert report.picture("p1 l1") is None
    for where in ("p1 t1 r1 c3", "p1 t2 r1 c1", "p1 l9", "p2 200,142,300,172"):
        with pytest.raises(KeyError):
            report.picture(where)
    for where in ("p1 600,142,700,172", "p1 200,900,300,950", "p1 300,172,200,142", "p0 1,1,9,9"):
        with pytest.raises(KeyError):
            report.picture(where)


def test_the_edge_of_the_sheet_is_the_edge_of_the_picture(tmp_path: Path) -> None:
    report = read_report(saved(tmp_path, pdf_file([BODY])))
    # 0 to 595 points and 0 to 20 + 6; 595 points are 1239.6 dots.
    assert image(report.picture("p1 0,0,595,20")).size == (1240, 55)
    # A page is at most 2,500 dots high, with its margins.
    assert max(image(report.picture("p1 0,0,595,842")).size) == 1755


def test_files_that_are_gone_or_changed_are_not_shown(tmp_path: Path) -> None:
    file = saved(tmp_path, pdf_file([BODY]))
    report = read_report(file)
    file.write_bytes(pdf_file([BODY.replace(b"12 Tf", b"11 Tf")]))
    with pytest.raises(ReadError, match=r"a\.pdf: the file has changed since it was read"):
        report.picture("p1 t1 r1 c2")
    file.unlink()
    with pytest.raises(ReadError, match=r"a\.pdf: the file is not there any more"):
        report.picture("p1 t1 r1 c2")
    # What has no picture does not need the file.
    assert report.picture("p1 l1") is None


def test_kinds_without_pages_have_none(tmp_path: Path) -> None:
    page = "<p>一、总体情况</p><table><tr><td>规章</td><td>3</td></tr></table>"
    report = read_report(saved(tmp_path, page.encode(), "a.html"))
    assert report.source("t1 r1 c2") == "3"
    assert report.picture("t1 r1 c2") is None
    assert not has_picture(report.document, "t1 r1 c2")
    with pytest.raises(KeyError):
        report.picture("t1 r9 c2")


def test_one_of_several_documents_and_a_member_of_an_archive(tmp_path: Path) -> None:
    page = saved(tmp_path, "<p>一、总体情况</p>".encode(), "a.html")
    archive = tmp_path / "b.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("2023/table.pdf", pdf_file([BODY]))
    both = together([read(page), read(archive)])
    assert has_picture(both, "d2 p1 t1 r1 c2")
    alone = crop(read(archive), "p1 t1 r1 c2")
    assert image(alone).width == pytest.approx(212 * DOTS, abs=2)
    assert crop(both, "d2 p1 t1 r1 c2") == alone
    assert crop(both, "d1 l1") is None
    for where in ("d3 p1 t1 r1 c2", "p1 t1 r1 c2", "d2"):
        with pytest.raises(KeyError):
            crop(both, where)
    archive.unlink()
    with pytest.raises(ReadError, match=r"b\.zip!/2023/table\.pdf: the file is not there"):
        crop(both, "d2 p1 t1 r1 c2")


def test_other_cells_of_the_row_are_marked_too(tmp_path: Path) -> None:
    document = read(saved(tmp_path, pdf_file([BODY])))
    left, _, right, _ = reds(image(crop(document, "p1 t1 r1 c2", ["p1 t1 r1 c1"])))
    assert (left, right) == (
        pytest.approx(6 * DOTS, abs=4),
        pytest.approx(206 * DOTS, abs=4),
    )


def scan(file: Path, *tables: Table) -> Document:
    """Make the document that reading a scan gives, its boxes known."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return Document(str(file), "scan", digest, tables)


PAIR = (Cell(1, 1, 1, 1, "规章"), Cell(1, 2, 1, 1, "12"))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_picture_files_are_cut_in_their_own_dots(tmp_path: Path, kind: str) -> None:
    sheet = Image.new("L", (400, 300), 255)
    sheet.paste(0, (210, 110, 230, 120))
    file = tmp_path / f"page.{kind.lower()}"
    sheet.save(file, kind)
    table = Table(1, PAIR, (1,), {(1, 1): (50, 100, 200, 130), (1, 2): (200, 100, 300, 130)})
    found = image(crop(scan(file, table), "p1 t1 r1 c2"))
    assert found.size == (262, 42)  # 50 to 300 and 100 to 130, 6 more around
    assert darkest(found, (168, 17, 184, 25)) < 30  # 210 - 44, 110 - 94
    assert darkest(found, (200, 15, 240, 30)) > 240
    assert reds(found) == (154, 4, 257, 37)
    with pytest.raises(KeyError, match="no page 2"):
        crop(scan(file, Table(1, PAIR, (2,), table.boxes)), "p2 t1 r1 c2")


def test_pages_of_a_tiff(tmp_path: Path) -> None:
    first, second = Image.new("L", (400, 300), 255), Image.new("L", (400, 300), 0)
    file = tmp_path / "pages.tif"
    first.save(file, "TIFF", save_all=True, append_images=[second])
    boxes = {(1, 1): (50.0, 100.0, 200.0, 130.0), (1, 2): (200.0, 100.0, 300.0, 130.0)}
    shades = [
        darkest(image(crop(scan(file, Table(1, PAIR, (page,), boxes)), f"p{page} t1 r1 c1")), at)
        for page, at in ((1, (20, 20, 60, 30)), (2, (20, 20, 60, 30)))
    ]
    assert shades == [255, 0]


def test_a_page_that_lies_on_its_side_is_turned(tmp_path: Path) -> None:
    # The row runs down the sheet: its first cell above, its second below, ink at the very end.
    sheet = Image.new("L", (300, 400), 255)
    sheet.paste(0, (110, 280, 120, 295))
    file = tmp_path / "page.png"
    sheet.save(file)
    boxes = {(1, 1): (100.0, 50.0, 130.0, 200.0), (1, 2): (100.0, 200.0, 130.0, 300.0)}
    found = image(crop(scan(file, Table(1, PAIR, (1,), boxes)), "p1 t1 r1 c2"))
    # 50 to 300 down the sheet, 6 more around, run to the right now.
    assert found.size == (262, 42)
    assert darkest(found, (238, 16, 248, 26)) == 0  # 280 - 44; what is right on the sheet is above
    # On its head the row runs to the left.
    boxes = {(1, 1): (200.0, 100.0, 280.0, 130.0), (1, 2): (100.0, 100.0, 200.0, 130.0)}
    there = spot(scan(file, Table(1, PAIR, (1,), boxes)), "p1 t1 r1 c2")
    assert there == (1, (100, 100, 280, 130), (100, 100, 200, 130), 180)


def test_photographs_are_held_as_the_camera_was(tmp_path: Path) -> None:
    sheet = Image.new("L", (400, 300), 255)
    sheet.paste(0, (0, 280, 20, 300))  # at the lower left of the sensor
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise by 90 degrees: then at the upper left
    file = tmp_path / "page.jpg"
    sheet.save(file, exif=exif)
    found = image(crop(scan(file), "p1 0,0,100,50"))
    assert found.size == (106, 56)
    assert darkest(found, (5, 5, 15, 15)) < 30


def test_a_scanned_page_of_a_pdf_is_shown_as_it_came(tmp_path: Path) -> None:
    # A picture of four dots over the whole page: black at the upper left, white else.
    dots = b"q 595 0 0 842 0 0 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \x00\xff\xff\xff EI Q\n"
    file = saved(tmp_path, pdf_file([dots]))
    document = scan(file)
    assert darkest(image(crop(document, "p1 50,50,100,80")), (20, 20, 80, 60)) == 0
    assert darkest(image(crop(document, "p1 450,750,500,780")), (20, 20, 80, 60)) == 255


def test_a_row_that_the_foot_of_a_page_tears_is_shown_where_it_prints_the_cell(
    tmp_path: Path,
) -> None:
    widths = ((100, 40), (140, 60), (200, 50))
    first = put("2.没有", 104, 785, 10) + put("现成信", 104, 773, 10)
    first += b"".join(rule((x, 768, wide, 32)) for x, wide in widths) + put("7", 165, 785, 10)
    second = put("息", 104, 785, 10) + put("3.补正", 104, 765, 10) + put("8", 165, 765, 10)
    second += b"".join(rule((x, y, wide, 20)) for x, wide in widths for y in (760, 780))
    document = read(saved(tmp_path, pdf_file([first, second])))
    assert document.at("p1 t1 r1 c2") == "7"
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert table.place(1, 2) == "p1 t1 r1 c2"
    assert table.place(2, 2) == "p2 t1 r2 c2"
    # 842 - 800 = 42 to 842 - 768 = 74 on the first page
    torn = spot(document, "p1 t1 r1 c2")
    assert torn is not None
    assert torn.page == 1
    assert torn.row == pytest.approx((100, 42, 250, 74), abs=0.5)
    found = image(crop(document, "p1 t1 r1 c2"))
    assert darkest(found, (71 * DOTS, 8 * DOTS, 78 * DOTS, 22 * DOTS)) < 120  # 165 - 94


def test_a_cell_whose_row_is_on_another_page() -> None:
    boxes = {(1, 1): (50.0, 700.0, 90.0, 720.0), (1, 2): (90.0, 40.0, 120.0, 60.0)}
    table = Table(1, PAIR, (2,), boxes, elsewhere={(1, 1): 1})
    page = Document("a.pdf", "pdf", "0" * 64, (table, Paragraph("完", "p2 l1")))
    assert (table.place(1, 1), table.place(1, 2)) == ("p1 t1 r1 c1", "p2 t1 r1 c2")
    assert spot(page, "p1 t1 r1 c1") == (1, boxes[1, 1], boxes[1, 1], 0)
    assert spot(page, "p2 t1 r1 c2") == (2, boxes[1, 2], boxes[1, 2], 0)


def test_a_label_of_many_rows_does_not_make_a_row_high() -> None:
    cells = (Cell(1, 1, 3, 1, "结果"), *(Cell(row, 2, 1, 1, str(row)) for row in (1, 2, 3)))
    boxes = {(1, 1): (50.0, 100.0, 90.0, 160.0)}
    boxes |= {(row, 2): (90.0, 80.0 + 20 * row, 200.0, 100.0 + 20 * row) for row in (1, 2, 3)}
    page = Document("a.pdf", "pdf", "0" * 64, (Table(1, cells, (1, 1, 1), boxes),))
    assert spot(page, "p1 t1 r2 c2") == (1, (50, 120, 200, 140), (90, 120, 200, 140), 0)
    assert spot(page, "p1 t1 r2 c1") == (1, (50, 100, 200, 160), (50, 100, 90, 160), 0)


def test_a_high_label_is_no_page_on_its_side() -> None:
    # Twenty rows of one number beside one label: 90 points wide, 400 high.
    labels = Cell(1, 1, 20, 1, "结果"), Cell(21, 1, 1, 1, "总计"), Cell(21, 2, 1, 1, "9")
    cells = (*labels, *(Cell(row, 2, 1, 1, "1") for row in range(1, 21)))
    boxes = {(row, 2): (90.0, 80.0 + 20 * row, 140.0, 100.0 + 20 * row) for row in range(1, 22)}
    boxes |= {(1, 1): (50.0, 100.0, 90.0, 500.0), (21, 1): (50.0, 500.0, 90.0, 520.0)}
    page = Document("a.pdf", "pdf", "0" * 64, (Table(1, cells, (1,) * 21, boxes),))
    assert spot(page, "p1 t1 r20 c2") == (1, (50, 480, 140, 500), (90, 480, 140, 500), 0)
    assert spot(page, "p1 t1 r1 c1") == (1, (50, 100, 140, 500), (50, 100, 90, 500), 0)


def test_reading_bytes_without_a_file_cannot_show_it() -> None:
    document = read_bytes(pdf_file([BODY]), "nowhere.pdf")
    assert has_picture(document, "p1 t1 r1 c2")
    with pytest.raises(ReadError, match="not there any more"):
        crop(document, "p1 t1 r1 c2")
