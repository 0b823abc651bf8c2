"""What ``gxkit doctor`` prints: which kinds of file can be read here, and what adds the others."""

from __future__ import annotations

import platform

import gxkit
from gxkit.card.terminal import pad, width
from gxkit.documents.installed import supports


def diagnosis() -> str:
    """Say which readers work, what is missing, and the command that adds it.

    Returns
    -------
    str
        A table, one line a group of kinds, and the commands below it.

    Examples
    --------
    >>> diagnosis().splitlines()[0].startswith("gxkit ")
    True
    """
    found = supports()
    wide = max(width(each.label) for each in found)
    lines = [
        f"gxkit {gxkit.__version__}, Python {platform.python_version()}, {platform.system()}",
        "",
    ]
    for each in found:
        told = f"yes  {each.by}" if each.works else f"NO   missing: {each.missing}"
        lines.append(f"{pad(each.label, wide)}  {told}")
    lines.append("")
    commands = dict.fromkeys(each.command for each in found if not each.works)
    if not commands:
        lines.append("Every reader works.")
    else:
        lines += ["To add what is missing:", *(f"  {command}" for command in commands)]
    return "\n".join(lines)
