"""Small decision trees that say together how likely a block is a page's main text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any

Tree = float | tuple[int, float, Any, Any]
"""A leaf, or: which trait, up to what it goes left, the left tree, the right one."""


def grown(nested: Any, numbers: Mapping[str, int]) -> Tree:
    """A tree as it is written (`[trait, most, left, right]` or a number), its traits numbered."""
    if not isinstance(nested, list):
        return float(nested)
    trait, most, left, right = nested
    return numbers[trait], float(most), grown(left, numbers), grown(right, numbers)


@cache
def shipped(traits: tuple[str, ...]) -> tuple[float, tuple[Tree, ...]]:
    """The bias and the trees of `main_text.json`, by the numbers of some traits."""
    raw = files("citecheck.pages").joinpath("main_text.json").read_text(encoding="utf-8")
    written = json.loads(raw)
    numbers = {name: number for number, name in enumerate(traits)}
    return float(written["bias"]), tuple(grown(tree, numbers) for tree in written["trees"])


def pruned(tree: Tree, known: Sequence[float]) -> Tree:
    """A tree with the answers put in that the first traits, which are known, give."""
    if not isinstance(tree, tuple):
        return tree
    trait, most, left, right = tree
    if trait < len(known):
        return pruned(left if known[trait] <= most else right, known)
    return trait - len(known), most, pruned(left, known), pruned(right, known)


def probabilities(
    bias: float,
    trees: Sequence[Tree],
    known: Sequence[float],
    rows: Iterable[Sequence[float]],
    more: float = 0.0,
) -> list[float]:
    """For each row of traits the probability that the trees give; `known` are the traits that all
    rows share, which come first. `more` is what the first trait of a row, log-odds, weighs beside
    the trees."""
    own = [pruned(tree, known) for tree in trees]
    bias += sum(tree for tree in own if not isinstance(tree, tuple))
    own = [tree for tree in own if isinstance(tree, tuple)]
    found: list[float] = []
    for row in rows:
        odds = bias + more * max(-6.0, min(6.0, row[0])) if more else bias
        for node in own:
            while type(node) is tuple:
                node = node[2] if row[node[0]] <= node[1] else node[3]
            odds += node  # type: ignore[operator]
        found.append(1 / (1 + exp(-max(-30.0, min(30.0, odds)))))
    return found


def best_cut(chances: Sequence[float], sizes: Sequence[float]) -> float:
    """The probability above which blocks are to be chosen so that F1 may be expected to be best.

    That is half the F1 which is reached with it (Lipton, Elkan, Naryanaswamy, "Optimal
    thresholding of classifiers to maximize F1 measure", 2014). `sizes` are what the blocks weigh.
    """
    wanted = sum(chance * size for chance, size in zip(chances, sizes, strict=True))
    right = taken = best = 0.0
    for chance, size in sorted(zip(chances, sizes, strict=True), reverse=True):
        right += chance * size
        taken += size
        best = max(best, 2 * right / (taken + wanted))
    return best / 2
