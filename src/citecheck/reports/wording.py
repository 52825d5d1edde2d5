"""The words and signs that all reports share, so that a verdict reads the same everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from citecheck.model import (
    BriefReport,
    Decision,
    DecisionKind,
    Finding,
    Ignore,
    Reason,
    ReasonCode,
    ReferenceCheck,
    Verdict,
)
from citecheck.reports.sanitise import plain


@dataclass(frozen=True, slots=True)
class Words:
    """How a verdict is shown: sign, sign in ASCII, in a sentence, what it means, what to do."""

    sign: str
    ascii: str
    name: str
    meaning: str
    advice: str


VERDICTS: Mapping[Verdict, Words] = {
    Verdict.SUPPORTED: Words(
        "✓",
        "+",
        "supported",
        "The passages, together, say all that the claim says.",
        "Nothing, unless the claim matters: then read the passage in its place.",
    ),
    Verdict.PARTIALLY_SUPPORTED: Words(
        "◐",
        "~",
        "partially supported",
        "The passages say part of the claim; the report names what is missing.",
        "Take out what is missing, or cite a source that says it.",
    ),
    Verdict.CONTRADICTED: Words(
        "✗",
        "X",
        "contradicted",
        "A passage speaks of the same thing, and a fact in it differs from the claim.",
        "Compare the two facts in the source and mend the claim, or cite another source.",
    ),
    Verdict.NOT_SUPPORTED: Words(
        "∅",
        "-",
        "not supported",
        "The source was read, and nothing in it carries the claim.",
        "Cite a source that says it, or take the claim out.",
    ),
    Verdict.UNVERIFIABLE: Words(
        "?",
        "?",
        "unverifiable",
        "The source could not be read, so nothing is known of the claim.",
        "See the source's status; open it by hand, or cite one that can be read.",
    ),
    Verdict.UNRESOLVED: Words(
        "!",
        "!",
        "unresolved",
        "The marker has no entry in the source list.",
        "Add the entry to the source list, or mend the marker.",
    ),
    Verdict.UNCITED: Words(
        "·",
        ".",
        "uncited",
        "No marker vouches for the sentence.",
        "Cite a source, if the sentence states a fact.",
    ),
}

DECISIONS: Mapping[DecisionKind, str] = {
    DecisionKind.ACCEPT: "accepted",
    DecisionKind.WRONG_VERDICT: "wrong verdict",
    DecisionKind.FIX_CLAIM: "fix the claim",
    DecisionKind.REPLACE_SOURCE: "replace the source",
    DecisionKind.NOTE: "note",
    DecisionKind.WITHDRAW: "withdrawn",
}

KNOWN = "known: the baseline has it"

DIFFERENCES = frozenset(code for code in ReasonCode if code.value.endswith("_differs"))
# What the verdict's word or the line of the citation already says.
_SAID_ELSEWHERE = frozenset(
    {ReasonCode.STATED, ReasonCode.SOURCE_UNREADABLE, ReasonCode.NO_ENTRY, ReasonCode.NO_MARKER}
)


def reason_words(reason: Reason) -> str:
    """A reason on one line; empty when the verdict itself says it."""
    claim, source = plain(reason.claim or ""), plain(reason.source or "")
    if reason.code in DIFFERENCES:
        return f"{fact_name(reason)} differs: claim «{claim}», source «{source}»"
    if reason.code is ReasonCode.MISSING_DETAIL and claim:
        return f"not found: {claim}"
    if reason.code in _SAID_ELSEWHERE:
        return ""
    return f"{claim} {plain(reason.detail)}".strip()


def fact_name(reason: Reason) -> str:
    """What differs: "date", "quantity" …"""
    return reason.code.removesuffix("_differs").replace("_", " ")


def finding_words(finding: Finding) -> str:
    """Why a finding is what it is, on one line, sources that could not be read among it."""
    told = [words for reason in finding.reasons if (words := reason_words(reason))]
    told += [
        f"{plain(reason.claim or '')} {plain(reason.detail)}".strip()
        for reason in finding.reasons
        if reason.code in (ReasonCode.SOURCE_UNREADABLE, ReasonCode.NO_ENTRY)
    ]
    return "; ".join(dict.fromkeys(told)) or VERDICTS[finding.verdict].meaning


def decision_words(decision: Decision) -> str:
    """Who decided what, when and why, and what has changed since when it is stale."""
    line = f"{DECISIONS[decision.kind]} by {plain(decision.by)} on {decision.at:%Y-%m-%d}"
    if decision.why:
        line += f": {plain(decision.why)}"
    if decision.is_stale:
        line += f" (stale: changed since, {plain(', '.join(decision.changed))})"
    return line


def ignore_words(ignore: Ignore) -> str:
    """Where the brief says to ignore what, and why."""
    what = ", ".join(VERDICTS[v].name for v in Verdict if v in ignore.verdicts)
    return f"ignored by line {ignore.place.line}{f' ({what})' if what else ''}: " + plain(
        ignore.reason
    )


def remarks(finding: Finding) -> list[str]:
    """What the brief, a baseline and reviewers say of a finding, a line each."""
    lines = [ignore_words(finding.ignore)] if finding.ignore else []
    lines += [KNOWN] if finding.known else []
    return lines + [decision_words(decision) for decision in finding.decisions]


def excuse(finding: Finding) -> str:
    """Why the finding counts for nothing; empty when it counts by its verdict."""
    if finding.ignored is not None:
        return ignore_words(finding.ignored)
    if finding.accepted is not None:
        return decision_words(finding.accepted)
    return KNOWN if finding.known else ""


def excused_counts(brief: BriefReport) -> list[tuple[int, str]]:
    """How many findings count for nothing, by why; only what there is."""
    counts = (
        (sum(f.accepted is not None for f in brief.findings), "accepted by a reviewer"),
        (sum(f.ignored is not None for f in brief.findings), "ignored by the brief"),
        (sum(f.known for f in brief.findings), "known from the baseline"),
    )
    return [(count, words) for count, words in counts if count]


def shown(brief: BriefReport, uncited: bool) -> Iterator[Finding]:
    """The findings that a report shows: sentences without a marker only on request."""
    for finding in brief.findings:
        if uncited or finding.verdict is not Verdict.UNCITED:
            yield finding


def by_label(brief: BriefReport) -> dict[str, ReferenceCheck]:
    """What became of each reference; the first entry of a label counts."""
    return {check.reference.label: check for check in reversed(brief.references)}
