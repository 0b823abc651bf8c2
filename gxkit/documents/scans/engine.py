"""The recognition engine: rapidocr's bundled models, run by onnxruntime and nothing else.

Only the model files of the package are used, not its code: that would look for models
on the net. The recogniser is fed here by width, so that a single digit costs a fifth of
what a line costs.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import cv2
import numpy as np

from gxkit.documents.scans.sheet import Box, Picture
from gxkit.errors import FormatError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_HEIGHT: Final = 48
"""Height of what the recogniser takes; its output has a step every 8 pixels of width."""
_STEP: Final = 8
_BATCH: Final = 2_560
"""Pixels of width recognised at once: bounds the memory of the output (75 kB a step)."""
_LONGEST: Final = 3_200
_TURNED: Final = (48, 192)
_SURE: Final = 0.9
_DETECTED: Final = 0.3
_CERTAIN: Final = 0.5
_GROWN: Final = 1.6
"""Detection as the models were trained for: threshold, least mean, and how boxes grow."""
_ALIKE: Final = {
    "0": "0oO〇○DQΟО", "1": "1lI|i丨｜!", "2": "2Zz", "3": "3", "4": "4", "5": "5Ss", "6": "6",
    "7": "7", "8": "8B", "9": "9", "-": "-−–—―一─_－", "/": "/／", ".": ".．·", ",": ",，", "+": "+＋",
}  # fmt: skip
"""Figures, and what looks like them alone in a cell: there it is the figure."""
_STRIP: Final = 640
"""Height of what is searched for text at once: bounds memory."""


class Reading(NamedTuple):
    """What the recogniser reads in a picture: text, its least sure character, their places.

    `places` are the middles of the characters, from 0 (left edge) to 1 (right edge).
    """

    text: str
    score: float
    places: tuple[float, ...]
    scores: tuple[float, ...] = ()


class Engine:
    """Text found, read and turned by the three bundled models.

    Parameters
    ----------
    folder : Path
        Where the models are.
    threads : int
        Threads a model may use; one process a core needs one.
    """

    def __init__(self, folder: Path, threads: int) -> None:
        self._detector = _session(_newest(folder, "det"), threads)
        self._recogniser = _session(_newest(folder, "rec"), threads)
        self._turner = _session(_newest(folder, "cls"), threads)
        known = self._recogniser.get_modelmeta().custom_metadata_map["character"]
        # As the models were trained: nothing first, a space last.
        self._letters = ["", *known.splitlines(), " "]
        number = {letter: at for at, letter in enumerate(self._letters)}
        self._figures = {
            number[figure]: [number[letter] for letter in alike if letter in number]
            for figure, alike in _ALIKE.items()
            if figure in number
        }
        self._of_figure = {at: one for one, own in self._figures.items() for at in own}

    def read(self, pictures: Sequence[Picture]) -> list[Reading]:
        """Read one line of text in each picture."""
        lines = [_to_height(picture) for picture in pictures]
        order = sorted(range(len(lines)), key=lambda at: lines[at].shape[1])
        readings: list[Reading] = [Reading("", 0.0, ())] * len(lines)
        for batch in _batches(order, lines):
            width = _rounded(lines[batch[-1]].shape[1])
            taken = np.zeros((len(batch), 3, _HEIGHT, width), np.float32)
            for at, number in enumerate(batch):
                line = lines[number]
                taken[at, :, :, : line.shape[1]] = line.astype(np.float32) / 127.5 - 1
            out = _run(self._recogniser, taken)
            for at, number in enumerate(batch):
                steps = max(1, -(-lines[number].shape[1] // _STEP))
                readings[number] = self._decode(self._settled(out[at]), steps)
        return readings

    def _settled(self, chances: Any) -> Any:
        """Give figures the chances of the letters that look like them, where only such stand."""
        best = set(chances.argmax(axis=1).tolist()) - {0}
        if not best or not best <= set(self._of_figure):
            return chances
        settled = chances.copy()
        for figure, alike in self._figures.items():
            together = chances[:, alike].sum(axis=1)
            settled[:, alike] = 0
            settled[:, figure] = together
        return settled

    def _decode(self, chances: Any, steps: int) -> Reading:
        best = chances.argmax(axis=1)
        sure = chances.max(axis=1)
        text: list[str] = []
        places: list[float] = []
        scores: list[float] = []
        last = 0
        for step, letter in enumerate(best.tolist()):
            if letter and letter != last:
                text.append(self._letters[letter])
                places.append(min(1.0, (step + 0.5) / steps))
                scores.append(float(sure[step]))
            elif letter:
                scores[-1] = max(scores[-1], float(sure[step]))
            last = letter
        least = min(scores, default=0.0)
        return Reading("".join(text), least, tuple(places), tuple(scores))

    def upside_down(self, pictures: Sequence[Picture]) -> float:
        """Tell the share of pictures of lines that stand on their head."""
        if not pictures:
            return 0.0
        height, width = _TURNED
        taken = np.zeros((len(pictures), 3, height, width), np.float32)
        for at, picture in enumerate(pictures):
            line = _to_height(picture)[:, :width]
            taken[at, :, :, : line.shape[1]] = line.astype(np.float32) / 127.5 - 1
        out = _run(self._turner, taken)
        turned = out[out.max(axis=1) > _SURE]
        return float((turned.argmax(axis=1) == 1).mean()) if len(turned) else 0.0

    def find(self, picture: Picture) -> list[Box]:
        """Find the lines of text in a straight picture."""
        boxes: list[Box] = []
        for top, bottom in _strips(picture):
            boxes.extend(self._find(picture[top:bottom], top))
        return boxes

    def _find(self, picture: Picture, top: int) -> Iterator[Box]:
        height, width = picture.shape
        # The detector halves five times.
        padded = cv2.copyMakeBorder(
            picture, 0, -height % 32, 0, -width % 32, cv2.BORDER_CONSTANT, value=255
        )
        taken = np.broadcast_to(padded.astype(np.float32) / 127.5 - 1, (1, 3, *padded.shape))
        chance = _run(self._detector, np.ascontiguousarray(taken))[0, 0]
        mask = cv2.dilate((chance > _DETECTED).astype(np.uint8), np.ones((2, 2), np.uint8))
        count, marks, stats, _ = cv2.connectedComponentsWithStats(mask)
        for number in range(1, count):
            x, y, wide, high, area = (int(value) for value in stats[number])
            if min(wide, high) < 3:
                continue
            inside = marks[y : y + high, x : x + wide] == number
            if chance[y : y + high, x : x + wide][inside].mean() < _CERTAIN or area < 9:
                continue
            grow = wide * high * _GROWN / (2 * (wide + high))
            left, right = max(0, round(x - grow)), min(width, round(x + wide + grow))
            low, deep = max(0, round(y - grow)), min(height, round(y + high + grow))
            if right - left > 3 and deep - low > 3:
                yield Box(left, top + low, right, top + deep)


def _session(path: Path, threads: int) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = False  # it would keep the memory of the biggest page
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(
        str(path), sess_options=options, providers=["CPUExecutionProvider"]
    )


def _run(session: InferenceSession, taken: Any) -> Any:
    return session.run(None, {session.get_inputs()[0].name: taken})[0]


def _newest(folder: Path, task: str) -> Path:
    found = sorted(path for path in folder.glob("*.onnx") if f"_{task}_" in f"_{path.stem}_")
    if not found:
        raise FormatError(
            f"{folder} holds no model of the kind {task!r}; install it again: {INSTALL}"
        )
    return found[-1] if task == "cls" else min(found, key=lambda path: "v6" not in path.name)


def _to_height(picture: Picture) -> Picture:
    height, width = picture.shape
    wide = min(_LONGEST, max(_STEP, round(width * _HEIGHT / height)))
    way = cv2.INTER_AREA if height > 1.5 * _HEIGHT else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, (wide, _HEIGHT), interpolation=way), np.uint8)


def _rounded(width: int) -> int:
    return -(-max(width, 2 * _STEP) // _STEP) * _STEP


def _batches(order: Sequence[int], lines: Sequence[Picture]) -> Iterator[list[int]]:
    """Put lines of like width together, few enough for the memory."""
    batch: list[int] = []
    for number in order:
        width = _rounded(lines[number].shape[1])
        narrow = batch and width > 1.3 * lines[batch[0]].shape[1] + 4 * _STEP
        if batch and (narrow or width * (len(batch) + 1) > _BATCH):
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


def _strips(picture: Picture) -> Iterator[tuple[int, int]]:
    """Cut a tall page into strips, between its lines of text."""
    height = picture.shape[0]
    top = 0
    while height - top > _STRIP * 1.3:
        # The lightest row of the last quarter; several are as light: the middle one.
        rows = picture[top + _STRIP * 3 // 4 : top + _STRIP].min(axis=1)
        light = np.flatnonzero(rows == rows.max())
        cut = top + _STRIP * 3 // 4 + int(light[len(light) // 2])
        yield top, cut
        top = cut
    yield top, height


INSTALL: Final = "pip install 'gxkit[ocr]'"


def models() -> Path | None:
    """Find the folder of the bundled models without running the package; None if not there."""
    spec = importlib.util.find_spec("rapidocr")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place, "models")
        if folder.is_dir():
            return folder
    return None


@lru_cache(maxsize=1)
def engine() -> Engine:
    """Give the engine of this process, loaded when first asked for.

    The environment variable ``GXKIT_OCR_THREADS`` sets the threads of a process; by
    default it is two: where a process a core runs, one is better.
    """
    folder = models()
    if folder is None:
        raise FormatError(f"the package rapidocr is not installed: {INSTALL}")
    asked = os.environ.get("GXKIT_OCR_THREADS", "")
    threads = int(asked) if asked.isdigit() and int(asked) else 2
    return Engine(folder, min(threads, os.cpu_count() or 1))
