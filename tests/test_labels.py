"""What a text may name: labels as printed, worn, shortened and damaged; and what is no label."""

from __future__ import annotations

import pytest

from gxkit import forms
from gxkit.parsing.labels import fragment, likeness, nearest, refs
from gxkit.parsing.normal import fold, label_key, simplify, without_brackets

REQUESTS = forms.load("2021").table["requests"]
PROACTIVE = forms.load("2021").table["proactive"]


def named(text: str) -> set[tuple[str, str, str]]:
    return {(ref.role, ref.table, ref.code) for ref in refs(text)}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("（一）１２３", "(一)123"),
        ("规\u200b章", "规章"),
        ("ａｂｃ", "abc"),
        ("①", "①"),  # no digit is made of a sign
        ("m²", "m²"),
        ("−5", "-5"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text).strip() == folded


@pytest.mark.parametrize(
    ("text", "simple"),
    [
        ("規範性文件", "规范性文件"),
        ("行政許可", "行政许可"),
        ("行政處罰", "行政处罚"),
        ("行政強制", "行政强制"),
        ("商業企業", "商业企业"),
        ("行政訴訟", "行政诉讼"),
        ("結果維持", "结果维持"),
        ("尚未審結", "尚未审结"),
        ("總計", "总计"),
    ],
)
def test_traditional_characters_of_the_labels(text: str, simple: str) -> None:
    assert simplify(text) == simple


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("（三）不予公开", ("(三)", "不予公开")),
        ("(三) 不予公开", ("(三)", "不予公开")),
        ("三、本年度办理结果", ("三、", "本年度办理结果")),
        ("1.重复申请", ("1.", "重复申请")),
        ("1、重复申请", ("1.", "重复申请")),
        ("1．重复申请", ("1.", "重复申请")),
        ("1 重复申请", ("1.", "重复申请")),
        ("重 复 申 请", ("", "重复申请")),
        ("重复\n申请", ("", "重复申请")),
        ("3.危及“三安全一稳定”", ("3.", "危及三安全一稳定")),
        ("公(gōng)开", ("", "公开")),
    ],
)
def test_ordinal_and_words(text: str, key: tuple[str, str]) -> None:
    assert label_key(text)[:2] == key


def test_words_without_brackets() -> None:
    assert label_key("（二）部分公开（区分处理的，只计这一情形）")[2] == "部分公开"
    assert without_brackets("（二）部分公开（区分处理的，只计这一情形）") == "(二)部分公开"


@pytest.mark.parametrize("id", forms.ids())
def test_every_label_of_the_form_names_its_own_row_or_column(id: str) -> None:
    for table in forms.load(id).tables:
        for row in table.rows:
            for label in (row.zh, *row.variants):
                assert ("row", table.code, row.code) in named(label), label
        for column in table.columns:
            for label in (column.zh, *column.variants):
                assert ("column", table.code, column.code) in named(label), label


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("1.属于国家秘密", "refused.state_secret"),
        ("１．属于国家秘密", "refused.state_secret"),
        ("（1）属于国家秘密", "refused.state_secret"),
        ("属于国家秘密", "refused.state_secret"),
        ("2、重复申请", "not_processed.repeated"),
        ("3.其他", "other.other"),
        ("（七）总计", "total"),
        ("（六）其他", "other"),
        ("1.逾期不补正", "other.not_corrected"),
        ("（二）部分公开", "partly_granted"),
        ("四、結轉下年度繼續辦理", "carried_forward"),
        ("一、本年新收政府信息公开申请数量", "new"),
    ],
)
def test_a_row_of_the_requests_table(text: str, row: str) -> None:
    assert {ref[1:] for ref in named(text) if ref[0] == "row"} == {("requests", row)}


def test_what_one_word_may_mean_is_left_open() -> None:
    assert named("总计") == {
        ("column", "requests", "total"),
        ("row", "requests", "total"),
        ("column", "disputes", "total"),
    }
    assert ("row", "requests", "other.other") in named("其他")
    assert ("column", "requests", "other") in named("其他")


def test_an_ordinal_decides() -> None:
    assert ("column", "requests", "total") not in named("（七）总计")
    assert ("column", "requests", "other") not in named("3.其他")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "申请",
        "政府信息公开",
        "本机关收到政府信息公开申请3件",
        "规章制度建设",
        "行政许可事项已全部公开。",
        "2023年",
        "12",
        "一、总体情况",
    ],
)
def test_what_is_no_label(text: str) -> None:
    assert named(text) == set()


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("2.其他法律行政止公开", "refused.law_prohibits"),
        ("2.其他法律法规禁公开", "refused.law_prohibits"),
        ("7.属于行政执法案囗", "refused.enforcement_file"),
        ("5.要求行政机关确认或重新出具已获取信", "not_processed.reissue"),
        ("1.信访举报投诉类申清", "not_processed.petition"),
        ("四、结转下年度继续办", "carried_forward"),
        ("2.没有现成信息需要另行制件", "unavailable.needs_creation"),
    ],
)
def test_a_damaged_label_is_taken_for_the_nearest(text: str, row: str) -> None:
    assert nearest(text, "row", REQUESTS, REQUESTS.row) == row
    assert likeness(text, "row", REQUESTS, row) > 80


@pytest.mark.parametrize(
    "text", ["数据1", "申请人", "总", "行政处理", "无正当理由", "本年", "其他申请", "", "信息"]
)
def test_what_is_like_no_label_or_like_several_is_taken_for_none(text: str) -> None:
    assert nearest(text, "row", REQUESTS, REQUESTS.row) is None


def test_only_what_is_offered_is_taken() -> None:
    others = [code for code in REQUESTS.row if code != "refused.law_prohibits"]
    assert nearest("2.其他法律行政止公开", "row", REQUESTS, others) is None


@pytest.mark.parametrize(
    ("text", "column"),
    [("本年度止件数", "repealed"), ("现行有效件", "in_force"), ("本年发件数", "issued")],
)
def test_damaged_heads_of_the_first_table(text: str, column: str) -> None:
    codes = ("issued", "repealed", "in_force")
    own = {ref.code for ref in refs(text) if ref.role == "column"}
    assert (own or {nearest(text, "column", PROACTIVE, codes)}) == {column}


def test_licence_and_penalty_are_never_confused() -> None:
    """行政许可, 行政处罚 and 行政强制 are alike as strings and must stay apart."""
    for text in ("行政处许", "行政", "行政许罚"):
        assert nearest(text, "row", PROACTIVE, ("licence", "penalty", "compulsion")) is None


@pytest.mark.parametrize(
    ("text", "begun"),
    [
        ("商业", ("enterprise", False)),
        ("科研", ("research", False)),
        ("社会公益", ("public_welfare", False)),
        ("企业", (None, True)),
        ("商业企业", (None, False)),
        ("信访", (None, False)),
        ("业", (None, False)),
    ],
)
def test_halves_of_torn_heads(text: str, begun: tuple[str | None, bool]) -> None:
    assert fragment(text, REQUESTS, REQUESTS.column) == begun
