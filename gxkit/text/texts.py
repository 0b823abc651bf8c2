"""The texts of a corpus, with what is known of each report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gxkit.errors import TextError

if TYPE_CHECKING:
    import pandas as pd

    from gxkit.corpus import Corpus

META = ("agency", "unit_id", "year", "province", "city", "level", "agency_type", "form")
"""What is carried along of a report, to group by."""

_KINDS = {"problems": "problem", "improvements": "improvement"}
PARTS = (*_KINDS, "points", *(f"section{number}" for number in range(7)), "overview", "narrative")
"""The parts of a report that texts can be made of."""


def texts(corpus: Corpus, part: str = "problems") -> pd.DataFrame:
    """Return texts of a corpus, a row a text, with columns to group by.

    Parameters
    ----------
    corpus : Corpus
        The reports, in memory or stored.
    part : str
        ``"problems"`` or ``"improvements"``: those of a report joined, a line each;
        ``"points"``: a row a problem or improvement; ``"section0"`` (the preamble) to
        ``"section6"``: a section with the headings of its parts; ``"overview"``: a row a part of
        section one; ``"narrative"``: all sections.

    Returns
    -------
    pandas.DataFrame
        `report_id`, `agency`, `unit_id`, `year`, `province`, `city`, `level`, `agency_type`,
        `form`; for points also `kind` and `order`, for the overview `part` and `heading`; and
        `text`. A report without such a part, or with none but blanks there, has no row:
        ``.attrs["texts"]`` says how many have (`reports`) and how many have not (`without`).

    Raises
    ------
    TextError
        There is no such part.

    Examples
    --------
    >>> from gxkit.corpus import Corpus
    >>> texts(Corpus([]), "points").columns.tolist()[-3:]
    ['kind', 'order', 'text']
    """
    if part not in PARTS:
        raise TextError(f"no part {part!r}; choose one of {', '.join(PARTS)}")
    reports = corpus.frame("reports", ["report_id", *META])
    found = _points(corpus, part) if part in (*_KINDS, "points") else _sections(corpus, part)
    found = found[found["text"].fillna("").str.strip() != ""]
    frame = reports.merge(found, on="report_id", how="inner", validate="1:m")
    frame.attrs.update(corpus.provenance)
    told = int(frame["report_id"].nunique())
    frame.attrs["texts"] = {"part": part, "reports": told, "without": len(reports) - told}
    return frame


def _points(corpus: Corpus, part: str) -> pd.DataFrame:
    points = corpus.frame("points", ["report_id", "kind", "order", "text"])
    if part == "points":
        return points
    return _joined(points[points["kind"] == _KINDS[part]])


def _sections(corpus: Corpus, part: str) -> pd.DataFrame:
    sections = corpus.frame("sections", ["report_id", "section", "part", "heading", "text"])
    if part == "overview":
        first = sections[sections["section"] == 1]
        return first[["report_id", "part", "heading", "text"]]
    if part != "narrative":
        sections = sections[sections["section"] == int(part.removeprefix("section"))]
    # A section's own heading is the form's; those of its parts are the agency's words.
    own = sections["heading"].where(sections["part"] > 0, "").fillna("")
    text = (own + "\n" + sections["text"].fillna("")).str.strip()
    return _joined(sections.assign(text=text))


def _joined(frame: pd.DataFrame) -> pd.DataFrame:
    """Join the texts of each report, a line each, in the order of the frame."""
    frame = frame[frame["text"] != ""]
    joined = frame.groupby("report_id", sort=False)["text"].agg("\n".join)
    return joined.astype("string").reset_index()
