"""A check speaks of a claim only where a sentence has enough of it: a claim that says ever more of
which the page knows nothing is at last about something else."""

from __future__ import annotations

import pytest

from matching.checks.comparing import is_told

# What a claim says beside the rest, of which no page below has a word.
_ELSE = (
    "with copper lanterns",
    "beside granite quarries",
    "among orchard owners",
    "near linen weavers",
)


@pytest.mark.parametrize(
    ("check", "claim", "page", "most"),
    [
        (
            "clauses",
            "The bakers of Marlow cursed the new iron oven in the market hall",
            "The bakers of Marlow praised the new iron oven in the market hall and the millers"
            " cursed it.",
            1,
        ),
        (
            "clauses",
            "The dye of the Velora mill failed on wool",
            "The dye of the Velora mill failed on silk. On wool the dye held.",
            1,
        ),
        (
            "denials",
            "Divers of the Norvik harbour office located the wreck of the Ilma in the bay",
            "Divers of the Norvik harbour office failed to find the wreck of the Ilma in the bay.",
            3,
        ),
        (
            "doubts",
            "The harbour school of Marlow has trained young pilots on the upper river without Lee",
            "With Lee the harbour school of Marlow has trained young pilots on the upper river.",
            1,
        ),
        (
            "exceptions",
            "All kilns of the Norvik brick works were lit before the feast",
            "Three of the nine kilns of the Norvik brick works were lit before the feast.",
            1,
        ),
        (
            "exchanged",
            "Anna Berg hired Tom Lee to repair the water mill in Norvik",
            "Tom Lee hired Anna Berg to repair the water mill in Norvik.",
            1,
        ),
        (
            "figures",
            "The salt guild of Norvik sold 40 barrels to the harbour school in May",
            "The salt guild of Norvik sold 90 barrels to the harbour school in May.",
            2,
        ),
        (
            "figures",
            "The salt guild sold 40 barrels to Norvik in 2019",
            "The salt guild sold 40 barrels to Norvik in 2018 and 55 barrels in 2019.",
            3,
        ),
        (
            "figures",
            "Jurors debated for nearly two hours before they convicted Rowe of arson",
            "Rowe wept, and the jury took only 20 minutes to convict him of arson.",
            1,
        ),
        (
            "hedging",
            "The iron bridge over the Sava river will reopen to carts in June",
            "The iron bridge over the Sava river may reopen to carts in June.",
            1,
        ),
        (
            "multiples",
            "Smokers in the Norvik clinic were twice as likely as others to need a second"
            " operation",
            "Smokers in the Norvik clinic were three times as likely as others to need a second"
            " operation.",
            1,
        ),
        (
            "names",
            "Eva Holt built the iron ferry for the harbour school of Norvik",
            "Nils Borg built the iron ferry for the harbour school of Norvik.",
            1,
        ),
        (
            "names",
            "North Dakota raised the yearly tax on salt and iron for the harbour guilds",
            "South Dakota raised the yearly tax on salt and iron for the harbour guilds.",
            1,
        ),
        (
            "negations",
            "The harbour council of Norvik approved the new tax on salt and iron",
            "The harbour council of Norvik did not approve the new tax on salt and iron.",
            1,
        ),
        (
            "negations",
            "The harbour council of Norvik did not approve the new tax on salt and iron",
            "The harbour council of Norvik approved the new tax on salt and iron.",
            1,
        ),
        (
            "opposites",
            "The harbour council of Norvik raised the yearly tax on salt and iron",
            "The harbour council of Norvik lowered the yearly tax on salt and iron.",
            1,
        ),
        (
            "opposites",
            "The longer the strike lasts, the weaker the union will grow",
            "The union will grow stronger, the longer the strike lasts.",
            0,
        ),
        (
            "quantifiers",
            "Most voters in the harbour quarter of Norvik stayed at home",
            "Few voters in the harbour quarter of Norvik stayed at home.",
            1,
        ),
        (
            "replaced",
            "The council of Norvik approved the long wooden fence over the river in May",
            "The council of Norvik approved the long wooden bridge over the river in May.",
            0,
        ),
    ],
)
def test_a_claim_that_says_ever_more_is_at_last_about_something_else(
    check: str, claim: str, page: str, most: int
) -> None:
    claims = [f"{' '.join((claim, *_ELSE[:count]))}." for count in range(most + 2)]
    told = [is_told(check, longer, page) for longer in claims]
    assert told == [True] * (most + 1) + [False]
