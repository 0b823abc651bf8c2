"""TextRank: words weigh as much as the words around them (Mihalcea and Tarau, 2004)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

DAMPING = 0.85
ROUNDS = 10


def rank(texts: Iterable[Sequence[str]], window: int = 5) -> dict[str, float]:
    """Rank the words of some texts taken together.

    Step for step as jieba 0.42.1 does it, so that its results come out: words in a window are
    linked as often as they meet, ten rounds run over the words in order, each using what the
    round has found so far, and the best rank is made 1.

    Parameters
    ----------
    texts : iterable of sequences of str
        The words of each text in order, "" for those that cannot be ranked. No link goes from
        one text to another.
    window : int
        How many words a window holds.

    Returns
    -------
    dict of str to float
        The rank of every word that is linked.

    Examples
    --------
    >>> ranks = rank([["公开", "目录", "", "更新"], ["公开", "更新"]])
    >>> {word: round(found, 3) for word, found in ranks.items()}
    {'公开': 0.996, '目录': 0.682, '更新': 1.0}
    """
    links = _links(texts, window)
    ranks = dict.fromkeys(links, 1 / (len(links) or 1))
    totals = {word: sum(linked.values()) for word, linked in links.items()}
    # What a neighbour gives of its rank does not change from round to round.
    shares = {
        word: [(other, weight / totals[other]) for other, weight in links[word].items()]
        for word in sorted(links)
    }
    for _ in range(ROUNDS):
        for word, given in shares.items():
            ranks[word] = 1 - DAMPING + DAMPING * sum(share * ranks[by] for by, share in given)
    if not ranks:
        return {}
    low, high = min(ranks.values()) / 10, max(ranks.values())
    return {word: (found - low) / (high - low) for word, found in ranks.items()}


def _links(texts: Iterable[Sequence[str]], window: int) -> dict[str, dict[str, float]]:
    """Return how often each word meets each other; a word that meets itself counts twice."""
    links: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in texts:
        for at, word in enumerate(row):
            if word:
                for other in row[at + 1 : at + window]:
                    if other:
                        links[word][other] += 1
                        links[other][word] += 1
    return links
