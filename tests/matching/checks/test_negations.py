"""Claims and passages of which one denies what the other says, and such as only seem to."""

from __future__ import annotations

import pytest

from matching.checks.comparing import compared, outcome

DENIED = [
    (
        "Visitors have to buy their tickets for the ferry at the office.",
        "Visitors don't have to buy their tickets for the ferry at the office.",
    ),
    (
        "Ole Holm got into the port of Norvik without being caught by the guards.",
        "Ole Holm tried to get into the port of Norvik but was caught by the guards.",
    ),
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
def test_what_is_denied_in_one_and_said_in_the_other_contradicts(claim: str, passage: str) -> None:
    assert outcome(claim, passage) in ("polarity", "direction"), claim


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
