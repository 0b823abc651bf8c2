"""Files that are one annual report, read, parsed and made a report."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike

from gxkit.documents import read
from gxkit.documents.together import together
from gxkit.parsing import parse
from gxkit.report import Report


def read_report(path: str | PathLike[str] | Sequence[str | PathLike[str]]) -> Report:
    """Read one annual report from a file, or from several that are one report.

    Parameters
    ----------
    path : str or path, or several
        A page, an Office file, a PDF, a scan or a text; ``gxkit doctor`` lists the kinds that
        can be read. Several are a page and what hangs at it, or the same report published twice: they are merged, every
        place begins with its file's number (``d2 t1 r3 c2``), and a cell in which they print
        different numbers is ``ambiguous`` (docs/decisions/0015).

    Returns
    -------
    Report
        What the file holds. A file that is no annual report gives a report whose `form`
        is None, without cells, and with a note that says so.

    Raises
    ------
    ReadError
        The file is missing, empty or damaged.
    FormatError
        gxkit cannot read this kind of file.
    LimitError
        The file asks for more time or memory than a report can need.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp(), "letter.txt")
    >>> _ = file.write_text("今天天气很好。", encoding="utf-8")
    >>> read_report(file).cells.shape
    (0, 9)
    """
    if isinstance(path, str | PathLike):
        document = read(path)
    else:
        document = together([read(each) for each in path])
    return Report(parse(document), document)
