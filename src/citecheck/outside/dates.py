"""Dates and times that strangers wrote: those that make sense, in UTC; None for all others."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_FIRST, _LAST = 1, 9998  # years that can be moved to any time zone and back


def from_iso(text: object) -> datetime | None:
    """An ISO 8601 (RFC 3339) date or time; one without a zone is taken for UTC."""
    try:
        return _sound(datetime.fromisoformat(str(text).strip()))
    except (ValueError, OverflowError):
        return None


def from_http(text: object) -> datetime | None:
    """The date of a header (RFC 9110, and the older forms that mail knows)."""
    try:
        return _sound(parsedate_to_datetime(str(text or "")))
    except (ValueError, OverflowError, TypeError, IndexError, AttributeError):
        return None


def from_epoch(seconds: float) -> datetime | None:
    """Seconds since 1970."""
    try:
        return _sound(datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _sound(moment: datetime) -> datetime | None:
    if not _FIRST < moment.year < _LAST:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
