"""Which file of a batch kills whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gxkit.corpus.store.batch import probe
from gxkit.corpus.store.items import Item
from gxkit.corpus.store.running import Crew


def blamed(crew: Crew, items: Sequence[Item]) -> Mapping[str, str]:
    """Return the files that kill whoever reads them, by name, with what is to be said of them.

    Parameters
    ----------
    crew : Crew
        Who reads.
    items : sequence of Item
        A batch that someone died of.

    Returns
    -------
    mapping of str to str
        Empty where nobody dies a second time: a worker may die of something else than a file.

    Examples
    --------
    >>> dict(blamed(Crew(workers=0), []))
    {}
    """
    return {item.name: _reason(item) for item in _guilty(crew, items)}


def _guilty(crew: Crew, items: Sequence[Item]) -> list[Item]:
    # A worker may die of something else: one file is blamed only where two workers die of it.
    if crew.survives(probe, items, tries=2 if len(items) == 1 else 1):
        return []
    if len(items) == 1:
        return list(items)
    middle = len(items) // 2
    return [*_guilty(crew, items[:middle]), *_guilty(crew, items[middle:])]


def _reason(item: Item) -> str:
    return (
        f"{item.name}: whoever reads it dies (killed, or out of memory); it is tried again at the "
        "next build. Save only the report's own page, or give the workers more memory"
    )
