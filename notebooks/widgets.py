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
# # The desks
#
# **Which cells are in doubt, what do the words say in their place, and do I agree with the machine?**
#
# Four desks for looking, correcting and coding by hand. All work from the keyboard (Tab, arrows,
# Enter), and each says in its first line what it is doing. Agencies and texts are fictional.

# %%
from pathlib import Path

import gxkit
from gxkit import themes, widgets

folder = next(path for path in (Path("corpus"), Path("../corpus")) if path.is_dir())
corpus = gxkit.read_corpus(folder / "reports")
out = folder.parent / "out"
out.mkdir(exist_ok=True)

# %% [markdown]
# ## 指标浏览 · Explorer
#
# Choose a year, a place, an agency and an indicator: its value, its trend and the report's card.

# %%
explorer = widgets.explorer(corpus)
explorer

# %% [markdown]
# ## 核对台 · Review desk
#
# The cells most in need of an eye. Compare the source with the official table, write the number
# and why, press Enter: the report is checked anew, and the table of corrections grows.

# %%
review = widgets.review_desk(corpus, out / "corrections.csv", by="读者")
review

# %% [markdown]
# ## 语境检索 · Concordance
#
# Look a word up, sort by what stands beside it, open the report's card.

# %%
words = widgets.concordance(corpus)
words

# %% [markdown]
# ## 编码台 · Coding desk
#
# Write the themes of each clause, or NONE, and press Enter. The machine's codes stay hidden; how
# far you agree with them shows as you go.

# %%
sample = themes.code(corpus, how="pattern")
sample = sample[sample["report_id"].isin(sample["report_id"].unique()[:6])]
coding = widgets.coding_desk(sample, out / "codes.csv", coder="读者")
coding

# %% [markdown]
# ## The answer
#
# What was done by hand stands in two small tables, `out/corrections.csv` and `out/codes.csv`:
# `gxkit.read_corpus(…, corrections=…)` lays the first over the reports, and
# `gxkit.widgets.read_codes` reads the second for `themes.agreement`.

# %%
f"{len(review.corpus.corrections)} corrections, {coding.codes['clause'].size} codes"
