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
# # 06 · Do they copy
#
# **Is section five written anew each year, or taken from last year's, or from a neighbour's?**

# %%
from pathlib import Path

import matplotlib.pyplot as plt

import gxkit
from gxkit import plots, text

root = next(folder for folder in (Path(), Path("..")) if (folder / "corpus").is_dir()).resolve()
sample, built = root / "corpus" / "sample", root / "out" / "sample"
corpus = gxkit.build_corpus(
    sample / "reports", built, aliases=sample / "aliases.csv", progress=False
)
problems = text.texts(corpus, "problems")

# %% [markdown]
# `reuse` counts the characters that stand in passages which another text has too. Names, dates
# and numbers are masked: a text with only the year changed is a copy. Very short texts are alike
# by chance, so keep `characters` in sight.
#
# ## From last year

# %%
own = text.reuse(problems)
own[["agency", "year", "share", "characters", "copied", "other_year"]].head(8)

# %%
figure, axes = plt.subplots(figsize=(6.3, 2.8), layout="constrained")
axes.hist(own["share"].dropna().astype(float), bins=20, range=(0, 1), color=plots.PALETTE[0])
axes.set(xlabel="Share of the text that last year's has too", ylabel="Reports")
axes.spines[["top", "right"]].set_visible(False)
plt.show()

# %% [markdown]
# Most share little, and a few much. Those who copy year after year:

# %%
copied = own[own["share"].ge(0.8).fillna(False)]
years = copied.groupby("agency")["year"].agg(["count", "min", "max"])
years.sort_values("count", ascending=False).head(5)

# %%
often = years.index[years["count"].argmax()]
ax = plots.reuse(text.near_copies(problems[problems["agency"] == often], 0.3), by="year", lang="en")

# %% [markdown]
# ## From others
#
# Each pair of texts of one year of which one has at least 60 % from the other.

# %%
pairs = text.near_copies(problems, 0.6, by="year")
others = pairs[pairs["agency"] != pairs["other_agency"]]
others[["agency", "other_agency", "year", "share", "copied"]].head(8)

# %%
ax = plots.reuse(others, lang="en")

# %% [markdown]
# Texts are short: one shared sentence can be 60 % of one. A pair that returns year after year, or
# shares all, is another matter. Who copied from whom is not told: both may have used one template, and reports of a year come
# out within days. What can be told is what is the same.

# %%
first = others[others["copied"] == others["copied"].max()].iloc[0]
both = [problems.loc[first[row]] for row in ("row", "other_row")]
text.diff(
    both[0]["text"],
    both[1]["text"],
    names=[both[0]["agency"]],
    other_names=[both[1]["agency"]],
    heads=(f"{both[0]['agency']} {both[0]['year']}", f"{both[1]['agency']} {both[1]['year']}"),
)

# %% [markdown]
# ## Phrases that everybody has
#
# Sentences that stand in the texts of most agencies are the language of the office, and no copy
# of anyone.

# %%
text.sentences_reused(problems)[["sentence", "texts", "units", "first_year", "last_year"]].head(8)

# %% [markdown]
# ## The answer

# %%
known = own["share"].dropna().astype(float)
print(f"In the median, {known.median():.0%} of section five stands in last year's too.")
print(f"{len(copied)} of {len(known)} reports take 80 % or more from last year's;")
first_year, last_year = years.loc[often, ["min", "max"]]
print(f"{often} did so in {years['count'].max()} years, {first_year} to {last_year}.")
print(f"{len(others)} pairs of texts of different agencies share 60 % or more within a year.")
again = others.groupby(["agency", "other_agency"])["year"].agg(["count", "min", "max"])
for pair, (count, start, end) in again[again["count"] > 1].iterrows():
    print(f"{' and '.join(pair)} do so in {count} years, {start} to {end}.")
