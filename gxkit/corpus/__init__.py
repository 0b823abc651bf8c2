"""Many reports: reading folders, the frames of all reports together, writing them out."""

from __future__ import annotations

from gxkit.corpus.aliases import Alias, Aliases, read_aliases
from gxkit.corpus.comparable import comparability
from gxkit.corpus.corrections import Correction, read_corrections
from gxkit.corpus.export import write_frames
from gxkit.corpus.model import FRAMES, Corpus
from gxkit.corpus.read import find_files, read_corpus

__all__ = [
    "FRAMES",
    "Alias",
    "Aliases",
    "Corpus",
    "Correction",
    "comparability",
    "find_files",
    "read_aliases",
    "read_corpus",
    "read_corrections",
    "write_frames",
]
