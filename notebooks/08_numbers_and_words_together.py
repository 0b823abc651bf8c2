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
# # 08 · Numbers and words together
#
# **Do agencies whose decisions were corrected speak of it when they name their problems?**
#
# The table of disputes says how many decisions a review or a court corrected (结果纠正). Section
# five says what the agency calls a problem; one theme is the risk of reconsideration and suits
# (P19 复议诉讼风险). Here the two are put together, agency by agency and year by year.

# %%
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

import gxkit
from gxkit import measures, plots, themes

root = next(folder for folder in (Path(), Path("..")) if (folder / "corpus").is_dir()).resolve()
sample, built = root / "corpus" / "sample", root / "out" / "sample"
corpus = gxkit.build_corpus(
    sample / "reports", built, aliases=sample / "aliases.csv", progress=False
)

# %% [markdown]
# ## One row a report
#
# `corrected` is the numerator of `D9`, cases that ended in a correction; `handled` the requests
# handled. `speaks` is 1 where a problem of the report has the theme. A report without any problem
# of its own in section five is left out: it did not speak of anything. So is one with unknown
# cells, and a consolidated report, whose numbers belong to others.

# %%
codes = themes.code(corpus.points[corpus.points["kind"] == "problem"])
speaks = codes.assign(speaks=codes["theme"].eq("P19")).groupby("report_id")["speaks"].max()
numbers = measures.indicators(corpus, ["D9", "B2"])
numbers = numbers[numbers["scope"].ne("consolidated")]
corrected = numbers[numbers["indicator"] == "D9"].set_index("report_id")
handled = numbers[numbers["indicator"] == "B2"].set_index("report_id")["denominator"]
frame = corrected[["unit_id", "agency", "year"]].assign(
    corrected=corrected["numerator"],
    cases=corrected["denominator"],
    handled=handled,
    speaks=speaks.astype(float),
)
known = frame.dropna().astype({"corrected": float, "handled": float, "speaks": float})
print(f"{len(known)} of {len(frame)} reports can be used")
known.head(4)

# %% [markdown]
# ## Look before you model

# %%
groups = pd.cut(known["corrected"], [-1, 0, 1, 3, np.inf], labels=["0", "1", "2-3", "4 or more"])
table = known.groupby(groups, observed=True)["speaks"].agg(["sum", "size"])
low, high = measures.wilson(table["sum"].to_numpy(float), table["size"].to_numpy(float))
share = table["sum"] / table["size"]

figure, axes = plt.subplots(figsize=(6.3, 3.2), layout="constrained")
axes.errorbar(
    table.index.astype(str), share, [share - low, high - share], fmt="o", capsize=4,
    color=plots.PALETTE[0],
)  # fmt: skip
for at, (said, size) in enumerate(table.itertuples(index=False)):
    axes.annotate(f"  {said:.0f} of {size}", (at, share.iloc[at]), va="bottom")
axes.set(
    xlabel="Decisions corrected in the year", ylabel="Reports that speak of disputes",
    ylim=(0, None), title="Who speaks of disputes",
)  # fmt: skip
axes.margins(x=0.15)
axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
axes.spines[["top", "right"]].set_visible(False)
plt.show()

# %% [markdown]
# ## Three comparisons
#
# A linear probability model, with standard errors clustered by agency.
#
# 1. *pooled*: all reports with all others. Large offices have more cases and may write more.
# 2. *within years*: reports of the same year.
# 3. *within agencies and years*: an agency with itself in other years, what is common to a year
#    taken out. What never changes of an agency, known or not, cannot confound it.
#
# Corrections are few and skewed, so the model has `log2(1 + corrected)`: a step is roughly a
# doubling.

# %%
known = known.assign(doubled=np.log2(1 + known["corrected"]), volume=np.log2(1 + known["handled"]))
models = {
    "pooled": "speaks ~ doubled + volume",
    "within years": "speaks ~ doubled + volume + C(year)",
    "within agencies and years": "speaks ~ doubled + volume + C(year) + C(unit_id)",
}
clusters = known["unit_id"].astype("category").cat.codes.to_numpy()
data = known.assign(year=known["year"].astype(int), unit_id=known["unit_id"].astype(object))
fits = {
    name: smf.ols(formula, data).fit(cov_type="cluster", cov_kwds={"groups": clusters})
    for name, formula in models.items()
}
effects = pd.DataFrame(
    {name: [fit.params["doubled"], *fit.conf_int().loc["doubled"], fit.pvalues["doubled"]]
     for name, fit in fits.items()},
    index=["effect", "low", "high", "p"],
).T  # fmt: skip
effects.assign(reports=[int(fit.nobs) for fit in fits.values()]).round(3)

# %%
figure, axes = plt.subplots(figsize=(6.3, 2.2), layout="constrained")
at = range(len(effects))[::-1]
axes.hlines(at, 100 * effects["low"], 100 * effects["high"], plots.PALETTE[0])
axes.plot(100 * effects["effect"], at, "o", color=plots.PALETTE[0])
axes.axvline(0, color="0.5", linewidth=0.8)
axes.set_yticks(at, effects.index)
axes.set(xlabel="Percentage points for each doubling of corrections")
axes.margins(y=0.25)
axes.spines[["top", "right"]].set_visible(False)
plt.show()

# %% [markdown]
# ## Who does not speak
#
# A mean hides people. These agencies had decisions corrected in at least three years; how often
# did they name the matter?

# %%
lost = known[known["corrected"] > 0]
silent = lost.groupby("agency")["speaks"].agg(years="size", spoke="sum")
silent = silent[silent["years"] >= 3].sort_values(["spoke", "years"], ascending=[True, False])
silent.astype(int).head(6)

# %%
silent.astype(int).tail(4)

# %% [markdown]
# ## Read with care
#
# - `speaks` comes from a coder that errs (notebook 07). Errors that have nothing to do with
#   corrections pull the effect towards zero.
# - Speaking is not admitting, and silence is not denial: sections are short, two or three problems.
# - Corrections of this year concern decisions of last year. Who changes the timing should do so
#   before looking at the result.
# - The agencies are invented. The way of asking is what carries over.
#
# ## The answer

# %%
within = effects.loc["within agencies and years"]
print(f"Of reports without a corrected decision {share.iloc[0]:.0%} speak of disputes,")
print(f"of those with four or more {share.iloc[-1]:.0%}.")
print(
    f"Compared with itself, an agency is {100 * within['effect']:+.0f} points as likely for each "
    f"doubling\n(95 % interval {100 * within['low']:+.0f} to {100 * within['high']:+.0f})."
)
sure = within["low"] > 0 or within["high"] < 0
print("That is more than chance." if sure else "That may be chance.")
never = silent[(silent["spoke"] == 0) & (silent["years"] >= 5)]
print(f"{len(never)} agencies with corrections in five years or more never mention them.")
