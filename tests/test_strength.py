"""Tests must be able to fail: this reads the tests and refuses those that cannot.

A test whose only claim is that something is there, or is of some type, passes on wrong numbers.
There is no list of exceptions, so there is none that could grow.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TypeAlias

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted(
    path for folder in ("tests", "benchmarks") for path in (ROOT / folder).rglob("test_*.py")
)
FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

# Calls that claim something themselves, and those whose truth says little about a value.
CLAIMING_CALLS = {"raises", "warns", "deprecated_call", "fail"}
CLAIMING_PREFIXES = ("assert_", "_assert_")
WEAK_CALLS = {"isinstance", "issubclass", "hasattr", "callable", "len", "bool"}

# What is written out is true whatever is in it: (x == 1, "text"), [x == 1 for x in found].
DISPLAYS = (
    *(ast.Constant, ast.Tuple, ast.List, ast.Set, ast.Dict, ast.JoinedStr),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)


def weaknesses(source: str) -> list[str]:
    """Say of each test in `source` that cannot fail, or hardly, why."""
    tree = ast.parse(source)
    nodes = [node for node in ast.walk(tree) if isinstance(node, FunctionNode)]
    functions = {node.name: node for node in nodes}
    tests = [node for node in nodes if node.name.startswith("test_")]
    return [f"{node.name}: {fault}" for node in tests if (fault := fault_of(node, functions))]


def fault_of(test: FunctionNode, functions: dict[str, FunctionNode]) -> str | None:
    """Say what makes `test` weak, or None."""
    own = own_nodes(test)
    if any(isinstance(node, ast.Return) and node.value is not None for node in own):
        return "returns a value instead of asserting it"
    asserts = [node for node in own if isinstance(node, ast.Assert)]
    if any(isinstance(node.test, DISPLAYS) for node in asserts):
        return "asserts only that something is there"  # whatever else it asserts
    if any(is_strong(node.test) for node in asserts) or claims_by_call(own, functions, {test.name}):
        return None
    return "asserts only that something is there" if asserts else "asserts nothing"


def own_nodes(function: FunctionNode) -> list[ast.AST]:
    """Return the nodes of `function` without those of functions inside it."""
    found: list[ast.AST] = []
    queue: list[ast.AST] = list(function.body)
    while queue:
        node = queue.pop()
        found.append(node)
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            queue.extend(ast.iter_child_nodes(node))
    return found


def claims_by_call(
    nodes: list[ast.AST], functions: dict[str, FunctionNode], seen: set[str]
) -> bool:
    """Tell whether a call claims something: by its name, or as a function of this file does."""
    for name in (called(node) for node in nodes if isinstance(node, ast.Call)):
        if name in CLAIMING_CALLS or name.startswith(CLAIMING_PREFIXES):
            return True
        if name in functions and name not in seen:
            inner = own_nodes(functions[name])
            strong = any(isinstance(node, ast.Assert) and is_strong(node.test) for node in inner)
            if strong or claims_by_call(inner, functions, seen | {name}):
                return True
    return False


def called(call: ast.Call) -> str:
    """Return the last name of what is called."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def is_strong(claim: ast.expr) -> bool:
    """Tell whether `claim` says something of a value, beyond its being there."""
    match claim:
        case _ if isinstance(claim, DISPLAYS):
            return False
        case ast.BoolOp(op=ast.And()):
            return any(is_strong(value) for value in claim.values)
        case ast.BoolOp():  # `or` is as weak as its weakest side
            return all(is_strong(value) for value in claim.values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            # `not hasattr(…)`, `not isinstance(…)` do say something; `not None` does not
            return not isinstance(operand, ast.Constant)
        case ast.Call():
            return called(claim) not in WEAK_CALLS
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return compares(left, op, right)
        case _:
            return True


def compares(left: ast.expr, op: ast.cmpop, right: ast.expr) -> bool:
    """Tell whether the comparison can fail on a wrong value."""
    if isinstance(op, ast.IsNot) and isinstance(right, ast.Constant) and right.value is None:
        return False
    if ast.dump(left) == ast.dump(right):
        return False
    counts = isinstance(left, ast.Call) and called(left) == "len"
    zero = isinstance(right, ast.Constant) and right.value in (0, 1)
    return not (counts and zero and isinstance(op, (ast.Gt, ast.GtE, ast.NotEq)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_test_can_fail(path: Path) -> None:
    assert weaknesses(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("pass", "asserts nothing"),
        ("read(page)", "asserts nothing"),
        ("return read(page) == 3", "returns a value instead of asserting it"),
        ("assert True", "asserts only that something is there"),
        ("assert (x == 1, 'message')", "asserts only that something is there"),
        ("assert [y == 1 for y in x]", "asserts only that something is there"),
        ("assert x == 1\n    assert (y == 1 for y in x)", "asserts only that something is there"),
        ("assert x is not None", "asserts only that something is there"),
        ("assert isinstance(x, dict)", "asserts only that something is there"),
        ("assert x is not None and hasattr(x, 'cells')", "asserts only that something is there"),
        ("assert len(x)", "asserts only that something is there"),
        ("assert len(x) > 0", "asserts only that something is there"),
        ("assert x == 1 or x is not None", "asserts only that something is there"),
        ("assert x == x", "asserts only that something is there"),
        ("def inner():\n        assert x == 1", "asserts nothing"),
        ("weak_helper(x)", "asserts nothing"),
    ],
)
def test_weak_tests_are_named(body: str, fault: str) -> None:
    source = f"def weak_helper(x):\n    assert x is not None\n\ndef test_it():\n    {body}\n"
    assert weaknesses(source) == [f"test_it: {fault}"]


@pytest.mark.parametrize(
    "body",
    [
        "assert x == 1",
        "assert x is None",
        "assert x is not None\n    assert x.value == 3",
        "assert not isinstance(x, dict)",
        "assert len(x) == 1",
        "assert frame.empty",
        "with pytest.raises(ValueError, match='no form'):\n        load('1999')",
        "pd.testing.assert_frame_equal(left, right)",
        "strong_helper(x)",
    ],
)
def test_strong_tests_pass(body: str) -> None:
    source = f"def strong_helper(x):\n    assert x == 1\n\ndef test_it():\n    {body}\n"
    assert weaknesses(source) == []


def test_a_test_hidden_by_its_namesake_is_not_lost() -> None:
    empty = "class TestA:\n    def test_x(self):\n        pass\n\n"
    source = empty + "class TestB:\n    def test_x(self):\n        assert 1 + 1 == 2\n"
    assert weaknesses(source) == ["test_x: asserts nothing"]
