"""Numbers with units as Chinese prose writes them."""

from __future__ import annotations

import pytest

from gxkit.parsing.quantities import han_number, quantities


@pytest.mark.parametrize(
    ("text", "value", "unit", "manner"),
    [
        ("申请23件", 23, "件", ""),
        ("申请２３件", 23, "件", ""),
        ("信息1,234条", 1234, "条", ""),
        ("信息１，２３４条", 1234, "条", ""),
        ("申请二十三件", 23, "件", ""),
        ("信息一千零五条", 1005, "条", ""),
        ("信息一万二千条", 12000, "条", ""),
        ("申请两百余件", 200, "件", "more"),
        ("申请十几件", 10, "件", "more"),
        ("信息390余条", 390, "条", "more"),
        ("信息3000多条", 3000, "条", "more"),
        ("信息近千条", 1000, "条", "about"),
        ("信息约1200条", 1200, "条", "about"),
        ("300人次左右", 300, "人次", "about"),
        ("信息640条以上", 640, "条", "over"),
        ("超过500条", 500, "条", "over"),
        ("信息1.2万条", 12000, "条", ""),
        ("信息1.2万余条", 12000, "条", "more"),
        ("访问128.6万人次", 1286000, "人次", ""),
        ("收费2.5万元", 2.5, "万元", ""),
        ("收费260元", 260, "元", ""),
        ("增长8.6%", 8.6, "%", ""),
        ("增长８.６％", 8.6, "%", ""),
        ("占百分之十五", 15, "%", ""),
        ("占百分之十五点六", 15.6, "%", ""),
        ("申请23件（次）", 23, "件次", ""),
        ("培训三到五场", 3, "场", "range"),
        ("培训10至15场", 10, "场", "range"),
    ],
)
def test_a_quantity_is_read(text: str, value: float, unit: str, manner: str) -> None:
    found = [(each.value, each.unit, each.manner) for each in quantities(text)]
    assert found == [(value, unit, manner)]


@pytest.mark.parametrize(
    "text",
    [
        "国办公开办函〔2021〕30号",
        "第二十条第（一）项",
        "第三项第12期",
        "2023年1月1日至12月31日",
        "2023-01-05",
        "电话：0830-5561234",
        "一是加强领导；二是完善制度",
        "五、存在的主要问题",
        "第711号令",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert [each for each in quantities(text) if each.unit] == []


def test_a_time_limit_is_no_number_of_things() -> None:
    assert [each.unit for each in quantities("在20个工作日内提高3个百分点")] == [None, None]


def test_a_range_keeps_both_ends() -> None:
    (found,) = quantities("培训10至15场")
    assert (found.value, found.upper) == (10, 15)


def test_the_worth_of_the_last_printed_digit() -> None:
    steps = [each.step for each in quantities("1.2万条、23件、12.35万元、35万次、8.6%")]
    assert steps == pytest.approx([1000, 1, 0.01, 10000, 0.1])


def test_the_span_is_that_of_number_and_unit() -> None:
    text = "共收到申请1,052件，办结97件"
    assert [text[each.start : each.end] for each in quantities(text)] == ["1,052件", "97件"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("二十三", 23),
        ("两百", 200),
        ("二百一十七", 217),
        ("三千", 3000),
        ("九十八", 98),
    ],
)
def test_chinese_numerals(text: str, value: float) -> None:
    assert han_number(text) == value


@pytest.mark.parametrize("text", ["", "十百", "二三十四百"])
def test_what_is_no_numeral(text: str) -> None:
    assert han_number(text) is None
