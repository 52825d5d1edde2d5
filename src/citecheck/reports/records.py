"""The words for what is wrong with references by the records of registries and archives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from citecheck.model import BriefReport, RecordFinding, ReferenceCheck, ReferenceProblem
from citecheck.reports.sanitise import plain

NAMES: Mapping[ReferenceProblem, str] = {
    ReferenceProblem.REFERENCE_NOT_FOUND: "no such work",
    ReferenceProblem.REFERENCE_DIFFERS: "another work",
    ReferenceProblem.RETRACTED: "retracted",
    ReferenceProblem.CORRECTED: "corrected",
    ReferenceProblem.NOT_ARCHIVED: "no copy",
}

MEANINGS: Mapping[ReferenceProblem, tuple[str, str]] = {
    ReferenceProblem.REFERENCE_NOT_FOUND: (
        "The entry's identifier (DOI, PMID, arXiv number, ISBN) is that of no work: its registry "
        "does not have it, or its check digit is wrong. The reference may be made up.",
        "Look for the work by its title, and mend the identifier or cite another work.",
    ),
    ReferenceProblem.REFERENCE_DIFFERS: (
        "The entry's identifier is that of a work with another title, authors or year; the report "
        "shows both. The reference may be made up.",
        "Open the identifier's page; mend the entry, or cite the work that is meant.",
    ),
    ReferenceProblem.RETRACTED: (
        "The work was retracted or withdrawn after it was published.",
        "Read the notice; cite another work, or say in the entry that it was retracted.",
    ),
    ReferenceProblem.CORRECTED: (
        "A correction of the work, or an expression of concern, was published.",
        "Read the notice and see whether it touches what is cited.",
    ),
    ReferenceProblem.NOT_ARCHIVED: (
        "A cited page of which no web archive's copy is known: none in the entry, none that "
        "`citecheck archive` has saved, none in the archive that was asked.",
        "Have the cited pages saved: citecheck archive BRIEF.",
    ),
}
"""What each problem means and what to do about it."""


def problems(brief: BriefReport) -> Iterator[tuple[ReferenceCheck, RecordFinding]]:
    """Everything that is wrong with the references, the worst kinds first; what a baseline has
    is left out."""
    found = [(check, finding) for check in brief.references for finding in check.problems]
    order = list(ReferenceProblem)
    yield from sorted(found, key=lambda pair: order.index(pair[1].problem))


def sentence(check: ReferenceCheck, finding: RecordFinding) -> str:
    """What is wrong, with what the registry has where that differs."""
    words = f"[{plain(check.reference.label)}] {finding.problem}: {plain(finding.detail)}"
    if finding.record and check.record:
        words += f"; {check.record.registry} has {plain(finding.record)}"
    return f"{words}."


def counted(brief: BriefReport) -> str:
    """How many references need a person; empty where none does."""
    count = sum(bool(check.problems) for check in brief.references)
    return f"{count} reference{' needs' if count == 1 else 's need'} you" if count else ""
