"""The coder on clauses of somebody who knew the names and definitions of the themes alone.

The clauses (`theme_clauses_sealed.tsv`) were written and coded without sight of the patterns, the
exemplars or the coder, and nothing was tuned on them. Do not look for what is missed in them: write
new ones instead.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

from gxkit.themes import code, evaluate

CLAUSES = Path(__file__).with_name("theme_clauses_sealed.tsv")
WAYS = {"patterns": "pattern", "learned": "learned", "both": ("pattern", "learned")}


def clauses() -> pd.DataFrame:
    names = ["kind", "codes", "text"]
    read = pd.read_csv(CLAUSES, sep="\t", names=names, keep_default_na=False, quoting=3)
    read["id"] = range(len(read))
    return read


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_precision_and_recall_on_sealed_clauses(
    way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    read = clauses()
    assert len(read) == 401
    themes = read["codes"].str.split().map(lambda each: [one for one in each if one != "NONE"])
    person = read.assign(theme=themes).explode("theme")[["id", "kind", "theme"]]
    machine = code(read[["id", "kind", "text"]], how=WAYS[way], split=False)
    found = evaluate(machine, person, on=["id"]).set_index("theme")
    with capsys.disabled():
        sys.stdout.write(
            f"\n  {way}\n{found[['true_positive', 'precision', 'recall', 'f1']].round(3).to_string()}\n"
        )
    micro = found.loc["micro"]
    if way == "both":
        assert micro["precision"] >= 0.85
        assert micro["recall"] >= 0.85
    else:
        assert micro["f1"] >= 0.85
