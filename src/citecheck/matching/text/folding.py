"""Folds words and takes their stems, so that forms of one word look alike."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable

from citecheck.matching import data

_LANGUAGES = data.entries("text.folding.languages")


RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
"""Digits above the line: of a note, of a unit (m²), of a power (10⁵)."""
_RAISED = re.compile(f"(?<![{RAISED}])[{RAISED}]+$")
_MEASURES = data.words("text.folding.measures")  # whose raised digits are their own


@functools.lru_cache(maxsize=16)
def stemmer(language: str) -> Callable[[str], str]:
    """What takes the stem of a folded word (Snowball); English for a language that has none."""
    import Stemmer

    # pystemmer keeps its own cache of stems.
    stem: Callable[[str], str] = Stemmer.Stemmer(_LANGUAGES.get(language, "english")).stemWord
    return stem


def fold(word: str) -> str:
    """The word without case, accents, possessive, note number, and an abbreviation's points."""
    folded = word.casefold().replace("’", "'")
    if not folded.isascii():
        bare = _RAISED.sub("", folded)
        folded = folded if bare in _MEASURES else bare
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join(c for c in decomposed if not unicodedata.combining(c))
    folded = folded.removesuffix("'s").rstrip("'")
    return folded.replace(".", "") if folded[:1].isalpha() else folded
