"""Looks for what a claim says of one and the sentence that says it of another, or of nobody known.

As `doubts`, asked only of claims that would be called supported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from citecheck.matching import data
from citecheck.matching.extract.name import is_sure
from citecheck.matching.extract.values import FactKind
from citecheck.matching.grammar.syntax import BE, SUBJECTS
from citecheck.matching.grammar.wording import Wording
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.matching.retrieve.slots import Pair
from citecheck.matching.text.reading import as_written

_MATTER = data.number("checks.shared.matter")
_RENAMES = data.words("checks.clauses.renames")
_POINTING = data.words("checks.misplaced.pointing")


def find(text: str, candidates: Sequence[Candidate], language: str) -> Iterator[tuple[str, str]]:
    """What the claim says it of, and what the sentence does, each as written or empty. Linear in
    the sentences' words."""
    yield from _names(text, candidates)
    if language == "en":
        yield from _subjects(text, candidates)
        yield from _doers(candidates)


def _names(text: str, candidates: Sequence[Candidate]) -> Iterator[tuple[str, str]]:
    """A name that stands in no sentence, nor around one, that says the rest, while another name
    that the claim does not have stands there."""
    claim = candidates[0].pair.claim
    for fact in candidates[0].claim.facts.of(FactKind.NAME):
        name = candidates[0].pair.claim_words(fact.start, fact.end)
        content = [n for n in name if claim[n].content]
        if not content or not is_sure(fact):
            continue
        carrying = [c for c in candidates if c.pair.same_matter(name) >= _MATTER]
        if not carrying or any(_is_near(c.pair, content) for c in carrying):
            continue
        for candidate in carrying:
            other = _unclaimed(candidate)
            if other:
                shown = text[claim[name.start].start : claim[name.stop - 1].end]
                yield shown, other
                break


def _is_near(pair: Pair, content: Sequence[int]) -> bool:
    return any(pair.other[n] >= 0 or pair.claim[n].stem in pair.nearby for n in content)


def _unclaimed(candidate: Candidate) -> str:
    """A sure name of a sentence of which the claim has nothing; empty if there is none."""
    pair = candidate.pair
    for fact in candidate.of(FactKind.NAME):
        words = pair.sentence_words(fact.start, fact.end)
        known = all(pair.sentence[n].folded in candidate.proper for n in words)
        if known and pair.taken.isdisjoint(words):
            return fact.text
    return ""


def _subjects(text: str, candidates: Sequence[Candidate]) -> Iterator[tuple[str, str]]:
    """A subject that the sentence which says the rest does not have, while another subject stands
    before the same verb: "state media believe" where the organisation does."""
    claim = candidates[0].claim.wording
    verb = next((n for n in range(1, len(claim.words)) if _is_finite(claim, n)), -1)
    subject = _subject(claim, verb)
    if not subject or claim.folded(subject[0] - 1) in _POINTING:
        return
    found: tuple[str, str] | None = None
    for candidate in candidates:
        pair = candidate.pair
        place = pair.other[verb]
        if place < 0 or pair.same_matter(subject) < _MATTER:
            continue
        if pair.has(subject):
            return
        sentence = candidate.sentence.wording
        theirs = _subject(sentence, place) if _is_finite(sentence, place) else []
        if theirs and pair.taken.isdisjoint(theirs):
            mine = as_written(text, claim.words, subject[0], subject[-1])
            its = as_written(candidate.text, pair.sentence, theirs[0], theirs[-1])
            found = found or (mine, its)
    if found is not None:
        yield found


def _is_finite(sentence: Wording, index: int) -> bool:
    return sentence.is_verbal(index) and not sentence.folded(index).endswith("ing")


def _subject(sentence: Wording, verb: int) -> list[int]:
    """The words with content of the noun phrase before a verb; none where a pronoun, a comma or
    another verb stands there."""
    found: list[int] = []
    for at in range(verb - 1, -1, -1):
        if sentence.syntax.marks[at + 1] not in ("", "-"):
            return []
        word = sentence.words[at]
        if word.folded in SUBJECTS or word.folded in ("who", "which", "that", "there"):
            return []
        if word.content and _is_finite(sentence, at):
            return []
        if word.content and not word.folded.endswith("ly"):
            found.insert(0, at)
    return found


def _doers(candidates: Sequence[Candidate]) -> Iterator[tuple[str, str]]:
    """A name of which the claim tells what it did, where the sentence that tells of that deed names
    another who did it: "Kestrel built it" for "it was built by Telvant"."""
    claim = candidates[0].claim.wording
    facts = candidates[0].claim.facts.of(FactKind.NAME)
    opens = [f for f in facts if not any(w.content and w.end <= f.start for w in claim.words)]
    verb = next((n for n in range(1, len(claim.words)) if _is_finite(claim, n)), -1)
    if not opens or verb < 0 or claim.words[verb].start < opens[0].end:
        return
    name = candidates[0].pair.claim_words(opens[0].start, opens[0].end)
    found: tuple[str, str] | None = None
    for candidate in candidates:
        pair = candidate.pair
        place = pair.other[verb]
        if place < 0 or pair.sentence[place].stem != claim.words[verb].stem:
            continue
        if pair.has(name) or any(word.folded in _RENAMES for word in pair.sentence):
            return
        doer = _doer(candidate, place) if pair.same_matter((*name, verb)) >= _MATTER else None
        if doer is not None:
            found = found or (opens[0].text, doer)
    if found is not None:
        yield found


def _doer(candidate: Candidate, verb: int) -> str | None:
    """The name, which the claim lacks, of who does what a verb says: its subject, or after "by"."""
    pair = candidate.pair
    for fact in candidate.of(FactKind.NAME):
        words = pair.sentence_words(fact.start, fact.end)
        if not is_sure(fact) or not words or not pair.taken.isdisjoint(words):
            continue
        by = words.start > verb and pair.sentence[words.start - 1].folded == "by"
        passive = pair.sentence[verb - 1].folded in BE if verb else False
        if (by and passive) or (words.stop == verb and not passive):
            return fact.text
    return None
