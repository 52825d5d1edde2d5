"""Folds words and takes their stems, so that forms of one word look alike."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable

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


@functools.lru_cache(maxsize=16)
def stemmer(language: str) -> Callable[[str], str]:
    """What takes the stem of a folded word (Snowball); English for a language that has none."""
    import Stemmer

    # pystemmer keeps its own cache of stems.
    stem: Callable[[str], str] = Stemmer.Stemmer(_LANGUAGES.get(language, "english")).stemWord
    return stem


def fold(word: str) -> str:
    """The word without case, accents, possessive, and the points of an abbreviation."""
    folded = word.casefold().replace("’", "'")
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join(c for c in decomposed if not unicodedata.combining(c))
    folded = folded.removesuffix("'s").rstrip("'")
    return folded.replace(".", "") if folded[:1].isalpha() else folded
