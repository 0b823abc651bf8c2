"""Reading the YAML of a codebook: every scalar stays text, and knows its line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gxkit.errors import ThemeError

if TYPE_CHECKING:
    import yaml


class Written(str):
    """A text of a YAML file that knows the `line` it stands in.

    Examples
    --------
    >>> read_yaml("a: no", "here")["a"], read_yaml("b: no", "here")["b"].line
    ('no', 1)
    """

    __slots__ = ("line",)
    line: int


def read_yaml(text: str, where: str | Path) -> dict[str, Any]:
    r"""Read YAML with all scalars as text: ``no`` is no falsehood, ``1.10`` no number.

    Parameters
    ----------
    text : str
        The YAML.
    where : str or Path
        The name of its file, for errors.

    Raises
    ------
    ThemeError
        It is no YAML, its top is no mapping, or a key stands twice.

    Examples
    --------
    >>> read_yaml("a: [no, 1.10]", "here")
    {'a': ['no', '1.10']}
    >>> read_yaml("a: 1\na: 2", "here")
    Traceback (most recent call last):
        ...
    gxkit.errors.ThemeError: here, line 2: 'a' stands twice; keep one
    """
    import yaml

    class Loader(yaml.BaseLoader):
        """Keeps lines, and refuses keys that stand twice."""

    def scalar(loader: Loader, node: yaml.ScalarNode) -> Written:
        value = Written(loader.construct_scalar(node))
        value.line = node.start_mark.line + 1
        return value

    def mapping(loader: Loader, node: yaml.MappingNode) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node, deep=True)
            if key in found:
                line = key_node.start_mark.line + 1
                raise ThemeError(f"{where}, line {line}: {str(key)!r} stands twice; keep one")
            found[key] = loader.construct_object(value_node, deep=True)
        return found

    Loader.add_constructor("tag:yaml.org,2002:str", scalar)
    Loader.add_constructor("tag:yaml.org,2002:map", mapping)
    try:
        read = yaml.load(text, Loader=Loader)
    except yaml.YAMLError as error:
        said = " ".join(str(error).split())
        raise ThemeError(f"{where}: no YAML that can be read: {said}") from None
    if not isinstance(read, dict):
        raise ThemeError(f"{where}: a codebook is a mapping with themes; this is none")
    return read


def line_of(value: object) -> int:
    r"""Return the line of a text, or of the first text in a list or mapping; 0 if there is none.

    Examples
    --------
    >>> line_of(read_yaml("\na: [x]", "here"))
    2
    >>> line_of({})
    0
    """
    if isinstance(value, Written):
        return value.line
    inner = [*value, *value.values()] if isinstance(value, dict) else value
    if isinstance(inner, list):
        return next((line for each in inner if (line := line_of(each))), 0)
    return 0
