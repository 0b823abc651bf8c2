"""Words of the narrative: segmentation, counts, keywords, keyness, collocations, networks.

Every function takes a Series of texts, a frame with a column ``text`` and any others to group
by, or such a frame already segmented by `segment`; each returns a frame, most telling row first,
with its settings in ``.attrs``.
"""

from __future__ import annotations

from gxkit.text.concordance import kwic
from gxkit.text.diff import Diff, diff
from gxkit.text.dispersion import dispersion
from gxkit.text.diversity import diversity
from gxkit.text.lexicon import lexicon, stop_words
from gxkit.text.masking import names_of
from gxkit.text.near import near_copies
from gxkit.text.passages import passages, sentences_reused
from gxkit.text.reuse import reuse
from gxkit.text.segment import segment
from gxkit.text.similarity import similarity
from gxkit.text.texts import texts
from gxkit.text.tokens import tokens_of
from gxkit.text.tone import tone, tone_matches

__all__ = [
    "Diff",
    "diff",
    "dispersion",
    "diversity",
    "kwic",
    "lexicon",
    "names_of",
    "near_copies",
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
]
