"""Words of the narrative: counts, keywords, collocations, networks, reuse, style and topics.

Every function takes a Series of texts, a frame with a column ``text`` and any others to group
by, or such a frame already segmented by `segment`; each returns a frame, most telling row first,
with its settings in ``.attrs``.
"""

from __future__ import annotations

from gxkit.text.collocations import collocations
from gxkit.text.concordance import kwic
from gxkit.text.cooccurrence import cooccurrence, network
from gxkit.text.diff import Diff, diff
from gxkit.text.dispersion import dispersion
from gxkit.text.diversity import diversity
from gxkit.text.frequency import frequency, ngrams
from gxkit.text.keyness import keyness
from gxkit.text.keywords import keywords
from gxkit.text.lexicon import lexicon, stop_words
from gxkit.text.masking import names_of
from gxkit.text.matrix import DTM, dtm
from gxkit.text.near import near_copies
from gxkit.text.passages import passages, sentences_reused
from gxkit.text.reuse import reuse
from gxkit.text.segment import segment
from gxkit.text.similarity import similarity
from gxkit.text.texts import PARTS, texts
from gxkit.text.tokens import tokens_of
from gxkit.text.tone import tone, tone_matches
from gxkit.text.topics import Topics, topics

__all__ = [
    "DTM",
    "PARTS",
    "Diff",
    "Topics",
    "collocations",
    "cooccurrence",
    "diff",
    "dispersion",
    "diversity",
    "dtm",
    "frequency",
    "keyness",
    "keywords",
    "kwic",
    "lexicon",
    "names_of",
    "near_copies",
    "network",
    "ngrams",
    "passages",
    "reuse",
    "segment",
    "sentences_reused",
    "similarity",
    "stop_words",
    "texts",
    "tokens_of",
    "tone",
    "tone_matches",
    "topics",
]
