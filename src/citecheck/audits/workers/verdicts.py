"""Writes a brief's result: its findings, citations and new assessments, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from citecheck.audits.store import values
from citecheck.audits.store.schema import assessments, citations, findings, results, run_briefs
from citecheck.audits.workers.lanes import Lane, Taken
from citecheck.audits.workers.readings import Sourced
from citecheck.model import Claim, Finding, Judgement, Summary, Verdict


@dataclass(frozen=True, slots=True)
class Fresh:
    """An assessment that was made just now: of what claim, against which pages."""

    claim_key: str
    page_keys: Sequence[str]
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Made:
    """All that came of judging a brief.

    `alone` gives, of a citation whose verdict rests on one, the assessment and its key.
    """

    summary: Summary
    findings: Sequence[Finding]
    by_label: Mapping[str, Sourced]
    alone: Callable[[Claim, str], tuple[str, Judgement]]
    fresh: Mapping[str, Fresh]


def known(lane: Lane, claim_keys: Iterable[str]) -> dict[str, Judgement]:
    """The assessments of these claims, by key, that this engine has made in any run."""
    query = sa.select(assessments).where(
        assessments.c.claim_key.in_(sorted(claim_keys)),
        assessments.c.engine_id == lane.orders.engine_id,
    )
    with lane.store.reading() as connection:
        rows = connection.execute(query).mappings().all()
    return {row["id"]: values.judgement(dict(row)) for row in rows}


def write(lane: Lane, taken: Taken, result_id: str, made: Made) -> None:
    """Write a new result and finish the brief with it."""
    cited = [finding for finding in made.findings if finding.claim.refs]
    with lane.store.writing() as connection:
        insert = lane.store.insert_new
        fresh = [_assessment(lane, key, made.fresh[key]) for key in sorted(made.fresh)]
        insert(connection, assessments, fresh)
        insert(connection, results, [_result(lane, taken, result_id, made)])
        insert(connection, findings, [_finding(result_id, finding) for finding in cited])
        insert(connection, citations, [r for f in cited for r in _citations(result_id, f, made)])
        connection.execute(_finish(lane, taken, state="done", result_id=result_id))


def take_over(lane: Lane, taken: Taken, result_id: str) -> None:
    """Finish a brief with the result that it had before."""
    with lane.store.writing() as connection:
        connection.execute(_finish(lane, taken, state="done", result_id=result_id))


def give_up(lane: Lane, taken: Taken, problem: str) -> None:
    """Finish a brief without a result, saying why."""
    with lane.store.writing() as connection:
        connection.execute(_finish(lane, taken, state="failed", problem=problem))


def _finish(lane: Lane, taken: Taken, **what: Any) -> sa.Update:
    return (
        sa.update(run_briefs)
        .where(run_briefs.c.run_id == lane.orders.run_id, run_briefs.c.path == taken.path)
        .values(owner=None, **what)
    )


def _result(lane: Lane, taken: Taken, result_id: str, made: Made) -> dict[str, Any]:
    summary = made.summary
    unresolved = sum(c.verdict is Verdict.UNRESOLVED for f in made.findings for c in f.citations)
    return {
        "id": result_id,
        "brief_id": taken.brief_id,
        "engine_id": lane.orders.engine_id,
        "made_at": datetime.now(UTC),
        "claims": summary.claims,
        "citations": summary.citations,
        **{verdict.value: summary.verdicts.get(verdict, 0) for verdict in Verdict},
        "unresolved_citations": unresolved,
        "citation_recall": summary.citation_recall,
        "citation_precision": summary.citation_precision,
    }


def _finding(result_id: str, finding: Finding) -> dict[str, Any]:
    return {
        "result_id": result_id,
        "claim_id": finding.claim.id,
        "verdict": finding.verdict.value,
        "score": finding.score,
        "reasons": [values.written(reason) for reason in finding.reasons],
        "problems": sorted(finding.problems),
    }


def _citations(result_id: str, finding: Finding, made: Made) -> list[dict[str, Any]]:
    rows = []
    for citation in finding.citations:
        source = made.by_label.get(citation.ref)
        # Without a score it was not read, or its silence proves nothing.
        is_judged = citation.score is not None
        judged = made.alone(finding.claim, citation.ref) if is_judged else None
        own = judged is None or judged[1].reasons != citation.reasons
        reasons = [values.written(reason) for reason in citation.reasons] if own else None
        rows.append(
            {
                "result_id": result_id,
                "claim_id": finding.claim.id,
                "ref": citation.ref,
                "verdict": citation.verdict.value,
                "score": citation.score,
                "needed": citation.needed,
                "url_id": source.url_id if source else None,
                "source_id": source.source_id if source else None,
                "assessment_id": judged[0] if judged else None,
                "reasons": reasons,
            }
        )
    return rows


def _assessment(lane: Lane, key: str, fresh: Fresh) -> dict[str, Any]:
    return {
        "id": key,
        "claim_key": fresh.claim_key,
        "page_key": "+".join(fresh.page_keys),
        "engine_id": lane.orders.engine_id,
        "verdict": fresh.judgement.verdict.value,
        "score": fresh.judgement.score,
        "reasons": [values.written(reason) for reason in fresh.judgement.reasons],
        "evidence": [values.written(evidence) for evidence in fresh.judgement.evidence],
    }
