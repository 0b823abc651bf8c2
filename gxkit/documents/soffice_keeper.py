"""Runs LibreOffice for a process, and ends it where that process is killed.

Run by its path with the number of that process, a folder and the command; imports nothing of
gxkit, so that it is quick. A killed process cannot end what it started, and what LibreOffice
starts is no child of it. This one looks whether its parent is still there, and where it is
not, a copy of it that has left the group kills the group and takes the folder away.
"""

from __future__ import annotations

import os
import signal
import sys
import time

_STEP = 0.05
_PATIENCE = 5.0


def keep(parent: int, folder: str, command: list[str]) -> int:
    """Run a command; return its code. Where the parent is gone, end the whole group."""
    child = os.fork()
    if not child:
        try:
            os.execv(command[0], command)
        finally:
            os._exit(127)
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        if os.getppid() != parent:
            _end(folder)
        time.sleep(_STEP)


def _end(folder: str) -> None:
    group = os.getpgrp()
    if os.fork():
        time.sleep(_PATIENCE)  # to be killed with the others
        os._exit(1)
    os.setsid()
    os.killpg(group, signal.SIGKILL)
    import shutil

    last = time.monotonic() + _PATIENCE
    while os.path.exists(folder) and time.monotonic() < last:  # noqa: PTH110 (pathlib is slow to load)
        shutil.rmtree(folder, ignore_errors=True)  # what is dying may still write into it
        time.sleep(_STEP)
    os._exit(0)


if __name__ == "__main__":
    sys.exit(keep(int(sys.argv[1]), sys.argv[2], sys.argv[3:]))
