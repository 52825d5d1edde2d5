"""Gets the documents that name briefs: a sitemap, a feed, a list; from a URL or from a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from citecheck.errors import CitecheckError
from citecheck.model import Source, SourceStatus

Fetch = Callable[[Sequence[str]], Mapping[str, Source]]
LARGEST = 60_000_000  # bytes, before and after decompression; the protocol of sitemaps allows 50 MB


def is_web(target: str) -> bool:
    """Whether a target is an http or https URL, which is all that a document may name that was
    fetched: it is a stranger's, and files are the user's."""
    return target.lower().startswith(("http://", "https://"))


def document(target: str, fetch: Fetch) -> bytes:
    """The bytes of a document. Raises `CitecheckError` naming it when there are none."""
    if is_web(target):
        source = fetch([target])[target]
        if source.status is not SourceStatus.OK:
            raise CitecheckError(target, f"{source.status}: {source.detail}")
        return source.body
    try:
        with Path(target).open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CitecheckError(target, f"cannot be read: {reason}", "check the path") from None
    if len(data) > LARGEST:
        raise CitecheckError(target, f"is larger than {LARGEST // 1_000_000} MB", "split it")
    return data
