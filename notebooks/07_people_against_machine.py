# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.6
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 07 · People against machine
#
# **How far can the machine's themes be trusted, and how do you find out for your own texts?**
#
# Nobody has to believe a coder. Take a sample, let two people code it blind, see whether they
# agree with each other, then hold the machine against them.

# %%
import random
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import openpyxl
import pandas as pd

import gxkit
from gxkit import plots, themes

root = next(folder for folder in (Path(), Path("..")) if (folder / "corpus").is_dir()).resolve()
sample, built = root / "corpus" / "sample", root / "out" / "sample"
corpus = gxkit.build_corpus(
    sample / "reports", built, aliases=sample / "aliases.csv", progress=False
)

# %% [markdown]
# ## A sheet for each coder
#
# `coding_sheet` draws points, here 200, each year with its share, and writes an Excel file with a
# drop-down of themes. What the machine found is not in it.

# %%
folder = Path(tempfile.mkdtemp())
points = corpus.points.merge(corpus.reports[["report_id", "agency", "year"]], on="report_id")
problems = points[points["kind"] == "problem"].copy()
for coder in ("coder_a", "coder_b"):
    sheet = themes.coding_sheet(problems, 200, folder / f"{coder}.xlsx", by="year", seed=7)
sheet.head(4)

# %% [markdown]
# In class two people now fill in the sheets. Here two invented coders do, who know what each point
# of the sample was written about (`truth/points.csv`) and slip: A in one of twenty-five, B in one of
# eight. The machine has no part in it. With your own texts, leave the next cell out.

# %%
truth = pd.read_csv(sample / "truth" / "points.csv", dtype={"themes": str})
key = ["agency", "year", "kind", "letters"]
for some in (truth, problems):  # punctuation is not always printed as it was written
    some["letters"] = some["text"].str.replace(r"\W", "", regex=True)
known = problems.merge(truth.drop_duplicates(key)[[*key, "themes"]], on=key, how="left")
known = known.set_index(["report_id", "kind", "order"])["themes"].fillna("").str.split()
every = [theme for theme, one in themes.Codebook.load().themes.items() if one.side == "problem"]


def fill_in(path: Path, slips: float, seed: int) -> None:
    """Write themes into a sheet as a person would, some of them wrong."""
    draw = random.Random(seed)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    column = {cell.value: cell.column for cell in page[1]}
    for row in range(2, page.max_row + 1):
        where = tuple(page.cell(row, column[name]).value for name in ("report_id", "kind", "order"))
        found = list(known.loc[where])
        if draw.random() < slips:
            found = [draw.choice(every)]
        page.cell(row, column["theme1"]).value = " ".join(found) or "NONE"
    book.save(path)


fill_in(folder / "coder_a.xlsx", 1 / 25, seed=1)
fill_in(folder / "coder_b.xlsx", 1 / 8, seed=2)

# %% [markdown]
# ## Do the people agree?
#
# Percent agreement flatters, since most points do *not* have a given theme. Krippendorff's alpha
# takes chance out; below 0.67 a theme is better not used, from 0.8 on it is firm.

# %%
first = themes.read_sheet(folder / "coder_a.xlsx")
second = themes.read_sheet(folder / "coder_b.xlsx")
unit = ["report_id", "kind", "order"]
between = themes.agreement(first, second, on=unit, draws=200)
between[["theme", "used", "percent", "kappa", "alpha"]].round(2).head(6)

# %% [markdown]
# ## And the machine?
#
# It is held against A. Precision: of what the machine says, how much is right. Recall: of what is
# there, how much it finds. F1 is their harmonic mean.

# %%
coded = problems.merge(first[unit].drop_duplicates(), on=unit)
machine = themes.code(coded)
against = themes.evaluate(machine, first, on=unit)
against[["theme", "zh", "precision", "recall", "f1"]].head(8)

# %%
each = against.iloc[2:].dropna(subset=["f1"]).sort_values("f1")
figure, axes = plt.subplots(figsize=(6.3, 0.6 + 0.22 * len(each)), layout="constrained")
axes.hlines(range(len(each)), each["precision"].astype(float), each["recall"].astype(float), "0.8")
axes.plot(each["precision"], range(len(each)), "o", color=plots.PALETTE[0], label="precision")
axes.plot(each["recall"], range(len(each)), "D", color=plots.PALETTE[1], label="recall")
axes.set_yticks(range(len(each)), each["theme"])
axes.set(xlim=(0, 1.05), title="The machine against coder A, by theme")
axes.legend(loc="lower left", frameon=False)
axes.spines[["top", "right"]].set_visible(False)
plt.show()

# %% [markdown]
# ## Where it errs
#
# Errors are the most useful thing to read: some are the machine's, some the person's, and some
# show that a definition is not clear.

# %%
both = first.drop_duplicates(unit).set_index(unit)[["text"]]
for who, given in (("machine", machine), ("person", first)):
    themes_of = given.dropna(subset=["theme"]).groupby(unit)["theme"].unique()
    both[who] = themes_of.map(lambda some: " ".join(sorted(some))).reindex(both.index).fillna("")
both[both["machine"] != both["person"]].reset_index(drop=True).head(8)

# %% [markdown]
# ## What a person said stands
#
# Codes of a person take the place of the machine's in every later count.

# %%
mixed = themes.code(coded, split=False, person=first)
mixed["how"].value_counts().rename("rows").to_frame()

# %% [markdown]
# ## The answer

# %%
micro = against.set_index("theme").loc["micro"]
people = themes.evaluate(second, first, on=unit).set_index("theme").loc["micro"]
print(
    f"Of the themes that the machine gave to {len(both)} points {micro['precision']:.0%} are right,"
)
print(f"and it finds {micro['recall']:.0%} of those that coder A gave: F1 {micro['f1']:.2f}.")
print(f"The second coder, held against the first in the same way, reaches {people['f1']:.2f}.")
better = "below" if micro["f1"] < people["f1"] else "not below"
print(f"The machine is {better} a second coder. The texts are invented and plainer than real")
print("ones: code a sample of your own before you publish a figure.")
