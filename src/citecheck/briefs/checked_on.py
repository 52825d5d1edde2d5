"""The date that a brief gives itself: "Checked on January 28, 2026"."""

from __future__ import annotations

import re
from datetime import date

from citecheck.model import Brief

_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_MONTH_FIRST = re.compile(r"\b([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\.?\s+([a-z]{3,9})\.?,?\s+(\d{4})\b")


def checked_on(brief: Brief) -> date | None:
    """The date in the brief's own date line (English month names or ISO 8601); a line that says
    "checked" counts before others. None when there is none."""
    lines = [part.text.lower() for part in brief.passed_over if part.kind == "date line"]
    for line in sorted(lines, key=lambda line: "checked" not in line):
        found = _date_in(line)
        if found is not None:
            return found
    return None


def _date_in(line: str) -> date | None:
    if match := _ISO.search(line):
        return _date(match[1], int(match[2]), match[3])
    if match := _MONTH_FIRST.search(line):
        return _date(match[3], _month(match[1]), match[2])
    if match := _DAY_FIRST.search(line):
        return _date(match[3], _month(match[2]), match[1])
    return None


def _month(name: str) -> int:
    """1 to 12; 0 when it is no month."""
    return next((n for n, month in enumerate(_MONTHS, 1) if month.startswith(name)), 0)


def _date(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None
