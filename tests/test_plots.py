"""Figures: their pictures, the numbers behind them, what they refuse, and what they leave alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from drawn_figures import (
    FRAMES,
    PICTURES,
    WIDTH,
    cells,
    checks,
    draw,
    panel,
    picture,
    shares,
    small,
)
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image

from gxkit import plots
from gxkit.errors import PlotError
from gxkit.plots import sheet

nan = float("nan")

BOUND = 7.0
"""How much the blocks of two pictures may differ, of 255. Measured on all figures: letters drawn
with other hinting or without smoothing differ by 4.0 at most, wrong figures by 10 at least."""


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")


def differing(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> float:
    """Return by how much the worst block of 8 × 8 pixels of two pictures differs.

    A pixel counts as far as it lies outside of what the other picture has at its place and right
    beside it, so that a shift by a pixel counts for nothing.
    """
    if one.shape != other.shape:
        return 255.0
    found = np.maximum(_outside(one, other), _outside(other, one))
    high, wide = (side // 8 * 8 for side in found.shape)
    blocks = found[:high, :wide].reshape(high // 8, 8, wide // 8, 8).mean(axis=(1, 3))
    return float(blocks.max())


def _outside(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    padded = np.pad(other, 1, mode="edge")
    high, wide = one.shape
    around = [padded[y : y + high, x : x + wide] for y in range(3) for x in range(3)]
    low, top = np.min(around, axis=0), np.max(around, axis=0)
    return np.maximum(0, np.maximum(low - one, one - top))


def stored(name: str) -> np.ndarray[Any, Any]:
    with Image.open(PICTURES / f"{name}.png") as found:
        return np.asarray(found, dtype=float)


@pytest.mark.parametrize("name", FRAMES)
def test_a_figure_looks_as_its_picture(name: str) -> None:
    assert stored(name).shape[1] == WIDTH
    assert differing(picture(name), stored(name)) < BOUND


@pytest.mark.parametrize("name", ["reasons", "network", "tiles"])
def test_letters_drawn_otherwise_are_the_same_picture(name: str) -> None:
    with mpl.rc_context({"text.hinting": "none"}):
        assert differing(small(draw(name)), stored(name)) < BOUND


@pytest.mark.parametrize("name", FRAMES)
def test_a_figure_without_what_it_shows_is_another_picture(name: str) -> None:
    ax = draw(name)
    for drawn in [*ax.patches, *ax.lines, *ax.images, *ax.collections]:
        drawn.remove()
    assert differing(small(ax), stored(name)) > BOUND


@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize("name", ["outcomes", "wordcloud", "tiles", "network"])
def test_a_figure_without_a_chinese_font_is_another_picture(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "families", lambda: ["DejaVu Sans"])
    assert differing(small(draw(name)), stored(name)) > BOUND


@pytest.mark.parametrize("lang_size", [("zh", "print"), ("en", "slide")])
@pytest.mark.parametrize("name", FRAMES)
def test_nothing_is_cut_and_no_names_of_rows_overlap(name: str, lang_size: tuple[str, str]) -> None:
    lang, size = lang_size
    ax = draw(name, lang=lang, size=size)
    canvas = FigureCanvasAgg(ax.figure)
    canvas.draw()
    box, whole = ax.figure.get_tightbbox(canvas.get_renderer()), ax.figure.get_size_inches()
    assert (min(box.x0, box.y0) > -0.02, box.x1 < whole[0] + 0.02, box.y1 < whole[1] + 0.02) == (
        True,
        True,
        True,
    )
    boxes = [label.get_window_extent() for label in ax.get_yticklabels() if label.get_text()]
    assert [pair for pair in combinations(boxes, 2) if pair[0].padded(-1).overlaps(pair[1])] == []


def test_sixty_agencies_with_long_names_do_not_overlap() -> None:
    names = [
        f"青榆市澜塘区东蓼街道经济技术开发区综合行政执法监督管理委员会{at}" for at in range(60)
    ]
    frame = pd.DataFrame({"agency": names, "year": 2023, "value": 0.5})
    ax = plots.heatmap(frame)
    FigureCanvasAgg(ax.figure).draw()
    boxes = [label.get_window_extent() for label in ax.get_yticklabels()]
    assert len(boxes) == 60
    assert [pair for pair in combinations(boxes, 2) if pair[0].padded(-1).overlaps(pair[1])] == []


def behind(name: str) -> pd.DataFrame:
    return plots.data(draw(name))


def test_answers_count_reports_with_both() -> None:
    rows = [["P02", "M02", 2, 2, 2], ["P09", "M07", 1, 2, 1], ["P09", "M10", 1, 2, 1]]
    assert behind("answers").to_numpy().tolist() == rows


def test_applicants_are_shares_of_new_requests() -> None:
    found = behind("applicants").dropna()
    assert found.to_numpy().tolist() == [
        ["甲市财政局", "natural_person", 12.0, 12 / 18],
        ["甲市财政局", "enterprise", 6.0, 6 / 18],
    ]


def test_outcomes_add_up_and_what_is_not_known_is_no_zero() -> None:
    found = behind("outcomes").set_index(["agency", "group"])
    known = found.loc["甲市财政局"]
    assert known["count"].tolist() == [8.0, 2.0, 3.0, 4.0, 2.0, 0.0]
    assert known["share"].tolist() == [each / 19 for each in (8, 2, 3, 4, 2, 0)]
    assert found.loc["乙县教育局", "share"].fillna(-1).tolist() == [0.75, 0.25, -1, -1, -1, -1]
    assert found.loc["丙镇人民政府", "count"].isna().tolist() == [True] * 6
    told = [text.get_text() for text in draw("outcomes").texts]
    assert told == ["件数未知", "4 件", "19 件"]


def test_the_bars_of_outcomes_are_the_shares() -> None:
    ax = draw("outcomes")
    widths = {round(bar.get_width(), 6) for bar in ax.patches if bar.get_width() > 0}
    assert widths == {round(each / 19, 6) for each in (8, 2, 3, 4)} | {0.75, 0.25}


def test_backlog_has_both_sides() -> None:
    both = cells()[lambda frame: frame["agency"] == "甲市财政局"]
    found = plots.data(plots.backlog(both))
    sides = found.groupby("side")["count"].apply(list).to_dict()
    assert sides == {"in": [18.0, 2.0], "out": [8.0, 2.0, 3.0, 4.0, 2.0, 0.0, 1.0]}


def test_backlog_names_flows_that_are_not_known() -> None:
    some = cells()[lambda frame: frame["row"].isin(["new", "granted"])]
    ax = plots.backlog(some, lang="en")
    assert ax.get_xlabel().replace("\n", " ") == (
        "not known: carried over, partly granted, refused, unavailable, not processed, other, "
        "carried forward"
    )


def test_reasons_count_what_was_not_granted() -> None:
    found = behind("reasons").set_index("row").dropna(subset=["count"])
    assert found["count"].to_dict() == {
        "refused.state_secret": 1.0,
        "refused.third_party": 2.0,
        "unavailable.not_held": 4.0,
        "not_processed.repeated": 2.0,
        "other.fee_unpaid": 0.0,
    }
    assert found["share"].tolist() == [1 / 9, 2 / 9, 4 / 9, 2 / 9, 0.0]


def test_findings_count_outcomes_and_a_rule_of_two_scopes_once() -> None:
    rows = [["A1", 2, 0, 6], ["A3", 0, 2, 1], ["B4", 1, 1, 1]]
    assert behind("findings_all").to_numpy().tolist() == rows


def test_findings_show_what_fails_most_and_tell_what_is_left_out() -> None:
    rows = [["A1", 2, 0, 6], ["B4", 1, 1, 1]]
    assert behind("findings").to_numpy().tolist() == rows
    # Of B4 two instances could be assessed, and one of them fails.
    assert [text.get_text() for text in draw("findings").texts] == [" 2/8（25%）", " 1/2（50%）"]
    one = plots.findings(checks(), top=1, lang="en")
    assert plots.data(one)["rule"].tolist() == ["A1"]
    assert one.get_xlabel() == "Instances that fail (rules that fail too, not shown: 1)"
    with pytest.raises(PlotError, match="top is 0; give 1 or more"):
        plots.findings(checks(), top=0)
    many = pd.DataFrame({"rule": ["A1"] * 10_000, "ok": [False] * 3 + [True] * 9_997})
    assert plots.findings(many).texts[0].get_text() == " 3/10,000（0.03%）"
    held = plots.findings(many[3:])
    assert [text.get_text() for text in held.texts] == ["没有不成立的项"]


def test_the_funnel_leaves_the_small_office_inside() -> None:
    found = behind("funnel")
    # 1021 of 2101 granted; of 100 requests 20 are far below, of one request one is not.
    assert found["denominator"].tolist() == [1000.0, 1000.0, 100.0, 1.0]
    assert found["outside"].tolist() == [False, False, True, False]
    assert [text.get_text() for text in draw("funnel").texts] == ["丙局"]


def test_names_in_a_funnel_hide_no_point_and_no_other_name() -> None:
    far = [(100, 90), (110, 99), (120, 108), (130, 117)]  # close together, all far outside
    rows = [*far, *((100 + step, 50 + step // 2) for step in range(0, 200, 10))]
    frame = pd.DataFrame(rows, columns=["denominator", "numerator"]).assign(indicator="B1")
    frame["agency"] = [f"青江省云溪市第{number}办公室" for number in range(len(frame))]
    ax = plots.funnel(frame, label="agency")
    figure = ax.figure
    figure.canvas.draw()
    boxes = [Text.get_window_extent(text) for text in ax.texts]  # without the lines to the points
    assert len(boxes) == 4
    for at, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[at + 1 :])
    points = ax.transData.transform([(all_of, part / all_of) for all_of, part in rows])
    assert not any(box.contains(*point) for box in boxes for point in points)


def test_ticks_of_a_share_are_written_as_they_stand() -> None:
    found = plots.data(draw("trends"))
    ax = plots.trends(found.assign(value=[0.17 + 0.02 * at for at in range(len(found))]))
    ax.set_yticks([0.175, 0.2, 0.225])
    ax.figure.canvas.draw()
    assert [label.get_text() for label in ax.get_yticklabels()] == ["17.5%", "20%", "22.5%"]


def test_a_heatmap_keeps_what_is_not_known() -> None:
    found = behind("heatmap")
    assert found.index.tolist() == ["甲市财政局", "乙县教育局", "丙镇人民政府"]
    assert found.fillna(-1).to_numpy().tolist() == [[0.25, 0.75], [-1, -1], [-1, 1.0]]


def test_missing_tells_gaps_doubts_and_what_was_not_asked_for() -> None:
    found = behind("missing")
    assert found.index.tolist() == ["甲区财政局", "u2", "丙镇人民政府"]
    assert found.fillna(-1).to_numpy().tolist() == [[1, 1], [0, 0], [-1, 0.5]]
    assert [text.get_text() for text in draw("missing").texts] == ["×", "×", "?"]
    assert plots.missing(panel(), lang="en").get_xlabel() == (
        "× 2 of 5 are missing; ? 1 without tables or in conflict"
    )


def test_two_units_of_one_name_stay_two() -> None:
    frame = panel().assign(agency="鼓楼区人民政府")
    found = plots.data(plots.missing(frame))
    assert found.index.tolist() == [f"鼓楼区人民政府 u{at}" for at in (1, 2, 3)]


def test_keyness_lies_on_its_side() -> None:
    found = behind("keyness")
    assert found["word"].tolist() == ["更新", "栏目", "人员", "解读"]
    bars = {bar.get_y() + 0.4: bar.get_width() for bar in draw("keyness").patches}
    assert {round(at): width for at, width in bars.items()} == {0: 3.0, 1: 0.5, 2: -0.5, 3: -2.0}


def test_keywords_are_ranked_and_none_is_without_count() -> None:
    assert behind("keywords")["word"].tolist() == ["更新", "解读", "人员力量", "栏目", "平台建设"]
    widths = [bar.get_width() for bar in draw("keywords").patches]
    assert widths == [16.0, 9.0, 4.0, 4.0, 1.0]


def test_words_of_a_cloud_are_as_large_as_the_root_and_lie_apart() -> None:
    found = behind("wordcloud")
    assert found["height"].tolist() == [1.0, 0.75, 0.5, 0.5, 0.25]
    boxes = [patch.get_path().get_extents() for patch in draw("wordcloud").patches]
    assert len(boxes) == 5
    assert [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])] == []


def test_a_network_has_the_ties_and_their_groups() -> None:
    found = behind("network")
    tied = {frozenset(pair) for pair in found[["source", "target"]].to_numpy().tolist()}
    both = ("单一", "解读", "形式"), ("栏目", "更新", "滞后")
    assert tied == {frozenset(pair) for words in both for pair in combinations(words, 2)}
    assert set(found["count"]) == {3, 2}
    assert (found["group_source"] == found["group_target"]).all()


def test_places_in_a_network_come_from_the_seed() -> None:
    one, same, other = (
        [text.xy for text in draw("network", seed=seed).texts] for seed in (1, 1, 2)
    )
    assert np.allclose(one, same)
    assert not np.allclose(one, other)


def test_themes_come_most_frequent_first() -> None:
    found = behind("themes")
    assert found[["label", "year", "share"]].to_numpy().tolist() == [
        ["时效更新", 2022, 0.6],
        ["时效更新", 2023, 0.5],
        ["人员力量", 2022, 0.1],
        ["人员力量", 2023, 0.25],
    ]
    told = [text.get_text() for text in draw("themes").texts]
    assert told == ["60%\n6", "50%\n4", "10%\n1", "25%\n2"]
    lines = [line.get_ydata().tolist() for line in draw("themes_as_lines").lines]
    assert lines == [[0.6, 0.5], [0.1, 0.25]]


def test_reuse_shows_the_greatest_share_in_both_directions() -> None:
    found = behind("reuse")
    names = ["乙局", "甲局", "丙局"]
    assert found.index.tolist() == found.columns.tolist() == names
    rows = [[nan, 0.6, nan], [0.9, nan, nan], [nan, nan, 1.0]]
    assert found.fillna(-1).to_numpy().tolist() == pd.DataFrame(rows).fillna(-1).to_numpy().tolist()


def test_tiles_have_codes() -> None:
    found = behind("tiles")
    assert found["code"].tolist() == ["21", "34", "37", "53"]
    assert found["value"].fillna(-1).tolist() == [0.4, -1, 0.6, 0.9]


def test_a_line_breaks_where_a_value_is_not_known() -> None:
    county, city = (line.get_ydata().tolist() for line in draw("trends").lines)
    assert [county[0], np.isnan(county[1]), county[2]] == [0.3, True, 0.2]
    assert city == [0.4, 0.5, 0.7]
    assert behind("trends")["level"].tolist() == ["县级"] * 3 + ["市级"] * 3


@pytest.mark.parametrize("name", FRAMES)
def test_a_column_that_is_missing_is_named(name: str) -> None:
    verb, _, own = FRAMES[name]
    with pytest.raises(PlotError, match=r"no column '\w+'"):
        verb(pd.DataFrame({"other": [1]}), **own)


@pytest.mark.parametrize("name", FRAMES)
def test_another_language_or_size_is_refused(name: str) -> None:
    with pytest.raises(PlotError, match="'de' is not one of 'zh', 'en'"):
        draw(name, lang="de")
    with pytest.raises(PlotError, match="'huge' is not one of 'print', 'slide'"):
        draw(name, size="huge")
    assert plt.get_fignums() == []


@pytest.mark.parametrize("name", FRAMES)
def test_given_axes_are_drawn_on(name: str) -> None:
    own, (left, right) = plt.subplots(1, 2, figsize=(12, 5), layout="constrained")
    assert draw(name, ax=right, title="标题") is right
    assert right.get_title(loc="left") == "标题"
    assert plt.get_fignums() == [own.number]
    assert (left.get_title(loc="left"), len(left.patches), own.legends) == ("", 0, [])


def test_settings_stay_but_for_the_font_that_stands_in() -> None:
    plots.trends(pd.DataFrame(FRAMES["trends"][1]()), by="level")
    before = dict(mpl.rcParams)
    for name in FRAMES:
        draw(name, lang="en", size="slide")
        plt.close("all")
    assert {key for key, value in mpl.rcParams.items() if before[key] != value} == set()
    assert mpl.rcParams["font.family"][-1] == "Gxkit Sans SC"


def test_the_font_comes_back_after_a_style_took_it_away() -> None:
    with mpl.rc_context():
        mpl.rcParams["font.family"] = ["serif"]
        draw("tiles")
        assert mpl.rcParams["font.family"] == ["serif", "Gxkit Sans SC"]


def test_the_data_behind_a_figure_is_a_copy() -> None:
    ax = draw("keywords")
    taken = plots.data(ax)
    taken["count"] = 0
    assert plots.data(ax)["count"].tolist() == [16, 9, 4, 4, 1]


def test_a_sign_of_money_is_no_formula() -> None:
    ax = plots.keywords(pd.DataFrame({"word": ["a$b$c", "x"], "count": [2, 1]}))
    FigureCanvasAgg(ax.figure).draw()
    assert [label.get_text() for label in ax.get_yticklabels()] == ["a$b$c", "x"]


@pytest.mark.parametrize(
    ("draw_it", "told"),
    [
        (lambda: plots.themes(shares(), kind="pie"), "'pie' is not one of"),
        (lambda: plots.themes(shares().assign(year=1)), "several rows for a theme and year"),
        (lambda: plots.themes(shares(), by=["year", "of"], kind="lines"), "along one column"),
        (lambda: plots.network(FRAMES["network"][1](), by="g2"), "'g2' is not one of"),
        (lambda: plots.reuse(FRAMES["reuse"][1](), by="level"), "'level' is not one of"),
        (lambda: plots.keywords(pd.DataFrame({"word": ["a"], "count": [0]})), "above 0"),
        (lambda: plots.keywords(pd.DataFrame({"word": ["a"] * 2, "count": 1})), "several rows"),
        (lambda: plots.heatmap(FRAMES["heatmap"][1]().iloc[:0]), "no rows"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw_it: Any, told: str) -> None:
    with pytest.raises(PlotError, match=told):
        draw_it()


# Machado, Oliveira and Fernandes (2009), A physiologically-based model for simulation of color
# vision deficiency, IEEE TVCG 15 (6): severity 1.0, on linear RGB.
BLIND = {
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
}
TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)


def seen(colour: str, blind: str) -> np.ndarray[Any, Any]:
    """Return a colour as CIE 1976 L*a*b*, as who is colour-blind sees it."""
    own = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(own <= 0.04045, own / 12.92, ((own + 0.055) / 1.055) ** 2.4)
    xyz = np.array(TO_XYZ) @ np.clip(np.array(BLIND[blind]) @ linear, 0, 1)
    x, y, z = np.cbrt(xyz / np.array([0.95047, 1.0, 1.08883]))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def closest(colours: tuple[str, ...], blind: str) -> float:
    pairs = combinations([seen(colour, blind) for colour in colours], 2)
    return min(float(np.linalg.norm(one - other)) for one, other in pairs)


@pytest.mark.parametrize("blind", BLIND)
def test_colours_are_told_apart_by_the_colour_blind(blind: str) -> None:
    # The six that are used side by side, and the three of checks. Just to be seen is about 2.
    assert closest(plots.PALETTE[:6], blind) > 15
    assert closest((plots.PALETTE[5], "#BBBBBB", plots.PALETTE[2]), blind) > 15
    assert closest(("#2ca02c", "#d62728"), "deuteranopia") < 8  # a red and green that are not


def test_plots_bring_matplotlib_only_when_they_draw() -> None:
    code = "import sys; from gxkit import plots; plots.trends; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
