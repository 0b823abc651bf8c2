"""The words of a card in Chinese and English, from ``gxkit/data/card.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from gxkit.forms.model import Column, Row, Table

Lang = Literal["zh", "en"]


@cache
def declared() -> dict[str, Any]:
    """Return the declared words, by part.

    Examples
    --------
    >>> declared()["states"]["blank"]["zh"]
    '空白'
    """
    return tomllib.loads(files("gxkit").joinpath("data", "card.toml").read_text(encoding="utf-8"))


def known(lang: str) -> str:
    """Return a language if a card speaks it.

    Raises
    ------
    ValueError
        It does not.

    Examples
    --------
    >>> known("en")
    'en'
    """
    word("card", "no_year", lang)
    return lang


def word(part: str, name: str, lang: str, **filled: object) -> str:
    """Return a word or sentence with what is `filled` in.

    Parameters
    ----------
    part, name : str
        The table of the file, and the entry in it.
    lang : {"zh", "en"}
        The language.
    **filled : object
        What stands in its braces.

    Raises
    ------
    ValueError
        There are no words in that language.

    Examples
    --------
    >>> word("card", "form", "zh", form="2021")
    '2021年格式'
    """
    words = declared()[part][name]
    if lang not in words:
        raise ValueError(f"no language {lang!r}; a card speaks {', '.join(words)}")
    return str(words[lang]).format(**filled)


def label(part: Row | Column | Table, lang: str) -> str:
    """Return what the form calls a row, a column or a table.

    Examples
    --------
    >>> from gxkit import forms
    >>> label(forms.load("2021").table["disputes"].column["upheld"], "en")
    'Upheld'
    """
    return part.en if lang == "en" else part.zh


def group(text: str, lang: str) -> str:
    """Return the heading of a group of rows or columns, which forms declare in Chinese.

    Examples
    --------
    >>> group("申请人情况", "en"), group("申请人情况", "zh")
    ('Applicants', '申请人情况')
    """
    return str(declared()["groups"][text]) if lang == "en" else text


def within(row: Row, lang: str) -> str:
    """Return a row's label as it stands under its group, which English labels else repeat.

    Examples
    --------
    >>> from gxkit import forms
    >>> row = forms.load("2021").table["requests"].row["not_processed.repeated"]
    >>> within(row, "en"), within(row, "zh")
    ('repeated request', '2.重复申请')
    """
    if lang != "en" or not row.path:
        return label(row, lang)
    return row.en.removeprefix(f"{group(row.path[-1], lang)}: ")


def form_named(form: str | None, lang: str) -> str:
    """Name a form, or say that there is none.

    Examples
    --------
    >>> form_named(None, "en"), form_named("2021", "en")
    ('no official form recognised', 'form 2021')
    """
    return word("card", "no_form", lang) if form is None else word("card", "form", lang, form=form)
