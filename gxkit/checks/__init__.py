"""What must hold inside a report: so far the identities that its form itself imposes."""

from __future__ import annotations

from gxkit.checks.identities import identities
from gxkit.checks.model import Finding, figure

__all__ = ["Finding", "figure", "identities"]
