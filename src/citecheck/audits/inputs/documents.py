"""Gets the documents that name briefs: a sitemap, a feed, a list; from a URL or from a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from citecheck.errors import CitecheckError
from citecheck.model import Source, SourceStatus

Fetch = Callable[[Sequence[str]], Mapping[str, Source]]


def document(target: str, fetch: Fetch) -> bytes:
    """The bytes of a document. Raises `CitecheckError` naming it when there are none."""
    if target.startswith(("http://", "https://")):
        source = fetch([target])[target]
        if source.status is not SourceStatus.OK:
            raise CitecheckError(target, f"{source.status}: {source.detail}")
        return source.body
    try:
        return Path(target).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CitecheckError(target, f"cannot be read: {reason}", "check the path") from None
