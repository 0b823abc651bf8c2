"""Archives of reports, read through without being unpacked."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from pathlib import Path
from typing import Self

from gxkit.documents import limits
from gxkit.documents.names import INSIDE, is_wanted, leads_out
from gxkit.errors import FormatError, LimitError, ReadError

SUFFIX = ".zip"
_PACKAGES = ("[Content_Types].xml", "mimetype")
_UTF8 = 0x800
_ENCRYPTED = 0x1
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError),
    *(NotImplementedError, OSError, RuntimeError, ValueError),
)
"""What zipfile raises on a damaged member, or one packed in a way that it does not know."""


class Archive:
    """A zip file whose members are reports.

    Nothing is unpacked to disk, so that a member's name cannot lead anywhere; one that tries
    to is refused all the same, for whoever made it meant no good.

    Parameters
    ----------
    path : Path or bytes
        The zip file, or its content.
    name : str
        What it is called in messages.

    Attributes
    ----------
    members : dict of str to zipfile.ZipInfo
        The files inside by their names, sorted by name.

    Raises
    ------
    ReadError
        It cannot be opened, or is damaged.
    LimitError
        It has more files, or more in them, than any archive of reports.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "a.zip")
    >>> with zipfile.ZipFile(path, "w") as file:
    ...     file.writestr("2023/a.txt", "一、总体情况")
    >>> with Archive(path, "a.zip") as archive:
    ...     [(name, archive.read(name).decode()) for name in archive.members]
    [('2023/a.txt', '一、总体情况')]
    """

    def __init__(self, path: Path | bytes, name: str) -> None:
        self.name = name
        try:
            self._file = zipfile.ZipFile(io.BytesIO(path) if isinstance(path, bytes) else path)
        except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            said = getattr(error, "strerror", None) or str(error)
            raise ReadError(
                f"{name}: no zip archive that can be read ({said}); make it again"
            ) from error
        infos = self._file.infolist()
        named = {_readable(info): info for info in infos if not info.is_dir()}
        self.members = dict(sorted(named.items()))
        total = sum(info.file_size for info in infos)
        if len(infos) > limits.ARCHIVE_MEMBERS or total > limits.ARCHIVE_TOTAL_BYTES:
            self._file.close()
            raise LimitError(
                f"{name}: {len(infos)} files with {total // limits.MEGABYTE} MB in them, more "
                "than an archive of reports may hold; unpack it and name the folder"
            )

    @property
    def is_file(self) -> bool:
        """Whether it is one file itself, such as a Word file, whatever it is called."""
        return any(part in self.members for part in _PACKAGES)

    @property
    def reports(self) -> list[str]:
        """The members that can be reports by their names, and those whose names lead out."""
        return [name for name in self.members if is_wanted(name) or leads_out(name)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, member: str) -> bytes:
        """Return the bytes of a `member`.

        Raises
        ------
        ReadError
            It is damaged, or its name leads out of the archive.
        FormatError
            It is encrypted.
        LimitError
            It is bigger than any report, or packed like a trap.
        """
        name = f"{self.name}{INSIDE}{member}"
        info = self.members.get(member)
        if info is None:
            raise ReadError(f"{name}: no longer in the archive")
        if leads_out(member):
            raise ReadError(f"{name}: the name leads out of the archive; it is not read")
        if info.flag_bits & _ENCRYPTED:
            raise FormatError(f"{name}: encrypted; unpack the archive with its password")
        most = limits.DOCX_BYTES
        trap = info.file_size > max(limits.MEGABYTE, limits.ARCHIVE_RATIO * info.compress_size)
        if trap or info.file_size > most:
            raise LimitError(
                f"{name}: {info.file_size / limits.MEGABYTE:.0f} MB unpacked, "
                f"{info.compress_size / limits.MEGABYTE:.2f} MB packed: no report is like that"
            )
        try:
            return self._file.read(info)  # at most file_size, whatever is packed
        except _BROKEN as error:
            raise ReadError(f"{name}: damaged ({error}); make the archive again") from error


def _readable(info: zipfile.ZipInfo) -> str:
    """Return a member's name: archives made in China often say it in GBK, and do not say so."""
    if info.flag_bits & _UTF8 or info.filename.isascii():
        return info.filename
    try:
        raw = info.filename.encode("cp437")  # what zipfile takes unmarked names for
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
