"""The traits of each block of a page by which it is told whether it belongs to the main text.

A trait is a number with a name. Those of the page are the same for all of its blocks: what sort of
page it is decides what counts there. `main_text.json` holds the trees that ask for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import log1p, log2
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from citecheck.model import Region
from citecheck.pages.outline import Outline
from citecheck.pages.phrases import asks_or_signs
from citecheck.pages.signs import ENDS, Scores
from citecheck.pages.walk import Blocks, Elements

_HEADING = Region.HEADING
_ANNOUNCED = (
    *(Region.NAVIGATION, Region.HEADER, Region.FOOTER, Region.FORM, Region.BANNER),
    *(Region.RELATED, Region.COMMENTS, Region.ASIDE, Region.CAPTION),
)
_NUMBER_OF = {region: number for number, region in enumerate(_ANNOUNCED, 1)}
_LEVELS = {f"h{level}": float(level) for level in range(1, 7)}
_FEW = 300  # characters; phrases that ask for something say nothing of a longer block
_FAR = 30  # blocks
_WINDOW = 5  # blocks on each side
_PRICE = re.compile(r"[$€£]\s?\d")
_TYPES = re.compile(r'"@type"\s*:\s*\[?\s*"(\w+)"')
_MOST_DATA = 20_000  # characters of a script with linked data in which types are looked for
_OF_TYPES = {
    "product": {"Product", "ProductGroup"},
    "article": {"Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle"},
    "forum": {"QAPage", "DiscussionForumPosting", "Question"},
}
_OF_ADDRESS = {
    "forum": set(
        "forum forums thread threads topic topics t discussion questions comments viewtopic"
        " community showthread item r discuss".split()
    ),
    "docs": set(
        "docs doc documentation api reference manual guide guides wiki learn tutorial man"
        " readthedocs developer help".split()
    ),
    "product": set("product products p dp item shop store listing sku buy ip".split()),
    "collection": set(
        "collection collections category categories c catalog browse tag tags list best".split()
    ),
}
OF_PAGE: tuple[str, ...] = (
    *("page linked", "page running", "page text", "page running share", "page li", "page p"),
    *("page pre", "page best share", "page prices", "page most repeats", "page repeated"),
    *("page headings", "page comments", "page navigation", "page announced", "page articles"),
    *("says body", "says article", "says main", "og article", "og product"),
    *(f"data {name}" for name in _OF_TYPES),
    *(f"address {name}" for name in _OF_ADDRESS),
)
_OF_NEIGHBOUR = ("running", "heading", "linked", "size", "same group")
OF_BLOCK: tuple[str, ...] = (
    *("signs", "size", "linked", "running", "heading level", "table", "p", "li", "pre", "term"),
    *("ends", "comma", "asks", "depth", "repeats", "repeated size"),
    *("group linked", "group share", "group running share", "group direct share"),
    *("above linked", "above share", "above running share", "two above share"),
    *("like best", "best group", "steps", "reach", "merit share", "in dominant"),
    *("in body", "in article", "in main", "concealed", "doubted", "announced"),
    *("place", "place from end", "number", "number from end"),
    *("after headline", "is headline", "in title", "after best begins", "after best ends"),
    *(f"previous {name}" for name in _OF_NEIGHBOUR),
    *(f"next {name}" for name in _OF_NEIGHBOUR),
    *("around linked", "around running", "around size"),
)
TRAITS = (*OF_PAGE, *OF_BLOCK)


def said_of_page(tree: LexborHTMLParser, url: str) -> list[float]:
    """What a page's metadata and address say of its sort, each 1 or 0."""
    meta = tree.css_first('meta[property="og:type"]')
    kind = (meta.attributes.get("content") or "") if meta is not None else ""
    types: set[str] = set()
    for script in tree.css('script[type="application/ld+json"]')[:10]:
        types.update(_TYPES.findall((script.text() or "")[:_MOST_DATA]))
    try:
        parts = urlsplit(url.lower())
    except ValueError:
        parts = urlsplit("")
    words = set(re.findall(r"[a-z]+", parts.netloc + parts.path))
    return [
        float(kind == "article"),
        float("product" in kind),
        *(float(not types.isdisjoint(own)) for own in _OF_TYPES.values()),
        *(float(not words.isdisjoint(own)) for own in _OF_ADDRESS.values()),
    ]


class Traits:
    """The traits of one page, and of its blocks in order."""

    def __init__(
        self,
        blocks: Blocks,
        elements: Elements,
        outline: Outline,
        scores: Scores,
        said: Sequence[float],
    ) -> None:
        self._blocks, self._elements, self._outline = blocks, elements, outline
        self._scores, self._layout = scores, scores.layout
        self._groups = [scores.layout.group(number) for number in range(len(blocks.texts))]
        self._of_groups: dict[int, tuple[float, list[float]]] = {}
        self._total, self._running = max(1, sum(blocks.sizes)), max(1, sum(blocks.running))
        self._inside = [marks for marks, _, _ in scores.inside]
        self._depths = _depths(elements.parents)
        self.of_page = [*self._whole(), *said]

    def _whole(self) -> list[float]:
        blocks, layout, total = self._blocks, self._layout, self._total
        regions = self._outline.regions
        count = max(1, len(blocks.texts))
        tags = {"li": 0, "p": 0, "pre": 0}
        repeated = prices = headings = comments = navigation = main = 0
        for text, at, tag, size, kind in zip(
            blocks.texts, blocks.containers, blocks.tags, blocks.sizes, blocks.kinds, strict=True
        ):
            if tag in tags:
                tags[tag] += size
            region = regions[at]
            if layout.repeats[at] >= 4:
                repeated += size
            if kind is _HEADING:
                headings += 1
            if region is Region.COMMENTS:
                comments += size
            elif region is Region.NAVIGATION:
                navigation += size
            elif region is Region.MAIN:
                main += size
            if size < 60 and _PRICE.search(text) is not None:
                prices += 1
        return [
            sum(blocks.linked) / total,
            log1p(self._running),
            log1p(total),
            self._running / total,
            *(size / total for size in tags.values()),
            layout.direct[layout.best] / self._running if layout.direct else 0.0,
            prices / count,
            log1p(max(layout.repeats, default=1)),
            repeated / total,
            headings / count,
            comments / total,
            navigation / total,
            1 - main / total,
            log1p(self._elements.tags.count("article")),
            *(float(any(marks)) for marks in self._inside),
        ]

    def of_blocks(self) -> Iterator[list[float]]:
        """For each block its own traits, in the order of `OF_BLOCK`."""
        blocks, layout, outline, scores = self._blocks, self._layout, self._outline, self._scores
        groups, total, count = self._groups, self._total, len(self._blocks.texts)
        regions, depths, concealed = outline.regions, self._depths, outline.concealed
        dominant, repeats = layout.in_dominant, layout.repeats
        beside = [self._beside(number) for number in range(count)]
        nothing = [0.0] * len(_OF_NEIGHBOUR)
        before = 0
        sums = _prefixes(blocks)
        for number in range(count):
            at, group, tag = blocks.containers[number], groups[number], blocks.tags[number]
            size, text = blocks.sizes[number], blocks.texts[number]
            of_group, shared = self._of_group(group)
            row = [
                of_group + scores.of_block(number, group) + scores.of_words(number),
                log1p(size),
                blocks.linked[number] / size,
                float(blocks.running[number] > 0),
                _LEVELS.get(tag, 0.0),
                float(blocks.kinds[number] is Region.TABLE),
                float(tag == "p"),
                float(tag == "li"),
                float(tag == "pre" or tag == "code"),
                float(tag == "dt" or tag == "dd"),
                float(text.endswith(ENDS)),
                float("," in text),
                float(size < _FEW and asks_or_signs(text)[0]),
                depths[at],
                log2(min(repeats[at], 64)),
                log1p(outline.texts.of(at)) if repeats[at] > 1 else 0.0,
            ]
            row += shared
            row += (
                float(at in dominant),
                *(float(marks[at]) for marks in self._inside),
                float(concealed[at]),
                float(outline.doubted[at]),
                float(_NUMBER_OF.get(regions[at], 0)),
                before / total,
                (total - before - size) / total,
                log1p(number),
                log1p(count - number),
                float(number - scores.headline) if scores.headline >= 0 else 0.0,
                float(number == scores.headline),
                float(number in scores.titles),
                float(max(-_FAR, min(_FAR, number - scores.first))),
                float(max(-_FAR, min(_FAR, number - scores.last))),
            )
            for other in (number - 1, number + 1):
                if 0 <= other < count:
                    row += beside[other]
                    row.append(float(groups[other] == group))
                else:
                    row += nothing
            low, high = max(0, number - _WINDOW), min(count, number + _WINDOW + 1)
            sizes, linked, running = (own[high] - own[low] for own in sums)
            row += linked / sizes, running / sizes, log1p(sizes)
            yield row
            before += size

    def _beside(self, number: int) -> list[float]:
        blocks = self._blocks
        size = blocks.sizes[number]
        return [
            float(blocks.running[number] > 0),
            float(blocks.kinds[number] is _HEADING),
            blocks.linked[number] / size,
            log1p(size),
        ]

    def _of_group(self, group: int) -> tuple[float, list[float]]:
        known = self._of_groups.get(group)
        if known is None:
            outline, layout, total = self._outline, self._layout, self._total
            parents, texts, linked = self._elements.parents, outline.texts, outline.linked
            above = max(0, parents[group])
            two_above = max(0, parents[above])
            meets, steps = layout.way_to_best(group)
            best = layout.best
            known = self._of_groups[group] = (
                self._scores.of_group(group),
                [
                    linked.of(group) / max(1, texts.of(group)),
                    texts.of(group) / total,
                    outline.running.of(group) / self._running,
                    layout.direct[group] / self._running,
                    linked.of(above) / max(1, texts.of(above)),
                    texts.of(above) / total,
                    outline.running.of(above) / self._running,
                    texts.of(two_above) / total,
                    float(layout.names[group] == layout.names[best]),
                    float(group == best),
                    float(min(steps, 8)),
                    outline.running.of(meets) / self._running,
                    layout.merit[group] / (layout.merit[best] or 1.0),
                ],
            )
        return known


def _depths(parents: Sequence[int]) -> list[float]:
    depths: list[float] = []
    for parent in parents:
        depths.append(depths[parent] + 1 if parent >= 0 else 0.0)
    return depths


def _prefixes(blocks: Blocks) -> list[list[int]]:
    """Running sums of the sizes, linked and running characters of blocks."""
    sums: list[list[int]] = []
    for own in (blocks.sizes, blocks.linked, blocks.running):
        sums.append([0])
        for value in own:
            sums[-1].append(sums[-1][-1] + value)
    return sums
