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
# # 03 · Requests and outcomes
#
# **Do people ask more, and do they get what they ask for?**
#
# The agencies of the sample are invented; what can be said of them, and with what care, is the
# same for real ones.

# %%
from pathlib import Path

import pandas as pd

import gxkit
from gxkit import measures, plots

root = next(folder for folder in (Path(), Path("..")) if (folder / "corpus").is_dir()).resolve()
sample, built = root / "corpus" / "sample", root / "out" / "sample"
corpus = gxkit.build_corpus(
    sample / "reports", built, aliases=sample / "aliases.csv", progress=False
)
agencies = pd.read_csv(sample / "agencies.csv")[["unit_id", "province", "field"]]
cells = corpus.cells.merge(corpus.reports[["report_id", "year", "agency"]], on="report_id")

# %% [markdown]
# ## Demand
#
# An indicator is declared once, with its formula, its unit and its bounds. `A1` counts new
# requests (本年新收). Where a report is missing or a cell not known, `na` says so: a sum over fewer
# reports is smaller for that reason alone, so look at `reports` before calling it a trend.

# %%
demand = measures.indicators(corpus, ["A1"])
by_year = measures.aggregate(demand, by="year")
by_year[["year", "value", "reports", "na"]]

# %%
ax = plots.trends(by_year, lang="en")

# %% [markdown]
# The sum hides who grows. These agencies have the greatest growth from the first to the last
# year, of those with at least 20 requests in the first.

# %%
own = demand[demand["scope"].ne("consolidated")].drop_duplicates(["unit_id", "year"])
wide = own.pivot(index="unit_id", columns="year", values="value")
years = wide.columns
grown = (wide[years[-1]] / wide[years[0]])[wide[years[0]] >= 20].sort_values(ascending=False)
names = own.drop_duplicates("unit_id", keep="last").set_index("unit_id")["agency"]
grown.rename(index=names).rename("last year ÷ first year").round(2).head(5).to_frame()

# %% [markdown]
# Who asks?

# %%
ax = plots.applicants(cells, lang="en")

# %% [markdown]
# ## Outcomes

# %%
ax = plots.outcomes(cells, lang="en")

# %% [markdown]
# And where it is not granted, why not? The grounds of the form, in its order.

# %%
ax = plots.reasons(cells, lang="en")

# %% [markdown]
# ## A rate has an interval
#
# `B2` is the share granted wholly or partly (公开率). It is summed up as a ratio of sums. Wilson's
# interval takes every request for a draw of its own; the bootstrap draws whole reports and so
# knows that agencies differ. The second is wider, and the honest one if the question is about
# agencies.

# %%
granted = measures.indicators(corpus, ["B2"], keep=["level"])
wilson = measures.aggregate(granted, by="year")
drawn = measures.aggregate(granted, by="year", interval="bootstrap")
wilson[["year", "value", "low", "high"]].merge(
    drawn[["year", "low", "high"]], on="year", suffixes=("_wilson", "_bootstrap")
).round(3)

# %%
ax = plots.trends(drawn, lang="en")

# %% [markdown]
# Is the step everywhere? What is common to all agencies, such as a new form, would be. Provinces
# of the sample are in `agencies.csv`; of real reports `corpus.reports` has them.

# %%
placed = granted.merge(agencies, on="unit_id")
provinces = measures.aggregate(placed, by=["province", "year"])
wide = provinces.pivot(index="province", columns="year", values="value").astype(float)
steps = wide.diff(axis=1)
place = steps.max(axis=1).idxmax()
when = steps.loc[place].idxmax()
split = measures.aggregate(
    placed.assign(province=placed["province"].where(placed["province"] == place, "elsewhere")),
    by=["province", "year"],
    interval="bootstrap",
)
ax = plots.trends(split, by="province", lang="en")

# %% [markdown]
# A step in one province and none elsewhere points to something that happened there. With one
# province it stays a pointer: choose the year and the comparison before you look, and ask what
# else changed.
#
# ## Who is unusual?
#
# A league table of rates puts the smallest offices at both ends, by chance. The funnel shows each
# agency's rate against the number it stands on: inside the limits nothing needs explaining.

# %%
last = int(granted["year"].max())
latest = granted[granted["year"] == last]
ax = plots.funnel(latest, label="agency", lang="en")

# %%
behind = plots.data(ax)
outside = int(behind["outside"].sum())
print(f"{outside} of {len(behind)} agencies lie outside the outer limits in {last}")

# %% [markdown]
# ## Where do requests go?

# %%
ax = plots.backlog(cells[cells["year"] == last], lang="en")

# %% [markdown]
# ## The answer

# %%
ends = by_year.sort_values("year").iloc[[0, -1]]
rates = drawn.sort_values("year").iloc[[0, -1]]
for count, rate in zip(ends.itertuples(), rates.itertuples(), strict=True):
    print(
        f"{count.year}: {count.value:,.0f} new requests in {count.reports} reports; "
        f"{rate.value:.1%} granted wholly or partly ({rate.low:.1%} to {rate.high:.1%})"
    )
apart = rates["low"].iloc[1] > rates["high"].iloc[0] or rates["high"].iloc[1] < rates["low"].iloc[0]
print("The two intervals are apart." if apart else "The two intervals overlap.")
before, after = (wide.loc[place, [year for year in wide if year in some]].mean() for some in (
    range(int(when) - 3, int(when)), range(int(when), int(when) + 3)
))  # fmt: skip
print(f"The greatest step is in {place} in {when}: from {before:.0%} to {after:.0%},")
print("means of the three years before and from then on.")
print(f"In {last}, {outside} of {len(behind)} agencies differ by more than chance would make them.")
