"""Looks whether a claim joins what stands in two clauses: gives the subject of one the verb of
another, "the union opposed it" where the union proposed it and the employers opposed it, or its
verb what is said with another verb."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from citecheck.matching import data
from citecheck.matching.checks import sentences
from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Effect, Span
from citecheck.matching.extract import polarity
from citecheck.matching.extract.values import FactKind
from citecheck.matching.grammar.clauses import PRONOMINAL, Clause, Clauses, Subject, is_told
from citecheck.matching.grammar.syntax import DETERMINERS
from citecheck.matching.grammar.wording import ORDINALS
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.matching.retrieve.claim_facts import ClaimFacts
from citecheck.matching.retrieve.slots import Pair
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import Token
from citecheck.model import ReasonCode

NAME = "clauses"

_STANCE = frozenset(("for", "against"))
_POINTING = data.words("checks.clauses.pointing")
_RENAMES = data.words("checks.clauses.renames")
_MATTER = data.number("checks.shared.matter")
_GAPPED = data.count("checks.clauses.gapped")
_NEAR = data.count("checks.clauses.near")
_MOST_WORDS = data.count("checks.clauses.most_words")


def find(context: Context) -> Iterator[CheckFinding]:
    """The claim's subject and a verb that a sentence has in another clause, which has a subject of
    its own that the claim lacks, or such a verb with what is said with another. None where another
    sentence has as much of the claim and does not part it."""
    first: CheckFinding | None = None
    whole = 0.0
    for candidate in context.candidates:
        matter = candidate.pair.same_matter()
        if matter < _MATTER or len(candidate.pair.sentence) > _MOST_WORDS:
            continue
        if candidate.takes_out and polarity.negations(context.claim.tokens):
            continue
        joined = _crossed(candidate) or list(_joined(context.claim, candidate))
        if not joined:
            whole = max(whole, matter)
        elif first is None:
            first = _finding(context.claim, candidate, *joined[0])
    if first is not None and whole < first.strength:
        yield first
    parted = sentences.parted(context)
    if parted is not None:
        yield _finding(context.claim, *parted)


def _finding(claim: ClaimFacts, candidate: Candidate, one: int, other: int) -> CheckFinding:
    words = candidate.pair.sentence
    first, last = sorted((one, other))
    return CheckFinding(
        NAME,
        Effect.WEAKENS,
        ReasonCode.MISSING_DETAIL,
        frozenset((one, other)),
        Span.of(claim.text, claim.tokens[first].start, claim.tokens[last].end),
        Span.of(candidate.text, words[0].start, words[-1].end),
        "the source says it of another",
        candidate.pair.same_matter(),
    )


def _joined(facts: ClaimFacts, candidate: Candidate) -> Iterator[tuple[int, int]]:
    """Two words of the claim, one of them its verb, that stand in two clauses which say two
    things."""
    read = candidate.sentence.clauses
    if len(read.every) < 2:
        return
    pair = candidate.pair
    places = pair.everywhere()
    claim = candidate.claim.wording
    taken = frozenset[int]().union(*places)
    left_out = _left_out(read, pair, places, taken)
    if left_out is not None:
        yield left_out
        return
    verb = next((n for n in range(1, len(pair.claim)) if is_told(claim, n) and places[n]), -1)
    homes = [c for c in read.every if verb >= 0 and not places[verb].isdisjoint(c.verbs)]
    mine = candidate.claim.clauses
    together = next((mine.said(c) for c in mine.every if verb in c.words), frozenset[int]())
    denying = [n for n in polarity.negations(pair.claim) if n in together]
    denied = polarity.negations(pair.sentence) if denying else []
    if len(homes) > 1 and denied:
        yield from _affirmed(pair, places, homes, denied, verb)
    elif len(homes) > 1 and not denying and (met := polarity.negations(pair.sentence)):
        yield from _denied(pair, places, homes, met, verb)
    elif len(homes) > 1:
        yield from _in_neither(pair, places, read, homes, verb)
    if len(homes) != 1:
        return
    home = homes[0]
    if denied and home.words.isdisjoint(denied):
        yield denying[0], verb  # "he never learned to drive, although he owned three cars"
        return
    spans = (pair.sentence_words(f.start, f.end) for f in candidate.of(FactKind.DATE))
    dates = frozenset(n for span in spans for n in span)
    for n in sorted(together):
        word = pair.claim[n]
        told = word.content or (n < verb and word.folded in PRONOMINAL)
        # "founded in 1838 and moved in 1901"
        dated = n in facts.in_figures and any(m not in taken for m in dates & home.words)
        if n == verb or not (told or dated) or (word.digit and not dated) or not places[n]:
            continue
        if (n in facts.quoted) != (verb in facts.quoted):
            continue  # what leads to a quotation is the writer's
        apart = [c for c in read.every if not places[n].isdisjoint(c.words)]
        if len(apart) != 1 or apart[0] is home:
            continue
        if _says_two_things(home, apart[0], read, taken, before=n < verb):
            yield n, verb
            return


def _in_neither(
    pair: Pair,
    places: Sequence[frozenset[int]],
    read: Clauses,
    homes: Sequence[Clause],
    verb: int,
) -> Iterator[tuple[int, int]]:
    """A subject and an object of which each stands in another clause with the claim's verb: "fewer
    returned to the Birk" for "fewer returned to the Alder, and more returned to the Birk"."""
    said = [read.said(home) for home in homes]
    taken = frozenset[int]().union(*places)
    alone: list[tuple[int, int]] = []
    for n, at in enumerate(places):
        there = [number for number, words in enumerate(said) if not at.isdisjoint(words)]
        if len(there) == 1 and n != verb:
            alone.append((n, there[0]))
    # What a clause has of the claim's own behind the verb makes it the clause that is meant.
    meant = {home for n, home in alone if n > verb}
    for n, home in alone:
        if n > verb or home in meant or not pair.claim[n].content:
            continue
        for m, other in alone:
            if m > verb and pair.claim[m].content and not homes[other].named <= taken:
                yield n, m
                return


def _sides(homes: Sequence[Clause], denied: Sequence[int]) -> tuple[list[Clause], list[Clause]]:
    """The clauses that deny something, and the others."""
    denying = [c for c in homes if not c.words.isdisjoint(denied)]
    return denying, [c for c in homes if c not in denying]


def _denied(
    pair: Pair,
    places: Sequence[frozenset[int]],
    homes: Sequence[Clause],
    denied: Sequence[int],
    verb: int,
) -> Iterator[tuple[int, int]]:
    """What the claim says and the clause with its subject denies: "the engine failed" for "the
    engine did not fail; the rudder failed"."""
    denying, saying = _sides(homes, denied)
    for n in range(verb):
        told = pair.claim[n].content and any(not places[n].isdisjoint(c.named) for c in denying)
        if told and all(places[n].isdisjoint(c.words) for c in saying):
            yield n, verb
            return


def _affirmed(
    pair: Pair,
    places: Sequence[frozenset[int]],
    homes: Sequence[Clause],
    denied: Sequence[int],
    verb: int,
) -> Iterator[tuple[int, int]]:
    """What the claim denies and one clause affirms: "did not meet in May. It met in June"."""
    denying, saying = _sides(homes, denied)
    for n, word in enumerate(pair.claim):
        told = (word.content or word.digit) and n > verb and places[n]
        if not (told and denying) or any(not places[n].isdisjoint(c.words) for c in denying):
            continue
        if any(not places[n].isdisjoint(c.words) for c in saying):
            yield verb, n
            return


def _left_out(
    read: Clauses, pair: Pair, places: Sequence[frozenset[int]], taken: frozenset[int]
) -> tuple[int, int] | None:
    """Two words of the claim of which one is said, in a clause that leaves out its verb, of a thing
    that the claim lacks, or of the claim's thing in the clause before: "called the plan sober" for
    "called the plan costly and the budget sober"."""
    for number, clause in enumerate(read.every):
        whole = read.whole_before(number)
        if clause.subject is not Subject.GAPPED or whole is None or not clause.named:
            continue
        told = [n for n in clause.words - clause.named if _is_said(read.words[n])]
        here = _only_in(pair, places, frozenset(told), clause, whole)
        after = max(whole.verbs, default=0)
        there = _only_in(
            pair, places, frozenset(n for n in whole.words if n > after), whole, clause
        )
        if here and there and clause.named.isdisjoint(taken):
            return there[0], here[0]
        unsaid = told and taken.isdisjoint(told)
        dated = _only_in(pair, places, frozenset(_digits(clause, read)), clause, whole)
        short = len(clause.words) <= _GAPPED  # ", the Ask in 2004"
        if dated and short and clause.named.isdisjoint(taken):
            subject = next((n for n, at in enumerate(places) if not at.isdisjoint(whole.named)), -1)
            if subject >= 0:
                return subject, dated[0]
        if not here and there and unsaid and not clause.named.isdisjoint(taken):
            named = next(n for n, at in enumerate(places) if not at.isdisjoint(clause.named))
            if places[named].isdisjoint(whole.words):
                return named, there[0]
    return None


def _digits(clause: Clause, read: Clauses) -> list[int]:
    return [n for n in clause.words if read.words[n].digit]


def _only_in(
    pair: Pair,
    places: Sequence[frozenset[int]],
    wanted: frozenset[int],
    own: Clause,
    other: Clause,
) -> list[int]:
    """The claim's words that stand among some words of a clause, and not in another one."""
    return [
        n
        for n, at in enumerate(places)
        if (_is_said(pair.claim[n]) or pair.claim[n].digit)
        and not at.isdisjoint(wanted)
        and at <= own.words
        and at.isdisjoint(other.words)
    ]


def _is_said(word: Token) -> bool:
    return (word.content or word.folded in ORDINALS) and not word.digit


def _says_two_things(
    home: Clause, apart: Clause, read: Clauses, taken: frozenset[int], *, before: bool
) -> bool:
    """Whether the clause of the claim's verb and another that has a word of the claim say
    different things; `before` tells that the word stands before the verb, as its subject does."""
    contrast = read.words[min(apart.words)].folded == "unlike"
    if contrast and before:
        return not home.named <= taken
    if home.subject is Subject.PRONOUN or apart.subject is Subject.GAPPED:
        return False
    at = {read.words[n].start for n in taken}
    if not apart.verbs or apart.verbs[0] in taken:
        if before and apart.is_ellipsis:  # "the dam held, but the bridge did not"
            return not home.named <= taken and _denies(read, apart)
        # "The mayor is for it, her deputy is opposed."
        spliced = read.is_spliced(home) and home.subject is apart.subject is Subject.OWN
        bare = before and not apart.verbs
        return spliced and bare and home.named.isdisjoint(taken)
    if any(read.words[n].folded in _RENAMES for n in apart.words):
        return False  # "Facebook, which is now called Meta"
    if before:
        return home.subject is Subject.OWN and not home.named <= taken
    after = [read.words[n] for n in sorted(home.words) if n > home.verbs[0]]
    if any(word.folded in _POINTING for word in after):
        return False
    return any(word.content and word.start not in at for word in after)


def _denies(read: Clauses, clause: Clause) -> bool:
    return any(n in clause.words for n in polarity.deniers(read.words))


def _crossed(candidate: Candidate) -> list[tuple[int, int]]:
    """Each subject and verb of the claim that stand in two clauses."""
    pair = candidate.pair
    clauses = _clauses(candidate)
    if len(clauses) < 2:
        return []
    places = [_places(n, candidate) for n in range(len(pair.claim))]
    taken = frozenset[int]().union(*places)
    subject, home = -1, list[int]()
    for n, word in enumerate(pair.claim):
        if _is_told(word) and subject >= 0:
            break
        inside = [clause for clause in clauses if any(p in clause for p in places[n])]
        if word.content and not word.digit and len(inside) == 1:
            subject, home = n, inside[0]
    if subject < 0:
        return []
    found: list[tuple[int, int]] = []
    for n in range(subject + 1, len(pair.claim)):
        if not _is_told(pair.claim[n]) or not places[n] or pair.claim[n - 1].folded in DETERMINERS:
            continue
        if any(p in home for p in places[n]):
            if lexicon.entry(pair.claim[n].stem).kind == "v":
                continue
            return found
        (clause, *others) = [c for c in clauses if any(p in c for p in places[n])]
        if others:
            continue
        own = next((p for p in clause if _may_be_subject(pair.sentence[p], taken, p)), -1)
        if 0 <= own < min(places[n]) <= own + _NEAR and _says_other(home, taken, pair.sentence):
            found.append((subject, n))
    return found


def _says_other(home: Sequence[int], taken: frozenset[int], words: Sequence[Token]) -> bool:
    """Whether a clause says of its subject something that the claim lacks."""
    return any(_is_told(words[n]) and n not in taken for n in home)


def _places(number: int, candidate: Candidate) -> frozenset[int]:
    """Where a sentence has a word of the claim; for "for" and "against" the same word alone."""
    pair = candidate.pair
    word = pair.claim[number]
    if word.folded in _STANCE:
        same = [n for n, other in enumerate(pair.sentence) if other.folded == word.folded]
        return frozenset(same)
    return pair.everywhere()[number] if word.content else frozenset()


def _clauses(candidate: Candidate) -> list[list[int]]:
    read = candidate.sentence.clauses
    return [sorted(clause.words) for clause in read.every]


def _may_be_subject(word: Token, taken: frozenset[int], place: int) -> bool:
    """Whether a word can be the subject of its clause that the claim lacks."""
    return word.content and not word.digit and place not in taken and word.folded[-2:] != "ly"


def _is_told(word: Token) -> bool:
    """Whether a word is what a clause says of its subject: a verb, for or against."""
    return word.folded in _STANCE or (word.content and lexicon.entry(word.stem).kind == "v")


CHECK = Check(NAME, find, languages=("en",))
