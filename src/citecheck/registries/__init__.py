"""Asks registries whether the works that a source list identifies exist, and compares them.

The registries are public: Crossref and DataCite for DOIs (with doi.org for those of other
agencies), PubMed for PMIDs, arXiv, Open Library for ISBNs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from citecheck.model import (
    RecordCheck,
    RecordFinding,
    Reference,
    ReferenceProblem,
    Source,
)
from citecheck.registries.compare import compare
from citecheck.registries.identifiers import Identifier, Scheme, identify
from citecheck.registries.record import Answer, Known
from citecheck.registries.registry import BY_SCHEME, NAMES, Registry

__all__ = ["NAMES", "Ask", "look_up"]

Ask = Callable[[Sequence[str], float], Mapping[str, Source]]
"""Asks for URLs, with at least so many seconds between two requests to one host."""


def look_up(
    entries: Sequence[Reference], ask: Ask, bases: Mapping[str, str]
) -> dict[Reference, RecordCheck]:
    """What registries say of those entries that have an identifier.

    `bases` gives the address of each registry of `NAMES`. Each identifier is asked about once,
    a second registry only where the first does not know it. A registry that cannot be asked is no
    finding: the check says so in its detail.
    """
    identified = {entry: found for entry in entries if (found := identify(entry)) is not None}
    answers = {
        work: Answer(Known.NO, "ISBN", "its check digit is wrong")
        for work in identified.values()
        if not work.valid
    }
    for scheme in Scheme:
        works = {w for w in identified.values() if w.scheme is scheme and w not in answers}
        answers |= _asked(sorted(works, key=lambda w: w.value), BY_SCHEME[scheme], ask, bases)
    return {entry: _checked(entry, work, answers[work]) for entry, work in identified.items()}


def _asked(
    works: Sequence[Identifier], registries: Sequence[Registry], ask: Ask, bases: Mapping[str, str]
) -> dict[Identifier, Answer]:
    """The first record among `registries`, or else what the last of them says.

    That a registry does not know a work means little while another may; only the last one's no
    counts, and not where one that may have the record gave no answer.
    """
    answers: dict[Identifier, Answer] = {}
    for registry in registries:
        urls = {
            work: registry.address(bases[registry.key], work.value)
            for work in works
            if work not in answers or answers[work].record is None
        }
        sources = ask(tuple(urls.values()), registry.delay)
        for work, url in urls.items():
            answer, before = registry.read(sources[url], work.value), answers.get(work)
            surely_not = registry is registries[-1] and answer.known is Known.NO
            open_still = before is None or before.known is Known.NO
            if open_still or answer.record is not None or surely_not:
                answers[work] = answer
    return answers


def _checked(entry: Reference, work: Identifier, answer: Answer) -> RecordCheck:
    name = str(work)
    if answer.record is not None:
        findings = compare(entry, work, answer.record)
        detail = f"{answer.registry} has it: {answer.record.shown}"
        return RecordCheck(name, answer.registry, detail, findings)
    if answer.known is Known.NO:
        words = f"no work has the identifier {name}: {answer.detail}"
        missing = RecordFinding(ReferenceProblem.REFERENCE_NOT_FOUND, words, entry=name)
        return RecordCheck(name, answer.registry, answer.detail, (missing,))
    return RecordCheck(name, answer.registry, answer.detail)
