"""Guesses the language of a text by its commonest words; cheap, and silent when unsure."""

from __future__ import annotations

import re
from collections import Counter

_WORDS = {
    "en": "the of and to in is that for was with are this be at by from which have not",
    "de": "der die und das ist nicht mit den von zu ein eine auf für dem des auch sich werden im",
    "fr": "le la les des et est une dans pour que qui du par sur pas au avec plus ce ne",
    "es": "el la los las de que y en un una por con para del se es no su al como",
    "it": "il la di che e è un una per non con del della sono gli nel da si le più",
    "pt": "o a de que e em um uma para com não os as do da por mais no na se",
    "nl": "de het een en van is dat niet op te zijn voor met aan er ook bij door werd naar",
    "sv": "och att det som en på är av för med den till inte har ett om de var han vid",
    "da": "og at det som en på er af for med den til ikke har et om de var han ved",
    "pl": "i w na z się nie to że jest do o jak po od za przez dla są przy oraz",
    "ru": "и в не на что с по как это из за от для к до так же но его",
}
_SETS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_SCRIPTS = (
    (re.compile(r"[\u3040-\u30ff]"), "ja"),
    (re.compile(r"[\uac00-\ud7af]"), "ko"),
    (re.compile(r"[\u4e00-\u9fff]"), "zh"),
    (re.compile(r"[\u0600-\u06ff]"), "ar"),
    (re.compile(r"[\u0900-\u097f]"), "hi"),
    (re.compile(r"[\u0370-\u03ff]"), "el"),
    (re.compile(r"[\u0590-\u05ff]"), "he"),
    (re.compile(r"[\u0e00-\u0e7f]"), "th"),
)
_HAN = _SCRIPTS[2][0]
_OWN_SCRIPT = frozenset(language for _, language in _SCRIPTS)
_LATIN = frozenset(_SETS) - {"ru"}
_MOSTLY = 0.3  # share of a text's characters in a script that no page in another language has
_SAMPLE = 6000  # characters
_MIDDLE = 1500  # characters
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 0.12  # share of a text's words that the commonest words of its language make up
_AHEAD = 1.15  # times the score of the second language
_CLEARLY = 2.0  # times the score of the declared language
_FEWEST = 15  # words that tell a language


def guess(text: str) -> str | None:
    """The BCP 47 primary subtag of a text's language, None when it is too short or unclear."""
    sample = text[: 2 * _SAMPLE]
    most = 0.1 * len(sample)
    # The letters of these scripts take two bytes and more.
    if len(sample.encode("utf-8", "replace")) > len(sample) + most:
        for script, language in _SCRIPTS:
            if len(script.findall(sample)) > most:
                return language
    scores = _scores(sample)
    (_, second), (language, best) = sorted(scores.items(), key=lambda item: item[1])[-2:]
    return language if best > _ENOUGH and best > _AHEAD * second else None


def settle(declared: str | None, text: str) -> str | None:
    """The language of a page that declares one: that, unless the text is clearly in another, as on
    sites whose template says one language for all pages; else what the text tells."""
    if declared in _SETS and _has_enough(text, _SETS[declared]):
        return declared
    found = guess(text)
    if declared in _LATIN and found in _OWN_SCRIPT and _is_mostly(text, found):
        return found
    if declared is None or found is None or declared not in _SETS or found not in _SETS:
        return declared or found
    scores = _scores(text[: 2 * _SAMPLE])
    return found if scores[found] > _CLEARLY * scores[declared] else declared


def _is_mostly(text: str, language: str) -> bool:
    """Whether much of a text is in the script of a language."""
    sample = text[: 2 * _SAMPLE]
    letters = sum(len(script.findall(sample)) for script, own in _SCRIPTS if own == language)
    han = len(_HAN.findall(sample)) if language == "ja" else 0
    return letters + han > _MOSTLY * len(sample)


def _has_enough(text: str, known: frozenset[str]) -> bool:
    """Whether the middle of a text, where the least of it is menus, has a language's words."""
    at = max(0, len(text) // 2 - _MIDDLE // 2)
    words = _WORD.findall(text[at : at + _MIDDLE].lower())
    return sum([word in known for word in words]) > _ENOUGH * max(len(words), 1)


def _scores(sample: str) -> dict[str, float]:
    """For each language the share of a text's words that its commonest words make up; 0 for a few
    words."""
    words = _WORD.findall(sample.lower())
    if len(words) < _FEWEST:
        return dict.fromkeys(_SETS, 0.0)
    count = Counter(words).get
    return {
        language: sum([count(word, 0) for word in known]) / len(words)
        for language, known in _SETS.items()
    }
