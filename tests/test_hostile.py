"""Bad input, all the way: a clear error or a report of absent cells, soon, and never a number."""

from __future__ import annotations

import io
import json
import random
import resource
import subprocess
import sys
import time
import zipfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from reading import found_in, read_page, read_published

from gxkit.errors import FormatError, GxkitError, LimitError, ReadError
from gxkit.reading import read_report
from gxkit.synthetic import LAYOUTS, make_page, make_report, make_truth, publish
from gxkit.synthetic.article import Para
from gxkit.synthetic.grids import Grid

ROOT = Path(__file__).parents[1]
MEGABYTE = 1_000_000
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

# What the child process may take: far more than reading needs, far less than a machine has.
SECONDS = 60
MEMORY = 3_000 * MEGABYTE

CHILD = """
import json, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
from gxkit.errors import GxkitError
from gxkit.reading import read_report
began = time.perf_counter()
said = {{"error": None, "form": None, "states": {{}}, "values": []}}
try:
    report = read_report(sys.argv[1])
    said["form"] = report.form
    for fact in report.parsed.facts:
        said["states"][fact.state] = said["states"].get(fact.state, 0) + 1
        if fact.state == "number":
            said["values"].append([fact.table, fact.row, fact.column, fact.value])
except GxkitError as error:
    said["error"] = [type(error).__name__, str(error)]
said["seconds"] = time.perf_counter() - began
print(json.dumps(said))
"""


@dataclass(frozen=True)
class Told:
    """What a child process says of a file: an error, or the form, states and numbers."""

    error: tuple[str, str] | None
    form: str | None
    states: dict[str, int]
    values: list[list[Any]]
    seconds: float


def read_apart(path: Path) -> Told:
    """Read a file in a process of its own, with bounds on its memory and time."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD.format(memory=MEMORY), str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=2 * SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout)
    error = tuple(said.pop("error") or ()) or None
    told = Told(error=error, **said)
    assert told.seconds < SECONDS
    return told


def written(tmp_path: Path, name: str, content: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def complaint(path: Path, kind: type[GxkitError]) -> str:
    with pytest.raises(kind) as caught:
        read_report(path)
    message = str(caught.value)
    assert path.name in message
    assert "\n" not in message
    return message


# Files that are no pages


@pytest.mark.parametrize("name", ["empty.txt", "empty.html", "empty.docx", "empty"])
def test_an_empty_file(tmp_path: Path, name: str) -> None:
    assert "empty" in complaint(written(tmp_path, name, b""), ReadError)


@pytest.mark.parametrize("name", ["noise.txt", "noise.html", "noise.docx", "noise.bin"])
def test_random_bytes(tmp_path: Path, name: str) -> None:
    for seed in range(8):
        path = written(tmp_path, name, random.Random(seed).randbytes(30_000))
        complaint(path, GxkitError)


def test_random_signs_are_no_report() -> None:
    rng = random.Random(5)
    for _ in range(8):
        text = "".join(rng.choices("规章行政许可总计其他0123456789、（）|\t\n一二三", k=20_000))
        report = read_page(text)
        assert [fact for fact in report.parsed.facts if fact.state == "number"] == []


# Pages that are no reports


LETTER = "各位同事：\n请于周五前把材料交到308室，电话5551234。\n共12人参加，其中3人请假。\n谢谢。\n"
PRICES = (
    "<html><body><h1>农贸市场价格</h1><table><tr><th>项目</th><th>总计</th><th>其他</th></tr>"
    + "".join(f"<tr><td>第{n}类</td><td>{n * 7}</td><td>{n}</td></tr>" for n in range(30))
    + "</table></body></html>"
)
RULES = (
    "政府信息公开条例解读\n第二十条规定了应当主动公开的内容：规章、行政规范性文件、行政许可、行政处罚。\n"
    "第三十六条规定了答复的种类：予以公开、不予公开、无法提供、不予处理。\n共有56条。\n"
)
CONTENTS = (
    "目录\n一、总体情况 1\n二、主动公开政府信息情况 3\n三、收到和处理政府信息公开申请情况 4\n"
    "四、政府信息公开行政复议、行政诉讼情况 6\n五、存在的主要问题及改进情况 7\n"
)


@pytest.mark.parametrize("page", [LETTER, PRICES, RULES, CONTENTS], ids=range(4))
def test_a_page_that_is_no_report_has_no_cells(tmp_path: Path, page: str) -> None:
    name = "page.html" if page.startswith("<") else "page.txt"
    report = read_report(written(tmp_path, name, page))
    numbers = [fact for fact in report.parsed.facts if fact.state != "absent"]
    assert numbers == []
    if page != CONTENTS:
        assert report.form is None
        assert report.cells.shape == (0, 9)
        assert [note.message for note in report.parsed.notes if note.level == "warning"] != []


def test_a_report_without_tables_is_absent_cells() -> None:
    for layout in ("tabs", "html_clean", "docx_plain", "one_line"):
        page = make_page(make_truth(3, year=2023), 3, ["narrative_numbers"])
        bare = replace(page, blocks=tuple(b for b in page.blocks if isinstance(b, Para)))
        report = read_published(publish(bare, layout, 3))
        states = Counter(fact.state for fact in report.parsed.facts)
        assert (report.form, states) == ("2021", {"absent": 200}), layout


@pytest.mark.parametrize("layout", LAYOUTS)
def test_labels_without_numbers_are_no_numbers(layout: str) -> None:
    """Every cell of every table is empty: blank, and never 0."""
    page = make_page(make_truth(8, unofficial=False), 8, "none")
    blocks = tuple(
        Grid(
            block.table,
            block.width,
            tuple(
                tuple(cell._replace(text="") if cell.key else cell for cell in row)
                for row in block.rows
            ),
        )
        if isinstance(block, Grid)
        else block
        for block in page.blocks
    )
    report = read_published(publish(replace(page, blocks=blocks), layout, 8))
    states = Counter(fact.state for fact in report.parsed.facts)
    assert states["number"] == 0
    # Where wrong spans hide which column is which, a row may be open, but no more than that.
    if layout != "html_wrong_spans":
        assert states == {"blank": len(page.expected)}


# Too much of everything


def test_a_page_of_100_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "huge.html"
    row = b"<tr><td>1.</td><td>7</td></tr>\n" * 33_000
    with path.open("wb") as file:
        file.write(b"<html><body><table>")
        for _ in range(100):
            file.write(row)
    assert path.stat().st_size > 100 * MEGABYTE
    told = read_apart(path)
    assert told.error is not None
    assert told.error[0] == "LimitError"
    assert "huge.html" in told.error[1]
    assert told.seconds < 5


def test_a_report_inside_20_megabytes_of_prose(tmp_path: Path) -> None:
    published = make_report(2, "html_clean", "none")
    prose = "<p>本机关开展宣传活动7次，发放材料1200份。</p>" * 300_000
    text = published.data.decode().replace("</body>", f"{prose}</body>")
    assert prose in text
    told = read_apart(written(tmp_path, "long.html", text))
    wrong = {
        (table, row, column): value
        for table, row, column, value in told.values
        if published.expected[table, row, column][0] != value
    }
    assert wrong == {}
    assert told.error is not None or told.states["number"] > 190


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "span", "ul><li"])
def test_10000_nested_tags(tmp_path: Path, tag: str) -> None:
    published = make_report(2, "html_fragment", "none")
    opened = f"<{tag}>" * 10_000
    text = f"<html><body>{opened}{published.data.decode()}</body></html>"
    told = read_apart(written(tmp_path, "deep.html", text))
    wrong = [v for v in told.values if published.expected[tuple(v[:3])][0] != v[3]]
    assert wrong == []
    assert told.seconds < 20


def test_nested_tags_fit_the_stack_of_a_small_thread(tmp_path: Path) -> None:
    # Threads of macOS have half a megabyte; an overrun would end the process without a word.
    child = """
import sys, threading
from gxkit.documents import read_bytes
def go():
    for tags in ("<div>", "<span>", "<tr><td>", "<font>", "<table><tr><td>"):
        for count in (190, 250, 590, 800, 2000):
            print(len(read_bytes(f"<body>{tags * count}规章".encode(), "page.html").blocks))
threading.stack_size(512 * 1024)
thread = threading.Thread(target=go)
thread.start()
thread.join()
"""
    told = subprocess.run([sys.executable, "-c", child], cwd=ROOT, capture_output=True, check=False)
    assert told.returncode == 0, told.stderr.decode()
    assert len(told.stdout.split()) == 25


LABELS = (
    "规章",
    "行政规范性文件",
    "1.属于国家秘密",
    "（七）总计",
    "一、本年新收政府信息公开申请数量",
)


def rows_of(many: int) -> list[list[str]]:
    """Rows under labels of the form, each label thousands of times with other numbers."""
    return [[LABELS[n % 5], *(str(n * 10 + column) for column in range(7))] for n in range(many)]


def test_a_page_with_a_table_of_100000_rows(tmp_path: Path) -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows_of(100_000))
    told = read_apart(written(tmp_path, "rows.html", f"<html><table>{rows}</table></html>"))
    assert told.values == []


def test_a_text_with_a_table_of_100000_rows(tmp_path: Path) -> None:
    head = "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n"
    text = head + "\n".join("\t".join(row) for row in rows_of(100_000))
    told = read_apart(written(tmp_path, "rows.txt", text))
    assert told.values == []


@pytest.mark.parametrize("joint", ["", " ", "\n", "|", "\t"])
def test_a_label_printed_100000_times(tmp_path: Path, joint: str) -> None:
    text = joint.join(["2.重复申请", "规章", "总计"] * 33_000)
    told = read_apart(written(tmp_path, "labels.txt", text))
    assert told.values == []


@pytest.mark.parametrize("joint", ["", " ", "\n", "|", "\t"])
def test_a_million_figures_in_one_row(tmp_path: Path, joint: str) -> None:
    head = make_report(4, "tabs", "none").data.decode().split("一、本年新收")[0]
    text = f"{head}一、本年新收政府信息公开申请数量{joint}{joint.join('12' * 250_000)}"
    told = read_apart(written(tmp_path, "figures.txt", text))
    assert [value for value in told.values if value[0] == "requests"] == []


# Word files that mean harm


def package(path: Path, document: str, **others: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", document)
        for name, content in others.items():
            file.writestr(name, content)
    return path


def word(body: str, head: str = "") -> str:
    return f'{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'


def test_an_entity_bomb(tmp_path: Path) -> None:
    entities = ['<!ENTITY a0 "1">'] + [
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    ]
    bomb = word("<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>", f"<!DOCTYPE b [{''.join(entities)}]>")
    told = read_apart(package(tmp_path / "bomb.docx", bomb))
    assert told.error is not None
    assert told.error[0] == "LimitError"
    assert "entities" in told.error[1]
    assert told.seconds < 5


def test_a_zip_bomb(tmp_path: Path) -> None:
    path = package(tmp_path / "zip.docx", word(" " * 30 * MEGABYTE))
    assert path.stat().st_size < MEGABYTE // 10
    told = read_apart(path)
    assert told.error is not None
    assert told.error[0] == "LimitError"
    assert told.seconds < 5


def test_a_bomb_beside_a_sound_report_is_not_unpacked(tmp_path: Path) -> None:
    published = make_report(6, "docx_plain", "none")
    data = io.BytesIO(published.data)
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/media/image1.bin", bytes(200 * MEGABYTE))
    told = read_apart(written(tmp_path, "picture.docx", data.getvalue()))
    assert told.error is None
    assert {tuple(v[:3]): v[3] for v in told.values} == {
        key: value for key, (value, state) in published.expected.items() if state == "number"
    }
    assert told.seconds < 5


@pytest.mark.parametrize("layout", ["tabs", "html_clean", "docx_plain"])
def test_a_file_cut_anywhere_makes_no_number(layout: str) -> None:
    """A download that broke off: what is left is read, or refused, and nothing is made up."""
    published = make_report(9, layout, "none")
    began = time.perf_counter()
    for part in range(1, 40):
        data = published.data[: len(published.data) * part // 40]
        try:
            report = read_page(data, published.name)
        except (ReadError, FormatError, LimitError):
            continue
        numbers = {key: one for key, one in found_in(report).items() if one[1] == "number"}
        wrong = {key: one for key, one in numbers.items() if one != published.expected.get(key)}
        # The number at the cut itself may have lost its last digits.
        assert len(wrong) <= 1, part
    assert time.perf_counter() - began < 20


def test_this_test_can_bound_memory() -> None:
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    code = (
        f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}));"
        f"bytes({2 * MEMORY})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "MemoryError" in done.stderr
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == soft
