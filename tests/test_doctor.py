"""What gxkit doctor says."""

from __future__ import annotations

from typer.testing import CliRunner

from gxkit.cli import app
from gxkit.documents import installed, soffice


def test_what_works_needs_no_command(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(soffice, "find", lambda: str(tmp_path / "soffice"))
    told = {each.label: each for each in installed.supports()}
    assert told[".doc, .wps, .rtf, .odt"].works
    assert told[".docx"].command == ""


def test_what_is_missing_is_told_with_the_command_that_adds_it(monkeypatch) -> None:
    monkeypatch.setattr(soffice, "find", lambda: None)
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert any(line.startswith(".doc") and "NO   missing: LibreOffice" in line for line in lines)
    assert sum("apt-get install --no-install-recommends" in line for line in lines) == 1


def test_a_part_of_libreoffice_that_is_not_there(monkeypatch, tmp_path) -> None:
    for name in ("soffice", "libswlo.so", "libsclo.so"):
        (tmp_path / name).touch()
    monkeypatch.setattr(soffice, "find", lambda: str(tmp_path / "soffice"))
    told = {each.label: each for each in installed.supports()}
    assert told[".doc, .wps, .rtf, .odt"].works
    assert told[".ppt, .odp"].missing == "LibreOffice Impress"


def test_a_package_that_is_not_there(monkeypatch) -> None:
    find = installed.importlib.util.find_spec
    monkeypatch.setattr(
        installed.importlib.util,
        "find_spec",
        lambda name: None if name == "python_calamine" else find(name),
    )
    told = {each.label: each for each in installed.supports()}
    assert (told[".xls, .xlsb"].works, told[".xls, .xlsb"].missing) == (False, "python_calamine")
