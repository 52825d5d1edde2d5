"""How surely another name of a sentence stands in the place of a claim's name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from citecheck.matching import data
from citecheck.matching.extract import name as names
from citecheck.matching.extract.values import Fact, FactKind, Name
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.matching.retrieve.slots import Pair
from citecheck.matching.text.tokens import Token

REFUTES = data.number("checks.shared.slot")
DESPITE = 1.5  # a slot beyond any agreement
_APPOSITION = data.count("checks.name_slots.apposition")
NEARLY_ALL = data.number("checks.name_slots.nearly_all")
_WHOLE = data.number("checks.name_slots.whole")
_PRONOUN_REACH = data.count("checks.name_slots.pronoun_reach")
_PRONOUNS = data.words("checks.name_slots.pronouns")
_CLOSE = data.number("checks.name_slots.close")
_PLACES = data.words("checks.name_slots.places")
_NOUN = data.number("checks.shared.held")


class Known(NamedTuple):
    """The names of a claim, the sentences beside it, the words that are names beyond doubt in any
    of them, and the words of each of the sentences' names of several words."""

    claimed: Sequence[Fact]
    candidates: Sequence[Candidate]
    sure: frozenset[str]
    full: Sequence[frozenset[str]]

    @classmethod
    def of(cls, claimed: Sequence[Fact], candidates: Sequence[Candidate]) -> Known:
        """Read the names of all of them once."""
        values = [f.value for c in candidates for f in c.of(FactKind.NAME)]
        here = [value for value in values if isinstance(value, Name)]
        mine = [f.value for f in claimed if isinstance(f.value, Name)]
        sure = frozenset([word for name in (*mine, *here) if name.sure for word in name.words])
        full = [frozenset(name.words) for name in here if len(name.words) > 1]
        return cls(claimed, candidates, sure, full)

    def has(self, words: Iterable[str]) -> bool:
        """Whether some words are all parts of names."""
        return all(
            word in self.sure or any(word in c.proper for c in self.candidates) for word in words
        )

    def makes_one(self, one: Name, other: Name) -> bool:
        """Whether a longer name tells that two single names are one person's."""
        if len(one.words) > 1 or len(other.words) > 1:
            return False
        both = {*one.words, *other.words}
        return len(both) == 1 or any(both <= words for words in self.full)


def in_own_slot(pair: Pair, mine: range) -> bool:
    """Whether the claim's own name stands in the sentence between the claim's neighbours."""
    places = sorted(pair.other[n] for n in mine if pair.other[n] >= 0)
    if not places:
        return True  # there in another form: an acronym, a nationality
    return any(
        _is_held(pair, mine, there)
        for there in (range(places[0], places[-1] + 1), *pair.runs(mine))
    )


def _is_held(pair: Pair, mine: range, there: range) -> bool:
    left, right = pair.held(mine, there, exactly=True)
    if mine.start == 0:
        return right
    return left if mine.stop == len(pair.claim) else left or right


def name_slot(
    candidate: Candidate,
    mine: range,
    value: Name,
    other: Fact,
    present: bool,
    known: Known,
) -> float:
    """How sure it is that another name stands in this one's place; `DESPITE` and more when it
    does so although the claim's own name is in the sentence too."""
    assert isinstance(other.value, Name)
    pair = candidate.pair
    if names.initials_differ(value.words, other.value.words):
        return DESPITE
    if names.same(value.words, other.value.words):
        return 0.0
    if not (present or known.has(other.value.words)):
        return 0.0
    theirs = pair.sentence_words(other.start, other.end)
    if kind_of_place(pair.claim, mine) != kind_of_place(pair.sentence, theirs):
        return 0.0  # "Madrid" for "the Spanish capital"
    left, right = pair.held(mine, theirs)
    stretches = [theirs]
    if not right and (longer := _with_apposition(candidate, theirs)) != theirs:
        right = pair.held(mine, longer)[1]
        stretches.append(longer)
    right = right and mine.stop < len(pair.claim)
    clash = names.clash(value.words, other.value.words)
    owner = present and _same_owner(candidate, mine, theirs)
    if not (left or right or owner or clash) or (present and not (right or owner)):
        return 0.0
    claimed = is_claimed(other.value, known.claimed)
    agreement = max([pair.agreement(mine, place) for place in stretches])
    follows = any(word.content for word in pair.claim[: mine.start])
    leads = not any(word.content for word in pair.sentence[: theirs.start])
    if present:
        tight = left and right and follows and agreement >= REFUTES and other.value.sure
        subject = (
            not follows
            and right
            and known.has(other.value.words)
            and leads
            and agreement >= _CLOSE
            and not in_own_slot(pair, mine)
        )
        return DESPITE if owner or subject or (tight and not claimed) else 0.0
    if claimed:
        # The same name in two slots: it must fill this one beyond doubt.
        return agreement if left and right and follows and agreement >= _CLOSE else 0.0
    if clash:
        return agreement + _NOUN if left or right or is_unknown(candidate, mine) else agreement
    if not follows:
        # The subject of the claim: the name in its place has the same words after it.
        if not right or not (leads or agreement >= _CLOSE) or _has_pronoun(pair, theirs):
            return 0.0
        return agreement + _NOUN if leads else agreement
    if left and right:
        return agreement + _NOUN
    return agreement + (_WHOLE if pair.same_matter(mine) >= NEARLY_ALL else 0.0)


def kind_of_place(words: Sequence[Token], name: range) -> str:
    """The word behind a name that tells what it is, "city"; empty if there is none."""
    following = words[name.stop].folded if name.stop < len(words) else ""
    return following if following in _PLACES else ""


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


def is_unknown(candidate: Candidate, mine: range) -> bool:
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


def is_claimed(value: Name, claimed: Sequence[Fact]) -> bool:
    """Whether the claim has this name too, so that it fills another slot of the claim's."""
    return any(
        isinstance(c.value, Name)
        and names.same(c.value.words, value.words)
        and not names.clash(c.value.words, value.words)
        for c in claimed
    )
