"""Reads a large page in a process of its own, under limits of time and memory."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from citecheck.model import Page, Passage, Region, Source, SourceStatus
from citecheck.workers import TaskFailed, Worker

_WORKER = Worker("citecheck.pages.apart")


def read_apart(source: Source, seconds: float) -> Page:
    """What `pages.read_here` gives; `TOO_LARGE` when it takes too much time or memory."""
    header = {
        "url": source.url,
        "status": source.status.value,
        "detail": source.detail,
        "code": source.http_status,
        "final_url": source.final_url,
        "type": source.content_type,
        "rendered": source.rendered,
    }
    try:
        found = _WORKER.ask(header, source.body, seconds)
    except TaskFailed as failure:
        status = SourceStatus.READER_FAILED if failure.fault else SourceStatus.TOO_LARGE
        return Page(source, status, f"the page {failure}; read it yourself")
    published = found["published"]
    return Page(
        source,
        SourceStatus(found["status"]),
        found["detail"],
        title=found["title"],
        language=found["language"],
        published=datetime.fromisoformat(published) if published else None,
        text=found["text"],
        passages=tuple(
            Passage(found["text"][start:end], start, end, Region(region), heading, number)
            for start, end, region, heading, number in found["passages"]
        ),
    )


def answer(header: dict[str, Any], body: bytes) -> dict[str, Any]:
    """In the worker: the page as a JSON object."""
    from citecheck.pages import read_here

    source = Source(
        header["url"],
        SourceStatus(header["status"]),
        header["detail"],
        http_status=header["code"],
        final_url=header["final_url"],
        content_type=header["type"],
        body=body,
        rendered=header["rendered"],
    )
    # A PDF is opened in yet another process; what it has given by then is put together here.
    page = read_here(source, 0.6 * header["seconds"])
    return {
        "status": page.status.value,
        "detail": page.detail,
        "title": page.title,
        "language": page.language,
        "published": page.published and page.published.isoformat(),
        "text": page.text,
        "passages": [(p.start, p.end, p.region.value, p.heading, p.page) for p in page.passages],
    }
