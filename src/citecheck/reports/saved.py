"""Reads a JSON report back into a `Report`, so that it can be shown, compared and reviewed.

The schema that ships with the package decides what is a report; fields that it does not know are
passed over, so that a report of a later version of the same schema can be read. A report keeps no
page's text, so `Source.body` is empty.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from importlib import resources
from typing import Any

from citecheck.errors import ReportError
from citecheck.model import (
    ArchivedCopy,
    Assessment,
    Brief,
    BriefReport,
    Claim,
    Decision,
    DecisionKind,
    Evidence,
    Finding,
    Ignore,
    Marker,
    MarkerStatus,
    PassedOver,
    Place,
    Reason,
    ReasonCode,
    RecordCheck,
    RecordFinding,
    Reference,
    ReferenceCheck,
    ReferenceProblem,
    Region,
    Report,
    Scope,
    Source,
    SourceStatus,
    Summary,
    Verdict,
)
from citecheck.outside import dates
from citecheck.reports.json import SCHEMA


def schema() -> dict[str, Any]:
    """The JSON Schema of the report, as it ships."""
    text = (resources.files("citecheck.reports") / "report.schema.json").read_text("utf-8")
    value: dict[str, Any] = json.loads(text)
    return value


def load(data: bytes | str, name: str) -> Report:
    """The report that `data` holds. Raises `ReportError`, naming `name` and the broken field."""
    value = _parsed(data, name)
    _validate(value, name)
    try:
        return _report(value)
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        written = f"it was written by citecheck {value['version']}"
        raise ReportError(
            name, f"has a value that this version does not know: {error}", written
        ) from None


def _parsed(data: bytes | str, name: str) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise ReportError(
            name, "is not JSON", "give a report written by `citecheck check --format json`"
        ) from None
    found = value.get("schema") if isinstance(value, dict) else None
    if found == SCHEMA and isinstance(value, dict):
        return value
    if isinstance(found, str) and found.startswith("citecheck.report/"):
        raise ReportError(
            name, f"has the schema {found[:60]}; this version reads {SCHEMA}", "check again"
        )
    raise ReportError(
        name,
        "is not a report of citecheck",
        "give a report written by `citecheck check --format json`",
    )


def _validate(value: dict[str, Any], name: str) -> None:
    from jsonschema import Draft202012Validator

    error = next(Draft202012Validator(schema()).iter_errors(value), None)
    if error is not None:
        where = error.json_path.removeprefix("$.")
        raise ReportError(
            name,
            f"is a broken report: {where}: {_shortened(error.message)}",
            "write it again with `citecheck check --format json`",
        )


def _shortened(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:80]} … {text[-80:]}"


def _report(value: Mapping[str, Any]) -> Report:
    return Report(
        value["version"],
        _time(value["checked_at"]),
        tuple(_brief(brief) for brief in value["briefs"]),
        value["disclaimer"],
    )


def _brief(value: Mapping[str, Any]) -> BriefReport:
    checks = tuple(_reference(reference) for reference in value["references"])
    urls = {
        check.reference.label: (check.source.final_url or check.source.url)
        for check in reversed(checks)
        if check.source
    }
    brief = Brief(
        value["path"],
        value["title"],
        value.get("text", ""),
        value.get("encoding", "utf-8"),
        tuple(_claim(claim) for claim in value["claims"]),
        tuple(check.reference for check in checks),
        tuple(_marker(marker) for marker in value["markers"]),
        tuple(
            PassedOver(part["kind"], part["text"], part["start"], part["end"])
            for part in value.get("passed_over", ())
        ),
        tuple(value["notices"]),
        tuple(_ignore(ignore) for ignore in value.get("ignores", ())),
    )
    findings = tuple(
        _finding(claim, given, urls)
        for claim, given in zip(brief.claims, value["claims"], strict=True)
    )
    lost = tuple(_decision(decision) for decision in value.get("lost_decisions", ()))
    return BriefReport(brief, checks, findings, _summary(value["summary"]), lost)


def _reference(value: Mapping[str, Any]) -> ReferenceCheck:
    place = None
    if value["line"] is not None:
        place = Place(
            value.get("offset") or 0,
            value["line"],
            value.get("column") or 1,
            value.get("where", ""),
        )
    reference = Reference(
        value["label"], value["url"], value["title"], value.get("text", ""), place
    )
    found, record = value["source"], _record(value.get("record"))
    if found is None:
        return ReferenceCheck(reference, None, None, value["detail"], record=record)
    status = SourceStatus(found["status"])
    source = Source(
        reference.url or "",
        status,
        value["detail"],
        found["http_status"],
        found["final_url"],
        _time(found["fetched_at"]) if found["fetched_at"] else None,
        found["content_type"],
        sha256=found["sha256"],
        archived=_archived(found["archived"]),
        rendered=found.get("rendered", False),
    )
    return ReferenceCheck(
        reference,
        source if reference.url is not None else None,
        status,
        value["detail"],
        found["title"],
        found["characters"],
        record,
    )


def _record(value: Mapping[str, Any] | None) -> RecordCheck | None:
    if value is None:
        return None
    findings = tuple(
        RecordFinding(
            ReferenceProblem(found["problem"]),
            found["detail"],
            found["entry"],
            found["record"],
            found.get("known", False),
        )
        for found in value["findings"]
    )
    return RecordCheck(value["identifier"], value["registry"], value["detail"], findings)


def _claim(value: Mapping[str, Any]) -> Claim:
    start = value.get("start", value["offset"])
    return Claim(
        value["id"],
        value["text"],
        tuple(value["refs"]),
        start,
        value.get("end", start),
        _place(value),
        value["heading"],
        value.get("context", ""),
        Scope(value.get("scope", Scope.SENTENCE)),
    )


def _marker(value: Mapping[str, Any]) -> Marker:
    return Marker(
        value["text"],
        tuple(value["labels"]),
        value["offset"],
        value.get("end", value["offset"] + len(value["text"])),
        _place(value),
        MarkerStatus(value["status"]),
        value["reason"],
    )


def _finding(claim: Claim, value: Mapping[str, Any], urls: Mapping[str, str]) -> Finding:
    return Finding(
        claim,
        Verdict(value["verdict"]),
        value["score"],
        tuple(_reason(reason) for reason in value["reasons"]),
        tuple(_citation(citation, urls) for citation in value["citations"]),
        tuple(_decision(decision) for decision in value.get("decisions", ())),
        _ignore(value["ignore"]) if value.get("ignore") else None,
        value.get("known", False),
    )


def _citation(value: Mapping[str, Any], urls: Mapping[str, str]) -> Assessment:
    return Assessment(
        value["ref"],
        Verdict(value["verdict"]),
        value["score"],
        tuple(_reason(reason) for reason in value["reasons"]),
        tuple(_evidence(evidence, urls.get(value["ref"], "")) for evidence in value["evidence"]),
        value["needed"],
    )


def _evidence(value: Mapping[str, Any], url: str) -> Evidence:
    return Evidence(
        value["text"],
        value["start"],
        value["end"],
        value.get("url", url),
        value["score"] or 0.0,
        Region(value["region"]),
        value["heading"],
        value["page"],
        tuple((quad[0], quad[1], quad[2], quad[3]) for quad in value["aligned"]),
    )


def _reason(value: Mapping[str, Any]) -> Reason:
    return Reason(ReasonCode(value["code"]), value["claim"], value["source"], value["detail"])


def _decision(value: Mapping[str, Any]) -> Decision:
    return Decision(
        DecisionKind(value["kind"]),
        value["by"],
        _time(value["at"]),
        value["why"],
        value["claim"],
        Verdict(value["verdict"]) if value["verdict"] else None,
        tuple(value["changed"]),
    )


def _ignore(value: Mapping[str, Any]) -> Ignore:
    return Ignore(
        value["reason"],
        frozenset(Verdict(verdict) for verdict in value["verdicts"]),
        value["offset"],
        value["end"],
        _place(value),
        tuple(value["claims"]),
        value["problem"],
    )


def _summary(value: Mapping[str, Any]) -> Summary:
    return Summary(
        value["claims"],
        {verdict: value[verdict] for verdict in Verdict},
        value["citations"],
        value["citation_recall"],
        value["citation_precision"],
        {status: value["markers"].get(status, 0) for status in MarkerStatus},
    )


def _place(value: Mapping[str, Any]) -> Place:
    return Place(value["offset"], value["line"], value["column"], value.get("where", ""))


def _archived(found: Mapping[str, str] | None) -> ArchivedCopy | None:
    return None if found is None else ArchivedCopy(found["url"], _time(found["datetime"]))


def _time(text: str) -> datetime:
    moment = dates.from_iso(text)
    if moment is None or datetime.fromisoformat(text).tzinfo is None:
        raise ValueError(f"{text[:40]} is no time with a zone")
    return moment
