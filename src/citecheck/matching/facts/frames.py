"""Who is said to be or to do what: for each name of an English sentence the words that are its own.

No parser: a name's own words are those before it in its noun phrase, in an apposition, a bracket or
a relative clause beside it, in the predicate whose subject it is, in the passive whose "by" names
it, and in what it is said to have said. Words of which that is not clear are nobody's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from citecheck.matching import lexicon
from citecheck.matching.facts.attribution import SAYING
from citecheck.matching.facts.model import Fact
from citecheck.matching.facts.name import is_title
from citecheck.matching.facts.reading import words_between
from citecheck.matching.irregular import BASES
from citecheck.matching.tokens import Token

_BE = frozenset("is are was were be been being".split())
_AUXILIARY = _BE | frozenset(
    "has have had do does did will would can could may might must shall should".split()
)
_ARTICLES = frozenset("a an the its his her their our my your this that these those".split())
_PREPOSITIONS = frozenset(
    "of in on at to for from with by into onto over under about after before during between through"
    " within without against among across near since until upon via per than like as despite amid"
    " toward towards alongside behind beyond around outside inside unlike including".split()
)
_AFTER_NAME = frozenset("of from at for with".split())  # "Lee of the training team"
_SUBORDINATE = frozenset(
    "while whereas although though because after before when if since until unless once as"
    " but".split()
)
_SUBJECTS = frozenset("he she they it we i you who".split())
_PARTICLES = frozenset("out up off down back away over".split())
_BASE_PAST = frozenset("read put set hit let shut cost hurt quit beat split spread cast".split())
_PEOPLE = ("an", "ish", "ese", "nch", "tch", "i")  # how the names of peoples end
_COORDINATE = frozenset(("and", "or", "but", "then"))
_ALIASES = frozenset("aka formerly alias born known nee nicknamed".split())
_STRONG = frozenset(".!?;:…\n")
_DASHES = (" - ", " – ", " — ", "—", " -- ")
_ABBREVIATION = 4  # letters of an abbreviation with a full stop inside a sentence
_LONGEST = 25  # words of an apposition or a noun phrase that are looked through
_PARTICIPLE = 5  # words before "by" among which is its participle
_PHRASE = 8  # words before a participle that say what was done
_PREMODIFIERS = 5
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


def read(text: str, words: Sequence[Token], names: Sequence[Fact]) -> list[Frame]:
    """The frames of one sentence, whose names are given in order. Linear time."""
    places = [words_between(words, fact.start, fact.end) for fact in names]
    if not any(len(place) for place in places):
        return []
    return _Reader(text, words, places).read()


class _Group(NamedTuple):
    """Names in a row, "A, B and C"."""

    names: tuple[int, ...]
    start: int
    stop: int


class _Reader:
    def __init__(self, text: str, words: Sequence[Token], places: Sequence[range]):
        self.text = text
        self.words = words
        self.marks = [_mark(text, words, index) for index in range(len(words))]
        self.marks.append(";")
        self.places = [self._whole(place) for place in places]
        self.name_at = [-1] * len(words)
        for number, place in enumerate(self.places):
            for index in place:
                self.name_at[index] = number
        self.frames: list[Frame] = []
        self.own: set[int] = set()

    def _whole(self, place: range) -> range:
        """A name without the people's name before it, and with what belongs to it behind: a
        surname that is also a title, a number, the second half of a hyphened word."""
        start, stop = place.start, place.stop
        if stop - start > 1 and is_people(self.words[start]):
            start += 1
        words = self.words
        while start < stop < len(words):
            mark, word = self.marks[stop], words[stop]
            surname = (
                mark == ""
                and word.capital
                and is_title(word)
                and (stop + 1 == len(words) or not words[stop + 1].capital)
            )
            number = mark == "" and word.folded.isdigit() and len(word.folded) < 3
            if not (surname or number or (mark == "-" and not word.capital)):
                break
            stop += 1
        return range(start, stop)

    # -- words ---------------------------------------------------------------------------------

    def _folded(self, index: int) -> str:
        return self.words[index].folded if 0 <= index < len(self.words) else ""

    def _is_verb(self, index: int) -> bool:
        """Whether a word is likely a finite verb, or a participle."""
        if not 0 <= index < len(self.words) or self.name_at[index] >= 0:
            return False
        word = self.words[index]
        folded = word.folded
        if folded in _AUXILIARY:
            return True
        if word.capital or index == 0:
            return False
        if folded in SAYING:
            return True
        if self.marks[index] == "" and self._folded(index - 1) in _ARTICLES:
            return False
        if folded in _BASE_PAST:
            return True
        if folded in BASES:
            return lexicon.entry(word.stem).kind == "v"
        if folded.endswith("ed") and len(folded) > 4:
            return True
        if not folded.endswith("s") or folded.endswith("ss"):
            return False
        kind = lexicon.entry(word.stem).kind
        if kind == "v" or (kind and self._folded(index - 1) in ("who", "which")):
            return True
        # "Apple plans to", against "Apple plans are".
        return kind == "n" and (
            self._folded(index + 1) in _ARTICLES or self._folded(index + 1) in ("to", "that")
        )

    def _is_noun_part(self, index: int) -> bool:
        """Whether a small word can stand before a name in its noun phrase."""
        if not 0 <= index < len(self.words):
            return False
        word = self.words[index]
        if self.name_at[index] >= 0:
            return True
        return (
            (word.content or is_title(word))
            and word.folded not in _PARTICLES
            and not self._is_verb(index)
        )

    def _is_possessive(self, index: int) -> bool:
        raw = self.text[self.words[index].start : self.words[index].end]
        return raw.endswith(("'s", "’s"))

    def _clause_end(self, start: int, marks: str) -> int:
        end = start
        while end < len(self.words):
            if end > start and self.marks[end] and self.marks[end] in marks:
                break
            end += 1
        return end

    # -- groups --------------------------------------------------------------------------------

    def _is_head(self, number: int) -> bool:
        """Whether a name is a noun phrase's head, not its first part as in "Apple products"."""
        place = self.places[number]
        if not len(place) or self._is_possessive(place.stop - 1):
            return False
        after = place.stop
        if after >= len(self.words) or self.marks[after] not in ("", "-"):
            return True
        if self.name_at[after] >= 0 or is_title(self.words[after]):
            return False
        word = self.words[after]
        return not (
            word.content
            and not self._is_verb(after)
            and not word.folded.endswith("ly")
            and lexicon.entry(word.stem).kind in ("n", "a")
        )

    def _groups(self) -> list[_Group]:
        found: list[_Group] = []
        for number, place in enumerate(self.places):
            if not self._is_head(number):
                continue
            if found and self._continues(found[-1].stop, place.start):
                last = found.pop()
                found.append(_Group((*last.names, number), last.start, place.stop))
            else:
                found.append(_Group((number,), place.start, place.stop))
        return found

    def _continues(self, stop: int, start: int) -> bool:
        """Whether only a comma, "and" and words before a name part two names of a list."""
        at = stop
        joined = self.marks[stop] == ","
        if self._folded(at) in ("and", "&"):
            at += 1
            joined = True
        if not joined or start - at > _PREMODIFIERS:
            return False
        return all(
            self.marks[n] == "" and self._is_noun_part(n) and not self._is_possessive(n)
            for n in range(at, start)
        ) and (at == start or self.marks[start] == "")

    # -- what stands beside a name -------------------------------------------------------------

    def _modified(self, group: _Group, first: set[int]) -> None:
        """What stands before each of the names in a row belongs to that one alone."""
        for number in group.names:
            start = self.places[number].start
            before = first if number == group.names[0] else self._before(start)[0]
            if number == group.names[0] or before:
                self._add((number,), Role.IS, before)

    def _before(self, start: int) -> tuple[set[int], int]:
        """The words before a name in its noun phrase, and where that begins."""
        own: set[int] = set()
        at = start
        while at > 0 and self.marks[at] in ("", "-") and start - at < _LONGEST:
            if not self._is_noun_part(at - 1):
                break
            at -= 1
            own.add(at)
        if at > 0 and self.marks[at] == "" and self._folded(at - 1) in _ARTICLES:
            at -= 1
        return own, at

    def _fore_apposition(self, start: int) -> tuple[set[int], int]:
        """The noun phrase before a comma and a name: "the club's new coach, Ana Ruiz"."""
        if start <= 0 or self.marks[start] != ",":
            return set(), start
        first = start
        while first > 0 and start - first < _LONGEST:
            if first < start and self.marks[first] in (",", ";", "(", ")", '"'):
                break
            word = self._folded(first - 1)
            if self._is_verb(first - 1) or word in ("by", "and", "but", "to"):
                break
            first -= 1
        span = range(first, start)
        if not len(span) or self._folded(first) in _PREPOSITIONS | _SUBORDINATE | _SUBJECTS:
            return set(), start
        small = [n for n in span if self.name_at[n] < 0 and self.words[n].content]
        titled = [n for n in span if is_title(self.words[n])]
        if not (small or titled) or any(self.words[n].folded.endswith("ly") for n in span[:1]):
            return set(), start
        # The phrase's head must be no name: "Lima, Peru".
        head = self.name_at[start - 1]
        prepositions = any(self._folded(n) in ("of", "for", "at", "from") for n in span)
        if head >= 0 and not prepositions and not any(n < self.places[head].start for n in small):
            return set(), start
        return {n for n in span if self.words[n].content or is_title(self.words[n])}, first

    def _after(self, group: _Group, is_object: bool) -> tuple[set[int], tuple[int, ...], int]:
        """The words after a name that say what it is, its other names, and where they end."""
        own: set[int] = set()
        aliases: list[int] = []
        at = group.stop
        for _ in range(4):
            if at >= len(self.words):
                break
            mark, first = self.marks[at], self._folded(at)
            if mark == ")" and "," in self.text[self.words[at - 1].end : self.words[at].start]:
                mark = ","
            if mark == "(":
                end = self._clause_end(at, ")")
                inner = range(at, end)
                if all(self.name_at[n] >= 0 for n in inner):
                    aliases += sorted({self.name_at[n] for n in inner})
                else:
                    own.update(inner)
                at = end
            elif mark in ("", ")") and first in _AFTER_NAME and at == group.stop and not is_object:
                end = at + 1
                while end < len(self.words) and self.marks[end] in ("", "-"):
                    if self._is_verb(end) or self._folded(end) in ("and", "who", "but", "that"):
                        break
                    end += 1
                own.update(range(at, end))
                at = end
            elif first in ("who", "whose") and mark in ("", ",", ")"):
                end = self._clause_end(at, ',;("')
                own.update(range(at, end))
                at = end
            elif mark == ",":
                end = self._clause_end(at, ',;()"')
                if any(self._folded(n) in _ALIASES for n in range(at, min(end, at + 2))):
                    aliases += sorted(
                        {self.name_at[n] for n in range(at, end) if self.name_at[n] >= 0}
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
        return {n for n in own if self._tells(n)}, tuple(aliases), at

    def _tells(self, index: int) -> bool:
        return self.words[index].content or is_title(self.words[index])

    def _skip_adverbial(self, at: int, end: int) -> int:
        """The verb behind ", on Tuesday" or ", meanwhile,"; `at` if there is none."""
        if self._folded(at) not in _PREPOSITIONS and not (
            end - at == 1 and not self.words[at].capital and self.marks[end] == ","
        ):
            return at
        for index in range(at + 1, min(end, at + _ADVERBIAL) + 1):
            if self._is_verb(index):
                return index
        return at

    def _is_apposition(self, at: int, end: int) -> bool:
        first = self._folded(at)
        if first in _COORDINATE | _SUBORDINATE | _SUBJECTS | _PREPOSITIONS or first in SAYING:
            return False
        if first in ("which", "where", "when", "that", "not"):
            return False
        if self._is_verb(at) or first.endswith("ing"):
            return False
        inner = range(at, end)
        if any(self._folded(n) in _AUXILIARY for n in inner):
            return False
        if not any(self._tells(n) for n in inner):
            return False
        named = [n for n in inner if self.name_at[n] >= 0]
        if len(named) == len(inner):
            return False  # the next name of a list, or a place in a place
        last = end - 1
        if self.name_at[last] >= 0 and first not in _ARTICLES:
            head = self.places[self.name_at[last]].start
            if (
                head > at
                and self._is_noun_part(head - 1)
                and not any(self._folded(n) in _PREPOSITIONS for n in inner)
            ):
                return False  # a list of names with words before them
        return True

    # -- predicates ----------------------------------------------------------------------------

    def _predicate_end(self, verb: int) -> int:
        """Where the words of a predicate end: before another subject."""
        at = verb + 1
        while at < len(self.words):
            mark, word = self.marks[at], self._folded(at)
            if mark in (";", '"') or (word in _SUBORDINATE and self._has_subject(at + 1)):
                return at
            if mark == "," and (
                self._has_subject(at) or word in ("who", "which", "where", "whose", "says", "said")
            ):
                return at
            if word in ("and", "or", "but", "so") and (
                self._has_subject(at + 1) or (mark == "," and word == "but")
            ):
                return at
            at += 1
        return at

    def _has_subject(self, at: int) -> bool:
        """Whether a new subject with its verb begins at a word."""
        if at >= len(self.words):
            return False
        if self._folded(at) in _SUBJECTS:
            return True
        if self._is_verb(at) or self._folded(at) in _PREPOSITIONS:
            return False
        named = self.name_at[at] >= 0
        for index in range(at + 1, min(len(self.words), at + 7)):
            named = named or self.name_at[index] >= 0
            if self.marks[index] in (";", ",", "(") and not named:
                return False
            if self._folded(index) == "by" and named:
                return True  # "and the second by Lee": the verb is left out
            if self._is_verb(index):
                return True
        return False

    def _main_verb(self, verb: int) -> tuple[int, bool]:
        """The last verb of "has been seen", and whether the predicate is a passive."""
        at, be = verb, False
        for index in range(verb, min(len(self.words), verb + 5)):
            if index > verb and self.marks[index] not in ("", "-"):
                break
            folded = self._folded(index)
            if folded in _AUXILIARY:
                at, be = index, folded in _BE
            elif folded in ("not", "also", "now", "then", "never", "first") or folded.endswith(
                "ly"
            ):
                continue
            else:
                at = index if self._is_verb(index) or not be else at
                break
        folded = self._folded(at)
        participle = folded not in _AUXILIARY and (folded.endswith(("ed", "en")) or folded in BASES)
        return at, be and participle

    def _subject(self, group: _Group, owners: tuple[int, ...], at: int) -> None:
        """The frames of a name that is the subject of the verb at a place."""
        while self._folded(at).endswith("ly") or self._folded(at) in ("also", "then", "later"):
            at += 1
        if not self._is_verb(at) or self.marks[at] in (";", "("):
            return
        main, passive = self._main_verb(at)
        end = self._predicate_end(at)
        if self._folded(main) in SAYING and not passive:
            self._say(owners, group, main)
            if self.marks[main + 1] or not self._is_addressed(main + 1):
                return
        own = frozenset(n for n in range(at, end) if self._tells(n))
        role = Role.DONE if passive else Role.DOES
        if self._folded(main) in _BE:
            role = Role.IS
        if own:
            self._add(owners, role, own, main)

    def _is_addressed(self, at: int) -> bool:
        """Whether a noun phrase that is a name follows, "warned Senator Lee"."""
        while at < len(self.words) and (
            self._folded(at) in _ARTICLES or (self.name_at[at] < 0 and self._is_noun_part(at))
        ):
            at += 1
        return (
            at < len(self.words)
            and self.name_at[at] >= 0
            and not self._is_verb(self.places[self.name_at[at]].stop)
        )

    def _add(
        self, owners: tuple[int, ...], role: Role, words: Iterable[int], verb: int = -1
    ) -> None:
        own = frozenset(words)
        if own:
            places = tuple(self.places[number] for number in owners)
            self.frames.append(Frame(places, role, own, verb))

    def _say(self, owners: tuple[int, ...], group: _Group, verb: int) -> None:
        """What a name says: the rest of the sentence, but for what is said of itself."""
        self._add(
            owners,
            Role.SAYS,
            (
                n
                for n in range(len(self.words))
                if self._tells(n)
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
            folded = self._folded(index)
            if self.marks[index + 1] not in ("", "-") or folded in ("and", ","):
                break
            if self._is_verb(index) and folded not in _AUXILIARY:
                verb = index
                break
        first = by
        while first > 0 and by - first < _LONGEST:
            if self.marks[first] in (";", ",", '"') and first < by:
                break
            if self._folded(first - 1) in ("and", "but", "while") and (
                self._is_verb(first) or (self._has_verb_before(first - 1))
            ):
                break
            first -= 1
        own = {n for n in range(first, by) if self._tells(n)}
        if verb < 0:
            # "… and the second by Lee": the verb is that of the part before.
            gapped = [
                f.verb
                for f in self.frames
                if f.role is Role.DOES and f.verb >= 0 and f.verb < first
            ]
            if not own or not gapped or self._folded(first - 1) not in ("and", "but", "while"):
                return
            verb = gapped[-1]
            own.add(verb)
        elif self._is_verb(first):
            own |= self._clause_subject(first)
        self._add(owners, Role.DOES, own, verb)

    def _has_verb_before(self, at: int) -> bool:
        """Whether the clause has a verb before a place."""
        while at > 0 and self.marks[at] != ";":
            at -= 1
            if self._is_verb(at):
                return True
        return False

    def _clause_subject(self, verb: int) -> set[int]:
        """The words before the first verb of the clause whose second predicate begins at `verb`."""
        first = verb
        while first > 0 and self.marks[first] != ";":
            first -= 1
        own: set[int] = set()
        for index in range(first, verb):
            if self._is_verb(index):
                break
            if self._tells(index):
                own.add(index)
        return own

    # -- all of it -----------------------------------------------------------------------------

    def read(self) -> list[Frame]:
        for group in self._groups():
            before, start = self._before(group.start)
            fore, start = self._fore_apposition(start)
            preceding = self._folded(start - 1) if self.marks[start] in ("", "-") else ""
            verb = start - 2 if self._folded(start - 1) in _PARTICLES else start - 1
            is_object = self._is_verb(verb) and self.marks[start] == ""
            said = preceding in SAYING and self._is_inverted(start - 1)
            after, aliases, stop = self._after(group, is_object and not said)
            owners = group.names + aliases
            self.own = before | fore | after
            self._modified(group, before | (fore if len(group.names) == 1 else set()))
            if after or fore:
                self._add(owners, Role.IS, after | fore)
            if said:
                self._say(owners, group, start - 1)
            elif preceding == "by":
                self._agent(owners, start - 1)
            elif preceding == "to" and self._folded(start - 2) == "according":
                self._say(owners, group, start - 2)
            elif preceding not in _PREPOSITIONS or preceding in _SUBORDINATE:
                self._subject(group, owners, stop)
            if self.marks[group.start] == "(" and self.marks[group.stop] in (")", ";"):
                self._bracketed(group)
        return self.frames

    def _is_inverted(self, verb: int) -> bool:
        """Whether a verb of saying stands before its subject: after a quotation or a comma."""
        return verb == 0 or self.marks[verb] in (",", '"', ";")

    def _bracketed(self, group: _Group) -> None:
        """What stands before a bracket that holds only a name: "the winner of the cup (Milan)"."""
        first = group.start
        while first > 0 and not (first < group.start and self.marks[first] in (",", ";", "(", ")")):
            first -= 1
        own = frozenset(n for n in range(first, group.start) if self._tells(n))
        if own:
            self._add(group.names, Role.IS, own)


def _mark(text: str, words: Sequence[Token], index: int) -> str:
    """What parts a word from the one before it, as one sign; "" for a space."""
    if index == 0:
        return ";"
    gap = text[words[index - 1].end : words[index].start]
    if gap == " ":
        return ""
    if gap in ("-", "‑"):
        return "-"
    if "(" in gap or "[" in gap:
        return "("
    if ")" in gap or "]" in gap:
        return ")"
    if gap.startswith(".") and len(words[index - 1].folded) <= _ABBREVIATION and gap.strip() == ".":
        return ""
    if any(c in _STRONG for c in gap) or any(dash in gap for dash in _DASHES):
        return ";"
    if "," in gap:
        return ","
    if any(c in gap for c in '"“”„«»'):
        return '"'
    return ""


def is_people(word: Token) -> bool:
    """Whether a word is the name of a people: American, Danish, Chinese."""
    return word.folded.endswith(_PEOPLE) and bool(lexicon.entry(word.stem).rivals)
