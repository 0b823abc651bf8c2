"""What a click on a desk costs where the corpus has 20,000 reports, and what opening a desk costs.

Takes minutes, so it runs only when it is named: ``python -m pytest benchmarks/test_widgets.py``.
GXKIT_BENCH_STORE in the environment names a corpus that is there already (else one is built, of
GXKIT_BENCH_REPORTS reports). Each click is done several times on a machine that does nothing else;
the middle and the worst are printed, by the clock and as computing time.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from itertools import cycle
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple

import pytest

from gxkit import build_corpus, open_corpus
from gxkit.corpus import Corpus
from gxkit.widgets import coding_desk, concordance, explorer, review_desk

CLICK = 0.3
"""Seconds that a click may take."""
TIMES = 7
MANY = int(os.environ.get("GXKIT_BENCH_REPORTS", "20000"))


class Times(NamedTuple):
    """Seconds by the clock, and those that this process computed."""

    clock: float
    cpu: float

    def __add__(self, other: object) -> Times:
        assert isinstance(other, Times)
        return Times(self.clock + other.clock, self.cpu + other.cpu)


class Line(NamedTuple):
    """What was done, how long it took each time, and whether it is a click."""

    what: str
    times: list[Times]
    click: bool = True

    def __str__(self) -> str:
        clock, cpu = (sorted(each) for each in zip(*self.times, strict=True))
        over = "   OVER" if self.click and clock[-1] > CLICK else ""
        figures = f"{median(clock):8.3f}{clock[-1]:9.3f}{median(cpu):9.3f}{cpu[-1]:9.3f}"
        return f"  {self.what:60}{figures} s{over}"


class Watch:
    """A table of what was measured."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def open(self, what: str, make: Callable[[], Any]) -> Any:
        made: list[Any] = []
        times = timed(lambda: made.append(make()))
        self.lines.append(Line(f"open: {what}", [times], click=False))
        return made[0]

    def click(self, what: str, act: Callable[[Any], Any], values: Iterator[Any]) -> None:
        chosen = [next(values) for _ in range(TIMES)]
        self.lines.append(Line(what, [timed(partial(act, value)) for value in chosen]))


def timed(act: Callable[[], Any]) -> Times:
    begun, computed = perf_counter(), process_time()
    act()
    return Times(perf_counter() - begun, process_time() - computed)


@contextmanager
def waiting() -> Iterator[list[Callable[[], None]]]:
    """Gather what a desk puts off, as the loop of a kernel would do it one after the other."""
    queue: list[Callable[[], None]] = []

    def later(act: Callable[[], None], seconds: float = 0.0) -> bool:
        assert seconds < CLICK
        queue.append(act)
        return True

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(import_module("gxkit.widgets.concordance"), "later", later)
        yield queue


def choose(field: Any) -> tuple[Callable[[Any], None], Iterator[Any]]:
    """Return what chooses in a list, and the choices, none twice in a row."""
    values = [option[1] if isinstance(option, tuple) else option for option in field.options]
    others = [value for value in values if value != field.value] + [field.value]
    return lambda value: setattr(field, "value", value), cycle(others)


@pytest.fixture(scope="module")
def corpus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    if not any("test_widgets" in argument for argument in request.config.args):
        pytest.skip("takes minutes: python -m pytest benchmarks/test_widgets.py")
    named = os.environ.get("GXKIT_BENCH_STORE")
    if named:
        return open_corpus(named)
    from benchmarks.test_build import write

    folder = tmp_path_factory.mktemp("many")
    for agency in range(-(-MANY // 7)):
        write(folder / "reports", agency)
    return build_corpus(folder / "reports", folder / "out")


def explore(corpus: Corpus, watch: Watch) -> None:
    desk = watch.open("explorer", lambda: explorer(corpus))
    for name in ("year", "province", "level"):
        field = getattr(desk, name)
        watch.click(f"explorer: choose {name}", *choose(field))
        field.value = "*"
    watch.click("explorer: indicator of all reports", *choose(desk.indicator))
    watch.click("explorer: agency", *choose(desk.agency))
    watch.click("explorer: indicator of an agency", *choose(desk.indicator))
    watch.click("explorer: year of an agency", *choose(desk.year))
    words = cycle(["市", "局", "01", "县", "教育", ""])
    watch.click("explorer: search", lambda word: setattr(desk.search, "value", word), words)


def correct(corpus: Corpus, watch: Watch, folder: Path) -> None:
    desk = watch.open("review desk", lambda: review_desk(corpus, folder / "c.csv", by="甲"))
    assert len(desk.queue.rows) == 200
    watch.click("review desk: another cell (its source is opened)", *choose(desk.items))
    pages = cycle([1, 1, 1, 1, 1, 1, 1, -1])
    watch.click("review desk: page", desk.turn, pages)
    watch.click("review desk: skip", lambda _: desk.skip(), cycle([None]))

    def write(number: int) -> None:
        desk.value.value, desk.reason.value = str(number), "原件如此"
        desk.correct()
        assert desk.queue.count() > 0

    watch.click("review desk: correct a cell again", write, iter(range(TIMES)))
    times = []
    for number in range(TIMES):
        desk.skip()
        times.append(timed(partial(write, number)))
    watch.lines.append(Line("review desk: correct another cell", times))
    watch.click("review desk: undo", lambda _: desk.undo(), cycle([None]))
    watch.open("review desk, queue anew after corrections", desk.again)


def look_up(corpus: Corpus, watch: Watch) -> None:
    desk = watch.open("concordance", lambda: concordance(corpus))

    desk.keyword.value = ""
    words = ["公开", "依申请", "及时", "檀", "解读", "人员", "平台"]
    for how, keywords in (
        ("text", words),
        ("word", words),
        ("regex", ["不(够)?及时", "人.{1,4}足", "[a-z]+"]),
    ):
        desk.keyword.value = ""
        desk.how.value = how
        first, each, whole = [], [], []
        for keyword in keywords:
            desk.keyword.value = keyword
            with waiting() as queue:
                first.append(timed(desk.look))
                steps = [timed(queue.pop(0)) for _ in iter(lambda: bool(queue), False)]
            each.append(max(steps, default=Times(0.0, 0.0)))
            whole.append(sum(steps, first[-1]))
        watch.lines.append(Line(f"concordance: search ({how}), first hits", first))
        watch.lines.append(
            Line(f"concordance: the kernel at a time while it goes on ({how})", each)
        )
        watch.lines.append(Line(f"concordance: all hits ({how})", whole, click=False))
    desk.keyword.value = "公开"
    desk.how.value = "text"
    desk.look()
    watch.click("concordance: sort", *choose(desk.sort))
    watch.click("concordance: page", desk.turn, cycle([1, 1, -1]))
    watch.click("concordance: another hit", *choose(desk.items))

    def card(hit: int) -> None:
        desk.items.value = hit
        desk.open_card()
        assert desk._card.value

    watch.click(
        "concordance: the report's card", card, cycle([row for _, row in desk.items.options])
    )


def code(corpus: Corpus, watch: Watch, folder: Path) -> None:
    from gxkit import themes

    codes = themes.code(corpus, how="pattern")
    desk = watch.open(
        f"coding desk, all {len(codes):,} codes", lambda: coding_desk(codes, folder / "k.csv", "甲")
    )

    def save(theme: str) -> None:
        side = desk.hand.side(desk.row)
        desk.field.value = theme if side == "problem" else "NONE"
        desk.save()
        assert desk.row in desk.hand.given or desk.row - 1 in desk.hand.given

    watch.click("coding desk: code a clause", save, cycle(["P01", "P08", "NONE"]))
    watch.click("coding desk: before", lambda _: desk.go(desk.row - 1), cycle([None]))
    watch.click("coding desk: next uncoded", lambda _: desk.go_open(), cycle([None]))


def test_a_click(corpus: Corpus, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watch = Watch()
    explore(corpus, watch)
    correct(corpus, watch, tmp_path)
    look_up(corpus, watch)
    code(corpus, watch, tmp_path)
    head = f"\n\nDesks on {len(corpus):,} reports{'':30}clock: middle, worst; computing: middle, worst\n"
    with capsys.disabled():
        sys.stdout.write(head + "\n".join(map(str, watch.lines)) + "\n")
    # The clock of a busy machine says little: ten times the limit is a fault on any.
    slow = [
        one.what
        for one in watch.lines
        if one.click and median(each.clock for each in one.times) > 10 * CLICK
    ]
    assert slow == []
