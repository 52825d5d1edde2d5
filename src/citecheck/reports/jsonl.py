"""JSON Lines: one object a citation, for pipes and data frames."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from citecheck.model import Report
from citecheck.reports.rows import rows

if TYPE_CHECKING:
    from citecheck.reports import RenderOptions


def render(report: Report, options: RenderOptions) -> str:
    """One line a citation; texts are as they are, since JSON runs nothing."""
    return "".join(
        json.dumps(row, ensure_ascii=False) + "\n" for row in rows(report, options.uncited)
    )
