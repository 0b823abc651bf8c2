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
# # 10 · Exercises
#
# **Can you do it yourself?**
#
# Eight exercises on the fictional sample, each for one of the notebooks before. Write your answer
# in the empty cell; the cell after it, where there is one, uses it. Solutions are in
# `solutions/10_exercises.ipynb`.

# %%
from pathlib import Path

import pandas as pd

import gxkit
from gxkit import measures, plots, text, themes

here = (Path(), Path(".."), Path("../.."))
root = next(folder for folder in here if (folder / "corpus").is_dir()).resolve()
sample, built = root / "corpus" / "sample", root / "out" / "sample"
corpus = gxkit.build_corpus(
    sample / "reports", built, aliases=sample / "aliases.csv", progress=False
)
agencies = pd.read_csv(sample / "agencies.csv")

# %% [markdown]
# ## 1. One report
#
# Read the report on 2020 of 漱梧市枫埠县人民政府办公室. Which identities fail, and which single cell
# would mend them? What does the page print there?

# %%
# Your answer

# %% [markdown]
# ## 2. Who is missing
#
# Which agencies have no report on some year? Which of these was merged into another, so that it
# *should* have none? (`aliases.csv`)

# %%
# Your answer

# %% [markdown]
# ## 3. A rate with its interval
#
# Compute the share of requests that were refused (不予公开率, `B4`) by level of agency in 2024,
# with bootstrap intervals. Do provinces refuse more than counties? Levels are in `agencies`.

# %%
# Your answer

# %% [markdown]
# ## 4. A reform
#
# In one province something changed what becomes of requests. Draw `B2` by province and year, find
# the province and the year, and say what the others did at that time.

# %%
# Your answer

# %% [markdown]
# ## 5. Words against numbers
#
# One agency's text contradicts its table, in two years. Which, and by how much? (Rules F1 to F3
# in `corpus.checks`.)

# %%
# Your answer

# %% [markdown]
# ## 6. What went out of use
#
# Code the problems of all agencies. Which theme fell most, from 2019 to 2025, in the share of
# reports that name it? Show three sentences of it.

# %%
# Your answer

# %% [markdown]
# ## 7. A copyist
#
# Which agency printed the same problems year after year, and in which years? Which two agencies
# have the same problems as each other?

# %%
# Your answer

# %% [markdown]
# ## 8. Small numbers
#
# Rank the agencies by the share of requests granted in 2024 and take the five highest. Then draw
# the funnel. How many of the five are outside it?

# %%
# Your answer

# %% [markdown]
# ## The answer
#
# Compare with `solutions/10_exercises.ipynb`. Where yours differs, one of the two is wrong, and
# `report.source(where)` tells which.
