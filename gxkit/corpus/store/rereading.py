"""Reading the file of a stored report again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from gxkit.corpus.correcting import Overlay, corrected
from gxkit.corpus.store.fills import Fill, filled
from gxkit.corpus.store.items import Item
from gxkit.corpus.store.opening import Opener
from gxkit.corpus.store.parts import FILES
from gxkit.corpus.store.views import Views
from gxkit.documents import Document
from gxkit.documents.names import INSIDE
from gxkit.documents.together import AND
from gxkit.errors import GxkitError, ReadError
from gxkit.parsing import parse
from gxkit.report import Report


def reread(views: Views, report_id: str) -> Report:
    """Read the file of a report again.

    Parameters
    ----------
    views : Views
        The parts of the corpus.
    report_id : str
        The report.

    Returns
    -------
    Report
        As this gxkit reads the file, with what a manifest filled.

    Raises
    ------
    KeyError
        There is no such report.
    ReadError
        Its file is gone or has changed since; the frames still have what it said.

    Examples
    --------
    >>> from gxkit.corpus.store.manifest import Manifest
    >>> reread(Views(Path("."), Manifest()), "0" * 12)
    Traceback (most recent call last):
        ...
    KeyError: "no report '000000000000' here; see .reports for those there are"
    """
    where = {"report_id": report_id, "status": "read"}
    found = views.table(FILES, ["name", "fill"], where).to_pylist()
    if not found:
        raise KeyError(f"no report {report_id!r} here; see .reports for those there are")
    name, fill = found[0]["name"], found[0]["fill"]
    told = None if fill is None else Fill(*json.loads(fill))
    names = name.split(AND) if told is not None and told.group else [name]
    document = _document(views, names, name, report_id)
    return Report(filled(parse(document), told), document)


def _document(views: Views, names: Sequence[str], name: str, report_id: str) -> Document:
    kept = f"report {report_id} of the corpus {views.out} has its frames all the same"
    parts = tuple(_item(views, each, kept) for each in names)
    item = parts[0] if len(parts) == 1 else parts[0]._replace(name=name, member=None, parts=parts)
    try:
        with Opener() as opener:
            document = opener.document(item)
    except GxkitError as error:
        raise ReadError(f"{error}; {kept}") from error
    if document.sha256[:12] != report_id:
        raise ReadError(f"{name}: the file has changed; build again to read it anew; {kept}")
    return document if document.parts else replace(document, path=name)


def _item(views: Views, name: str, kept: str) -> Item:
    path, _, member = name.partition(INSIDE)
    # Paths count from the folder where the corpus was built, whoever opens it elsewhere.
    places = (Path(views.manifest.said.get("folder", ""), path), Path(path))
    file = next((place for place in places if place.is_file()), None)
    if file is None:
        raise ReadError(f"{name}: the file is not there any more; {kept}")
    return Item(name, str(file), member or None, 0, 0)


class Reread(Mapping[str, Report]):
    """Reports of a corpus on disk, each read from its file when it is asked for.

    Parameters
    ----------
    views : Views
        The parts of the corpus.
    ids : iterable of str
        The reports, in order.
    overlay : Overlay, optional
        Corrections to lay over them.

    Examples
    --------
    >>> from gxkit.corpus.store.manifest import Manifest
    >>> len(Reread(Views(Path("."), Manifest()), ["0" * 12]))
    1
    """

    def __init__(self, views: Views, ids: Iterable[str], overlay: Overlay | None = None) -> None:
        self._views = views
        self._ids = dict.fromkeys(ids)
        self._wishes = {} if overlay is None else overlay.corrected

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, id: object) -> bool:
        return id in self._ids

    def __getitem__(self, id: str) -> Report:
        if id not in self._ids:
            raise KeyError(id)
        report = reread(self._views, id)
        return corrected(report, self._wishes[id]) if id in self._wishes else report
