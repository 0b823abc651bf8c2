"""The rows of a frame as texts that can be compared: masked by what is known of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gxkit.errors import TextError
from gxkit.text.masking import KINDS, declared, mask, names_of
from gxkit.text.segment import as_frame
from gxkit.text.shingled import Shingled

if TYPE_CHECKING:
    import pandas as pd

PLACES = ("province", "city", "county")
"""Columns that name the place of an agency."""


@dataclass(frozen=True)
class Settings:
    """How texts are compared.

    Attributes
    ----------
    n : int
        Characters of a shingle, for containment and Jaccard.
    passage : int
        Characters in a row that make a copied passage.
    mask : tuple of str
        What is masked, of `gxkit.text.masking.KINDS`.
    names : tuple of str
        Names that are masked in every text, beside each agency's own.

    Examples
    --------
    >>> Settings.of(5, None, ("names",), ()).passage
    10
    """

    n: int
    passage: int
    mask: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def of(
        cls, n: int | None, passage: int | None, kinds: Sequence[str], names: Iterable[str]
    ) -> Settings:
        """Take what a user asked for, or what is declared; TextError if it cannot be used."""
        sizes = declared("copied")
        n = int(sizes["shingle"]) if n is None else n
        passage = int(sizes["passage"]) if passage is None else passage
        if min(n, passage) < 1:
            raise TextError("n and passage are 1 character or more")
        given = (kinds,) if isinstance(kinds, str) else tuple(kinds)
        if unknown := [kind for kind in given if kind not in KINDS]:
            raise TextError(f"cannot mask {unknown[0]!r}; choose of {', '.join(KINDS)}")
        if isinstance(names, str):
            raise TextError(f"names takes a list of names, not the text {names!r}")
        return cls(n, passage, given, tuple(names))

    @property
    def least(self) -> int:
        """Characters that a masked text must have to be compared."""
        return max(self.n, self.passage)

    def told(self, **more: object) -> dict[str, object]:
        """Return the settings as they are written into the attributes of a frame."""
        own = {"n": self.n, "passage": self.passage, "mask": list(self.mask)}
        return {**own, "names": list(self.names), **more}


@dataclass(frozen=True)
class Rows:
    """The texts of a frame, masked, in its order.

    Examples
    --------
    >>> import pandas as pd
    >>> rows_of(pd.Series(["2023年，收到12件。"]), Settings.of(None, None, KINDS, ())).masked
    ['#收到#件']
    """

    frame: pd.DataFrame
    names: Sequence[tuple[str, ...]]
    masked: Sequence[str]
    settings: Settings

    @cached_property
    def runs(self) -> Shingled:
        """The texts cut into runs as long as a passage."""
        return Shingled(self.masked, self.settings.passage)

    @cached_property
    def sets(self) -> Shingled:
        """The texts cut into shingles."""
        return self.runs if self._alike else Shingled(self.masked, self.settings.n)

    @property
    def _alike(self) -> bool:
        return self.settings.n == self.settings.passage

    @cached_property
    def sentences(self) -> list[list[tuple[str, str]]]:
        """The sentences of each text, as `sentences_of` splits it."""
        pairs = zip(self.frame["text"], self.names, strict=True)
        return [sentences_of(text, own, self.settings.mask) for text, own in pairs]


def rows_of(texts: pd.Series | pd.DataFrame, settings: Settings) -> Rows:
    """Mask the texts of a Series, or of a frame that may say of which agency each is.

    Parameters
    ----------
    texts : pandas.Series or pandas.DataFrame
        Texts, or a frame with a column ``text``; `agency`, `province`, `city`, `county` and
        `aliases` are names to mask, where they are there.
    settings : Settings
        How texts are compared.
    """
    frame = as_frame(texts)
    frame["text"] = frame["text"].astype("object").where(frame["text"].notna(), "").astype(str)
    columns = [name for name in ("agency", *PLACES, "aliases") if name in frame.columns]
    known = frame[columns].astype("object").where(frame[columns].notna(), None)
    names = [
        (*own_names(record), *settings.names) if "names" in settings.mask else settings.names
        for record in known.to_dict("records")
    ] or [settings.names] * len(frame)
    done = [mask(text, own, settings.mask) for text, own in zip(frame["text"], names, strict=True)]
    return Rows(frame, names, done, settings)


def own_names(record: Mapping[Any, Any]) -> tuple[str, ...]:
    """Return the names of the agency of a row and of its place.

    Examples
    --------
    >>> own_names({"agency": "青川市", "province": None})
    ('青川市', '青川')
    """
    return names_of(
        record.get("agency"), [record.get(place) for place in PLACES], record.get("aliases")
    )


def sentences_of(
    text: str, names: Iterable[str] = (), kinds: Sequence[str] = KINDS
) -> list[tuple[str, str]]:
    """Split a text into sentences, each masked and as printed; short ones are left out.

    Parameters
    ----------
    text : str
        The text.
    names, kinds
        As for `gxkit.text.masking.blanked`.

    Examples
    --------
    >>> sentences_of("公开不够及时、不够全面。好。")
    [('公开不够及时不够全面', '公开不够及时、不够全面')]
    """
    least = declared("copied")["sentence"]
    found = []
    for part in re.split(declared("copied")["ends"], text):
        one = mask(part, names, kinds)
        if len(one) >= least:
            found.append((one, part.strip()))
    return found
