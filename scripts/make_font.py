"""Make ``gxkit/data/fonts/gxkit-sans-sc.otf``: the signs that figures need, of Noto Sans CJK SC.

Run ``python scripts/make_font.py PATH/NotoSansCJK-Regular.ttc`` with fonttools installed. The
font is kept in the repository, so that figures show Chinese on every machine; this says how it
came about.
"""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

TARGET = Path(__file__).resolve().parent.parent / "gxkit" / "data" / "fonts" / "gxkit-sans-sc.otf"
FAMILY = "Gxkit Sans SC"
SOURCE = "Noto Sans CJK SC"

# What GB 2312 lacks: signs of figures and tables, and of names.
EXTRA = "镕䶮−–—…·•×÷±≤≥≈≠→←↑↓△▲▽▼□■○●◆◇★☆✓✗№％‰㎡℃αβχγδεκλμρσφ²³⁺⁻₀₁₂₃〔〕【】《》〈〉「」『』“”‘’"


def signs() -> set[int]:
    """Return the code points that are kept."""
    wanted = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100))
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                wanted.add(ord(bytes((high, low)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    data = files("gxkit.data")
    names = data.joinpath("regions.csv").read_text("utf-8")
    return wanted | {ord(sign) for sign in EXTRA + names if ord(sign) >= 0x20}


def named(font: TTFont) -> str:
    """Return the name of a font's family."""
    return font["name"].getDebugName(16) or font["name"].getDebugName(1)


def make(source: Path) -> None:
    """Cut the font down, and give it a name of its own, so that nobody takes it for the whole."""
    (font,) = (each for each in TTCollection(source).fonts if named(each) == SOURCE)
    options = subset.Options()
    options.layout_features = ["kern"]
    options.hinting = False
    options.desubroutinize = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=signs())
    cutter.subset(font)
    names = {1: FAMILY, 2: "Regular", 3: "gxkit-sans-sc", 4: FAMILY, 6: "GxkitSansSC-Regular"}
    for record in list(font["name"].names):
        if record.nameID in names:
            record.string = names[record.nameID]
        elif record.nameID not in (0, 13, 14):  # copyright and licence stay
            font["name"].names.remove(record)
    top = font["CFF "].cff
    top.fontNames[0] = names[6]
    top.topDictIndex[0].FullName = top.topDictIndex[0].FamilyName = FAMILY
    TARGET.parent.mkdir(exist_ok=True)
    font.save(TARGET)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
