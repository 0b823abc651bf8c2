"""The coder on clauses of writers who knew the names and definitions of the themes alone.

The clauses were written and coded without sight of the patterns, the exemplars or the coder, and
nothing was tuned on them: `theme_clauses_sealed.tsv` says things as most reports do,
`theme_clauses_indirect.tsv` hides them, as somebody does who would rather not name them. Do not look
for what is missed in them: write new ones instead.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

from gxkit.themes import Codebook, code, evaluate

HERE = Path(__file__).parent
WAYS = {"patterns": "pattern", "learned": "learned", "both": ("pattern", "learned")}


def judged(name: str, way: str, count: int, capsys: pytest.CaptureFixture[str]) -> pd.Series:
    """Print what is found a theme, and return the figures over all."""
    names = ["kind", "codes", "text"]
    read = pd.read_csv(HERE / name, sep="\t", names=names, keep_default_na=False, quoting=3)
    read["id"] = range(len(read))
    assert len(read) == count
    themes = read["codes"].str.split().map(lambda each: [one for one in each if one != "NONE"])
    person = read.assign(theme=themes).explode("theme")[["id", "kind", "theme"]]
    machine = code(read[["id", "kind", "text"]], how=WAYS[way], split=False)
    found = evaluate(machine, person, on=["id"]).set_index("theme")
    with capsys.disabled():
        shown = found[["true_positive", "precision", "recall", "f1"]].round(3)
        sys.stdout.write(f"\n  {name}, {way}\n{shown.to_string()}\n")
    return found.loc["micro"]


@pytest.mark.parametrize("name", ["theme_clauses_sealed.tsv", "theme_clauses_indirect.tsv"])
def test_no_sealed_clause_is_an_exemplar(name: str) -> None:
    def bare(text: str) -> str:
        return "".join(filter(str.isalnum, text))

    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    sealed = {bare(line.split("\t")[2]) for line in lines}
    assert {bare(each.clause) for each in Codebook.load().exemplars} & sealed == set()


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_precision_and_recall_on_sealed_clauses(
    way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    micro = judged("theme_clauses_sealed.tsv", way, 401, capsys)
    if way == "both":
        assert micro["precision"] >= 0.9
        assert micro["recall"] >= 0.9
    else:
        assert micro["f1"] >= 0.85


@pytest.mark.slow
@pytest.mark.parametrize("way", ["learned", "both"])
def test_precision_and_recall_on_indirect_clauses(
    way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    micro = judged("theme_clauses_indirect.tsv", way, 400, capsys)
    assert micro["precision"] >= 0.75
    assert micro["recall"] >= 0.6
