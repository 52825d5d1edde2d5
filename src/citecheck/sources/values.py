"""A `Source` without its body as a plain JSON object, and back; the ways to get one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from citecheck.model import ArchivedCopy, Source, SourceStatus


class Way(StrEnum):
    """How a source was looked up: as it is now, in a web archive, or by a browser."""

    LIVE = "live"
    ARCHIVED = "archived"
    RENDERED = "rendered"


def way_of(source: Source) -> Way:
    """How a source was looked up."""
    if source.rendered:
        return Way.RENDERED
    return Way.LIVE if source.archived is None else Way.ARCHIVED


def to_json(source: Source) -> dict[str, Any]:
    """Everything but the body."""
    copy = source.archived
    return {
        "url": source.url,
        "status": source.status.value,
        "detail": source.detail,
        "http_status": source.http_status,
        "final_url": source.final_url,
        "fetched_at": _written(source.fetched_at),
        "content_type": source.content_type,
        "sha256": source.sha256,
        "from_cache": source.from_cache,
        "redirects": list(source.redirects),
        "archived": None if copy is None else {"url": copy.url, "at": _written(copy.at)},
        "rendered": source.rendered,
    }


def from_json(value: Mapping[str, Any], body: bytes = b"") -> Source:
    """The source that `to_json` wrote. Raises `ValueError` when it is none."""
    try:
        copy = value["archived"]
        return Source(
            url=str(value["url"]),
            status=SourceStatus(value["status"]),
            detail=str(value["detail"]),
            http_status=_optional(int, value["http_status"]),
            final_url=_optional(str, value["final_url"]),
            fetched_at=_optional(_read, value["fetched_at"]),
            content_type=_optional(str, value["content_type"]),
            body=body,
            sha256=_optional(str, value["sha256"]),
            from_cache=bool(value["from_cache"]),
            redirects=tuple(map(str, value["redirects"])),
            archived=None if copy is None else ArchivedCopy(str(copy["url"]), _read(copy["at"])),
            rendered=bool(value["rendered"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"it is no kept source: {error!r}") from None


def _optional(read: Any, value: Any) -> Any:
    return None if value is None else read(value)


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text)
