"""Makes sentences, sources and paragraphs for the documents of `bench/habits.py`."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

_SUBJECTS = (
    "The harbour council|The ferry company|A regional court|Merrin|The island of Orsay"
    "|Dr. Lena Voss|The coastal authority|Two fishing unions|The U.S. consulate"
    "|Professor Adaeze Obi"
    "|The St. Brannoc lighthouse|Nearly 40 villages|The port's auditors|Harlow and Denby"
).split("|")
_VERBS = (
    "approved|rejected|repaired|sold|closed|counted|renamed|inspected|replaced|reopened|mapped"
).split("|")
_OBJECTS = (
    "the northern pier|a toll of 4.5 dollars|some 1,200 lamps|the old customs house"
    "|an accord with three towns|the tidal barrier|its second ferry|the fish market of Denby"
    "|about 37% of the quays|a fund worth $3.2 million|the No. 5 crane|Section 12 of the plan"
).split("|")
_ENDS = (
    "in May|in 2023|on 3 June 2021|after a long debate|for the first time since 1998"
    "|despite a strike|within two weeks|against the advice of its engineers|last spring"
    "|at a cost of 12 million|before the storms of March|as planned"
).split("|")
_NAMES = "Ray Osei Dole Abara Lund Moro Vega Kaya Brandt Silva Novak Ito Falk Greer".split()
_TITLES = (
    "Tolls of the coast|A bridge too old|Harbour report|What the tide left|Annual figures"
    "|The quiet strike|Lamps along the quay|Notes on a ferry|The barrier question|Minutes of May"
).split("|")
_SITES = "one two three four five six seven eight nine ten eleven twelve".split()


@dataclass(frozen=True, slots=True)
class Source:
    """A work that a document cites; `number` counts from 1."""

    number: int
    url: str
    title: str
    name: str
    year: int
    site: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without its full stop, and the sources that it cites."""

    words: str
    cites: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of the truth: its words and addresses; None for one that the document lacks."""

    text: str
    urls: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The files of a brief, the one that is given to citecheck, and what must come out."""

    main: str
    files: Mapping[str, bytes]
    claims: tuple[Claim, ...]


class Maker:
    """Draws the matter of one document, with at least `markers` of them. `number` counts the
    documents of a habit from 0."""

    def __init__(self, draw: random.Random, number: int, markers: int = 12) -> None:
        self.draw = draw
        self.number = number
        self.markers = markers

    def words(self) -> str:
        """A sentence without its full stop; a second clause now and then."""
        one = self.draw.choice
        said = f"{one(_SUBJECTS)} {one(_VERBS)} {one(_OBJECTS)} {one(_ENDS)}"
        if self.draw.random() < 0.2:
            said += f", and {one(_NAMES)} {one(_VERBS)} {one(_OBJECTS)}"
        return said

    def sources(self, count: int = 6) -> list[Source]:
        """Works with addresses of many shapes, each with an author and a year of its own."""
        names = self.draw.sample(_NAMES, count)
        years = self.draw.sample(range(1999, 2026), count)
        return [
            Source(n, self._url(n), self.draw.choice(_TITLES), names[n - 1], years[n - 1],
                   f"{_SITES[n - 1]}.example")
            for n in range(1, count + 1)
        ]  # fmt: skip

    def _url(self, number: int) -> str:
        path = self.draw.choice(
            ("", "tolls", "2023/05/the-bridge-2", "wiki/Bridge_(Merrin)", "a?id=12&lang=en",
             "report.pdf", "story/one_two_three", "p/42#:~:text=toll", "stadt/stra%C3%9Fe")
        )  # fmt: skip
        return f"https://{_SITES[number - 1]}.example/{path}"

    def paragraphs(self, sources: Sequence[Source], most: int = 2) -> list[list[Sentence]]:
        """Paragraphs of which every sentence cites, each source first in order of its number."""
        left: list[tuple[Source, ...]] = []
        fresh = list(sources)
        made = 0
        while made < self.markers or fresh:
            count = self.draw.choice((1, 1, 1, *range(1, most + 1)))
            seen = sources[: len(sources) - len(fresh)]
            cites: list[Source] = []
            while len(cites) < count:
                if fresh and (not seen or self.draw.random() < 0.6):
                    cites.append(fresh.pop(0))
                elif others := [s for s in seen if s not in cites]:
                    cites.append(self.draw.choice(others))
                else:
                    break
            left.append(tuple(cites))
            made += len(cites)
        sentences = iter([Sentence(self.words(), cites) for cites in left])
        paragraphs = []
        while paragraph := list(islice(sentences, self.draw.choice((1, 2, 3)))):
            paragraphs.append(paragraph)
        return paragraphs


Dress = Callable[[str, Sequence[Source]], str]
"""Writes a sentence, given without its full stop, with its markers and its full stop."""


def prose(paragraphs: Sequence[Sequence[Sentence]], dress: Dress) -> str:
    """The paragraphs as text, a blank line between them."""
    return "\n\n".join(
        " ".join(dress(sentence.words, sentence.cites) for sentence in paragraph)
        for paragraph in paragraphs
    )


def truth(
    paragraphs: Sequence[Sequence[Sentence]], *, resolved: bool = True, stop: str = "."
) -> tuple[Claim, ...]:
    """What must come out of the paragraphs; without `resolved` no marker leads anywhere."""
    return tuple(
        Claim(s.words + stop, tuple(c.url if resolved else None for c in s.cites))
        for paragraph in paragraphs
        for s in paragraph
    )


Habit = Callable[[Maker], Document]
