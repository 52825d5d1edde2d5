"""Cuts an English sentence into clauses, with what each leaves to the one before it.

"The airline stopped serving Lima but continued to serve Quito" are two with one subject; in "and
the striker as restless" the verb of the clause before is left out. Endings, the lexicon and the
signs between words tell, as in `syntax`; a row of nouns is no clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from citecheck.matching import data
from citecheck.matching.extract.attribution import SAYING
from citecheck.matching.grammar.syntax import ARTICLES, AUXILIARY, PREPOSITIONS, SUBJECTS
from citecheck.matching.grammar.wording import ORDINALS, Wording
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import Token

_SETS_APART = data.words("grammar.clauses.sets_apart")
_JOINS = data.words("grammar.clauses.joins")
_DEPENDENT = data.words("grammar.clauses.dependent")
_RELATIVE = data.words("grammar.clauses.relative")
_RESTRICTIVE = data.words("grammar.clauses.restrictive")
PRONOMINAL = data.words("grammar.clauses.pronominal")
_OPENS_BOTH = data.words("grammar.clauses.opens_both")
_REPORT = data.count("grammar.clauses.report")
_QUOTED = re.compile(r"[\"“”„«»]")
_ENDS = re.compile(r"[;:!?…\n]|\.(?=\W)")
_ADVERB = data.words("grammar.clauses.adverb")


class Subject(Enum):
    """Whose verb a clause has: its own subject's, a pronoun's, that of the clause before; or it has
    no verb, so that the one before it is meant."""

    OWN = auto()
    PRONOUN = auto()
    SHARED = auto()
    GAPPED = auto()


_WHOLE = (Subject.OWN, Subject.PRONOUN)


@dataclass(frozen=True, slots=True)
class Clause:
    """The numbers of a clause's words, of those of its subject and of its verbs; `before` are its
    words as far as the first verb."""

    words: frozenset[int]
    subject: Subject
    named: frozenset[int]
    verbs: tuple[int, ...]
    is_ellipsis: bool = False


class Clauses:
    """A sentence cut into its clauses; `relative` are those of "who" or "which" after a comma."""

    def __init__(self, text: str, words: Sequence[Token]):
        self.words = words
        self._text = text
        self.wording = Wording(text, words)
        self._marks = self.wording.syntax.marks
        self._finite = [self._is_finite(n) for n in range(len(words))]
        if not any(self._finite):
            self._finite = [self._may_be_finite(n) for n in range(len(words))]
        self.relative = list(self._relatives())
        self.every = list(self._cut())

    def denied_until(self, place: int) -> int:
        """Where the clause of a denial ends, as far as that can be told: before "who" or "and" and
        another verb, not before "or"."""
        for span in self.relative:
            if place in span:
                return span.stop
        starts = [min(clause.words) for clause in self.every if min(clause.words) > place]
        after = [n for n in sorted(starts) if self.wording.folded(n) not in ("or", "nor")]
        return after[0] if after else len(self.words)

    def whole_before(self, number: int) -> Clause | None:
        """The last clause with a subject and a verb before the one of a number."""
        before = reversed(self.every[:number])
        return next((clause for clause in before if clause.subject in _WHOLE), None)

    def is_spliced(self, clause: Clause) -> bool:
        """Whether a clause is joined by a semicolon, or with an article at its head by a comma."""
        first = min(clause.words)
        if not first:
            return False
        gap = self._text[self.words[first - 1].end : self.words[first].start]
        article = self._marks[first] == "," and self.wording.folded(first) in ARTICLES
        return gap.startswith(";") or article

    def said(self, clause: Clause) -> frozenset[int]:
        """A clause's words with those that it leaves to the clause before: its subject, or all but
        what it has of its own."""
        whole = self.whole_before(self.every.index(clause))
        if whole is None or clause.subject in _WHOLE:
            return clause.words
        return clause.words | (whole.named if clause.subject is Subject.SHARED else whole.words)

    def _is_finite(self, index: int) -> bool:
        """Whether a word is a finite verb, or an auxiliary."""
        folded, before = self.wording.folded(index), self.wording.folded(index - 1)
        if folded in AUXILIARY:
            return True
        if folded.endswith("ing") or before == "to" or before in PREPOSITIONS:
            return False
        if before in SAYING and not folded.endswith("ed"):
            return False  # "told reporters"
        if self.wording.folded(index + 1) in AUXILIARY or (index and self.words[index - 1].digit):
            return False
        article = self.wording.folded(index - 2) in ARTICLES
        if article and self.wording.folded(index - 3) in PREPOSITIONS and folded[-1:] not in "sd":
            return False  # "in the regional vote"
        return self.wording.is_verbal(index)

    def _may_be_finite(self, index: int) -> bool:
        """Whether a word that may be a noun as well is the verb of a sentence that has no other:
        "nests in holes"."""
        folded, before = self.wording.folded(index), self.wording.folded(index - 1)
        following = self.wording.folded(index + 1)
        return (
            index > 1
            and folded.endswith("s")
            and not folded.endswith("ss")
            and self.words[index - 1].content
            and before not in ARTICLES
            and (following in PREPOSITIONS or following in ARTICLES or following.endswith("ly"))
        )

    def _cut(self) -> Iterator[Clause]:
        taken = {n for span in self.relative for n in span}
        outer = [n for n in range(len(self.words)) if n not in taken]
        starts = [0]
        opened = bool(outer) and self.wording.folded(outer[0]) in _OPENS_BOTH
        for n in outer[1:]:
            begun = [m for m in outer if starts[-1] <= m < n]
            comma = self._marks[n] == "," and self.wording.syntax.has_subject(n)
            if comma and (opened or self._reports(n)):
                starts.append(n)
                opened = False
            elif self._cuts(n, begun):
                starts.append(n)
        bounds = [*starts, len(self.words)]
        for start, stop in pairwise(bounds):
            own = [n for n in outer if start <= n < stop]
            if own:
                yield self._clause(own, start == 0)
        for span in self.relative:
            yield self._clause(list(span), first=False)

    def _reports(self, at: int) -> bool:
        """Whether the sentence ends with who says it: ", the study found"."""
        last = len(self.words) - 1
        return last - at < _REPORT and self._finite[last]

    def _relatives(self) -> Iterator[range]:
        """Clauses of "who" or "which" after a comma, as far as the next one."""
        at = 1
        while at < len(self.words):
            if self._is_restrictive(at):
                stop = self._restrictive_end(at)
                yield range(at, stop)
                at = stop
                continue
            aside = at > 1 and self.wording.folded(at) == "unlike" and not self._finite[at - 1]
            relative = self._marks[at] == "," and (self.wording.folded(at) in _RELATIVE or aside)
            if relative and not self._is_in_contrast(at):
                stop = at + 1
                while stop < len(self.words) and self._marks[stop] not in (",", ";"):
                    stop += 1
                yield range(at, stop)
                at = stop
            else:
                at += 1

    def _is_restrictive(self, at: int) -> bool:
        """Whether "that" or the like opens a clause with a subject of its own behind a noun: "the
        seedlings that the villagers had planted"."""
        before = self.words[at - 1]
        if self.wording.folded(at) not in _RESTRICTIVE or self._marks[at]:
            return False
        if not before.content or self._finite[at - 1] or before.folded in SAYING:
            return False
        if lexicon.entry(before.stem).kind != "n" and not before.folded.endswith("s"):
            return False
        return not self._verb_follows(at + 1) and self.wording.syntax.has_subject(at + 1)

    def _restrictive_end(self, at: int) -> int:
        """Before the next sign, or the verb behind its own."""
        stop, verbs = at + 1, 0
        while stop < len(self.words) and not self._marks[stop]:
            begins = self._finite[stop] and not self._finite[stop - 1]
            verbs += begins
            if verbs > 1:
                break
            stop += 1
        return stop

    def _is_in_contrast(self, at: int) -> bool:
        """Whether "unlike Lind" stands before ", who": both say the same of one."""
        start = at - 1
        while start > 0 and not self._marks[start]:
            start -= 1
        return self.wording.folded(start) == "unlike"

    def _cuts(self, at: int, begun: Sequence[int]) -> bool:
        """Whether a clause begins at a word; `begun` are those of the clause that would end."""
        folded, syntax = self.wording.folded(at), self.wording.syntax
        if self._marks[at] == "," and (self._is_stance(at) or self._is_spliced(at, begun)):
            return True
        if self._marks[at] == ";" and _ENDS.search(
            self._text, self.words[at - 1].end, self.words[at].start
        ):
            return True
        if not any(self._finite[n] for n in begun):
            return False
        gap = self._text[self.words[at - 1].end : self.words[at].start]
        if gap == ". " and self.words[at].capital and not self.words[at].content:
            return True  # no abbreviation: "in May. It …"
        if folded in _SETS_APART:
            return True
        if folded in _DEPENDENT or (self._marks[at] == "," and folded not in _JOINS):
            return folded in _DEPENDENT and syntax.has_subject(at + 1)
        if folded not in _JOINS:
            return False
        return (
            self._verb_follows(at + 1)
            or self.wording.folded(at + 1) in SUBJECTS
            or syntax.has_subject(at + 1)
            or self._is_gapped(at, begun)
        )

    def _is_stance(self, at: int) -> bool:
        """Whether a name and "for" or "against" follow a comma: ", President Malik against it"."""
        stop = at
        while stop < len(self.words) and self.words[stop].capital:
            stop += 1
        return stop > at and self.wording.folded(stop) in ("for", "against")

    def _is_spliced(self, at: int, begun: Sequence[int]) -> bool:
        """Whether only a comma parts two clauses: "she is for it, her deputy is against it", "the
        Embla was built in 1988, the Ask in 2004"."""
        if self.wording.folded(at) not in ARTICLES or not any(self._finite[n] for n in begun):
            return False
        stop = at + 1
        while stop < len(self.words) and not self._marks[stop]:
            stop += 1
        ends = stop == len(self.words) or self._marks[stop] == ";"
        last = self.words[stop - 1].digit and any(self.words[n].digit for n in begun)
        told = any(self._finite[n] for n in range(at + 1, stop))
        return ends and (told or last) and not self._reports(at)

    def _verb_follows(self, at: int) -> bool:
        while self.wording.folded(at) in _ADVERB or self.wording.folded(at).endswith("ly"):
            at += 1
        return at < len(self.words) and self._finite[at]

    def _is_gapped(self, at: int, begun: Sequence[int]) -> bool:
        """Whether "and" is followed by another thing and another of what was said of the first:
        a figure, a quotation, a phrase with the same preposition."""
        stop = at + 1
        while stop < len(self.words) and self._marks[stop] not in (",", ";"):
            if self._finite[stop] or self.wording.folded(stop) in _JOINS:
                break
            stop += 1
        rest = range(at + 1, stop)
        if len(rest) < 2 or self.words[at + 1].digit:
            return False
        first = self.words[at + 1]
        if first.content and not first.capital:
            verbal = self.wording.folded(at + 2) in (*ARTICLES, "another")
            described = first.folded.endswith("ly")
            if verbal or described or lexicon.entry(first.stem).kind in ("a", "v"):
                return False
        prepositions = {self.wording.folded(n) for n in begun} & PREPOSITIONS
        return any(
            self.words[n].digit
            or (self.wording.folded(n) in ORDINALS and n == rest[-1])
            or (self.wording.folded(n) in prepositions and self.wording.folded(n) != "of")
            or self._opens_quotation(n)
            for n in rest[1:]
        )

    def _opens_quotation(self, at: int) -> bool:
        return bool(_QUOTED.search(self._text, self.words[at - 1].end, self.words[at].start))

    def _clause(self, own: Sequence[int], first: bool) -> Clause:
        verbs = [n for n in own if self._finite[n]]
        folded = [self.wording.folded(n) for n in own]
        if len(verbs) > 1 and verbs[0] in own[:2] and folded[own.index(verbs[0])].endswith("s"):
            del verbs[0]  # "while shares in Tullow fell"
        until = verbs[0] if verbs else self._head_end(own)
        named = frozenset(n for n in own if n < until and self._may_name(n))
        if any(word in SUBJECTS for word, n in zip(folded, own, strict=True) if n < until):
            kind = Subject.PRONOUN
        elif not verbs:
            kind = Subject.GAPPED
        elif named or first:
            kind = Subject.OWN
        else:
            kind = Subject.SHARED
        if folded[0] in _RELATIVE:
            kind = Subject.OWN if named else Subject.PRONOUN
        told = tuple(
            n
            for n in verbs
            if self.wording.folded(n) not in AUXILIARY and self.wording.folded(n) not in SAYING
        )
        left = [n for n in own if verbs and n > verbs[-1] and self.wording.folded(n) != "not"]
        ellipsis = bool(verbs) and not told and not left  # "the cellar did", "did not"
        return Clause(frozenset(own), kind, named, told, ellipsis)

    def _may_name(self, index: int) -> bool:
        folded = self.wording.folded(index)
        small = folded in _ADVERB or folded in _SETS_APART or folded in _DEPENDENT
        told = self.words[index].content or folded in PRONOMINAL
        return told and not small and not folded.endswith("ly")

    def _head_end(self, own: Sequence[int]) -> int:
        """Where the first thing of a clause without a verb ends."""
        for n in own[1:]:
            told = any(self._may_name(m) for m in own if m < n)
            folded = self.wording.folded(n)
            if self.words[n].digit or (told and (folded in PREPOSITIONS or folded in ARTICLES)):
                return n
            if told and self._opens_quotation(n):
                return n
        return len(self.words)


def is_told(sentence: Wording, index: int) -> bool:
    """Whether a word is a finite verb that tells what is said, not who says it."""
    folded = sentence.folded(index)
    if sentence.folded(index - 1) in SAYING:
        return False  # "told reporters"
    if folded in AUXILIARY or folded in SAYING or folded.endswith("ing"):
        return False
    return sentence.is_verbal(index)
