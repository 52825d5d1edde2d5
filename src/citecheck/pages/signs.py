"""The signs by which a block is taken for the page's own matter or for what surrounds it.

Each sign has a name and a size of about 0 to 1, and `main_text.json` holds a weight for each,
fitted by logistic regression (`python bench/articles.py --train`). What is computed is only the
weighted sum: a block has dozens of signs, and a page hundreds of blocks. Since that sum is linear
in the weights, the size of a sign is the sum when it alone weighs 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2

from citecheck.model import Region
from citecheck.pages.layout import Layout, marked
from citecheck.pages.outline import Outline
from citecheck.pages.phrases import asks_or_signs, is_credit
from citecheck.pages.walk import Blocks, Elements

_KINDS = (Region.MAIN, Region.HEADING, Region.QUOTE, Region.TABLE, Region.CAPTION)
_HEADING = Region.HEADING
_TAGS = ("p", "li")
_ARTICLES = ("body", "article", "main")  # what elements call the article
_OF_WORDS = ("ends", "comma", "credit", "asks", "byline", "upper", "all linked", "all linked upper")
_OF_PLACE = ("best", "best in dominant")
_OF_NEIGHBOUR = ("running", "running same", "heading", "linked")
SIGNS: tuple[str, ...] = tuple(
    sorted(
        (
            # of a group of blocks
            *("group share", "group direct share", "group linked", "merit share", "like best"),
            *("best group", "in dominant", "steps", "reach"),
            # of a block
            *("bias", "linked", "linked in best", "in best group", "alike share", "repeats"),
            *("size", "running", *_KINDS, *_TAGS),
            *(f"{name} {where}" for name in _ARTICLES for where in ("here", "elsewhere")),
            # of where it stands
            *("before h1", "is h1", "is title", "far before best", "far after best"),
            *(f"{side} {name}" for side in ("before", "after") for name in _OF_PLACE),
            *(f"{side} {name}" for side in ("previous", "next") for name in _OF_NEIGHBOUR),
            # of its words
            *_OF_WORDS,
        )
    )
)
ENDS = (".", "!", "?", ":", "…", "。", "।", "؟", "”", '."', ".'", ".’", ".)", "?'", "?’", "」")
_FEW = 300  # characters; phrases that ask for something say nothing of a longer block
_LINKS_ALONE = 0.6  # share of a block's characters in links, above which it is a list of links
_FAR = 5  # blocks


class Scores:
    """The sums of the weighted signs of one page's blocks, and of their groups.

    `headline` is the number of the block that is the page's own headline, -1 when there is none,
    and `titles` of those headings that stand in its title; `first` and `last` are the first and
    the last block of running text in the best group.
    """

    def __init__(
        self,
        blocks: Blocks,
        elements: Elements,
        outline: Outline,
        title: str | None,
        weights: Mapping[str, float],
    ) -> None:
        self.blocks = blocks
        self.weights = weights
        whole = title or ""
        self.titles = {
            number
            for number, kind in enumerate(blocks.kinds)
            if kind is _HEADING and blocks.texts[number] in whole
        }
        headlines = [n for n, tag in enumerate(blocks.tags) if tag == "h1"]
        of_title = next((n for n in headlines if n in self.titles), -1)
        self.layout = layout = Layout(blocks, elements, outline, of_title)
        shown = (n for n in headlines if outline.regions[blocks.containers[n]].is_content)
        self.headline = next(shown, -1)
        running, best = [n for n, size in enumerate(blocks.running) if size], layout.best
        self.first = next((n for n in running if layout.group(n) == best), 0)
        last = (n for n in reversed(running) if layout.group(n) == best)
        self.last = next(last, len(blocks.texts))
        self.total = max(layout.running.of(0), 1) if elements.tags else 1
        self.texts, self.linked = outline.texts, outline.linked
        self.inside = self._articles(elements, outline)
        self._beside = [
            (step, [weights[f"{side} {name}"] for name in _OF_NEIGHBOUR])
            for step, side in ((-1, "previous"), (1, "next"))
        ]

    def _articles(
        self, elements: Elements, outline: Outline
    ) -> list[tuple[Sequence[int], float, float]]:
        """Which elements stand in what says that it is the article, where a page says so, and
        what it weighs to stand in it and elsewhere."""
        found: list[tuple[Sequence[int], float, float]] = []
        for name in _ARTICLES:
            tops, marks = self.layout.bodies, self.layout.in_body
            if name != "body":
                tops = [number for number, tag in enumerate(elements.tags) if tag == name]
                marks = marked(elements, tops)
            told = any(outline.running.of(number) for number in tops)
            here, elsewhere = self.weights[f"{name} here"], self.weights[f"{name} elsewhere"]
            found.append((marks, here, elsewhere) if told else (bytes(len(marks)), 0.0, 0.0))
        return found

    def of_group(self, group: int) -> float:
        """The score of a group of blocks."""
        layout, total, weights = self.layout, self.total, self.weights
        meets, steps = layout.way_to_best(group)
        reach = layout.running.of(meets) - layout.direct[layout.best]
        score = (
            weights["group share"] * layout.running.of(group) / total
            + weights["group direct share"] * layout.direct[group] / total
            + weights["group linked"] * self.linked.of(group) / max(self.texts.of(group), 1)
            + weights["merit share"] * layout.merit[group] / (layout.merit[layout.best] or 1)
            + weights["steps"] * min(steps, 6) / 6
            + weights["reach"] * reach / total
        )
        if layout.names[group] == layout.names[layout.best]:
            score += weights["like best"]
        if group == layout.best:
            score += weights["best group"]
        if group in layout.in_dominant:
            score += weights["in dominant"]
        return score

    def of_block(self, number: int, group: int) -> float:
        """What the score of a block has that its group does not give it."""
        blocks, layout, weights = self.blocks, self.layout, self.weights
        at, tag = blocks.containers[number], blocks.tags[number]
        size = blocks.sizes[number]
        linked = blocks.linked[number] / size
        score = (
            weights["bias"]
            + weights[blocks.kinds[number]]
            + weights["linked"] * linked
            + weights["alike share"] * layout.alike.get((group, layout.names[at]), 0) / self.total
            + weights["repeats"] * log2(min(layout.repeats[at], 32)) / 5
            + weights["size"] * log2(1 + min(size, 1023)) / 10
            + self._place(number, at)
            + self._neighbours(number, group)
        )
        if at in layout.in_best:
            score += weights["linked in best"] * linked
            if group != layout.best:
                score += weights["in best group"]
        for marks, here, elsewhere in self.inside:
            score += here if marks[at] else elsewhere
        if tag in _TAGS:
            score += weights[tag]
        if blocks.running[number]:
            score += weights["running"]
        return score

    def _place(self, number: int, at: int) -> float:
        weights = self.weights
        score = 0.0
        if number < self.first:
            score += weights["before best"]
            if at in self.layout.in_dominant:
                score += weights["before best in dominant"]
            if self.first - number > _FAR:
                score += weights["far before best"]
        elif number > self.last:
            score += weights["after best"]
            if at in self.layout.in_dominant:
                score += weights["after best in dominant"]
            if number - self.last > _FAR:
                score += weights["far after best"]
        if number <= self.headline:
            score += weights["is h1" if number == self.headline else "before h1"]
        if number in self.titles:
            score += weights["is title"]
        return score

    def _neighbours(self, number: int, group: int) -> float:
        blocks = self.blocks
        score = 0.0
        for step, (running, running_same, heading, linked) in self._beside:
            other = number + step
            if not 0 <= other < len(blocks.texts):
                continue
            if blocks.running[other]:
                score += running
                if self.layout.group(other) == group:
                    score += running_same
            if blocks.kinds[other] is _HEADING:
                score += heading
            if blocks.linked[other] > _LINKS_ALONE * blocks.sizes[other]:
                score += linked
        return score

    def of_words(self, number: int) -> float:
        """What the words of a block add when it is short."""
        text, size = self.blocks.texts[number], self.blocks.sizes[number]
        if size >= _FEW:
            return 0.0
        weights = self.weights
        score = 0.0
        if text.endswith(ENDS):
            score += weights["ends"]
        if "," in text:
            score += weights["comma"]
        if is_credit(text):
            score += weights["credit"]
        asks, byline = asks_or_signs(text)
        if asks:
            score += weights["asks"]
        if byline:
            score += weights["byline"]
        upper = text.isupper()
        if upper:
            score += weights["upper"]
        if self.blocks.linked[number] > 0.9 * size:
            score += weights["all linked"]
            if upper:
                score += weights["all linked upper"]
        return score
