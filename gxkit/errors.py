"""The errors gxkit raises: each names the file, what is wrong and what to do."""

from __future__ import annotations


class GxkitError(Exception):
    """Root of all errors that gxkit raises on purpose."""


class ReadError(GxkitError, OSError):
    """A file cannot be read at all: missing, empty, truncated or damaged."""


class FormatError(GxkitError, ValueError):
    """A file is of a kind that gxkit cannot read here."""


class MissingError(FormatError):
    """A file needs a program or a package that is not installed here; with it, it can be read."""


class LimitError(GxkitError, ValueError):
    """A file asks for more time or memory than a report can need."""


class CorrectionError(GxkitError, ValueError):
    """A correction, or a table of them, cannot be used as it stands."""


class AliasError(GxkitError, ValueError):
    """A table of renamed and merged agencies cannot be used as it stands."""


class BuildError(GxkitError, RuntimeError):
    """A corpus on disk cannot be built now; what was there before is as it was."""


class QueryError(GxkitError, ValueError):
    """A query over the frames of a corpus cannot be answered."""


class ExportError(GxkitError, OSError, ValueError):
    """A data set cannot be written as it was asked for."""


class MeasureError(GxkitError, ValueError):
    """An indicator, a group or a weight that was asked for cannot be used as it stands."""


class TextError(GxkitError, ValueError):
    """Texts, words or groups cannot be counted or compared as it was asked for."""


class PlotError(GxkitError, ValueError):
    """A figure cannot be drawn as asked; the message says what to give."""


class ThemeError(GxkitError, ValueError):
    """A codebook, its exemplars, or codes that a person gave cannot be used as they stand."""


class WidgetError(GxkitError, ValueError):
    """A desk cannot be set up, or cannot do what it was asked; the message says what to give."""
