"""What a data set says of itself: README, citation, and the codebook as pages that a person reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

from gxkit.corpus.codebook import declared, frame_labels

if TYPE_CHECKING:
    import pandas as pd

_HEADINGS = {
    "column": "列 Columns",
    "word": "编码 Words",
    "cell": "单元格 Cells",
    "rule": "核对规则 Rules",
}
_SHOWN = {
    "column": ("frame", "column", "label_zh", "label_en", "type", "unit", "name_in_stata"),
    "word": ("frame", "column", "code", "label_zh", "label_en", "number_in_stata"),
    "cell": ("form", "code", "label_zh", "label_en", "unit", "name_in_stata"),
    "rule": ("code", "label_zh", "label_en", "form"),
}
FILES = {
    "csv": ("csv/*.csv", "UTF-8 加 BOM UTF-8 with a mark"),
    "xlsx": ("xlsx/gxkit.xlsx", "Excel，每个数据表一张工作表 a sheet a frame"),
    "stata": (
        "stata/*.dta",
        "Stata 14+，中文变量标签与值标签 Stata 14 and later, labels in Chinese",
    ),
    "parquet": ("parquet/*.parquet", "Parquet：Python、R（arrow）、DuckDB"),
    "duckdb": ("duckdb/gxkit.duckdb", "DuckDB：一个文件，列有注释 one file, columns with comments"),
}
"""What each format puts where."""


def readme(facts: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]) -> str:
    """Write the README of a data set.

    Parameters
    ----------
    facts : mapping
        Its provenance.
    tables : mapping of str to pandas.DataFrame
        Its frames.
    """
    cells = tables["cells"]
    template = files("gxkit.data").joinpath("release_readme.md").read_text("utf-8")
    return Template(template).substitute(
        title=facts["title"],
        version=facts["gxkit"],
        date=facts["written"][:10],
        reports=len(tables["reports"]),
        cells=len(cells),
        numbers=int((cells["state"] == "number").sum()),
        duplicates=int((~tables["duplicates"]["preferred"]).sum()),
        filled=_filled(facts.get("fill")),
        states=_list_words("state"),
        ways=_list_words("how"),
        frames="\n".join(
            f"- `{name}`（{len(frame)}）{' — '.join(frame_labels(name))}"
            for name, frame in tables.items()
        ),
        files="\n".join(f"- `{FILES[kind][0]}` — {FILES[kind][1]}" for kind in facts["formats"]),
        remarks=_remarks(facts),
        citation=citation(facts),
    )


def citation(facts: Mapping[str, Any]) -> str:
    """Write how to cite a data set, in one line.

    Examples
    --------
    >>> facts = {"title": "甲", "authors": ["李某"], "written": "2025-03-01T00:00:00Z", "gxkit": "1.0"}
    >>> citation(facts)
    '李某. 甲 [data set], 2025-03-01. Read with gxkit 1.0.'
    """
    who = ", ".join(facts["authors"]) or "[作者 authors]"
    return f"{who}. {facts['title']} [data set], {facts['written'][:10]}. Read with gxkit {facts['gxkit']}."


def citation_file(facts: Mapping[str, Any]) -> str:
    """Write the citation as a CITATION.cff.

    Examples
    --------
    >>> facts = {"title": "甲", "authors": [], "written": "2025-03-01T00:00:00Z", "gxkit": "1.0"}
    >>> citation_file(facts).splitlines()[0]
    'cff-version: 1.2.0'
    """
    import json

    # JSON's strings are YAML's too.
    authors = facts["authors"] or ["the compilers of this data set"]
    lines = [
        "cff-version: 1.2.0",
        "message: If you use this data set, please cite it and gxkit, which read it.",
        "type: dataset",
        f"title: {json.dumps(facts['title'], ensure_ascii=False)}",
        f"date-released: {facts['written'][:10]}",
        "authors:",
        *(f"  - name: {json.dumps(author, ensure_ascii=False)}" for author in authors),
        "references:",
        "  - type: software",
        "    title: gxkit",
        f"    version: {json.dumps(facts['gxkit'])}",
        "    authors:",
        "      - name: gxkit contributors",
    ]
    return "\n".join(lines) + "\n"


def codebook_markdown(book: pd.DataFrame, title: str) -> str:
    """Write the codebook as Markdown.

    Parameters
    ----------
    book : pandas.DataFrame
        As `gxkit.corpus.codebook.codebook` returns it.
    title : str
        What the data set is called.
    """
    lines = [f"# {title}: 编码手册 Codebook"]
    for kind, heading in _HEADINGS.items():
        own = book.loc[book["kind"] == kind, list(_SHOWN[kind])].fillna("")
        if len(own):
            lines += ["", f"## {heading}", "", _bars(own.columns), _bars("---" for _ in own)]
            lines += [_bars(row) for row in own.itertuples(index=False, name=None)]
    return "\n".join(lines) + "\n"


def codebook_html(book: pd.DataFrame, title: str) -> str:
    """Write the codebook as a page of its own.

    Parameters
    ----------
    book, title
        As for `codebook_markdown`.
    """
    parts = [
        '<!doctype html><html lang="zh"><head><meta charset="utf-8">',
        f"<title>{escape(title)}: 编码手册 Codebook</title><style>",
        "body{font-family:sans-serif;margin:2em}table{border-collapse:collapse;margin-bottom:2em}",
        "th,td{border:1px solid #ccc;padding:.2em .5em;text-align:left;vertical-align:top}",
        f"</style></head><body><h1>{escape(title)}</h1>",
    ]
    for kind, heading in _HEADINGS.items():
        own = book.loc[book["kind"] == kind, list(_SHOWN[kind])].fillna("")
        if len(own):
            rows = (_cells("td", row) for row in own.itertuples(index=False, name=None))
            parts += [f"<h2>{heading}</h2><table>", _cells("th", own.columns), *rows, "</table>"]
    return "\n".join([*parts, "</body></html>"]) + "\n"


def _filled(fill: Mapping[str, str] | None) -> str:
    zero = [state for state, wish in (fill or {}).items() if wish == "zero"]
    if not zero:
        return "本数据集未作填补。 Nothing was filled in this data set."
    said = ", ".join(zero)
    return (
        f"**本数据集经过填补：状态为 {said} 的单元格数值记为 0**，`state` 保持页面原状。 "
        f"**This data set was filled: cells whose state is {said} have the value 0**; `state` is as the page prints."
    )


def _remarks(facts: Mapping[str, Any]) -> str:
    """Say what a format could not hold, what was not read, and what to beware of."""
    said = []
    if unread := facts.get("not_read"):
        said.append(
            f"{len(unread)} 个文件未能读取，见 `provenance.json` 的 `not_read`。 "
            f"{len(unread)} {'file' if len(unread) == 1 else 'files'} could not be read: see `not_read` in `provenance.json`."
        )
    if risky := facts.get("csv_texts_like_formulas"):
        said.append(
            f"CSV 中有 {risky} 处文字以 = + - @ 开头，电子表格软件可能当作公式：请用 xlsx 打开。 "
            f"{risky} texts in the CSV files begin with = + - or @, which a spreadsheet may take for a formula: open the xlsx instead."
        )
    for what, count in facts.get("xlsx_changed", {}).items():
        if count:
            said.append(f"xlsx: {count} texts {what}; the other formats hold them whole.")
    return "\n".join(f"- {each}" for each in said)


def _list_words(column: str) -> str:
    words = declared()["words"][column]
    return "\n".join(f"- `{word}` {zh} — {en}" for word, (zh, en) in words.items())


def _bars(values: Iterable[object]) -> str:
    return "| " + " | ".join(str(value).replace("|", "\\|") for value in values) + " |"


def _cells(tag: str, values: Sequence[object] | pd.Index[Any]) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(str(each))}</{tag}>" for each in values) + "</tr>"
