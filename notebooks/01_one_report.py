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
# # 01 · One report
#
# **What does one annual report tell, and can each of its numbers be trusted?**
#
# Every public body in China publishes a yearly report on how it disclosed information
# (政府信息公开工作年度报告): three official tables and six sections of text. Here we read a single
# report, look at what came out, and put a finger on the place where each number stands.
#
# The report is one of the fictional ones in `corpus/`. Put the path of a page that you saved in
# its place and run the notebook again.

# %%
from pathlib import Path

import gxkit

corpus = next(folder for folder in (Path("corpus"), Path("../corpus")) if folder.is_dir())
report = gxkit.read_report(corpus / "reports" / "a02_2021.html")
report

# %% [markdown]
# The card shows the tables as the official form prints them. Point at a cell: it says what is
# printed there, where in the file, and how it was tied to its row and column. Signs that are no
# numbers are explained above the tables.
#
# ## Who, when, which form

# %%
{key: value for key, value in report.meta.items() if value is not None}

# %% [markdown]
# ## The numbers, one a row
#
# `cells` has every cell of the form, in its order. The labels of the codes stand in
# `gxkit.forms.load(report.form).cells`.

# %%
report.cells.head(12)

# %% [markdown]
# Not every cell is a number. A cell that the page leaves empty is `blank`, never 0; whether it
# counts as 0 is for the analyst to say. What cannot be placed for certain is `ambiguous` and has
# no value.

# %%
report.cells.groupby(["table", "state"]).size().unstack(fill_value=0)

# %%
report.cells.query("state != 'number'")[["table", "row", "column", "state", "raw", "where"]].head(
    10
)

# %% [markdown]
# ## Is it what the page prints?
#
# `where` leads back to the file, and `raw` is what stands there. Take the number of new requests:

# %%
key = ["table", "row", "column"]
new = report.cells.set_index(key).loc[("requests", "new", "total")]
new

# %%
print(f"{new['where']}: {report.source(new['where'])!r}")

# %% [markdown]
# The same for every number of the report: is `raw` found at its place?

# %%
numbers = report.cells.query("state == 'number'")
places = numbers[["raw", "where"]].itertuples(index=False)
found = [raw in report.source(where) for raw, where in places]
print(f"{sum(found)} of {len(found)} numbers are found where they are said to be")
assert all(found)

# %% [markdown]
# How were they tied to their cells? `label`: by the labels of row and column. `order`: only by
# the order of the form. `arithmetic`: the file had lost its empty cells, and the sums of the form
# leave a single placing.

# %%
numbers["how"].value_counts()

# %% [markdown]
# ## Do the numbers fit together?
#
# The form itself imposes identities: applicants add up to the total of a row, outcomes to the
# total handled, new and carried over to handled and carried forward. Other rules compare tables,
# dates and sections; `docs/rules.md` lists them all. Where a cell is blank an identity cannot be
# tested; `ok` is then NA.

# %%
report.checks.groupby(["table", "rule"])["ok"].value_counts(dropna=False).unstack(fill_value=0)

# %%
failing = report.checks["ok"].eq(False).fillna(False) & report.checks["severity"].ne("hint")
for message in report.checks.loc[failing, "message"]:
    print(message)

# %% [markdown]
# Where a sum does not hold, the publisher's own arithmetic may be wrong. The cells stay as the
# page has them; the check says so.
#
# ## What became of the requests
#
# `table` gives the official layout, in Chinese, in English or in codes.

# %%
requests = report.table("requests", lang="en")
requests.loc[:, ["Natural persons", "Total"]].head(4)

# %%
import matplotlib.pyplot as plt

summed = {
    "New requests received this year",
    "Requests carried over from last year",
    "Total handled",
}
outcomes = requests["Total"].drop([*summed, "Carried forward to next year"]).dropna().astype(float)
outcomes = outcomes[outcomes > 0].sort_values()

figure, axes = plt.subplots(figsize=(7, 0.6 + 0.3 * len(outcomes)), layout="constrained")
axes.barh(outcomes.index, outcomes)
axes.bar_label(axes.containers[0], padding=3)
axes.set(xlabel="Requests", title=f"Outcomes, {report.meta['year']}")
axes.spines[["top", "right"]].set_visible(False)
plt.show()

# %% [markdown]
# ## The words
#
# `sections` holds the narrative: part 0 is a section's own text, 1, 2, … are its （一）（二）….

# %%
report.sections[["section", "part", "heading", "text", "where"]]

# %% [markdown]
# Section five names problems and promises improvements; `points` has them one by one.

# %%
report.points

# %% [markdown]
# ## What the reader noticed

# %%
report.notes

# %% [markdown]
# ## The answer

# %%
total = len(report.cells)
checks = report.checks[report.checks["severity"] != "hint"]
failed = int(checks["ok"].eq(False).sum())
untested = int(checks["ok"].isna().sum())
print(f"{report.meta['agency']}, {report.meta['year']}")
print(f"{len(numbers)} of {total} cells hold a number, and each was found again at its place.")
print(f"The other {total - len(numbers)} are marked as no number, and none was taken for 0.")
print(f"{len(checks) - failed - untested} of {len(checks)} checks hold, {failed} fail,")
print(f"and {untested} cannot be tested because something they need is not known.")

# %% [markdown]
# A number of this report can be trusted to be what the page prints, in the cell where the page
# prints it. Whether the page itself is right is another question: where `ok` is False, look at
# the named cells before using them.
