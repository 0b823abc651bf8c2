"""Whether a build would lose a source that the corpus has."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from gxkit.corpus.store.manifest import Manifest
from gxkit.errors import BuildError


def refuse_loss(out: Path, old: Manifest | None, said: Mapping[str, Any], *, empty: bool) -> None:
    """Raise where a whole source of the corpus would be gone.

    Parameters
    ----------
    out : Path
        The folder of the corpus.
    old : Manifest or None
        What was built there before.
    said : mapping
        What this build was told: ``sources``, and where they are (``folder``, ``out``).
    empty : bool
        Whether there is nothing to read.

    Raises
    ------
    BuildError
        A source is not named any more, or nothing is left in them all.

    Notes
    -----
    A folder that holds both the corpus and its sources may be moved or renamed: sources that lie
    where they did, as seen from the corpus, are the same.

    Examples
    --------
    >>> refuse_loss(Path("corpus"), None, {"sources": ["reports"]}, empty=False)
    """
    if old is None:
        return
    gone = _gone(old.said, said)
    if gone:
        raise BuildError(
            f"{out}: the corpus also holds what {', '.join(gone)} held; name it too, or "
            "let it go with drop=True (--drop)"
        )
    if empty and any(batch.files for batch in old.batches):
        raise BuildError(
            f"{out}: nothing is left in {', '.join(said['sources'])}; is it mounted? "
            "If all reports are to leave the corpus, say drop=True (--drop)"
        )


def _gone(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    gone = [name for name in before["sources"] if name not in now["sources"]]
    # Corpora of earlier builds do not say where they were.
    if not gone or before.get("out", now["out"]) == now["out"]:
        return gone
    here = set(_from_there(now["sources"], now))
    there = zip(gone, _from_there(gone, before), strict=True)
    return [name for name, place in there if place not in here]


def _from_there(sources: Iterable[str], said: Mapping[str, Any]) -> list[str]:
    """Return where sources lie as seen from their corpus."""
    return [os.path.relpath(Path(said["folder"], name), said["out"]) for name in sources]
