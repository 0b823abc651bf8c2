"""Scanning made-up reports: a PDF printed, laid askew on the glass, and saved as JPEG."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from printing_programs import CHROMIUM, SOFFICE

from gxkit.synthetic import Published

_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_COLLAPSED = (
    b"<style>table{border-collapse:collapse}td,th{border:1px solid #000;padding:3px}</style>"
)


@dataclass(frozen=True)
class Scan:
    """How a page is scanned: dots an inch, lean, noise, JPEG quality (0: none), turn, blur."""

    dpi: int = 150
    lean: float = 0.0
    noise: float = 0.0
    quality: int = 0
    turn: int = 0
    blur: float = 0.0
    seed: int = 0
    dust: int = 0


def printed(published: Published, collapsed: bool = False) -> bytes:
    """Print a report to PDF: a Word file by LibreOffice, a page by Chromium."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"report{Path(published.name).suffix}")
        out = Path(folder, "report.pdf")
        if published.kind == "docx":
            source.write_bytes(_with_borders(published.data))
            profile = f"-env:UserInstallation=file://{folder}/profile"
            _run(
                [SOFFICE, "--headless", profile, "--convert-to", "pdf", "--outdir", folder, source]
            )
        else:
            source.write_bytes(published.data + (_COLLAPSED if collapsed else b""))
            own = [f"--user-data-dir={folder}/profile", f"--print-to-pdf={out}"]
            flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
            _run([CHROMIUM, *flags, *own, f"file://{source}"])
        return out.read_bytes()


def _run(command: list[Any]) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True, timeout=180)


def _with_borders(data: bytes) -> bytes:
    """Draw the lines of the tables: without them a Word file prints none."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                drawn = f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>"
                content = content.replace(b"<w:tblPr/>", drawn.encode())
                content = re.sub(rb"<w:tblGrid>.*?</w:tblGrid>", _fitting, content)
            new.writestr(name, content)
    return out.getvalue()


def _fitting(grid: re.Match[bytes]) -> bytes:
    """Let the columns of a table fit on a page, the labels' ones wider than the numbers'."""
    count = grid[0].count(b"<w:gridCol")
    wide = {9: (3000,), 10: (800, 1200, 2400), 11: (600, 900, 900, 2100)}.get(count, ())
    rest = (9000 - sum(wide)) // (count - len(wide))
    widths = [*wide, *[rest] * (count - len(wide))]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tblGrid>{columns}</w:tblGrid>".encode()


def pages(pdf: bytes, how: Scan) -> list[Any]:
    """Render the pages of a PDF as a scanner of that kind would give them."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    rendered = [
        document[at].render(scale=how.dpi / 72, grayscale=True).to_numpy()
        for at in range(len(document))
    ]
    document.close()
    return [_scanned(page.reshape(page.shape[:2]), how, at) for at, page in enumerate(rendered)]


def _scanned(page: Any, how: Scan, at: int) -> Any:
    import cv2
    import numpy as np

    rng = np.random.default_rng((how.seed, at))
    if how.lean:
        height, width = page.shape
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), how.lean, 1.0)
        page = cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    page = np.rot90(page, how.turn)
    if how.blur:
        page = cv2.GaussianBlur(page, (0, 0), how.blur * how.dpi / 150)
    page = page.astype(np.float32)
    if how.noise:
        # Paper is not white, and light falls off to one side.
        shade = np.linspace(0.9, 1.0, page.shape[1], dtype=np.float32)
        page = page * 0.86 * shade + 20 + rng.normal(0, how.noise, page.shape)
    page = np.clip(page, 0, 255).astype(np.uint8)
    for _ in range(how.dust):
        spot = (int(rng.integers(page.shape[1])), int(rng.integers(page.shape[0])))
        cv2.circle(page, spot, int(rng.integers(1, 3)), int(rng.integers(40, 140)), -1)
    if how.quality:
        _, saved = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, how.quality])
        page = cv2.imdecode(saved, cv2.IMREAD_GRAYSCALE)
    return np.ascontiguousarray(page)


def tiff(pictures: list[Any], dpi: int = 150) -> bytes:
    """Save pages as one TIFF."""
    from PIL import Image

    first, *rest = [Image.fromarray(picture) for picture in pictures]
    out = io.BytesIO()
    first.save(
        out, "TIFF", save_all=True, append_images=rest, compression="tiff_lzw", dpi=(dpi, dpi)
    )
    return out.getvalue()
