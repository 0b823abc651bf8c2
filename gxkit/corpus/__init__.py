"""Many reports: reading folders, the frames of all reports together, writing them out."""

from __future__ import annotations

from gxkit.corpus.export import write_frames
from gxkit.corpus.model import FRAMES, Corpus
from gxkit.corpus.read import find_files, read_corpus

__all__ = ["FRAMES", "Corpus", "find_files", "read_corpus", "write_frames"]
