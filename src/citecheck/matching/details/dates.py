"""Finds calendar dates and compares them: any common order, with or without the year."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero gennaio januari janeiro",
            "february feb februar février febrero febbraio februari fevereiro",
            "march mar märz mars marzo maart março",
            "april apr avril abril aprile",
            "may mai mayo maggio mei maio",
            "june jun juni juin junio giugno junho",
            "july jul juli juillet julio luglio julho",
            "august aug août agosto augustus",
            "september sept sep septembre septiembre settembre setembro",
            "october oct oktober octobre octubre ottobre outubro okt",
            "november nov novembre noviembre novembro",
            "december dec dezember décembre diciembre dicembre december dezembro dez",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?P<iso>(?P<y1>\d{{4}})-(?P<m1>\d{{2}})-(?P<d1>\d{{2}}))\b"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?(?P<m2>{_MONTH})\b\.?"
    rf"(?:,?\s+(?:de\s+)?(?P<y2>\d{{4}})\b)?"
    rf"|\b(?P<m3>{_MONTH})\b\.?\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,\d)(?:,?\s+(?P<y3>\d{{4}})\b)?"
    rf"|\b(?P<m4>{_MONTH})\b\.?,?\s+(?P<y4>\d{{4}})\b"
    rf"|(?<![\w$£€.,])(?P<y5>1[0-9]\d\d|20\d\d|21\d\d)(?P<decade>s)?\b(?![.,]\d|\s?%|-\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Date:
    """A date at `[start, end)`; a part that is not given is None."""

    text: str
    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None


def dates(text: str) -> list[Date]:
    """All dates of a text in order."""
    found: list[Date] = []
    for match in _DATE.finditer(text):
        year = match["y1"] or match["y2"] or match["y3"] or match["y4"] or match["y5"]
        name = match["m2"] or match["m3"] or match["m4"]
        month = int(match["m1"]) if match["m1"] else _MONTHS[name.lower()] if name else None
        day = match["d1"] or match["d2"] or match["d3"]
        if match["m4"] and match["m4"][0].islower() and match["m4"].lower() in ("may", "mar"):
            continue
        found.append(
            Date(
                match[0],
                match.start(),
                match.end(),
                int(year) if year else None,
                month,
                int(day) if day else None,
            )
        )
    return found


def agrees(claim: Date, source: Date) -> bool:
    """Tell whether the source's date is the claim's, so far as both give the same parts."""
    pairs = (
        (claim.year, source.year),
        (claim.month, source.month),
        (claim.day, source.day),
    )
    given = [(a, b) for a, b in pairs if a is not None and b is not None]
    return bool(given) and all(a == b for a, b in given)


def states(claim: Date, source: Date) -> bool:
    """Tell whether the source's date gives every part that the claim's gives, the year aside."""
    return agrees(claim, source) and (
        (claim.day is None or source.day is not None)
        and (claim.month is None or source.month is not None)
    )
