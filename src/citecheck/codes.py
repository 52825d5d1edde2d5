"""What every code of a report means and what to do about it: one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from citecheck.model import MarkerStatus, ReasonCode, ReferenceProblem, SourceStatus, Verdict
from citecheck.reports.records import MEANINGS
from citecheck.reports.wording import VERDICTS
from citecheck.sources.status import meaning_of


@dataclass(frozen=True, slots=True)
class Code:
    """A code with its kind in words ("verdict", "reason", …), what it means, what to do."""

    name: str
    kind: str
    meaning: str
    advice: str


_DIFFERS = "Compare the two in the source, then mend the claim or cite another source."

_REASONS: Mapping[ReasonCode, tuple[str, str]] = {
    ReasonCode.STATED: (
        "A passage of the source says it.",
        "Nothing, unless the claim matters: then read the passage in its place.",
    ),
    ReasonCode.QUANTITY_DIFFERS: (
        "A number, amount, share or measure of the claim is another one in the passage that speaks "
        "of the same thing; both are shown.",
        _DIFFERS,
    ),
    ReasonCode.DATE_DIFFERS: (
        "A date, year or span of the claim is another one in the passage; both are shown.",
        _DIFFERS,
    ),
    ReasonCode.NAME_DIFFERS: (
        "The passage says the same of another person, place or body; both are shown.",
        _DIFFERS,
    ),
    ReasonCode.QUOTATION_DIFFERS: (
        "The claim quotes words that the source has in another form.",
        "Quote the source word for word.",
    ),
    ReasonCode.QUOTATION_CUT_SHORT: (
        "The quotation stands word for word, but ends where the source goes on with “unless”, "
        "“but”, “except” or the like; how it goes on is shown.",
        "Read on in the source: quote the limit as well, or say it in your own words.",
    ),
    ReasonCode.DIRECTION_DIFFERS: (
        "The claim says that something went one way (rose, before, more), the passage the other.",
        _DIFFERS,
    ),
    ReasonCode.POLARITY_DIFFERS: (
        "The claim says that something is so, the passage that it is not, or the reverse.",
        _DIFFERS,
    ),
    ReasonCode.HEDGING_DIFFERS: (
        "The claim states as certain what the source only calls possible, planned or likely.",
        "Take the source's caution over into the claim.",
    ),
    ReasonCode.ATTRIBUTION_DIFFERS: (
        "The claim gives something as said or done by another than the source does.",
        _DIFFERS,
    ),
    ReasonCode.STATEMENT_DIFFERS: (
        "The passage says something of the same matter that rules the claim out, though no single "
        "fact such as a figure or a name differs.",
        _DIFFERS,
    ),
    ReasonCode.OUTSIDE_MAIN_TEXT: (
        "What says it is not the page's own matter but stands around it, in a comment, a menu, a "
        "notice; the report names the place. What only names another page supports in part at "
        "most.",
        "Weigh who says it there; of a link, cite the page that it leads to.",
    ),
    ReasonCode.MISSING_DETAIL: (
        "Words or facts of the claim that no passage carries; they are named.",
        "Take them out, or cite a source that says them.",
    ),
    ReasonCode.NOT_FOUND_IN_SOURCE: (
        "The source was read, and no passage speaks of what the claim says.",
        "Cite a source that says it, or take the claim out.",
    ),
    ReasonCode.SOURCE_UNREADABLE: (
        "The source could not be read; its status says why.",
        "Ask for the status: citecheck explain STATUS.",
    ),
    ReasonCode.FRAGMENT_GONE: (
        "The cited link points to words (a text fragment, #:~:text=) that are not on the page.",
        "See whether the page was changed, and cite what it says now, or an archived copy.",
    ),
    ReasonCode.OTHER_LANGUAGE: (
        "The claim is in one language and the page in another, and citecheck does not translate; "
        "figures and names that stand on the page are named.",
        "Read the page yourself, or cite one in the language of the claim.",
    ),
    ReasonCode.NO_ENTRY: (
        "The marker's label is not in the source list.",
        "Add the entry, mend the marker, or give the list with --sources FILE.",
    ),
    ReasonCode.NO_MARKER: (
        "No marker vouches for the sentence.",
        "Cite a source, if the sentence states a fact.",
    ),
    ReasonCode.CHECK_FAILED: (
        "citecheck itself failed on the claim, or took too long; nothing is said of it.",
        "Read the sources yourself, and please report it.",
    ),
    ReasonCode.NEEDS_SEVERAL_SOURCES: (
        "The cited sources carry the claim together, none of them alone.",
        "Nothing; each part may be cited on its own to make it plainer.",
    ),
}

_MARKERS: Mapping[MarkerStatus, tuple[str, str]] = {
    MarkerStatus.CITED: ("Each of its labels has an entry in the source list.", "Nothing."),
    MarkerStatus.UNRESOLVED: (
        "At least one of its labels has no entry in the source list.",
        "Add the entry, or mend the marker.",
    ),
    MarkerStatus.PASSED_OVER: (
        "It looks like a marker and is none, or vouches for nothing; the report says why.",
        "Nothing, unless it should count: then put it after the sentence that it vouches for.",
    ),
}


def describe() -> Iterator[Code]:
    """Every code: verdicts, reasons, source and marker statuses, problems of references."""
    for verdict in Verdict:
        words = VERDICTS[verdict]
        yield Code(verdict, "verdict", words.meaning, words.advice)
    for reason in ReasonCode:
        yield Code(reason, "reason", *_REASONS[reason])
    for status in SourceStatus:
        what, next_step = meaning_of(status)
        yield Code(status, "source status", _sentence(what), _sentence(next_step) or "Nothing.")
    for marker in MarkerStatus:
        yield Code(marker, "marker status", *_MARKERS[marker])
    for problem in ReferenceProblem:
        yield Code(problem, "problem of a reference", *MEANINGS[problem])


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}." if text else ""
