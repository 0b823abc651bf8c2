"""`import gxkit` in a fresh interpreter, beside one that does nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from benchmarks.racing import Race

ROUNDS = 7
LIMIT = 300.0
"""Milliseconds that `import gxkit` may add, shown beside the result, not asserted."""


def python(code: str) -> int:
    return subprocess.run([sys.executable, "-c", code], check=True).returncode


@pytest.mark.parametrize("code", ["import gxkit", "from gxkit import read_report"])
def test_import(race: Race, code: str) -> None:
    race(
        "Import, beside python -c pass",
        code,
        [[()]] * (1 + ROUNDS),
        lambda: python("pass"),
        lambda: python(code),
        limit=LIMIT if code == "import gxkit" else None,
        unit="ms more",
    )
    assert python(f"{code}; import sys; sys.exit('gxkit' not in sys.modules)") == 0
