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

# %% tags=["solution"]
mine = corpus.reports.query("agency == '漱梧市枫埠县人民政府办公室' and year == 2020").iloc[0]
report = gxkit.read_report(mine["path"])
failing = report.checks[report.checks["ok"].eq(False).fillna(False)]
failing = failing[failing["severity"] == "identity"]
(repair,) = failing["repair"].dropna().unique()
table, row, column = ("requests", *repair.split("=")[0].split("/")[1:])
cell = report.cells.set_index(["table", "row", "column"]).loc[(table, row, column)]
print(f"{' and '.join(failing['rule'])} fail; {repair} would mend both")
print(f"the page prints {report.source(cell['where'])!r} at {cell['where']}")
assert repair == "requests/granted/total=11"
assert cell["value"] == 14

# %% [markdown]
# ## 2. Who is missing
#
# Which agencies have no report on some year? Which of these was merged into another, so that it
# *should* have none? (`aliases.csv`)

# %% tags=["solution"]
panel = corpus.panel("requests")
gaps = panel[panel["status"] != "report"].groupby("unit_id")["year"].agg(list)
merged = pd.read_csv(sample / "aliases.csv").query("kind == 'merged'")
print(gaps.to_string())
print("merged:", "、".join(merged["agency"]))
assert merged["agency"].tolist() == ["望禾市体育局"]

# %% [markdown]
# ## 3. A rate with its interval
#
# Compute the share of requests that were refused (不予公开率, `B4`) by level of agency in 2024,
# with bootstrap intervals. Do provinces refuse more than counties? Levels are in `agencies`.

# %% tags=["solution"]
refused = measures.indicators(corpus, ["B4"]).merge(agencies[["unit_id", "level"]], on="unit_id")
by_level = measures.aggregate(
    refused[refused["year"] == 2024], by="level", interval="bootstrap"
).set_index("level")
print(by_level[["value", "low", "high", "reports"]].round(3))
province, county = by_level.loc["province"], by_level.loc["county"]
apart = province["low"] > county["high"] or county["low"] > province["high"]
print("the intervals are apart" if apart else "the intervals overlap: no difference is shown")

# %% [markdown]
# ## 4. A reform
#
# In one province something changed what becomes of requests. Draw `B2` by province and year, find
# the province and the year, and say what the others did at that time.

# %% tags=["solution"]
granted = measures.indicators(corpus, ["B2"]).merge(agencies[["unit_id", "province"]], on="unit_id")
by_province = measures.aggregate(granted, by=["province", "year"])
ax = plots.trends(by_province, by="province", lang="en")
wide = (
    by_province.dropna(subset="province")
    .pivot(index="province", columns="year", values="value")
    .astype(float)
)
change = wide[[2022, 2023]].mean(axis=1) - wide[[2020, 2021]].mean(axis=1)
print((100 * change.sort_values(ascending=False)).round(1).to_string())
assert change.idxmax() == "云砚省"

# %% [markdown]
# ## 5. Words against numbers
#
# One agency's text contradicts its table, in two years. Which, and by how much? (Rules F1 to F3
# in `corpus.checks`.)

# %% tags=["solution"]
contradicted = corpus.checks[
    corpus.checks["rule"].isin(["F1", "F2", "F3"]) & corpus.checks["ok"].eq(False).fillna(False)
].merge(corpus.reports[["report_id", "agency", "year"]], on="report_id")
print(contradicted[["agency", "year", "rule", "message"]].to_string(index=False))
years = contradicted.groupby("agency")["year"].nunique()
assert years.idxmax() == "漱梧市交通运输局"

# %% [markdown]
# ## 6. What went out of use
#
# Code the problems of all agencies. Which theme fell most, from 2019 to 2025, in the share of
# reports that name it? Show three sentences of it.

# %% tags=["solution"]
codes = themes.code(corpus.points[corpus.points["kind"] == "problem"].merge(
    corpus.reports[["report_id", "unit_id", "agency", "year", "scope"]], on="report_id"
))  # fmt: skip
shares = themes.trends(codes).pivot(index="zh", columns="year", values="share").astype(float)
fell = (shares[2025] - shares[2019]).idxmin()
zh = {theme.zh: name for name, theme in themes.Codebook.load().themes.items()}
print(
    f"{fell}: {shares.loc[fell, 2019]:.0%} of the reports on 2019, {shares.loc[fell, 2025]:.0%} on 2025"
)
for sentence in codes.loc[codes["theme"] == zh[fell], "text"].head(3):
    print("-", sentence)
assert shares.loc[fell, 2019] > shares.loc[fell, 2025]

# %% [markdown]
# ## 7. A copyist
#
# Which agency printed the same problems year after year, and in which years? Which two agencies
# have the same problems as each other?

# %% tags=["solution"]
problems = text.texts(corpus, "problems")
own = text.reuse(problems, "last_year")
same = own[own["share"].ge(0.9).fillna(False)]
print(same.groupby("agency")["year"].agg(list).to_string())
pairs = text.near_copies(problems, 0.9, by="year")
print(pairs[["agency", "other_agency", "year", "share"]].to_string(index=False))
assert same["agency"].unique().tolist() == ["霁岚市市场监督管理局"]
assert set(pairs["agency"]) | set(pairs["other_agency"]) == {
    "望禾市芦汀县民政局",
    "望禾市芦汀县农业农村局",
}

# %% [markdown]
# ## 8. Small numbers
#
# Rank the agencies by the share of requests granted in 2024 and take the five highest. Then draw
# the funnel. How many of the five are outside it?

# %% tags=["solution"]
rates = measures.indicators(corpus, ["B2"]).query("year == 2024 and scope != 'consolidated'")
highest = rates.sort_values("value", ascending=False).head(5)
ax = plots.funnel(rates, lang="en")
behind = plots.data(ax)
extreme = behind.loc[behind["outside"], ["numerator", "denominator"]].apply(tuple, axis=1)
among = highest[["numerator", "denominator"]].apply(tuple, axis=1).isin(set(extreme))
print(highest[["agency", "numerator", "denominator", "value"]].to_string(index=False))
print(f"{int(among.sum())} of the five are outside the funnel")

# %% [markdown]
# ## The answer
#
# Compare with `solutions/10_exercises.ipynb`. Where yours differs, one of the two is wrong, and
# `report.source(where)` tells which.
