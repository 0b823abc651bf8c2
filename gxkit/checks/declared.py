"""Thresholds and words of the checks: data, read once from ``data/checks.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def declared(part: str) -> dict[str, Any]:
    """Return a `part` of the declarations: ``numbers``, ``deadline``, ``bodies``, ``words``…

    Examples
    --------
    >>> declared("five")
    {'shortest': 40}
    """
    text = files("gxkit").joinpath("data", "checks.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)[part])


@cache
def pattern(name: str, part: str = "words") -> re.Pattern[str]:
    """Return a declared pattern, compiled: entry `name` of a `part`.

    Examples
    --------
    >>> bool(pattern("fee").search("本年度未收取信息处理费"))
    True
    """
    return re.compile(declared(part)[name])
