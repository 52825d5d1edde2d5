"""The worst of a run, and how the runs went over time: what the report on a store shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from citecheck.audits.answers.overview import Overview, overview
from citecheck.audits.store.database import Store
from citecheck.audits.store.tables import rows
from citecheck.model import SourceStatus, Verdict

_BAD = "contradicted + not_supported + unresolved"


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run among the others: when, by what, how many claims at each verdict, links by how
    they ended."""

    run_id: int
    started_at: datetime
    state: str
    version: str
    briefs: int
    verdicts: Mapping[Verdict, int]
    statuses: Mapping[str, int]

    @property
    def dead(self) -> int:
        """How many of the run's URLs could not be read."""
        return sum(n for status, n in self.statuses.items() if status != SourceStatus.OK.value)


@dataclass(frozen=True, slots=True)
class Answers:
    """What a report on a store says of one run. Rows are as the views have them."""

    overview: Overview
    briefs: Sequence[Mapping[str, Any]]
    hosts: Sequence[Mapping[str, Any]]
    dead: Sequence[Mapping[str, Any]]
    cited: Sequence[Mapping[str, Any]]
    runs: Sequence[RunLine]


def answers(store: Store, run_id: int, most: int = 20) -> Answers:
    """The worst briefs and hosts, dead links and most cited sources of a run; at most `most`."""
    found = {
        "briefs": f"SELECT path, claims - uncited AS claims, {_BAD} AS bad, contradicted,"
        " not_supported, unresolved, unverifiable, citation_recall FROM audit_briefs"
        f" WHERE run_id = :run AND {_BAD} > 0 ORDER BY bad DESC, citation_recall, path LIMIT :most",
        "hosts": "SELECT host, links, not_ok FROM audit_hosts WHERE run_id = :run AND not_ok > 0"
        " ORDER BY not_ok DESC, links, host LIMIT :most",
        "dead": "SELECT url, status, detail, cited_by FROM audit_links WHERE run_id = :run"
        " AND status <> 'ok' ORDER BY cited_by DESC, url LIMIT :most",
        "cited": "SELECT url, status, cited_by FROM audit_links WHERE run_id = :run"
        " ORDER BY cited_by DESC, url LIMIT :most",
    }
    with store.reading() as connection:
        tables = {
            name: [
                dict(row)
                for row in connection.execute(
                    sa.text(query), {"run": run_id, "most": most}
                ).mappings()
            ]
            for name, query in found.items()
        }
    return Answers(overview(store, run_id), **tables, runs=_runs(store))


def _runs(store: Store) -> list[RunLine]:
    query = sa.text(
        "SELECT run_id, status, count(*) FROM lookups WHERE status IS NOT NULL"
        " GROUP BY run_id, status"
    )
    statuses: dict[int, dict[str, int]] = {}
    with store.reading() as connection:
        for run_id, status, count in connection.execute(query):
            statuses.setdefault(run_id, {})[status] = int(count)
    found = []
    for names, batch in rows(store, "runs"):
        for values in batch:
            row = dict(zip(names, values, strict=True))
            found.append(
                RunLine(
                    run_id=row["run_id"],
                    started_at=row["started_at"],
                    state=row["state"],
                    version=row["version"],
                    briefs=row["briefs"],
                    verdicts={v: row[v.value] or 0 for v in Verdict},
                    statuses=statuses.get(row["run_id"], {}),
                )
            )
    return sorted(found, key=lambda line: line.run_id)
