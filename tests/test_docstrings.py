"""Every example in a docstring runs, and every public verb has one and names its parameters."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import gxkit

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    ["gxkit", *(found.name for found in pkgutil.walk_packages(gxkit.__path__, "gxkit."))]
)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def public(name: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield what a room's ``__all__`` offers: functions and classes written in gxkit."""
    module = importlib.import_module(name)
    for entry in getattr(module, "__all__", ()):
        thing = getattr(module, entry, None)
        known = inspect.isroutine(thing) or inspect.isclass(thing) or hasattr(thing, "cache_info")
        if known and str(getattr(thing, "__module__", "")).startswith("gxkit"):
            yield entry, thing


# The rooms whose __all__ is a promise to users; the modules inside rooms promise nothing.
ROOMS = [name for name in MODULES if name.count(".") <= 1]
VERBS = sorted(
    {
        f"{thing.__module__}.{thing.__qualname__}": thing
        for room in ROOMS
        for _, thing in public(room)
        if not inspect.isclass(thing)
    }.items()
)


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_has_what_it_offers(name: str) -> None:
    room = importlib.import_module(name)
    assert [entry for entry in getattr(room, "__all__", ()) if not hasattr(room, entry)] == []


@pytest.mark.parametrize("name", MODULES)
def test_examples_print_what_they_say(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    outcome = doctest.testmod(importlib.import_module(name), optionflags=FLAGS)
    assert outcome.failed == 0, f"{outcome.failed} of {outcome.attempted} examples in {name}"


@pytest.mark.parametrize(("name", "verb"), VERBS, ids=[name for name, _ in VERBS])
def test_a_public_verb_shows_an_example(name: str, verb: Callable[..., Any]) -> None:
    text = inspect.getdoc(verb) or ""
    assert re.search(r"^Examples\n-+$", text, re.MULTILINE), f"{name} has no section Examples"
    assert ">>> " in text


@pytest.mark.parametrize(("name", "verb"), VERBS, ids=[name for name, _ in VERBS])
def test_a_public_verb_explains_its_parameters(name: str, verb: Callable[..., Any]) -> None:
    text = inspect.getdoc(verb) or ""
    if "\nParameters\n---" not in text:
        # A summary that quotes each parameter in backticks is enough for a small one.
        wanted = [f"`{parameter}`" for parameter in inspect.signature(verb).parameters]
        assert [word for word in wanted if word not in text] == []
        return
    section = re.split(r"\n\w[\w ]*\n-{3,}\n", text.split("\nParameters\n", 1)[1], maxsplit=1)[0]
    heads = re.findall(r"^(\*{0,2}\w+(?:, \*{0,2}\w+)*)(?: :.*)?$", section, re.MULTILINE)
    named = {word.strip(" *") for head in heads for word in head.split(",")}
    assert set(inspect.signature(verb).parameters) - named == set()
