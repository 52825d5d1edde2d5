"""Words of a text with their places, folded forms and stems."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

from citecheck.matching.irregular import BASES

# Words of two letters and more come first, since most are; the last takes what is left.
_WORD = re.compile(
    r"[^\W\d_][^\W_]+(?:[’'][^\W_]+)*|\d+(?:[.,:]\d+)*(?:\(\w\))?|(?:[^\W\d_]\.){2,}"
    r"|[^\W_]+(?:[’'][^\W_]+)*"
)
_PARTED = re.compile(f"({_WORD.pattern})")
_LONG = 5  # letters; shorter words are too easily alike
_MOST_FORMS = 25_000  # of one language that are kept
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LANGUAGES = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
_STOP = {
    language: frozenset(words.split())
    for language, words in {
        "en": "a an the of in on at to for from by with and or but as is are was were be been"
        " being has have had having do does did it its it's this that these those he she"
        " they his her their him them we our us i you your my me who whom whose which what"
        " when where while how than then there there's here into onto over under about after"
        " before during between also such so if will would can could may might should must"
        " shall said says say saying according per more most very just only own same some"
        " any each other both all not no yes upon through within without against because via"
        " am its s t",
        "de": "der die das den dem des ein eine einen einem einer eines und oder aber ist war"
        " sind waren wird wurde wurden werden sein hat haben hatte hatten von vom zu zum zur"
        " mit im in am an auf aus bei für nach über unter um als auch sich nicht kein keine"
        " es er sie wir ich ihr sein seine seiner ihre ihren dass daß wie so noch nur durch"
        " vor bis dieser diese dieses",
        "fr": "le la les l un une des de du d et ou mais est sont était étaient être a ont avait"
        " avaient en dans pour par sur au aux avec sans que qui qu il elle ils elles on nous"
        " vous je ne pas n se s ce cette ces son sa ses leur leurs plus comme été y où dont"
        " à c",
        "es": "el la los las lo un una unos unas de del al a y e o u pero es son era eran fue"
        " fueron ser ha han había en con por para sobre sin que qui se su sus no más como"
        " este esta estos estas ese esa le les",
        "pt": "o a os as um uma uns umas de do da dos das em no na nos nas e ou mas é são era"
        " eram foi foram ser ao aos à às com por para sobre sem que se seu sua seus suas não"
        " mais como este esta esse essa tem têm",
        "it": "il lo la i gli le l un uno una di del dello della dei degli delle da dal dalla in"
        " nel nella nei nelle a al alla ai e ed o ma è sono era erano fu essere ha hanno"
        " aveva con per su sul sulla tra fra che chi si suo sua suoi sue non più come questo"
        " questa d",
        "nl": "de het een en of maar is zijn was waren werd werden worden heeft hebben had hadden"
        " van in op te aan met voor door om naar bij uit over onder als dat die dit deze er"
        " niet geen ook zich hij zij ze wij ik hun haar",
    }.items()
}
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


@functools.lru_cache(maxsize=16)
def _stemmer(language: str) -> Callable[[str], str]:
    import Stemmer

    # pystemmer keeps its own cache of stems.
    stem: Callable[[str], str] = Stemmer.Stemmer(_LANGUAGES.get(language, "english")).stemWord
    return stem


def _fold(word: str) -> str:
    folded = word.casefold().replace("’", "'")
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join(c for c in decomposed if not unicodedata.combining(c))
    folded = folded.removesuffix("'s").rstrip("'")
    return folded.replace(".", "") if folded[:1].isalpha() else folded


class _Forms(dict[str, Form]):
    """The forms of the words of one language that came up, each worked out once."""

    def __init__(self, language: str):
        super().__init__()
        self.stemmer = _stemmer(language)
        self.stop = _STOP.get(language, _ANY_STOP)
        self.bases = BASES if language == "en" else {}

    def stem_of(self, folded: str) -> str:
        return self.stemmer(self.bases.get(folded, folded))

    def __missing__(self, word: str) -> Form:
        if len(self) >= _MOST_FORMS:
            self.clear()
        folded = _fold(word)
        content = bool(folded) and folded not in self.stop and word.casefold() not in self.stop
        stem = self.stem_of(folded)
        capital = word[0].isupper()
        inner = not capital and word[0].isalpha() and len(word) > 2 and word[1].isupper()
        long = content and len(folded) >= _LONG and folded.isalpha()
        form = self[word] = Form(folded, stem, content, capital, inner, folded[:1].isdigit(), long)
        return form


_forms_of = functools.lru_cache(maxsize=8)(_Forms)


def stem_of(folded: str, language: str = "en") -> str:
    """The stem of a folded word."""
    return _forms_of(language).stem_of(folded)


def forms(text: str, language: str = "en") -> list[Form]:
    """The words of `text` in order, without their places; as many as `tokenise` finds."""
    known = _forms_of(language)
    words = _WORD.findall(text)
    if text.isascii() or not _CJK.search(text):
        return list(map(known.__getitem__, words))
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
    parts = _PARTED.split(text)
    places = list(itertools.accumulate(map(len, parts), initial=offset))
    words = parts[1::2]
    if text.isascii() or not _CJK.search(text):
        found = zip(
            places[1::2], places[2::2], known or map(every.__getitem__, words), strict=False
        )
        # The tuple's own constructor: NamedTuple's goes through Python code, once for every word.
        new = tuple.__new__
        return [new(Token, (start, end, *form)) for start, end, form in found]
    tokens: list[Token] = []
    for start, end, word in zip(places[1::2], places[2::2], words, strict=False):
        pairs = _pairs(word)
        for at, pair in enumerate(pairs, start):
            tokens.append(Token(at, at + 2, *pair))
        if not pairs:
            tokens.append(Token(start, end, *every[word]))
    return tokens


def _pairs(word: str) -> list[Form]:
    """The overlapping pairs of characters of a run that has no spaces; none for other words."""
    if len(word) < 2 or not _CJK.search(word):
        return []
    return [
        Form(pair, pair, True, False, False, pair[0].isdigit(), False)
        for pair in map("".join, itertools.pairwise(word))
    ]
