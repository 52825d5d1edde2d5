"""Sentences with two figures and two years, and claims that pair them rightly or wrongly.

    python bench/pairings.py [--count 50] [--seed 0] [--later]

Prints how many claims are judged right: `supported` for the right pairing, `contradicted` for the
wrong one. With `--later` the frames are those that were written when the code for the others was
done; at first sight 373 of 400 claims about them were judged right (seeds 0 and 3). `pairings`
gives the claims to the tests and to training. What is wrong in a false claim is only which figure
goes with which year, so that no word of it tells.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from citecheck.matching import assess, prepare_text
from citecheck.model import Verdict

# What is counted: who or what, the verb, the noun after the figure, the figure's form.
_TOPICS = (
    ("the ferry company", "carried", "passengers", "count"),
    ("the brewery", "sold", "hectolitres of beer", "count"),
    ("the academy", "trained", "nurses", "count"),
    ("the charity", "collected", "euros", "million"),
    ("the reservoir", "held", "cubic metres of water", "million"),
    ("the county", "spent", "on roads", "money"),
    ("the publisher", "earned", "from audio books", "money"),
    ("the jobless rate in Velling", "was", "", "percent"),
    ("the share of electric cars", "was", "", "percent"),
    ("turnout in the district", "stood at", "", "percent"),
    ("the observatory", "recorded", "meteors", "count"),
    ("the orchard cooperative", "harvested", "tonnes of cherries", "count"),
)
# {s} who, {v} verb, {n} noun; {a} and {b} are the earlier and the later figure, {y} and {z} the
# earlier and the later year.
_FRAMES = (
    "In {z} {s} {v} {b}, up from {a} in {y}.",
    "{S} {v} {b} in {z}, compared with {a} in {y}.",
    "{S} {v} {b} in {z}, against {a} in {y}.",
    "{S} {v} {a} in {y} and {b} in {z}.",
    "In {y}, {s} {v} {a}; in {z} it was {b}.",
    "In {y} {s} {v} {a} and in {z} {b}.",
    "According to its report, {s} {v} {b} in {z}, more than in {y}, when the figure was {a}.",
    "{S} {v} {a} in {y}, but {b} in {z}.",
    "After {a} in {y}, {s} {v} {b} in {z}.",
    "{S} {v} {b} in {z}, from {a} in {y}.",
    "{S} {v} {a} and {b} in {y} and {z} respectively.",
    "{S} {v} {b} in {z} ({y}: {a}).",
    "While {s} {v} {a} in {y}, the figure for {z} was {b}.",
    "Auditors found that {s} {v} {b} in {z}, up from {a} in {y}.",
    "Between {y} and {z}, what {s} {v} grew from {a} to {b}.",
)
# Written when the code was done for the frames above, to see how it does on others.
_LATER_FRAMES = (
    "{S} {v} {b} in {z}; the {y} figure was {a}.",
    "The {z} total, according to the report, was that {s} {v} {b}, against {a} in {y}.",
    "Counting from {y}, when {s} {v} {a}, the figure had reached {b} in {z}.",
    "What {s} {v} rose from {a} in {y} to {b} in {z}, officials said.",
    "In {z}, {s} {v} {b}, whereas in {y} the number had been {a}.",
    "{S} {v} {b} in {z}, a rise on the {a} of {y}.",
    "{S}, which {v} {a} in {y}, {v} {b} in {z}.",
    "From {a} in {y}, the figure climbed: {s} {v} {b} in {z}.",
    "{S} {v} {a} back in {y} and as much as {b} in {z}, the ministry noted.",
    "In {y} {s} {v} {a}. In {z} it was {b}.",
)
_CLAIMS = ("{S} {v} {x} in {t}.", "In {t}, {s} {v} {x}.", "In {t} {s} {v} {x}.")


@dataclass(frozen=True, slots=True)
class Pairing:
    """A sentence, a claim about it, and whether the claim pairs figure and year as it does."""

    page: str
    claim: str
    true: bool


def pairings(count: int = 50, seed: int = 0, *, later: bool = False) -> Iterator[Pairing]:
    """Four claims about each of `count` sentences, two of them true; each seed gives its own.

    `later` gives the frames that were written after the code.
    """
    dice = random.Random(seed)
    frames = _LATER_FRAMES if later else _FRAMES
    for number in range(count):
        frame = frames[number % len(frames)]
        who, verb, noun, form = dice.choice(_TOPICS)
        earlier = dice.randint(1985, 2018)
        years = {"y": earlier, "z": earlier + dice.choice((1, 1, 2, 5, 10))}
        figures = dict(zip("ab", _figures(dice, form), strict=True))
        told = {name: " ".join((value, noun)).strip() for name, value in figures.items()}
        words = {"s": who, "S": who[0].upper() + who[1:], "v": verb}
        page = frame.format(**words, **years, **told)
        for figure, year in (("a", "y"), ("b", "z"), ("a", "z"), ("b", "y")):
            claim = dice.choice(_CLAIMS).format(**words, x=told[figure], t=years[year])
            yield Pairing(page, claim, (figure, year) in (("a", "y"), ("b", "z")))


def _figures(dice: random.Random, form: str) -> tuple[str, str]:
    """Two different figures of one form."""
    if form == "count":
        low = dice.randint(110, 9000)
        return f"{low:,}", f"{low + dice.randint(20, 2500):,}"
    low = dice.randint(21, 480)
    one, other = (f"{value / 10:.1f}" for value in (low, low + dice.randint(4, 90)))
    if form == "percent":
        return f"{one} percent", f"{other} percent"
    if form == "money":
        return f"${one} million", f"${other} million"
    return f"{one} million", f"{other} million"


def is_right(pairing: Pairing) -> bool:
    """Whether a pairing is judged as it should be."""
    verdict = assess(pairing.claim, [prepare_text(pairing.page)]).verdict
    return verdict is (Verdict.SUPPORTED if pairing.true else Verdict.CONTRADICTED)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=50)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--later", action="store_true", help="frames written after the code")
    given = arguments.parse_args()
    found = list(pairings(given.count, given.seed, later=given.later))
    right = Counter(one.true for one in found if is_right(one))
    for true in (True, False):
        every = sum(one.true is true for one in found)
        print(f"{'right' if true else 'wrong'} pairings judged so: {right[true]} of {every}")


if __name__ == "__main__":
    main()
