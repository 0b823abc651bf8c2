"""Write ``docs/commands.md``: every command of ``gxkit`` with its arguments and options.

Run ``python scripts/write_commands.py``; a test compares the file with the commands.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from gxkit.cli import app

TARGET = Path(__file__).resolve().parent.parent / "docs" / "commands.md"

HEAD = """# Command line

What `gxkit --help` and `gxkit COMMAND --help` say, written by `scripts/write_commands.py` from the commands. Change those, not this file.

Every command has `--help` and `--debug`. An error is told in one line, with what to do; `--debug` shows where it came from.

"""


def shown(option: Any) -> str:
    """Write the names of an option, with … where it takes a value."""
    names = ", ".join(f"`{name}`" for name in option.opts)
    return names if option.is_flag else f"{names} …"


def default(option: Any) -> str:
    """Write what holds where an option is not given, if it is a word."""
    return "" if option.is_flag or option.default is None else f"`{option.default}`"


def of_command(name: str, command: Any) -> Iterator[str]:
    """Write one command."""
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [each for each in command.params if each.param_type_name == "option"]
    usage = [f"{each.name.upper()}{'…' if each.nargs == -1 else ''}" for each in arguments]
    yield f"## gxkit {name}\n\n`gxkit {' '.join((name, '[OPTIONS]', *usage))}`\n\n"
    yield f"{inspect.cleandoc(command.help)}\n\n"
    rows = [(f"`{one.name.upper()}`", one.help, "") for one in arguments]
    rows += [
        (shown(one), one.help, default(one)) for one in options if one.name not in ("help", "debug")
    ]
    if rows:
        yield "| | | default |\n|---|---|---|\n"
        yield from (f"| {' | '.join(each)} |\n" for each in rows)
        yield "\n"


def page() -> str:
    """Write the whole page."""
    group: Any = typer.main.get_command(app)
    parts = [part for each in group.commands.items() for part in of_command(*each)]
    return HEAD + "".join(parts).rstrip("\n") + "\n"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
