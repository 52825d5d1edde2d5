"""Takes out of an archived page what the archive put in: its banner, its scripts, its links."""

from __future__ import annotations

import re

_INSERTED = (
    # The Wayback Machine and OpenWayback.
    (b"<!-- BEGIN WAYBACK TOOLBAR INSERT -->", b"<!-- END WAYBACK TOOLBAR INSERT -->"),
    (b"<!-- Start Wayback Rewrite JS Include -->", b"<!-- End Wayback Rewrite JS Include -->"),
    # pywb.
    (b"<!-- WB Insert -->", b"<!-- End WB Insert -->"),
    (b"<!-- BEGIN PYWB INSERT -->", b"<!-- END PYWB INSERT -->"),
)
_HEAD = re.compile(rb"<head\b[^>]{0,500}>", re.IGNORECASE)
_SCRIPT_END = b"<!-- End Wayback Rewrite JS Include -->"
_FOOTER = re.compile(rb"<!--\s*FILE ARCHIVED ON ")
_REWRITTEN = re.compile(
    rb"(?:(?:https?:)?//[\w.:-]{1,255})?/(?:[\w.-]{1,40}/){1,3}\d{14}(?:[a-z]{2}_)?/(?=https?:)"
)


def strip_inserts(body: bytes) -> bytes:
    """An archived HTML page without banner and archive scripts, links as they were."""
    for begin, end in _INSERTED:
        body = _without(body, begin, end)
    head = _HEAD.search(body)
    scripts = body.find(_SCRIPT_END)
    if head is not None and head.end() <= scripts:
        # The Wayback Machine puts its scripts first in the head and marks only their end.
        body = body[: head.end()] + body[scripts + len(_SCRIPT_END) :]
    footer = _FOOTER.search(body)
    if footer is not None:
        body = body[: footer.start()]
    return _REWRITTEN.sub(b"", body)


def _without(body: bytes, begin: bytes, end: bytes) -> bytes:
    parts = []
    rest = 0
    while (start := body.find(begin, rest)) >= 0 and (stop := body.find(end, start)) >= 0:
        parts.append(body[rest:start])
        rest = stop + len(end)
    return b"".join((*parts, body[rest:]))
