"""Numbers of many reports at once, each known or unknown for a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

Floats: TypeAlias = npt.NDArray[np.float64]
Codes: TypeAlias = npt.NDArray[np.int32]
Flags: TypeAlias = npt.NDArray[np.bool_]


class Vector(NamedTuple):
    """A number a report. Where `why` is not 0 it is not known, and its value says nothing."""

    value: Floats
    why: Codes


class Reasons:
    """The reasons for which numbers are not known, as codes: 0 is none.

    Examples
    --------
    >>> reasons = Reasons()
    >>> reasons.code("blank"), reasons.code("absent"), reasons.code("blank"), reasons.texts
    (1, 2, 1, ['', 'blank', 'absent'])
    """

    def __init__(self) -> None:
        self.texts = [""]
        self._codes: dict[str, int] = {"": 0}

    def code(self, text: str) -> int:
        """Return the code of a reason `text`, a new one for a new text."""
        if text not in self._codes:
            self._codes[text] = len(self.texts)
            self.texts.append(text)
        return self._codes[text]

    def prefixed(self, why: Codes, prefix: str) -> Codes:
        """Return the reasons `why` with a `prefix` before each."""
        found, places = np.unique(why, return_inverse=True)
        codes = [self.code(prefix + self.texts[code]) if code else 0 for code in found]
        return np.asarray(codes, dtype=np.int32)[places]


def objects(column: pd.Series[Any]) -> npt.NDArray[np.object_]:
    """Return the entries of a `column` as plain objects, None where it has none.

    Examples
    --------
    >>> import pandas as pd
    >>> objects(pd.Series(["a", None], dtype="string")).tolist()
    ['a', None]
    """
    found = np.asarray(column.astype("object"), dtype=object).copy()
    found[column.isna().to_numpy(dtype=bool)] = None
    return found


def joined(operands: Sequence[Vector], work: Callable[..., Floats]) -> Vector:
    """Compute with `operands`; what one of them lacks the result lacks, for the first's reason.

    Examples
    --------
    >>> import numpy as np
    >>> one = Vector(np.array([1.0, 2.0]), np.array([0, 0], dtype=np.int32))
    >>> two = Vector(np.array([3.0, np.nan]), np.array([0, 7], dtype=np.int32))
    >>> joined([one, two], np.add).why.tolist()
    [0, 7]
    """
    why = operands[0].why
    for operand in operands[1:]:
        why = np.where(why != 0, why, operand.why)
    with np.errstate(all="ignore"):  # what is not known or not finite is told by its reason
        value = work(*(operand.value for operand in operands))
    return Vector(np.asarray(value, dtype=np.float64), why)


def refused(vector: Vector, wrong: Flags, code: int) -> Vector:
    """Return `vector` with the reason `code` wherever a known value is `wrong`."""
    return Vector(vector.value, np.where(wrong & (vector.why == 0), np.int32(code), vector.why))
