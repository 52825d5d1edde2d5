"""The plan of a run: every brief of the inputs, parsed, and every URL that they cite, once.

Briefs go to the store in small batches, each a transaction; a plan that was cut off is gone
through again and finds what it had already written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from citecheck import pipeline
from citecheck.audits import keys
from citecheck.audits.plan import contents
from citecheck.audits.plan.inputs import Found, Input, Unread, walk
from citecheck.audits.plan.selection import Selection, select
from citecheck.audits.store.database import Store
from citecheck.audits.store.schema import (
    briefs,
    claims,
    lookups,
    references,
    run_briefs,
    run_hosts,
    runs,
    urls,
)
from citecheck.briefs import gather
from citecheck.errors import CitecheckError
from citecheck.model import Brief, BriefProblem, Source, SourceStatus
from citecheck.sources import canonical_url

_BATCH = 50  # briefs in one transaction

Fetch = Callable[[Sequence[str]], "dict[str, Source]"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run takes, and what it need not fetch again.

    `source_list` holds references that replace those of every brief; see `contents`.
    `max_age`: a page that was looked up so recently is not looked up again, whatever came of it.
    """

    inputs: tuple[Input, ...]
    selection: Selection
    source_list: contents.SourceList | None = None
    max_age: timedelta | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """A brief of the plan: its row in the store, or why there is none."""

    path: str
    row: dict[str, Any] | None
    problem: str = ""


def make_plan(
    store: Store,
    run_id: int,
    engine_id: int,
    plan: Plan,
    fetch: Fetch,
    on_progress: Callable[[int], None],
    must_stop: Callable[[], bool],
) -> None:
    """Write the plan of a run that is `planning`, and set it `running`.

    `fetch` looks up briefs that are at URLs. Raises `CitecheckError` when an input cannot be
    opened at all; a brief that cannot be read is part of the plan, with the reason. When
    `must_stop` says so, the run is left `planning`.
    """
    position = 0
    found = (each for given in plan.inputs for each in walk(given, fetch))
    for batch in _batches(select(found, plan.selection)):
        read = list(_read(batch, plan, fetch))
        _write_batch(store, run_id, engine_id, read, position)
        position += len(read)
        on_progress(position)
        if must_stop():
            return
    _write_urls(store, run_id, plan)


def _batches(found: Iterable[Found | Unread]) -> Iterator[list[Found | Unread]]:
    iterator = iter(found)
    while batch := list(islice(iterator, _BATCH)):
        yield batch


def _read(batch: Sequence[Found | Unread], plan: Plan, fetch: Fetch) -> Iterator[_Read]:
    remote = [each.path for each in batch if isinstance(each, Found) and each.read is None]
    fetched = fetch(remote) if remote else {}
    for each in batch:
        try:
            if isinstance(each, Unread):
                raise each.problem
            data, listed = _contents(each, fetched)
            listed = listed if plan.source_list is None else plan.source_list
            yield _Read(each.path, contents.row(data, each.path, listed))
        except CitecheckError as error:
            yield _Read(each.path, None, str(error))


def _contents(
    found: Found, fetched: Mapping[str, Source]
) -> tuple[bytes, contents.SourceList | None]:
    """The bytes of a brief, and the source lists that a file names beside it."""
    if found.read is None:
        return _body(fetched[found.path]), None
    gathered = gather(found.read(), Path(found.path))
    return gathered.data, contents.source_list(gathered.references)


def _body(source: Source) -> bytes:
    if source.status is not SourceStatus.OK:
        raise CitecheckError(source.url, f"{source.status}: {source.detail}")
    return source.body


def _write_batch(
    store: Store, run_id: int, engine_id: int, read: Sequence[_Read], position: int
) -> None:
    rows = {each.row["id"]: (each.path, each.row) for each in read if each.row is not None}
    with store.reading() as connection:
        query = sa.select(briefs.c.id).where(briefs.c.id.in_(rows), briefs.c.engine_id == engine_id)
        known = set(connection.execute(query).scalars())
    parsed: dict[str, Brief] = {}
    problems: dict[str, str] = {}
    for brief_id, (path, row) in rows.items():
        if brief_id not in known:
            try:
                parsed[brief_id] = contents.parsed(row["body"], row["source_list"], path)
            except CitecheckError as error:
                problems[brief_id] = str(error)
    ordered = sorted(parsed)
    with store.writing() as connection:
        url_ids = _url_ids(store, connection, [parsed[brief_id] for brief_id in ordered])
        store.put(
            connection,
            briefs,
            [
                {
                    **rows[i][1],
                    "title": parsed[i].title,
                    "engine_id": engine_id,
                    "no_markers": parsed[i].problems.get(BriefProblem.NO_MARKERS),
                }
                for i in ordered
            ],
        )
        if ordered:
            connection.execute(sa.delete(references).where(references.c.brief_id.in_(ordered)))
        store.put(connection, claims, [row for i in ordered for row in _claims(i, parsed[i])])
        store.put(
            connection,
            references,
            [row for i in ordered for row in _references(i, parsed[i], url_ids)],
        )
        store.insert_new(
            connection,
            run_briefs,
            [_run_brief(run_id, position + n, e, problems) for n, e in enumerate(read)],
        )


def _run_brief(run_id: int, position: int, read: _Read, problems: dict[str, str]) -> dict[str, Any]:
    brief_id = None if read.row is None else read.row["id"]
    problem = read.problem or problems.get(brief_id or "") or None
    return {
        "run_id": run_id,
        "path": read.path,
        "position": position,
        "brief_id": None if problem else brief_id,
        "state": "failed" if problem else "waiting",
        "attempts": 0,
        "problem": problem,
    }


def _claims(brief_id: str, brief: Brief) -> Iterator[dict[str, Any]]:
    for position, claim in enumerate(brief.claims):
        if claim.refs:
            yield {
                "brief_id": brief_id,
                "claim_id": claim.id,
                "position": position,
                "text": claim.text,
                "heading": claim.heading,
                "line": claim.place.line,
                "refs": list(claim.refs),
                "claim_key": keys.claim_key(claim),
            }


def _references(brief_id: str, brief: Brief, url_ids: dict[str, int]) -> Iterator[dict[str, Any]]:
    cited = {id(reference) for reference in pipeline.cited_references(brief).values()}
    for position, reference in enumerate(brief.references):
        yield {
            "brief_id": brief_id,
            "position": position,
            "label": reference.label,
            "title": reference.title,
            "url": reference.url,
            "url_id": None if reference.url is None else url_ids[_canonical(reference.url)],
            "cited": id(reference) in cited,
        }


def _url_ids(store: Store, connection: sa.Connection, parsed: Iterable[Brief]) -> dict[str, int]:
    wanted = sorted({_canonical(r.url) for b in parsed for r in b.references if r.url is not None})
    store.insert_new(connection, urls, [{"url": url, "host": host_of(url)} for url in wanted])
    found: dict[str, int] = {}
    for start in range(0, len(wanted), 500):
        query = sa.select(urls.c.url, urls.c.id).where(urls.c.url.in_(wanted[start : start + 500]))
        found.update((row.url, row.id) for row in connection.execute(query))
    return found


def _canonical(url: str) -> str:
    """The URL under which it is looked up; one that makes no sense as it is written."""
    try:
        return canonical_url(url)
    except ValueError:
        return url


def host_of(url: str) -> str:
    """The host, with its port, whose pace a URL counts for; "" where it has none."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def _write_urls(store: Store, run_id: int, plan: Plan) -> None:
    """One look-up for each URL of the run; those that are fresh enough are over already."""
    cited = (
        sa.select(references.c.url_id, sa.func.min(run_briefs.c.position).label("position"))
        .join(run_briefs, run_briefs.c.brief_id == references.c.brief_id)
        .where(run_briefs.c.run_id == run_id, references.c.cited, references.c.url_id.is_not(None))
        .group_by(references.c.url_id)
        .subquery()
    )
    with store.writing() as connection:
        if plan.max_age is not None:
            _reuse(store, connection, run_id, cited, datetime.now(UTC) - plan.max_age)
        store.insert_from(
            connection,
            lookups,
            ["run_id", "url_id", "host"],
            sa.select(sa.literal(run_id), urls.c.id, urls.c.host)
            .join(cited, cited.c.url_id == urls.c.id)
            .where(sa.true()),
        )
        store.insert_from(
            connection,
            run_hosts,
            ["run_id", "host", "position", "state"],
            sa.select(
                sa.literal(run_id),
                lookups.c.host,
                sa.func.min(cited.c.position),
                sa.literal("waiting"),
            )
            .join(cited, cited.c.url_id == lookups.c.url_id)
            .where(lookups.c.run_id == run_id, lookups.c.status.is_(None))
            .group_by(lookups.c.host),
        )
        connection.execute(sa.update(runs).where(runs.c.id == run_id).values(state="running"))


def _reuse(
    store: Store, connection: sa.Connection, run_id: int, cited: sa.Subquery, oldest: datetime
) -> None:
    """Copy into this run the newest look-up of each URL, whatever it ended as, unless that is
    older than `oldest`. An older one that was read says nothing about a link that died since."""
    latest = sa.func.row_number().over(
        partition_by=lookups.c.url_id,
        order_by=(lookups.c.looked_up_at.desc(), lookups.c.run_id.desc()),
    )
    ranked = (
        sa.select(*lookups.c, latest.label("rank"))
        .join(cited, cited.c.url_id == lookups.c.url_id)
        .where(lookups.c.status.is_not(None), lookups.c.run_id != run_id)
        .subquery()
    )
    kept = [column.name for column in lookups.c if column.name != "run_id"]
    store.insert_from(
        connection,
        lookups,
        ["run_id", *kept],
        sa.select(sa.literal(run_id), *(ranked.c[name] for name in kept)).where(
            ranked.c.rank == 1, ranked.c.looked_up_at >= oldest
        ),
    )
