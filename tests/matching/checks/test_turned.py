"""Claims that turn round what a passage says of two sides: more and less, winners, events."""

from __future__ import annotations

import pytest

from citecheck.matching.checks import turned
from citecheck.matching.extract import Facts
from citecheck.matching.grammar.parsed import Parsed
from citecheck.matching.text.tokens import tokenise
from matching.checks.comparing import compared, outcome

_TRAINS = "The red train is twice as fast as the blue train, though it costs less to run."
_SLOOPS = "Velora's sloop costs less than Brightsail's."
_FINAL = "Mia Falk, who had lost to Jo Brandt in March, edged out Lena Ott in the final in Visby."
_COACH = "Jo Brandt, who had been the club's keeper, replaces Mia Falk as coach of the team."
_MILL = "The mill in Marten was closed two years before the railway came to the valley."

TURNED = [
    (
        "This year Velora's stock has lagged behind the Marten index.",
        "This year Velora's stock has outpaced the Marten index.",
    ),
    (
        "The online sales eclipsed those of the shop in May.",
        "In May the shop's sales eclipsed the online sales.",
    ),
    ("The blue train is faster than the red train.", _TRAINS),
    ("The red train is not as fast as the blue train.", _TRAINS),
    (
        "Brightsail's sloop is cheaper than Velora's.",
        _SLOOPS,
    ),
    (
        "Velora's sloop costs more than Brightsail's.",
        _SLOOPS,
    ),
    ("Rust is easier to learn than Go.", "Go is easier to learn than Rust, the survey found."),
    (
        "Lake Vern holds less water than all the lakes of Orland.",
        "Under its ice Lake Vern holds twice as much water as all the lakes of Orland together.",
    ),
    ("Wales has more people than sheep.", "Wales has more sheep than people."),
    ("In Lund there are fewer people than in Visby.", "More people live in Lund than in Visby."),
    ("Women outnumber men at the college.", "At the college are more men than women."),
    (
        "Copper wires are less durable than steel wires.",
        "Gold wires sell best, followed by steel wires, which are less durable than copper wires.",
    ),
    ("Falk was eliminated by Ott in the final.", _FINAL),
    ("Ott beat Falk in the final in Visby.", _FINAL),
    ("Jo Brandt lost to Mia Falk in March.", _FINAL),
    ("The Otters beat the Herons 4-1.", "He spoke after the Herons' 4-1 win over the Otters."),
    ("Falk, who is a nurse, takes over the post of coach from Jo Brandt.", _COACH),
    ("Mia Falk replaced Jo Brandt as coach.", _COACH),
    (
        "Blisters on the leaves are caused by the fungus; bad air comes from the blisters and leads"
        " to warm, damp nights in the shed.",
        "In the shed warm, damp nights lead to bad air, and the fungus causes blisters.",
    ),
    ("The railway came to the valley before the mill was closed.", _MILL),
    ("The mill was closed after the railway had come to the valley.", _MILL),
    (
        "Ek gave up the post of mayor soon after the council announced the vote.",
        "The council announced on May 3 that it would hold a vote, shortly after Ek stepped down"
        " as mayor.",
    ),
]

STRAIGHT = [
    ("The blue train is slower than the red train.", _TRAINS),
    ("The red train is faster than the blue train.", _TRAINS),
    (
        "Brightsail's sloop costs more than Velora's.",
        _SLOOPS,
    ),
    (
        "Velora's sloop is cheaper than Brightsail's.",
        _SLOOPS,
    ),
    ("Rust is harder to learn than Go.", "Go is easier to learn than Rust, the survey found."),
    (
        "The lakes of Orland together hold less water than Lake Vern.",
        "Under its ice Lake Vern holds twice as much water as all the lakes of Orland together.",
    ),
    ("In Visby there are fewer people than in Lund.", "More people live in Lund than in Visby."),
    (
        "Women are outnumbered by men at the college.",
        "At the college are more men than women.",
    ),
    (
        "Copper wires are more durable than steel wires.",
        "Gold wires sell best, followed by steel wires, which are less durable than copper wires.",
    ),
    ("Ott lost to Falk in the final in Visby.", _FINAL),
    ("Falk was beaten by Jo Brandt in March.", _FINAL),
    ("The Otters lost 4-1 to the Herons.", "He spoke after the Herons' 4-1 win over the Otters."),
    ("Mia Falk was replaced by Jo Brandt as coach.", _COACH),
    ("Brandt succeeded Falk as coach.", _COACH),
    (
        "Bad air results from warm, damp nights in the shed.",
        "In the shed warm, damp nights lead to bad air, and the fungus causes blisters.",
    ),
    ("The railway came to the valley after the mill had been closed.", _MILL),
    ("Before the railway came to the valley, the mill was closed.", _MILL),
    (
        "The council announced the vote after Ek had stepped down as mayor.",
        "The council announced on May 3 that it would hold a vote, shortly after Ek stepped down"
        " as mayor.",
    ),
    (
        "The strike was triggered by the new toll.",
        "The council spoke of a strike triggered by the new toll on the bridge.",
    ),
    # one subject of both events
    (
        "Falk won the cup in Lund before she secured a place in the final.",
        "A week after winning the cup in Lund, Mia Falk secured a place in the final.",
    ),
    # each beat the other once
    ("Falk beat Ott in May.", "Falk beat Ott in May. In June Ott beat Falk."),
    # something else is compared
    (
        "Steel wires are sold more often than copper wires.",
        "Copper wires conduct better than steel wires. Steel wires are sold more often.",
    ),
]


@pytest.mark.parametrize(("claim", "passage"), TURNED)
def test_sides_that_are_turned_round_differ(claim: str, passage: str) -> None:
    assert outcome(claim, passage) in ("direction", "polarity")


@pytest.mark.parametrize(("claim", "passage"), STRAIGHT)
def test_sides_that_stand_the_same_way_in_other_words_do_not_differ(
    claim: str, passage: str
) -> None:
    assert not compared(claim, passage).differ


def test_the_turned_statement_is_shown_beside_the_sources() -> None:
    reason, *_ = compared(
        "Brightsail's sloop is cheaper than Velora's.",
        _SLOOPS,
    ).differ
    assert "cheaper than" in (reason.claim or "")
    assert "less than" in (reason.source or "")


def test_an_endless_sentence_has_no_sides() -> None:
    text = "one is larger than another after it beat some, " * 20_000
    words = tokenise(text)
    assert turned.read(Parsed(text, words, Facts(text, words, "en"))) == []
