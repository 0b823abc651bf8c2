"""The version of everything that decides what a file is read as."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable

_ROOMS = ("forms", "documents", "parsing", "checks", "data", "reading.py", "report.py", "frames.py")
_CORPUS = (
    "aliases.py",
    "identity.py",
    "places.py",
    "series.py",
    "store/fills.py",
    "store/parts.py",
)
_LIBRARIES = (
    *("lxml", "charset-normalizer", "python-calamine", "pypdfium2", "pillow"),
    *("rapidocr", "onnxruntime", "opencv-python-headless"),
)
"""Libraries whose own releases may read the same bytes otherwise."""

_KINDS = (".py", ".toml", ".csv", ".txt", ".xsl", ".xslt")


@lru_cache(maxsize=1)
def parser_version() -> str:
    """Return 12 hex digits that change when anything of the reading does.

    They are a hash over the sources and tables of the rooms that read, parse and check, and over
    the versions of the libraries below them: a number that somebody has to raise would be
    forgotten one day, and then old rows would stand beside new ones.

    Examples
    --------
    >>> len(parser_version())
    12
    """
    digest = hashlib.sha256()
    package = files("gxkit")
    for name in (*_ROOMS, *(f"corpus/{name}" for name in _CORPUS)):
        _add(digest, package.joinpath(name), name)
    for name in _LIBRARIES:
        try:
            digest.update(f"{name}=={version(name)}\n".encode())
        except PackageNotFoundError:
            continue
    return digest.hexdigest()[:12]


def _add(digest: hashlib._Hash, place: Traversable, name: str) -> None:
    if place.is_dir():
        for below in sorted(place.iterdir(), key=lambda each: each.name):
            _add(digest, below, f"{name}/{below.name}")
    elif name.endswith(_KINDS):
        digest.update(name.encode())
        # A checkout on Windows has other line ends and reads the same.
        digest.update(place.read_bytes().replace(b"\r\n", b"\n"))
