"""One run of an audit: finds or begins it, plans it, keeps its lanes going, ends it."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from citecheck.audits import keys
from citecheck.audits.plan.planning import Plan, make_plan
from citecheck.audits.progress import Progress, progress
from citecheck.audits.store.database import Store, StoreError
from citecheck.audits.store.schema import engines, run_briefs, run_hosts, runs
from citecheck.audits.workers.engines import Ended, Lanes
from citecheck.audits.workers.lanes import Kind, Orders
from citecheck.audits.workers.recovering import NO_RECOVERY, Recovery
from citecheck.sources import FetchSettings, fetch_all

_LOOK = 0.5  # seconds between two looks at how far the run is
_MOST_DEATHS = 20  # lanes that die in a row, none finishing anything, before the run is given up


@dataclass(slots=True)
class Stop:
    """How a caller asks a run to end: `asked` finishes what is in hand."""

    asked: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """All that a run needs besides the store: the plan, the folder of bodies, how to fetch.

    `recovery` are the ways to pages that cannot be read, `entailment` the name of a model whose
    answer counts too ("" for none). `seconds` bounds how long a lane takes new work before it is
    started afresh, `patience` how long it waits for some.
    """

    plan: Plan
    bodies: str
    fetch: FetchSettings
    recovery: Recovery = NO_RECOVERY
    entailment: str = ""
    seconds: float = float("inf")
    patience: float = float("inf")


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of it: the run, whether it took up an earlier one, whether it is finished."""

    run_id: int
    resumed: bool
    finished: bool


def run(
    store: Store,
    job: Job,
    lanes: Lanes,
    *,
    new: bool = False,
    stop: Stop | None = None,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Ran:
    """Run an audit to its end, or until it is asked to stop.

    An unfinished run of the same plan is taken up, unless `new` is on or another process has it
    in hand. Raises `CitecheckError` when an input or the store cannot be used.
    """
    stop = stop or Stop()
    engine_id = _engine_id(store, job.entailment)
    plan_key = _plan_key(job)
    for run_id in [] if new else _unfinished(store, plan_key, engine_id):
        with store.lock(_lock(run_id), wait=False) as held:
            if held and _take_up(store, run_id):
                finished = _carry_out(store, run_id, engine_id, job, lanes, stop, on_progress)
                return Ran(run_id, True, finished)
    run_id = _begin(store, plan_key, engine_id, job)
    with store.lock(_lock(run_id), wait=False) as held:
        if not held:
            raise StoreError(store.location, f"run {run_id} is in another process's hands")
        finished = _carry_out(store, run_id, engine_id, job, lanes, stop, on_progress)
    return Ran(run_id, False, finished)


def _carry_out(
    store: Store,
    run_id: int,
    engine_id: int,
    job: Job,
    lanes: Lanes,
    stop: Stop,
    on_progress: Callable[[Progress], None],
) -> bool:
    if _state(store, run_id) == "planning":

        def fetch(urls: Sequence[str]) -> dict[str, Any]:
            return fetch_all(urls, job.fetch)

        def planned(count: int) -> None:
            on_progress(Progress(run_id, "planning", briefs=count))

        make_plan(store, run_id, engine_id, job.plan, fetch, planned, lambda: stop.asked)
    if not stop.asked:
        _Watch(store, run_id, engine_id, job, lanes, stop, on_progress).keep_going()
    finished = progress(store, run_id).is_complete
    _end(store, run_id, finished)
    on_progress(progress(store, run_id))
    return finished


class _Watch:
    """Keeps as many lanes going as there is work for."""

    def __init__(
        self,
        store: Store,
        run_id: int,
        engine_id: int,
        job: Job,
        lanes: Lanes,
        stop: Stop,
        on_progress: Callable[[Progress], None],
    ) -> None:
        self._store = store
        self._run_id = run_id
        self._engine_id = engine_id
        self._job = job
        self._lanes = lanes
        self._stop = stop
        self._on_progress = on_progress
        self._active: dict[str, Kind] = {}
        self._number = 0
        self._deaths = 0
        self._mark = f"{socket.gethostname()}-{os.getpid()}-{int(time.time())}"

    def keep_going(self) -> None:
        """Until everything is done, or until it is asked to stop and the lanes have ended."""
        told = False
        while True:
            if self._stop.asked and not told:
                told = True
                _set_state(self._store, self._run_id, "stopping")
            now = progress(self._store, self._run_id)
            self._on_progress(now)
            if not self._stop.asked:
                self._fill(now)
            if not self._active:
                return
            for ended in self._lanes.wait(max(_LOOK, 20 * now.cost)):
                self._take(ended)

    def _fill(self, now: Progress) -> None:
        fetch_slots, judge_slots = self._lanes.slots()
        fetching = sum(kind is Kind.FETCH for kind in self._active.values())
        judging = len(self._active) - fetching
        for _ in range(min(fetch_slots, now.hosts_waiting) - fetching if now.hosts_waiting else 0):
            self._start(Kind.FETCH, fetch_slots)
        for _ in range(min(judge_slots, now.briefs_untaken) - judging):
            self._start(Kind.JUDGE, judge_slots)

    def _start(self, kind: Kind, lanes: int) -> None:
        self._number += 1
        share = max(self._job.fetch.per_host, self._job.fetch.concurrency // max(1, lanes))
        orders = Orders(
            kind=kind,
            name=f"{kind}-{self._mark}-{self._number}",
            store=self._store.location,
            bodies=self._job.bodies,
            run_id=self._run_id,
            engine_id=self._engine_id,
            fetch=replace(self._job.fetch, concurrency=share),
            recovery=self._job.recovery,
            entailment=self._job.entailment,
            number=self._number % max(1, lanes),
            lanes=max(1, lanes),
            seconds=self._job.seconds,
            patience=self._job.patience,
        )
        self._active[orders.name] = kind
        self._lanes.start(orders)

    def _take(self, ended: Ended) -> None:
        if ended.problem:
            raise StoreError(self._store.location, f"the audit cannot go on: {ended.problem}")
        if ended.done is not None:
            del self._active[ended.orders.name]
            self._deaths = 0 if ended.done else self._deaths
            return
        self._deaths += 1
        if self._deaths > _MOST_DEATHS:
            raise StoreError(self._store.location, "processes keep dying", "is memory short?")
        if self._stop.asked:
            del self._active[ended.orders.name]
        else:
            self._lanes.start(ended.orders)  # the same name: it takes up what was in hand


def _begin(store: Store, plan_key: str, engine_id: int, job: Job) -> int:
    row = {
        "plan": plan_key,
        "state": "planning",
        "started_at": datetime.now(UTC),
        "engine_id": engine_id,
        "inputs": [asdict(given) for given in job.plan.inputs],
        "options": _options(job),
    }
    with store.writing() as connection:
        found = connection.execute(sa.insert(runs).values(row).returning(runs.c.id))
        return int(found.scalar_one())


def _options(job: Job) -> dict[str, Any]:
    plan, chosen = job.plan, job.plan.selection
    return {
        "limit": chosen.limit,
        "shard": list(chosen.shard) if chosen.shard else None,
        "sample": chosen.sample,
        "since": chosen.since.isoformat() if chosen.since else None,
        "max_age": plan.max_age.total_seconds() if plan.max_age else None,
        # Only where they are asked for, so that plans of older runs keep their keys.
        **({"recovery": asdict(job.recovery)} if job.recovery.is_asked else {}),
    }


def _plan_key(job: Job) -> str:
    plan = job.plan
    inputs = [f"{given.kind}:{given.target}" for given in plan.inputs]
    return keys.plan_key(inputs, [_options(job), plan.source_list])


def _unfinished(store: Store, plan_key: str, engine_id: int) -> list[int]:
    query = (
        sa.select(runs.c.id)
        .where(runs.c.plan == plan_key, runs.c.engine_id == engine_id, runs.c.state != "finished")
        .order_by(runs.c.id.desc())
    )
    with store.reading() as connection:
        return list(connection.execute(query).scalars())


def _take_up(store: Store, run_id: int) -> bool:
    """Free what dead processes had in hand; False when the run was finished meanwhile."""
    if _state(store, run_id) == "finished":
        return False
    with store.writing() as connection:
        for table in (run_hosts, run_briefs):
            connection.execute(
                sa.update(table)
                .where(table.c.run_id == run_id, table.c.state == "taken")
                .values(state="waiting", owner=None)
            )
        connection.execute(
            sa.update(runs)
            .where(runs.c.id == run_id, runs.c.state != "planning")
            .values(state="running", ended_at=None)
        )
    return True


def _end(store: Store, run_id: int, finished: bool) -> None:
    planned = _state(store, run_id) != "planning"
    if planned:
        _set_state(store, run_id, "finished" if finished else "stopped", datetime.now(UTC))
    if finished:
        store.forget_lock(_lock(run_id))


def _state(store: Store, run_id: int) -> str:
    with store.reading() as connection:
        query = sa.select(runs.c.state).where(runs.c.id == run_id)
        return str(connection.execute(query).scalar_one())


def _set_state(store: Store, run_id: int, state: str, ended_at: datetime | None = None) -> None:
    with store.writing() as connection:
        connection.execute(
            sa.update(runs).where(runs.c.id == run_id).values(state=state, ended_at=ended_at)
        )


def _lock(run_id: int) -> str:
    return f"run-{run_id}"


def _engine_id(store: Store, entailment: str) -> int:
    engine = keys.current_engine(entailment)
    row = {"version": engine.version, "model": engine.model, "code": engine.code}
    query = sa.select(engines.c.id).filter_by(**row)
    with store.writing() as connection:
        store.insert_new(connection, engines, [row])
        return int(connection.execute(query).scalar_one())
