"""Why a verdict is what it is, in sentences that every format shows alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from citecheck.model import Assessment, Finding, Reason, ReasonCode, Verdict
from citecheck.reports.pieces import DIFFERS, OF_CLAIM, OF_SOURCE, Piece
from citecheck.reports.quotations import side_by_side
from citecheck.reports.sanitise import plain

Sentence = tuple[Piece, ...]
"""A sentence in pieces: its own words, and those quoted from the claim or the source."""

DIFFERENCES = frozenset(code for code in ReasonCode if code.value.endswith("_differs"))

_LEADS: Mapping[ReasonCode, str] = {
    ReasonCode.QUANTITY_DIFFERS: "The figure differs",
    ReasonCode.DATE_DIFFERS: "The date differs",
    ReasonCode.NAME_DIFFERS: "The name differs",
    ReasonCode.QUOTATION_DIFFERS: "The quotation differs",
    ReasonCode.DIRECTION_DIFFERS: "The direction differs",
    ReasonCode.POLARITY_DIFFERS: "One says what the other denies",
    ReasonCode.HEDGING_DIFFERS: "The source is more cautious",
    ReasonCode.ATTRIBUTION_DIFFERS: "Who said or did it differs",
    ReasonCode.STATEMENT_DIFFERS: "The source says otherwise",
}
_PLAIN: Mapping[ReasonCode, str] = {
    ReasonCode.NOT_FOUND_IN_SOURCE: "Nothing in the source says it.",
    ReasonCode.NEEDS_SEVERAL_SOURCES: "The sources carry it together, none of them alone.",
    ReasonCode.NO_MARKER: "No marker vouches for this sentence.",
}
_IN_WORDS = (ReasonCode.OUTSIDE_MAIN_TEXT, ReasonCode.FRAGMENT_GONE)
_UNREAD = (ReasonCode.SOURCE_UNREADABLE, ReasonCode.NO_ENTRY, ReasonCode.OTHER_LANGUAGE)
_OF_SOURCE = (ReasonCode.SOURCE_UNREADABLE, ReasonCode.NO_ENTRY)
_MOST = 8  # details named in one sentence


def sentences(finding: Finding) -> tuple[Sentence, ...]:
    """Why a finding is what it is, each sentence once; none where the verdict says it all."""
    found = [*_told(finding, finding.reasons), *_unread(finding.reasons)]
    return tuple(dict.fromkeys(found))


def apart_from_sources(finding: Finding) -> tuple[Sentence, ...]:
    """The same without what the lines of its sources tell in their own place."""
    told = tuple(r for r in finding.reasons if r.code not in _OF_SOURCE or r.claim is None)
    return sentences(replace(finding, reasons=told))


def of_citation(citation: Assessment, finding: Finding) -> tuple[Sentence, ...]:
    """What is so of one source alone, where that is not what is so of the claim."""
    if citation.verdict is finding.verdict or citation.verdict is Verdict.SUPPORTED:
        return ()
    found = _told(finding, citation.reasons, alone=True)
    said = set(sentences(finding))
    return tuple(dict.fromkeys(sentence for sentence in found if sentence not in said))


def text_of(sentence: Sentence) -> str:
    """A sentence as plain text, what it quotes in quotation marks."""
    return "".join(
        f"“{piece.text}”" if piece.kind in (OF_CLAIM, OF_SOURCE) else piece.text
        for piece in sentence
    )


def _told(
    finding: Finding, reasons: Sequence[Reason], *, alone: bool = False
) -> Iterator[Sentence]:
    for reason in reasons:
        if reason.code in DIFFERENCES:
            yield _difference(finding, reason)
        elif alone and reason.code is ReasonCode.NEEDS_SEVERAL_SOURCES:
            yield (Piece("It carries a part of the claim."),)
        elif reason.code in _IN_WORDS and reason.detail:
            yield (Piece(f"{_sentence(reason.detail)}."),)
        elif reason.code is ReasonCode.QUOTATION_CUT_SHORT:
            yield _cut_short(reason)
        elif reason.code in _PLAIN:
            yield (Piece(_PLAIN[reason.code]),)
    yield from _missing([r for r in reasons if r.code is ReasonCode.MISSING_DETAIL], alone)


def _difference(finding: Finding, reason: Reason) -> Sentence:
    lead = _LEADS.get(reason.code, "Something differs")
    claim, source = plain(reason.claim or ""), plain(reason.source or "")
    if reason.code is ReasonCode.QUOTATION_DIFFERS:
        pair = side_by_side(finding, reason)
        if pair is not None:
            mine, theirs = (_quoting(pieces) for pieces in pair)
            return (Piece(f"{lead}: the claim has "), *mine, Piece(", the source "), *theirs, _END)
    if claim and source:
        return (
            Piece(f"{lead}: the claim says "),
            Piece(claim, OF_CLAIM),
            Piece(", the source "),
            Piece(source, OF_SOURCE),
            _END,
        )
    detail = f": {plain(reason.detail)}" if reason.detail else ""
    if claim:
        return (
            Piece(f"{lead}{detail or ': the source does not say '} "),
            Piece(claim, OF_CLAIM),
            _END,
        )
    if source:
        return (Piece(f"{lead}{detail or ': the source says '} "), Piece(source, OF_SOURCE), _END)
    return (Piece(f"{lead}{detail}."),)


def _cut_short(reason: Reason) -> Sentence:
    claim, source = plain(reason.claim or ""), plain(reason.source or "")
    return (
        Piece("The quotation "),
        Piece(claim, OF_CLAIM),
        Piece(" ends before the source goes on: "),
        Piece(source, OF_SOURCE),
        _END,
    )


_END = Piece(".")


def _quoting(pieces: Sequence[Piece]) -> Sentence:
    return (Piece("“"), *(Piece(p.text, p.kind) for p in pieces), Piece("”"))


def _missing(reasons: Sequence[Reason], alone: bool) -> Iterator[Sentence]:
    """Details that no passage has: those without more to say in one sentence."""
    bare: list[Piece] = []
    for reason in reasons:
        claim, source = plain(reason.claim or ""), plain(reason.source or "")
        if claim and source:
            yield (
                Piece("Where the claim says "),
                Piece(claim, OF_CLAIM),
                Piece(", the passage has "),
                Piece(source, OF_SOURCE),
                _END,
            )
        elif claim and reason.detail:
            yield (Piece(claim, OF_CLAIM), Piece(f": {plain(reason.detail)}."))
        elif claim:
            bare.append(Piece(claim, OF_CLAIM))
        elif source:
            yield (Piece(_sentence(reason.detail)), Piece(" "), Piece(source, OF_SOURCE), _END)
        elif reason.detail:
            yield (Piece(_sentence(reason.detail) + "."),)
    bare = list(dict.fromkeys(bare))
    if bare:
        more = len(bare) - _MOST
        listed = [part for piece in bare[:_MOST] for part in (Piece(", "), piece)][1:]
        end = Piece(f" and {more} more.") if more > 0 else _END
        yield (Piece("Alone it lacks " if alone else "Not found in the source: "), *listed, end)


def _unread(reasons: Sequence[Reason]) -> Iterator[Sentence]:
    """Sources that could not be read, and labels without an entry."""
    for reason in reasons:
        if reason.code in _UNREAD:
            words = f"{plain(reason.claim or 'A source')} {_is(reason)}".rstrip(".")
            yield (Piece(f"{words}."),)


def _is(reason: Reason) -> str:
    if reason.code is ReasonCode.NO_ENTRY:
        return "is not in the source list"
    if reason.code is ReasonCode.OTHER_LANGUAGE:
        return f"was not compared: {plain(reason.detail)}"
    detail = f": {plain(reason.detail)}" if reason.detail else ""
    return f"could not be read{detail}"


def _sentence(text: str) -> str:
    words = plain(text).strip().rstrip(".")
    return f"{words[:1].upper()}{words[1:]}"


def differs(piece: Piece) -> bool:
    """Tell whether a piece is what differs, or words set against others."""
    return piece.kind in (DIFFERS, OF_CLAIM, OF_SOURCE)
