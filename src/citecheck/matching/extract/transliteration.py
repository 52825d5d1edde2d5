"""Tells whether two names are spellings of one: Gaddafi and Qaddafi, Kyiv and Kiev.

Names from other scripts are written by ear, each language in its own letters. Two spellings are one
where the letters for like sounds stand in the same order, vowels apart, and most letters agree.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from citecheck.matching import data

# Letters for like sounds, the longest first; vowels and what is often left out are dropped.
_SOUNDS = (
    ("hs|^x(?=[iu])", "s"),
    ("x", "ks"),
    ("schtsch|shch|chtch|szcz", "sk"),
    ("tsch|tch|tsj|dsch|dj|dzh", "k"),
    ("sch|sh|sj|sz|zh", "s"),
    ("kh|gh|ch|ck|qu|q|c|g|x", "k"),
    ("tz|ts|dz|z", "s"),
    ("ph|pf|v|w", "f"),
    ("th|dh|d", "t"),
    ("[aeiouyjh]|'|-", ""),
)
# Vowels that languages write for each other; two names that differ in others are two names.
_VOWELS = (("ai|ei|ay|ey|ie|ee|[ijye]", "i"), ("ou|oo|[ou]", "u"), ("[^aiu]", ""))
_PATTERNS = tuple((re.compile(letters), sound) for letters, sound in _SOUNDS)
_VOWEL_PATTERNS = tuple((re.compile(letters), sound) for letters, sound in _VOWELS)
_CONSONANTS = re.compile("[aeiouyjh]")
_DOUBLE = re.compile(r"(.)\1+")
_MARKS = re.compile(r"['’`ʼ-]")
# Surnames with these endings are at home in Latin letters, and so are never transliterated.
LATIN = tuple(data.words("extract.transliteration.latin"))
_SHORTEST = data.count("extract.transliteration.shortest")
_LEAST = data.number("extract.transliteration.least")
_LEAST_LONG = data.number("extract.transliteration.least_long")
_LONG = data.count("extract.transliteration.long")
_ONES = {
    spelling: names.split()[0]
    for names in data.lines("extract.transliteration.ones")
    for spelling in names.split()
}


def is_one(one: str, other: str) -> bool:
    """Whether two folded names are spellings of one."""
    if _ONES.get(one, one) == _ONES.get(other, other):
        return True
    if _MARKS.sub("", one) == _MARKS.sub("", other):
        return True
    if min(len(one), len(other)) < _SHORTEST:
        return False
    if one.endswith(LATIN) and other.endswith(LATIN):
        return False  # Johnson and Jonson, Lehman and Lehmann are two families
    sounds = _sounds(one)
    if _plain(one) == _plain(other) and _vowels(one) != _vowels(other):
        return False  # Martin and Morton
    least = _LEAST if len(sounds) < _LONG else _LEAST_LONG
    return sounds == _sounds(other) and fuzz.ratio(one, other) >= least


@lru_cache(maxsize=20_000)
def _sounds(name: str) -> str:
    key = _DOUBLE.sub(r"\1", name)
    for pattern, sound in _PATTERNS[:-1]:
        key = pattern.sub(sound, key)
    # Letters that only a vowel parts are two sounds: Bauer and Brauer.
    pattern, sound = _PATTERNS[-1]
    return pattern.sub(sound, _DOUBLE.sub(r"\1", key))


def _plain(name: str) -> str:
    """The consonants as they are written, doubled ones once."""
    return _DOUBLE.sub(r"\1", _CONSONANTS.sub("", name.replace("ck", "k")))


def _vowels(name: str) -> str:
    for pattern, sound in _VOWEL_PATTERNS:
        name = pattern.sub(sound, name)
    return _DOUBLE.sub(r"\1", name)
