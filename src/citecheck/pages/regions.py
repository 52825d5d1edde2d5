"""Gives each block of a page its region: the page's own matter, or what surrounds it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from citecheck.model import Region
from citecheck.pages.signs import WORD_SIGNS, Sign, Signs
from citecheck.pages.walk import Elements, RawBlock

_LINKS_ALONE = 0.6  # share of a block's characters in links, above which it is a list of links
_LONG = 200  # characters; a longer block is text even when it is one link
_MUCH = 0.3  # share of the page's running text that no advertisement or menu holds
_DOUBTED = frozenset(
    {
        Region.BANNER,
        Region.NAVIGATION,
        Region.FORM,
        Region.ASIDE,
        Region.RELATED,
        Region.COMMENTS,
        Region.FOOTER,
        Region.CAPTION,
    }
)
THRESHOLD = -0.2  # log-odds; recall of the main text counts a little more than precision


def announced(blocks: Sequence[RawBlock], elements: Elements) -> list[Region]:
    """What each element's tag, role and name make of it, the outermost that says so deciding.

    A name is not believed of an element that holds much of the page's running text (a body of
    class "has-ads").
    """
    parents = elements.parents
    running = [0] * len(parents)
    for block in blocks:
        running[block.container] += block.running
    for number in range(len(parents) - 1, 0, -1):
        if running[number]:
            running[parents[number]] += running[number]
    regions: list[Region] = []
    for number, said in enumerate(elements.said):
        outer = regions[parents[number]] if number else Region.MAIN
        if said is None or not outer.is_content:
            regions.append(outer)
        elif said in _DOUBTED and running[number] > _MUCH * running[0]:
            regions.append(Region.MAIN)
        else:
            regions.append(said)
    return regions


def label(blocks: Sequence[RawBlock], elements: Elements, title: str | None) -> list[Region]:
    """The final region of each block, in order."""
    regions = announced(blocks, elements)
    signs = Signs(blocks, elements, regions, title)
    weights = _weights()
    of_words = [weights[name] for name in WORD_SIGNS]
    least, most = sum(min(0.0, w) for w in of_words), sum(max(0.0, w) for w in of_words)
    groups: dict[int, float] = {}
    labels: list[Region] = []
    main = False
    for number, block in enumerate(blocks):
        region = regions[block.container]
        if region.is_content and region is not Region.CAPTION:
            group = signs.layout.groups[number]
            if group not in groups:
                groups[group] = _score(signs.of_group(group), weights)
            odds = groups[group] + _score(signs.of_block(number), weights)
            if odds + least <= THRESHOLD < odds + most:  # else no words can change it
                odds += _score(signs.of_words(number), weights)
            region = block.kind
            if region is not Region.CAPTION and odds <= THRESHOLD:
                region = _outside(block, signs, number)
            main = main or region is Region.MAIN or region is Region.QUOTE
        labels.append(region)
    if not main:
        _fall_back(blocks, regions, labels)
    return labels


def _outside(block: RawBlock, signs: Signs, number: int) -> Region:
    """The region of a block that stands among the page's own matter and is not part of it."""
    if signs.order.titles[number] or number == signs.order.headline:
        return Region.TITLE
    if block.linked > _LINKS_ALONE * len(block.text) and len(block.text) < _LONG:
        return Region.NAVIGATION
    return Region.ASIDE


def _fall_back(blocks: Sequence[RawBlock], regions: Sequence[Region], labels: list[Region]) -> None:
    """On a page that resembles no article, call all of its running text its own."""
    for number, block in enumerate(blocks):
        if block.running and regions[block.container].is_content:
            labels[number] = block.kind


class _Weights(dict[str, float]):
    """Weights by sign; a sign that the fit has not met weighs nothing."""

    def __missing__(self, key: str) -> float:
        return 0.0


def _score(signs: Sequence[Sign], weights: _Weights) -> float:
    return sum([weights[name] * size for name, size in signs])


@cache
def _weights() -> _Weights:
    raw = files("citecheck.pages").joinpath("main_text.json").read_text(encoding="utf-8")
    return _Weights(json.loads(raw)["weights"])
