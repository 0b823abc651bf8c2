"""Documents read as annual reports: masthead, outline, tables fitted to a form, points."""

from __future__ import annotations

from gxkit.parsing.parse import parse

__all__ = ["parse"]
