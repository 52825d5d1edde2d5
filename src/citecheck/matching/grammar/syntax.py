"""How an English sentence is likely built: its verbs, noun phrases, clauses, and names in a row.

No parser: endings, the lexicon and the signs between words tell; what they do not tell is no verb.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from citecheck.matching.extract.attribution import SAYING
from citecheck.matching.extract.name import is_title
from citecheck.matching.text import lexicon
from citecheck.matching.text.irregular import BASES
from citecheck.matching.text.tokens import Token

BE = frozenset("is are was were be been being".split())
AUXILIARY = BE | frozenset(
    "has have had do does did will would can could may might must shall should".split()
)
ARTICLES = frozenset("a an the its his her their our my your this that these those".split())
PREPOSITIONS = frozenset(
    "of in on at to for from with by into onto over under about after before during between through"
    " within without against among across near since until upon via per than like as despite amid"
    " toward towards alongside behind beyond around outside inside unlike including".split()
)
SUBORDINATE = frozenset(
    "while whereas although though because after before when if since until unless once as"
    " but".split()
)
SUBJECTS = frozenset("he she they it we i you who".split())
PARTICLES = frozenset("out up off down back away over".split())
_BASE_PAST = frozenset("read put set hit let shut cost hurt quit beat split spread cast".split())
_PEOPLE = ("an", "ish", "ese", "nch", "tch", "i")  # how the names of peoples end
_STRONG = frozenset(".!?;:…\n")
_DASHES = (" - ", " – ", " — ", "—", " -- ")
_ABBREVIATION = 4  # letters of an abbreviation with a full stop inside a sentence
_PREMODIFIERS = 5
_PERSONS = frozenset("person player worker leader perform expert".split())  # stems
_FULL_NAME = 2  # words of a first name and a surname


class Group(NamedTuple):
    """Names in a row, "A, B and C"."""

    names: tuple[int, ...]
    start: int
    stop: int


class Syntax:
    """One sentence: its words, the sign before each (`marks`), and where its names stand.

    `places` are the names' words, `name_at` the name of each word or -1.
    """

    def __init__(self, text: str, words: Sequence[Token], places: Sequence[range]):
        self.text = text
        self.words = words
        self._folded = [word.folded for word in words]
        self.marks = [";"] if words else []
        for before, word in pairwise(words):
            gap = text[before.end : word.start]
            self.marks.append("" if gap == " " else _mark(gap, before))
        self.marks.append(";")
        self.places = [self._whole(place) for place in places]
        self.name_at = [-1] * len(words)
        for number, place in enumerate(self.places):
            for index in place:
                self.name_at[index] = number

    def _whole(self, place: range) -> range:
        """A name without the people's name before it, and with what belongs to it behind: a
        surname that is also a title, a number, the second half of a hyphened word."""
        start, stop = place.start, place.stop
        if start == 0 and stop > _FULL_NAME and _is_person(self.words[0]):
            start += 1  # "Goalkeeper Ann Lee", where every first word has a capital
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

    def folded(self, index: int) -> str:
        """A word folded; "" outside the sentence."""
        return self._folded[index] if 0 <= index < len(self._folded) else ""

    def is_verb(self, index: int) -> bool:
        """Whether a word is likely a finite verb, or a participle."""
        if not 0 <= index < len(self.words) or self.name_at[index] >= 0:
            return False
        word = self.words[index]
        folded = word.folded
        if folded in AUXILIARY:
            return True
        if word.capital or index == 0:
            return False
        if folded in SAYING:
            return True
        if self.marks[index] == "" and self.folded(index - 1) in ARTICLES:
            return False
        if folded in _BASE_PAST or self._is_plural(index):
            return True
        if folded in BASES:
            return lexicon.entry(word.stem).kind == "v"
        if folded.endswith("ed") and len(folded) > 4:
            return True
        if not folded.endswith("s") or folded.endswith("ss"):
            return False
        kind = lexicon.entry(word.stem).kind
        if kind == "v" or (kind and self.folded(index - 1) in ("who", "which")):
            return True
        # "Apple plans to", against "Apple plans are".
        return kind == "n" and (
            self.folded(index + 1) in ARTICLES or self.folded(index + 1) in ("to", "that")
        )

    def _is_plural(self, index: int) -> bool:
        """Whether a word right after a name has a verb's plain form, as behind several names."""
        word = self.words[index]
        return (
            self.name_at[index - 1] >= 0
            and self.marks[index] == ""
            and word.folded == word.stem
            and lexicon.entry(word.stem).kind == "v"
        )

    def is_noun_part(self, index: int) -> bool:
        """Whether a small word can stand before a name in its noun phrase."""
        if not 0 <= index < len(self.words):
            return False
        word = self.words[index]
        if self.name_at[index] >= 0:
            return True
        return (
            (word.content or is_title(word))
            and word.folded not in PARTICLES
            and not self.is_verb(index)
        )

    def _is_possessive(self, index: int) -> bool:
        raw = self.text[self.words[index].start : self.words[index].end]
        return raw.endswith(("'s", "’s"))

    def clause_end(self, start: int, marks: str) -> int:
        """The first word after `start` that has one of these signs before it, or the end."""
        end = start
        while end < len(self.words):
            if end > start and self.marks[end] and self.marks[end] in marks:
                break
            end += 1
        return end

    def tells(self, index: int) -> bool:
        """Whether a word says something of its own."""
        return self.words[index].content or is_title(self.words[index])

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
            and not self.is_verb(after)
            and not word.folded.endswith("ly")
            and lexicon.entry(word.stem).kind in ("n", "a")
        )

    def groups(self) -> list[Group]:
        """The names that are heads of noun phrases, those in a row together."""
        found: list[Group] = []
        for number, place in enumerate(self.places):
            if not self._is_head(number):
                continue
            if found and self._continues(found[-1].stop, place.start):
                last = found.pop()
                found.append(Group((*last.names, number), last.start, place.stop))
            else:
                found.append(Group((number,), place.start, place.stop))
        return found

    def _continues(self, stop: int, start: int) -> bool:
        """Whether only a comma, "and" and words before a name part two names of a list."""
        at = stop
        joined = self.marks[stop] == ","
        if self.folded(at) in ("and", "&"):
            at += 1
            joined = True
        if not joined or start - at > _PREMODIFIERS:
            return False
        return all(
            self.marks[n] == "" and self.is_noun_part(n) and not self._is_possessive(n)
            for n in range(at, start)
        ) and (at == start or self.marks[start] == "")

    def predicate_end(self, verb: int) -> int:
        """Where the words of a predicate end: before another subject."""
        at = verb + 1
        while at < len(self.words):
            mark, word = self.marks[at], self.folded(at)
            if mark in (";", '"') or (word in SUBORDINATE and self.has_subject(at + 1)):
                return at
            if mark == "," and (
                self.has_subject(at) or word in ("who", "which", "where", "whose", "says", "said")
            ):
                return at
            if word in ("and", "or", "but", "so") and (
                self.has_subject(at + 1) or (mark == "," and word == "but")
            ):
                return at
            at += 1
        return at

    def has_subject(self, at: int) -> bool:
        """Whether a new subject with its verb begins at a word."""
        if at >= len(self.words):
            return False
        if self.folded(at) in SUBJECTS:
            return True
        if self.is_verb(at) or self.folded(at) in PREPOSITIONS:
            return False
        named = self.name_at[at] >= 0
        for index in range(at + 1, min(len(self.words), at + 7)):
            named = named or self.name_at[index] >= 0
            if self.marks[index] in (";", ",", "(") and not named:
                return False
            if self.folded(index) == "by" and named:
                return True  # "and the second by Lee": the verb is left out
            if self.is_verb(index):
                return True
        return False

    def main_verb(self, verb: int) -> tuple[int, bool]:
        """The last verb of "has been seen", and whether the predicate is a passive."""
        at, be = verb, False
        for index in range(verb, min(len(self.words), verb + 5)):
            if index > verb and self.marks[index] not in ("", "-"):
                break
            folded = self.folded(index)
            if folded in AUXILIARY:
                at, be = index, folded in BE
            elif folded in ("not", "also", "now", "then", "never", "first") or folded.endswith(
                "ly"
            ):
                continue
            elif folded in ARTICLES and index > verb:
                break  # "has a house"
            else:
                at = index if self.is_verb(index) or not be else at
                break
        folded = self.folded(at)
        participle = folded not in AUXILIARY and (folded.endswith(("ed", "en")) or folded in BASES)
        return at, be and participle

    def has_verb_before(self, at: int) -> bool:
        """Whether the clause has a verb before a place."""
        while at > 0 and self.marks[at] != ";":
            at -= 1
            if self.is_verb(at):
                return True
        return False

    def clause_subject(self, verb: int) -> set[int]:
        """The words before the first verb of the clause whose second predicate begins at `verb`."""
        first = verb
        while first > 0 and self.marks[first] != ";":
            first -= 1
        own: set[int] = set()
        for index in range(first, verb):
            if self.is_verb(index):
                break
            if self.tells(index):
                own.add(index)
        return own


def _mark(gap: str, before: Token) -> str:
    """What parts a word from the one before it, as one sign; "" for a space."""
    if gap in ("-", "‑"):
        return "-"
    if "(" in gap or "[" in gap:
        return "("
    if ")" in gap or "]" in gap:
        return ")"
    if gap.startswith(".") and len(before.folded) <= _ABBREVIATION and gap.strip() == ".":
        return ""
    if any(c in _STRONG for c in gap) or any(dash in gap for dash in _DASHES):
        return ";"
    if "," in gap:
        return ","
    if any(c in gap for c in '"“”„«»'):
        return '"'
    return ""


def _is_person(word: Token) -> bool:
    """Whether a word says what someone is: singer, host."""
    entry = lexicon.entry(word.stem)
    return entry.kind == "n" and not _PERSONS.isdisjoint(entry.broader)


def is_people(word: Token) -> bool:
    """Whether a word is the name of a people: American, Danish, Chinese."""
    return word.folded.endswith(_PEOPLE) and bool(lexicon.entry(word.stem).rivals)
