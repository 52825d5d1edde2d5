"""How far apart two words may stand, and how long a sentence may be, for a check to join them."""

from __future__ import annotations

import pytest

from citecheck.matching.checks.finding import Effect
from matching.checks.comparing import compared, is_told

_MEN = (
    "who had come from the hills in the spring with salt and wool and iron to sell in the long low"
    " halls behind the mill where the fair was held each year until the great fire of which the old"
    " still speak in the inns on the quay when the nights are long and the wind is in the north"
).split()
_GUARD = (
    "of the harbour guard who for many years had seen to the lights and the bells of the old port"
    " and to the ropes and the nets of the town"
).split()


@pytest.mark.parametrize(("words", "told"), [(0, True), (25, True), (45, False), (55, False)])
def test_a_sentence_of_very_many_words_is_not_cut_into_clauses(words: int, told: bool) -> None:
    page = (
        "The bakers of Marlow praised the new iron oven and the millers cursed it before the men"
        f" {' '.join(_MEN[:words])}."
    )
    assert is_told("clauses", "The bakers of Marlow cursed the new iron oven.", page) is told


@pytest.mark.parametrize(("words", "told"), [(4, True), (12, True), (22, False), (25, False)])
def test_a_subject_and_its_verb_around_an_apposition(words: int, told: bool) -> None:
    page = f"Ole Holm, a captain {' '.join(_GUARD[:words])}, warned the council of Norvik."
    assert is_told("names", "Ruth Berg warned the council of Norvik.", page) is told


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("she saw, ", False),
        ("when she was at home, ", False),
        ("when she was in the town for a week, ", True),
        ("she was in the town for a week and a day with us and so, ", True),
    ],
)
def test_a_pronoun_near_a_name_may_be_the_subject(before: str, told: bool) -> None:
    page = f"In May {before}Nils Borg built the ferry for the town of Marlow."
    assert is_told("names", "Eva Holt built the ferry for the town of Marlow.", page) is told


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("the journal BMJ", True),
        ("the medical journal BMJ", True),
        ("the new monthly medical journal BMJ", False),
    ],
)
def test_a_name_at_the_end_of_a_noun_phrase(phrase: str, told: bool) -> None:
    page = f"The sailor wrote of it in a study published Monday in {phrase}."
    claim = "The study was published on Monday in The Harbour Post."
    assert is_told("names", claim, page) is told


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("All of the kilns were lit.", True),
        ("All of the tall old brick kilns were lit.", True),
        ("All in the tall old brick yard near the kilns slept.", False),
    ],
)
def test_all_belongs_to_a_word_near_it(claim: str, told: bool) -> None:
    page = "In the tall old brick yard three of the kilns were lit."
    assert is_told("exceptions", claim, page) is told


@pytest.mark.parametrize(("words", "told"), [(0, True), (10, True), (20, False), (26, False)])
def test_a_short_sentence_says_one_thing(words: int, told: bool) -> None:
    page = (
        f"The dye of the Velora mill failed on silk for men {' '.join(_MEN[:words])}."
        " On wool the dye held."
    )
    assert is_told("clauses", "The dye of the Velora mill failed on wool.", page) is told


@pytest.mark.parametrize(
    ("claim", "instead", "told"),
    [
        ("old stone mill", "old stone bridge", False),
        ("old grey stone mill", "old grey stone bridge", True),
    ],
)
def test_a_quotation_of_few_words_may_be_of_something_else(
    claim: str, instead: str, told: bool
) -> None:
    said = 'The mayor spoke of an "{}" by the lake.'
    assert is_told("quotations", said.format(claim), said.format(instead)) is told


@pytest.mark.parametrize(("other", "told"), [("market", False), ("mortar", True)])
def test_words_that_begin_alike_may_be_forms_of_one(other: str, told: bool) -> None:
    said = "The council of Norvik approved the long {} bridge over the river in May."
    assert is_told("replaced", said.format(other), said.format("marked")) is told


@pytest.mark.parametrize(("count", "all_compared"), [(30, True), (38, True), (50, False)])
def test_very_many_figures_are_not_all_compared(count: int, all_compared: bool) -> None:
    figures = ", ".join(f"{200 + 7 * n}" for n in range(count))
    claim = f"The guild sold bricks by the thousand in lots of {figures} bricks."
    page = "The guild sold bricks by the thousand in lots of every size."
    messages = [f.message for f in compared(claim, page).of(Effect.LACKS)]
    assert any("figures were compared" in message for message in messages) is not all_compared


@pytest.mark.parametrize(("words", "shown"), [(5, 5), (18, 18), (40, None)])
def test_how_much_of_what_limits_a_quotation_is_shown(words: int, shown: int | None) -> None:
    rest = " ".join(_MEN[:words])
    page = f"The mayor said: We shall mend the old bridge unless those {rest}. It rained."
    found = compared('"We shall mend the old bridge," the mayor said.', page).findings
    (limit,) = [f.source.shown for f in found if f.check == "quotations" and f.source]
    assert limit.startswith("unless those who")
    if shown is None:
        assert 80 < len(limit) < 150
    else:
        assert limit.endswith(rest)


@pytest.mark.parametrize(
    ("rest", "stated"),
    [("", True), (" in the spring", True), (" on the old quay of the town", False)],
)
def test_a_figure_alone_does_not_carry_a_claim_of_which_little_else_stands(
    rest: str, stated: bool
) -> None:
    page = "The firm, after a loss of $7 million, paid a penalty of $5 million."
    found = compared(f"The firm paid a fine of $5 million{rest}.", page).of(Effect.STATES)
    assert any(f.claim and f.claim.shown == "$5 million" for f in found) is stated
