"""Many reports: reading folders, the frames of all reports together, writing them out."""

from __future__ import annotations

from gxkit.corpus.aliases import Alias, Aliases, read_aliases
from gxkit.corpus.build import build_corpus
from gxkit.corpus.comparable import comparability
from gxkit.corpus.corrections import Correction, read_corrections
from gxkit.corpus.export import write_frames
from gxkit.corpus.model import FRAMES, Corpus
from gxkit.corpus.opened import open_corpus
from gxkit.corpus.read import find_files, read_corpus
from gxkit.corpus.stored import StoredCorpus

__all__ = [
    "FRAMES",
    "Alias",
    "Aliases",
    "Corpus",
    "Correction",
    "StoredCorpus",
    "build_corpus",
    "comparability",
    "find_files",
    "open_corpus",
    "read_aliases",
    "read_corpus",
    "read_corrections",
    "write_frames",
]
