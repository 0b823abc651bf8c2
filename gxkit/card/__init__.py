"""The face of a report: its tables as the official form shows them, with every doubt visible."""

from __future__ import annotations

from gxkit.card.page import html
from gxkit.card.shown import Card
from gxkit.card.terminal import text
from gxkit.card.wide import frame

__all__ = ["Card", "frame", "html", "text"]
