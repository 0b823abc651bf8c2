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
# # 00 · Start here
#
# **What is in this folder, and does it run on this machine?**
#
# gxkit reads the yearly reports in which Chinese public bodies say how they disclosed information
# (政府信息公开工作年度报告). A number is what the page prints, in the cell where the page prints
# it, or it is marked as not known; a blank is never 0.
#
# Run all cells (in the menu: *Run*, *Run All Cells*). Nothing is fetched from the network and
# nothing is asked. Then take the notebooks in order, or the one whose question is yours.
#
# | | question |
# |---|---|
# | [01](01_one_report.ipynb) | What does one report tell, and can each of its numbers be trusted? |
# | [02](02_from_a_folder_to_a_data_set.ipynb) | What is missing, what does not add up, and what do we do about it? |
# | [03](03_requests_and_outcomes.ipynb) | Do people ask more, and do they get what they ask for? |
# | [04](04_disputes.ipynb) | When people object, is the agency put right? |
# | [05](05_what_problems_agencies_admit.ipynb) | What do agencies say is wrong with their own work? |
# | [06](06_do_they_copy.ipynb) | Is section five written anew, or copied? |
# | [07](07_people_against_machine.ipynb) | How far can the machine's themes be trusted? |
# | [08](08_numbers_and_words_together.ipynb) | Do agencies that were corrected speak of it? |
# | [09](09_release_a_data_set.ipynb) | What must others be given to use, check and cite the data? |
# | [10](10_exercises.ipynb) | Can you do it yourself? |
#
# [The desks](widgets.ipynb) are for reading, correcting and coding by hand.
#
# ## The data
#
# `corpus/sample` has the reports of sixty **fictional** agencies over seven years, in many kinds of
# file. Stories are hidden in it, for a class to find. No number in it is about any real government.

# %%
from pathlib import Path

import gxkit
from gxkit import measures, plots

root = next(folder for folder in (Path(), Path("..")) if (folder / "corpus").is_dir()).resolve()
sample, built = root / "corpus" / "sample", root / "out" / "sample"
corpus = gxkit.build_corpus(
    sample / "reports", built, aliases=sample / "aliases.csv", progress=False
)

# %% [markdown]
# The first time this reads four hundred files, which takes half a minute or so; later it opens
# what was read.
#
# ## The frames
#
# A report and a corpus have the same frames: ordinary pandas tables, joined by `report_id`.

# %%
corpus.reports.groupby(["year", "format"]).size().unstack(fill_value=0)

# %%
corpus.cells.head(3)

# %%
corpus.points.head(3)

# %% [markdown]
# ## A figure
#
# Frame in, axes out: `ax` is matplotlib's, to be changed and saved as usual, and `plots.data(ax)`
# gives the numbers behind it. Without `lang="en"` figures speak Chinese.

# %%
rates = measures.aggregate(measures.indicators(corpus, ["B2"]), by="year", interval="bootstrap")
ax = plots.trends(rates, lang="en")

# %%
plots.data(ax).round(3)

# %% [markdown]
# ## The answer

# %%
kinds = corpus.reports["format"].nunique()
numbers = int(corpus.cells["state"].eq("number").sum())
print(f"gxkit {gxkit.__version__} runs here.")
print(f"It read {len(corpus.reports)} reports from {kinds} kinds of file,")
print(f"with {numbers:,} numbers and {len(corpus.points):,} problems and improvements.")

# %% [markdown]
# Next: [one report](01_one_report.ipynb). With your own reports, put their folder in the place of
# `sample / "reports"`, another in the place of `built`, and leave out the aliases.
