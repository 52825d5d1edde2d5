"""What a claim says of one name and the passage of another; who is read to be or do what."""

from __future__ import annotations

import pytest

from citecheck.matching.extract import Facts
from citecheck.matching.grammar.parsed import Parsed
from citecheck.matching.text.tokens import tokenise
from matching.checks.comparing import outcome

_BOARD = (
    "Ana Ruiz, the chief designer of Velora, praised the new bridge. Tom Keller, a lawyer from"
    " Bern, warned that the river could rise again."
)

DIFFERING = [
    # two names exchange what is said of them
    (
        "name",
        "Danish Ole Holm and Spanish Luis Vega were freed near the border.",
        "Danish Luis Vega and Spanish Ole Holm were freed near the border.",
    ),
    (
        "name",
        "The Long Winter was painted by Mia Stern and The Short Summer by Jon Ek.",
        "The Long Winter was painted by Jon Ek; The Short Summer was painted by Mia Stern.",
    ),
    (
        "name",
        "Bread Weekly was founded by Rosa Lind and is now edited by her sister, Clara Lind.",
        "Bread Weekly is edited by Rosa Lind and was founded by her sister, Clara Lind.",
    ),
    # a name with another's office or deed
    ("name", "Tom Keller, who is chief designer of Velora, lives in Bern.", _BOARD),
    (
        "name",
        "The town's new fire chief, Nils Borg, spoke to reporters on Friday.",
        "Eva Holt, the town's new fire chief, spoke to reporters on Friday. Nils Borg, a baker,"
        " watched.",
    ),
    (
        "name",
        "Council leader Paul Reed opened the session after Mary Cole read the minutes.",
        "Mary Cole opened the session on Monday. Council leader Paul Reed read the minutes.",
    ),
    # … the rest of which stands in the sentence before
    (
        "name",
        "Ruth Lund has kept a clear lead in the races at Norvik for weeks.",
        "The club rows at Norvik this week. It is a place where the young Ole Holm has kept a clear"
        " lead in the races for weeks. Ruth Lund has struggled there.",
    ),
    # … of two firms in one sentence
    (
        "name",
        "Lund Electric had 3.7 GW of cell capacity and as much of modules.",
        "Velora Q Cells had 3.7 GW of cell capacity and as much of modules, and Lund Electric had 3"
        " GW of output.",
    ),
    # another speaker
    (
        "attribution",
        "Mary Cole said that the bridge would be closed this winter.",
        "The bridge will be closed this winter, said the town's recently elected council leader"
        " Paul Reed. Mary Cole nodded.",
    ),
    (
        "attribution",
        "Paul Reed said that he had been fond of the mill since his first visit in 1984.",
        "Paul Reed laughed. He had been fond of the mill since 1984, Mary Cole said, ever since his"
        " first visit.",
    ),
    # the last of a row of names alone
    (
        "name",
        "The pumps of the harbour were delivered by Brightsail.",
        "He bought Orland Steel, Brightsail and Velora, the small firm that delivered the pumps of"
        " the harbour.",
    ),
    (
        "attribution",
        "According to Paul Reed, the idea that the wall will hold is absurd.",
        "Mary Cole further described the idea that the wall will hold as absurd. Paul Reed left.",
    ),
    # who did it to whom
    (
        "name",
        "Brightsail accused Mary Cole of hiding the plans of the wall.",
        "Mary Cole spoke first. She also accused Brightsail of hiding the plans of the wall.",
    ),
    (
        "name",
        "Lopez was sued by Hartman over the photos.",
        "Hartman was sued by Lopez over the photos.",
    ),
    ("name", "Hartman warned Senator Lopez about it.", "Senator Lopez warned Hartman about it."),
]

AGREEING = [
    # one of a row of names
    (
        "Nils Borg and Eva Holt of the University of Bern sailed the lake and measured its depth.",
        "When the diver Eva Holt of the University of Bern sailed the lake and measured its depth,"
        " Nils Borg stood at the helm.",
    ),
    # who invests is an investor
    (
        "Eva Holt, who has invested in Velora, called the plan a mistake.",
        "The firm will drop a plan that Velora investor Eva Holt called a mistake.",
    ),
    ("Velora's chief designer, Ana Ruiz, praised the new bridge.", _BOARD),
    ("The new bridge was praised by Ana Ruiz, who is Velora's chief designer.", _BOARD),
    ("Tom Keller, a Bern lawyer, warned that the river could rise.", _BOARD),
    (
        "The Short Summer was painted by Mia Stern and The Long Winter by Jon Ek.",
        "The Long Winter was painted by Jon Ek; The Short Summer was painted by Mia Stern.",
    ),
    (
        "Spanish Ole Holm and Danish Luis Vega were freed near the border.",
        "Danish Luis Vega and Spanish Ole Holm, teachers at the Danish University of Riga, were"
        " freed near the border.",
    ),
    ("Lopez sued Hartman over the photos.", "Hartman was sued by Lopez over the photos."),
    # another name of the same bearer
    (
        "Nora Vale was born in May 1901.",
        "Eleonora Maria Valeska (May 3, 1901 - 1960), better known as Nora Vale, was a singer.",
    ),
    # a firm and its head
    (
        "Brightsail promised to rebuild the harbour wall by spring.",
        "Lena Ott, who leads Brightsail, promised to rebuild the harbour wall by spring.",
    ),
    (
        "Mary Cole accused Brightsail of hiding the plans of the wall.",
        "Mary Cole spoke first. She also accused Brightsail of hiding the plans of the wall.",
    ),
    (
        "The pumps were delivered by Velora and Brightsail.",
        "He bought Velora and Brightsail, the small firms that delivered the pumps.",
    ),
    (
        "Velora has a contract to sell Brightsail's sloops in its shop.",
        "Brightsail still has a contract with Velora to sell its sloops in the shop.",
    ),
    # both did it
    (
        "Paul Reed visited the flooded school in Marten.",
        "Mary Cole visited the flooded school in Marten. A day later Paul Reed visited the flooded"
        " school in Marten.",
    ),
]


@pytest.mark.parametrize(("expected", "claim", "passage"), DIFFERING)
def test_what_is_said_of_another_name_differs(expected: str, claim: str, passage: str) -> None:
    assert outcome(claim, passage) == expected


@pytest.mark.parametrize(("claim", "passage"), AGREEING)
def test_what_is_said_of_the_name_in_other_words_does_not_differ(claim: str, passage: str) -> None:
    assert outcome(claim, passage) not in ("name", "attribution", "direction")


@pytest.mark.parametrize(
    ("text", "owner", "role", "has"),
    [
        ("Ana Ruiz, the head of Velora, resigned.", "Ana Ruiz", "is", {"head", "velora"}),
        ("Velora's head, Ana Ruiz, resigned.", "Ana Ruiz", "is", {"velora", "head"}),
        ("The play was written by Jon Ek in 1990.", "Jon Ek", "does", {"play", "written"}),
        ("“It rained,” said Jon Ek, a farmer.", "Jon Ek", "says", {"rained"}),
        ("“It rained,” said Jon Ek, a farmer.", "Jon Ek", "is", {"farmer"}),
        ("It rained again this week, Jon Ek said.", "Jon Ek", "says", {"rained", "week"}),
        ("“No,” said the club's newly hired coach Jon Ek.", "Jon Ek", "is", {"club", "coach"}),
        ("Goalkeeper Jon Ek left.", "Jon Ek", "is", {"goalkeeper"}),
        ("Mia Lee and Bo Park belong to the band.", "Bo Park", "does", {"band"}),
        ("One of them is the winner of the cup (Milan).", "Milan", "is", {"winner", "cup"}),
        ("Lee and Park from the drum team sang.", "Lee", "is", {"drum", "team"}),
        ("Ek was praised by Ruiz.", "Ruiz", "does", {"ek", "praised"}),
    ],
)
def test_words_belong_to_the_name(text: str, owner: str, role: str, has: set[str]) -> None:
    words = tokenise(text)
    found = [
        {words[n].folded for n in frame.words}
        for frame in Parsed(text, words, Facts(text, words, "en")).frames
        for place in frame.owners
        if text[words[place.start].start : words[place.stop - 1].end] == owner
        and frame.role.value == role
    ]
    assert any(has <= own for own in found), found
