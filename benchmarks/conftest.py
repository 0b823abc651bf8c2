"""Races of gxkit against a bare baseline in the same run, and the table of their results."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter
from typing import Any

import pytest

from benchmarks.racing import Race, Result, line_of

_board = pytest.StashKey[list[Result]]()


def pytest_configure(config: pytest.Config) -> None:
    config.option.benchmark_quiet = True  # one table is enough: that at the end of the run


@pytest.fixture
def board(pytestconfig: pytest.Config) -> list[Result]:
    return pytestconfig.stash.setdefault(_board, [])


@pytest.fixture
def race(benchmark: Any, board: list[Result]) -> Race:
    """Time `ours` with pytest-benchmark, and before each of its rounds `bare` on the same pages.

    The two take turns, so that what else the machine does meets both. The ratio is the median
    of the rounds' ratios: a round that was disturbed does not count.
    """

    def run(
        group: str,
        name: str,
        rounds: Sequence[Sequence[tuple[Any, ...]]],
        bare: Callable[..., object],
        ours: Callable[..., object],
        *,
        limit: float | None = None,
        unit: str = "×",
    ) -> Result:
        warm_up, *measured = rounds
        for page in warm_up:
            bare(*page)
            ours(*page)
        gc.collect()
        gc.freeze()  # what the test runner holds is not to be searched again and again
        bares: list[float] = []
        turns = iter(measured)

        def bare_first() -> tuple[tuple[Any, ...], dict[str, Any]]:
            pages = next(turns)
            start = perf_counter()
            for page in pages:
                bare(*page)
            bares.append((perf_counter() - start) / len(pages))
            return (pages,), {}

        def read(pages: Sequence[tuple[Any, ...]]) -> None:
            for page in pages:
                ours(*page)

        benchmark.group = group
        benchmark.pedantic(read, setup=bare_first, rounds=len(measured))
        times = zip(benchmark.stats.stats.data, measured, strict=True)
        own = [seconds / len(pages) for seconds, pages in times]
        ratio = median(one / other for one, other in zip(own, bares, strict=True))
        sizes = [len(page[0]) for pages in measured for page in pages if page]
        result = Result(
            group=group,
            name=name,
            kilobytes=sum(sizes) / len(sizes) / 1000 if sizes else None,
            bare=median(bares) * 1000,
            ours=median(own) * 1000,
            ratio=ratio,
            limit=limit,
            unit=unit,
        )
        benchmark.extra_info.update(bare_ms=result.bare, ours_ms=result.ours, ratio=ratio)
        board.append(result)
        return result

    return run


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    results = config.stash.get(_board, [])
    group = None
    for result in results:
        if result.group != group:
            group = result.group
            terminalreporter.write_line("")
            terminalreporter.write_line(group)
            terminalreporter.write_line(
                f"  {'':24}{'kB':>8}{'bare ms':>10}{'gxkit ms':>10}{'ratio':>8}  limit"
            )
        terminalreporter.write_line(line_of(result))
    terminalreporter.write_line("")
