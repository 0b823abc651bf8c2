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
# # 04 · Disputes
#
# **When people object, is the agency put right, and does that happen to some more than to others?**
#
# An applicant may ask for reconsideration (行政复议) or sue (行政诉讼), at once or afterwards. The
# form counts four results: upheld (结果维持), corrected (结果纠正), other, pending (尚未审结).

# %%
from pathlib import Path

import matplotlib.pyplot as plt

import gxkit
from gxkit import measures, plots

root = next(folder for folder in (Path(), Path("..")) if (folder / "corpus").is_dir()).resolve()
sample, built = root / "corpus" / "sample", root / "out" / "sample"
corpus = gxkit.build_corpus(
    sample / "reports", built, aliases=sample / "aliases.csv", progress=False
)

# %% [markdown]
# ## How many disputes
#
# `D3` is disputes per request handled. It is a ratio and no share: cases of earlier years are
# counted in the year in which they are, and one request can lead to a reconsideration and a suit.

# %%
wanted = ["D3", "D4", "D6", "D7", "D9", "D13"]
disputes = measures.indicators(corpus, wanted)
by_year = measures.aggregate(disputes, by="year")
by_year[by_year["indicator"] == "D3"][["year", "value", "numerator", "denominator", "reports"]]

# %%
ax = plots.trends(by_year[by_year["indicator"] == "D3"], lang="en")

# %% [markdown]
# ## How they end
#
# The rates are of cases *concluded*: pending ones are in neither side. `D4n` has them in its
# denominator, and is smaller; papers use both, so say which.

# %%
route = {"reconsideration": "D4", "direct suit": "D6", "suit after reconsideration": "D7"}
ends = measures.aggregate(disputes, by=[]).set_index("indicator")
table = ends.loc[list(route.values()), ["value", "low", "high", "numerator", "denominator"]]
table.set_axis(list(route)).round(3)

# %%
ax = plots.trends(by_year[by_year["indicator"] == "D9"], lang="en")

# %% [markdown]
# ## Whose
#
# Cases are few. Over all years together the funnel tells chance from difference: of an agency
# with three cases, none or all corrected says nothing.

# %%
all_years = measures.aggregate(disputes, by="agency")
corrected = all_years[all_years["indicator"] == "D9"]
ax = plots.funnel(corrected, label="agency", lang="en")

# %%
behind = plots.data(ax)
few = int((corrected["denominator"] < 5).sum())
print(f"{few} of {len(corrected)} agencies have fewer than five concluded cases in all years")

# %% [markdown]
# ## Does what goes wrong return?
#
# The twelve agencies with most concluded cases, year by year. A white cell has no concluded case:
# there is no rate, and it is not 0.

# %%
most = corrected.sort_values("denominator", ascending=False)["agency"].head(12)
yearly = disputes[
    disputes["indicator"].eq("D9")
    & disputes["agency"].isin(most)
    & disputes["scope"].ne("consolidated")
]
ax = plots.heatmap(yearly, lang="en")

# %% [markdown]
# ## The answer

# %%
whole = ends.loc["D9"]
low, high = whole["low"], whole["high"]
print(f"Of {whole['denominator']:,.0f} cases concluded, {whole['numerator']:,.0f} were corrected:")
print(f"{whole['value']:.1%} ({low:.1%} to {high:.1%}).")
unfavourable = ends.loc["D13", "value"]
print(f"That is {unfavourable:.1f} per 100 unfavourable outcomes: most are never tested.")
outside = behind[behind["outside"]]
print(f"{len(outside)} of {len(behind)} agencies lie outside the funnel; the others are")
print("as far apart as agencies with one and the same rate would be.")
plt.close("all")
