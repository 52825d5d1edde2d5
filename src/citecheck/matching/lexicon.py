"""What is known of English words: how common they are, what says the same, the opposite, more.

The table is made from WordNet 3.0 (relations) and GloVe (frequency ranks, near words) by
`bench/lexicon.py`; it has 35,000 stems, is read when first asked for, and an entry is taken apart
only when its word comes up. Words of other languages have no entries.
"""

from __future__ import annotations

import functools
import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources

SAME = 0.9  # how well a synonym or another part of speech of a word stands for it
_NARROWER = (0.75, 0.65, 0.55)  # the same for a kind of it, by steps of WordNet's hierarchy


@dataclass(frozen=True, slots=True)
class Entry:
    """One stem. `rarity` grows from 0 (the commonest word) to 1; `kind` is WordNet's letter for
    the part of speech that it mostly is (n, v, a, r), or empty.

    `near` gives stems that can stand for it, with how well, 0 to 1; `broader` stems of what it is
    a kind of, with how well it stands for them; `rivals` other members of its class.
    """

    rarity: float = 1.0
    kind: str = ""
    near: Mapping[str, float] = field(default_factory=dict)
    opposite: frozenset[str] = frozenset()
    broader: Mapping[str, float] = field(default_factory=dict)
    rivals: frozenset[str] = frozenset()


_UNKNOWN = Entry()


@functools.lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    file = resources.files("citecheck.matching").joinpath("lexicon.tsv.gz")
    text = gzip.decompress(file.read_bytes()).decode("utf-8")
    return {stem: rest for stem, _, rest in (line.partition("\t") for line in text.splitlines())}


@functools.lru_cache(maxsize=50_000)
def entry(stem: str) -> Entry:
    """What is known of a stem; an entry that says nothing when it is not listed."""
    line = _table().get(stem)
    if line is None:
        return _UNKNOWN
    rarity, kind, strong, weak, opposite, broader, rivals = (line.split("\t") + [""] * 6)[:7]
    near = {word: int(q) / 100 for word, _, q in (w.partition(":") for w in weak.split())}
    near |= dict.fromkeys(strong.split(), SAME)
    return Entry(
        int(rarity) / 1000,
        kind,
        near,
        frozenset(opposite.split()),
        {w: _NARROWER[int(d) - 1] for w, _, d in (b.partition(":") for b in broader.split())},
        frozenset(rivals.split()),
    )


def siblings(first: str, second: str) -> bool:
    """Tell whether two stems name different members of one class, such as two nationalities,
    and neither stands for the other."""
    return second in entry(first).rivals or first in entry(second).rivals


def opposed(first: str, second: str) -> bool:
    """Tell whether two stems are opposites."""
    return second in entry(first).opposite or first in entry(second).opposite
