"""What a sentence takes out of what it says: "every port except Leith", "the seats, but not the
roof"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from citecheck.matching import data
from citecheck.matching.extract import polarity
from citecheck.matching.grammar.syntax import AUXILIARY
from citecheck.matching.grammar.wording import Wording

_OPENERS = [tuple(line.split()) for line in data.lines("grammar.excepted.openers")]
_FIRST = frozenset(opener[0] for opener in _OPENERS)
_JOINS = data.words("grammar.clauses.joins") | {"but"}
_ALL = data.words("grammar.excepted.all")
_ALL_BEFORE = data.count("grammar.excepted.all_before")
_MOST = data.count("grammar.excepted.most")


def excepted(sentence: Wording) -> frozenset[int]:
    """The numbers of the words that an English sentence takes out."""
    return frozenset(n for stretch in _stretches(sentence) for n in stretch)


def takes_out(sentence: Wording, places: Sequence[Collection[int]]) -> bool:
    """Whether a word, of several with their places in a sentence, stands only among those that it
    takes out of what it affirms."""
    out = excepted(sentence)
    if not out:
        return False
    denied = [n for n in polarity.negations(sentence.words) if n not in out]
    own = [n for n in denied if not any(n + step in out for step in (1, 2))]  # no "but not"
    return not own and any(here and out.issuperset(here) for here in places)


def _stretches(sentence: Wording) -> Iterator[range]:
    for at, word in enumerate(sentence.words):
        if word.folded not in _FIRST:
            continue
        before = [sentence.folded(n) for n in range(at - _ALL_BEFORE, at)]
        following = sentence.folded(at + 1)
        if word.folded == "but" and following != "not" and not _ALL.isdisjoint(before):
            yield range(at + 1, _end(sentence, at + 1))  # "all members but Iceland"
            continue
        for opener in _OPENERS:
            after = at + len(opener)
            if tuple(sentence.folded(n) for n in range(at, after)) == opener:
                yield range(after, _end(sentence, after))
                break


def _end(sentence: Wording, start: int) -> int:
    """Before the next sign, verb or "and"."""
    stop = start
    while stop < len(sentence.words) and stop < start + _MOST:
        folded = sentence.folded(stop)
        if stop > start and sentence.syntax.marks[stop] not in ("", "-"):
            break
        if folded in AUXILIARY or folded in _JOINS or sentence.syntax.is_verb(stop):
            break
        stop += 1
    return stop
