"""How the words of a sentence are said: affirmed, denied or left open, each between asterisks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.matching.grammar import governors
from citecheck.matching.grammar.embedding import Mode
from citecheck.matching.grammar.signs import Signs
from citecheck.matching.text.tokens import tokenise

SIGNS = [
    # the word whose sign is asked for stands between asterisks
    (1, "They managed to *locate* the wreck."),
    (-1, "They failed to *locate* the wreck."),
    (-1, "The divers have yet to *locate* the wreck."),
    (-1, "The divers were unable to *locate* the wreck."),
    (1, "They did not fail to *locate* the wreck."),
    (-1, "They left without *locating* the wreck."),
    (-1, "Storms kept the divers from *reaching* the wreck."),
    (-1, "The divers avoided *touching* the wreck."),
    (-1, "None of the divers *touched* the wreck."),
    (-1, "Nobody on the ship *saw* the wreck."),
    (-1, "The divers found no *trace* of the wreck."),
    (-1, "The divers *found* no trace of the wreck."),
    (-1, "There is a lack of *evidence*."),
    (-1, "He was not entitled to any form of *immunity*."),
    (-1, "She refused to walk or *talk*."),
    (-1, "The ministry no longer *believes* it."),
    (-1, "The work is far from *finished*."),
    (1, "She not only *won* the race but set a record."),
    (1, "No fewer than nine boats *sank*."),
    (1, "Recent cabinets have, however, *recognised* it."),
    (-1, "He tried to *save* the cat, but failed."),
    (-1, "The mayor had never *met* him."),
    (-1, "Falk does not know how to *play* the drums."),
    (-1, "Falk did not become a *hero*."),
]


@pytest.mark.parametrize(("sign", "text"), SIGNS)
def test_the_sign_of_a_word_is_the_product_of_what_governs_it(sign: int, text: str) -> None:
    marked = text.index("*")
    plain = text.replace("*", "")
    words = tokenise(plain)
    index = next(n for n, word in enumerate(words) if word.start == marked)
    assert Signs(plain, words).of(index).value == sign


@pytest.mark.parametrize(
    "text",
    [
        "She wanted to *leave*.",
        "If the dam *breaks*, the town floods.",
        "The baker denied that he *burned* the bread.",
        "Neighbours claimed that he *burned* the bread.",
        "They seek to *close* the mill.",
    ],
)
def test_what_is_wanted_conditional_or_only_claimed_is_left_open(text: str) -> None:
    marked = text.index("*")
    plain = text.replace("*", "")
    words = tokenise(plain)
    index = next(n for n, word in enumerate(words) if word.start == marked)
    assert Signs(plain, words).of(index).mode is Mode.OPEN


# Words that govern others, in whatever way, and some that are governed.
_WORDS = sorted(
    {
        "rather",
        "than",
        "from",
        "to",
        "or",
        "far",
        "how",
        "know",
        "in",
        "vain",
        "unsuccessfully",
        "but",
    }
    | {
        "any",
        "of",
        "against",
        "leaving",
        "walk",
        "sold",
        "boats",
        "hero",
        "the",
        "is",
        "have",
        "ly",
    }
    | governors.KEEPS
    | governors.TURNS
    | governors.WANTS
    | governors.FROM
    | governors.OF
    | governors.WITHOUT_DOING
    | governors.NEGATIONS
    | governors.LIGHT_VERBS
    | governors.ATTEMPTS
)


@given(st.lists(st.sampled_from(_WORDS), min_size=2, max_size=12))
@settings(deadline=None)
def test_only_words_that_may_turn_or_govern_make_a_sign(chosen: list[str]) -> None:
    text = " ".join(chosen)
    signs = Signs(text, tokenise(text))
    found = [signs.of(n) for n in range(len(signs.words))]
    assert not signs.is_plain or all(sign.value > 0 for sign in found)
    operators = {n for sign in found for n in sign.operators if signs.words[n].content}
    assert all(signs.may_govern(n) for n in operators)
