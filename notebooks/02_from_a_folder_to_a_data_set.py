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
# # 02 · From a folder to a data set
#
# **Here is a folder of reports. What is missing, what does not add up, and what do we do about it?**
#
# The folder is the fictional sample: agencies, texts and numbers are invented. Put your own folder
# in its place.

# %%
import tempfile
from pathlib import Path

import gxkit
from gxkit import plots

root = next(folder for folder in (Path(), Path("..")) if (folder / "corpus").is_dir()).resolve()
sample, built = root / "corpus" / "sample", root / "out" / "sample"
corpus = gxkit.build_corpus(
    sample / "reports", built, aliases=sample / "aliases.csv", progress=False
)
corpus.reports[["agency", "year", "form", "level", "format"]].head()

# %% [markdown]
# `build_corpus` keeps what it read on disk: the next call reads only files that changed, so every
# notebook can begin with this line.
#
# ## What is there
#
# Files of many kinds became one set of frames.

# %%
corpus.reports.groupby(["year", "format"]).size().unstack(fill_value=0)

# %% [markdown]
# Which agency has no report on which year? `panel` has a row for every agency and year, also for
# those that are missing. An agency that was renamed is one series: `aliases.csv` says who is who.

# %%
panel = corpus.panel("requests")
gaps = panel[panel["status"] == "missing"]
ax = plots.missing(panel[panel["unit_id"].isin(gaps["unit_id"])], lang="en")

# %% [markdown]
# ## What is known of each cell
#
# A number is what the page prints. All else is marked, and nothing is taken for 0.

# %%
states = corpus.cells.groupby(["table", "state"]).size().unstack(fill_value=0)
states

# %% [markdown]
# ## What does not add up
#
# Identities of the form must hold. Other rules look for contradictions between a text and its
# table, or for jumps; they are weaker, and a `hint` is only a question.

# %%
checks = corpus.checks
ax = plots.findings(checks[checks["severity"] != "hint"], lang="en")

# %% [markdown]
# Whose identities fail most often? One agency that cannot add is a story; fifty agencies are a
# bug of the reader.

# %%
failed = checks[checks["ok"].eq(False).fillna(False) & checks["severity"].eq("identity")]
failed = failed.merge(corpus.reports[["report_id", "agency", "year"]], on="report_id")
failed.groupby("agency").agg(failures=("rule", "size"), reports=("year", "nunique")).sort_values(
    "failures", ascending=False
).head(8)

# %% [markdown]
# ## What to look at first
#
# `review` ranks the cells by what hangs on them, and says why each is in doubt.

# %%
queue = corpus.review()
queue.groupby("reason").size().sort_values(ascending=False).head(6).to_frame("cells")

# %% [markdown]
# Where the sums leave only one cell to blame, or a few, it says what value would mend them.

# %%
mendable = queue[queue["proposal"].notna()]
mendable[["agency", "year", "table", "row", "column", "value", "proposal", "rules"]].head(6)

# %% [markdown]
# The page beside the first of them:

# %%
first = mendable.iloc[0]
report = gxkit.read_report(corpus.reports.set_index("report_id").loc[first["report_id"], "path"])
print(f"{first['agency']}, {first['year']}: {first['table']}/{first['row']}/{first['column']}")
print(f"read {first['value']:g}, printed {report.source(first['where'])!r}")
wrong = report.checks["ok"].eq(False).fillna(False) & report.checks["severity"].eq("identity")
for message in report.checks.loc[wrong, "message"]:
    print("-", message)

# %% [markdown]
# The cell was read as it is printed: the error is the publisher's. Two answers are honest. Leave
# it, and say so; or lay a correction over it that tells who changed what and why. The page's own
# number stays in `raw`, and `undo` takes the correction back.

# %%
cell = first[["report_id", "table", "row", "column"]].tolist()
corrected = corpus.correct(
    *cell,
    float(first["proposal"]),
    reason="the page's sums hold only with this number; the page prints another",
    by="A. Reader",
)
after = corrected.checks
failing = [int(frame["ok"].eq(False).fillna(False).sum()) for frame in (checks, after)]
print(f"checks that fail: {failing[0]} before, {failing[1]} after")

# %% [markdown]
# Corrections are a CSV beside the data, to be read by others and laid over any later build.

# %%
with tempfile.TemporaryDirectory() as folder:
    kept = Path(folder, "corrections.csv")
    corrected.save_corrections(kept)
    print(kept.read_text(encoding="utf-8-sig"))
    again = gxkit.open_corpus(built, corrections=kept)
    changed = again.cells.query("how == 'corrected'")
changed[["table", "row", "column", "value", "raw"]]

# %% [markdown]
# ## The answer

# %%
numbers = int(corpus.cells["state"].eq("number").sum())
agencies = panel["unit_id"].nunique()
print(f"{len(corpus.reports)} reports of {agencies} agencies; {len(gaps)} agency-years have none.")
print(f"{numbers:,} of {len(corpus.cells):,} cells are numbers; the others are marked.")
print(f"{len(failed)} identities fail, in {failed['report_id'].nunique()} reports;")
print(f"one correction, with its reason, leaves {failing[1]} of {failing[0]} failing checks;")
print("the number that the page prints stays in `raw`.")
