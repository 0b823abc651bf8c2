"""Files that LibreOffice and Chromium make of pages: old Word, OpenDocument, PDF, scans."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from random import Random

import pypdfium2
from PIL import Image, ImageChops

from sample.files import ruled_page, ruled_word

_TARGET = {"doc": "doc", "odt": "odt", "pdf_office": "pdf", "scan": "pdf"}
_DPI = 200


def made(kind: str, pages: Mapping[str, bytes]) -> dict[str, bytes]:
    """Make files of one kind of pages, by name.

    Parameters
    ----------
    kind : str
        One of `sample.kinds.PROGRAMS`.
    pages : mapping of str to bytes
        Word files, or pages in HTML for ``pdf_browser``.
    """
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room)
        if kind == "pdf_browser":
            return {name: _printed(folder, name, page) for name, page in pages.items()}
        found = _converted(folder, pages, _TARGET[kind])
    return {name: scanned(data, name) for name, data in found.items()} if kind == "scan" else found


def _converted(folder: Path, pages: Mapping[str, bytes], target: str) -> dict[str, bytes]:
    sources = []
    for name, data in pages.items():
        source = folder / f"{name}.docx"
        source.write_bytes(ruled_word(data))
        sources.append(source)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", str(folder)]
    subprocess.run([*command, *map(str, sources)], check=True, capture_output=True, timeout=600)
    return {name: (folder / f"{name}.{target}").read_bytes() for name in pages}


def _printed(folder: Path, name: str, page: bytes) -> bytes:
    source, target = folder / f"{name}.html", folder / f"{name}.pdf"
    source.write_bytes(ruled_page(page))
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    profile = f"--user-data-dir={folder / 'browser'}"
    command = ["chromium", *flags, profile, f"--print-to-pdf={target}", source.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return target.read_bytes()


def scanned(pdf: bytes, name: str) -> bytes:
    """Turn the pages of a PDF into pictures with the grain of a scanner, one bit a point."""
    rng = Random(f"sample scan {name}")
    sheets = []
    for page in pypdfium2.PdfDocument(pdf):
        sheet = page.render(scale=_DPI / 72, grayscale=True).to_pil()
        sheet = sheet.rotate(
            rng.uniform(-0.3, 0.3), fillcolor=255, resample=Image.Resampling.BICUBIC
        )
        specks = Image.new("L", sheet.size, 255)
        for _ in range(60):
            specks.putpixel((rng.randrange(sheet.width), rng.randrange(sheet.height)), 0)
        sheets.append(ImageChops.darker(sheet, specks).point(lambda grey: 255 * (grey > 150), "1"))
    buffer = BytesIO()
    sheets[0].save(buffer, "PDF", save_all=True, append_images=sheets[1:], resolution=_DPI)
    return buffer.getvalue()
