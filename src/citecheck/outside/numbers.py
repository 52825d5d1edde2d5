"""Numbers that strangers wrote."""

from __future__ import annotations

import math

_DIGITS = 18  # more than any count, size or number of seconds has


def whole(text: object, most: int = 10**_DIGITS) -> int | None:
    """A whole number of ASCII digits; `most` for a larger one, None for anything else.

    `str.isdigit` takes `²` for a digit, which `int` does not, and `int` refuses long ones.
    """
    digits = str(text).strip() if text is not None else ""
    if not (digits.isascii() and digits.isdigit()):
        return None
    digits = digits.lstrip("0") or "0"
    return most if len(digits) > _DIGITS else min(int(digits), most)


def seconds(value: object, most: float) -> float:
    """A time to wait, between 0 and `most` seconds; 0 for what is no number."""
    try:
        found = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return 0.0 if math.isnan(found) else min(max(found, 0.0), most)
