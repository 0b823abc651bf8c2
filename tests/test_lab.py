"""Notebooks in JupyterLab itself, the desks driven with mouse and keyboard. Slow: two minutes."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lab
import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(lab.chromium() is None, reason="there is no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lab.clone(tmp_path_factory.mktemp("clone"))


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where pictures go: name a folder in GXKIT_PICTURES to look at them."""
    named = os.environ.get("GXKIT_PICTURES")
    made = Path(named) if named else tmp_path_factory.mktemp("pictures")
    made.mkdir(parents=True, exist_ok=True)
    return made


@pytest.fixture(scope="module")
def page(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Yield a page on which the notebook of the desks has run."""
    with lab.server(folder, tmp_path_factory.mktemp("lab")) as address, lab.browser() as page:
        page.address = address
        lab.run(page, address.format("notebooks/widgets.ipynb"))
        yield page


def desk(page: Any, title: str) -> Any:
    found = page.locator(".gxkit-desk").filter(has=page.get_by_text(title, exact=True))
    found.scroll_into_view_if_needed()
    return found


def says(desk: Any, pattern: str) -> str:
    """Wait until the line of status says it, and return what it says."""
    line = desk.locator("[aria-live]").filter(has_text=re.compile(pattern))
    line.wait_for()
    return str(line.inner_text())


def table(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text("utf-8-sig").splitlines()))


def typed(page: Any, field: Any, text: str) -> None:
    """Write into a field as a hand does."""
    field.click()
    page.keyboard.press("Control+a")
    page.keyboard.type(text, delay=20)


def test_the_notebook_of_the_desks_runs_without_a_complaint(page: Any) -> None:
    assert lab.complaints(page) == []
    assert page.locator(".gxkit-desk").count() == 4


@pytest.mark.parametrize("width", [1280, 1680])
def test_no_label_of_a_desk_is_cut(page: Any, pictures: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 1400})
    for name in ("指标浏览", "核对台", "语境检索", "编码台"):
        desk(page, name).screenshot(path=pictures / f"{name}_{width}.png")
    assert lab.cut(page) == []


def test_explorer(page: Any, pictures: Path) -> None:
    one = desk(page, "指标浏览")
    assert "60 份报告，12 个机关，133 项指标" in says(one, "就绪")
    for name, all_of_them in (("年度", "最近一年"), ("省份", "全部"), ("层级", "全部")):
        chosen = one.get_by_label(name, exact=True).locator("option:checked")
        assert chosen.inner_text() == all_of_them  # no field that says nothing
    one.get_by_label("指标", exact=True).select_option(label="B2 公开率（含部分公开）")
    says(one, "所选范围 2023：公开率（含部分公开）")
    one.get_by_role("option", name="临澜市自然资源局").click()
    says(one, "临澜市自然资源局 2023：公开率")
    page.keyboard.press("ArrowDown")
    says(one, "望禾市公安局 2023")
    one.locator(".gxkit-card h3").filter(has_text="望禾市公安局 · 2023").wait_for()
    one.get_by_label("年度", exact=True).select_option(label="2020")
    says(one, "望禾市公安局 2020")
    assert one.locator(".gxkit-card h3").inner_text() == "望禾市公安局 · 2020"
    assert one.locator("img.widget-image").evaluate("image => image.naturalWidth") == 580
    one.screenshot(path=pictures / "explorer_agency.png")
    typed(page, one.get_by_label("机关", exact=True), "街道")
    page.keyboard.press("Enter")
    one.get_by_label("名单", exact=True).locator("option").nth(1).wait_for(state="attached")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.gxkit-desk select[size]')][0].options.length === 2"
    )
    one.screenshot(path=pictures / "explorer.png")


def test_review_desk(page: Any, folder: Path, pictures: Path) -> None:
    one = desk(page, "核对台")
    assert "200 个单元格待核对" in says(one, "待核对")
    one.screenshot(path=pictures / "review_before.png")
    assert one.locator("td", has_text=re.compile("^不符$")).count() > 0
    assert one.get_by_label("正确的数", exact=True).input_value() == "0"
    one.get_by_role("button", name="更正（回车）").click()
    says(one, "请写明理由")
    typed(page, one.get_by_label("理由", exact=True), "原件此格为 0")
    page.keyboard.press("Enter")
    told = says(one, "已更正")
    assert "由 2 改为 0；2 项检查由不符变为相符，0 项变为不符" in told
    rows = table(folder / "out/corrections.csv")
    assert [row[1:7] for row in rows[1:]] == [
        ["requests", "carried_over", "legal_service", "0", "原件此格为 0", "读者"]
    ]
    verdicts = one.locator("td", has_text=re.compile("^(不符|相符)$")).all_inner_texts()
    assert verdicts == ["不符", "相符", "不符", "相符"]
    one.screenshot(path=pictures / "review_after.png")

    # By keyboard alone: the list, the fields, Enter; what was typed is what is written.
    one.get_by_role("option", name="1. 溪黎县柳砚镇人民政府 2020").click()
    page.keyboard.press("ArrowDown")
    one.locator("blockquote", has_text="3. 要求提供公开出版物").wait_for()
    typed(page, one.get_by_label("正确的数", exact=True), "137")
    page.keyboard.press("Tab")
    page.keyboard.type("试写", delay=20)
    page.keyboard.press("Enter")
    assert "由 2 改为 137" in says(one, "改为 137")
    rows = table(folder / "out/corrections.csv")
    assert [row[4:6] for row in rows[1:]] == [["0", "原件此格为 0"], ["137", "试写"]]
    typed(page, one.get_by_label("正确的数", exact=True), "十二")
    page.keyboard.press("Enter")
    says(one, "“十二”不是数字")
    one.get_by_role("button", name="撤销上一次").click()
    says(one, "已撤销.*现有 1 条更正")
    rows = table(folder / "out/corrections.csv")
    assert len(rows) == 2
    one.screenshot(path=pictures / "review_undone.png")


def test_concordance(page: Any, pictures: Path) -> None:
    one = desk(page, "语境检索")
    typed(page, one.get_by_label("检索", exact=True), "公开")
    page.keyboard.press("Enter")
    assert "“公开”：118 处，在 118 段文字中" in says(one, "“公开”：")
    one.get_by_label("排序", exact=True).select_option(label="按右文")
    one.get_by_label("结果", exact=True).get_by_role("option").first.click()
    page.keyboard.press("ArrowDown")
    one.get_by_role("button", name="看报告卡片").focus()
    page.keyboard.press("Enter")  # on a button, as a keyboard presses it
    who = says(one, "的卡片在下面").split(" ")[0]
    one.locator(".gxkit-card h3").filter(has_text=who).wait_for()
    one.screenshot(path=pictures / "concordance.png")
    typed(page, one.get_by_label("检索", exact=True), "(公开")
    page.keyboard.press("Enter")
    says(one, "没有找到")
    one.get_by_label("方式", exact=True).select_option(label="正则表达式")
    says(one, "未做成：.*no regular expression")


def test_coding_desk(page: Any, folder: Path, pictures: Path) -> None:
    one = desk(page, "编码台")
    says(one, "已编 0 句")
    field = one.get_by_label("主题代码", exact=True)
    clauses = []
    for codes in ("P18", "P01 P24", "NONE"):
        clauses.append(one.locator("blockquote").inner_text())
        typed(page, field, codes)
        page.keyboard.press("Enter")
        says(one, f"已存：{codes}。")
        page.wait_for_timeout(300)
    typed(page, field, "P99")
    page.keyboard.press("Enter")
    says(one, "没有主题 P99")
    rows = table(folder / "out/codes.csv")
    assert rows[0][4:] == ["text", "themes", "coder"]
    assert [row[5] for row in rows[1:]] == ["P18", "P01 P24", "NONE"]
    assert [row[4] for row in rows[1:]] == clauses
    assert {row[6] for row in rows[1:]} == {"读者"}
    assert "与机器编码的一致程度（3 句）" in one.inner_text()
    one.screenshot(path=pictures / "coding.png")


def test_no_desk_left_anything_red(page: Any) -> None:
    assert lab.complaints(page) == []


def test_notebook_01_runs_without_a_complaint(page: Any, pictures: Path) -> None:
    lab.run(page, page.address.format("notebooks/01_one_report.ipynb"))
    assert lab.complaints(page) == []
    assert page.locator(".gxkit-card h3").first.inner_text().endswith("2021")
    assert page.locator(".jp-OutputArea-output img").count() == 1
    page.screenshot(path=pictures / "notebook_01.png")


def test_desks_in_english(page: Any, folder: Path, pictures: Path) -> None:
    page.set_viewport_size({"width": 1280, "height": 1400})
    lab.run(page, page.address.format(lab.in_english(folder, "notebooks/widgets.ipynb")))
    assert lab.complaints(page) == []
    one = desk(page, "Explorer")
    one.get_by_label("Indicator", exact=True).select_option(label="B2 Granted wholly or partly")
    one.get_by_label("List", exact=True).locator("option").nth(3).click()
    says(one, "望禾市公安局, 2023: Granted wholly or partly")
    one.screenshot(path=pictures / "english_explorer.png")
    one = desk(page, "Review desk")
    typed(page, one.get_by_label("Reason", exact=True), "the page prints 0")
    page.keyboard.press("Enter")
    told = says(one, "^Corrected")
    assert "from 2 to 0. Checks that now hold: 2, that now fail: 0." in told
    one.screenshot(path=pictures / "english_review.png")
    one = desk(page, "Concordance")
    typed(page, one.get_by_label("Search", exact=True), "公开")
    page.keyboard.press("Enter")
    says(one, "places 118, in texts 118")
    one.get_by_role("button", name="The report's card").click()
    says(one, "is below")
    one.screenshot(path=pictures / "english_concordance.png")
    one = desk(page, "Coding desk")
    typed(page, one.get_by_label("Themes", exact=True), "P18")
    page.keyboard.press("Enter")
    says(one, "Saved: P18")
    one.screenshot(path=pictures / "english_coding.png")
    assert lab.cut(page) == []
    assert lab.complaints(page) == []
    assert [row[1:5] for row in table(folder / "out/corrections_en.csv")[1:]] == [
        ["requests", "carried_over", "legal_service", "0"]
    ]


@pytest.mark.parametrize(
    ("notebook", "figures"),
    [("02_from_a_folder_to_a_data_set", 2), ("05_what_problems_agencies_admit", 7)],
)
def test_a_notebook_runs_without_a_complaint(
    page: Any, pictures: Path, notebook: str, figures: int
) -> None:
    page.set_viewport_size({"width": 1280, "height": 1400})
    lab.run(page, page.address.format(f"notebooks/{notebook}.ipynb"))
    assert lab.complaints(page) == []
    drawn = page.locator(".jp-OutputArea-output img")
    assert drawn.count() == figures
    for number in range(figures):
        drawn.nth(number).scroll_into_view_if_needed()
        drawn.nth(number).screenshot(path=pictures / f"{notebook[:2]}_{number + 1}.png")
    last = page.locator(".jp-CodeCell").last.locator(".jp-OutputArea-output")
    assert len(last.inner_text()) > 100
