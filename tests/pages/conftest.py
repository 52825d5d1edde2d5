from __future__ import annotations

from collections.abc import Callable

import pytest

from citecheck import pages
from citecheck.model import Page, Source, SourceStatus

Read = Callable[..., Page]


@pytest.fixture
def read() -> Read:
    """Reads bytes or text as the body of a fetched page."""

    def of(body: bytes | str, content_type: str | None = "text/html", **source: object) -> Page:
        data = body if isinstance(body, bytes) else body.encode()
        url = str(source.pop("url", "https://example.org/a/b"))
        made = Source(url, SourceStatus.OK, body=data, content_type=content_type, **source)  # type: ignore[arg-type]
        return pages.read(made, 300.0)  # many tests at once may slow each other down

    return of
