"""Fictional reports as files that only LibreOffice can make: .doc, .odt, .rtf and the like."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from gxkit.documents import soffice

needs_office = pytest.mark.skipif(
    soffice.find() is None, reason=f"LibreOffice is not installed: {soffice.INSTALL}"
)


def saved_as(target: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Let LibreOffice save files as another kind, all in one call; the names tell their kinds."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        paths = [place / name for name in files]
        for path, data in zip(paths, files.values(), strict=True):
            path.write_bytes(data)
        subprocess.run(
            [
                str(soffice.find()),
                f"-env:UserInstallation={(place / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                target,
                "--outdir",
                str(place / "out"),
                *map(str, paths),
            ],
            check=True,
            capture_output=True,
            timeout=300,
        )
        suffix = target.split(":", maxsplit=1)[0]
        return {path.name: (place / "out" / f"{path.stem}.{suffix}").read_bytes() for path in paths}
