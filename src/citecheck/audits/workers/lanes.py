"""Lanes: what one process does for a run at a time, and how hosts and briefs pass to lanes.

A lane takes hosts or briefs by writing its name on them. The name outlives the process: the lane
that is started in a dead one's place has the same name, takes up what the dead one had in hand,
and does again only what was not yet written down.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from citecheck.audits.store.database import Store
from citecheck.audits.store.schema import lookups, references, run_briefs, run_hosts, runs
from citecheck.audits.workers.recovering import NO_RECOVERY, Recovery
from citecheck.sources import FetchSettings

_BRIEFS_AT_ONCE = 8
_LOOKED_AT = 400  # briefs that are tried for being ready, at once


class Kind(StrEnum):
    """What a lane does."""

    FETCH = "fetch"
    JUDGE = "judge"


@dataclass(frozen=True, slots=True)
class Orders:
    """What a lane is to do; plain values, so that they can go to another process or machine.

    `store` and `bodies` are places, `entailment` the name of a model whose answer counts too, ""
    for none. `number` of `lanes` tells where among the briefs it looks
    first. `seconds` is how long it may take new work, `patience` how long it waits for some.
    """

    kind: Kind
    name: str
    store: str
    bodies: str
    run_id: int
    engine_id: int
    fetch: FetchSettings
    recovery: Recovery = NO_RECOVERY
    entailment: str = ""
    number: int = 0
    lanes: int = 1
    seconds: float = float("inf")
    patience: float = float("inf")


@dataclass(frozen=True, slots=True)
class Taken:
    """A brief that a lane has in hand; `again` when a process died while it had it."""

    path: str
    position: int
    brief_id: str
    attempts: int
    again: bool


class Lane:
    """One lane at work."""

    def __init__(self, orders: Orders, store: Store) -> None:
        self.orders = orders
        self.store = store
        self._until = time.monotonic() + orders.seconds
        self._is_first = True
        self._cursor: int | None = None

    def must_stop(self) -> bool:
        """True when the lane's time is up or the run is not to go on."""
        if time.monotonic() > self._until:
            return True
        query = sa.select(runs.c.state).where(runs.c.id == self.orders.run_id)
        with self.store.reading() as connection:
            return connection.execute(query).scalar() != "running"

    def take_hosts(self, most: int) -> list[str]:
        """Take hosts: first those that this lane's name stands on, then up to `most` new ones."""
        of_run = run_hosts.c.run_id == self.orders.run_id
        mine = sa.and_(of_run, run_hosts.c.state == "taken", run_hosts.c.owner == self.orders.name)
        waiting = sa.select(run_hosts.c.host).where(of_run, run_hosts.c.state == "waiting")
        waiting = waiting.order_by(run_hosts.c.position).limit(most)
        if not self.store.is_sqlite:
            waiting = waiting.with_for_update(skip_locked=True)
        found: list[str] = []
        with self.store.writing() as connection:
            if self._is_first:
                self._is_first = False
                found += connection.execute(sa.select(run_hosts.c.host).where(mine)).scalars()
            fresh = list(connection.execute(waiting).scalars()) if most > 0 else []
            if fresh:
                connection.execute(
                    sa.update(run_hosts)
                    .where(of_run, run_hosts.c.host.in_(fresh))
                    .values(state="taken", owner=self.orders.name)
                )
        return [*found, *fresh]

    def leave_host(self, host: str, state: str) -> None:
        """Let go of a host: it is `done`, or `waiting` for another lane."""
        statement = (
            sa.update(run_hosts)
            .where(run_hosts.c.run_id == self.orders.run_id, run_hosts.c.host == host)
            .values(state=state, owner=None)
        )
        with self.store.writing() as connection:
            connection.execute(statement)

    def take_briefs(self) -> list[Taken]:
        """Take some briefs all of whose sources have been looked up; empty when there are none."""
        if self._is_first:
            self._is_first = False
            mine = self._mine()
            if mine:
                return mine
        found = self._ready()
        if not found:
            return []
        statement = (
            sa.update(run_briefs)
            .where(
                run_briefs.c.run_id == self.orders.run_id,
                run_briefs.c.path.in_(found),
                run_briefs.c.state == "waiting",
            )
            .values(state="taken", owner=self.orders.name)
            .returning(*_TAKEN)
        )
        with self.store.writing() as connection:
            rows = connection.execute(statement).all()
        taken = [Taken(r.path, r.position, r.brief_id, r.attempts, False) for r in rows]
        return sorted(taken, key=lambda brief: brief.position)

    def leave_briefs(self, briefs: list[Taken]) -> None:
        """Let go of briefs that were not begun."""
        if not briefs:
            return
        statement = (
            sa.update(run_briefs)
            .where(
                run_briefs.c.run_id == self.orders.run_id,
                run_briefs.c.path.in_([brief.path for brief in briefs]),
                run_briefs.c.owner == self.orders.name,
                run_briefs.c.state == "taken",
            )
            .values(state="waiting", owner=None)
        )
        with self.store.writing() as connection:
            connection.execute(statement)

    def count_attempt(self, brief: Taken) -> None:
        """Write down, before it is begun again, that a brief is begun again."""
        statement = (
            sa.update(run_briefs)
            .where(run_briefs.c.run_id == self.orders.run_id, run_briefs.c.path == brief.path)
            .values(attempts=brief.attempts + 1)
        )
        with self.store.writing() as connection:
            connection.execute(statement)

    def is_over(self) -> bool:
        """True when no brief is waiting any more."""
        query = (
            sa.select(run_briefs.c.path)
            .where(run_briefs.c.run_id == self.orders.run_id, run_briefs.c.state == "waiting")
            .limit(1)
        )
        with self.store.reading() as connection:
            return connection.execute(query).first() is None

    def _mine(self) -> list[Taken]:
        query = (
            sa.select(*_TAKEN)
            .where(
                run_briefs.c.run_id == self.orders.run_id,
                run_briefs.c.state == "taken",
                run_briefs.c.owner == self.orders.name,
            )
            .order_by(run_briefs.c.position)
        )
        with self.store.reading() as connection:
            rows = connection.execute(query).all()
        return [Taken(r.path, r.position, r.brief_id, r.attempts, True) for r in rows]

    def _ready(self) -> list[str]:
        """Paths of waiting briefs with nothing left to look up, from where this lane is at."""
        waiting = sa.and_(
            run_briefs.c.run_id == self.orders.run_id, run_briefs.c.state == "waiting"
        )
        with self.store.reading() as connection:
            if self._cursor is None:
                last = sa.select(sa.func.max(run_briefs.c.position)).where(waiting)
                highest = connection.execute(last).scalar() or 0
                self._cursor = highest * self.orders.number // max(1, self.orders.lanes)
            window = (
                sa.select(run_briefs.c.path, run_briefs.c.brief_id, run_briefs.c.position)
                .where(waiting, run_briefs.c.position >= self._cursor)
                .order_by(run_briefs.c.position)
                .limit(_LOOKED_AT)
                .subquery()
            )
            found = connection.execute(
                sa.select(window.c.path, window.c.position)
                .where(~_waits_for_sources(window, self.orders.run_id))
                .order_by(window.c.position)
                .limit(_BRIEFS_AT_ONCE)
            ).all()
            if found:
                self._cursor = found[-1].position
            else:
                seen = connection.execute(sa.select(sa.func.max(window.c.position))).scalar()
                self._cursor = 0 if seen is None else seen + 1
                if seen is None:
                    return []
        return [row.path for row in found]


_TAKEN = (
    run_briefs.c.path,
    run_briefs.c.position,
    run_briefs.c.brief_id,
    run_briefs.c.attempts,
)


def _waits_for_sources(briefs: sa.Subquery, run_id: int) -> sa.ColumnElement[bool]:
    return (
        sa.select(references.c.position)
        .join(lookups, lookups.c.url_id == references.c.url_id)
        .where(
            references.c.brief_id == briefs.c.brief_id,
            references.c.cited,
            lookups.c.run_id == run_id,
            lookups.c.status.is_(None),
        )
        .exists()
    )
