"""How much a text has from another: against known shares, by hand, and row by row."""

from __future__ import annotations

from random import Random

import copied_texts
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxkit.errors import TextError
from gxkit.text import reuse, similarity
from gxkit.text.masking import blanked, mask, masked, names_of
from gxkit.text.shingled import Shingled

SMALL = st.lists(st.text("甲乙丙丁𠀀", max_size=25), min_size=1, max_size=6)


def pairs(count: int, formulaic: float) -> tuple[pd.Series, pd.Series, np.ndarray]:
    """Make texts, what each was copied from, and the share of it that was."""
    texts, sources, shares = [], [], []
    for seed in range(count):
        rng = Random(seed)
        source = copied_texts.section(rng, rng.randint(100, 600), formulaic)
        wish = rng.choice((0, 0.1, 0.25, 0.5, 0.75, 0.9, 1))
        text, share = copied_texts.copied(source, wish, rng.randint(100, 600), rng, formulaic)
        texts.append(text)
        sources.append(source)
        shares.append(share)
    return pd.Series(texts), pd.Series(sources), np.asarray(shares)


def test_the_share_copied_is_found_in_free_prose() -> None:
    texts, sources, known = pairs(300, 0.0)
    error = (similarity(texts, sources)["share"] - known).abs()
    assert error.mean() <= 0.005
    assert (error > 0.03).mean() <= 0.01


def test_the_share_copied_is_found_among_phrases_that_all_use() -> None:
    texts, sources, known = pairs(400, copied_texts.FORMULAIC)
    found = similarity(texts, sources)
    unrelated = known == 0
    # As much by chance as the sections five of unrelated reports: 0.11 by 5, 0.01 by 10.
    by_five = similarity(texts[unrelated], sources[unrelated], passage=5)["share"].mean()
    assert 0.08 <= by_five <= 0.15
    assert 0.005 <= found["share"][unrelated].mean() <= 0.02
    error = (found["share"] - known).abs()
    assert error.mean() <= 0.03
    assert error.mean() < (found["containment"] - known).abs().mean() / 2


def test_measures_by_hand() -> None:
    # a has 6 shingles of 5; the run 甲乙丙丁戊己 of 6 stands in b and gives 2 of b's 4.
    found = similarity("甲乙丙丁戊己庚辛壬癸", "子甲乙丙丁戊己丑", passage=5).iloc[0]
    assert (found["characters"], found["copied"], found["share"]) == (10, 6, 0.6)
    assert (found["other_characters"], found["other_copied"]) == (8, 6)
    assert found["containment"] == pytest.approx(2 / 6)
    assert found["jaccard"] == pytest.approx(2 / (6 + 4 - 2))


def test_a_run_shorter_than_a_passage_is_not_copied() -> None:
    found = similarity("甲乙丙丁戊己庚辛壬癸", "子甲乙丙丁戊己丑寅卯", passage=7).iloc[0]
    assert (found["copied"], found["share"]) == (0, 0.0)
    assert found["containment"] == pytest.approx(2 / 6)


def test_a_short_text_has_no_value_and_says_why() -> None:
    found = similarity(pd.Series(["甲乙", None]), pd.Series(["甲乙丙丁戊己庚辛壬癸"] * 2))
    assert found["share"].isna().all()
    assert found["why"].tolist() == ["a text is shorter than 10 characters"] * 2
    assert found["characters"].tolist() == [2, 0]


@given(SMALL, st.integers(1, 6))
def test_counts_are_those_of_plain_sets(texts: list[str], size: int) -> None:
    shingled = Shingled(texts, size)
    left, right = np.indices((len(texts), len(texts))).reshape(2, -1)
    sets = [{one[at : at + size] for at in range(len(one) - size + 1)} for one in texts]
    shared = [len(sets[one] & sets[other]) for one, other in zip(left, right, strict=True)]
    under = [
        len(
            {
                at + more
                for at in range(len(texts[one]) - size + 1)
                if texts[one][at : at + size] in sets[other]
                for more in range(size)
            }
        )
        for one, other in zip(left, right, strict=True)
    ]
    assert shingled.common(left, right).tolist() == shared
    assert shingled.covered(left, right).tolist() == under
    others, covered = shingled.sharers(0)
    wanted = {other: under[other] for other in range(len(texts)) if under[other]}
    assert dict(zip(others.tolist(), covered.tolist(), strict=True)) == wanted


def agency(name: str, year: int, **more: object) -> dict[str, object]:
    text = (
        f"{year}年，{name}公开内容不够全面，依申请公开答复不够规范。下一步，{name}将健全工作台账，"
        f"于{year + 1}年6月底前组织{year % 7 + 2}次培训。"
    )
    return {"report_id": f"{name}{year}", "agency": name, "unit_id": name, "year": year, "text": text, **more}  # fmt: skip


def test_one_text_of_two_agencies_with_other_names_and_years_is_the_same() -> None:
    frame = pd.DataFrame([agency("青川市教育局", 2021), agency("黑水县文化和旅游局", 2023)])
    found = similarity(frame.iloc[[0]], frame.iloc[[1]]).iloc[0]
    assert (found["share"], found["other_share"], found["jaccard"]) == (1.0, 1.0, 1.0)
    bare = similarity(frame["text"].iloc[[0]], frame["text"].iloc[[1]]).iloc[0]
    assert bare["share"] < 1


def test_masks_are_one_sign_whatever_their_length() -> None:
    names = names_of("青川市云溪区人力资源和社会保障局", ["青川市"])
    assert mask("云溪区人力资源和社会保障局", names) == mask("市人力资源和社会保障局", names) == "@"
    assert mask("2023年12月31日", ()) == mask("二〇二三年", ()) == mask("12%", ()) == "#"
    assert mask("3,400件", ()) == "#件"
    assert mask("2023年收到3件", (), ["names", "punctuation"]) == "2023年收到3件"
    assert mask("甲，乙", (), ["dates"]) == "甲，乙"


def test_a_county_whose_name_is_a_word_does_not_mask_the_word() -> None:
    assert mask("与公安部门会商", names_of("公安县教育局", ["公安县"])) == "与公安部门会商"
    assert mask("公安县政府网站", names_of("公安县教育局", ["公安县"])) == "@政府网站"


@given(st.text("青川市局我。， 2年月三x", max_size=40))
def test_every_sign_knows_its_place(text: str) -> None:
    names = names_of("青川市局")
    found = masked(text, names)
    assert len(blanked(text, names)) == len(text)
    assert found.text == mask(text, names)
    assert list(found.starts) == sorted(set(found.starts))
    for at, sign in enumerate(found.text):
        assert sign in "@#" or found.printed(at, at + 1) == sign


def test_last_year_and_what_has_none() -> None:
    name = "青川市教育局"
    frame = pd.DataFrame(
        [
            agency(name, 2021),
            agency(name, 2022),
            agency(name, 2023) | {"text": "门户网站栏目设置过多，检索不便，群众意见较大。"},
            agency("黑水县财政局", 2022),
            agency("黑水县财政局", 2023) | {"text": "无"},
            agency("白石县审计局", 2022) | {"unit_id": None},
        ],
        index=list("uvwxyz"),
    )
    found = reuse(frame, "last_year")
    assert found.index[0] == "v"  # the only one that has anything from last year stands first
    one = found.loc["v"]
    assert (one["share"], one["other"], one["other_row"]) == (1.0, f"{name}2021", "u")
    assert (one["sentences"], one["same_sentences"]) == (2, 2)
    new = found.loc["w"]
    assert (new["share"], new["other_year"], new["compared"]) == (0.0, 2022, 1)
    assert (new["sentences"], new["same_sentences"]) == (1, 0)
    assert found["why"].dropna().to_dict() == {
        "u": "no last year",
        "x": "no last year",
        "y": "shorter than 10 characters",
        "z": "unit_id is not known",
    }
    assert found.loc[list("uxyz"), "share"].isna().all()


def test_siblings_are_of_the_same_year_level_and_province_and_not_oneself() -> None:
    place = {"level": "county", "province": "云岭省"}
    frame = pd.DataFrame(
        [
            agency("青川县教育局", 2022, **place),
            agency("黑水县教育局", 2022, **place),
            agency("白石县教育局", 2022, **place)
            | {"text": "门户网站栏目设置过多，检索不便，群众意见较大。"},
            agency("红河县教育局", 2023, **place),
            agency("赤水县教育局", 2022, level="county", province=None),
        ]
    )
    found = reuse(frame, "siblings").sort_index()
    assert found["share"].tolist()[:3] == [1.0, 1.0, 0.0]
    assert found["other_agency"].tolist()[:2] == ["黑水县教育局", "青川县教育局"]
    assert found["compared"].tolist() == [2, 2, 2, 0, 0]
    assert found["median"].tolist()[:3] == [0.5, 0.5, 0.0]
    assert found["other"].isna().tolist() == [False, False, True, True, True]
    assert found["why"].tolist()[3:] == ["no siblings", "province is not known"]
    everyone = reuse(frame, "siblings", by=None).sort_index()
    assert everyone["compared"].tolist() == [3, 3, 3, 0, 3]
    assert reuse(frame, "all")["compared"].tolist() == [4] * 5


def test_the_most_copied_text_is_named_and_not_the_first() -> None:
    source = "公开内容不够全面，依申请公开答复不够规范，网站栏目设置过多。"
    frame = pd.DataFrame(
        {"text": [source[:16] + "其余各项工作进展总体顺利平稳", source, source[:20]]}
    )
    found = reuse(frame, "all").sort_index()
    assert found["other_row"].tolist() == [1, 2, 1]  # of equal ones the first
    assert found["share"].iloc[2] == 1.0


def test_no_rows_have_the_same_columns_and_types() -> None:
    frame = pd.DataFrame([agency("青川市教育局", 2021, level="city", province="云岭省")])
    for against in ("last_year", "siblings", "all"):
        some, none = reuse(frame, against), reuse(frame.iloc[:0], against)
        added = some.columns[frame.shape[1] - 1 :]
        assert none.columns.tolist() == some.columns.tolist()
        assert none[added].dtypes.tolist() == some[added].dtypes.tolist()
    columns = similarity(pd.Series([], dtype=str), pd.Series([], dtype=str))
    assert columns.dtypes.tolist() == similarity("甲", "乙").dtypes.tolist()


def test_wishes_that_cannot_be_met_are_told() -> None:
    with pytest.raises(TextError, match="'unit_id'"):
        reuse(pd.DataFrame({"text": ["甲"]}), "last_year")
    with pytest.raises(TextError, match="row by row"):
        similarity(pd.Series(["甲", "乙"]), "丙")
    with pytest.raises(TextError, match="cannot mask 'place'"):
        similarity("甲", "乙", mask=["place"])
    with pytest.raises(TextError, match="'twins' is not one of"):
        reuse(pd.DataFrame({"text": ["甲"]}), "twins")  # type: ignore[arg-type]
