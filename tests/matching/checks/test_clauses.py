"""The verb of one clause is not said of the subject of another, nor "all but one" of one."""

from __future__ import annotations

import pytest

from citecheck.matching.checks import clauses, exceptions
from citecheck.matching.checks.finding import Effect
from matching.checks.comparing import compared

PAGE = "The bakers praised the new oven and the millers cursed it."


def found(claim: str, page: str, check: str) -> bool:
    return bool(compared(claim, page).of(Effect.WEAKENS, check))


@pytest.mark.parametrize(
    ("claim", "crossed"),
    [
        ("The bakers cursed the new oven.", True),
        ("The millers praised the new oven.", True),
        ("The bakers praised the new oven.", False),
        ("The millers cursed the new oven.", False),
    ],
)
def test_crossed_clauses(claim: str, crossed: bool) -> None:
    assert found(claim, PAGE, clauses.NAME) is crossed


def test_a_clause_without_a_subject_of_its_own() -> None:
    page = "The bakers praised the new oven and cursed the old one."
    assert not found("The bakers cursed the old oven.", page, clauses.NAME)


@pytest.mark.parametrize(
    ("claim", "page", "differs"),
    [
        ("One of the kilns was lit.", "All but one of the nine kilns were lit.", True),
        ("All but one of the kilns were lit.", "One of the nine kilns was lit.", True),
        ("Anyone may light the kiln.", "Only masters may light the kiln.", True),
        ("Only masters may light the kiln.", "Only the masters may light the kiln.", False),
        ("All but one of the kilns were lit.", "All except one of the kilns were lit.", False),
    ],
)
def test_exceptions(claim: str, page: str, differs: bool) -> None:
    assert found(claim, page, exceptions.NAME) is differs


@pytest.mark.parametrize(
    ("claim", "page", "crossed"),
    [
        (
            "The guild stopped selling candles.",
            "The guild stopped selling rope but continued to sell candles.",
            True,
        ),
        (
            "The guild continued to sell candles.",
            "The guild stopped selling rope but continued to sell candles.",
            False,
        ),
        (
            "The guild had built the mill.",
            "The guild bought the mill, which a widow had built.",
            True,
        ),
        (
            "The tax was lifted for brewers.",
            "The tax was lifted for bakers, but brewers still owe it.",
            True,
        ),
        ("Brewers still owe the tax.", "The tax was lifted for bakers, but brewers owe it.", False),
    ],
)
def test_what_stands_with_another_verb(claim: str, page: str, crossed: bool) -> None:
    assert found(claim, page, clauses.NAME) is crossed


@pytest.mark.parametrize(
    ("claim", "page", "crossed"),
    [
        ("The mill never baked rye.", "The mill never closed, although it baked rye.", True),
        ("The guild did not meet in June.", "The guild did not meet in May. It met in June.", True),
        ("The guild did not meet in May.", "The guild did not meet in May. It met in June.", False),
        ("The dye failed on wool.", "The dye failed on silk. On wool it held.", True),
        ("The dye held on wool.", "The dye failed on silk. On wool it held.", False),
        (
            'The judge called the loaf "dry".',
            'The judge called the loaf "moist" and the cake "dry".',
            True,
        ),
        (
            'The judge called the cake "dry".',
            'The judge called the loaf "moist" and the cake "dry".',
            False,
        ),
    ],
)
def test_what_is_denied_or_said_of_another(claim: str, page: str, crossed: bool) -> None:
    assert found(claim, page, clauses.NAME) is crossed


@pytest.mark.parametrize(
    ("claim", "page", "differs"),
    [
        ("All kilns were lit.", "Three of the nine kilns were lit.", True),
        ("Three of the kilns were lit.", "Three of the nine kilns were lit.", False),
        ("Every kiln was lit.", "Every kiln except the oldest was lit.", True),
        ("Every kiln except the oldest was lit.", "Every kiln except the oldest was lit.", False),
        ("All of the bricks were sold.", "Three of the nine kilns made all of the bricks.", False),
    ],
)
def test_what_is_said_of_all(claim: str, page: str, differs: bool) -> None:
    assert found(claim, page, exceptions.NAME) is differs
