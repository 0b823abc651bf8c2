"""Words of the narrative: segmentation, counts, keywords, keyness, collocations, networks.

Every function takes a Series of texts, a frame with a column ``text`` and any others to group
by, or such a frame already segmented by `segment`; each returns a frame, most telling row first,
with its settings in ``.attrs``.
"""

from __future__ import annotations

from gxkit.text.collocations import collocations
from gxkit.text.cooccurrence import cooccurrence, network
from gxkit.text.frequency import frequency, ngrams
from gxkit.text.keyness import keyness
from gxkit.text.keywords import keywords
from gxkit.text.lexicon import lexicon, stop_words
from gxkit.text.matrix import DTM, dtm
from gxkit.text.segment import segment
from gxkit.text.texts import PARTS, texts
from gxkit.text.tokens import tokens_of

__all__ = [
    "DTM",
    "PARTS",
    "collocations",
    "cooccurrence",
    "dtm",
    "frequency",
    "keyness",
    "keywords",
    "lexicon",
    "network",
    "ngrams",
    "segment",
    "stop_words",
    "texts",
    "tokens_of",
]
