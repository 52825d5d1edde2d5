"""Questions to the store: what a run came to, the worst briefs and hosts, dead links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from citecheck.audits.store.database import Store, StoreError
from citecheck.audits.store.schema import briefs, engines, lookups, results, run_briefs, runs
from citecheck.model import Verdict


@dataclass(frozen=True, slots=True)
class Overview:
    """One run in numbers. `verdicts` count claims; the measures are over all of them.

    `problems` are the first briefs that could not be checked, with the reason; `unmarked` has a
    line for each of the first whose source list no marker leads to.
    """

    run_id: int
    state: str
    started_at: datetime
    ended_at: datetime | None
    version: str
    model: str
    briefs: int
    briefs_done: int
    briefs_failed: int
    verdicts: Mapping[Verdict, int]
    citations: int
    unresolved_citations: int
    statuses: Mapping[str, int]
    problems: Sequence[tuple[str, str]]
    unmarked: Sequence[str]

    @property
    def citation_recall(self) -> float | None:
        """The share of cited claims that their citations support in full."""
        cited = sum(n for verdict, n in self.verdicts.items() if verdict is not Verdict.UNCITED)
        return self.verdicts.get(Verdict.SUPPORTED, 0) / cited if cited else None


def latest_run(store: Store, number: int | None = None) -> int:
    """The id of a run: the one of that number, or the latest. Raises `StoreError` for none."""
    query = sa.select(sa.func.max(runs.c.id))
    if number is not None:
        query = query.where(runs.c.id == number)
    with store.reading() as connection:
        found = connection.execute(query).scalar()
    if found is None:
        what = "holds no runs" if number is None else f"holds no run {number}"
        raise StoreError(store.location, what, "citecheck report --store lists them")
    return int(found)


def overview(store: Store, run_id: int, *, most_problems: int = 10) -> Overview:
    """Count what a run came to."""
    of_run = run_briefs.c.run_id == run_id
    counted = [sa.func.sum(results.c[verdict.value]) for verdict in Verdict]
    with store.reading() as connection:
        head = connection.execute(
            sa.select(runs, engines.c.version, engines.c.model)
            .join(engines, engines.c.id == runs.c.engine_id)
            .where(runs.c.id == run_id)
        ).one()
        states: dict[str, int] = {
            state: int(count)
            for state, count in connection.execute(
                sa.select(run_briefs.c.state, sa.func.count())
                .where(of_run)
                .group_by(run_briefs.c.state)
            )
        }
        sums = connection.execute(
            sa.select(
                *counted,
                sa.func.sum(results.c.citations),
                sa.func.sum(results.c.unresolved_citations),
            )
            .join(run_briefs, run_briefs.c.result_id == results.c.id)
            .where(of_run)
        ).one()
        statuses = {
            status: int(count)
            for status, count in connection.execute(
                sa.select(lookups.c.status, sa.func.count())
                .where(lookups.c.run_id == run_id, lookups.c.status.is_not(None))
                .group_by(lookups.c.status)
            )
        }
        problems = connection.execute(
            sa.select(run_briefs.c.path, run_briefs.c.problem)
            .where(of_run, run_briefs.c.state == "failed")
            .order_by(run_briefs.c.position)
            .limit(most_problems)
        ).all()
        lost = unmarked(connection, run_id, most=most_problems)
    totals = [int(value or 0) for value in sums]
    return Overview(
        run_id=run_id,
        state=head.state,
        started_at=head.started_at,
        ended_at=head.ended_at,
        version=head.version,
        model=head.model,
        briefs=sum(states.values()),
        briefs_done=states.get("done", 0),
        briefs_failed=states.get("failed", 0),
        verdicts=dict(zip(Verdict, totals, strict=False)),
        citations=totals[-2],
        unresolved_citations=totals[-1],
        statuses=statuses,
        problems=[(row.path, row.problem or "") for row in problems],
        unmarked=lost,
    )


def unmarked(connection: sa.Connection, run_id: int, *, most: int) -> list[str]:
    """A line for each of the first `most` briefs of a run whose source list no marker leads to."""
    query = (
        sa.select(run_briefs.c.path, briefs.c.no_markers)
        .join(briefs, briefs.c.id == run_briefs.c.brief_id)
        .where(run_briefs.c.run_id == run_id, briefs.c.no_markers.is_not(None))
        .order_by(run_briefs.c.position)
        .limit(most)
    )
    # The line names the file in which the content was first read; the run may have copies of it.
    return [f"{row.path} {_behind_path(row.no_markers)}" for row in connection.execute(query)]


def _behind_path(line: str) -> str:
    _, found, rest = line.partition(" has a source list")
    return f"has a source list{rest}" if found else line
