"""How far a run is, counted from the store."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from citecheck.audits.store.database import Store
from citecheck.audits.store.schema import lookups, run_briefs, run_hosts, runs


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of one run. `statuses` counts the look-ups that have ended by how they ended.

    `hosts_waiting` and `briefs_untaken` are in no lane's hands. `cost` is how many seconds the
    counting took.
    """

    run_id: int
    state: str
    briefs: int = 0
    briefs_done: int = 0
    briefs_failed: int = 0
    urls: int = 0
    statuses: Mapping[str, int] = field(default_factory=dict)
    hosts_waiting: int = 0
    briefs_untaken: int = 0
    cost: float = 0.0

    @property
    def briefs_waiting(self) -> int:
        """Briefs that are not finished."""
        return self.briefs - self.briefs_done - self.briefs_failed

    @property
    def urls_done(self) -> int:
        """Look-ups that have ended."""
        return sum(self.statuses.values())

    @property
    def is_complete(self) -> bool:
        """True when nothing is left to do."""
        return self.state != "planning" and self.briefs_waiting == 0


def progress(store: Store, run_id: int) -> Progress:
    """Count how far a run is."""
    began = time.monotonic()

    def counted(column: sa.Column[str], table: sa.Table) -> dict[str | None, int]:
        query = sa.select(column, sa.func.count()).where(table.c.run_id == run_id).group_by(column)
        return {value: int(count) for value, count in connection.execute(query)}

    with store.reading() as connection:
        state = connection.execute(sa.select(runs.c.state).where(runs.c.id == run_id)).scalar_one()
        by_brief = counted(run_briefs.c.state, run_briefs)
        by_status = counted(lookups.c.status, lookups)
        by_host = counted(run_hosts.c.state, run_hosts)
    return Progress(
        run_id=run_id,
        state=str(state),
        briefs=sum(by_brief.values()),
        briefs_done=by_brief.get("done", 0),
        briefs_failed=by_brief.get("failed", 0),
        urls=sum(by_status.values()),
        statuses={status: n for status, n in by_status.items() if status is not None},
        hosts_waiting=by_host.get("waiting", 0),
        briefs_untaken=by_brief.get("waiting", 0),
        cost=time.monotonic() - began,
    )
