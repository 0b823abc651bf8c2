"""How well the themes are coded: precision and recall on clauses that people coded.

``python -m benchmarks.themes FILE.tsv`` reads lines ``side<TAB>codes<TAB>clause`` (side: problem or
measure; codes parted by spaces or commas, NONE for none) and prints precision, recall and F1 a theme
and overall: for patterns alone, learned alone, both, and with sentence embeddings where the extra is
installed. No clause is printed.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path

import pandas as pd

from gxkit.themes import Codebook, code, evaluate
from gxkit.themes.learned import has_embeddings

WAYS = {
    "patterns": {"how": "pattern"},
    "learned": {"how": "learned"},
    "both": {},
    "learned+embeddings": {"how": "learned", "embeddings": True},
    "both+embeddings": {"embeddings": True},
}


def read(path: Path) -> pd.DataFrame:
    """Read coded clauses: id, kind, text, codes."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        fields = line.split("\t")
        if not line.strip() or line.startswith("#") or fields[0] == "side":
            continue
        if len(fields) != 3:
            raise SystemExit(f"{path}, line {number}: needs side, codes and clause")
        codes = tuple(
            each for each in re.split(r"[\s,;、，]+", fields[1]) if each not in ("", "NONE")
        )
        rows.append((number, fields[0].strip(), fields[2].strip(), codes))
    return pd.DataFrame(rows, columns=["id", "kind", "text", "codes"])


def wanted(coded: pd.DataFrame) -> pd.DataFrame:
    """Make the codes that people gave a frame as `code` returns it."""
    return coded.explode("codes").rename(columns={"codes": "theme"})[["id", "kind", "theme"]]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--split", action="store_true", help="take clauses apart further")
    parser.add_argument("--by-theme", action="store_true", help="also each theme, for every way")
    parser.add_argument("--without-embeddings", action="store_true")
    options = parser.parse_args()
    coded = read(options.file)
    book = Codebook.load()
    print(f"codebook {book.hash}, {len(book.exemplars)} exemplars; {len(coded)} clauses")
    for name, ways in WAYS.items():
        if "embeddings" in ways and (options.without_embeddings or not has_embeddings()):
            continue
        started = time.perf_counter()
        machine = code(coded[["id", "kind", "text"]], book, split=options.split, **ways)
        took = time.perf_counter() - started
        for side in ("problem", "measure", "all"):
            own = coded if side == "all" else coded[coded["kind"] == side]
            if own.empty:
                continue
            ours = machine[machine["id"].isin(own["id"])]
            figures = evaluate(ours, wanted(own), on=["id"], codebook=book).set_index("theme")
            for row in ("micro", "macro"):
                one = figures.loc[row]
                print(
                    f"{name:20} {side:8} {row:6} precision {one['precision']:.3f} "
                    f"recall {one['recall']:.3f} F1 {one['f1']:.3f}"
                )
            if side == "all" and (options.by_theme or name == "both"):
                print(figures.drop(columns=["why"]).to_string(float_format="{:.3f}".format))
        print(f"{name:20} {took:.1f} s with training", file=sys.stderr)


if __name__ == "__main__":
    main()
