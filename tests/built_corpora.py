"""Folders of small fictional reports, and corpora that were built of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from gxkit.corpus import FRAMES, Corpus
from gxkit.synthetic import make_page, make_series, publish

LAYOUTS = ("tabs", "html_clean", "bars", "html_head")


def write_reports(folder: Path, agencies: int, years: range = range(2019, 2024)) -> list[Path]:
    """Write reports of some agencies over some years; the same arguments give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for agency in range(agencies):
        for at, truth in enumerate(make_series(agency, years)):
            seed = agency * 100 + at
            page = make_page(truth, seed, "none" if agency % 2 else "some")
            made = publish(page, LAYOUTS[seed % len(LAYOUTS)], seed)
            path = folder / f"{agency:03}_{truth.year}{Path(made.name).suffix}"
            path.write_bytes(made.data)
            written.append(path)
    return sorted(written)


def same(one: Corpus, other: Corpus) -> None:
    """Claim that two corpora have the same frames, row for row."""
    for name in FRAMES:
        left, right = getattr(one, name), getattr(other, name)
        pd.testing.assert_frame_equal(left, right, obj=name)


def unread(corpus: Corpus) -> dict[str, str]:
    """Return the messages on files that were not read, by the name of the file."""
    notes = corpus.notes
    messages = notes.loc[(notes["level"] == "error") & (notes["step"] == "read"), "message"]
    return {Path(text.split(": ", 1)[0]).name: text.split(": ", 1)[1] for text in messages}
