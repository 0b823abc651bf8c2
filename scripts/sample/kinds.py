"""What kind of file each report of the sample is: mostly pages and Word files, some of every kind."""

from __future__ import annotations

from random import Random

# Pages pasted from Word are ten times as large as others: there are few.
HTML = (
    "html_clean", "html_head", "html_nested", "html_chrome", "html_breaks", "html_blocks",
    "html_gb18030", "html_cut", "html_no_meta", "html_clean", "html_head", "html_utf8_sig",
    "html_chrome", "html_nested", "html_word", "html_gb18030", "html_one_cell",
)  # fmt: skip
DOCX = ("docx_plain", "docx_headings", "docx_runs", "docx_tracked", "docx_nested", "docx_boxes")
TEXT = ("tabs", "bars", "markdown", "tab_cell_a_line", "bars_closed", "text_gb18030")

SOME = {"xlsx": 5, "pptx": 4, "mhtml": 5, "zip": 4, "pdf_office": 15, "pdf_browser": 3, "text": 26}
"""How many files there are of the kinds that are no HTML and no Word file."""

AGAIN = {"doc": 3, "odt": 3, "scan": 3}
"""Kinds that are slow to read: reports that are there as pages stand in a folder of their own."""

PROGRAMS = ("doc", "odt", "pdf_office", "pdf_browser", "scan")
"""Kinds that LibreOffice or Chromium makes: their bytes are those of the program at hand."""

SUFFIX = {
    "html": ".html", "docx": ".docx", "doc": ".doc", "odt": ".odt", "xlsx": ".xlsx", "pptx": ".pptx",
    "mhtml": ".mhtml", "zip": ".zip", "scan": ".pdf", "pdf_office": ".pdf", "pdf_browser": ".pdf",
}  # fmt: skip


def assigned(free: list[str], bound: list[str]) -> dict[str, tuple[str, str]]:
    """Give every report a kind and a layout.

    Parameters
    ----------
    free : list of str
        The names of the reports that may be of any kind.
    bound : list of str
        Those that must be HTML or Word.

    Returns
    -------
    dict
        By name: the kind, a key of `SUFFIX` or ``text``, and the layout of the page in it.
    """
    rng = Random("sample kinds")
    order = rng.sample(free, len(free))
    found: dict[str, tuple[str, str]] = {}
    for kind, number in SOME.items():
        for at in range(number):
            found[order.pop()] = (kind, _layout(kind, at))
    for at, name in enumerate([*order, *bound]):
        found[name] = (
            ("html", HTML[at % len(HTML)]) if at % 5 < 3 else ("docx", DOCX[at % len(DOCX)])
        )
    return found


def again(given: dict[str, tuple[str, str]]) -> dict[str, str]:
    """Name the reports that are there once more, each with the slow kind that it is then."""
    pages = sorted(name for name, (kind, _) in given.items() if kind == "html")
    chosen = iter(Random("sample again").sample(pages, sum(AGAIN.values())))
    return {next(chosen): kind for kind, number in AGAIN.items() for _ in range(number)}


def _layout(kind: str, at: int) -> str:
    several = {
        "text": TEXT, "xlsx": ("xlsx_sheets", "xlsx_one"), "pptx": ("pptx_plain", "pptx_cut"),
        "zip": ("docx_plain",), "mhtml": ("html_clean", "html_chrome"),
        "pdf_browser": ("html_clean", "html_head"),
    }.get(kind, ("docx_plain",))  # fmt: skip
    return several[at % len(several)]
