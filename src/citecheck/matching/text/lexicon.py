"""What is known of English words: how common they are, what says the same, the opposite, more.

The table is made from WordNet 3.0 (relations) and GloVe (frequency ranks, near words) by
`bench/lexicon.py`; it has 42,000 stems, is read when first asked for, and an entry is taken apart
only when its word comes up. Words of other languages have no entries.
"""

from __future__ import annotations

import functools
import gzip
from collections.abc import Mapping
from importlib import resources

from citecheck.matching import data
from citecheck.matching.text import vocabulary

SAME = data.number("text.lexicon.same")
KIND = data.number("text.lexicon.kind")
_NARROWER = (KIND, 0.65, 0.55)  # … and for a kind of it, by steps of WordNet's hierarchy


class Entry:
    """One stem. What it says is taken apart when first asked for, since most of it never is."""

    def __init__(self, line: str = "1000"):
        self._fields = (line.split("\t") + [""] * 9)[:10]

    @functools.cached_property
    def rarity(self) -> float:
        """Grows from 0, the commonest word, to 1."""
        return int(self._fields[0]) / 1000

    @property
    def kind(self) -> str:
        """WordNet's letter for the part of speech that it mostly is (n, v, a, r), or empty."""
        return self._fields[1]

    @functools.cached_property
    def near(self) -> Mapping[str, float]:
        """The stems that can stand for it, with how well, 0 to 1."""
        weak = (w.partition(":") for w in self._fields[3].split())
        near = {word: int(quality) / 100 for word, _, quality in weak}
        return near | dict.fromkeys(self._fields[2].split(), SAME)

    @functools.cached_property
    def opposite(self) -> frozenset[str]:
        """The stems that say the opposite."""
        return frozenset(self._fields[4].split())

    @functools.cached_property
    def opposed(self) -> frozenset[str]:
        """The stems that say the opposite by either's entry."""
        return self.opposite.union(self._fields[8].split())

    @functools.cached_property
    def broader(self) -> Mapping[str, float]:
        """The stems of what it is a kind of, with how well it stands for them."""
        above = (b.partition(":") for b in self._fields[5].split())
        return {word: _NARROWER[int(depth) - 1] for word, _, depth in above}

    @functools.cached_property
    def narrower(self) -> Mapping[str, float]:
        """The stems of what is a kind of it, with how well each stands for it."""
        steps = zip(_NARROWER, self._fields[7].split("|"), strict=False)
        return {word: quality for quality, step in steps for word in step.split()}

    @functools.cached_property
    def parents(self) -> tuple[str, ...]:
        """The stems of what it is directly a kind of."""
        return tuple(word for word, quality in self.broader.items() if quality == KIND)

    @functools.cached_property
    def rivals(self) -> frozenset[str]:
        """Other members of its class, such as other nationalities."""
        return frozenset(self._fields[6].split())

    @functools.cached_property
    def siblings(self) -> frozenset[str]:
        """The stems of its class by either's entry."""
        return self.rivals.union(self._fields[9].split())


_UNKNOWN = Entry()


@functools.lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    file = resources.files("citecheck.matching.data").joinpath("lexicon.tsv.gz")
    text = gzip.decompress(file.read_bytes()).decode("utf-8")
    return {stem: rest for stem, _, rest in (line.partition("\t") for line in text.splitlines())}


@functools.lru_cache(maxsize=50_000)
def entry(stem: str) -> Entry:
    """What is known of a stem; an entry that says nothing when it is not listed."""
    line = _table().get(stem) or vocabulary.line(stem)
    return _UNKNOWN if line is None else Entry(line)


def siblings(first: str, second: str) -> bool:
    """Tell whether two stems name different members of one class, such as two nationalities,
    and neither stands for the other."""
    return second in entry(first).siblings


def opposed(first: str, second: str) -> bool:
    """Tell whether two stems are opposites."""
    return second in entry(first).opposed
