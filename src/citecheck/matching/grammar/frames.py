"""Who is said to be or to do what: for each name of an English sentence the words that are its own.

No parser: a name's own words are those before it in its noun phrase, in an apposition, a bracket or
a relative clause beside it, in the predicate whose subject it is, in the passive whose "by" names
it, and in what it is said to have said. Words of which that is not clear are nobody's.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from citecheck.matching.extract.attribution import SAYING
from citecheck.matching.extract.name import is_title
from citecheck.matching.grammar.syntax import (
    ARTICLES,
    AUXILIARY,
    BE,
    PARTICLES,
    PREPOSITIONS,
    SUBJECTS,
    SUBORDINATE,
    Group,
    Syntax,
)

_AFTER_NAME = frozenset("of from at for with".split())  # "Lee of the training team"
_COORDINATE = frozenset(("and", "or", "but", "then"))
_ALIASES = frozenset("aka formerly alias born known nee nicknamed".split())
# Verbs of what somebody says or thinks that are no mark of a quotation.
_SPEAKING = SAYING | frozenset(
    "suggested suggests described describes argues believes believed thinks thought estimated"
    " estimates predicted predicts concluded concludes acknowledged acknowledges dismissed"
    " complained joked recalled remarked replied denied denies".split()
)
_LONGEST = 25  # words of an apposition or a noun phrase that are looked through
_PARTICIPLE = 5  # words before "by" among which is its participle
_MOST_WORDS = 200  # of a sentence; of 76,000 sentences of news and reference pages two are longer
_SPEAKER = 10  # words of a speaker's noun phrase before the name
_ADVERBIAL = 5  # words that may stand between commas before the verb


class Role(StrEnum):
    """How words belong to a name."""

    IS = "is"  # its title, group, employer, what it is
    DOES = "does"  # it is the subject or the agent
    DONE = "done"  # it is the subject of a passive
    SAYS = "says"


class Frame(NamedTuple):
    """The words of a text, by number, that belong to some names of it, as ranges of words.

    A people's name before a name is one of its words. `verb` is the number of the verb, or -1.
    """

    owners: tuple[range, ...]
    role: Role
    words: frozenset[int]
    verb: int = -1


def read(syntax: Syntax) -> list[Frame]:
    """The frames of one sentence.

    Each name may look through the whole sentence, so that one of more words than any writer's has
    no frames.
    """
    return _Reader(syntax).read() if len(syntax.words) <= _MOST_WORDS else []


class _Reader:
    def __init__(self, syntax: Syntax):
        self.sent = syntax
        self.frames: list[Frame] = []
        self.own: set[int] = set()

    # -- what stands beside a name -------------------------------------------------------------

    def _modified(self, group: Group, first: set[int]) -> None:
        """What stands before each of the names in a row belongs to that one alone."""
        for number in group.names:
            start = self.sent.places[number].start
            before = first if number == group.names[0] else self._before(start)[0]
            if number == group.names[0] or before:
                self._add((number,), Role.IS, before)

    def _before(self, start: int) -> tuple[set[int], int]:
        """The words before a name in its noun phrase, and where that begins."""
        own: set[int] = set()
        at = start
        while at > 0 and self.sent.marks[at] in ("", "-") and start - at < _LONGEST:
            if not self.sent.is_noun_part(at - 1):
                break
            at -= 1
            own.add(at)
        if at > 0 and self.sent.marks[at] == "" and self.sent.folded(at - 1) in ARTICLES:
            at -= 1
        return own, at

    def _fore_apposition(self, start: int) -> tuple[set[int], int]:
        """The noun phrase before a comma and a name: "the club's new coach, Ana Ruiz"."""
        if start <= 0 or self.sent.marks[start] != ",":
            return set(), start
        first = start
        while first > 0 and start - first < _LONGEST:
            if first < start and self.sent.marks[first] in (",", ";", "(", ")", '"'):
                break
            word = self.sent.folded(first - 1)
            if self.sent.is_verb(first - 1) or word in ("by", "and", "but", "to"):
                break
            first -= 1
        span = range(first, start)
        if not len(span) or self.sent.folded(first) in PREPOSITIONS | SUBORDINATE | SUBJECTS:
            return set(), start
        small = [n for n in span if self.sent.name_at[n] < 0 and self.sent.words[n].content]
        titled = [n for n in span if is_title(self.sent.words[n])]
        if not (small or titled) or any(self.sent.words[n].folded.endswith("ly") for n in span[:1]):
            return set(), start
        # The phrase's head must be no name: "Lima, Peru".
        head = self.sent.name_at[start - 1]
        prepositions = any(self.sent.folded(n) in ("of", "for", "at", "from") for n in span)
        if (
            head >= 0
            and not prepositions
            and not any(n < self.sent.places[head].start for n in small)
        ):
            return set(), start
        return {
            n for n in span if self.sent.words[n].content or is_title(self.sent.words[n])
        }, first

    def _after(self, group: Group, is_object: bool) -> tuple[set[int], tuple[int, ...], int]:
        """The words after a name that say what it is, its other names, and where they end."""
        own: set[int] = set()
        aliases: list[int] = []
        at = group.stop
        for _ in range(4):
            if at >= len(self.sent.words):
                break
            mark, first = self.sent.marks[at], self.sent.folded(at)
            if (
                mark == ")"
                and "," in self.sent.text[self.sent.words[at - 1].end : self.sent.words[at].start]
            ):
                mark = ","
            if mark == "(":
                end = self.sent.clause_end(at, ")")
                inner = range(at, end)
                if all(self.sent.name_at[n] >= 0 for n in inner):
                    aliases += sorted({self.sent.name_at[n] for n in inner})
                else:
                    own.update(inner)
                at = end
            elif mark in ("", ")") and first in _AFTER_NAME and at == group.stop and not is_object:
                end = at + 1
                while end < len(self.sent.words) and self.sent.marks[end] in ("", "-"):
                    if self.sent.is_verb(end) or self.sent.folded(end) in (
                        "and",
                        "who",
                        "but",
                        "that",
                    ):
                        break
                    end += 1
                own.update(range(at, end))
                at = end
            elif first in ("who", "whose") and mark in ("", ",", ")"):
                end = self.sent.clause_end(at, ',;("')
                own.update(range(at, end))
                at = end
            elif mark == ",":
                end = self.sent.clause_end(at, ',;()"')
                if any(self.sent.folded(n) in _ALIASES for n in range(at, min(end, at + 2))):
                    aliases += sorted(
                        {self.sent.name_at[n] for n in range(at, end) if self.sent.name_at[n] >= 0}
                    )
                    at = end
                    continue
                skipped = self._skip_adverbial(at, end)
                if skipped > at:
                    at = skipped
                    continue
                if not self._is_apposition(at, end):
                    break
                own.update(range(at, end))
                at = end
            else:
                break
        return {n for n in own if self.sent.tells(n)}, tuple(aliases), at

    def _skip_adverbial(self, at: int, end: int) -> int:
        """The verb behind ", on Tuesday" or ", meanwhile,"; `at` if there is none."""
        if self.sent.folded(at) not in PREPOSITIONS and not (
            end - at == 1 and not self.sent.words[at].capital and self.sent.marks[end] == ","
        ):
            return at
        for index in range(at + 1, min(end, at + _ADVERBIAL) + 1):
            if self.sent.is_verb(index):
                return index
        return at

    def _is_apposition(self, at: int, end: int) -> bool:
        first = self.sent.folded(at)
        if first in _COORDINATE | SUBORDINATE | SUBJECTS | PREPOSITIONS or first in SAYING:
            return False
        if first in ("which", "where", "when", "that", "not"):
            return False
        if self.sent.is_verb(at) or first.endswith("ing"):
            return False
        inner = range(at, end)
        if any(self.sent.folded(n) in AUXILIARY for n in inner):
            return False
        if not any(self.sent.tells(n) for n in inner):
            return False
        named = [n for n in inner if self.sent.name_at[n] >= 0]
        if len(named) == len(inner):
            return False  # the next name of a list, or a place in a place
        last = end - 1
        if self.sent.name_at[last] >= 0 and first not in ARTICLES:
            head = self.sent.places[self.sent.name_at[last]].start
            if (
                head > at
                and self.sent.is_noun_part(head - 1)
                and not any(self.sent.folded(n) in PREPOSITIONS for n in inner)
            ):
                return False  # a list of names with words before them
        return True

    # -- predicates ----------------------------------------------------------------------------

    def _subject(self, group: Group, owners: tuple[int, ...], at: int) -> None:
        """The frames of a name that is the subject of the verb at a place."""
        while self.sent.folded(at).endswith("ly") or self.sent.folded(at) in (
            "also",
            "then",
            "later",
            "further",
            "still",
            "once",
        ):
            at += 1
        if not self.sent.is_verb(at) or self.sent.marks[at] in (";", "("):
            return
        main, passive = self.sent.main_verb(at)
        end = self.sent.predicate_end(at)
        if self.sent.folded(main) in _SPEAKING and not passive:
            self._say(owners, group, main)
            if self.sent.marks[main + 1] or not self._is_addressed(main + 1):
                return
        own = frozenset(n for n in range(at, end) if self.sent.tells(n))
        role = Role.DONE if passive else Role.DOES
        if self.sent.folded(main) in BE:
            role = Role.IS
        if own:
            self._add(owners, role, own, main)

    def _is_addressed(self, at: int) -> bool:
        """Whether a noun phrase that is a name follows, "warned Senator Lee"."""
        while at < len(self.sent.words) and (
            self.sent.folded(at) in ARTICLES
            or (self.sent.name_at[at] < 0 and self.sent.is_noun_part(at))
        ):
            at += 1
        return (
            at < len(self.sent.words)
            and self.sent.name_at[at] >= 0
            and not self.sent.is_verb(self.sent.places[self.sent.name_at[at]].stop)
        )

    def _add(
        self, owners: tuple[int, ...], role: Role, words: Iterable[int], verb: int = -1
    ) -> None:
        own = frozenset(words)
        if own:
            places = tuple(self.sent.places[number] for number in owners)
            self.frames.append(Frame(places, role, own, verb))

    def _say(self, owners: tuple[int, ...], group: Group, verb: int) -> None:
        """What a name says: the rest of the sentence, but for what is said of itself."""
        self._add(
            owners,
            Role.SAYS,
            (
                n
                for n in range(len(self.sent.words))
                if self.sent.tells(n)
                and n != verb
                and n not in self.own
                and not group.start <= n < group.stop
            ),
            verb,
        )

    def _agent(self, owners: tuple[int, ...], by: int) -> None:
        """The frame of a name after "by": the passive's verb and what it is said of."""
        verb = -1
        for index in range(by - 1, max(-1, by - _PARTICIPLE - 1), -1):
            folded = self.sent.folded(index)
            if self.sent.marks[index + 1] not in ("", "-") or folded in ("and", ","):
                break
            if self.sent.is_verb(index) and folded not in AUXILIARY:
                verb = index
                break
        first = by
        while first > 0 and by - first < _LONGEST:
            if self.sent.marks[first] in (";", ",", '"') and first < by:
                break
            if self.sent.folded(first - 1) in ("and", "but", "while") and (
                self.sent.is_verb(first) or (self.sent.has_verb_before(first - 1))
            ):
                break
            first -= 1
        own = {n for n in range(first, by) if self.sent.tells(n)}
        if verb < 0:
            # "… and the second by Lee": the verb is that of the part before.
            gapped = [
                f.verb
                for f in self.frames
                if f.role is Role.DOES and f.verb >= 0 and f.verb < first
            ]
            if not own or not gapped or self.sent.folded(first - 1) not in ("and", "but", "while"):
                return
            verb = gapped[-1]
            own.add(verb)
        elif self.sent.is_verb(first):
            own |= self.sent.clause_subject(first)
        self._add(owners, Role.DOES, own, verb)

    # -- all of it -----------------------------------------------------------------------------

    def read(self) -> list[Frame]:
        for group in self.sent.groups():
            before, start = self._before(group.start)
            fore: set[int] = set()
            if not self._ends_speech(start, group.stop):
                fore, start = self._fore_apposition(start)
            start, title = self._speaker(start)
            before |= title
            preceding = self.sent.folded(start - 1) if self.sent.marks[start] in ("", "-") else ""
            verb = start - 2 if self.sent.folded(start - 1) in PARTICLES else start - 1
            is_object = self.sent.is_verb(verb) and self.sent.marks[start] == ""
            said = preceding in SAYING and self._is_inverted(start - 1)
            after, aliases, stop = self._after(group, is_object and not said)
            owners = group.names + aliases
            self.own = before | fore | after
            self._modified(group, before | (fore if len(group.names) == 1 else set()))
            if after or fore:
                last = len(group.names) > 1 and self._is_of_one(group.stop)
                self._add(owners[-1:] if last else owners, Role.IS, after | fore)
            if said:
                self._say(owners, group, start - 1)
            elif preceding == "by":
                self._agent(owners, start - 1)
            elif preceding == "to" and self.sent.folded(start - 2) == "according":
                self._say(owners, group, start - 2)
            elif preceding not in PREPOSITIONS or preceding in SUBORDINATE:
                self._subject(group, owners, stop)
            if self.sent.marks[group.start] == "(" and self.sent.marks[group.stop] in (
                ")",
                ";",
            ):
                self._bracketed(group)
        return self.frames

    def _is_of_one(self, at: int) -> bool:
        """Whether what follows a row of names is of the last of them: "…, the firm that"."""
        if at >= len(self.sent.words) or self.sent.marks[at] != ",":
            return False
        if self.sent.folded(at) not in ("a", "an", "the"):
            return False
        head = ""
        for n in range(at + 1, self.sent.clause_end(at, ",;()")):
            if self.sent.folded(n) in PREPOSITIONS or self.sent.folded(n) in ("that", "who"):
                break
            head = self.sent.folded(n)
        return bool(head) and not head.endswith("s")

    def _ends_speech(self, start: int, stop: int) -> bool:
        """Whether a name is who says what stands before it: "It rained all week, Lee said"."""
        if self.sent.folded(stop) not in SAYING or self.sent.marks[stop] or start <= 0:
            return False
        first = start
        while first > 0 and (first == start or self.sent.marks[first] not in (";", '"')):
            first -= 1
            if self.sent.is_verb(first):
                return True
        return False

    def _speaker(self, start: int) -> tuple[int, set[int]]:
        """Where the noun phrase begins that follows a verb of saying and ends in a name, "said the
        club's recently hired coach Lee", and its words; `start` if there is none."""
        at = start
        while at > 0 and start - at < _SPEAKER and self.sent.marks[at] in ("", "-"):
            word = self.sent.folded(at - 1)
            if word in SAYING:
                own = {n for n in range(at, start) if self.sent.tells(n)}
                return (at, own) if self._is_inverted(at - 1) else (start, set())
            if word in PREPOSITIONS or (self.sent.is_verb(at - 1) and not word.endswith("ed")):
                break
            at -= 1
        return start, set()

    def _is_inverted(self, verb: int) -> bool:
        """Whether a verb of saying stands before its subject: after a quotation or a comma."""
        return verb == 0 or self.sent.marks[verb] in (",", '"', ";")

    def _bracketed(self, group: Group) -> None:
        """What stands before a bracket that holds only a name: "the winner of the cup (Milan)"."""
        first = group.start
        while first > 0 and not (
            first < group.start and self.sent.marks[first] in (",", ";", "(", ")")
        ):
            first -= 1
        own = frozenset(n for n in range(first, group.start) if self.sent.tells(n))
        if own:
            self._add(group.names, Role.IS, own)
