"""Reports built cell by cell, for tests of rules that look at several."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from gxkit import forms
from gxkit.checks.model import Evidence
from gxkit.documents.model import Document
from gxkit.parsing.model import Fact, Parsed, Section
from gxkit.report import Report

AGENCY = "青川市档案局"


def report(
    year: int,
    cells: Mapping[str, float | None] | None = None,
    *,
    agency: str = AGENCY,
    form: str | None = None,
    sections: Mapping[int, str] | None = None,
    known: bool = True,
    **meta: Any,
) -> Report:
    """Make a report: every cell is 0 but for `cells`, where None is a blank."""
    form = form or ("2019" if year < 2021 else "2021")
    given = {
        tuple(name.split("/")): None if value is None else float(value)
        for name, value in (cells or {}).items()
    }
    unknown = set(given) - set(forms.load(form).keys)
    assert not unknown, unknown
    facts = []
    for number, key in enumerate(forms.load(form).keys if known else ()):
        value = given.get(key, 0.0)
        state: Any = "blank" if value is None else "number"
        raw = "" if value is None else f"{value:g}"
        facts.append(Fact(*key, value, "件", state, "label", raw, f"l{number}"))
    told = tuple(Section(n, 0, "", text, "l1") for n, text in (sections or {}).items())
    parsed = Parsed(form, {"agency": agency, "year": year, **meta}, tuple(facts), told, ())
    sha256 = hashlib.sha256(f"{agency}{year}{sorted(meta.items())}".encode()).hexdigest()
    return Report(parsed, Document(f"{agency}{year}.txt", "text", sha256, ()))


def evidence(year: int, cells: Mapping[str, float | None] | None = None, **rest: Any) -> Evidence:
    """Make the same as rules look at it; `continues` False where its series breaks."""
    continues = rest.pop("continues", True)
    one = report(year, cells, **rest)
    return Evidence(one.parsed, one.document, one.meta["agency"], continues)
