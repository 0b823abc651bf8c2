"""``gxkit words``: what it prints and writes, and how it says no."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest
from built_corpora import write_reports
from typer.testing import CliRunner

from gxkit.cli import app
from gxkit.corpus import build_corpus, read_corpus
from gxkit.text import frequency, keyness, segment, texts

RUN = CliRunner()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    write_reports(folder, agencies=3, years=range(2021, 2024))
    return folder


def words(*arguments: object) -> str:
    result = RUN.invoke(app, ["words", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_frequency_as_a_table(folder: Path) -> None:
    head, first, *rest = words(folder, "--top", 5).splitlines()
    assert head.split()[:3] == ["word", "count", "per_thousand"]
    counted = frequency(
        segment(texts(read_corpus(folder), "problems"), stop=True, numbers=False)
    ).iloc[0]
    assert first.split()[:2] == [counted["word"], str(counted["count"])]
    assert len(rest) == 4


def test_keyness_by_a_column_to_a_file(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "words.csv"
    asked = ("--what", "keyness", "--part", "improvements", "--by", "year", "--top", 0)
    assert words(folder, *asked, "-o", file) == ""
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")  # so that Excel reads the characters
    written = pd.read_csv(file)
    cut = segment(texts(read_corpus(folder), "improvements"), stop=True, numbers=False)
    wanted = keyness(cut, by="year")
    assert written["word"].tolist() == wanted["word"].tolist()
    assert written["g2"].tolist() == pytest.approx(wanted["g2"].tolist())


def test_keywords_of_a_section_of_a_corpus_on_disk(folder: Path, tmp_path: Path) -> None:
    build_corpus(folder, tmp_path / "corpus", workers=0)
    asked = ("--what", "keywords", "--part", "section1", "--by", "agency,year", "--top", 2)
    told = words(tmp_path / "corpus", *asked, "--stop", "domain", "-f", "csv")
    found = pd.read_csv(io.StringIO(told))
    assert found.columns[:4].tolist() == ["agency", "year", "word", "score"]
    assert found.groupby(["agency", "year"]).size().tolist() == [2] * 9
    assert told == words(folder, *asked, "--stop", "domain", "-f", "csv")
    assert "工作" not in set(found["word"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--what", "topics"], "'topics' is none of frequency, keywords, keyness"),
        (["--part", "section9"], "'section9' is none of problems"),
        (["--stop", "yes"], "'yes' is none of none, function, domain"),
        (["--what", "keyness"], "name their columns with --by"),
        (["--by", "sector"], "cannot group by 'sector'; the columns are report_id"),
        (["--engine", "hanlp"], "no engine 'hanlp'"),
        (["-f", "html"], "no format 'html'; choose one of table, csv"),
    ],
)
def test_what_cannot_be_counted_is_told(folder: Path, arguments: list[str], message: str) -> None:
    result = RUN.invoke(app, ["words", str(folder), *arguments])
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
