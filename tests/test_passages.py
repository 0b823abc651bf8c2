"""Passages, sentences and the two texts side by side."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from gxkit.text import diff, near_copies, passages, reuse, sentences_reused, similarity
from gxkit.text.passages import runs_of

TEXT = st.text("甲乙丙12。，\n", max_size=30)


def test_a_passage_is_as_long_as_it_can_be_and_stands_where_it_is_said_to() -> None:
    a = "一、2023年收到申请12件，答复均已按期。二、人员不足。"
    b = "人员不足。2022年，收到申请3件答复均已按期！"
    found = passages(a, b, passage=4)
    # Masked: #@-free a = ##收到申请#件答复均已按期#人员不足, b = 人员不足#收到申请#件答复均已按期.
    assert found["length"].tolist() == [13, 4]
    one = found.iloc[0]
    assert one["text"] == "2023年收到申请12件，答复均已按期"
    assert one["other_text"] == "2022年，收到申请3件答复均已按期"
    assert (found["text"].iloc[1], found["other_start"].iloc[1]) == ("人员不足", 0)
    for row in found.itertuples():
        assert a[row.start : row.end] == row.text
        assert b[row.other_start : row.other_end] == row.other_text


@given(TEXT, TEXT)
def test_passages_cover_what_similarity_counts(a: str, b: str) -> None:
    counted = similarity(a, b, passage=3, n=3).iloc[0]
    runs = runs_of(*("".join(filter(str.isalnum, each)) for each in (a, b)), 3)
    found = passages(a, b, passage=3, mask=["punctuation"])
    bare = similarity(a, b, passage=3, n=3, mask=["punctuation"]).iloc[0]
    under = {at for run in runs for at in range(run.start, run.start + run.length)}
    if pd.isna(bare["copied"]):
        assert found.empty
    else:
        assert len(under) == bare["copied"]
        assert sorted(found["length"]) == sorted(run.length for run in runs)
    assert pd.isna(counted["share"]) or 0 <= counted["share"] <= 1


@given(TEXT, TEXT)
def test_the_sides_of_a_diff_are_the_texts(a: str, b: str) -> None:
    made = diff(a, b, passage=3)
    assert "".join(text for row in made.rows for text, _ in row.left) == a
    assert "".join(text for row in made.rows for text, _ in row.right) == b


def test_what_was_moved_is_marked_and_pages_cannot_write_html() -> None:
    a = "公开内容不够全面，<b>人员</b>力量不足已久。"
    b = "<b>人员</b>力量不足已久，公开内容不够全面。"
    made = diff(a, b, passage=8, heads=("<i>", "b"))
    assert [row.same for row in made.rows] == [False, True, False]
    html = made._repr_html_()
    assert "<b>" not in html
    assert "<i>" not in html
    assert "<mark>公开内容不够全面</mark>" in html
    assert "{公开内容不够全面}" in made.text()


def test_sentences_are_the_same_but_for_names_and_numbers() -> None:
    frame = pd.DataFrame(
        {
            "text": ["青川市2022年培训业务人员3次。好。", "黑水县2023年培训业务人员十二次；", "其他工作进展总体平稳。"],
            "agency": ["青川市", "黑水县", "黑水县"],
            "unit_id": ["a", "b", "b"],
            "year": [2022, 2023, 2023],
        },
        index=list("xyz"),
    )  # fmt: skip
    found = sentences_reused(frame)
    assert found["sentence"].tolist() == ["青川市2022年培训业务人员3次"]
    one = found.iloc[0]
    assert (one["texts"], one["units"], one["years"]) == (2, 2, 2)
    assert (one["first_year"], one["last_year"], one["rows"]) == (2022, 2023, ["x", "y"])
    assert sentences_reused(frame, 3).dtypes.tolist() == found.dtypes.tolist()


def test_near_copies_are_counted_whichever_way_they_are_looked_for() -> None:
    said = "公开内容不够全面，依申请公开答复不够规范，平台更新还不及时，群众知晓度不高。"
    other = "门户网站栏目设置过多，检索浏览不便，意见较大，仍需下大力气整改。"
    frame = pd.DataFrame(
        {"text": [said, said[:20] + other[:14], other, said], "year": [1, 1, 1, 2]}
    )
    every = near_copies(frame, 0.5)
    assert every[["row", "other_row"]].to_numpy().tolist() == [[0, 3], [1, 0], [1, 3]]
    # 8 + 11 signs of the first text and 10 + 3 of the other.
    assert every["share"].round(4).tolist() == [1.0, 0.5938, 0.5938]
    hashed = near_copies(frame, 0.5, search="minhash", seed=1)
    assert set(hashed["row"]) <= set(every["row"])
    assert hashed["share"].iloc[0] == 1.0
    alone = near_copies(frame, 0.5, by="year")
    assert alone[["row", "other_row"]].to_numpy().tolist() == [[1, 0]]
    assert near_copies(frame.iloc[:0]).dtypes.tolist() == every.dtypes.tolist()
    best = reuse(frame, "all")["share"].tolist()
    assert best[:3] == [1.0, 1.0, every["share"].iloc[1]]
