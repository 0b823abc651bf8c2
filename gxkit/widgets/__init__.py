"""Desks for a notebook: to look at numbers, correct cells, search texts and code by hand.

Each is a function that returns an object which shows itself; its `view` is an ipywidgets box.
All work from the keyboard: Tab, the arrows and Enter.
"""

from __future__ import annotations

from gxkit.widgets.coding import coding_desk
from gxkit.widgets.concordance import concordance
from gxkit.widgets.explorer import explorer
from gxkit.widgets.hand import read_codes
from gxkit.widgets.review import review_desk

__all__ = ["coding_desk", "concordance", "explorer", "read_codes", "review_desk"]
