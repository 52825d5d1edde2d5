"""A brief's report, put together again from the store, as `check` would have made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from citecheck import decisions, pipeline
from citecheck.audits.plan import contents
from citecheck.audits.store import values
from citecheck.audits.store.database import Store, StoreError
from citecheck.audits.store.schema import (
    assessments,
    briefs,
    citations,
    engines,
    findings,
    lookups,
    read_by,
    readings,
    references,
    run_briefs,
    runs,
    sources,
)
from citecheck.findings import summarise, with_ignores
from citecheck.model import (
    Assessment,
    Brief,
    BriefReport,
    Finding,
    Reference,
    ReferenceCheck,
    Report,
    SourceStatus,
    Verdict,
)


def rebuild(store: Store, run_id: int, path: str) -> Report:
    """The report on one brief of a run, with reviewers' decisions beside the brief.

    Raises `StoreError` when the run has no such brief, or could not check it.
    """
    query = (
        sa.select(
            run_briefs.c.problem,
            run_briefs.c.state,
            run_briefs.c.result_id,
            briefs.c.id,
            briefs.c.body,
            briefs.c.source_list,
            runs.c.started_at,
            engines.c.version,
        )
        .select_from(run_briefs)
        .join(runs, runs.c.id == run_briefs.c.run_id)
        .join(engines, engines.c.id == runs.c.engine_id)
        .outerjoin(briefs, briefs.c.id == run_briefs.c.brief_id)
        .where(run_briefs.c.run_id == run_id, run_briefs.c.path == path)
    )
    with store.reading() as connection:
        row = connection.execute(query).first()
    if row is None:
        raise StoreError(path, f"run {run_id} has no such brief", "give its path as the audit had")
    if row.result_id is None:
        raise StoreError(path, row.problem or "is not checked yet", "run the audit")
    brief = contents.parsed(row.body, row.source_list, path)
    found = _findings(store, row.result_id, brief)
    found, notices = with_ignores(brief, found)
    brief = replace(brief, notices=(*brief.notices, *notices))
    report = BriefReport(
        brief, _references(store, run_id, row.id, brief), found, summarise(brief, found)
    )
    return Report(row.version, row.started_at, (decisions.apply_to_brief(report),))


def _findings(store: Store, result_id: str, brief: Brief) -> tuple[Finding, ...]:
    by_claim: dict[str, dict[str, Assessment]] = {}
    query = (
        sa.select(
            citations,
            assessments.c.reasons.label("judged_reasons"),
            assessments.c.evidence,
        )
        .select_from(citations)
        .outerjoin(assessments, assessments.c.id == citations.c.assessment_id)
        .where(citations.c.result_id == result_id)
    )
    with store.reading() as connection:
        for row in connection.execute(query).mappings():
            by_claim.setdefault(row["claim_id"], {})[row["ref"]] = _assessment(dict(row))
        own = sa.select(findings).where(findings.c.result_id == result_id)
        kept = {each["claim_id"]: dict(each) for each in connection.execute(own).mappings()}
    made = []
    for claim in brief.claims:
        if claim.id not in kept:
            made.append(Finding(claim, Verdict.UNCITED, None))
            continue
        verdict = kept[claim.id]
        cited = by_claim.get(claim.id, {})
        made.append(
            Finding(
                claim,
                Verdict(verdict["verdict"]),
                verdict["score"],
                values.reasons(verdict["reasons"]),
                tuple(cited[ref] for ref in claim.refs if ref in cited),
            )
        )
    return tuple(made)


def _assessment(row: Mapping[str, Any]) -> Assessment:
    own = row["reasons"] is not None
    reasons = row["reasons"] if own else row["judged_reasons"]
    return Assessment(
        row["ref"],
        Verdict(row["verdict"]),
        row["score"],
        values.reasons(reasons or ()),
        tuple(values.evidence(each) for each in row["evidence"] or ()),
        bool(row["needed"]),
    )


def _references(
    store: Store, run_id: int, brief_id: str, brief: Brief
) -> tuple[ReferenceCheck, ...]:
    query = (
        sa.select(
            references.c.position,
            *(column for column in lookups.c if column.name not in ("run_id", "url_id")),
            sources.c.sha256,
            sources.c.content_type,
            readings.c.status.label("page_status"),
            readings.c.detail.label("page_detail"),
            readings.c.title,
            readings.c.characters,
        )
        .select_from(references)
        .join(lookups, lookups.c.url_id == references.c.url_id)
        .join(runs, runs.c.id == lookups.c.run_id)
        .outerjoin(sources, sources.c.id == lookups.c.source_id)
        .outerjoin(readings, read_by(runs.c.engine_id))
        .where(references.c.brief_id == brief_id, lookups.c.run_id == run_id)
    )
    with store.reading() as connection:
        rows = {r["position"]: dict(r) for r in connection.execute(query).mappings()}
    cited = {id(reference) for reference in pipeline.cited_references(brief).values()}
    return tuple(
        _check(reference, rows.get(position), id(reference) in cited)
        for position, reference in enumerate(brief.references)
    )


def _check(reference: Reference, row: Mapping[str, Any] | None, cited: bool) -> ReferenceCheck:
    if not cited:
        return ReferenceCheck(reference, None, None, "no claim cites it; not fetched")
    if reference.url is None:
        detail = "the entry has no URL; add one"
        return ReferenceCheck(reference, None, SourceStatus.NO_URL, detail)
    if row is None or row["status"] is None:
        return ReferenceCheck(reference, None, None, "not looked up yet")
    source = replace(values.source(reference.url, row), from_cache=bool(row["from_cache"]))
    return ReferenceCheck(
        reference,
        source,
        SourceStatus(row["page_status"] or row["status"]),
        row["page_detail"] if row["page_status"] else source.detail,
        row["title"],
        row["characters"],
    )
