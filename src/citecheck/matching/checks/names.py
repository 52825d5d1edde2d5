"""Looks for a claim's names in their slots, and for who or what stands there instead."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from citecheck.matching import data
from citecheck.matching.checks import cells, own_clause, prepositions
from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Effect, Rival, Span
from citecheck.matching.extract import name as names
from citecheck.matching.extract.values import Fact, FactKind, Name, Relation
from citecheck.matching.retrieve.candidates import Candidate, is_denied
from citecheck.matching.retrieve.slots import Pair
from citecheck.matching.retrieve.windows import Window
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import Token
from citecheck.model import ReasonCode

NAME = "names"
_REFUTES = data.number("checks.names.refutes")
_NAME_MATTER = data.number("checks.names.name_matter")
_DESPITE = 1.5  # a slot beyond any agreement
_ELSEWHERE = data.number("checks.names.elsewhere")
_AS_MUCH = data.number("checks.names.as_much")
_MORE_NAMES = data.number("checks.names.more_names")
_APPOSITION = data.count("checks.names.apposition")
_NAMESAKE_MATTER = data.number("checks.names.namesake_matter")
_NEARLY_ALL = data.number("checks.names.nearly_all")
_WHOLE = data.number("checks.names.whole")
_PRONOUN_REACH = data.count("checks.names.pronoun_reach")
_PRONOUNS = data.words("checks.names.pronouns")
_CLOSE = data.number("checks.names.close")
_PLACES = data.words("checks.names.places")
_NOUN = data.number("checks.names.noun")


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


def find(context: Context) -> Iterator[CheckFinding]:
    """Each name of the claim: stated, another in its place, or not there."""
    claim, candidates = context.claim, context.candidates
    best = context.windows[0]
    around = best.page.context(best.sentences[0])
    known, there = Known.of(claim.facts[FactKind.NAME], candidates), _There(context.windows)
    # A speaker whom the claim names first is its subject as any other.
    opens = next((t.start for t in claim.tokens if t.content and not names.is_title(t)), 0)
    speakers = {f.start for f in claim.facts[FactKind.ATTRIBUTION] if f.start > opens}
    for fact in claim.facts[FactKind.NAME]:
        words = frozenset(claim.words(fact.start, fact.end))
        own = [claim.tokens[n] for n in words]
        sure = names.is_sure(fact)
        if claim.quotes(fact) or (not sure and there.has_small(own)):
            continue  # a part of a quotation, or a common word that opens the claim
        relation, rival = name(fact, known, fact.start in speakers)
        mine = Span(fact.start, fact.end, fact.text)
        if rival is not None:
            yield rival.finding(NAME, words)
        elif relation is Relation.SAME:
            if any(context.aligned[n] < 0 for n in words):
                yield CheckFinding(NAME, Effect.STATES, ReasonCode.STATED, words, mine)
        elif there.has([t for t in own if t.stem not in around]):
            yield CheckFinding(NAME, Effect.STATES, ReasonCode.STATED, words, mine)
        elif sure:
            yield CheckFinding(NAME, Effect.LACKS, ReasonCode.MISSING_DETAIL, words, mine)


class _There:
    """The words of some windows, looked through when first asked for."""

    def __init__(self, windows: Sequence[Window]):
        self._sentences = [sentence for window in windows for sentence in window.sentences]

    @functools.cached_property
    def _each(self) -> list[frozenset[str]]:
        return [frozenset([form.folded for form in s.forms]) for s in self._sentences]

    @functools.cached_property
    def _small(self) -> frozenset[str]:
        return frozenset([f.folded for s in self._sentences for f in s.forms if not f.capital])

    def has(self, words: Iterable[Token]) -> bool:
        """Whether a sentence has all of some words: a name's, scattered over two, are not it."""
        wanted = {word.folded for word in words}
        return any(wanted <= there for there in self._each)

    def has_small(self, words: Iterable[Token]) -> bool:
        """Whether they are there with a small letter."""
        return all(word.folded in self._small for word in words)


def name(fact: Fact, known: Known, speaker: bool) -> tuple[Relation, Rival | None]:
    """How the sentences stand to a name of a claim, and the name that stands in its place.

    `speaker` tells that the claim says who said it.
    """
    assert isinstance(fact.value, Name)
    cell = cells.find(fact, known.candidates)
    if cell is not None and cell.relation is Relation.DIFFERENT:
        shown = Span(fact.start, fact.end, fact.text)
        rival = Rival(ReasonCode.NAME_DIFFERS, shown, cell.span, 1.0, cell.matter)
        return Relation.DIFFERENT, rival
    best: Rival | None = None
    best_named = 0
    stated: list[tuple[float, int]] = []
    candidates = known.candidates
    for candidate in candidates:
        pair = candidate.pair
        mine = pair.claim_words(fact.start, fact.end)
        here = candidate.of(FactKind.NAME)
        matter = pair.same_matter(mine)
        present = _present(pair, mine, fact.value, here) and _has_both(candidate, mine)
        if present:
            held = _in_own_slot(pair, mine)
            stated.append((matter if held else _ELSEWHERE * matter, pair.named(mine)))
            own = not held and matter >= _NEARLY_ALL and own_clause.is_subject(candidate, mine)
            if matter >= _NEARLY_ALL and (held or own):
                return Relation.SAME, None
        if matter < _NAME_MATTER:
            continue
        for other in here:
            assert isinstance(other.value, Name)
            if known.makes_one(fact.value, other.value):
                continue
            slot = _name_slot(candidate, mine, fact.value, other, present, known)
            theirs = pair.sentence_words(other.start, other.end)
            if slot < _REFUTES or is_denied(candidate, mine, theirs):
                continue
            if best is None or slot + matter > best.slot + best.matter:
                best = _rival(candidate, fact, other, speaker, slot, matter)
                best_named = pair.named(mine)
    if best is None and not stated:
        best = (
            _namesake(fact, candidates, speaker)
            or _alone(fact, known, speaker, _is_sibling)
            or _alone(fact, known, speaker, _is_placed_alike)
        )
    if best is not None and not _outweighed(best, best_named, stated):
        return Relation.DIFFERENT, best
    return (Relation.SAME if stated else Relation.ABSENT), None


def _rival(
    candidate: Candidate, fact: Fact, other: Fact, speaker: bool, slot: float, matter: float
) -> Rival:
    code = ReasonCode.ATTRIBUTION_DIFFERS if speaker else ReasonCode.NAME_DIFFERS
    mine = Span(fact.start, fact.end, fact.text)
    return Rival(code, mine, Span(other.start, other.end, other.text), slot, matter)


def _outweighed(rival: Rival, named: int, stated: Sequence[tuple[float, int]]) -> bool:
    """Whether a sentence that has the claim's own name speaks of the claim's matter as much as
    the rival's, or names more of those that the claim names."""
    if rival.slot >= _DESPITE:
        return False
    return any(
        matter > rival.matter - (_MORE_NAMES if others > named else _AS_MUCH)
        for matter, others in stated
    )


def _in_own_slot(pair: Pair, mine: range) -> bool:
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
                return _rival(candidate, fact, other, speaker, _REFUTES, matter)
    return None


def _alone(
    fact: Fact, known: Known, speaker: bool, stands: Callable[[Candidate, range, range], bool]
) -> Rival | None:
    """The one name, beside a claim's that the whole page lacks, that `stands` for it in a sentence
    which says the rest; `stands` takes the words of either name."""
    assert isinstance(fact.value, Name)
    for candidate in known.candidates:
        pair = candidate.pair
        mine = pair.claim_words(fact.start, fact.end)
        if not fact.value.sure or not _is_unknown(candidate, mine):
            return None
        matter = pair.same_matter(mine)
        if matter < _NAMESAKE_MATTER:
            continue
        others = [
            other
            for other in candidate.of(FactKind.NAME)
            if isinstance(other.value, Name)
            and not _claimed(other.value, known.claimed)
            and stands(candidate, mine, pair.sentence_words(other.start, other.end))
        ]
        if len(others) == 1:
            return _rival(candidate, fact, others[0], speaker, _REFUTES, matter)
    return None


def _is_sibling(candidate: Candidate, mine: range, theirs: range) -> bool:
    """Whether two names are of one class, such as two cities. Which words are of one class the
    lexicon says, so that the slot need not be the same: "London-based" for "who works in Berlin".
    """
    pair = candidate.pair
    stems = [pair.claim[n].stem for n in mine if pair.claim[n].content]
    if len(stems) != 1:
        return False
    if _kind_of_place(pair.sentence, theirs) != _kind_of_place(pair.claim, mine):
        return False
    return any(lexicon.siblings(stems[0], pair.sentence[n].stem) for n in theirs)


def _is_placed_alike(candidate: Candidate, mine: range, theirs: range) -> bool:
    """Whether two names stand behind the same word and preposition: "published on Monday in The
    Lancet" and "published in the journal BMJ"."""
    pair = candidate.pair
    is_name = all(pair.sentence[n].folded in candidate.proper for n in theirs)
    return is_name and prepositions.governs_both(pair, mine, theirs)


def _present(pair: Pair, mine: range, value: Name, here: Sequence[Fact]) -> bool:
    """Whether the sentence has the claim's name, in full or in a shorter or longer form."""
    if any(
        isinstance(o.value, Name) and names.initials_differ(value.words, o.value.words)
        for o in here
    ):
        return False
    places = [pair.other[n] for n in mine if pair.claim[n].content]
    if places and min(places) >= 0 and max(places) - min(places) < len(mine) + 2:
        return True
    return any(
        isinstance(o.value, Name)
        and names.same(value.words, o.value.words)
        and not names.clash(value.words, o.value.words)
        for o in here
    )


def _has_both(candidate: Candidate, mine: range) -> bool:
    """Whether a sentence has both of two names that a hyphen joins, such as two teams that play:
    of "the Reds-Blues game" the Reds alone tell little."""
    pair, text = candidate.pair, candidate.claim.text
    joined = {
        n
        for one, two in itertools.pairwise(mine)
        if text[pair.claim[one].end : pair.claim[two].start] in ("-", "–")
        for n in (one, two)
        if pair.claim[n].capital
    }
    return len(joined) <= 1 or len(pair.has(joined)) == len(joined)


def _name_slot(
    candidate: Candidate,
    mine: range,
    value: Name,
    other: Fact,
    present: bool,
    known: Known,
) -> float:
    """How sure it is that another name stands in this one's place; `_DESPITE` and more when it
    does so although the claim's own name is in the sentence too."""
    assert isinstance(other.value, Name)
    pair = candidate.pair
    if names.initials_differ(value.words, other.value.words):
        return _DESPITE
    if names.same(value.words, other.value.words):
        return 0.0
    if not (present or known.has(other.value.words)):
        return 0.0
    theirs = pair.sentence_words(other.start, other.end)
    if _kind_of_place(pair.claim, mine) != _kind_of_place(pair.sentence, theirs):
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
    claimed = _claimed(other.value, known.claimed)
    agreement = max([pair.agreement(mine, place) for place in stretches])
    follows = any(word.content for word in pair.claim[: mine.start])
    leads = not any(word.content for word in pair.sentence[: theirs.start])
    if present:
        tight = left and right and follows and agreement >= _REFUTES and other.value.sure
        subject = (
            not follows
            and right
            and known.has(other.value.words)
            and leads
            and agreement >= _CLOSE
            and not _in_own_slot(pair, mine)
        )
        return _DESPITE if owner or subject or (tight and not claimed) else 0.0
    if claimed:
        # The same name in two slots: it must fill this one beyond doubt.
        return agreement if left and right and follows and agreement >= _CLOSE else 0.0
    if clash:
        return agreement + _NOUN if left or right or _is_unknown(candidate, mine) else agreement
    if not follows:
        # The subject of the claim: the name in its place has the same words after it.
        if not right or not (leads or agreement >= _CLOSE) or _has_pronoun(pair, theirs):
            return 0.0
        return agreement + _NOUN if leads else agreement
    if left and right:
        return agreement + _NOUN
    return agreement + (_WHOLE if pair.same_matter(mine) >= _NEARLY_ALL else 0.0)


def _kind_of_place(words: Sequence[Token], name: range) -> str:
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


CHECK = Check(NAME, find, needs=(FactKind.NAME,))
