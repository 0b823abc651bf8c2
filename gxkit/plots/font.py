"""The Chinese font of figures: bundled, so that no machine shows empty boxes."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files

FAMILY = "Gxkit Sans SC"
"""The family that matplotlib knows the bundled font by."""

_RARER = (
    *("Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Sans SC", "PingFang SC"),
    *("Microsoft YaHei", "SimSun", "WenQuanYi Micro Hei", "DejaVu Sans"),
)


def use_font() -> str:
    """Make the bundled font known to matplotlib, and let it stand in where others lack a sign.

    Figures of gxkit are set in it. In other figures it comes last, after the fonts that
    ``font.family`` names: only signs that these do not have, such as Chinese ones, are taken
    from it.

    Returns
    -------
    str
        Its family.

    Examples
    --------
    >>> use_font()
    'Gxkit Sans SC'
    >>> import matplotlib
    >>> matplotlib.rcParams["font.family"][-1]
    'Gxkit Sans SC'
    """
    import matplotlib as mpl

    _load()
    # Not only once: a style, or the end of an rc_context, may have taken it away again.
    if FAMILY not in mpl.rcParams["font.family"]:
        mpl.rcParams["font.family"] = [*mpl.rcParams["font.family"], FAMILY]
    return FAMILY


def families() -> list[str]:
    """Return the families that figures are set in: the bundled one, then what has rarer signs.

    Which of these a machine has differs; they matter only for signs that GB 2312 lacks.

    Examples
    --------
    >>> families()[0]
    'Gxkit Sans SC'
    """
    from matplotlib import font_manager

    _load()
    there = {font.name for font in font_manager.fontManager.ttflist}
    return [FAMILY, *(name for name in _RARER if name in there)]


@cache
def _load() -> None:
    from matplotlib import font_manager

    with as_file(files("gxkit.data") / "fonts" / "gxkit-sans-sc.otf") as path:
        font_manager.fontManager.addfont(path)
