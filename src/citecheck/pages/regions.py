"""Gives each block of a page its region: the page's own matter, or what surrounds it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from citecheck.model import Region
from citecheck.pages.outline import Outline
from citecheck.pages.signs import Scores
from citecheck.pages.walk import Blocks, Elements

_LINKS_ALONE = 0.6  # share of a block's characters in links, above which it is a list of links
_LONG = 200  # characters; a longer block is text even when it is one link
THRESHOLD = -0.2  # log-odds; recall of the main text counts a little more than precision


def label(blocks: Blocks, elements: Elements, title: str | None) -> list[Region]:
    """The final region of each block, in order."""
    outline = Outline(blocks, elements)
    scores = Scores(blocks, elements, outline, title, _weights())
    least, most = scores.range_of_words()
    groups: dict[int, float] = {}
    labels = [outline.regions[at] for at in blocks.containers]
    main = False
    for number, region in enumerate(labels):
        # A region that is announced is final, unless it is the page's own matter.
        if region is not Region.MAIN:
            continue
        group = scores.layout.groups[number]
        if group not in groups:
            groups[group] = scores.of_group(group)
        odds = groups[group] + scores.of_block(number)
        if odds + least <= THRESHOLD < odds + most:  # else no words can change it
            odds += scores.of_words(number)
        region = blocks.kinds[number]
        if region is not Region.CAPTION and odds <= THRESHOLD:
            region = _outside(blocks, scores, number)
        main = main or region is Region.MAIN or region is Region.QUOTE
        labels[number] = region
    if not main:
        _fall_back(blocks, outline, labels)
    return labels


def _outside(blocks: Blocks, scores: Scores, number: int) -> Region:
    """The region of a block that stands among the page's own matter and is not part of it."""
    if number in scores.titles or number == scores.headline:
        return Region.TITLE
    size = blocks.sizes[number]
    if size < _LONG and blocks.linked[number] > _LINKS_ALONE * size:
        return Region.NAVIGATION
    return Region.ASIDE


def _fall_back(blocks: Blocks, outline: Outline, labels: list[Region]) -> None:
    """On a page that resembles no article, call all of its running text its own."""
    for number, running in enumerate(blocks.running):
        if running and outline.regions[blocks.containers[number]].is_content:
            labels[number] = blocks.kinds[number]


@cache
def _weights() -> Mapping[str, float]:
    raw = files("citecheck.pages").joinpath("main_text.json").read_text(encoding="utf-8")
    weights: dict[str, float] = json.loads(raw)["weights"]
    return weights
