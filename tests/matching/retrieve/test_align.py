"""Which word of a passage stands for which word of a claim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.matching.extract import direction
from citecheck.matching.retrieve.align import align
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import stem_of, tokenise


def pairs(claim: str, passage: str, language: str = "en") -> dict[str, str]:
    mine, theirs = tokenise(claim, language), tokenise(passage, language)
    found = align(mine, theirs)
    return {
        claim[token.start : token.end]: passage[theirs[place].start : theirs[place].end]
        for token, place in zip(mine, found, strict=True)
        if place >= 0 and token.content
    }


@pytest.mark.parametrize(
    ("claim", "passage", "word", "there"),
    [
        ("the council elected her", "her election by the council", "elected", "election"),
        ("a movie about bees", "a film about bees", "movie", "film"),
        ("they purchased a farm", "they bought a farm", "purchased", "bought"),
        ("the colour of roses", "the color of roses", "colour", "color"),
        ("Mr Tchaikovsky composed", "Mr Tchaikovskij composed", "Tchaikovsky", "Tchaikovskij"),
        ("the runners were late", "the runner was late", "runners", "runner"),
    ],
)
def test_words_are_aligned_with_what_stands_for_them(
    claim: str, passage: str, word: str, there: str
) -> None:
    assert pairs(claim, passage)[word] == there


@pytest.mark.parametrize(
    ("claim", "passage", "word"),
    [
        ("an American singer", "a British singer", "American"),
        ("it opened in March", "it opened in July", "March"),
        ("a red door", "a blue door", "red"),
        ("prices rose", "prices fell", "rose"),
    ],
)
def test_rivals_and_opposites_are_not_aligned(claim: str, passage: str, word: str) -> None:
    assert word not in pairs(claim, passage)


def test_of_several_places_the_one_that_keeps_the_run_together_is_taken() -> None:
    claim, passage = "the old bridge", "the old man saw the old bridge near the bridge"
    mine, theirs = tokenise(claim), tokenise(passage)
    places = [p for p, token in zip(align(mine, theirs), mine, strict=True) if token.content]
    assert places == sorted(places)


@given(st.text(max_size=80), st.text(max_size=200))
def test_any_text_is_aligned_within_its_bounds(claim: str, passage: str) -> None:
    mine, theirs = tokenise(claim), tokenise(passage)
    found = align(mine, theirs)
    assert len(found) == len(mine)
    assert all(-1 <= place < len(theirs) for place in found)


@given(st.text(max_size=200))
def test_tokens_point_at_their_words(text: str) -> None:
    for token in tokenise(text, "en"):
        assert 0 <= token.start < token.end <= len(text)


@pytest.mark.parametrize(
    ("first", "second", "rivals"),
    [("american", "british", True), ("januari", "juli", True), ("film", "movi", False)],
)
def test_the_lexicon_tells_rivals_from_synonyms(first: str, second: str, rivals: bool) -> None:
    assert lexicon.siblings(first, second) is rivals
    assert (lexicon.entry(first).near.get(second, 0) >= lexicon.SAME) is not rivals


def test_rarer_words_weigh_more() -> None:
    assert lexicon.entry("the").rarity < lexicon.entry("bridg").rarity
    assert lexicon.entry("bridg").rarity < lexicon.entry("zzyzx").rarity == 1.0


def test_no_word_stands_for_one_that_excludes_it() -> None:
    """The lexicon is made anew (bench/lexicon.py) when the sets of opposites grow."""
    wrong = [
        (one, other)
        for one, other in direction.exclusives()
        if one.isascii() and other.isascii() and stem_of(other) in lexicon.entry(stem_of(one)).near
    ]
    assert not wrong
