"""Claims and passages of which one denies in other words what the other says, and such as only
seem to: tables of plain cases."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.matching.grammar import governors
from citecheck.matching.grammar.signs import Mode, Signs
from citecheck.matching.text.tokens import tokenise
from matching.checks.comparing import compared, outcome

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


DENIED = [
    # who says or grants it by the claim denies it
    (
        "The Marlow council confirmed that its ferries were involved in the crash.",
        "The Marlow council has ruled out any involvement of its ferries in the crash.",
    ),
    (
        "In his speech the mayor promised to lower the toll on the bridge.",
        "The mayor praised the bridge in his speech, but he made no mention of lowering the toll.",
    ),
    # what must be, what nothing is done without, what is waited for
    (
        "Visitors have to buy their tickets for the ferry at the office.",
        "Visitors don't have to buy their tickets for the ferry at the office.",
    ),
    (
        "Ole Holm got into the port of Norvik without being caught by the guards.",
        "Ole Holm tried to get into the port of Norvik but was caught by the guards.",
    ),
    # what may be, and what may not
    (
        "The yard is barred from bidding on new ferries.",
        "The yard left the race in May but remains eligible to bid on new ferries.",
    ),
    (
        "The council can no longer name directors to the port's board.",
        "The council can still reportedly name directors to the port's board.",
    ),
    (
        "The council refused to observe a minute of silence.",
        "After the vote the council resolved to observe a minute of silence.",
    ),
    # a verb that turns the sense of another
    ("Divers managed to locate the wreck of the Ilma.", "Divers failed to find the wreck of Ilma."),
    ("Divers have not located the Ilma's wreck.", "Divers succeeded in finding the Ilma's wreck."),
    ("The mayor read the report on the bridge.", "The mayor neglected to read the bridge report."),
    ("Guards let the reporter into the mill.", "Guards kept the reporter from entering the mill."),
    (
        "Guards refused to let Professor Okoro onto the farm.",
        "Professor Okoro was later allowed by the guards to enter the farm.",
    ),
    (
        "Lindqvist and Moreau have already secured their places in the May final.",
        "Lindqvist and Moreau have yet to qualify for the May final.",
    ),
    (
        "First tests suggest that the fire at Dunmore was caused by a short circuit.",
        "First tests at Dunmore do not indicate that the fire was caused by a short circuit.",
    ),
    (
        "It has been firmly established that the syrup helps patients with gout.",
        "There is no conclusive evidence that the syrup will help patients with gout.",
    ),
    (
        "Iris Cole modelled for Bardot.",
        "Cole has modelled for Elm, but declined to model for Bardot.",
    ),
    ("Falk had two sons by his wife Ada.", "Falk had two daughters by his wife Ada and no sons."),
    (
        "The mill's first fire brigade put out fires, the town's archive said.",
        "The mill's first fire brigade was unable to put out any fires.",
    ),
    # predicates of which one excludes the other
    (
        "Brandt accepted the prize of the Riga Academy.",
        "Brandt turned down the Riga Academy prize.",
    ),
    ("Keeper Ines Falk kept her job after the flood.", "Ines Falk was fired after the flood."),
    (
        "The concert in Tarnow went ahead despite rain.",
        "The Tarnow concert was called off in rain.",
    ),
    (
        "In recent years Norland's cabinets have refused to accept that its army took slaves.",
        "Recent cabinets of Norland have, however, recognised that its army took slaves.",
    ),
    (
        "The court upheld the ban on nets in Lake Orta.",
        "The court quashed the ban on nets in Lake Orta.",
    ),
    ("The dispute over the Sava mill is settled.", "The dispute over the Sava mill is unresolved."),
    # denials that nouns and quantifiers make
    (
        "A lawyer said that Count Adler enjoys immunity as a member of the house.",
        "Count Adler is not entitled to any form of immunity as a member of the house, a lawyer"
        " said.",
    ),
    ("All crew members of the Ilma survived.", "None of the Ilma's crew members survived."),
    ("People in Sorn often talk about the war.", "People in Sorn rarely talk about the war."),
    (
        "The doctor saved the wounded pilot.",
        "The doctor tried to save the wounded pilot but failed.",
    ),
]


@pytest.mark.parametrize(("claim", "passage"), DENIED)
def test_a_denial_in_other_words_contradicts(claim: str, passage: str) -> None:
    assert compared(claim, passage).differ, claim


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        # a name of which something is denied
        (
            "Never before had West Marlow reached the cup two years in a row.",
            "West Marlow reached the cup for the second straight year, a first for the club. Lund"
            " ran 14 carries for West Marlow.",
        ),
        # the same said with another denial
        (
            "The lock could not be mended without replacing the old gate.",
            "To mend the lock the yard had replaced the old gate.",
        ),
        (
            "Ruth Lund, who still has no win this year, nearly had one in Norvik.",
            "Ruth Lund is still waiting for her first win of the year. She nearly had one in"
            " Norvik.",
        ),
        (
            "It was not until 2000 that the museum opened the hall.",
            "The museum opened the hall in 2000.",
        ),
        (
            "The best defence against eating too fast is to drink water.",
            "Drinking water is the best defence against eating too fast.",
        ),
        ("Divers did not manage to locate the Ilma.", "Divers failed to find the Ilma."),
        ("Brandt turned the Riga prize down.", "Brandt refused to accept the Riga prize."),
        ("The pilots flew on without dropping a bomb.", "The pilots did not drop one bomb."),
        ("Aides kept Orlov from abusing his power.", "Aides prevented Orlov's abuses of power."),
        (
            "The mayor would not sell the mill.",
            "Given the mayor's refusal to lease or sell the mill",
        ),
        ("He could not save the wounded pilot.", "He tried to save the wounded pilot but failed."),
        # denials that deny something else
        ("Falk won the race in Turin.", "Falk not only won the race in Turin but set a record."),
        ("Falk won the race in Turin.", "Falk did not always train, but won the race in Turin."),
        ("Falk married in June.", "Falk did not marry until June."),
        ("No fewer than nine boats sank off Turin.", "At least nine boats sank off Turin."),
        ("Falk is a singer.", "Falk is not a rock singer."),
        (
            "No other new bridge in Turin this year is longer than Falk's.",
            "Falk's bridge is this year's longest new bridge in Turin.",
        ),
        (
            "Mice bred without the gene took longer to recover in Falk's laboratory.",
            "In Falk's laboratory mice have the gene and recover within a week.",
        ),
        ("The tyres are louder than rubber ones.", "Rubber tyres cannot be repaired."),
        # what is only wanted, asked, conditional or said by others
        ("Falk sold the mill in Turin.", "Will Falk not sell the mill in Turin?"),
        ("Falk sold the mill in Turin.", "If Falk does not sell the mill in Turin, it closes."),
        ("Falk paid the fine in Turin.", "Critics say Falk did not pay the fine in Turin."),
        ("Falk left the party in Turin.", "Falk tried to stay in the party in Turin."),
        # two passages of which one says it
        (
            "Divers located the wreck of the Ilma.",
            "At first divers failed to find the wreck of the Ilma. Divers found the wreck of the"
            " Ilma in May.",
        ),
    ],
)
def test_what_only_seems_to_deny_does_not_contradict(claim: str, passage: str) -> None:
    assert not compared(claim, passage).differ


def test_a_short_sentence_about_the_one_just_named_contradicts() -> None:
    passage = (
        "Sergeant Paul Hagen of Brookfield searched the barn but did not find the boy. Neighbours"
        " found him an hour later. The town was full of reporters. Hagen's chief said he was sorry."
        " Hagen of Brookfield was sharply criticised. He was later fired."
    )
    assert outcome("Hagen of Brookfield has kept his job.", passage) == "polarity"


def test_a_claim_that_denies_what_no_passage_denies_is_not_sure() -> None:
    passage = "The new tyres are a good choice for wet roads and last for nine years."
    result = compared("The new tyres are not preferable on wet roads.", passage)
    assert result.hedged
    assert result.hedged[0].detail == "no passage denies it"


def test_a_denial_in_words_that_the_claim_lacks_keeps_it_from_being_sure() -> None:
    passage = (
        "The nurse was right in not accepting the result of the first blood test at face value."
    )
    result = compared("The nurse took the result of the first blood test at face value.", passage)
    assert result.hedged
    assert result.hedged[0].source == "not accepting the"


def test_endless_sentences_are_read_in_linear_time() -> None:
    claim = "The mayor refused to accept the plan and did not keep his job."
    began = time.process_time()
    compared(claim, "the mayor did not refuse to accept the plan to keep his job and " * 8_000)
    assert time.process_time() - began < 10
