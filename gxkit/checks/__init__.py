"""What must hold: rules as declared objects, the cells that explain failures, and who erred."""

from __future__ import annotations

from gxkit.checks.catalogue import RULES, check
from gxkit.checks.identities import identities
from gxkit.checks.model import Evidence, Finding, Rule, failures, figure

__all__ = ["RULES", "Evidence", "Finding", "Rule", "check", "failures", "figure", "identities"]
