"""JSON Lines: one object a citation, for pipes and data frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citecheck.model import Report
from citecheck.reports.rows import rows
from citecheck.reports.sanitise import json_text

if TYPE_CHECKING:
    from citecheck.reports import RenderOptions


def render(report: Report, options: RenderOptions) -> str:
    """One line a citation; texts are as they are, what is unseen in them escaped."""
    return "".join(json_text(row) + "\n" for row in rows(report, options.uncited))
