"""What a judge lane has on its desk: the sources of a brief, and pages it has made ready.

A page is read once for each engine and written down by its key; its text is fetched from the
folder of bodies again only when a claim must be judged against it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from citecheck import pipeline
from citecheck.audits import keys
from citecheck.audits.store import values
from citecheck.audits.store.bodies import Bodies, Locator
from citecheck.audits.store.database import Store
from citecheck.audits.store.schema import lookups, read_by, readings, references, sources
from citecheck.model import Source, SourceStatus

if TYPE_CHECKING:
    from citecheck.matching import PreparedPage

_MOST_CHARACTERS = 1_000_000  # of the pages that are kept ready; about 100 bytes each


@dataclass(frozen=True, slots=True)
class Sourced:
    """A cited reference of a brief, and what became of it in one run.

    `status` and `detail` are the page's where it was read, else the look-up's. `page_key` is None
    where there is nothing to match. `row` is the look-up, with the place of the body.
    """

    label: str
    url: str | None
    url_id: int | None
    source_id: int | None
    status: str
    detail: str
    page_key: str | None
    row: Mapping[str, Any]


class Desk:
    """Reads and keeps pages for one process."""

    def __init__(self, store: Store, bodies: str, engine_id: int, seconds: float) -> None:
        self._store = store
        self._seconds = seconds
        self._bodies = Bodies(bodies)
        self._engine_id = engine_id
        self._ready: OrderedDict[str, PreparedPage] = OrderedDict()
        self._characters = 0

    def sources(self, brief_id: str, run_id: int) -> list[Sourced]:
        """The cited references of a brief, in order, each read."""
        with self._store.reading() as connection:
            rows = connection.execute(_query(brief_id, run_id, self._engine_id)).mappings().all()
        return [self._sourced(dict(row)) for row in rows]

    def prepared(self, source: Sourced) -> PreparedPage:
        """The page of a source that has a `page_key`, ready for matching."""
        assert source.page_key is not None
        if source.page_key in self._ready:
            self._ready.move_to_end(source.page_key)
            return self._ready[source.page_key]
        reading = pipeline.read(self._source(source.row), self._seconds)
        if reading.prepared is None:  # it was readable once, and takes too long today
            raise RuntimeError(f"{source.url}: {reading.page.detail}")
        return self._keep(source.page_key, reading.prepared)

    def _sourced(self, row: Mapping[str, Any]) -> Sourced:
        if row["url_id"] is None:
            return _plain(row, SourceStatus.NO_URL, "")
        if row["source_id"] is None:
            return _plain(row, row["status"], row["detail"] or "")
        if row["text_key"] is None:
            row = {**row, **self._read(row)}
        found = _plain(row, row["page_status"], row["page_detail"])
        if not row["readable"]:
            return found
        return replace(found, page_key=keys.page_key(row["text_key"], _address(row)))

    def _read(self, row: Mapping[str, Any]) -> dict[str, Any]:
        reading = pipeline.read(self._source(row), self._seconds)
        page = reading.page
        text_key = keys.text_key(reading)
        value = {
            "source_id": row["source_id"],
            "engine_id": self._engine_id,
            "lookup_status": row["status"],
            "status": page.status.value,
            "detail": page.detail,
            "readable": reading.prepared is not None,
            "title": page.title,
            "characters": len(page.text) if page.text else None,
            "text_key": text_key,
        }
        with self._store.writing() as connection:
            self._store.insert_new(connection, readings, [value])
        if reading.prepared is not None:
            self._keep(keys.page_key(text_key, _address(row)), reading.prepared)
        return {
            "page_status": value["status"],
            "page_detail": value["detail"],
            "readable": value["readable"],
            "text_key": text_key,
        }

    def _source(self, row: Mapping[str, Any]) -> Source:
        place = Locator(row["warc"], row["warc_offset"], row["warc_length"])
        return replace(values.source(row["url"], row), body=self._bodies.read(place))

    def _keep(self, key: str, page: PreparedPage) -> PreparedPage:
        self._ready[key] = page
        self._characters += len(page.text)
        while self._characters > _MOST_CHARACTERS and len(self._ready) > 1:
            _, oldest = self._ready.popitem(last=False)
            self._characters -= len(oldest.text)
        return page


def _plain(row: Mapping[str, Any], status: str, detail: str) -> Sourced:
    return Sourced(
        row["label"],
        row["url"],
        row["url_id"],
        row["source_id"],
        str(status),
        detail,
        None,
        row,
    )


def _address(row: Mapping[str, Any]) -> str:
    return str(row["final_url"] or row["url"])


def _query(brief_id: str, run_id: int, engine_id: int) -> sa.Select[Any]:
    looked_up = sa.and_(lookups.c.url_id == references.c.url_id, lookups.c.run_id == run_id)
    return (
        sa.select(
            references.c.label,
            references.c.url,
            references.c.url_id,
            *(
                lookups.c[name]
                for name in (
                    "status",
                    "detail",
                    "http_status",
                    "final_url",
                    "redirects",
                    "fetched_at",
                    "archived_url",
                    "archived_at",
                    "rendered",
                    "source_id",
                )
            ),
            sources.c.sha256,
            sources.c.content_type,
            sources.c.warc,
            sources.c.warc_offset,
            sources.c.warc_length,
            readings.c.status.label("page_status"),
            readings.c.detail.label("page_detail"),
            readings.c.readable,
            readings.c.text_key,
        )
        .select_from(references)
        .outerjoin(lookups, looked_up)
        .outerjoin(sources, sources.c.id == lookups.c.source_id)
        .outerjoin(readings, read_by(engine_id))
        .where(references.c.brief_id == brief_id, references.c.cited)
        .order_by(references.c.position)
    )
