"""The manifest: which parts make up a corpus. It is written last, whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from gxkit.corpus.whole import write_whole
from gxkit.errors import ReadError

NAME = "manifest.json"
JOURNAL = "journal.jsonl"
SCRATCH = "scratch"
_LAYOUT = 1
"""The layout of the folder; another one cannot be read by this code."""


@dataclass(frozen=True)
class Batch:
    """Files that were read together, and the parts that hold what they say.

    `parts` maps frames, and ``files``, to names of parts: a frame without rows has none.
    `version` is the `parser_version` that read them, and `aliases` tells which table of aliases
    named their agencies. The counts are those that progress tells:
    `files`, `reports`, `noted` (reports with a warning, and files not read), `failed` checks.
    """

    id: str
    version: str
    aliases: str
    parts: Mapping[str, str]
    files: int
    reports: int
    noted: int
    failed: int


@dataclass(frozen=True)
class Manifest:
    """What a corpus on disk is made of.

    `batches` are in the order of their reports. `gathered` names, by frame, the parts that
    hold what was found by looking at all reports, in the order in which they are shown.
    `said` is what the build was told: sources, folder, versions, aliases.
    """

    batches: tuple[Batch, ...] = ()
    gathered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    said: Mapping[str, Any] = field(default_factory=dict)

    def parts(self, name: str) -> list[str]:
        """Return the parts of a frame, in order."""
        return [batch.parts[name] for batch in self.batches if name in batch.parts]

    def named(self) -> set[tuple[str, str]]:
        """Return every part that counts, as (frame, file)."""
        found = {(name, part) for each in self.batches for name, part in each.parts.items()}
        return found | {(name, part) for name, run in self.gathered.items() for part in run}


def load_manifest(out: Path) -> Manifest | None:
    """Read the manifest of the corpus in `out`; None where no build was finished.

    Raises
    ------
    ReadError
        It is damaged, or of a later gxkit.

    Examples
    --------
    >>> import tempfile
    >>> out = Path(tempfile.mkdtemp())
    >>> _ = save_manifest(out, Manifest(said={"sources": ["reports"]}))
    >>> load_manifest(out).said
    {'sources': ['reports']}
    """
    try:
        told = json.loads((out / NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise ReadError(f"{out / NAME}: cannot be read ({error}); build the corpus anew") from error
    if told.get("layout") != _LAYOUT:
        raise ReadError(
            f"{out}: a corpus in layout {told.get('layout')}, this gxkit reads {_LAYOUT}; use the "
            f"gxkit that built it ({told.get('said', {}).get('gxkit')}), or build it anew"
        )
    return Manifest(
        tuple(Batch(**batch) for batch in told["batches"]),
        {name: tuple(parts) for name, parts in told["gathered"].items()},
        told["said"],
    )


def save_manifest(out: Path, manifest: Manifest) -> Path:
    """Write the `manifest` of the corpus in `out`.

    Raises
    ------
    OSError
        It cannot be written; the old one stands.

    Examples
    --------
    >>> import tempfile
    >>> save_manifest(Path(tempfile.mkdtemp()), Manifest()).name
    'manifest.json'
    """

    def write(draft: Path) -> None:
        with draft.open("w", encoding="utf-8") as file:
            json.dump({"layout": _LAYOUT, **asdict(manifest)}, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())

    return write_whole(out / NAME, write)


def note_batch(out: Path, batch: Batch) -> None:
    """Append a `batch` that is done to the journal of the build in `out`.

    Examples
    --------
    >>> import tempfile
    >>> out, batch = Path(tempfile.mkdtemp()), Batch("ab", "v", "a", {}, 0, 0, 0, 0)
    >>> note_batch(out, batch)
    >>> load_journal(out) == [batch]
    True
    """
    with (out / JOURNAL).open("a", encoding="utf-8") as file:
        # The end of the line comes first: half a line of a killed build spoils none but itself.
        file.write("\n" + json.dumps(asdict(batch), ensure_ascii=False))


def load_journal(out: Path) -> list[Batch]:
    """Return the batches in `out` that builds have done since the manifest was written.

    A build that was killed leaves them; the line that it was writing then is passed over, and
    so is a batch of which a part is missing.

    Examples
    --------
    >>> import tempfile
    >>> load_journal(Path(tempfile.mkdtemp()))
    []
    """
    found: list[Batch] = []
    try:
        lines = (out / JOURNAL).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    for line in lines:
        try:
            batch = Batch(**json.loads(line))
        except (ValueError, TypeError):
            continue
        if all((out / name / part).is_file() for name, part in batch.parts.items()):
            found.append(batch)
    return found


def drop_journal(out: Path) -> None:
    """Forget the journal of `out`: the manifest has all that it says.

    Examples
    --------
    >>> import tempfile
    >>> drop_journal(Path(tempfile.mkdtemp()))
    """
    (out / JOURNAL).unlink(missing_ok=True)


def clean(out: Path, named: Iterable[tuple[str, str]], frames: Iterable[str]) -> None:
    """Delete parts that nothing names and drafts that were never finished.

    Parameters
    ----------
    out : Path
        The folder of the corpus.
    named : iterable of (frame, file)
        The parts that count.
    frames : iterable of str
        The folders of parts: nothing else in `out` is touched.

    Examples
    --------
    >>> import tempfile
    >>> clean(Path(tempfile.mkdtemp()), [], ["cells"])
    """
    known = set(named)
    for name in frames:
        folder = out / name
        if not folder.is_dir():
            continue
        for path in folder.iterdir():
            ours = path.name.endswith(".parquet") or ".parquet." in path.name
            if ours and (name, path.name) not in known:
                path.unlink(missing_ok=True)
    for path in out.glob(f".{NAME}.*"):
        path.unlink(missing_ok=True)
    for path in out.glob(f"{SCRATCH}-*"):
        path.unlink(missing_ok=True)
