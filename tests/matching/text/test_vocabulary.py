"""The words of other languages than English, and what their files must hold to."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest

from citecheck.matching.text import lexicon, vocabulary
from citecheck.matching.text.tokens import tokenise

LANGUAGES = sorted(vocabulary.LANGUAGES)


def stems(text: str, language: str) -> list[str]:
    return [token.stem for token in tokenise(text, language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_listed_once_and_is_itself(language: str) -> None:
    words = [word.text for group in vocabulary.listed(language).same for word in group]
    assert [word for word, count in Counter(words).items() if count > 1] == []
    one = [word for word in words if not vocabulary.is_phrase(word)]
    own = {word: vocabulary.name_of(word, language) for word in one}
    tokens = {word: tokenise(word.replace("+", ""), language) for word in one}
    apart = {word: found for word, (found,) in tokens.items() if found.stem != own[word]}
    assert [word for word, found in apart.items() if found.content] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_says_the_same_as_its_opposite(language: str) -> None:
    words = vocabulary.of(language)
    assert words is not None
    for name, opposite in words.opposite.items():
        assert name not in opposite
        assert set(opposite).isdisjoint(words.same.get(name, ())), name
        assert all(lexicon.opposed(other, name) for other in opposite)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_says_the_same_has_the_same_opposites(language: str) -> None:
    words = vocabulary.of(language)
    assert words is not None
    for name, same in words.same.items():
        for other in same:
            assert set(words.opposite.get(name, ())) == set(words.opposite.get(other, ()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_sides_of_a_line_share_no_word(language: str) -> None:
    for sides in vocabulary.listed(language).opposite:
        for one, other in itertools.combinations(sides, 2):
            assert set(one).isdisjoint(other)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "Die Preise stiegen", "gestiegene Preise"),
        ("de", "Der Rat lehnte den Antrag ab", "Der Antrag ist abgelehnt"),
        ("de", "Er kündigte an, zu gehen", "angekündigt"),
        ("de", "Die Zahl nimmt weiter zu.", "zugenommen"),
        ("de", "bei den Vereinten Nationen", "bei der UNO"),
        ("fr", "Les prix augmentaient", "des prix augmentés"),
        ("fr", "L'État a interdit la vente", "Il interdira"),
        ("fr", "devant l'Organisation des Nations unies", "à l'ONU"),
        ("es", "Los precios subirán", "El precio subió"),
        ("es", "Redujo el gasto", "reducirá"),
        ("es", "en EE. UU.", "en Estados Unidos"),
        ("pt", "Os preços caíram", "preços que caem"),
        ("it", "I prezzi sono saliti", "i prezzi saliranno"),
        ("it", "l'Onu", "alle Nazioni Unite"),
        ("nl", "De omzet nam toe.", "De omzet is toegenomen"),
        ("nl", "Hij weigert het plan aan te kondigen.", "Hij kondigt het plan aan."),
        ("nl", "Het OM eist een straf", "een eis van het Openbaar Ministerie"),
    ],
)
def test_forms_of_a_word_are_one(language: str, one: str, other: str) -> None:
    shared = set(stems(one, language)) & set(stems(other, language))
    assert any(stem.startswith(f"{language}:") for stem in shared)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "fordern", "fördern"),
        ("de", "verlangen", "verlängern"),
        ("de", "zahlen", "die Zahlen"),
        ("de", "Er nahm an.", "Er nahm ab."),
        ("de", "Er schloss den Laden.", "Er schloss das aus."),
        ("fr", "le parti", "il part"),
        ("es", "una manifestación", "manifestó que"),
        ("pt", "a casa", "um casamento"),
        ("nl", "Het nam toe.", "Het nam af."),
    ],
)
def test_words_that_look_alike_are_told_apart(language: str, one: str, other: str) -> None:
    listed = [
        {stem for stem in stems(text, language) if stem.startswith(f"{language}:")}
        for text in (one, other)
    ]
    assert listed[0].isdisjoint(listed[1])


def test_a_word_of_one_language_is_none_of_another() -> None:
    assert stems("fallen", "de") != stems("fallen", "en")
    assert lexicon.opposed(stems("steigen", "de")[0], stems("fallen", "de")[0])
    assert not lexicon.opposed(stems("steigen", "en")[0], stems("fallen", "en")[0])
