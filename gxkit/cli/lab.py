"""What ``gxkit lab`` starts: JupyterLab, open where the notebooks begin."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import gxkit
from gxkit.errors import ReadError

START = Path("notebooks", "00_start_here.ipynb")
"""The page to begin with, from the folder of a checkout."""


def checkout(near: Sequence[Path] | None = None) -> Path:
    """Find the folder that the notebooks are in: of this package's checkout, else the current one.

    Parameters
    ----------
    near : sequence of Path, optional
        Folders to look in instead.

    Raises
    ------
    ReadError
        There are no notebooks.

    Examples
    --------
    >>> checkout([Path("nowhere")])
    Traceback (most recent call last):
        ...
    gxkit.errors.ReadError: no notebooks/00_start_here.ipynb here; run this in a copy of the repository
    """
    places = near or (Path(gxkit.__file__).resolve().parents[1], Path.cwd())
    for folder in places:
        if folder.joinpath(START).is_file():
            return folder
    raise ReadError(f"no {START.as_posix()} here; run this in a copy of the repository")


def options(folder: Path, others: Sequence[str] = ()) -> list[str]:
    """Return JupyterLab's options: the start page open, the whole checkout in the file browser.

    Parameters
    ----------
    folder : Path
        The checkout.
    others : sequence of str
        Further options, such as ``--no-browser`` or ``--port=9999``.

    Examples
    --------
    >>> options(Path("copy"), ["--no-browser"])[1:]
    ['--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb', '--no-browser']
    """
    return [
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.default_url=/lab/tree/{START.as_posix()}",
        *others,
    ]
