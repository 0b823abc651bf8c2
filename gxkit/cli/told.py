"""Errors of commands: one line that says what to do, and exit code 2."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from gxkit.errors import GxkitError


@contextmanager
def told(debug: bool) -> Iterator[None]:
    """Tell an error in one line and leave with code 2."""
    try:
        yield
    except typer.Exit:
        raise
    except GxkitError as error:
        _tell(str(error), debug)
    except Exception as error:  # noqa: BLE001 (a user wants one line, whatever happened)
        known = f"unexpected {type(error).__name__}: {error}"
        _tell(f"{known}; run again with --debug and report what it shows", debug)


def _tell(message: str, debug: bool) -> None:
    if debug:
        traceback.print_exc()
    typer.echo(f"gxkit: {' '.join(message.split())}", err=True)
    raise typer.Exit(2)
