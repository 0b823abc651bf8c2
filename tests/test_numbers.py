"""What one cell prints, worked out by hand: a number, nothing, a mark, or no number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxkit.parsing.numbers import is_remark, read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("7", 7),
        ("11398889", 11_398_889),
        (" 12 ", 12),
        ("\u300012\u00a0", 12),
        ("１２", 12),
        ("１,２３４", 1234),
        ("1，234", 1234),
        ("1,234,567", 1_234_567),
        ("190.457379", 190.457379),
        ("59237.2449", 59237.2449),
        ("１９０．５", 190.5),
        ("0.00", 0),
        ("+19", 19),
        ("＋1", 1),
        ("-11", -11),
        ("－11", -11),
        ("−11", -11),
        ("- 11", -11),
        ("增加5", 5),
        ("减少3", -3),
        ("增5", 5),
        ("减3", -3),
        ("0/0", 0),
        ("+0/-0", 0),
        ("-0", 0),
        ("零", 0),
        ("12\u200b", 12),
    ],
)
def test_numbers(text: str, value: float) -> None:
    reading = read_number(text)
    assert (reading.state, reading.value) == ("number", value)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0件", 0, "件"),
        ("12 件", 12, "件"),
        ("251000元", 251_000, "元"),
        ("113.96万元", 113.96, "万元"),
        ("1,234.5万元", 1234.5, "万元"),
        ("3宗", 3, "宗"),
        ("8件次", 8, "件次"),
        ("251000（元）", 251_000, "元"),
        ("113.96(万元)", 113.96, "万元"),
        ("3（单位：亿元）", 3, "亿元"),
    ],
)
def test_a_unit_in_the_cell(text: str, value: float, unit: str) -> None:
    reading = read_number(text)
    assert (reading.state, reading.value, reading.unit) == ("number", value, unit)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("22（其中修订16件）", 22),
        ("55\n（含自然失效 29 件）", 55),
        ("22(其中修订16件)", 22),
        ("22 （ 其中修订 16 件 ）", 22),
        ("3件（含上年1件）", 3),
        ("22其中修订16件", 22),
        ("22[1]", 22),
        ("22（元旦前5件）", 22),
    ],
)
def test_a_note_behind_the_number_does_not_count(text: str, value: float) -> None:
    reading = read_number(text)
    assert (reading.state, reading.value) == ("number", value)


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\u00a0", "\n", "\u200b", "\t \u3000"])
def test_blank(text: str) -> None:
    assert read_number(text).state == "blank"


@pytest.mark.parametrize("text", ["/", "／", "—", "——", "－", "-", "--", "–", "无", "無", "\\"])
def test_a_mark_for_nothing(text: str) -> None:
    reading = read_number(text)
    assert (reading.state, reading.value) == ("nil", None)


@pytest.mark.parametrize(
    "text",
    [
        "1 362",  # one number or two
        "1\n2",
        "1、2",
        "3/4",
        "1-2",
        "5,6",  # no thousands: two numbers
        "1,23",
        "1,2345",
        "00",  # two cells run together
        "007",
        "1.2.3",
        "12%",
        "约12",
        "12以上",
        "详见附件",
        "不详",
        "#VALUE!",
        "＊＊",
        "O",
        "l2",
        "①",
        "²",
        "1e5",
        "2023年",
        "增加-5",
        "（16件）",
        "3（减少）",  # -3, or 3 with a note
        "3(下降)",
        "规章",
        "十二万",
    ],
)
def test_no_number(text: str) -> None:
    reading = read_number(text)
    assert (reading.state, reading.value) == ("unreadable", None)


@pytest.mark.parametrize("text", ["9" * 400, "12345678901234567", "1" * 25, "0." + "1" * 30])
def test_more_digits_than_a_number_can_hold_are_no_number(text: str) -> None:
    """What a float would round is not what the page prints; no report counts that far."""
    assert read_number(text).state == "unreadable"


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("详见附件", True),
        ("见附表", True),
        ("不详", True),
        ("待统计", True),
        ("#VALUE!", True),
        ("＊＊", True),
        ("规章", False),
        ("行政许可", False),
        ("总计", False),
        ("12", False),
        ("", False),
        ("一、本年新收政府信息公开申请数量", False),
    ],
)
def test_remarks_that_stand_for_a_number(text: str, remark: bool) -> None:
    assert is_remark(text) is remark


@given(st.integers(min_value=0, max_value=10**12))
def test_a_number_is_what_is_printed_in_any_script(number: int) -> None:
    wide = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for text in (str(number), wide, f"{number:,}", f" {number} ", f"{number}件", f"+{number}"):
        assert read_number(text).value == number


@given(st.text(max_size=12))
def test_no_text_breaks_it_and_only_numbers_have_a_value(text: str) -> None:
    reading = read_number(text)
    assert (reading.value is not None) == (reading.state == "number")


@given(st.text(alphabet="零一二三四五六七八九十百 /无件年月、（）abc.,+-", max_size=8))
def test_without_a_digit_there_is_no_number_but_zero(text: str) -> None:
    assert read_number(text).value in {None, 0.0}
