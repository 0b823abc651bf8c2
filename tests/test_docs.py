"""The documentation: it builds without a warning, its code runs, nothing public is missing in it."""

from __future__ import annotations

import re
import runpy
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import typer
from lxml import html
from sphinx.util.inventory import InventoryFile

from gxkit.checks import RULES
from gxkit.cli import app
from gxkit.measures import INDICATORS, PENDING
from gxkit.themes import Codebook

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md"))
NAMES = [path.relative_to(DOCS).as_posix() for path in PAGES]
FENCED = re.MULTILINE | re.DOTALL
# Packages whose names are for users; `gxkit.card`, `gxkit.cli` and `gxkit.data` have none.
ROOMS = (
    *("gxkit", "gxkit.checks", "gxkit.corpus", "gxkit.documents", "gxkit.forms", "gxkit.measures"),
    *("gxkit.parsing", "gxkit.plots", "gxkit.synthetic", "gxkit.text", "gxkit.themes"),
    "gxkit.widgets",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the documentation as `make docs` does; a warning or an error in its code fails."""
    out = tmp_path_factory.mktemp("docs")
    command = [sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet"]
    done = subprocess.run(
        [*command, "--jobs", "auto", "--builder", "html", str(DOCS), str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="module")
def pages(built: Path) -> dict[str, html.HtmlElement]:
    found = {
        path.relative_to(built).as_posix(): html.parse(str(path)).getroot()
        for path in sorted(built.rglob("*.html"))
    }
    assert len(found) > len(PAGES)  # the index and the search besides
    return found


def targets(page: html.HtmlElement) -> Iterator[str]:
    for element in page.iter("a", "img", "link", "script"):
        for name in ("href", "src"):
            if target := element.get(name):
                yield target


def leads_nowhere(built: Path, pages: dict[str, html.HtmlElement], name: str, target: str) -> bool:
    """Tell whether a link within the documentation leads to no file, or to no place in it."""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return False
    there = (built / name).parent / unquote(parts.path) if parts.path else built / name
    if not there.exists():
        return True
    key = there.resolve().relative_to(built.resolve()).as_posix()
    if not parts.fragment or key not in pages:
        return False
    return not pages[key].xpath("//*[@id=$id]", id=unquote(parts.fragment))


@pytest.mark.slow
def test_no_link_within_it_is_broken(built: Path, pages: dict[str, html.HtmlElement]) -> None:
    links = [(name, target) for name, page in pages.items() for target in targets(page)]
    assert len(links) > 1000
    assert [link for link in links if leads_nowhere(built, pages, *link)] == []


@pytest.mark.slow
def test_it_needs_no_network(pages: dict[str, html.HtmlElement]) -> None:
    wanted = [
        (name, element.get("src") or element.get("href"))
        for name, page in pages.items()
        for element in page.xpath("//script[@src] | //img[@src] | //link[@rel='stylesheet']")
    ]
    assert [each for each in wanted if urlsplit(each[1]).scheme in ("http", "https")] == []


@pytest.mark.slow
def test_every_public_name_is_in_the_reference(built: Path) -> None:
    inventory = InventoryFile.loads((built / "objects.inv").read_bytes(), uri="").data
    described = {name for role, some in inventory.items() if role[:3] == "py:" for name in some}
    # `gxkit.read_corpus` is also `gxkit.corpus.read_corpus`: described once.
    known = {id(thing_of(path)): path for path in described if thing_of(path) is not None}
    missing = [
        f"{room}.{name}"
        for room in ROOMS
        for name in import_module(room).__all__
        if not name.startswith("_")
        and f"{room}.{name}" not in described
        and id(getattr(import_module(room), name)) not in known
    ]
    assert missing == []
    assert {"gxkit.Corpus.review", "gxkit.text.keyness", "gxkit.measures.INDICATORS"} <= described


def thing_of(path: str) -> object:
    room, _, name = path.rpartition(".")
    return getattr(import_module(room), name, None) if room in ROOMS else None


def test_every_room_with_public_names_is_among_them() -> None:
    rooms = {path.parent.name for path in (ROOT / "gxkit").glob("*/__init__.py")}
    assert {f"gxkit.{room}" for room in rooms} == set(ROOMS) - {"gxkit"} | {
        *("gxkit.card", "gxkit.cli", "gxkit.data"),
    }


def first_cells(page: html.HtmlElement) -> set[str]:
    return {cell.text_content().strip() for cell in page.xpath("//article//tr/td[1]")}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("rules", {rule.id for rule in RULES}),
        ("indicators", {*INDICATORS, *PENDING}),
        ("themes", set(Codebook.load().themes)),
    ],
)
def test_every_entry_of_a_list_is_shown(
    name: str, wanted: set[str], pages: dict[str, html.HtmlElement]
) -> None:
    assert len(wanted) > 40
    assert wanted - first_cells(pages[f"{name}.html"]) == set()


@pytest.mark.slow
def test_no_figure_or_result_has_a_complaint(pages: dict[str, html.HtmlElement]) -> None:
    complaints = [
        (name, said.text_content())
        for name, page in pages.items()
        for said in page.xpath("//*[contains(@class, 'stderr') or contains(@class, 'traceback')]")
    ]
    # A sign that the font lacks is a warning of matplotlib's, and would stand here.
    assert complaints == []
    for name in ("tutorial.html", "tutorial.zh.html"):
        assert len(pages[name].xpath("//div[contains(@class, 'cell_output')]//img")) == 2


@pytest.mark.slow
def test_pages_in_chinese_say_so(pages: dict[str, html.HtmlElement]) -> None:
    chinese = {name for name, page in pages.items() if page.get("lang") == "zh-CN"}
    assert chinese == {"tutorial.zh.html"}
    assert pages["tutorial.zh.html"].findtext(".//title").startswith("入门教程")


def code_of(name: str) -> list[str]:
    """Return the blocks of a page, with the word after their fence."""
    return re.findall(r"^```(.*?)^```", (DOCS / name).read_text("utf-8"), FENCED)


def test_both_tutorials_have_the_same_code() -> None:
    english, chinese = code_of("tutorial.md"), code_of("tutorial.zh.md")
    assert len(english) >= 15
    assert english == chinese


@pytest.mark.parametrize("name", ["codebook", "commands"])
def test_written_pages_are_up_to_date(name: str) -> None:
    written = runpy.run_path(str(ROOT / "scripts" / f"write_{name}.py"))
    assert (DOCS / f"{name}.md").read_text("utf-8") == written["page"]()


def test_code_is_run_or_said_not_to_be() -> None:
    # Python is in cells, which the build runs; only a cluster is not at hand (tests/test_cluster.py).
    plain = [
        (name, block.split("\n")[0])
        for name in NAMES
        for block in code_of(name)
        if block.startswith(("python", "pycon"))
    ]
    assert plain == [("cluster.md", "python")]


def commands() -> Iterator[tuple[str, list[str]]]:
    for name in NAMES:
        shell = "\n".join(block for block in code_of(name) if block.startswith("sh\n"))
        prose = re.sub(r"^```.*?^```", "", (DOCS / name).read_text("utf-8"), flags=FENCED)
        for line in (
            *re.findall(r"^(gxkit [a-z].*)$", shell, re.MULTILINE),
            *re.findall(r"`(gxkit [a-z][^`]*)`", prose),
        ):
            yield name, shlex.split(line, comments=True)[1:]


def test_commands_in_pages_have_the_options_that_they_use() -> None:
    known = {
        name: {option for each in command.params for option in each.opts} | {"--help"}
        for name, command in typer.main.get_command(app).commands.items()  # type: ignore[attr-defined]
    }
    used = list(commands())
    assert len(used) > 20
    unknown = [
        (page, words)
        for page, words in used
        if words[0] not in known
        or {word for word in words if word.startswith("-")} - known[words[0]]
    ]
    assert unknown == []


def test_make_and_ci_build_what_is_tested() -> None:
    recipe = (ROOT / "Makefile").read_text("utf-8").split("\ndocs:")[1].split("\n\n")[0]
    assert "--fail-on-warning" in recipe
    assert "make test" in (ROOT / ".ci" / "run").read_text("utf-8")
    dev = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "optional-dependencies"
    ]["dev"]
    names = {re.split(r"[^\w-]", each)[0] for each in dev}
    assert {"sphinx", "myst-nb", "furo", "numpydoc"} <= names


def test_every_notebook_is_listed() -> None:
    there = {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    listed = re.findall(r"\(\.\./notebooks/([\w.]+)\)", (DOCS / "notebooks.md").read_text("utf-8"))
    assert set(listed) == there


def test_no_decision_has_the_number_of_another() -> None:
    numbers = [path.name[:4] for path in (DOCS / "decisions").glob("0*.md")]
    assert len(set(numbers)) == len(numbers) > 20
