"""Search that finds Chinese: every two to four signs side by side are a word.

Sphinx's own ``zh`` cuts words by jieba, so that what is looked for must be cut alike, and its
script names a stemmer that it does not ship.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx.search.en import SearchEnglish

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_CHINESE = re.compile("[\u3400-\u9fff]{2,}")
_LONGEST = 4


class SearchBoth(SearchEnglish):
    """English words as Sphinx finds them, and the signs of Chinese."""

    lang = "both"

    def split(self, input: str) -> list[str]:
        """Return the words of a text."""
        signs = [
            run[at : at + size]
            for run in _CHINESE.findall(input)
            for size in range(2, _LONGEST + 1)
            for at in range(len(run) - size + 1)
        ]
        return super().split(input) + signs


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.add_search_language(SearchBoth)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
