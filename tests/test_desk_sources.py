"""The review desk on a corpus on disk: its files are read when they are shown, slow ones beside the kernel."""

from __future__ import annotations

import asyncio
import re
from base64 import b64decode
from pathlib import Path
from random import Random

import pytest

from gxkit import build_corpus
from gxkit.corpus import StoredCorpus
from gxkit.synthetic import make_page, make_truth
from gxkit.synthetic.pdf_pages import pdf_page
from gxkit.widgets import originals, review_desk
from gxkit.widgets.review import ReviewDesk

SEED = 0
"""A report whose sums a slip of its publisher breaks: a row and a column, by one cell."""


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> StoredCorpus:
    folder = tmp_path_factory.mktemp("reports")
    made = pdf_page(make_page(make_truth(SEED), SEED, ["wrong_sum"]), Random(SEED))
    (folder / "a.pdf").write_bytes(made)
    return build_corpus(folder, tmp_path_factory.mktemp("out") / "corpus", workers=0)


def picture(desk: ReviewDesk) -> bytes | None:
    found = re.search(r"data:image/png;base64,([^\"]+)", desk._source.value)
    return b64decode(found[1]) if found else None


def mend(desk: ReviewDesk) -> int:
    """Write the number that is proposed; return how many checks hold since."""
    assert desk.value.value != ""
    desk.reason.value = "原页如此"
    desk.correct()
    return desk.queue.done[-1].mended


def test_the_row_is_shown_as_the_page_prints_it(stored: StoredCorpus, tmp_path: Path) -> None:
    desk = review_desk(stored, tmp_path / "corrections.csv", by="甲")
    one = stored.review(1).iloc[0]
    assert picture(desk) == stored.picture(one["report_id"], one["picture"])
    assert one["snippet"].split(" | ")[0] in desk._source.value
    assert mend(desk) == 2  # the sums of its row and of its column
    assert picture(desk) is not None
    assert desk.corpus.cells.query("how == 'corrected'")["raw"].tolist() == [one["raw"]]


def test_a_file_that_takes_long_is_read_beside_the_kernel(
    stored: StoredCorpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(originals, "SLOW", frozenset({"pdf"}))

    async def look() -> tuple[str, int, bytes | None]:
        desk = review_desk(stored, tmp_path / "corrections.csv", by="甲")
        before = desk._source.value
        mended = mend(desk)  # nobody need wait for the file
        for _ in range(600):
            if picture(desk) is not None:
                break
            await asyncio.sleep(0.1)
        return before, mended, picture(desk)

    before, mended, shown = asyncio.run(look())
    assert "正在读原件" in before
    assert "data:image" not in before
    assert mended == 2
    one = stored.review(1).iloc[0]
    assert shown == stored.picture(one["report_id"], one["picture"])


def test_a_file_that_is_gone_is_said_and_its_cells_can_be_corrected(tmp_path: Path) -> None:
    made = pdf_page(make_page(make_truth(SEED), SEED, ["wrong_sum"]), Random(SEED))
    file = tmp_path / "a.pdf"
    file.write_bytes(made)
    corpus = build_corpus(file, tmp_path / "out", workers=0)
    file.unlink()
    desk = review_desk(corpus, tmp_path / "corrections.csv", by="甲")
    assert "原件读不到：" in desk._source.value
    assert "not there any more" in desk._source.value
    assert mend(desk) == 2
    assert (tmp_path / "corrections.csv").read_text("utf-8-sig").count("\n") == 2
