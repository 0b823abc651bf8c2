"""A corpus of many reports: how fast it is built, in how much memory, on how much disk, and asked.

Takes minutes, so it runs only when it is named: ``python -m pytest benchmarks/test_build.py``. With
GXKIT_BENCH_REPORTS in the environment another number of reports is built.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from gxkit import synthetic

ROOT = Path(__file__).parents[1]
MANY = int(os.environ.get("GXKIT_BENCH_REPORTS", "20000"))
FEW = MANY // 10
YEARS = range(2018, 2025)
LAYOUTS = ("html_clean", "html_head", "html_word", "html_chrome")
FOLDER = 1000
"""Reports a folder."""

SPEED = 100.0
"""Reports a second that a core builds, at least."""
FLAT = 1.15
"""How many times the memory of the small build the large one may take."""
STEADY = 1.1
"""How many times the time a report of the small build the large one may take."""
DISK = 4000.0
"""Bytes a report."""
GAIN = 1.8
"""How many times as fast two workers are."""
ASKED = 1.0
"""Seconds to open a corpus and to ask for one indicator by year and province."""


@dataclass(frozen=True)
class Line:
    """A result beside its limit; `most` tells whether the limit is an upper one."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    most: bool = True

    def __str__(self) -> str:
        row = f"  {self.name:44}{self.value:10.2f} {self.unit:20}"
        if self.limit is None:
            return row
        over = self.value > self.limit if self.most else self.value < self.limit
        sign = "at most" if self.most else "at least"
        return f"{row} {sign} {self.limit:g}{'   OVER' if over else ''}"


def write(folder: Path, agency: int) -> None:
    """Write the reports of an agency; each has bytes of its own."""
    for at, truth in enumerate(synthetic.make_series(agency, YEARS)):
        seed = agency * len(YEARS) + at
        if seed >= MANY:
            return
        made = synthetic.publish(synthetic.make_page(truth, seed), LAYOUTS[seed % 4], seed)
        place = folder / ("few" if seed < FEW else "rest") / f"{seed // FOLDER:04}"
        place.mkdir(parents=True, exist_ok=True)
        place.joinpath(f"{seed:06}.html").write_bytes(made.data)


@pytest.fixture(scope="module")
def reports(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of reports, a tenth of which stand in a folder of their own."""
    if not any("test_build" in argument for argument in request.config.args):
        pytest.skip("takes minutes: python -m pytest benchmarks/test_build.py")
    folder = tmp_path_factory.mktemp("many")
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        agencies = range(-(-MANY // len(YEARS)))
        for _ in pool.map(partial(write, folder), agencies, chunksize=20):
            pass
    assert sum(1 for _ in folder.rglob("*.html")) == MANY
    return folder


def run(*command: object) -> dict[str, Any]:
    line = [sys.executable, "-m", "benchmarks.building", *map(str, command)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(line, cwd=ROOT, env=environment, check=True, capture_output=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_build(reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few = run("build", reports / "few", tmp_path / "few", 2)
    many = run("build", reports, tmp_path / "many", 2)
    again = run("build", reports, tmp_path / "many", 2)
    alone = run("build", reports, tmp_path / "alone", 1)
    asked = run("ask", tmp_path / "many")
    assert (few["reports"], many["reports"], alone["reports"]) == (FEW, MANY, MANY)
    speed = many["reports"] / many["cpu"]
    memory = {who: many[who] / few[who] for who in ("parent_mb", "worker_mb")}
    steady = (many["seconds"] / MANY) / (few["seconds"] / FEW)
    steady_cpu = (many["cpu"] / MANY) / (few["cpu"] / FEW)
    lines = [
        Line(f"{FEW} reports, two workers", few["seconds"], "s"),
        Line(f"{MANY} reports, two workers", many["seconds"], "s"),
        Line(f"{MANY} reports, one worker", alone["seconds"], "s"),
        Line(f"{MANY} reports, nothing to do", again["seconds"], "s"),
        Line("throughput by the clock, two workers", MANY / many["seconds"], "reports/s"),
        Line(
            "throughput by the clock, one worker",
            MANY / alone["seconds"],
            "reports/s",
            SPEED,
            False,
        ),
        Line("throughput by computing time", speed, "reports/s a core", SPEED, False),
        Line("time a report, many to few, clock", steady, "×", STEADY),
        Line("time a report, many to few, computing", steady_cpu, "×", STEADY),
        Line("two workers to one", alone["seconds"] / many["seconds"], "×", GAIN, False),
        Line("peak memory of the parent", many["parent_mb"], "MB"),
        Line("peak memory of a worker", many["worker_mb"], "MB"),
        Line("memory of the parent, many to few", memory["parent_mb"], "×", FLAT),
        Line("memory of a worker, many to few", memory["worker_mb"], "×", FLAT),
        Line("disk", many["bytes"], "bytes/report", DISK),
        Line("a million reports, two cores", 1e6 / (MANY / many["seconds"]) / 3600, "hours"),
        Line("open, one indicator by year and province", asked["frame"], "s", ASKED),
        Line("the same in SQL", asked["sql"], "s", ASKED),
    ]
    with capsys.disabled():
        sys.stdout.write("\n\nBuilding a corpus\n" + "\n".join(map(str, lines)) + "\n")
    # Times of a busy machine say nothing; these hold on every machine.
    assert many["bytes"] <= DISK
    assert max(memory.values()) <= FLAT
    assert asked["same"] is True
    assert asked["rows"] >= len(YEARS)
