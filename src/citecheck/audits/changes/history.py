"""The history of one URL, or of one brief, over all runs."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from citecheck.audits.changes.compare import VerdictChange, verdict_changes
from citecheck.audits.store.database import Store
from citecheck.audits.store.schema import (
    citations,
    engines,
    lookups,
    read_by,
    readings,
    results,
    run_briefs,
    runs,
    sources,
    urls,
)
from citecheck.model import Verdict
from citecheck.sources import canonical_url


@dataclass(frozen=True, slots=True)
class UrlMoment:
    """How one run found a URL. `text_key` tells texts apart; None where nothing was read.

    `verdicts` counts the citations of this URL in that run.
    """

    run_id: int
    at: datetime
    status: str
    detail: str
    http_status: int | None
    final_url: str | None
    sha256: str | None
    text_key: str | None
    verdicts: dict[str, int]


@dataclass(frozen=True, slots=True)
class BriefMoment:
    """How one run found a brief, and which verdicts differ from the run before.

    `verdicts` is None where the brief was not checked; then `problem` says why.
    """

    run_id: int
    at: datetime
    version: str
    model: str
    brief_id: str | None
    problem: str | None
    verdicts: dict[str, int] | None
    changes: Sequence[VerdictChange]


def url_history(store: Store, url: str) -> list[UrlMoment]:
    """The runs that looked a URL up, oldest first."""
    with suppress(ValueError):
        url = canonical_url(url)
    query = (
        sa.select(
            lookups,
            runs.c.started_at,
            runs.c.engine_id,
            sources.c.sha256,
            readings.c.text_key,
        )
        .select_from(lookups)
        .join(urls, urls.c.id == lookups.c.url_id)
        .join(runs, runs.c.id == lookups.c.run_id)
        .outerjoin(sources, sources.c.id == lookups.c.source_id)
        .outerjoin(readings, read_by(runs.c.engine_id))
        .where(urls.c.url == url, lookups.c.status.is_not(None))
        .order_by(lookups.c.run_id)
    )
    with store.reading() as connection:
        rows = connection.execute(query).all()
        return [
            UrlMoment(
                run_id=row.run_id,
                at=row.looked_up_at or row.started_at,
                status=row.status,
                detail=row.detail or "",
                http_status=row.http_status,
                final_url=row.final_url,
                sha256=row.sha256,
                text_key=row.text_key,
                verdicts=_citing(connection, row.run_id, row.url_id),
            )
            for row in rows
        ]


def _citing(connection: sa.Connection, run_id: int, url_id: int) -> dict[str, int]:
    query = (
        sa.select(citations.c.verdict, sa.func.count())
        .join(run_briefs, run_briefs.c.result_id == citations.c.result_id)
        .where(run_briefs.c.run_id == run_id, citations.c.url_id == url_id)
        .group_by(citations.c.verdict)
        .order_by(citations.c.verdict)
    )
    return {verdict: int(count) for verdict, count in connection.execute(query)}


def brief_history(store: Store, path: str) -> list[BriefMoment]:
    """The runs that a brief was part of, oldest first."""
    query = (
        sa.select(
            run_briefs,
            runs.c.started_at,
            engines.c.version,
            engines.c.model,
            *(results.c[verdict.value] for verdict in Verdict),
        )
        .select_from(run_briefs)
        .join(runs, runs.c.id == run_briefs.c.run_id)
        .join(engines, engines.c.id == runs.c.engine_id)
        .outerjoin(results, results.c.id == run_briefs.c.result_id)
        .where(run_briefs.c.path == path)
        .order_by(run_briefs.c.run_id)
    )
    with store.reading() as connection:
        rows = connection.execute(query).mappings().all()
    found: list[BriefMoment] = []
    checked: int | None = None
    for row in rows:
        verdicts = {v.value: int(row[v.value]) for v in Verdict} if row["result_id"] else None
        changes: Sequence[VerdictChange] = ()
        if verdicts is not None and checked is not None:
            changes = list(verdict_changes(store, checked, row["run_id"], path))
        found.append(
            BriefMoment(
                run_id=row["run_id"],
                at=row["started_at"],
                version=row["version"],
                model=row["model"],
                brief_id=row["brief_id"],
                problem=row["problem"],
                verdicts=verdicts,
                changes=changes,
            )
        )
        if verdicts is not None:
            checked = row["run_id"]
    return found
