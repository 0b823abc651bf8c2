"""How much a file may ask for: far more than any report needs, little enough to be safe."""

from __future__ import annotations

from typing import Final

MEGABYTE: Final = 1_000_000

TEXT_BYTES: Final = 20 * MEGABYTE
"""Size of a text file."""

HTML_BYTES: Final = 30 * MEGABYTE
"""Size of a web page; pages saved with their pictures inside come near it."""

DOCX_BYTES: Final = 100 * MEGABYTE
"""Size of a Word file as packed; photographs make such files big."""

BYTES: Final = {"text": max(TEXT_BYTES, HTML_BYTES)}
"""Size of a file by what its first bytes say it is; of any other kind, `DOCX_BYTES`."""

SNIFF_BYTES: Final = 64 * 1024
"""How much of a file is looked at to tell its kind before the rest is read."""

TAGS: Final = 3_000_000
"""Number of ``<`` in a page or an XML part: bounds the memory of the parsed tree."""

LINES: Final = 300_000
"""Lines of a text file, paragraphs of a page or a Word file. The rest is cut with a note."""

TABLE_CELLS: Final = 50_000
"""Cells of one table. Rows after that are cut with a note. The official form has 398."""

TABLE_DEPTH: Final = 40
"""Tables inside tables. Deeper ones are read as paragraphs of the cell they stand in."""

TAG_DEPTH: Final = 600
"""Tags inside tags. What walks them recurses, and the stack of a thread may be half a megabyte."""

COLSPAN: Final = 100
"""A cell that asks for more columns gets as many as the other rows of its table have."""

ZIP_ENTRIES: Final = 5_000
"""Files inside a Word file."""

ZIP_TOTAL_BYTES: Final = 600 * MEGABYTE
"""Unpacked size of a Word file by its own list of contents."""

XML_BYTES: Final = 40 * MEGABYTE
"""Unpacked size of one XML part of a Word file."""

ZIP_RATIO: Final = 250
"""Unpacked over packed size of an XML part above one megabyte; real ones stay under 60."""

ARCHIVE_MEMBERS: Final = 1_000_000
"""Files inside an archive of reports."""

ARCHIVE_TOTAL_BYTES: Final = 500_000 * MEGABYTE
"""Unpacked size of an archive of reports by its own list of contents: half a megabyte each."""

ARCHIVE_RATIO: Final = 500
"""Unpacked over packed size of a member above one megabyte; pages that repeat themselves reach 100."""

OFFICE_SECONDS: Final = 60.0
"""How long LibreOffice may take for a file; half a second is usual."""

OFFICE_SECONDS_EACH: Final = 3.0
"""How much longer for each further file in the same call; a few hundredths are usual."""

SLIDES: Final = 1_000
"""Slides of a file."""

SLIDES_BYTES: Final = 100 * MEGABYTE
"""XML of all slides together."""

SHEET_CELLS: Final = 2_000_000
"""Rows times columns of a sheet of an old workbook."""

SHEET_COLUMNS: Final = 300
"""Columns of a sheet. Those after are cut with a note."""

CHILD_BYTES: Final = 2_000 * MEGABYTE
"""Memory of the process that reads an old workbook."""

CHILD_SECONDS: Final = 30.0
"""How long it may take; a tenth of a second is usual."""

PDF_PAGES: Final = 300
"""Pages of a PDF. Reports have 3 to 20; yearbooks that hold one have more."""

PDF_CHARS: Final = 50_000
"""Characters of one page of a PDF. The rest is cut with a note."""

PDF_WORDS: Final = 100_000
"""Words that stand apart on the lines of a PDF. In one with more, space alone makes no table."""

PDF_OBJECTS: Final = 200_000
"""Drawn objects and their segments on one page of a PDF. The rest is left out with a note."""

PDF_STREAM_BYTES: Final = 20 * MEGABYTE
"""Unpacked size of the drawing orders of a page; those of a page of text are under one."""

PDF_STREAMS_BYTES: Final = 100 * MEGABYTE
"""Unpacked size of all drawing orders of a PDF."""

PDF_FONT_BYTES: Final = 60 * MEGABYTE
"""Unpacked size of a font in a PDF; a whole Chinese one has 20."""

PDF_SECONDS: Final = 60.0
"""How long the pages of a PDF may take; a hundredth of a second each is usual."""

PICTURE_BYTES: Final = 100 * MEGABYTE
"""Size of a picture; a TIFF of many pages comes near it."""

PICTURE_PIXELS: Final = 60 * MEGABYTE
"""Pixels of a scanned page: A4 with 600 dpi has 35 million, and each costs memory and time."""

PICTURES: Final = 100
"""Pages of a TIFF."""

CROP_SIDE: Final = 2_500
"""Dots of the longer side of the picture of a row; of a sheet A3 with 150 an inch. Others shrink."""

STYLE_CHARS: Final = 2 * MEGABYTE
"""Characters of the style sheets inside a page; one that comes with a whole toolkit has 0.3 million."""

STYLE_RULES: Final = 500
"""Selectors of such sheets that say what is shown of an element that the page has."""

STYLE_TESTS: Final = 500_000
"""How often such a selector is held against an element; each asks those around it."""
