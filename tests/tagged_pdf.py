"""Pages written by hand with tags: rows, cells and spans as browsers and Word write them down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gxkit.synthetic.pdf_pages import pdf_file, put


class Td(NamedTuple):
    """A cell: its text, where it is printed (none: a blank cell, left out by the tags), its spans."""

    text: str
    x: float
    y: float
    rowspan: int = 1
    colspan: int = 1
    page: int = 0


def tagged_pdf(rows: Sequence[Sequence[Td]], pages: int = 1, more: bytes = b"") -> bytes:
    """Write a PDF with one table that only its tags tell; `more` is drawn on the first page."""
    contents = [b""] * pages
    counts = [0] * pages
    parents: list[list[int]] = [[] for _ in range(pages)]
    number = 6 + 2 * pages  # of the next object
    root, whole, table = number, number + 1, number + 2
    number += 3
    objects: dict[int, str] = {}
    trs = []
    for row in rows:
        tr, tds = number, []
        number += 1
        for cell in row:
            mark = counts[cell.page]
            counts[cell.page] += 1
            contents[cell.page] += b"/TD <</MCID %d>> BDC\n" % mark
            contents[cell.page] += put(cell.text, cell.x, cell.y, 10) + b"EMC\n"
            spans = f"<</O/Table/RowSpan {cell.rowspan}/ColSpan {cell.colspan}>>"
            objects[number] = (
                f"<</Type/StructElem/S/TD/P {tr} 0 R/A {spans}/Pg {6 + 2 * cell.page} 0 R/K {mark}>>"
            )
            parents[cell.page].append(number)
            tds.append(number)
            number += 1
        trs.append(tr)
        objects[tr] = f"<</Type/StructElem/S/TR/P {table} 0 R/K[{_refs(tds)}]>>"
    nums = " ".join(f"{at} [{_refs(own)}]" for at, own in enumerate(parents))
    objects[root] = f"<</Type/StructTreeRoot/K {whole} 0 R/ParentTree <</Nums[{nums}]>>>>"
    objects[whole] = f"<</Type/StructElem/S/Document/P {root} 0 R/K[{table} 0 R]>>"
    objects[table] = f"<</Type/StructElem/S/Table/P {whole} 0 R/K[{_refs(trs)}]>>"
    objects[1] = f"<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot {root} 0 R>>"
    contents[0] += more
    bare = pdf_file(contents)
    for at in range(pages):
        found = bare[bare.index(f"{6 + 2 * at} 0 obj\n".encode()) :]
        page = found[: found.index(b">>\nendobj") + 2].split(b"obj\n")[1].decode()
        objects[6 + 2 * at] = f"{page[:-2]}/StructParents {at}>>"
    return updated(bare, objects, number)


def _refs(numbers: Sequence[int]) -> str:
    return " ".join(f"{one} 0 R" for one in numbers)


def updated(data: bytes, objects: dict[int, str], size: int) -> bytes:
    """Append objects to a PDF, as a program does that saves changes."""
    out = bytearray(data)
    before = data[data.rindex(b"startxref") :].split()[1].decode()
    sections = ""
    for number, text in sorted(objects.items()):
        sections += f"{number} 1\n{len(out) + 1:010d} 00000 n \n"
        out += f"\n{number} 0 obj\n{text}\nendobj".encode()
    start = len(out) + 1
    out += f"\nxref\n{sections}trailer<</Size {size}/Root 1 0 R/Prev {before}>>\n".encode()
    return bytes(out + f"startxref\n{start}\n%%EOF".encode())
