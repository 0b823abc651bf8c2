"""The programs that print fictional reports for tests: None where what they print has no Chinese."""

from __future__ import annotations

import shutil
import subprocess


def has_chinese_font() -> bool:
    """Say whether programs here can draw Chinese signs; without fontconfig that is not known."""
    program = shutil.which("fc-list")
    if program is None:
        return False
    listed = subprocess.run([program, ":lang=zh"], capture_output=True, check=False, timeout=60)
    return bool(listed.stdout.strip())


_FONT = has_chinese_font()
CHROMIUM = (shutil.which("chromium") or shutil.which("chromium-browser")) if _FONT else None
SOFFICE = (shutil.which("soffice") or shutil.which("libreoffice")) if _FONT else None
NEEDED = "is not installed, or no Chinese font is"
