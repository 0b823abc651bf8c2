"""Fictional reports as PDF: web pages printed by Chromium, Word files exported by LibreOffice."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from printing_programs import CHROMIUM, NEEDED, SOFFICE

from gxkit.synthetic import Published, make_page, make_truth, publish

SECONDS = 120

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason=f"Chromium {NEEDED}")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason=f"LibreOffice {NEEDED}")


class Sheet(NamedTuple):
    """How pages are set: a style sheet for the browser, or the settings of a Word file."""

    css: str = ""
    furniture: bool = False
    layout: str = "html_clean"


_BORDERS = "table{border-collapse:collapse;width:100%} td,th{border:1px solid #000;padding:3px 5px}"
SHEETS = {
    # The browser's own head and foot: date, title, address and page number.
    "plain": Sheet(_BORDERS + "td{text-align:center}", furniture=True),
    "paper": Sheet(
        "@page{size:A4;margin:30mm 25mm} body{font:16pt 'Noto Serif CJK SC';line-height:28pt;"
        "text-align:justify} h1{text-align:center;font-size:22pt} td{font-size:10.5pt;"
        "line-height:14pt;text-align:center}" + _BORDERS
    ),
    "double": Sheet("table{border:1px solid} td{border:1px solid;font-size:9pt}", True),
    "breaks": Sheet(_BORDERS + "body{font-size:11pt}", False, "html_breaks"),
    "small": Sheet(
        "@page{size:A5;margin:12mm} body{font-size:9pt;font-family:'Noto Sans CJK SC'}"
        "td{font-size:7pt}" + _BORDERS
    ),
    "landscape": Sheet("@page{size:A4 landscape} p{text-indent:0}" + _BORDERS, True, "html_word"),
}
"""Ruled pages from the browser."""

BARE = {
    "bare": Sheet("td{padding:4px 8px;text-align:center}"),
    "bare_left": Sheet("td{padding:2px 6px} body{font-size:11pt}", True),
}
"""Pages whose tables are drawn by space alone."""


def reports(count: int, seed: int, layout: str, quirks: str = "some") -> list[Published]:
    """Make reports whose files keep the empty cells of their tables."""
    seeds = range(seed, seed + count)
    return [publish(make_page(make_truth(one), one, quirks), layout, one) for one in seeds]


def print_pages(pages: Sequence[bytes], sheet: Sheet) -> list[bytes]:
    """Print web pages by Chromium."""
    assert CHROMIUM
    printed = []
    with tempfile.TemporaryDirectory() as folder:
        for number, given in enumerate(pages):
            source, target = Path(folder, f"{number}.html"), Path(folder, f"{number}.pdf")
            page = re.sub(rb"border='1'|border=1|border=\"1\"", b"", given)
            style = f"<style>{sheet.css}</style></head>".encode()
            source.write_bytes(page.replace(b"</head>", style, 1))
            command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu"]
            if not sheet.furniture:
                command.append("--no-pdf-header-footer")
            command += [f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}"]
            subprocess.run(
                [*command, source.as_uri()], check=True, capture_output=True, timeout=SECONDS
            )
            printed.append(target.read_bytes())
    return printed


class Paper(NamedTuple):
    """The settings of a Word file: its page in twips, its type in half points."""

    width: int = 11906
    height: int = 16838
    margin: int = 1500
    size: int = 32
    table_size: int = 21
    line: int = 560
    indent: bool = True
    justified: bool = True
    foot: str = "- {} -"
    borders: bool = True
    font: str = "Noto Serif CJK SC"
    layout: str = "docx_plain"


PAPERS = {
    "official": Paper(),
    "wide": Paper(16838, 11906, 1200, 28, 21, 480, foot="第 {} 页 共 6 页", justified=False),
    "small": Paper(8391, 11906, 700, 21, 15, 300, indent=False, font="Noto Sans CJK SC"),
    "headings": Paper(size=28, foot="{}", layout="docx_headings"),
    "tracked": Paper(margin=1100, size=24, foot="— {} —", layout="docx_runs"),
}
BARE_PAPERS = {
    "bare": Paper(borders=False),
    "bare_wide": Paper(16838, 11906, 1000, 24, 18, 400, borders=False, justified=False),
}


def export(files: Sequence[bytes], paper: Paper) -> list[bytes]:
    """Export Word files by LibreOffice as they look on some paper."""
    return print_words([dressed(data, paper) for data in files])


def print_words(files: Sequence[bytes]) -> list[bytes]:
    """Print Word files by LibreOffice, all in one call."""
    assert SOFFICE
    with tempfile.TemporaryDirectory() as folder:
        sources = []
        for number, data in enumerate(files):
            source = Path(folder, f"{number}.docx")
            source.write_bytes(data)
            sources.append(str(source))
        command = [SOFFICE, "--headless", f"-env:UserInstallation=file://{folder}/profile"]
        command += ["--convert-to", "pdf", "--outdir", folder, *sources]
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS + 10 * len(files))
        return [Path(source).with_suffix(".pdf").read_bytes() for source in sources]


def dressed(data: bytes, paper: Paper) -> bytes:
    """Give a bare Word file the looks of an office: page, type, indents, rules, a foot."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.namelist():
            text = old.read(item).decode()
            if item == "word/document.xml":
                text = _body(text, paper)
            elif item == "word/styles.xml":
                text = _styles(text, paper)
            elif item == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer"
                text = text.replace(
                    "</Relationships>",
                    f'<Relationship Id="foot" Type="{kind}" Target="foot.xml"/></Relationships>',
                )
                text = re.sub(
                    r"<Relationships([^>]*)/>",
                    rf'<Relationships\1><Relationship Id="foot" Type="{kind}" Target="foot.xml"/>'
                    "</Relationships>",
                    text,
                )
            elif item == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
                text = text.replace(
                    "</Types>",
                    f'<Override PartName="/word/foot.xml" ContentType="{kind}"/></Types>',
                )
            new.writestr(item, text)
        new.writestr("word/foot.xml", _foot(paper))
    return out.getvalue()


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _foot(paper: Paper) -> str:
    before, after = paper.foot.split("{}")
    return (
        f'<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:ind w:firstLine="0"/><w:jc w:val="center"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{before}</w:t></w:r><w:fldSimple w:instr="PAGE"><w:r>'
        f'<w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve">{after}</w:t></w:r></w:p>'
        "</w:ftr>"
    )


def _body(text: str, paper: Paper) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    rules = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>' for side in sides)
    borders = f"<w:tblBorders>{rules}</w:tblBorders>" if paper.borders else ""
    text = text.replace(
        "<w:tblPr/>", f'<w:tblPr><w:tblW w:w="5000" w:type="pct"/>{borders}</w:tblPr>'
    )
    orient = ' w:orient="landscape"' if paper.width > paper.height else ""
    margins = "".join(f' w:{side}="{paper.margin}"' for side in ("top", "right", "bottom", "left"))
    section = (
        f'<w:sectPr><w:footerReference xmlns:r="http://schemas.openxmlformats.org/officeDocument/'
        f'2006/relationships" w:type="default" r:id="foot"/><w:pgSz w:w="{paper.width}"'
        f' w:h="{paper.height}"{orient}/><w:pgMar{margins} w:footer="400"/></w:sectPr>'
    )
    text = text.replace("<w:sectPr/>", section)
    cell = (
        '<w:p><w:pPr><w:spacing w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/>'
        '<w:jc w:val="center"/></w:pPr>'
    )
    text = text.replace("</w:tcPr><w:p>", f"</w:tcPr>{cell}")
    small = f'<w:rPr><w:sz w:val="{paper.table_size}"/></w:rPr>'
    cells = re.compile(r"<w:tc>.*?</w:tc>", re.DOTALL)
    return cells.sub(lambda cell: cell[0].replace("<w:r>", f"<w:r>{small}"), text)


def _styles(text: str, paper: Paper) -> str:
    fonts = " ".join(f'w:{kind}="{paper.font}"' for kind in ("ascii", "hAnsi", "eastAsia"))
    indent = (
        f'<w:ind w:firstLineChars="200" w:firstLine="{paper.size * 20}"/>' if paper.indent else ""
    )
    normal = (
        f'<w:pPr><w:spacing w:line="{paper.line}" w:lineRule="exact"/>{indent}'
        f'<w:jc w:val="{"both" if paper.justified else "left"}"/></w:pPr>'
        f'<w:rPr><w:rFonts {fonts}/><w:sz w:val="{paper.size}"/></w:rPr>'
    )
    return (
        text.replace('<w:name w:val="Normal"/>', f'<w:name w:val="Normal"/>{normal}')
        .replace(
            '<w:name w:val="Title"/>',
            '<w:name w:val="Title"/><w:basedOn w:val="a"/><w:pPr><w:ind w:firstLine="0"/>'
            '<w:jc w:val="center"/></w:pPr>',
        )
        .replace('<w:name w:val="heading 1"/>', '<w:name w:val="heading 1"/><w:basedOn w:val="a"/>')
    )


@cache
def printed(sheet: str, count: int, seed: int = 0) -> list[tuple[Published, bytes]]:
    """Print fictional reports by Chromium, once a session."""
    chosen = {**SHEETS, **BARE}[sheet]
    made = reports(count, seed, chosen.layout)
    return list(zip(made, print_pages([one.data for one in made], chosen), strict=True))


@cache
def exported(paper: str, count: int, seed: int = 0) -> list[tuple[Published, bytes]]:
    """Export fictional reports by LibreOffice, once a session."""
    chosen = {**PAPERS, **BARE_PAPERS}[paper]
    made = reports(count, seed, chosen.layout)
    return list(zip(made, export([one.data for one in made], chosen), strict=True))
