"""Words of a text with their places, folded forms and stems."""

from __future__ import annotations

import functools
import itertools
import operator
import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from citecheck.matching import data
from citecheck.matching.text import vocabulary
from citecheck.matching.text.folding import RAISED, fold, stemmer
from citecheck.matching.text.irregular import BASES

# Words of two letters and more come first, since most are; the last takes what is left.
_WORD = re.compile(
    rf"[^\W\d_][^\W_]+(?:[’'][^\W_]+)*|\d+(?:[.,:]\d+)*(?:[{RAISED}]+|\(\w\))?|(?:[^\W\d_]\.){{2,}}"
    r"|[^\W_]+(?:[’'][^\W_]+)*"
)
_PARTED = re.compile(f"({_WORD.pattern})")
# Where the article or pronoun before an apostrophe is a word of its own: l'ONU, dell'anno.
_ELIDED = re.compile(
    rf"[^\W\d_][^\W_]+|\d+(?:[.,:]\d+)*(?:[{RAISED}]+|\(\w\))?|(?:[^\W\d_]\.){{2,}}|[^\W_]+"
)
_ELIDED_PARTED = re.compile(f"({_ELIDED.pattern})")
_ELIDING = frozenset(("fr", "it"))
_LONG = data.count("text.tokens.long")
_MOST_FORMS = data.count("text.tokens.most_forms")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_STOP = {
    language: frozenset(words.split())
    for language, words in data.entries("text.tokens.stop").items()
}
# What follows a prefix that stands apart from its verb and closes its clause, or nearly.
_AFTER_PREFIX = data.words("text.tokens.after_prefix")
_CLAUSE_ENDS = re.compile(r"[,;:.!?()–—]")
_ANY_STOP = frozenset().union(*_STOP.values())


class Form(NamedTuple):
    """A word wherever it stands: see `Token`."""

    folded: str
    stem: str
    content: bool
    capital: bool
    inner: bool
    digit: bool
    long: bool


class Token(NamedTuple):
    """One word: `[start, end)` in its text, case and accents folded, its stem.

    `content` is False for words that say nothing of what a sentence is about. `capital` tells that
    it begins with one, `inner` that its second letter is one and the first is not: iPhone; `digit`
    that it begins with a digit, `long` that it has content and so many letters that it can be known
    by its spelling alone.
    """

    start: int
    end: int
    folded: str
    stem: str
    content: bool
    capital: bool
    inner: bool
    digit: bool
    long: bool


class _Forms(dict[str, Form]):
    """The forms of the words of one language that came up, each worked out once."""

    def __init__(self, language: str):
        super().__init__()
        self.stemmer = stemmer(language)
        self.stop = _STOP.get(language, _ANY_STOP)
        self.bases = BASES if language == "en" else {}
        self.words = vocabulary.of(language)
        eliding = language in _ELIDING
        self.word, self.parted = (_ELIDED, _ELIDED_PARTED) if eliding else (_WORD, _PARTED)

    def stem_of(self, word: str, folded: str, *, listed: bool) -> str:
        stem = self.stemmer(self.bases.get(folded, folded))
        return self.words.stem(word, stem) if self.words and listed else stem

    def __missing__(self, word: str) -> Form:
        if len(self) >= _MOST_FORMS:
            self.clear()
        folded = fold(word)
        content = bool(folded) and folded not in self.stop and word.casefold() not in self.stop
        if not content and self.words is not None:
            content = len(word) > 1 and word.isupper() and folded in self.words.acronyms  # OM, om
        stem = self.stem_of(word, folded, listed=content)
        capital = word[0].isupper()
        inner = not capital and word[0].isalpha() and len(word) > 2 and word[1].isupper()
        long = content and len(folded) >= _LONG and folded.isalpha()
        form = self[word] = Form(folded, stem, content, capital, inner, folded[:1].isdigit(), long)
        return form


_forms_of = functools.lru_cache(maxsize=8)(_Forms)


def stem_of(folded: str, language: str = "en") -> str:
    """The stem of a folded word."""
    return _forms_of(language).stem_of(folded, folded, listed=bool(folded))


def forms(text: str, language: str = "en") -> list[Form]:
    """The words of `text` in order, without their places; as many as `tokenise` finds."""
    known = _forms_of(language)
    words = known.word.findall(text)
    if text.isascii() or not _CJK.search(text):
        found = list(map(known.__getitem__, words))
        if known.words:
            _join(found, known.parted.split(text)[2::2], known.words)
        return found
    return [form for word in words for form in (_pairs(word) or (known[word],))]


def tokenise(
    text: str, language: str = "en", offset: int = 0, known: Sequence[Form] | None = None
) -> list[Token]:
    """The words of `text` in order; their offsets are counted from `offset`.

    A run of Chinese, Japanese or Korean characters, which has no spaces, gives its overlapping
    pairs of characters. `known` are the words' forms, if they were asked for before.
    """
    every = _forms_of(language)
    # Every second part is a word; a sum of lengths is cheaper than to ask each match for its place.
    parts = every.parted.split(text)
    places = list(itertools.accumulate(map(len, parts), initial=offset))
    words = parts[1::2]
    if text.isascii() or not _CJK.search(text):
        if every.words and known is None:
            known = list(map(every.__getitem__, words))
            _join(known, parts[2::2], every.words)
        spans = zip(places[1::2], places[2::2], strict=False)
        fields = map(operator.add, spans, known or map(every.__getitem__, words))
        # The tuple's own constructor: NamedTuple's goes through Python code, once for every word.
        return list(map(tuple.__new__, itertools.repeat(Token), fields))
    tokens: list[Token] = []
    for start, end, word in zip(places[1::2], places[2::2], words, strict=False):
        pairs = _pairs(word)
        for at, pair in enumerate(pairs, start):
            tokens.append(Token(at, at + 2, *pair))
        if not pairs:
            tokens.append(Token(start, end, *every[word]))
    return tokens


def _join(found: list[Form], gaps: Sequence[str], words: vocabulary.Vocabulary) -> None:
    """Let the first word of a phrase stand for all of it, and a verb for the prefix that stands
    apart from it ("lehnte … ab"); the others have no content then. `gaps` is what stands after each
    word.
    """
    for at, form in enumerate(found):
        if form.folded in words.phrases:
            for rest, name in words.phrases[form.folded]:
                if [f.folded for f in found[at + 1 : at + 1 + len(rest)]] == rest:
                    found[at] = form._replace(stem=name, content=True)
                    for n in range(at + 1, at + 1 + len(rest)):
                        found[n] = found[n]._replace(content=False, long=False)
                    break
        if form.folded in words.apart:
            verbs = words.apart[form.folded]
            place = _verb(found, gaps, at, verbs)
            if place >= 0:
                verb = found[place]
                found[place] = verb._replace(stem=verbs[verb.folded], content=True)
                found[at] = form._replace(content=False, long=False)


def _verb(found: Sequence[Form], gaps: Sequence[str], at: int, verbs: Collection[str]) -> int:
    """The place of the verb that a prefix belongs to, or -1: the nearest one before the prefix that
    closes its clause (in Dutch, but for what may follow it), or in Dutch the one after "te"."""
    following = [form.folded for form in found[at + 1 : at + 3]]
    if following[:1] == ["te"]:
        return at + 2 if following[1:] and following[1] in verbs else -1
    if gaps[at].strip() or not following or following[0] in _AFTER_PREFIX:
        for before in range(at - 1, -1, -1):
            if _CLAUSE_ENDS.search(gaps[before]):
                return -1
            if found[before].folded in verbs:
                return before
    return -1


def _pairs(word: str) -> list[Form]:
    """The overlapping pairs of characters of a run that has no spaces; none for other words."""
    if len(word) < 2 or not _CJK.search(word):
        return []
    return [
        Form(pair, pair, True, False, False, pair[0].isdigit(), False)
        for pair in map("".join, itertools.pairwise(word))
    ]
