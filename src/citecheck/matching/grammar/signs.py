"""Whether a word of an English sentence is said of the world, denied, or left open.

The sign of a word is the product of the negations and sign-changing words that govern it: "failed
to find" denies the finding, "did not fail to find" asserts it. No parser: from the word to its left
up to where its clause, or its part of it, begins.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from citecheck.matching import data
from citecheck.matching.grammar import governors
from citecheck.matching.grammar.embedding import Embedding, Mode, Sign
from citecheck.matching.grammar.syntax import ARTICLES, AUXILIARY, PREPOSITIONS
from citecheck.matching.grammar.wording import Wording
from citecheck.matching.text.tokens import Token, tokenise

_REACH = data.count("grammar.signs.reach")
_OBJECT = data.count("grammar.signs.object")
_SUBJECT = data.count("grammar.signs.subject")
_PARENTHESIS = data.count("grammar.signs.parenthesis")
_ADVERBS = data.words("grammar.signs.adverbs")
# Words that turn a sense only together with others: "rather than", "tried in vain".
_ENDING = data.words("grammar.signs.ending")
_GOVERNING = (
    governors.FROM
    | governors.OF
    | governors.WITHOUT_DOING
    | frozenset(token.stem for token in tokenise(data.text("grammar.signs.governing")))
)
_BEFORE_TO = (governors.KEEPS | governors.TURNS | governors.WANTS) - _GOVERNING
_WAIT = tokenise("waiting")[0].stem
_ABLE = data.words("grammar.signs.able")
_WILL = data.words("grammar.signs.will")
_MAYBE = data.words("grammar.signs.maybe")


class Signs(Wording):
    """The signs of one sentence's words, each found when first asked for."""

    def __init__(self, text: str, words: Sequence[Token]):
        super().__init__(text, words)
        self._known: dict[int, Sign] = {}

    @functools.cached_property
    def is_plain(self) -> bool:
        """Whether no word can have another value than +1; most sentences are so."""
        folded = {word.folded for word in self.words}
        stems = {word.stem for word in self.words}
        return _ENDING.isdisjoint(folded) and not governors.may_turn(folded, stems)

    def value(self, index: int) -> int:
        """The value of a word's sign, how it is said left open."""
        return 1 if self.is_plain else self.of(index).value

    def may_govern(self, index: int) -> bool:
        """Whether a word with content can be what makes another's sign; few can."""
        stem = self.stem(index)
        if stem in _BEFORE_TO:
            return any(word.folded == "to" for word in self.words[index + 1 :])
        folded = self.folded(index)
        return stem in _GOVERNING or folded in governors.NEGATIONS or folded.endswith("n't")

    def of(self, index: int) -> Sign:
        """The sign of a word."""
        if index not in self._known:
            self._known[index] = _Reading(self, index).sign()
        return self._known[index]


class _Reading(Embedding):
    """One word read to the left and to the right."""

    signs: Signs

    def sign(self) -> Sign:
        self._leftward()
        self.object()
        self.embedding()
        if self.mode is Mode.OPEN:
            self.outcome()
        return Sign(self.value, self.mode, frozenset(self.operators))

    def _leftward(self) -> None:
        signs, at = self.signs, self.index - 1
        nominal = not signs.is_verbal(self.index)
        for _ in range(_REACH):
            if at < 0:
                return
            mark = self.syntax.marks[at + 1]
            if mark == ",":
                skipped = self._before_parenthesis(at)
                if skipped == at:
                    return
                at = skipped
                continue
            if mark not in ("", "-"):
                return
            folded = signs.folded(at)
            if folded in ("as", "so") and signs.folded(at - 1) in ("not", "n't"):
                pass  # "not as large as"
            elif folded == "without" or signs.denies(at):
                self._negation(at)
                if folded == "without":
                    self._unless(at)
                    return
            elif folded in AUXILIARY or folded in _ABLE:
                self._auxiliary(folded)
                nominal = False
            elif folded in _ADVERBS or (folded.endswith("ly") and len(folded) > 4):
                pass
            elif folded == "to":
                at = self._infinitive(at)
                nominal = False
                if at < 0:
                    return
            elif folded == "against" and signs.folded(self.index).endswith("ing"):
                if not signs.is_verbal(at - 1):
                    self.leave_open()  # "a defence against overeating"
                self.turn(at)
                return
            elif folded == "for" and signs.stem(at - 1) == _WAIT:
                self.turn(at - 1, at)  # what is waited for is not there yet
                return
            elif folded == "from":
                at = self._from(at)
                if at < 0:
                    return
            elif folded in ("of", "than"):
                if folded == "of" and signs.folded(at - 2) == "any":
                    self._any(at - 2)
                elif signs.folded(at - 1) in ("instead", "rather"):
                    # "Tea instead of coffee" says nothing of whether there is coffee.
                    if signs.folded(self.index).endswith("ing"):
                        self.turn(at - 1, at)
                elif folded == "of" and signs.stem(at - 1) in governors.OF:
                    self.turn(at - 1, at)
                    if signs.denies(at - 2):
                        self.turn(at - 2)
                return
            elif signs.stem(at) in governors.WITHOUT_DOING and self._governs_gerund(at):
                self.turn(at)
            elif folded in ("or", "nor"):
                if folded == "nor":
                    self.turn(at)
                elif signs.is_verbal(self.index):
                    self._alternative(at)
                elif at > 0 and signs.words[at - 1].content and signs.of(at - 1).value < 0:
                    self.turn(*signs.of(at - 1).operators)
                return
            elif folded in ARTICLES or folded in ("some", "such"):
                if not nominal:
                    return
            elif folded in PREPOSITIONS or folded in ("and", "that", "who", "which", "whose"):
                return
            elif nominal and folded == "any":
                self._any(at)
                return
            elif nominal and self.signs.words[at].content and not signs.is_verbal(at):
                pass  # what stands before a noun in its phrase
            elif nominal and signs.stem(at) in governors.LIGHT_VERBS:
                nominal = False  # who did not become a hero is none
            elif nominal and signs.is_verbal(at):
                return
            else:
                self._subject(at)
                return
            at -= 1

    def _alternative(self, at: int) -> None:
        """A denial that governs both sides of an "or": "refused to walk or talk"."""
        for here in range(at - 1, max(-1, at - _REACH), -1):
            if self.syntax.marks[here + 1] not in ("", "-"):
                return
            infinitive = self.signs.folded(here + 1) == "to"
            if self.signs.denies(here) or (infinitive and self.signs.stem(here) in governors.TURNS):
                self.turn(here, at)
                return

    def _any(self, at: int) -> None:
        """A denial that "any" before a noun belongs to: "not entitled to any form of"."""
        for here in range(at - 1, max(-1, at - 1 - _SUBJECT), -1):
            if self.syntax.marks[here + 1] not in ("", "-"):
                return
            if self.signs.denies(here):
                self.turn(here, at)
                return

    def _negation(self, at: int) -> None:
        following = self.signs.folded(at + 1)
        self.turn(at)
        if following in governors.LEAVES_OPEN or self._is_only_until():
            self.leave_open()
        folded = self.signs.folded(at)
        if folded.endswith("n't") or folded == "cannot":
            self._auxiliary(folded)

    def _unless(self, without: int) -> None:
        """What nothing is done without is done: "it cannot be fixed without replacing the key"."""
        for at in range(without - 1, max(-1, without - 1 - _SUBJECT), -1):
            if self.syntax.marks[at + 1] not in ("", "-"):
                return
            if self.signs.denies(at):
                self.turn(at)
                return

    def _is_only_until(self) -> bool:
        """Whether the word is denied for a time only: "did not marry until June"."""
        for at in range(self.index + 1, min(len(self.signs.words), self.index + _REACH)):
            if self.syntax.marks[at] == ";":
                return False
            if self.signs.folded(at) in ("until", "till", "unless", "without"):
                return True
        return False

    def _auxiliary(self, folded: str) -> None:
        if self.mode is Mode.OPEN:
            return
        if folded in _MAYBE:
            self.mode = Mode.MAY
        elif self.mode is Mode.FACT:
            if folded in _ABLE:
                self.mode = Mode.ABLE
            elif folded in _WILL:
                self.mode = Mode.WILL

    def _before_parenthesis(self, at: int) -> int:
        """The last word before ", however," that ends at a word; the word itself if none does."""
        for step in range(1, _PARENTHESIS + 1):
            first = at + 1 - step
            if first < 1:
                return at
            if self.syntax.marks[first] == ",":
                return first - 1
            if self.syntax.marks[first] or self.syntax.is_verb(first):
                return at
        return at

    def _infinitive(self, to: int) -> int:
        """What governs an infinitive; gives the governor's place to read on from, or -1."""
        at = to - 1
        while self.signs.folded(at) in _ADVERBS - {"yet"} or self.signs.folded(at).endswith("ly"):
            at -= 1
        if self.signs.folded(at) == "how" and self.signs.stem(at - 1) == "know":
            self.operators.update((at - 1, at, to))
            return at - 1  # who does not know how to drive does not
        for back in range(_OBJECT):
            here = at - back
            if here < 0 or (back and self.syntax.marks[here + 1] not in ("", "-")):
                break
            stem = self.signs.stem(here)
            if stem in governors.TURNS:
                if back and stem not in ("forbidden", "forbid"):
                    break
                self.turn(here, to)
                return here
            if stem in governors.KEEPS:
                if self.signs.folded(here) == "able" and self.mode is Mode.FACT:
                    self.mode = Mode.ABLE
                self.operators.update((here, to))
                return here
            if stem in governors.PERMITS:
                self.may()
                self.operators.update((here, to))
                return here
            if stem in governors.OBLIGES and not back and self.mode is Mode.FACT:
                self.mode = Mode.MUST
                self.operators.update((here, to))
                return here
            if stem in governors.WANTS:
                self.leave_open()
                self.operators.update((here, to))
                return here
            if back and self.syntax.is_verb(here):
                break
        self.leave_open()
        return -1

    def _from(self, at: int) -> int:
        if self.signs.folded(at - 1) == "far" and at + 1 == self.index:
            self.turn(at - 1, at)
            return at - 1
        if not self.signs.folded(self.index).endswith("ing"):
            return -1
        for here in range(at - 1, max(-1, at - 1 - _OBJECT), -1):
            if self.syntax.marks[here + 1] not in ("", "-"):
                break
            if self.signs.stem(here) in governors.FROM:
                if self.signs.stem(here) in governors.BANS:
                    self.may()
                self.turn(here, at)
                return here
        return -1

    def _governs_gerund(self, at: int) -> bool:
        """Whether a verb such as "avoided" governs the word, and does not only stand before it."""
        if self.signs.folded(self.index).endswith("ing") and at + 1 == self.index:
            return True
        return self.signs.stem(at) in governors.WITHOUT and not self.signs.is_verbal(self.index)

    def _subject(self, at: int) -> None:
        """A negation that opens the subject: "none of the hostages were freed"."""
        for here in range(at, max(-1, at - _SUBJECT), -1):
            if here < at and self.syntax.marks[here + 1] not in ("", "-"):
                return
            folded = self.signs.folded(here)
            if folded in governors.NEGATIVE_SUBJECTS and self.signs.denies(here):
                self.turn(here)
                return
            if here < at and (self.syntax.is_verb(here) or folded in ("that", "and", "who")):
                return
