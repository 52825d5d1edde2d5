"""Words of a text with their places, folded forms and stems."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

_WORD = re.compile(r"\d+(?:[.,:]\d+)*(?:\(\w\))?|(?:[^\W\d_]\.){2,}|[^\W_]+(?:[’'][^\W_]+)*")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LANGUAGES = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
}
_STOP = frozenset(
    "a an the of in on at to for from by with and or but as is are was were be been being has have"
    " had do does did it its this that these those he she they his her their them him we our us i"
    " you your who whom which what when where while than then there here into over under about"
    " after before during between also such so if will would can could may might should must said"
    " says say according per more most very just only own same some any each other both all one"
    " der die das und ist war ein eine den dem des von zu mit im auf für nicht als auch sich"
    " le la les un une et est de du des dans pour par sur au aux que qui il elle ne pas"
    " el los las y es una del en con para por se su lo o os as e é um uma do da no na"
    " di che non si per gli della il het een van op te dat".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word: `[start, end)` in its text, case and accents folded, its stem.

    `content` is False for words that say nothing of what a sentence is about.
    """

    start: int
    end: int
    folded: str
    stem: str
    content: bool
    capital: bool


@functools.lru_cache(maxsize=8)
def _stemmer(language: str) -> Callable[[str], str]:
    import Stemmer

    # pystemmer keeps its own cache of stems.
    stem: Callable[[str], str] = Stemmer.Stemmer(_LANGUAGES.get(language, "english")).stemWord
    return stem


@functools.lru_cache(maxsize=200_000)
def _fold(word: str) -> str:
    folded = word.casefold().replace("’", "'")
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join(c for c in decomposed if not unicodedata.combining(c))
    folded = folded.removesuffix("'s").rstrip("'")
    return folded.replace(".", "") if folded[:1].isalpha() else folded


def tokenise(text: str, language: str = "en", offset: int = 0) -> list[Token]:
    """The words of `text` in order; their offsets are counted from `offset`.

    A run of Chinese, Japanese or Korean characters, which has no spaces, gives its overlapping
    pairs of characters.
    """
    stem = _stemmer(language)
    tokens: list[Token] = []
    for match in _WORD.finditer(text):
        word = match[0]
        start = match.start() + offset
        if len(word) > 1 and _CJK.search(word):
            for i in range(len(word) - 1):
                pair = word[i : i + 2]
                tokens.append(Token(start + i, start + i + 2, pair, pair, True, False))
            continue
        folded = _fold(word)
        content = folded not in _STOP and bool(folded)
        tokens.append(
            Token(start, match.end() + offset, folded, stem(folded), content, word[0].isupper())
        )
    return tokens
