"""Words that stand together, as a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gxkit.errors import PlotError
from gxkit.measures.vectors import Floats
from gxkit.plots.lines import width_of
from gxkit.plots.room import apart, packed
from gxkit.plots.sheet import PALETTE, Sheet, drawing, need

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from networkx import Graph

BY = ("jaccard", "npmi", "count")


def network(
    edges: pd.DataFrame,
    *,
    top: int = 50,
    by: str = "jaccard",
    seed: int = 0,
    ax: Axes | None = None,
    lang: str = "zh",
    size: str = "print",
    title: str | None = None,
) -> Axes:
    """Draw the words that most often stand in the same texts, tied by lines.

    Circles are larger where more texts have the word, lines are broader where the tie is
    stronger; colours are groups of closely tied words (Clauset, Newman and Moore 2004). Where a
    word stands means nothing but whom it is tied to.

    Parameters
    ----------
    edges : pandas.DataFrame
        From `gxkit.text.cooccurrence`.
    top : int
        How many of the strongest ties.
    by : {"jaccard", "npmi", "count"}
        What makes a tie strong.
    seed : int
        Of the places of words.
    ax, lang, size, title
        As in `trends`.

    Returns
    -------
    matplotlib.axes.Axes
        `gxkit.plots.data` gives the ties that are drawn: `source`, `target`, `count`, `weight`
        (the measure `by`), `group_source`, `group_target`.

    Raises
    ------
    PlotError
        A column is missing, there is nothing to draw, or `by` is none of the three.

    Examples
    --------
    >>> import pandas as pd
    >>> from gxkit.plots import data
    >>> from gxkit.text import cooccurrence
    >>> texts = pd.Series(["解读单一", "解读单一，更新慢", "更新慢"])
    >>> data(network(cooccurrence(texts)))[["source", "target", "count"]].to_numpy().tolist()
    [['单一', '解读', 2], ['慢', '更新', 2]]
    """
    from gxkit.text import network as tied
    from gxkit.text.tables import COLUMNS

    if by not in BY:
        raise PlotError(f"{by!r} is not one of {', '.join(map(repr, BY))}")
    need(edges, COLUMNS["cooccurrence"], "give what gxkit.text.cooccurrence() returns")
    graph = tied(edges, top=top, by=by)
    groups = _groups(graph)
    with drawing("network", ax, lang, size, tall=1.3) as sheet:
        documents = np.array([graph.nodes[word]["documents"] for word in graph], dtype=float)
        places = dict(zip(graph, _places(graph, sheet, seed), strict=True))
        _draw(sheet, graph, places, groups, documents)
        shown = _table(graph, groups)
        note = sheet.word("note", most=f"{documents.max():,.0f}", by=sheet.word(by))
        done = sheet.done(shown, title=title, x=note, grid="")
        done.spines[:].set_visible(False)
        return done


def _groups(graph: Graph) -> dict[str, int]:
    """Number the groups of closely tied words, the largest first."""
    from networkx.algorithms.community import greedy_modularity_communities

    found = sorted(
        greedy_modularity_communities(graph), key=lambda words: (-len(words), min(words))
    )
    return {word: at for at, words in enumerate(found) for word in words}


def _places(graph: Graph, sheet: Sheet, seed: int) -> Floats:
    """Return where words stand, in points of text, so that no name lies over another."""
    import networkx as nx

    room = _room(sheet)
    sizes = {word: np.array([width_of(word) * 0.5 + 0.8, 1.9]) * sheet.text for word in graph}
    parts = sorted(nx.connected_components(graph), key=lambda words: (-len(words), min(words)))
    # Each part by itself, then the parts beside each other: else the loose ones press the rest.
    drawn = [_part(graph.subgraph(sorted(words)), sizes, seed) for words in parts]
    outer = np.array([np.ptp(_corners(part, sizes), axis=0) for part in drawn])
    places: dict[str, Any] = {}
    for part, middle in zip(drawn, packed(outer + sheet.text), strict=True):
        corners = _corners(part, sizes)
        shift = middle - (corners.min(axis=0) + corners.max(axis=0)) / 2
        places.update({word: place + shift for word, place in part.items()})
    found = np.array([places[word] for word in graph])
    low, spread = found.min(axis=0), np.ptp(found, axis=0)
    fitted = (found - low) / np.where(spread > 0, spread, 1.0)
    fitted = np.where(spread > 0, fitted, 0.5) - 0.5
    full = min(1.0, float(np.sqrt(len(fitted) / 25)))  # a few words do not fill the room
    return apart(fitted * room * full + room / 2, np.array([sizes[word] for word in graph]), room)


def _room(sheet: Sheet) -> Floats:
    """Return width and height of the axes in points, a little less for what stands around."""
    box = sheet.ax.bbox
    found: Floats = np.array([box.width, box.height]) * 72 / sheet.ax.figure.dpi * 0.92
    return found


def _part(graph: Graph, sizes: dict[str, Floats], seed: int) -> dict[str, Floats]:
    """Return the places of words that are tied, in points around the middle."""
    import networkx as nx

    wide = 2.2 * float(np.sqrt(sum(size.prod() for size in sizes.values()) / len(sizes)))
    wide *= float(np.sqrt(len(graph)))
    rough = nx.spring_layout(graph, seed=seed, iterations=200, weight=None)
    places = np.array([rough[word] for word in graph])
    places = (places - places.min(axis=0)) / np.maximum(np.ptp(places, axis=0), 1e-9)
    words = [*graph]
    own = np.array([sizes[word] for word in words])
    return dict(zip(words, apart(places * wide, own, np.array([wide, wide])), strict=True))


def _corners(part: dict[str, Floats], sizes: dict[str, Floats]) -> Floats:
    """Return the lower left and upper right corners of the names."""
    ends = [place + side * sizes[word] / 2 for word, place in part.items() for side in (-1, 1)]
    return np.array(ends)


def _draw(
    sheet: Sheet,
    graph: Graph,
    places: dict[str, Any],
    groups: dict[str, int],
    documents: Floats,
) -> None:
    weights = [abs(weight) for _, _, weight in graph.edges(data="weight")]
    most = max(weights) or 1.0
    for (one, other), weight in zip(graph.edges, weights, strict=True):
        ends = np.array([places[one], places[other]])
        sheet.ax.plot(*ends.T, "-", color="#999999", linewidth=0.4 + 2.4 * weight / most, zorder=1)
    middles = np.array([places[word] for word in graph])
    colours = [PALETTE[min(groups[word], 7)] for word in graph]
    areas = (sheet.text * 2.6) ** 2 * np.maximum(documents / documents.max(), 0.08)
    sheet.ax.scatter(
        middles[:, 0], middles[:, 1], s=areas, c=colours, alpha=0.35, linewidths=0, zorder=2
    )
    for word, place in places.items():
        sheet.ax.annotate(word, place, ha="center", va="center", zorder=3, annotation_clip=False)
    wide, high = _room(sheet)
    sheet.ax.set(xlim=(0, wide), ylim=(0, high), xticks=[], yticks=[])


def _table(graph: Graph, groups: dict[str, int]) -> pd.DataFrame:
    import pandas as pd

    columns = ["source", "target", "count", "weight", "group_source", "group_target"]
    rows = [
        (one, other, tie["count"], tie["weight"], groups[one], groups[other])
        for one, other, tie in graph.edges(data=True)
    ]
    return pd.DataFrame(rows, columns=columns)
