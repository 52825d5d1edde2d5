"""Rows and JSON values of the store as what the other modules know, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any

from citecheck.model import (
    ArchivedCopy,
    Evidence,
    Judgement,
    Reason,
    ReasonCode,
    Region,
    Source,
    SourceStatus,
    Verdict,
)


def written(value: Reason | Evidence) -> dict[str, Any]:
    """A reason or a passage of evidence; what has its default is left out."""
    return {
        entry.name: getattr(value, entry.name)
        for entry in fields(value)
        if entry.default is MISSING or getattr(value, entry.name) != entry.default
    }


def reason(value: Mapping[str, Any]) -> Reason:
    """The reason that `written` wrote."""
    return Reason(**{**value, "code": ReasonCode(value["code"])})


def evidence(value: Mapping[str, Any]) -> Evidence:
    """The evidence that `written` wrote."""
    own = dict(value)
    if "region" in own:
        own["region"] = Region(own["region"])
    if "aligned" in own:
        own["aligned"] = tuple(tuple(quad) for quad in own["aligned"])
    return Evidence(**own)


def judgement(row: Mapping[str, Any]) -> Judgement:
    """The judgement of a row of `assessments`; without the model's inputs."""
    return Judgement(
        Verdict(row["verdict"]),
        float(row["score"]),
        reasons(row["reasons"]),
        tuple(evidence(value) for value in row["evidence"]),
    )


def reasons(value: Sequence[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """Several reasons."""
    return tuple(reason(each) for each in value)


def source(url: str, row: Mapping[str, Any]) -> Source:
    """The source of a row of `lookups` joined with `sources`; without its body."""
    archived = None
    if row["archived_url"]:
        archived = ArchivedCopy(row["archived_url"], row["archived_at"])
    return Source(
        url=url,
        status=SourceStatus(row["status"]),
        detail=row["detail"] or "",
        http_status=row["http_status"],
        final_url=row["final_url"],
        fetched_at=row["fetched_at"],
        content_type=row["content_type"] or None,
        sha256=row["sha256"],
        redirects=tuple(row["redirects"] or ()),
        archived=archived,
        rendered=bool(row["rendered"]),
    )
