"""The contents of briefs as the store keeps them: compressed bytes, and the source list."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from citecheck import briefs
from citecheck.audits import keys
from citecheck.model import Brief, Reference

SourceList = Sequence[Mapping[str, Any]]


def source_list(references: Sequence[Reference] | None) -> SourceList | None:
    """A source list that was kept elsewhere, as a JSON value."""
    if references is None:
        return None
    return [{"label": r.label, "url": r.url, "title": r.title, "text": r.text} for r in references]


def row(data: bytes, path: str, listed: SourceList | None) -> dict[str, Any]:
    """The row of `briefs` for a brief's bytes; what parsing tells is added when it is parsed."""
    own = b"" if listed is None else json.dumps(listed, sort_keys=True).encode()
    return {
        "id": keys.brief_key(data, PurePath(path).suffix, own),
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "body": zlib.compress(data, 6),
        "source_list": listed,
    }


def parsed(body: bytes, listed: SourceList | None, path: str) -> Brief:
    """Parse a brief from its row. Raises `BriefError` as `briefs.parse` does."""
    references = None if listed is None else tuple(Reference(**entry) for entry in listed)
    return briefs.parse(zlib.decompress(body), path=path, references=references)
