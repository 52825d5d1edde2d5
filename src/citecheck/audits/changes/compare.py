"""What differs between two runs: links that died, pages that moved or changed, other verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from citecheck.audits.store.database import Store, StoreError
from citecheck.audits.store.schema import (
    citations,
    claims,
    findings,
    lookups,
    readings,
    results,
    run_briefs,
    runs,
    sources,
    urls,
)
from citecheck.model import SourceStatus, Verdict


class Kind(StrEnum):
    """What became of a link, or why a verdict is another one."""

    DIED = "died"  # it was read, and can no longer be
    REVIVED = "revived"  # it could not be read, and now is
    MOVED = "moved"  # it leads to another address
    TEXT_CHANGED = "text_changed"
    CITECHECK = "citecheck"  # another version or model; the sources say what they said
    BRIEF = "brief"  # the claim cites other sources than before


@dataclass(frozen=True, slots=True)
class LinkChange:
    """One URL that ended otherwise than before. `before` and `after` are statuses, for `MOVED`
    addresses, for `TEXT_CHANGED` digests of the bytes."""

    kind: Kind
    url: str
    before: str
    after: str
    detail: str


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """One claim whose verdict is another one, and why; `links` are the URLs that `why` is about."""

    path: str
    claim_id: str
    text: str
    line: int
    before: Verdict
    after: Verdict
    why: tuple[Kind, ...]
    links: tuple[str, ...]

    @property
    def lost_support(self) -> bool:
        """True when the claim was supported and no longer is."""
        return self.before is Verdict.SUPPORTED


def resolve_run(store: Store, word: str, later: int) -> int:
    """The run that a user means by a number, or by `last`: the finished one before `later`.

    Raises `StoreError` when there is none.
    """
    query = sa.select(sa.func.max(runs.c.id)).where(runs.c.id < later, runs.c.state == "finished")
    if word != "last":
        if not word.isdecimal():
            raise StoreError(word, "is no run", "give a run's number, or last")
        query = sa.select(runs.c.id).where(runs.c.id == int(word))
    with store.reading() as connection:
        found = connection.execute(query).scalar()
    if found is None:
        what = "there is no run before it" if word == "last" else f"there is no run {word}"
        raise StoreError(store.location, what, "citecheck report --store lists the runs")
    return int(found)


def link_changes(
    store: Store, earlier: int, later: int, url_id: int | None = None
) -> Iterator[LinkChange]:
    """The URLs of both runs (or one of them) that ended otherwise, by URL."""
    before, after = lookups.alias("before"), lookups.alias("after")
    was, now = sources.alias("was"), sources.alias("now")
    differ = sa.or_(
        before.c.status != after.c.status,
        sa.func.coalesce(before.c.final_url, "") != sa.func.coalesce(after.c.final_url, ""),
        sa.func.coalesce(before.c.source_id, 0) != sa.func.coalesce(after.c.source_id, 0),
    )
    query = (
        sa.select(
            urls.c.url,
            before.c.status.label("old_status"),
            after.c.status.label("new_status"),
            after.c.detail,
            before.c.final_url.label("old_url"),
            after.c.final_url.label("new_url"),
            was.c.id.label("old_source"),
            now.c.id.label("new_source"),
            was.c.sha256.label("old_sha"),
            now.c.sha256.label("new_sha"),
        )
        .select_from(urls)
        .join(before, sa.and_(before.c.url_id == urls.c.id, before.c.run_id == earlier))
        .join(after, sa.and_(after.c.url_id == urls.c.id, after.c.run_id == later))
        .outerjoin(was, was.c.id == before.c.source_id)
        .outerjoin(now, now.c.id == after.c.source_id)
        .where(before.c.status.is_not(None), after.c.status.is_not(None), differ)
        .order_by(urls.c.url)
    )
    if url_id is not None:
        query = query.where(urls.c.id == url_id)
    with store.reading() as connection:
        for row in connection.execution_options(yield_per=500).execute(query):
            yield from _of_link(store, row)


def _of_link(store: Store, row: Any) -> Iterator[LinkChange]:
    ok = SourceStatus.OK.value
    if row.old_status == ok != row.new_status:
        yield LinkChange(Kind.DIED, row.url, row.old_status, row.new_status, row.detail or "")
        return
    if row.new_status == ok != row.old_status:
        yield LinkChange(Kind.REVIVED, row.url, row.old_status, row.new_status, "")
        return
    if row.new_status != ok:
        return
    if row.old_url != row.new_url:
        yield LinkChange(Kind.MOVED, row.url, row.old_url or row.url, row.new_url or row.url, "")
    if row.old_sha != row.new_sha and _text_differs(store, row.old_source, row.new_source):
        yield LinkChange(Kind.TEXT_CHANGED, row.url, row.old_sha or "", row.new_sha or "", "")


def _text_differs(store: Store, old_source: int | None, new_source: int | None) -> bool:
    """Whether two bodies read differently; where no engine has read both, bytes decide."""
    old, new = readings.alias("old"), readings.alias("new")
    query = (
        sa.select(old.c.text_key == new.c.text_key)
        .select_from(old)
        .join(new, new.c.engine_id == old.c.engine_id)
        .where(old.c.source_id == old_source, new.c.source_id == new_source)
        .order_by(old.c.engine_id.desc())
        .limit(1)
    )
    with store.reading() as connection:
        same = connection.execute(query).scalar()
    return not same


def verdict_changes(
    store: Store, earlier: int, later: int, path: str | None = None
) -> Iterator[VerdictChange]:
    """The claims of briefs of both runs (or of one brief) whose verdict is another one.

    In a brief that was edited meanwhile, a claim is the one of the same words.
    """
    was, now = said(earlier, path), said(later, path)
    old, new = findings.alias("old"), findings.alias("new")
    old_result, new_result = results.alias("old_result"), results.alias("new_result")
    query = (
        sa.select(
            now.c.path,
            now.c.claim_id,
            was.c.claim_id.label("old_claim_id"),
            now.c.text,
            now.c.line,
            old.c.verdict.label("before"),
            new.c.verdict.label("after"),
            was.c.result_id.label("old_result"),
            now.c.result_id.label("new_result"),
            (old_result.c.engine_id != new_result.c.engine_id).label("other_engine"),
        )
        .select_from(now)
        .join(was, same_claim(was, now))
        .join(old, finding_of(old, was))
        .join(new, finding_of(new, now))
        .join(old_result, old_result.c.id == was.c.result_id)
        .join(new_result, new_result.c.id == now.c.result_id)
        .where(was.c.result_id != now.c.result_id, old.c.verdict != new.c.verdict)
        .order_by(now.c.brief_position, now.c.position)
    )
    with store.reading() as connection:
        for row in connection.execution_options(yield_per=500).execute(query):
            why, links = _why(store, earlier, later, row)
            yield VerdictChange(
                path=row.path,
                claim_id=row.claim_id,
                text=row.text,
                line=row.line,
                before=Verdict(row.before),
                after=Verdict(row.after),
                why=why,
                links=links,
            )


def said(run_id: int, path: str | None = None) -> sa.Subquery:
    """A row for each claim of a run's briefs (or of one): where it stands, its words, and as the
    how manieth of these words in its brief, so that a sentence said twice is told apart."""
    occurrence = sa.func.row_number().over(
        partition_by=(run_briefs.c.path, claims.c.text), order_by=claims.c.position
    )
    query = (
        sa.select(
            run_briefs.c.path,
            run_briefs.c.position.label("brief_position"),
            run_briefs.c.brief_id,
            run_briefs.c.result_id,
            claims.c.claim_id,
            claims.c.position,
            claims.c.text,
            claims.c.line,
            occurrence.label("occurrence"),
        )
        .join(claims, claims.c.brief_id == run_briefs.c.brief_id)
        .where(run_briefs.c.run_id == run_id)
    )
    return (query if path is None else query.where(run_briefs.c.path == path)).subquery()


def same_claim(was: sa.Subquery, now: sa.Subquery) -> sa.ColumnElement[bool]:
    """Whether rows of `said` of two runs are one claim: the same words in the same brief."""
    columns = ("path", "text", "occurrence")
    return sa.and_(*(was.c[name] == now.c[name] for name in columns))


def finding_of(finding: sa.FromClause, claim: sa.Subquery) -> sa.ColumnElement[bool]:
    """Whether a row of the findings is that of a row of `said`."""
    return sa.and_(finding.c.result_id == claim.c.result_id, finding.c.claim_id == claim.c.claim_id)


def _why(
    store: Store, earlier: int, later: int, row: Any
) -> tuple[tuple[Kind, ...], tuple[str, ...]]:
    """What happened to the sources of a claim; if nothing did, what else it must be."""
    cited = {}
    with store.reading() as connection:
        for result, claim_id in (
            (row.old_result, row.old_claim_id),
            (row.new_result, row.claim_id),
        ):
            query = sa.select(citations.c.url_id).where(
                citations.c.result_id == result,
                citations.c.claim_id == claim_id,
                citations.c.url_id.is_not(None),
            )
            cited[result] = set(connection.execute(query).scalars())
    changes = [
        change
        for url_id in sorted(cited[row.old_result] & cited[row.new_result])
        for change in link_changes(store, earlier, later, url_id)
    ]
    why = tuple(dict.fromkeys(change.kind for change in changes))
    if row.other_engine and not set(why) & {Kind.DIED, Kind.REVIVED, Kind.TEXT_CHANGED}:
        why = (*why, Kind.CITECHECK)
    if not why or cited[row.old_result] != cited[row.new_result]:
        why = (*why, Kind.BRIEF)
    return why, tuple(dict.fromkeys(change.url for change in changes))
