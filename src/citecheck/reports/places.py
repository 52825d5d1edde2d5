"""Where things are: a claim's end in its brief, a path or an address as a URI."""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import quote

from citecheck.model import Brief, Claim, Place

_URI = "!#$%&'()*+,/:;=?@[]~"  # characters that mean something in a URI and stay (RFC 3986)


def line_of(place: Place) -> int | None:
    """The line of the file; None in a format without lines, such as a PDF."""
    return place.line if place.where in ("", f"line {place.line}") else None


def end_of(brief: Brief, claim: Claim) -> Place | None:
    """Where a claim ends (exclusive); None when the report lacks the brief's text, or when that
    text is not the file itself, as in LaTeX."""
    if not claim.start < claim.end <= len(brief.text) or claim.place.where:
        return None
    # From where it starts, not from the head of the brief: there may be 100,000 claims.
    text = brief.text[claim.start : claim.end].replace("\r\n", "\n").replace("\r", "\n")
    last = text.rfind("\n")
    column = len(text) - last if last >= 0 else claim.place.column + len(text)
    return Place(claim.end, claim.place.line + text.count("\n"), column)


def path_uri(path: str) -> str:
    """A path as a URI: relative ones stay so, with `/`; absolute ones become `file:`."""
    pure = PurePath(path)
    return (
        pure.as_uri() if pure.is_absolute() else quote(pure.as_posix(), safe="/", errors="replace")
    )


def web_uri(url: str | None) -> str | None:
    """An http or https address with everything encoded that a URI may not hold; else None."""
    if url is None or not url.lower().startswith(("http://", "https://")):
        return None
    # "[" and "]" may only stand in a host; elsewhere they are encoded.
    scheme, rest = url.split("://", 1)
    host, slash, path = rest.partition("/")
    encoded = quote(path, safe=_URI.replace("[", "").replace("]", ""), errors="replace")
    return f"{scheme}://{quote(host, safe=_URI, errors='replace')}{slash}{encoded}"
