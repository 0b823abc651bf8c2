"""The word lists of the fictional reports, kept as text in ``data/``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["FICTIONAL", "traditional", "words"]

FICTIONAL = "本报告纯属虚构，仅供教学与测试"


@cache
def words() -> dict[str, Any]:
    """Load every word list.

    Examples
    --------
    >>> words()["meta"]["fictional"]
    '本报告纯属虚构，仅供教学与测试'
    """
    source = files("gxkit.synthetic").joinpath("data", "words.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def _characters() -> dict[int, str]:
    source = files("gxkit.synthetic").joinpath("data", "traditional.txt")
    lines = source.read_text(encoding="utf-8").splitlines()
    pairs = [line for line in lines if line and not line.startswith("#")]
    return {ord(simple): old for line in pairs for simple, old in zip(*line.split(), strict=True)}


def traditional(text: str) -> str:
    """Write a text in traditional characters, one for one, as a page in that script does.

    Examples
    --------
    >>> traditional("政府信息公开申请数量")
    '政府信息公開申請數量'
    """
    return text.translate(_characters())
