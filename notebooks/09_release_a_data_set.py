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
# # 09 · Release a data set
#
# **What must others be given so that they can use, check and cite these data?**
#
# Numbers alone are not enough: somebody with Stata, R or Excel needs to know what each column
# means, what is not known and why, where every number was printed, and how it all was made.

# %%
import hashlib
import json
import tempfile
from pathlib import Path

import pandas as pd

import gxkit
from gxkit import plots

root = next(folder for folder in (Path(), Path("..")) if (folder / "corpus").is_dir()).resolve()
sample, built = root / "corpus" / "sample", root / "out" / "sample"
corpus = gxkit.build_corpus(
    sample / "reports", built, aliases=sample / "aliases.csv", progress=False
)

# %% [markdown]
# ## Look once more before it leaves
#
# What is not known stays not known in a release. How much is that, by kind of file?

# %%
cells = corpus.cells.merge(corpus.reports[["report_id", "year", "format"]], on="report_id")
cells["known"] = cells["state"].eq("number").astype(float)
known = cells.groupby(["format", "year"], as_index=False)["known"].mean()
ax = plots.heatmap(
    known, value="known", rows="format", lang="en", title="Share of cells that are numbers"
)

# %%
twice = corpus.duplicates()
print(f"{len(twice)} reports are there more than once")

# %% [markdown]
# ## Write it
#
# One call; by default also Excel, Parquet and DuckDB. The title and the authors go into the
# citation.

# %%
folder = Path(tempfile.mkdtemp(), "release")
made = corpus.export(
    folder,
    ["csv", "stata"],
    title="Fictional annual reports for teaching",
    authors=["A. Reader"],
)
files = sorted(path for path in made.rglob("*") if path.is_file())
sizes = {path.relative_to(made).as_posix(): path.stat().st_size / 1024 for path in files}
pd.Series(sizes, name="KB").round().astype(int).to_frame()

# %% [markdown]
# The first thing a reader opens:

# %%
print(made.joinpath("README.md").read_text(encoding="utf-8")[:1500])

# %% [markdown]
# ## Is it the same data?
#
# Read it back as somebody else would, with other software's formats, and compare.

# %%
there = pd.read_csv(made / "csv" / "cells.csv", low_memory=False)
ours = corpus.cells["value"].astype(float).reset_index(drop=True)
same = bool((there["value"].isna() == ours.isna()).all() and there["value"].sum() == ours.sum())
print(f"CSV: {len(there):,} rows, values {'the same' if same else 'NOT the same'}")

# %%
with pd.read_stata(made / "stata" / "requests_wide.dta", iterator=True) as stata:
    labels = stata.variable_labels()
pd.Series(labels, name="label").iloc[-6:].to_frame()

# %% [markdown]
# Every file is named in the data package with its checksum: who has the package can tell whether
# a file was changed since.

# %%
package = json.loads(made.joinpath("datapackage.json").read_text(encoding="utf-8"))
whole = {
    each["path"]: each["hash"].removeprefix("sha256:")
    == hashlib.sha256((made / each["path"]).read_bytes()).hexdigest()
    for each in package["resources"]
}
print(f"{sum(whole.values())} of {len(whole)} files are as they were written")

# %%
print(made.joinpath("CITATION.cff").read_text(encoding="utf-8"))

# %% [markdown]
# ## The answer

# %%
described = pd.read_csv(made / "csv" / "codebook.csv")
print(f"The release has {len(files)} files: the data, a codebook that describes {len(described):,}")
print("columns and codes, the origin of every file, and a citation.")
print(f"{int(there['value'].notna().sum()):,} of {len(there):,} cells have a number;")
print(f"the other {int(there['value'].isna().sum()):,} say in `state` why not.")
assert same
assert all(whole.values())
