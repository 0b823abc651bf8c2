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
    """How a page is scanned: dots an inch, lean, noise, JPEG quality (0: none), turn, blur.

    `faint` is the share of their darkness that ruled lines lose, `broken` the share of them
    that is missing. `seal` stamps a red seal over each page, in `colour` or as grey shows it.
    `shadow` is how much darker the far corner of a photograph is, `tilt` by which share of its
    width the head of the page is narrower than its foot. `edges` gives the black edges and
    punched holes of a copier, `bilevel` black and white as a fax has it.
    """

    dpi: int = 150
    lean: float = 0.0
    noise: float = 0.0
    quality: int = 0
    turn: int = 0
    blur: float = 0.0
    seed: int = 0
    dust: int = 0
    faint: float = 0.0
    broken: float = 0.0
    seal: bool = False
    colour: bool = False
    shadow: float = 0.0
    tilt: float = 0.0
    edges: bool = False
    bilevel: bool = False


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
    if how.faint or how.broken:
        page = _worn_lines(page, how, rng)
    if how.seal:
        page = _sealed(page, how, rng)
    if how.tilt:
        page = _tilted(page, how.tilt)
    if how.lean:
        height, width = page.shape[:2]
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), how.lean, 1.0)
        white = (255, 255, 255)
        page = cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=white)
    if how.edges:
        page = _copied(page, how.dpi)
    page = np.rot90(page, how.turn)
    if how.blur:
        page = cv2.GaussianBlur(page, (0, 0), how.blur * how.dpi / 150)
    page = page.astype(np.float32)
    if how.shadow:
        page = page * _shade(page.shape, how.shadow)
    if how.noise:
        # Paper is not white, and light falls off to one side.
        shade = np.linspace(0.9, 1.0, page.shape[1], dtype=np.float32)
        shade = shade if page.ndim == 2 else shade[:, None]
        page = page * 0.86 * shade + 20 + rng.normal(0, how.noise, page.shape)
    page = np.clip(page, 0, 255).astype(np.uint8)
    for _ in range(how.dust):
        spot = (int(rng.integers(page.shape[1])), int(rng.integers(page.shape[0])))
        dark = int(rng.integers(40, 140))
        page = cv2.circle(
            np.ascontiguousarray(page), spot, int(rng.integers(1, 3)), (dark,) * 3, -1
        )
    if how.bilevel:
        _, page = cv2.threshold(page, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    if how.quality:
        _, saved = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, how.quality])
        page = cv2.imdecode(saved, cv2.IMREAD_UNCHANGED)
    return np.ascontiguousarray(page)


def _worn_lines(page: Any, how: Scan, rng: Any) -> Any:
    """Make ruled lines faint, and break them in places."""
    import cv2
    import numpy as np

    long = max(30, how.dpi // 3)
    dark = np.where(page < 200, 255, 0).astype(np.uint8)
    lines = np.zeros_like(dark)
    for shape in ((1, long), (long, 1)):
        lines |= cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
    lines = cv2.dilate(lines, np.ones((3, 3), np.uint8)) > 0
    worn = page.astype(np.float32)
    worn[lines] = 255 - (255 - worn[lines]) * (1 - how.faint)
    if how.broken:
        size = max(2, how.dpi // 40)
        high, wide = page.shape
        gone = rng.random((-(-high // size), -(-wide // size))) < how.broken
        gone = np.kron(gone, np.ones((size, size), bool))[:high, :wide]
        worn[lines & gone] = 255
    return worn.astype(np.uint8)


def _sealed(page: Any, how: Scan, rng: Any) -> Any:
    """Stamp a red seal somewhere in the middle of the page, over whatever is there."""
    import cv2
    import numpy as np

    colour = cv2.cvtColor(page, cv2.COLOR_GRAY2RGB)
    stamp = np.full_like(colour, 255)
    high, wide = page.shape
    middle = (int(wide * rng.uniform(0.3, 0.7)), int(high * rng.uniform(0.25, 0.75)))
    size = round(how.dpi * 0.8)
    red, thick = (214, 40, 48), max(2, how.dpi // 25)
    cv2.circle(stamp, middle, size, red, thick, cv2.LINE_AA)
    star = [
        (
            middle[0] + (0.34 if at % 2 == 0 else 0.13) * size * np.sin(at * np.pi / 5),
            middle[1] - (0.34 if at % 2 == 0 else 0.13) * size * np.cos(at * np.pi / 5),
        )
        for at in range(10)
    ]
    cv2.fillPoly(stamp, [np.array(star, np.int32)], red, cv2.LINE_AA)
    for at in range(12):  # what is written along the ring
        turn = np.pi * (0.25 + at * 1.5 / 11) + np.pi / 2
        x, y = (
            middle[0] + 0.75 * size * np.cos(turn + np.pi / 4),
            middle[1] + 0.75 * size * np.sin(turn + np.pi / 4),
        )
        sign = chr(ord("A") + int(rng.integers(26)))
        at_sign = (int(x - how.dpi * 0.05), int(y + how.dpi * 0.05))
        cv2.putText(stamp, sign, at_sign, 0, how.dpi / 170, red, max(1, how.dpi // 60), cv2.LINE_AA)
    colour = (colour.astype(np.uint16) * stamp // 255).astype(np.uint8)
    return colour if how.colour else cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY)


def _tilted(page: Any, share: float) -> Any:
    """See a page from below: its head is narrower than its foot, and lower."""
    import cv2
    import numpy as np

    high, wide = page.shape[:2]
    corners = [(0, 0), (wide, 0), (wide, high), (0, high)]
    seen = [
        (wide * share / 2, high * share / 2),
        (wide * (1 - share / 2), high * share / 4),
        (wide, high),
        (0, high),
    ]
    turn = cv2.getPerspectiveTransform(np.array(corners, np.float32), np.array(seen, np.float32))
    return cv2.warpPerspective(
        page, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255)
    )


def _copied(page: Any, dpi: int) -> Any:
    """Give a page the black edges and punched holes of a copier."""
    import cv2

    page, high = page.copy(), len(page)
    page[:, : dpi // 12] = 20
    page[high - dpi // 15 :, :] = 30
    for share in (0.35, 0.65):
        cv2.circle(page, (dpi // 4, int(high * share)), round(dpi * 0.11), (25, 25, 25), -1)
    return page


def _shade(shape: tuple[int, ...], share: float) -> Any:
    """Let light fall off to a corner, with the edge of a shadow across the page."""
    import numpy as np

    y = np.linspace(0, 1, shape[0], dtype=np.float32)[:, None]
    x = np.linspace(0, 1, shape[1], dtype=np.float32)[None, :]
    light = 1 - share * (0.6 * x * x + 0.4 * y)
    light = light * np.where(x + 0.3 * y > 0.8, 1 - share / 3, 1.0).astype(np.float32)
    return light if len(shape) == 2 else light[:, :, None]


def tiff(pictures: list[Any], dpi: int = 150) -> bytes:
    """Save pages as one TIFF."""
    import numpy as np
    from PIL import Image

    bilevel = all(set(np.unique(picture)) <= {0, 255} for picture in pictures)
    drawn = [Image.fromarray(picture) for picture in pictures]
    first, *rest = [picture.convert("1") for picture in drawn] if bilevel else drawn
    kind = "group4" if bilevel else "tiff_lzw"
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=rest, compression=kind, dpi=(dpi, dpi))
    return out.getvalue()
