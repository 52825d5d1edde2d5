"""Compares whom a claim and a page name as the speaker of a quotation that stands on the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.matching.extract import name as names
from citecheck.matching.extract.attribution import SAYING
from citecheck.matching.extract.quotation import find_quotation
from citecheck.matching.extract.values import Fact, Quotation, QuotationMatch
from citecheck.matching.grammar.frames import Role
from citecheck.matching.grammar.syntax import PREPOSITIONS, SUBJECTS
from citecheck.matching.retrieve.align import stand_ins
from citecheck.matching.retrieve.prepared import PreparedPage
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import Token, tokenise
from citecheck.model import Reason, ReasonCode

_OPENING, _CLOSING = '“„«"', '”“»"'
_QUOTE = 1200  # characters of a quotation on a page, around the part that is quoted
_BESIDE = 200  # characters beside it in which its speaker is named
_FAR = 12  # words between a quotation and the verb of saying
_PHRASE = 9  # words of a speaker's noun phrase
_TIMES = 4  # places of one quotation that are looked at
_LONG_PAGE = 200_000  # characters of a page on which only the first of them is looked at
_FEWEST = 3  # words of a quotation that nobody else says by chance
_VERBS = SAYING | frozenset("asked asks tweeted replied recalled joked remarked".split())
_SENTENCE_END = re.compile(r"[.!?…](?=[\s\"”»]|$)|[;\n]")
_TOGETHER = 8  # sentences that are looked at for a name and what it is


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something: the words of the noun phrase, and with what stands beside it."""

    text: str
    phrase: tuple[Token, ...]
    wide: tuple[Token, ...]


def compare(text: str, quotation: Fact, page: PreparedPage) -> tuple[Reason, bool] | None:
    """The other speaker that a page names for a quotation of a claim, and whether the two are two
    beyond doubt; None where the page names the same, or nobody."""
    assert isinstance(quotation.value, Quotation)
    if page.language != "en" or quotation.value.words < _FEWEST:
        return None
    mine = _beside(text, quotation.start, quotation.end)
    if mine is None:
        return None
    others: list[Speaker] = []
    for match in _everywhere(quotation.value, page.text):
        inside = _whole(page.text, match)
        theirs = _beside(page.text, *inside) if inside else None
        if theirs is None or _is_one(mine, theirs, page):
            return None
        others.append(theirs)
    if not others:
        return None
    (other, *_) = others
    sure = _is_named(mine, page) and _is_named(other, page) and not _are_party(mine, other, page)
    detail = "the source says that another said it"
    return Reason(ReasonCode.ATTRIBUTION_DIFFERS, mine.text, other.text, detail), sure


def _everywhere(quotation: Quotation, text: str) -> list[QuotationMatch]:
    found: list[QuotationMatch] = []
    begin = 0
    for _ in range(_TIMES if len(text) < _LONG_PAGE else 1):
        match = find_quotation(quotation, text[begin:] if begin else text)
        if not match.exact:
            break
        found.append(QuotationMatch(True, match.start + begin, match.end + begin))
        begin += match.end
    return found


def _whole(text: str, match: QuotationMatch) -> tuple[int, int] | None:
    """The inside of the page's quotation of which a part is quoted; None outside of any."""
    first = max(0, match.start - _QUOTE)
    opening = max(text.rfind(mark, first, match.start) for mark in _OPENING)
    closings = [text.find(mark, match.end, match.end + _QUOTE) for mark in _CLOSING]
    closing = min((at for at in closings if at >= 0), default=-1)
    if opening < 0 or closing < 0:
        return None
    if text[opening + 1].isspace() or text[closing - 1].isspace():
        return None
    return opening + 1, closing


def _beside(text: str, start: int, end: int) -> Speaker | None:
    """The speaker that is named right after a quotation, else the one before it."""
    if text[end - 1] != ".":
        after = text[end : end + _BESIDE].lstrip("”“»\"’', ")
        stop = _SENTENCE_END.search(after)
        found = _after(after[: stop.start()] if stop else after)
        if found is not None:
            return found
    before = text[max(0, start - _BESIDE) : start].rstrip('“„«" ')
    ends = [m.end() for m in _SENTENCE_END.finditer(before)]
    return _before(before[ends[-1] :] if ends else before)


def _after(text: str) -> Speaker | None:
    """ "… ”, said Lee", "…”, Lee said", "…”, according to Lee"."""
    words = tokenise(text)
    for at, word in enumerate(words[:_FAR]):
        if word.folded == "to" and at and words[at - 1].folded == "according":
            return _following(text, words, at + 1)
        if word.folded not in _VERBS:
            continue
        return _following(text, words, 1) if at == 0 else _phrase(text, words[:at], words)
    return None


def _before(text: str) -> Speaker | None:
    """ "Lee said: “…”", "according to Lee, “…”"."""
    words = tokenise(text)
    for at in range(len(words) - 1, max(-1, len(words) - _FAR - 1), -1):
        folded = words[at].folded
        if folded == "to" and at and words[at - 1].folded == "according":
            return _following(text, words, at + 1)
        if folded in _VERBS and at:
            return _phrase(text, words[max(0, at - _PHRASE) : at], words[:at])
    return None


def _following(text: str, words: Sequence[Token], at: int) -> Speaker | None:
    """The noun phrase that begins at a word."""
    stop = at
    while stop < min(len(words), at + _PHRASE):
        gap = text[words[stop - 1].end : words[stop].start] if stop else " "
        if stop > at and ("," in gap or "(" in gap or words[stop].folded in PREPOSITIONS - {"of"}):
            break
        if stop > at and words[stop].folded in ("when", "who", "that", "as", "after", "and"):
            break
        stop += 1
    return _phrase(text, words[at:stop], words[at:])


def _phrase(text: str, phrase: Sequence[Token], wide: Sequence[Token]) -> Speaker | None:
    if any(word.folded in SUBJECTS for word in phrase):
        return None
    kept = [w for w in phrase if (w.content or names.is_title(w)) and not w.folded.endswith("ly")]
    if not kept:
        return None
    first = next(n for n, word in enumerate(phrase) if word.folded != "as")
    shown = " ".join(text[phrase[first].start : phrase[-1].end].split())
    return Speaker(shown, tuple(phrase), tuple(wide))


def _content(words: Sequence[Token]) -> list[Token]:
    return [w for w in words if w.content or names.is_title(w)]


def _proper(speaker: Speaker, page: PreparedPage) -> list[Token]:
    """The words of a speaker that are a name's."""
    return [
        w
        for w in _content(speaker.phrase)
        if w.capital
        and not names.is_title(w)
        and (page.is_proper(w.folded) or w.stem not in page.postings)
    ]


def _is_named(speaker: Speaker, page: PreparedPage) -> bool:
    """Whether a speaker is a name, and no "the Danish spokesman"."""
    proper = _proper(speaker, page)
    words = _content(speaker.phrase)
    return bool(proper) and bool(words) and words[-1] == proper[-1]


def _is_one(mine: Speaker, theirs: Speaker, page: PreparedPage) -> bool:
    """Whether two speakers can be one."""
    ours = _content(mine.phrase)
    wide = [*_content(theirs.wide)]
    stems = {w.stem for w in wide}
    named, other = _proper(mine, page), _proper(theirs, page)
    if named and other:
        if _share(named, wide) or _share(other, _content(mine.wide)):
            return True
        return _are_together([w.folded for w in (*named, *other)], page)
    if named or (other and any(w.stem in stems for w in ours)):
        # "The president" may be whom the claim names; "a spokesman" is not.
        return _share(named, wide) or not named or not _is_indefinite(theirs)
    head = _head(mine)
    if _is_named(theirs, page):
        return _describes(head, other, page)
    return any(_says_same(head, stem) for stem in stems)


def _head(speaker: Speaker) -> str:
    """The stem of what somebody is: lawyer of "a lawyer for the firm"."""
    head = ""
    for word in speaker.phrase:
        if word.folded in PREPOSITIONS and head:
            break
        head = word.stem if word.content else head
    return head


def _share(one: Sequence[Token], other: Sequence[Token]) -> bool:
    return any(names.same((a.folded,), (b.folded,)) for a in one for b in other if b.capital)


def _are_together(folded: Sequence[str], page: PreparedPage) -> bool:
    """Whether a page has all of some words as one name: Taylor, Swift."""
    first, *rest = dict.fromkeys(folded)
    return bool(rest) and any(
        {w.folded for w in tokens[n : n + len(rest) + 1]} >= {first, *rest}
        for tokens in (page.sentences[k].tokens for k in _sentences(page, first))
        for n in range(len(tokens))
    )


def _sentences(page: PreparedPage, folded: str) -> Sequence[int]:
    stems = {w.stem for w in tokenise(folded)}
    return [n for stem in sorted(stems) for n in page.postings.get(stem, ())][:_TOGETHER]


def _is_indefinite(speaker: Speaker) -> bool:
    return speaker.phrase[0].folded in ("a", "an", "one", "some", "another")


def _describes(stem: str, proper: Sequence[Token], page: PreparedPage) -> bool:
    """Whether a page says of a name, by standing in a sentence with it, what somebody is."""
    for number in [n for w in proper for n in page.postings.get(w.stem, ())][: 4 * _TOGETHER]:
        if any(_says_same(stem, other) for other in page.sentences[number].stems):
            return True
    return False


def _says_same(one: str, other: str) -> bool:
    return (
        one == other
        or stand_ins(one).get(other, 0.0) >= lexicon.SAME
        or one in lexicon.entry(other).broader
        or other in lexicon.entry(one).broader
    )


def _are_party(mine: Speaker, theirs: Speaker, page: PreparedPage) -> bool:
    """Whether one of two names belongs to the other on the page: a firm and its head."""
    ours = {w.folded for w in _proper(mine, page)}
    its = {w.folded for w in _proper(theirs, page)}
    for word in sorted(ours):
        for number in _sentences(page, word):
            sentence = page.sentences[number]
            for frame in page.parsed(sentence).frames:
                owners = [{sentence.tokens[n].folded for n in owner} for owner in frame.owners]
                told = {sentence.tokens[n].folded for n in frame.words}
                if frame.role is Role.IS and any(
                    (owner & ours and told & its) or (owner & its and told & ours)
                    for owner in owners
                ):
                    return True
    return False
