"""The index beside each WARC file: CDXJ lines, as pywb and cdxj-indexer write them.

A line is a sort key (the URL with its host turned round, then the time) and a JSON object. It
holds nothing that the WARC file does not hold: a missing or short index is made again from it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from citecheck.outside import dates, numbers

REVISIT = "warc/revisit"
OUTCOME = "application/vnd.citecheck.source+json"
OUTCOME_PREFIX = "urn:citecheck:source:"
_FARTHEST = 1 << 48  # bytes; no file is so large
_META = "!meta 0 "


@dataclass(frozen=True, slots=True)
class Entry:
    """One record: what, when, and where it is.

    `digest` is that of the payload, "sha256:…" (None for records that have none); `mime` is its
    media type, `REVISIT` for repeats and `OUTCOME` for how a look-up ended.
    """

    url: str
    at: datetime
    mime: str
    status: str
    digest: str | None
    file: str
    offset: int
    length: int

    def line(self) -> str:
        """The CDXJ line, without its end."""
        value = {
            "url": self.url,
            "mime": self.mime,
            "status": self.status,
            "digest": self.digest,
            "length": str(self.length),
            "offset": str(self.offset),
            "filename": self.file,
            "date": self.at.isoformat(),
        }
        stamp = self.at.strftime("%Y%m%d%H%M%S")
        return f"{self.key()} {stamp} {json.dumps(value, ensure_ascii=False)}"

    def key(self) -> str:
        """The sort key; outcomes stand apart, so that a replay tool does not show them."""
        return (OUTCOME_PREFIX if self.mime == OUTCOME else "") + surt(self.url)


def surt(url: str) -> str:
    """A URL with its host turned round: `https://www.example.org/a?b` is
    `org,example,www)/a?b`."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url.replace(" ", "%20")
    if not host:
        return url.replace(" ", "%20")
    turned = host if host.replace(".", "").isdigit() else ",".join(reversed(host.split(".")))
    rest = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return f"{turned}{f':{port}' if port else ''}){rest}".replace(" ", "%20")


def finished_index(entries: list[Entry]) -> bytes:
    """The index of a finished file: sorted, after a line that says how many entries follow."""
    lines = sorted(entry.line() for entry in entries)
    return "".join(f"{line}\n" for line in (f'{_META}{{"entries": {len(lines)}}}', *lines)).encode()


def parse_index(data: bytes, file: str) -> tuple[list[Entry], int]:
    """The entries of an index for `file`, and up to where in that file they reach.

    While a file is written its index grows in the file's order; then a last line that was cut off
    is left out. An index that is out of order and not whole, or with a line that is broken or
    about another file, counts for nothing (no entries, 0): the WARC file is what counts.
    """
    text = data.decode("utf-8", "replace")
    lines = text[: text.rfind("\n") + 1].splitlines()
    meta = lines.pop(0) if lines and lines[0].startswith(_META) else None
    found = []
    for line in lines:
        entry = _parsed(line)
        if entry is None or entry.file != file or not entry.length:
            return [], 0
        found.append(entry)
    offsets = [entry.offset for entry in found]
    whole = meta == f'{_META}{{"entries": {len(found)}}}' if meta else offsets == sorted(offsets)
    if not whole:
        return [], 0
    return found, max((entry.offset + entry.length for entry in found), default=0)


def _time(text: object) -> datetime:
    moment = dates.from_iso(text)
    if moment is None:
        raise ValueError(f"{text!r:.40} is no time")
    return moment


def _place(text: object) -> int:
    number = numbers.whole(str(text))
    if number is None or number > _FARTHEST:
        raise ValueError(f"{text!r:.40} is no place in a file")
    return number


def _parsed(line: str) -> Entry | None:
    try:
        value = json.loads(line[line.find("{") :])
        return Entry(
            url=str(value["url"]),
            at=_time(value["date"]),
            mime=str(value["mime"]),
            status=str(value["status"]),
            digest=None if value["digest"] is None else str(value["digest"]),
            file=str(value["filename"]),
            offset=_place(value["offset"]),
            length=_place(value["length"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return None
