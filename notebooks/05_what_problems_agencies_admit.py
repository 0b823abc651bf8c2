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
# # 05 · What problems agencies admit
#
# **What do agencies say is wrong with their own work, and has that changed?**
#
# Section five of every report (存在的主要问题及改进情况) names problems and promises
# improvements. Nobody makes an agency name a particular one, so what it names is a choice: read
# the figures as what is *said*, never as what is wrong.

# %%
from pathlib import Path

import pandas as pd

import gxkit
from gxkit import plots, text, themes

root = next(folder for folder in (Path(), Path("..")) if (folder / "corpus").is_dir()).resolve()
sample, built = root / "corpus" / "sample", root / "out" / "sample"
corpus = gxkit.build_corpus(
    sample / "reports", built, aliases=sample / "aliases.csv", progress=False
)

# %% [markdown]
# ## Words
#
# Chinese is written without blanks, so the text is cut first. A lexicon keeps terms of the field
# whole (依申请公开 is one word), and `stop="domain"` leaves out what every such report says.

# %%
problems = text.segment(text.texts(corpus, "problems"), stop="domain", numbers=False)
# Single characters (不, 少, 高) say nothing without the word beside them.
problems["words"] = [[word for word in words if len(word) > 1] for words in problems["words"]]
problems[["agency", "year", "text", "words"]].head(3)

# %%
ax = plots.keywords(text.frequency(problems), value="count", lang="en")

# %% [markdown]
# The same words, for a first glance and for a slide. A cloud shows no amounts that could be read
# off; for a paper take the bars.

# %%
ax = plots.wordcloud(text.frequency(problems), lang="en")

# %% [markdown]
# ## What came and what went
#
# Keyness compares two sets of texts word by word: here the last three years with the first three.
# Grey words may be chance, given how many are compared.

# %%
years = sorted(problems["year"].dropna().unique())
late = problems[problems["year"].isin(years[-3:])]
early = problems[problems["year"].isin(years[:3])]
key = text.keyness(late, early)
periods = tuple(f"{int(some[0])}-{int(some[-1])}" for some in (years[-3:], years[:3]))
ax = plots.keyness(key, names=periods, lang="en")

# %% [markdown]
# Never trust a word without its sentences.

# %%
word = key.loc[key["side"] == "target", "word"].iloc[0]
text.kwic(problems, word, window=14)[["left", "keyword", "right", "agency", "year"]].head(6)

# %% [markdown]
# ## Words that keep company

# %%
ax = plots.network(text.cooccurrence(problems, vocabulary=60), top=40, by="npmi", lang="en")

# %% [markdown]
# ## Themes
#
# One matter has many wordings: 人手不足, 力量薄弱, 专职人员偏少. A codebook of themes brings them
# together; a clause can have several. `how` tells what found it, `matched` where.

# %%
codes = themes.code(corpus)
codes[["agency", "year", "text", "theme", "how", "matched"]].head(6)

# %% [markdown]
# How far that can be trusted is the question of notebook 07.

# %%
by_year = themes.trends(codes)
share = by_year.pivot(index="theme", columns="year", values="share").astype(float)
change = (share.iloc[:, -3:].mean(axis=1) - share.iloc[:, :3].mean(axis=1)).sort_values()
moved = [*change.index[:3], *change.index[-3:]]
ax = plots.themes(
    by_year[by_year["theme"].isin(moved)],
    kind="lines",
    lang="en",
    title="Themes that fell or rose most",
)

# %%
# The level of each agency: of real reports `corpus.reports` knows most, of these a table does.
agencies = pd.read_csv(sample / "agencies.csv")[["unit_id", "level"]]
levelled = codes.drop(columns="level").merge(agencies, on="unit_id")
levels = themes.crosstab(levelled, by="level", unit="report")
ax = plots.themes(levels, by="level", top=12, lang="en")

# %% [markdown]
# ## And what do they promise?
#
# Is a problem answered by a measure that fits it, in the same report?

# %%
ax = plots.answers(codes, lang="en")

# %% [markdown]
# ## The answer

# %%
whole = by_year.groupby(["theme", "zh"])[["count", "of"]].sum()
most = (whole["count"] / whole["of"]).sort_values(ascending=False)
said = [f"{name} ({share:.0%})" for (_, name), share in most.head(3).items()]
print("Named by most reports:", "、".join(said))
names = by_year.drop_duplicates("theme").set_index("theme")["zh"]
print(f"Share of reports that name it, {periods[1]} and {periods[0]}:")
for theme in moved[:3] + moved[:2:-1]:
    before, after = share.loc[theme].iloc[:3].mean(), share.loc[theme].iloc[-3:].mean()
    print(f"  {names[theme]}: {before:.0%}, then {after:.0%}")
sure = int((key["p_adjusted"] < 0.05).sum())
print(f"Of {len(key):,} words {sure} changed more than chance would have it: a matter has many")
print("wordings, and each is rare. It takes themes to see the change.")
answered = themes.match_measures(codes)
print(f"{answered.attrs['share']:.0%} of the problems are answered by a measure that fits.")
