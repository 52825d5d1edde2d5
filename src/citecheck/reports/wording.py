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
    ReferenceCheck,
    Summary,
    Verdict,
)
from citecheck.reports.reasons import sentences, text_of
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


def verdict_words(finding: Finding) -> str:
    """The verdict in words, and how sure it is: "supported, likely"."""
    name = VERDICTS[finding.verdict].name
    return f"{name}, {finding.certainty}" if finding.certainty else name


def finding_words(finding: Finding) -> str:
    """Why a finding is what it is, in sentences, sources that could not be read among it."""
    told = [text_of(sentence) for sentence in sentences(finding)]
    return " ".join(told) or VERDICTS[finding.verdict].meaning


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


def measure_words(summary: Summary) -> list[str]:
    """Citation recall and precision (Liu, Zhang, Liang 2023), each with what it says."""
    lines = []
    if summary.citation_recall is not None:
        share = f"{summary.citation_recall:.0%}"
        lines.append(f"{share} of cited claims are supported in full (citation recall)")
    if summary.citation_precision is not None:
        share = f"{summary.citation_precision:.0%}"
        lines.append(f"{share} of citations carry a claim or a part of it (citation precision)")
    return lines


def shown(brief: BriefReport, uncited: bool) -> Iterator[Finding]:
    """The findings that a report shows: sentences without a marker only on request."""
    for finding in brief.findings:
        if uncited or finding.verdict is not Verdict.UNCITED:
            yield finding


def by_label(brief: BriefReport) -> dict[str, ReferenceCheck]:
    """What became of each reference; the first entry of a label counts."""
    return {check.reference.label: check for check in reversed(brief.references)}
