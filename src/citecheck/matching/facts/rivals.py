"""Looks for a claim's figures, dates and names in their slots, and for what is there instead."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from citecheck.matching.align import SYNONYMS
from citecheck.matching.facts import name as names
from citecheck.matching.facts import polarity, relations
from citecheck.matching.facts.model import Date, Fact, FactKind, Name, Quantity, Relation, Value
from citecheck.matching.facts.reading import words_between
from citecheck.matching.facts.slots import Pair
from citecheck.matching.tokens import Token
from citecheck.model import ReasonCode

_PASSES = 0.2  # agreement from which the claim's own figure counts as stated
_REFUTES = 0.5  # agreement from which another value stands in the claim's slot
_MATTER = 0.55  # share of the rest of the claim in a sentence that speaks of the same thing
_NAME_MATTER = 0.6
_DESPITE = 1.5
_ELSEWHERE = 0.85  # what the claim's own name counts that stands in another slot
_APPOSITION = 20  # words
_NAMESAKE_MATTER = 0.7
_NEARLY_ALL = 0.8  # share of the rest of the claim from which one neighbour is enough
_WHOLE = 0.2  # what that adds
_PRONOUN_REACH = 7  # words
_PRONOUNS = frozenset("he she it they".split())
_CLOSE = 0.7  # agreement from which a subject that does not open its sentence is one
_WEAK = 0.35  # agreement up to which the claim's own value may belong to something else
_TELLING_MATTER = 0.35
_COMMON = 10  # plain numbers up to this one stand in many sentences
_AHEAD = 0.4  # how much better another value's slot must be, if the claim's own is there too
_NOUN = 0.3  # what the same counted noun adds to a slot
_BEFORE_NOUN = 0.7  # "the 2024 landing" and "the landing in 2024" are one slot
_NOUN_REACH = 4  # words after a figure among which is the noun that it counts


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may carry the claim: its words beside the claim's, its page's text, its
    facts with their places in that text, the stems of the whole page, and its language."""

    pair: Pair
    text: str
    facts: Sequence[Fact]
    page: Container[str] = ()
    language: str = "en"

    def of(self, kind: FactKind) -> list[Fact]:
        """The sentence's facts of one kind."""
        return [fact for fact in self.facts if fact.kind is kind]


@dataclass(frozen=True, slots=True)
class Rival:
    """What a sentence has in the place of a claim's fact.

    `slot` is how sure it is that both stand in the same place, `matter` how much of the rest of
    the claim the sentence has, each 0 to 1.
    """

    code: ReasonCode
    claim: str
    source: str
    detail: str
    slot: float
    matter: float


def figure(
    text: str, fact: Fact, figures: Sequence[Fact], candidates: Sequence[Candidate]
) -> tuple[Relation, Rival | None]:
    """How the sentences stand to a quantity or date of a claim, and the value that refutes it.

    `figures` are all of the claim's, since a value that the claim gives elsewhere is no rival.
    """
    stated: _Stated | None = None
    best: Rival | None = None
    best_at = -1
    for number, candidate in enumerate(candidates):
        pair = candidate.pair
        mine = pair.claim_words(fact.start, fact.end)
        matter = pair.same_matter(mine)
        for other in candidate.of(fact.kind):
            relation = _relation(fact, other)
            if relation is None or relation is Relation.ABSENT:
                continue
            slot = _slot(candidate, mine, fact, other, relation is not Relation.DIFFERENT)
            if relation is not Relation.DIFFERENT:
                if stated is None or slot > stated.slot:
                    stated = _Stated(slot, matter, relation, number)
                continue
            if slot < _REFUTES or matter < _MATTER:
                continue
            theirs = pair.sentence_words(other.start, other.end)
            if _wanted(other, figures) and not all(pair.held(mine, theirs)):
                continue
            if _is_denied(candidate, mine, theirs):
                continue
            if best is None or (slot + matter) > (best.slot + best.matter):
                best, best_at = _figure_rival(text, candidate, fact, other, slot, matter), number
    if stated is None:
        return (Relation.DIFFERENT if best is not None else Relation.ABSENT), best
    elsewhere = best_at != stated.number or stated.slot >= _WEAK
    if best is not None and not elsewhere and best.slot > stated.slot + _AHEAD:
        return Relation.DIFFERENT, best
    if stated.slot >= _PASSES or (stated.matter >= _TELLING_MATTER and _is_telling(fact)):
        return stated.relation, None
    return Relation.ABSENT, None


class _Stated(NamedTuple):
    """Where the claim's own value stands, and how well that place is the claim's slot."""

    slot: float
    matter: float
    relation: Relation
    number: int


def _is_telling(fact: Fact) -> bool:
    """Whether a figure is too special to stand by chance in a sentence on the same matter."""
    if not isinstance(fact.value, Quantity):
        return True
    return fact.value.unit not in ("", "ordinal") or fact.value.low > _COMMON


def _relation(fact: Fact, other: Fact) -> Relation | None:
    mine, theirs = fact.value, other.value
    if isinstance(mine, Quantity) and isinstance(theirs, Quantity):
        return relations.quantities(mine, theirs)
    if isinstance(mine, Date) and isinstance(theirs, Date):
        return relations.dates(mine, theirs)
    return None


def _wanted(other: Fact, figures: Iterable[Fact]) -> bool:
    """A value that the claim gives elsewhere fills that other slot."""
    return any(
        _relation(figure, other) in (Relation.SAME, Relation.COMPATIBLE) for figure in figures
    )


def _slot(candidate: Candidate, mine: range, fact: Fact, other: Fact, same: bool) -> float:
    pair = candidate.pair
    theirs = pair.sentence_words(other.start, other.end)
    slot = pair.agreement(mine, theirs, _BEFORE_NOUN)
    if not (isinstance(fact.value, Quantity) and isinstance(other.value, Quantity)):
        return slot + _NOUN if _alone(candidate, other) else slot
    noun, its = fact.value.noun, other.value.noun
    following = {word.stem for word in pair.sentence[theirs.stop : theirs.stop + _NOUN_REACH]}
    if noun and (noun in following or not following.isdisjoint(SYNONYMS.get(noun, ()))):
        return slot + _NOUN
    if fact.value.unit not in ("", "ordinal", "%"):
        return slot + _NOUN if _alone(candidate, other) else slot
    if fact.value.unit == "%" and not (noun and its):
        return slot + _NOUN if _alone(candidate, other) else slot
    # Another noun is counted; the same value may still be meant, another value is not.
    return slot - _NOUN if noun and its and not same and not pair.held(mine, theirs)[1] else slot


def _alone(candidate: Candidate, fact: Fact) -> bool:
    """Whether no other fact of the sentence has this one's kind and unit."""
    return sum(_sort(other) == _sort(fact) for other in candidate.of(fact.kind)) == 1


def _sort(fact: Fact) -> str:
    """The unit of a quantity, how finely a date is given."""
    if isinstance(fact.value, Quantity):
        return fact.value.unit
    return relations.grain(fact.value.first) if isinstance(fact.value, Date) else ""


def _figure_rival(
    text: str, candidate: Candidate, fact: Fact, other: Fact, slot: float, matter: float
) -> Rival:
    date = fact.kind is FactKind.DATE
    code = ReasonCode.DATE_DIFFERS if date else ReasonCode.QUANTITY_DIFFERS
    return Rival(
        code,
        with_noun(text, candidate.pair.claim, fact),
        with_noun(candidate.text, candidate.pair.sentence, other),
        "",
        slot,
        matter,
    )


def with_noun(text: str, words: Sequence[Token], fact: Fact) -> str:
    """A figure as written, with the noun that it counts."""
    value = fact.value
    end = fact.end
    if isinstance(value, Quantity) and value.noun and value.unit in ("", "ordinal"):
        after = words_between(words, fact.end, fact.end + 60)
        for number in list(after)[:3]:
            if words[number].stem == value.noun:
                end = words[number].end
                break
    return " ".join(text[fact.start : end].split())


def is_sure(fact: Fact) -> bool:
    """Whether a name is one beyond doubt."""
    return isinstance(fact.value, Name) and fact.value.sure


def name(
    fact: Fact,
    claimed: Sequence[Fact],
    candidates: Sequence[Candidate],
    speaker: bool,
) -> tuple[Relation, Rival | None]:
    """How the sentences stand to a name of a claim, and the name that stands in its place.

    `claimed` are all of the claim's names; `speaker` tells that the claim says who said it.
    """
    assert isinstance(fact.value, Name)
    best: Rival | None = None
    stated = 0.0
    own = False
    everywhere = [f.value for c in candidates for f in c.of(FactKind.NAME)]
    known = _sure_words((*(c.value for c in claimed), *everywhere))
    for candidate in candidates:
        pair = candidate.pair
        mine = pair.claim_words(fact.start, fact.end)
        here = candidate.of(FactKind.NAME)
        matter = pair.same_matter(mine)
        present = _present(pair, mine, fact.value, here)
        if present:
            stated = max(stated, matter if _in_own_slot(pair, mine) else _ELSEWHERE * matter)
            own = own or (matter >= _NEARLY_ALL and _in_own_slot(pair, mine))
        if matter < _NAME_MATTER:
            continue
        for other in here:
            assert isinstance(other.value, Name)
            if _are_one(fact.value, other.value, everywhere):
                continue
            slot = _name_slot(candidate, mine, fact.value, other, claimed, present, known)
            theirs = pair.sentence_words(other.start, other.end)
            if slot < _REFUTES or _is_denied(candidate, mine, theirs):
                continue
            if best is None or slot + matter > best.slot + best.matter:
                code = ReasonCode.ATTRIBUTION_DIFFERS if speaker else ReasonCode.NAME_DIFFERS
                best = Rival(code, fact.text, other.text, "", slot, matter)
    if best is None and not stated:
        best = _namesake(fact, candidates, speaker)
    if best is not None and not own and (stated <= best.matter - 0.1 or best.slot >= _DESPITE):
        return Relation.DIFFERENT, best
    return (Relation.SAME if stated else Relation.ABSENT), None


def _is_denied(candidate: Candidate, mine: range, theirs: range) -> bool:
    """Whether one of two values is denied: "not the first" and "the second" agree."""
    pair = candidate.pair
    return polarity.negated(pair.claim, mine.start, candidate.language) != polarity.negated(
        pair.sentence, theirs.start, candidate.language
    )


def _in_own_slot(pair: Pair, mine: range) -> bool:
    """Whether the claim's own name stands in the sentence between the claim's neighbours."""
    places = sorted(pair.other[n] for n in mine if pair.other[n] >= 0)
    if not places:
        return True  # there in another form: an acronym, a nationality
    left, right = pair.held(mine, range(places[0], places[-1] + 1))
    if mine.start == 0:
        return right
    return left if mine.stop == len(pair.claim) else left or right


def _namesake(fact: Fact, candidates: Sequence[Candidate], speaker: bool) -> Rival | None:
    """A name that differs from the claim's in one word which the whole page lacks, near a sentence
    that says the rest: North Dakota on a page on South Dakota."""
    assert isinstance(fact.value, Name)
    matter = 0.0
    for candidate in candidates:
        mine = candidate.pair.claim_words(fact.start, fact.end)
        if not _is_unknown(candidate, mine):
            return None
        matter = max(matter, candidate.pair.same_matter(mine))
    if matter < _NAMESAKE_MATTER:
        return None
    for candidate in candidates:
        for other in candidate.of(FactKind.NAME):
            assert isinstance(other.value, Name)
            if names.clash(fact.value.words, other.value.words):
                code = ReasonCode.ATTRIBUTION_DIFFERS if speaker else ReasonCode.NAME_DIFFERS
                return Rival(code, fact.text, other.text, "", _REFUTES, matter)
    return None


def _sure_words(values: Iterable[Value]) -> frozenset[str]:
    """The words of all names that are names beyond doubt."""
    return frozenset(
        word for value in values if isinstance(value, Name) and value.sure for word in value.words
    )


def _are_one(one: Name, other: Name, values: Iterable[Value]) -> bool:
    """Whether a longer name tells that two single names are one person's."""
    if len(one.words) > 1 or len(other.words) > 1:
        return False
    return any(
        isinstance(value, Name) and {*one.words, *other.words} <= set(value.words)
        for value in values
    )


def _present(pair: Pair, mine: range, value: Name, here: Sequence[Fact]) -> bool:
    """Whether the sentence has the claim's name, in full or in a shorter or longer form."""
    places = [pair.other[n] for n in mine if pair.claim[n].content]
    if places and min(places) >= 0 and max(places) - min(places) < len(mine) + 2:
        return True
    return any(
        isinstance(o.value, Name)
        and names.same(value.words, o.value.words)
        and not names.clash(value.words, o.value.words)
        for o in here
    )


def _name_slot(
    candidate: Candidate,
    mine: range,
    value: Name,
    other: Fact,
    claimed: Sequence[Fact],
    present: bool,
    known: frozenset[str],
) -> float:
    """How sure it is that another name stands in this one's place; `_DESPITE` and more when it
    does so although the claim's own name is in the sentence too."""
    assert isinstance(other.value, Name)
    pair = candidate.pair
    if names.same(value.words, other.value.words):
        return 0.0
    theirs = _with_apposition(candidate, pair.sentence_words(other.start, other.end))
    left, right = pair.held(mine, theirs)
    agreement = pair.agreement(mine, theirs)
    follows = any(word.content for word in pair.claim[: mine.start])
    right = right and mine.stop < len(pair.claim)
    if present:
        tight = left and right and follows
        tight = tight and agreement >= _REFUTES and other.value.sure
        owner = _same_owner(candidate, mine, theirs)
        return _DESPITE if owner or (tight and not _claimed(other.value, claimed)) else 0.0
    if not known.issuperset(other.value.words):
        return 0.0
    if _claimed(other.value, claimed):
        # The same name in two slots: it must fill this one beyond doubt.
        return agreement if left and right and follows and agreement >= _CLOSE else 0.0
    if names.clash(value.words, other.value.words):
        return agreement + _NOUN if left or right or _is_unknown(candidate, mine) else agreement
    leads = not any(word.content for word in pair.sentence[: theirs.start])
    if not follows:
        # The subject of the claim: the name in its place has the same words after it.
        if not right or not (leads or agreement >= _CLOSE) or _has_pronoun(pair, theirs):
            return 0.0
        return agreement + _NOUN if leads else agreement
    if left and right:
        return agreement + _NOUN
    if not (left or right):
        return 0.0
    return agreement + (_WHOLE if pair.same_matter(mine) >= _NEARLY_ALL else 0.0)


def _with_apposition(candidate: Candidate, name: range) -> range:
    """A name and the apposition between commas that follows it, so that what stands after both is
    its neighbour: "Ada, a daughter of Byron, has"."""
    words = candidate.pair.sentence
    for index in range(name.stop, min(len(words), name.stop + _APPOSITION)):
        between = candidate.text[words[index - 1].end : words[index].start]
        if index == name.stop:
            if not between.startswith(","):
                return name
        elif between.startswith(","):
            return range(name.start, index)
        elif not between.isspace() and between not in ("-", "’", "'"):
            return name
    return name


def _has_pronoun(pair: Pair, name: range) -> bool:
    """Whether a pronoun beside a name may be what stands for the claim's subject."""
    beside = pair.sentence[max(0, name.start - _PRONOUN_REACH) : name.stop + 2]
    own = {word.folded for word in pair.claim}
    return any(word.folded in _PRONOUNS and word.folded not in own for word in beside)


def _is_unknown(candidate: Candidate, mine: range) -> bool:
    """Whether a word of the claim's name stands nowhere on the page."""
    return any(candidate.pair.claim[n].stem not in candidate.page for n in mine)


def _same_owner(candidate: Candidate, mine: range, theirs: range) -> bool:
    """Whether both names belong to one: "Musk's SpaceX" in the one, "Musk's Tesla" in the other."""
    pair = candidate.pair
    if mine.start == 0 or theirs.start == 0:
        return False
    one, other = pair.claim[mine.start - 1], pair.sentence[theirs.start - 1]
    owned = candidate.text[other.start : other.end].endswith(("'s", "’s"))
    return owned and one.capital and one.stem == other.stem


def _claimed(value: Name, claimed: Sequence[Fact]) -> bool:
    """Whether the claim has this name too, so that it fills another slot of the claim's."""
    return any(
        isinstance(c.value, Name)
        and names.same(c.value.words, value.words)
        and not names.clash(c.value.words, value.words)
        for c in claimed
    )
