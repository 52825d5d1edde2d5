"""Finds names by their capitals, and tells whether two are the same name."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache

from citecheck.matching import data
from citecheck.matching.extract import transliteration
from citecheck.matching.extract.date import is_calendar_word
from citecheck.matching.extract.number_words import NUMBER_WORDS
from citecheck.matching.extract.units import UNITS
from citecheck.matching.extract.values import Fact, FactKind, Name
from citecheck.matching.text import lexicon
from citecheck.matching.text.irregular import BASES
from citecheck.matching.text.reading import gap, opens_sentence
from citecheck.matching.text.tokens import Token

_TITLES = data.words("extract.name.titles")
_JOINERS = data.words("extract.name.joiners")
# What keeps its "of" in one name; "Ana Ruiz of Velora" and "the Marlow Plan of Ana Ruiz" are two.
_OF = data.words("extract.name.of")
_GERMAN_JOINERS = data.words("extract.name.german_joiners")
_ARTICLES_OF_PLACES = data.words("extract.name.articles_of_places")
# Codes and old abbreviations of American states of one word, but for those that are words of their
# own; those of two words are acronyms.
_STATES = {
    code: state
    for state, codes in data.entries("extract.name.states").items()
    for code in codes.split()
}  # fmt: skip
_GAPS = frozenset((" ", "-", ". ", "\u00a0", " & ", "‑", "–", ".", "/"))
# Capitals that start an English sentence and are no name, beside the words without content.
_NO_NAME = data.words("extract.name.no_name")
# … and a German one, before a noun.
_NO_GERMAN_NAME = data.words("extract.name.no_german_name")
_GERMAN = "de:"
_SYLLABLE = re.compile(r"(?:[bcdfghjklmnpqrstwxyz]|[cs]h|zh|hs|t[sz])?[aeiou]{1,3}(?:ng?|h|r)?")
_FULL = data.count("extract.name.full")
_SURNAME_ENDINGS = data.words("extract.name.surname_endings")
_SURNAMES = ("son", "sen", "ssen", "mann", "ez", "stein", "ova", "off")
# Surnames that are words as well, but none that opens a sentence without an article.
_SURNAME_WORDS = data.words("extract.name.surname_words")
_SAYING = data.words("extract.attribution.saying")
_NO_SURNAME_WORDS = data.words("extract.name.no_surname_words")
_NO_SURNAME = ("s", "ly", "ing", "ed", "'")
_LONGEST = data.count("extract.name.longest")
_STEM = data.count("extract.name.stem")
_DEMONYMS = data.entries("extract.name.demonyms")  # fmt: skip


def find(text: str, words: Sequence[Token], language: str) -> list[Fact]:
    """All names of a text in order. Linear time.

    A capital letter tells. A word that opens a sentence and stands alone is a name that is not
    `sure`. In German, where every noun has a capital, two capitals in a row are a name.
    """
    found: list[Fact] = []
    stop = 0
    german = language == "de"
    for index in [n for n, word in enumerate(words) if word.capital or word.inner]:
        if index < stop or not _is_part(text, words, index):
            continue
        if german and _is_counted(words, index):
            continue
        stop = _run(text, words, index, german)
        fact = _name(text, words, range(index, stop), language)
        if fact is not None:
            found.append(fact)
    return found


def _is_given(words: Sequence[Token]) -> bool:
    """Whether the last two of some words make a Chinese given name: "Deng Hsiao-ping"."""
    return len(words) > _FULL and all(_SYLLABLE.fullmatch(word.folded) for word in words[-2:])


def _is_part(text: str, words: Sequence[Token], index: int) -> bool:
    word = words[index]
    if not word.folded[:1].isalpha():
        return False
    if not word.capital:
        return word.inner
    if len(word.folded) == 1:
        return text[word.end : word.end + 1] == "." or _is_between(text, words, index)
    if word.content:
        return not is_calendar_word(word.folded)
    if text[word.start : word.end] == "Said":
        return not opens_sentence(text, words, index)
    if word.folded in _ARTICLES_OF_PLACES and index + 1 < len(words):
        return words[index + 1].capital and gap(text, words, index + 1) == " "
    raw = text[word.start : word.end].rstrip(".")
    return len(raw) > 1 and raw.isupper() and not opens_sentence(text, words, index)


def _is_between(text: str, words: Sequence[Token], index: int) -> bool:
    """Whether a letter stands between two capitals: "Hanwha Q Cells"."""
    if not 0 < index < len(words) - 1 or not words[index].content:
        return False
    spaces = {gap(text, words, index), gap(text, words, index + 1)}
    return spaces == {" "} and words[index - 1].capital and words[index + 1].capital


def is_title(word: Token) -> bool:
    """Tell whether a word is a title before a name, which a source may leave out."""
    return word.folded in _TITLES


def _is_counted(words: Sequence[Token], index: int) -> bool:
    """Whether a German noun is counted or a magnitude, and so no name: 20 Millionen Menschen."""
    table = NUMBER_WORDS["de"]
    return any(
        word.folded[:1].isdigit()
        or word.folded in table.cardinals
        or word.folded in table.magnitudes
        or word.folded in UNITS
        for word in words[max(0, index - 1) : index + 1]
    )


def _run(text: str, words: Sequence[Token], first: int, german: bool) -> int:
    stop = first + 1
    while stop < len(words) and stop - first < _LONGEST:
        last = words[stop - 1]
        between = text[last.end : words[stop].start]
        if between not in _GAPS:
            break
        if text[last.start : last.end].endswith(("'s", "’s", "'", "’")):
            break
        if between.startswith(". ") and (len(last.folded) > 3 or last.folded in _STATES):
            break
        if is_title(words[stop]) and not is_title(words[stop - 1]):
            break
        if words[stop].folded == "of" and stop - first > 1 and last.folded not in _OF:
            break
        joined = between == "-" and not german
        joined = joined and (
            not lexicon.entry(words[stop].stem).kind or _is_given(words[first : stop + 1])
        )
        if _is_part(text, words, stop) or (joined and words[stop].folded.isalpha()):
            stop += 1  # "Tse-tung" too
        elif (
            words[stop].folded in (_GERMAN_JOINERS if german else _JOINERS)
            and stop + 1 < len(words)
            and gap(text, words, stop + 1) == " "
            and _is_part(text, words, stop + 1)
        ):
            stop += 2
        else:
            break
    return stop


def _name(text: str, words: Sequence[Token], run: range, language: str) -> Fact | None:
    first = run.start
    while first < run.stop and is_title(words[first]):
        first += 1
    if first > run.start and first < run.stop and words[first].folded in _JOINERS:
        first += 1  # "President of France"
    if first == run.stop or (run.stop - first == 1 and len(words[first].folded) == 1):
        return None  # only a title, or an initial without its name
    opens = opens_sentence(text, words, run.start)
    german = language == "de" and words[first].folded in _NO_GERMAN_NAME
    if opens and first == run.start and (german or _is_opener(words[first])):
        first += 1
        opens = False
        while first < run.stop and words[first].folded in _JOINERS:
            first += 1  # "Two of Velora's"
        if first == run.stop:
            return None
    if language == "de" and run.stop - first < 2:
        return None
    raw = text[words[first].start : words[run.stop - 1].end]
    acronym = run.stop - first == 1 and raw.replace(".", "").isupper()
    title = " ".join([word.folded for word in words[run.start : first]])
    sure = not opens or run.stop - run.start > 1 or acronym
    sure = sure or (language == "en" and _is_surname(words[first : first + 2]))
    folded = tuple([word.folded for word in words[first : run.stop]])
    start, end = words[first].start, words[run.stop - 1].end
    return Fact(FactKind.NAME, text[start:end], start, end, Name(folded, title, acronym, sure))


def _is_opener(word: Token) -> bool:
    """Tell whether a capital word that opens a sentence is one of those that are no names."""
    if word.stem.startswith(_GERMAN) and word.stem[len(_GERMAN)].islower():
        return True  # a verb or adjective; nouns have a capital
    return word.folded in _NO_NAME or (word.folded.endswith("ly") and len(word.folded) > 5)


def _is_surname(words: Sequence[Token]) -> bool:
    """Whether a capital word that opens an English sentence, before a verb that tells what was, is
    hardly anything but a name: "Baker founded", "Lehman said"."""
    folded, after = words[0].folded, words[-1].folded
    says = after in _SAYING
    if not (says or after.endswith("ed") or after in BASES):
        return False
    if folded in _SURNAME_WORDS:
        return True
    if folded.endswith(_NO_SURNAME) or folded in _NO_SURNAME_WORDS:
        return False
    return says or not lexicon.entry(words[0].stem).kind or folded.endswith(_SURNAMES)


@lru_cache(maxsize=50_000)
def same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two names, as folded words, can be one: all words of the shorter are in the
    longer, or it is an acronym; Russia and Russian, the US and America count as one."""
    mine = [w for w in one if w not in _JOINERS]
    theirs = [w for w in other if w not in _JOINERS]
    if not mine or not theirs:
        return False
    short, full = (mine, theirs) if len(mine) <= len(theirs) else (theirs, mine)
    if _is_place_of(one, other) or _is_place_of(other, one):
        return False
    if all(any(one_word(a, b) for b in full) for a in short):
        return len(short) > 1 or any(_one_spelling(short[0], b) for b in full)
    if len(short) + 1 == len(full) and len(short) > 1:  # Mao Tse-tung and Mao Zedong
        joined = "".join(full[-2:])
        firsts = zip(short[:-1], full[:-2], strict=True)
        if transliteration.is_one(short[-1], joined) and all(one_word(a, b) for a, b in firsts):
            return True
    for brief, name in ((one, other), (other, one)):
        if len(brief) == 1 and len(name) > 1 and _abbreviates(brief[0], name):
            return True
    return False


def _is_place_of(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether a name is only what another is "of": Bern and the University of Bern."""
    if "of" not in full or "of" in short:
        return False
    return all(any(one_word(a, b) for b in full[full.index("of") :]) for a in short)


def counterparts(claim: Sequence[Fact], sentence: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
    """The names of a claim that a sentence has in another form, each with that form."""
    ours = [(fact, fact.value.words) for fact in claim if isinstance(fact.value, Name)]
    its = [(fact, fact.value.words) for fact in sentence if isinstance(fact.value, Name)]
    return [(mine, theirs) for mine, a in ours for theirs, b in its if same(a, b)]


def beside(
    facts: Sequence[Fact], words: Sequence[Token], index: int
) -> tuple[Name | None, Name | None]:
    """The nearest names before and after a word, of names in order."""
    last = bisect_right(facts, words[index].start, key=lambda fact: fact.end) - 1
    first = bisect_left(facts, words[index].end, key=lambda fact: fact.start)
    before = facts[last].value if last >= 0 else None
    after = facts[first].value if first < len(facts) else None
    assert before is None or isinstance(before, Name)
    assert after is None or isinstance(after, Name)
    return before, after


@lru_cache(maxsize=50_000)
def clash(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two names differ in exactly one word and share the others: two people of one
    family, two newspapers of one town. What only one of them has in front does not count."""
    length = min(len(one), len(other))
    if length < 2:
        return False
    if initials_differ(one, other):
        return True
    pairs = list(zip(one[-length:], other[-length:], strict=True))
    apart = [(a, b) for a, b in pairs if not one_word(a, b)]
    shared = [a for a, b in pairs if one_word(a, b) and a not in _JOINERS]
    return len(apart) == 1 and bool(shared) and min(map(len, apart[0])) > 1


def initials_differ(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two names of one first name and surname have initials between that exclude each
    other: George W. and George H. W."""
    if min(len(one), len(other)) < _FULL + 1:
        return False
    if not (one_word(one[0], other[0]) and one_word(one[-1], other[-1])):
        return False
    ours, its = ([w for w in name[1:-1] if w not in _JOINERS] for name in (one, other))
    pairs = zip(ours, its, strict=False)
    return any(min(len(a), len(b)) == 1 and a[0] != b[0] for a, b in pairs)


def is_particle(folded: str) -> bool:
    """Tell whether a small word can stand in a name, where languages write others for it."""
    return folded in _JOINERS


def one_word(one: str, other: str) -> bool:
    """Tell whether two folded words are one in names of several words: Tim and Timothy, J."""
    short, full = sorted((one, other), key=len)
    if len(short) == 1:
        return one[0] == other[0]
    shortened = len(short) > 2 and full.startswith(short) and not _is_longer_surname(short, full)
    return _one_spelling(one, other) or shortened


def _is_longer_surname(short: str, full: str) -> bool:
    """Whether one name is not the other shortened but another family's: Roberts and Robertson, Chen
    and Cheng."""
    return full.removeprefix(short) in _SURNAME_ENDINGS or short.endswith(transliteration.LATIN)


def _one_spelling(one: str, other: str) -> bool:
    """Tell whether two folded words are spellings of one, or a country and its people."""
    if _root(one) == _root(other) or transliteration.is_one(one, other):
        return True
    short, full = sorted((one, other), key=len)
    if full == f"{short}g" or (full.endswith(_SURNAMES) and not short.endswith(_SURNAMES)):
        return False
    if one.endswith(transliteration.LATIN) and other.endswith(transliteration.LATIN):
        return False
    length = max(_STEM, len(short) - 2)
    return len(full) - len(short) < 4 and len(short) >= length and short[:length] == full[:length]


def _root(word: str) -> str:
    return _DEMONYMS.get(word) or _STATES.get(word, word)


def _abbreviates(short: str, full: Iterable[str]) -> bool:
    words = list(full)
    initials = "".join(word[:1] for word in words)
    content = "".join(word[:1] for word in words if word not in _JOINERS and word != "and")
    return len(short) > 1 and short in (initials, content)


def is_sure(fact: Fact) -> bool:
    """Whether a name is one beyond doubt."""
    return isinstance(fact.value, Name) and fact.value.sure
