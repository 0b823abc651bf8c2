"""Texts to words: what stays whole, what is left out, and that both engines cut the same."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from pathlib import Path

import jieba
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import gxkit.text
from gxkit.corpus import Corpus, read_corpus
from gxkit.documents import read_bytes
from gxkit.errors import TextError
from gxkit.parsing import parse
from gxkit.report import Report
from gxkit.synthetic import make_report
from gxkit.text import lexicon, segment, stop_words, texts, tokens_of
from gxkit.text.engines import cutter

ROOT = Path(__file__).parents[1]
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5)
MIXED = st.text(
    st.one_of(
        HAN, st.sampled_from("公开信息政府申请办理，。；、：（）A4g.%-+&#_ 〇Ⅷ２，\n0123456789")
    )
)


# Of 开开开, 开 开开 is exactly as likely as 开开 开: which one is taken is chance.
THRICE = re.compile(r"(.)\1\1")


def words(text: str, **settings: object) -> list[str]:
    row: list[str] = segment(pd.Series([text]), **settings)["words"].iloc[0]  # type: ignore[arg-type]
    return row


@pytest.fixture(scope="module")
def bare() -> jieba.Tokenizer:
    """Return jieba's own tokenizer with our lexicon, as a user would load it."""
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    with (ROOT / "gxkit" / "data" / "lexicon.txt").open("rb") as file:
        tokenizer.load_userdict(file)
    return tokenizer


@pytest.fixture(scope="module")
def narrative() -> list[str]:
    made = [make_report(seed) for seed in range(12)]
    documents = [read_bytes(report.data, report.name) for report in made]
    corpus = Corpus([Report(parse(document), document) for document in documents])
    return [str(text) for text in texts(corpus, "narrative")["text"]]


# ------------------------------------------------------------------ the lexicon


def test_the_lexicon_has_the_words_of_the_field() -> None:
    held = {entry.word for entry in lexicon()}
    assert len(held) == len(lexicon()) >= 300
    asked = (
        "依申请公开 政府信息公开 政务公开 主动公开 政策解读 政务新媒体 规范性文件 三审三校 保密审查"
    )
    assert held.issuperset(asked.split())
    assert held.issuperset(
        ["予以公开", "不予公开", "无法提供", "不予处理", "逾期不补正", "三安全一稳定"]
    )


@pytest.mark.parametrize("engine", ["jieba", "rjieba"])
@pytest.mark.parametrize("frame", ["{}", "本机关{}较多", "推进{}和其他事项", "在{}方面不够"])
def test_every_word_of_the_lexicon_stays_whole(engine: str, frame: str) -> None:
    held = [entry.word for entry in lexicon()]
    rows = segment(pd.Series([frame.format(word) for word in held]), engine=engine)["words"]
    assert [word for word, row in zip(held, rows, strict=True) if word not in row] == []


@pytest.mark.parametrize("engine", ["jieba", "rjieba"])
@pytest.mark.parametrize(
    "cut",
    [
        # the lexicon's own words 公开目录, 公开专栏, 政务公开日, 信息公开 must not win here
        "政府信息公开 目录",
        "更新 政府信息公开 专栏",
        "依申请公开 目录",
        "政务公开 日常 工作",
        "重大行政决策 预公开",
        "政府信息 主动公开",
        "部分 公开 内容 不够 全面",
        "政府信息公开 行政复议",
        "政务新媒体 账号",
        "信息公开 申请表",
        "大数据局",
    ],
)
def test_what_a_careful_reader_cuts(engine: str, cut: str) -> None:
    assert words(cut.replace(" ", ""), engine=engine) == cut.split()


def test_without_the_lexicon_jieba_tears_them_apart() -> None:
    assert words("依申请公开") == ["依申请公开"]
    assert jieba.Tokenizer().lcut("依申请公开", HMM=False) != ["依申请公开"]


def test_a_users_words_stay_whole_and_do_not_stay_behind() -> None:
    text = "青川办公开专班会议"
    assert "公开专班" not in words(text)
    for engine in ("jieba", "rjieba"):
        assert "公开专班" in words(text, words=["公开专班"], engine=engine)
        assert "公开专班" not in words(text, engine=engine)


def test_a_users_word_that_cannot_stay_whole_is_told() -> None:
    for word in ("公开、透明", "办件2.0版", "公开 透明"):
        with pytest.raises(TextError, match=f"'{word}' cannot be kept whole"):
            words("公开", words=[word])
    with pytest.raises(TextError, match="takes a list of words, not the text '青川办'"):
        words("公开", words="青川办")
    for engine in ("jieba", "rjieba"):  # of common words, each likelier than the whole
        assert words("这是我们的工作", words=["我们的工作"], engine=engine)[-1] == "我们的工作"


def test_the_users_own_jieba_is_left_alone() -> None:
    words("依申请公开")
    assert "依申请公开" not in jieba.dt.FREQ
    assert jieba.Tokenizer().user_word_tag_tab == {}


# ------------------------------------------------------------------ the same as jieba


@given(MIXED)
def test_both_engines_cut_the_same(text: str) -> None:
    assume(not THRICE.search(text))
    for settings in ({}, {"punctuation": True}, {"numbers": False}):
        assert words(text, **settings) == words(text, engine="rjieba", **settings)


@given(st.text(st.one_of(HAN, st.sampled_from("公开信息申请，。；（） 〇２5"))))
def test_both_engines_cut_the_same_with_hmm(text: str) -> None:
    # not so where signs join Latin letters: rjieba keeps e-mail whole
    assume(not THRICE.search(text))
    assert words(text, hmm=True) == words(text, engine="rjieba", hmm=True)


@given(MIXED, st.booleans(), st.sampled_from(["jieba", "rjieba"]))
def test_texts_that_repeat_are_cut_like_one_that_stands_alone(
    text: str, hmm: bool, engine: str
) -> None:
    settings = {"hmm": hmm, "engine": engine, "stop": "domain", "punctuation": True}
    alone = words(text, **settings)
    often = segment(pd.Series([text] * 5), **settings)["words"].tolist()  # type: ignore[arg-type]
    assert often == [alone] * 5


@given(st.text(HAN, max_size=40))
def test_without_hmm_the_cut_is_that_of_jieba(bare: jieba.Tokenizer, text: str) -> None:
    assert words(text) == bare.lcut(text, HMM=False)


def test_the_cut_is_that_of_jieba_on_likely_texts(bare: jieba.Tokenizer) -> None:
    chance = random.Random(6)
    known = [word for word, often in bare.FREQ.items() if often > 50 and word.isalpha()]
    often = [bare.FREQ[word] for word in known]
    for _ in range(300):
        text = "".join(chance.choices(known, often, k=40))
        assert list(cutter("jieba", False, ())(text)) == bare.lcut(text, HMM=False)
        assert list(cutter("jieba", True, ())(text)) == bare.lcut(text, HMM=True)


def test_both_engines_cut_reports_the_same(narrative: list[str]) -> None:
    settings = {"pos": True, "punctuation": True}
    one = segment(pd.Series(narrative), **settings)  # type: ignore[arg-type]
    other = segment(pd.Series(narrative), engine="rjieba", **settings)  # type: ignore[arg-type]
    assert one["words"].map(len).sum() > 3000
    assert one["words"].tolist() == other["words"].tolist()
    assert one["tags"].tolist() == other["tags"].tolist()


def test_both_engines_cut_the_real_reports_the_same(shared: Path) -> None:
    found = texts(read_corpus(shared / "seeds"), "narrative")
    one, other = segment(found), segment(found, engine="rjieba")
    assert one["words"].tolist() == other["words"].tolist()


def test_a_number_is_one_word_as_it_is_printed() -> None:
    # jieba cuts 3 . 5 %, and keeps 0539-8726680 only in one of the engines.
    text = "收费1,200.5元，占3.5%，电话0539-8726680，PM2.5，共25%和7件，A4纸5G"
    wanted = ["收费", "1,200.5", "元", "占", "3.5%", "电话", "0539-8726680"]
    for engine in ("jieba", "rjieba"):
        found = words(text, engine=engine)
        assert found[:7] == wanted
        assert words("1.2023年，占1.2023亿", engine=engine)[:3] == ["1", "2023", "年"]
        assert [word for word in found if word in ("25%", "7", "A4", "5G")] == [
            "25%",
            "7",
            "A4",
            "5G",
        ]


def test_parts_of_speech_are_those_of_jieba(narrative: list[str]) -> None:
    from jieba.posseg import POSTokenizer

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for entry in lexicon():
        tokenizer.add_word(*entry)
    tagger = POSTokenizer(tokenizer)
    line = next(line for line in narrative[0].split("\n") if len(line) > 40 and "." not in line)
    found = segment(pd.Series([line]), pos=True, punctuation=True).iloc[0]
    pairs = [(pair.word, pair.flag) for pair in tagger.lcut(line, HMM=False) if pair.word.strip()]
    assert found["words"] == [word for word, _ in pairs]
    # jieba calls digits English
    assert found["tags"] == ["m" if word.isdigit() else tag for word, tag in pairs]


# ------------------------------------------------------------------ what is left out


def test_stop_words() -> None:
    text = "进一步加强对政策解读的工作，没有不及时的情况"
    assert {"的", "对", "进一步"} <= set(words(text))
    kept = words(text, stop=True)
    assert not {"的", "对"} & set(kept)
    assert {"进一步", "工作", "没有", "不"} <= set(kept)  # denials are no filling
    assert "工作" not in words(text, stop="domain")
    assert words(text, stop=["政策解读"]) == [word for word in words(text) if word != "政策解读"]
    assert stop_words(False) == frozenset()
    with pytest.raises(TextError, match="a list of words, not '工作'"):
        words(text, stop="工作")


def test_numbers_and_punctuation() -> None:
    text = "2023年，共 二十三 件（3.5%）；A4"
    assert words(text) == ["2023", "年", "共", "二十三", "件", "3.5%", "A4"]
    assert words(text, numbers=False) == ["年", "共", "件", "A4"]
    kept = words(text, punctuation=True)
    assert kept == ["2023", "年", "，", "共", "二十三", "件", "（", "3.5%", "）", "；", "A4"]


# ------------------------------------------------------------------ in and out


def test_columns_index_and_missing_texts() -> None:
    given = pd.DataFrame({"text": ["公开", None, ""], "year": [2021, 2022, 2023]}, index=[7, 3, 5])
    found = segment(given, pos=True)
    assert found.columns.tolist() == ["text", "year", "words", "tags"]
    assert found.index.tolist() == [7, 3, 5]
    assert found["words"].tolist() == [["公开"], [], []]
    assert found["tags"].tolist() == [["ad"], [], []]
    assert given.columns.tolist() == ["text", "year"]
    empty = segment(pd.Series([], dtype="string"))
    assert empty.columns.tolist() == ["text", "words"]
    assert empty.shape == (0, 2)


def test_settings_travel() -> None:
    found = segment(pd.Series(["公开"]), stop=["某"], words=["青川办"], engine="rjieba", hmm=True)
    told = found.attrs["segmentation"]
    assert (told["engine"], told["hmm"], told["stop"], told["words"]) == (
        "rjieba",
        True,
        ["某"],
        ["青川办"],
    )
    assert len(told["lexicon"]) == 12


def test_tokens_of_takes_all_three() -> None:
    series = pd.Series(["公开目录"])
    wanted = [["公开目录"]]
    assert tokens_of(series)["words"].tolist() == wanted
    assert tokens_of(pd.DataFrame({"text": series}))["words"].tolist() == wanted
    assert tokens_of(segment(series))["words"].tolist() == wanted
    with pytest.raises(TextError, match="segmented already; stop must be said to segment"):
        tokens_of(segment(series), stop=True)
    with pytest.raises(TextError, match="no column 'text'; it has year"):
        tokens_of(pd.DataFrame({"year": [1]}))


def test_unknown_engine_and_one_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TextError, match="no engine 'hanlp'; choose one of jieba, rjieba"):
        words("公开", engine="hanlp")
    cutter.cache_clear()
    monkeypatch.setitem(sys.modules, "rjieba", None)
    with pytest.raises(TextError, match=r'pip install "gxkit\[rjieba\]"'):
        words("公开", engine="rjieba", words=["某某"])


@pytest.mark.slow
def test_workers_find_the_same() -> None:
    texts = pd.Series([f"第{number}号依申请公开答复，公开目录" for number in range(1100)])
    one, two = segment(texts, stop=True), segment(texts, stop=True, workers=2)
    pd.testing.assert_frame_equal(one, two)
    assert two["words"].iloc[1099] == ["第", "1099", "依申请公开", "答复", "公开目录"]


@pytest.mark.slow
def test_a_script_that_cannot_have_workers_is_told_so(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import pandas as pd\nfrom gxkit.text import segment\n"
        "segment(pd.Series(['公开'] * 1100), workers=2)\n",
        encoding="utf-8",
    )
    told = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert "segment under `if __name__ == '__main__':`" in told.stderr.splitlines()[-1]


def test_importing_the_room_loads_nothing_heavy() -> None:
    heavy = "jieba rjieba sklearn scipy networkx rensa tomotopy matplotlib"
    code = f"import sys, gxkit.text; print([m for m in {heavy.split()} if m in sys.modules])"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert told.stdout.strip() == "[]"
    assert set(gxkit.text.__all__) >= {"segment", "texts", "keyness"}


# ------------------------------------------------------------------ the texts of a corpus


def test_texts_of_every_part() -> None:
    from many_reports import report

    told = {1: "总体平稳。", 5: "存在的问题：一是更新不及时；二是解读单一。下一步：一是加强培训。"}
    corpus = Corpus([report(2023, sections=told), report(2022, agency="临溪市水利局")])
    problems = texts(corpus, "problems")
    assert problems["text"].tolist() == ["更新不及时\n解读单一"]
    assert problems["agency"].tolist() == ["青川市档案局"]
    assert problems.attrs["texts"] == {"part": "problems", "reports": 1, "without": 1}
    points = texts(corpus, "points")
    assert points[["kind", "order", "text"]].to_numpy().tolist() == [
        ["problem", 1, "更新不及时"],
        ["problem", 2, "解读单一"],
        ["improvement", 1, "加强培训"],
    ]
    assert texts(corpus, "improvements")["text"].tolist() == ["加强培训"]
    assert texts(corpus, "section1")["text"].tolist() == ["总体平稳。"]
    assert texts(corpus, "narrative")["text"].tolist() == [f"{told[1]}\n{told[5]}"]
    assert texts(corpus, "overview")[["part", "heading", "text"]].to_numpy().tolist() == [
        [0, "", "总体平稳。"]
    ]
    assert texts(corpus, "section4").shape == (0, 10)
    with pytest.raises(TextError, match="no part 'section7'; choose one of problems"):
        texts(corpus, "section7")
