"""A corpus of 20,000 sections: its near copies, and what each has from siblings and last year.

Takes a minute or two, so it runs only when it is named: ``python -m pytest benchmarks/test_reuse.py``.
With GXKIT_BENCH_SECTIONS in the environment another number of sections is made.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from random import Random
from time import perf_counter, process_time

import pandas as pd
import pytest

from gxkit.text import near_copies, reuse

sys.path.append(str(Path(__file__).parents[1] / "tests"))
import copied_texts

MANY = int(os.environ.get("GXKIT_BENCH_SECTIONS", "20000"))
YEARS = 5
LIMIT = 60.0
"""Seconds for a whole corpus."""


def corpus() -> tuple[pd.DataFrame, dict[int, tuple[int, float]]]:
    """Make the sections of agencies over years; half have passages of last year or a sibling."""
    rows, known = [], {}
    for at in range(MANY):
        rng = Random(at)
        unit, year = divmod(at, YEARS)
        length, text = rng.randint(100, 600), ""
        source = at - 1 if year and rng.random() < 0.7 else max(0, at - YEARS * rng.randint(1, 20))
        if rng.random() < 0.5 and source < at:
            wish = rng.choice((0.3, 0.6, 0.9))
            text, share = copied_texts.copied(rows[source]["text"], wish, length, rng)
            known[at] = (source, share)
        rows.append(
            {
                "report_id": f"{at:06}",
                "agency": f"{'甲乙丙丁戊'[unit % 5]}{unit}县教育局",
                "unit_id": f"u{unit}",
                "year": 2019 + year,
                "level": "county",
                "province": f"p{unit // 130 % 31}",
                "text": text or copied_texts.section(rng, length),
            }
        )
    return pd.DataFrame(rows), known


def test_reuse(capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> None:
    if not any("test_reuse" in argument for argument in request.config.args):
        pytest.skip("takes a minute or two: python -m pytest benchmarks/test_reuse.py")
    frame, known = corpus()
    lines = [f"{MANY} sections, {frame['text'].str.len().mean():.0f} characters each"]
    wanted = {
        frozenset((at, source))
        for at, (source, share) in known.items()
        if share >= 0.55  # clear of the limit of 0.5
    }
    seconds, recall = {}, {}
    for search in ("every", "minhash"):
        begun, computed = perf_counter(), process_time()
        pairs = near_copies(frame, search=search)
        seconds[f"near copies, {search}"] = (perf_counter() - begun, process_time() - computed)
        there = {frozenset(pair) for pair in zip(pairs["row"], pairs["other_row"], strict=True)}
        recall[search] = len(wanted & there) / len(wanted)
        looked = pairs.attrs["near_copies"]["candidates"]
        lines.append(
            f"  {search}: {looked} pairs looked at, {len(pairs)} found; of {len(wanted)} that were "
            f"made with a share above 0.55 {recall[search]:.4f}"
        )
    for against in ("last_year", "siblings", "all"):
        begun, computed = perf_counter(), process_time()
        found = reuse(frame, against)
        seconds[f"each text against {against}"] = (
            perf_counter() - begun,
            process_time() - computed,
        )
        assert found["share"].max() > 0.5
    for what, (clock, computing) in seconds.items():
        over = "   OVER" if clock > LIMIT else ""
        lines.append(
            f"  {what:32}{clock:8.1f} s, {computing:6.1f} s of computing  at most {LIMIT:g}{over}"
        )
    with capsys.disabled():
        sys.stdout.write("\n\nReuse\n" + "\n".join(lines) + "\n")
    # Times of a busy machine say nothing; these hold on every machine.
    assert recall["every"] >= 0.999  # a passage of fewer than 10 characters is not seen
    assert recall["minhash"] >= 0.9
