"""Gives each block of a page its region: the page's own matter, or what surrounds it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from citecheck.model import Region
from citecheck.pages.outline import Outline
from citecheck.pages.signs import Scores
from citecheck.pages.traits import TRAITS, Traits
from citecheck.pages.trees import best_cut, probabilities, shipped
from citecheck.pages.walk import Blocks, Elements

_LINKS_ALONE = 0.6  # share of a block's characters in links, above which it is a list of links
_LONG = 200  # characters; a longer block is text even when it is one link
_LABEL = 25  # characters; what is concealed and shorter is a label or a sign
_ONE_TEXT = 0.5  # share of the running text in one group, from which a page is like an article
_BEST_SHARE = TRAITS.index("page best share")
_OF_ARTICLES = (TRAITS.index("og article"), TRAITS.index("data article"))
_WORD = 6  # characters of a word with its space, about


def label(
    blocks: Blocks, elements: Elements, title: str | None, said: Sequence[float]
) -> list[Region | None]:
    """The final region of each block, in order; None for what no reader ever sees.

    `said` is what `traits.said_of_page` gives.
    """
    outline = Outline(blocks, elements)
    scores = Scores(blocks, elements, outline, title, signs())
    traits = Traits(blocks, elements, outline, scores, said)
    # On the page of an article its signs count as much as the trees, which have seen all kinds
    # of pages, and what is announced as something else is believed.
    article = is_article(traits.of_page)
    chances = probabilities(*shipped(TRAITS), traits.of_page, traits.of_blocks(), float(article))
    least = chosen(chances, blocks.sizes, traits.of_page)
    labels: list[Region | None] = []
    main = False
    for number, (chance, at) in enumerate(zip(chances, blocks.containers, strict=True)):
        region = outline.regions[at]
        if chance > least and not (article and region is not Region.MAIN):
            region = blocks.kinds[number]
        elif region is Region.MAIN:
            region = _outside(blocks, scores, number)
        main = main or region is Region.MAIN or region is Region.QUOTE
        labels.append(region)
    if not main:
        _fall_back(blocks, outline, labels)
    _name_concealed(blocks, elements, outline, labels)
    return labels


def is_article(of_page: Sequence[float]) -> bool:
    """Tell whether a page says that it is an article, and one group holds most of its text."""
    said = of_page[_OF_ARTICLES[0]] or of_page[_OF_ARTICLES[1]]
    return bool(said) and of_page[_BEST_SHARE] > _ONE_TEXT


def chosen(chances: Sequence[float], sizes: Sequence[int], of_page: Sequence[float]) -> float:
    """The chance above which a block is main text."""
    if is_article(of_page):
        return 0.5
    return best_cut(chances, [1 + size / _WORD for size in sizes])


def _outside(blocks: Blocks, scores: Scores, number: int) -> Region:
    """The region of a block that nothing announces and that is not part of the main text."""
    if number in scores.titles or number == scores.headline:
        return Region.TITLE
    if blocks.kinds[number] is Region.CAPTION:
        return Region.CAPTION
    size = blocks.sizes[number]
    if size < _LONG and blocks.linked[number] > _LINKS_ALONE * size:
        return Region.NAVIGATION
    return Region.ASIDE


def _fall_back(blocks: Blocks, outline: Outline, labels: list[Region | None]) -> None:
    """On a page on which nothing is likely to be main text, call all running text that."""
    for number, running in enumerate(blocks.running):
        if running and outline.regions[blocks.containers[number]].is_content:
            labels[number] = blocks.kinds[number]


def _name_concealed(
    blocks: Blocks, elements: Elements, outline: Outline, labels: list[Region | None]
) -> None:
    """Name what is read behind a click, and leave out what a page never shows: menus, forms and
    notices that are concealed."""
    if not elements.concealed:
        return
    menus = bytearray(len(elements.tags))
    for number in elements.concealed:
        size = outline.texts.of(number)
        if size < _LABEL or outline.linked.of(number) > _LINKS_ALONE * size:
            end = elements.ends[number]
            menus[number:end] = b"\1" * (end - number)
    for number, at in enumerate(blocks.containers):
        if not outline.concealed[at]:
            continue
        region = labels[number]
        if region is Region.RELATED:  # "read-more" names the rest of a text as well
            region = Region.COLLAPSED
        if menus[at] or not (region is None or region.is_content or region is Region.ASIDE):
            labels[number] = None
        elif region is not None and region.is_content:
            labels[number] = Region.COLLAPSED


@cache
def signs() -> Mapping[str, float]:
    """The weights of the signs of an article (`signs.py`)."""
    raw = files("citecheck.pages").joinpath("signs.json").read_text(encoding="utf-8")
    weights: dict[str, float] = json.loads(raw)["weights"]
    return weights
