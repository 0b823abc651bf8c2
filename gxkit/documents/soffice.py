"""LibreOffice as a converter: a profile a call, a time limit, nothing run and nothing left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from gxkit.documents import limits
from gxkit.errors import GxkitError, LimitError, MissingError, ReadError

INSTALL: Final = "sudo apt-get install --no-install-recommends libreoffice-writer libreoffice-calc libreoffice-impress"
"""The command that adds it on Debian and Ubuntu; elsewhere it comes from libreoffice.org."""

_NAMES: Final = ("soffice", "libreoffice")
_PLACES: Final = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
)
_OPTIONS: Final = (
    "--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault",
    "--nofirststartwizard", "--nologo",
)  # fmt: skip

_OFFICE: Final = "/org.openoffice."
_SETTINGS: Final = (
    (f"{_OFFICE}Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    (f"{_OFFICE}Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    (f"{_OFFICE}Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    (f"{_OFFICE}Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    (f"{_OFFICE}Office.Common/Misc", "CrashReport", "false"),
    (f"{_OFFICE}Office.Writer/Content/Update", "Link", "2"),
    (f"{_OFFICE}Inet/Settings", "ooInetProxyType", "2"),
    (f"{_OFFICE}Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    (f"{_OFFICE}Inet/Settings", "ooInetHTTPProxyPort", "9"),
    (f"{_OFFICE}Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    (f"{_OFFICE}Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
"""No macro, no active content, no link followed; what asks the net all the same meets a closed port."""

_PATIENCE: Final = 3
"""After so many calls in a row that came to nothing, LibreOffice itself is taken to be at fault."""


class Source(NamedTuple):
    """A file to convert: the suffix of its kind, the suffix wanted, and its bytes."""

    suffix: str
    target: str
    data: bytes


class _Call(NamedTuple):
    made: dict[str, bytes]
    finished: bool
    late: bool


def find() -> str | None:
    """Return the path of LibreOffice, or None where it is not installed."""
    for name in _NAMES:
        path = shutil.which(name)
        if path:
            return path
    return next((place for place in _PLACES if Path(place).is_file()), None)


def convert(files: Mapping[str, Source]) -> dict[str, bytes | GxkitError]:
    """Convert files, as many in one call of LibreOffice as want the same kind.

    A file that stops LibreOffice costs the others nothing: they are converted without it.

    Parameters
    ----------
    files : mapping of str to Source
        The files by the names that messages use.

    Returns
    -------
    dict of str to (bytes or GxkitError)
        For each file what it became, or why it became nothing.

    Examples
    --------
    >>> convert({})
    {}
    """
    program = find()
    results: dict[str, bytes | GxkitError] = {}
    if program is None:
        for name in files:
            results[name] = MissingError(
                f"{name}: needs LibreOffice, which is not installed here; {INSTALL}"
                " (or libreoffice.org), or save the file as .docx"
            )
        return results
    for target in sorted({source.target for source in files.values()}):
        wanted = {name: source for name, source in files.items() if source.target == target}
        results |= _convert_to(target, wanted, program)
    return results


def _convert_to(
    target: str, files: dict[str, Source], program: str
) -> dict[str, bytes | GxkitError]:
    results: dict[str, bytes | GxkitError] = {}
    left = list(files)
    alone = False
    vain = 0
    while left:
        names = left[:1] if alone else left
        call = _call(target, {name: files[name] for name in names}, program)
        results |= call.made
        vain = 0 if call.made else vain + 1
        missing = [name for name in names if name not in call.made]
        if call.finished or alone:
            results |= {name: _failure(name, call) for name in missing}
            missing = []
        left = missing + (left[1:] if alone else [])
        # The first that is missing may be the one that stopped it: by itself it shows.
        alone = not alone and bool(missing)
        if vain >= _PATIENCE and left:
            results |= {name: _failure(name, call) for name in left}
            break
    return results


def _failure(name: str, call: _Call) -> GxkitError:
    if call.late:
        return LimitError(
            f"{name}: LibreOffice did not finish within {limits.OFFICE_SECONDS:g} seconds and was"
            " stopped; open the file and save it as .docx"
        )
    return ReadError(
        f"{name}: LibreOffice cannot read it: it is damaged, or under a password; save it again as"
        " .docx"
    )


def _call(target: str, files: Mapping[str, Source], program: str) -> _Call:
    """Convert files in one call; say what came out and whether it came to its end."""
    with tempfile.TemporaryDirectory(prefix="gxkit-office-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        out, tmp, profile = place / "out", place / "tmp", place / "profile"
        for made in (out, tmp, profile / "user"):
            made.mkdir(parents=True)
        _write_settings(profile / "user" / "registrymodifications.xcu")
        paths = []
        for number, source in enumerate(files.values()):
            paths.append(place / f"{number}{source.suffix}")
            paths[-1].write_bytes(source.data)
        command = [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            f"-env:OSL_SOCKET_PATH={tmp}",
            *_OPTIONS,
            "--convert-to",
            target,
            "--outdir",
            str(out),
            *map(str, paths),
        ]
        seconds = limits.OFFICE_SECONDS + limits.OFFICE_SECONDS_EACH * (len(files) - 1)
        code = _run(_kept(command, folder), tmp, seconds)
        made_of = {
            name: data
            for name, path in zip(files, paths, strict=True)
            if (data := _made(out / f"{path.stem}.{target}"))
        }
    return _Call(made_of, finished=code == 0, late=code is None)


def _made(path: Path) -> bytes | None:
    """Return what was written, unless whoever wrote it was stopped in the middle."""
    try:
        if path.stat().st_size > limits.DOCX_BYTES or not zipfile.is_zipfile(path):
            return None
        return path.read_bytes()
    except OSError:
        return None


def _kept(command: list[str], folder: str) -> list[str]:
    """Put a keeper around a command: it ends with us, even where we are killed."""
    if not hasattr(os, "fork") or not sys.executable:
        return command
    keeper = str(Path(__file__).with_name("soffice_keeper.py"))
    return [sys.executable, "-I", "-S", keeper, str(os.getpid()), folder, *command]


def _run(command: Sequence[str], tmp: Path, seconds: float) -> int | None:
    """Run a command with all that it starts; None where it had to be stopped."""
    environment = os.environ | {"TMPDIR": str(tmp), "SAL_USE_VCLPLUGIN": "svp", "LC_ALL": "C.UTF-8"}
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=tmp,
            env=environment,
            start_new_session=True,
        )
    except OSError:
        return 1
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started, also where we are being stopped ourselves."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # its group has its number
    else:
        process.kill()
    process.wait()


def _write_settings(file: Path) -> None:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for path, name, value in _SETTINGS
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items'
    head += ' xmlns:oor="http://openoffice.org/2001/registry">'
    file.write_text(f"{head}{items}</oor:items>", encoding="utf-8")
