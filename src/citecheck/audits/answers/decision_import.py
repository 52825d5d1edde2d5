"""Reviewers' decisions, taken into the store from the files beside the briefs, and what they let
pass."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from citecheck import decisions as files
from citecheck.audits.answers.overview import unmarked
from citecheck.audits.answers.rebuild import rebuild
from citecheck.audits.store.database import Store
from citecheck.audits.store.schema import decisions, findings, run_briefs
from citecheck.findings import fails as findings_fail
from citecheck.model import BriefProblem, FailOn, Verdict

_BATCH = 500  # briefs


def take_in(store: Store, run_id: int) -> None:
    """Keep the decisions on the briefs of a run, and count for each brief what they accept.

    Raises `ReportError` when a file of decisions cannot be read.
    """
    for path in _paths(store, run_id):
        file = files.file_for(path)
        if file is None or not file.is_file():
            continue
        entries, _ = files.load(file)
        name = Path(path).name
        rows = [_row(path, entry) for entry in entries if entry.brief == name]
        if not rows:
            continue
        report = rebuild(store, run_id, path)
        accepted = sum(f.accepted is not None for f in report.briefs[0].findings)
        with store.writing() as connection:
            store.insert_new(connection, decisions, rows)
            connection.execute(
                sa.update(run_briefs)
                .where(run_briefs.c.run_id == run_id, run_briefs.c.path == path)
                .values(accepted=accepted)
            )


def fails(store: Store, run_id: int, fail_on: FailOn) -> bool:
    """Tell whether a brief of a run has one of these problems, or a claim counts at one of these
    verdicts, as `findings.fails` does for one report: what a brief ignores or a reviewer has
    accepted does not."""
    query = (
        sa.select(run_briefs.c.path, run_briefs.c.accepted, findings.c.problems)
        .join(findings, findings.c.result_id == run_briefs.c.result_id)
        .where(run_briefs.c.run_id == run_id, findings.c.verdict != Verdict.SUPPORTED.value)
        .order_by(run_briefs.c.accepted.is_not(None))
    )
    settled: dict[str, bool] = {}
    with store.reading() as connection:
        if BriefProblem.NO_MARKERS in fail_on and unmarked(connection, run_id, most=1):
            return True
        for row in connection.execution_options(yield_per=_BATCH).execute(query):
            if not fail_on.intersection(row.problems or ()):
                continue
            if not row.accepted:
                return True
            if row.path not in settled:
                report = rebuild(store, run_id, row.path)
                settled[row.path] = findings_fail(report.briefs[0].findings, fail_on)
            if settled[row.path]:
                return True
    return False


def _paths(store: Store, run_id: int) -> Iterator[str]:
    """The briefs of a run that were checked, a batch at a time."""
    last = -1
    while True:
        query = (
            sa.select(run_briefs.c.path, run_briefs.c.position)
            .where(
                run_briefs.c.run_id == run_id,
                run_briefs.c.result_id.is_not(None),
                run_briefs.c.position > last,
            )
            .order_by(run_briefs.c.position)
            .limit(_BATCH)
        )
        with store.reading() as connection:
            rows = connection.execute(query).all()
        if not rows:
            return
        last = rows[-1].position
        yield from (row.path for row in rows)


def _row(path: str, entry: files.Entry) -> dict[str, Any]:
    decision = entry.decision
    return {
        "brief_path": path,
        "decided_at": decision.at,
        "claim": decision.claim,
        "kind": decision.kind.value,
        "decided_by": decision.by,
        "why": decision.why,
        "verdict": decision.verdict.value if decision.verdict else None,
        "cited_urls": list(entry.references),
        "evidence": entry.evidence,
    }
