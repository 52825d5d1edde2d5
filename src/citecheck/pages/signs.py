"""The signs by which a block is taken for the page's own matter or for what surrounds it.

Each sign has a name and a size of about 0 to 1; `main_text.json` holds a weight for each, fitted
by logistic regression (`python bench/articles.py --train`). Signs of a group are the same for
all its blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from citecheck.model import Region
from citecheck.pages.layout import Layout, inherited
from citecheck.pages.phrases import asks_or_signs, is_credit
from citecheck.pages.walk import Elements, RawBlock

Sign = tuple[str, float]

WORD_SIGNS = (
    *("ends", "comma", "credit", "asks", "byline", "upper", "all linked", "all linked upper"),
)
_ENDS = (".", "!", "?", ":", "…", "。", "।", "؟", "”", '."', ".'", ".’", ".)", "?'", "?’", "」")
_FEW = 300  # characters; phrases that ask for something say nothing of a longer block
_LINKS_ALONE = 0.6  # share of a block's characters in links, above which it is a list of links
_FAR = 5  # blocks


@dataclass(frozen=True, slots=True)
class Order:
    """Which blocks stand where: the headline (-1 when there is none), the best group's first
    and last running block, whether each block repeats the page's title."""

    headline: int
    first: int
    last: int
    titles: Sequence[bool]


class Signs:
    """The signs of one page's blocks."""

    def __init__(
        self,
        blocks: Sequence[RawBlock],
        elements: Elements,
        regions: Sequence[Region],
        title: str | None,
    ) -> None:
        self.blocks = blocks
        whole = title or ""
        titles = [block.kind is Region.HEADING and block.text in whole for block in blocks]
        headlines = [n for n, block in enumerate(blocks) if block.tag == "h1"]
        of_title = next((n for n in headlines if titles[n]), -1)
        self.layout = Layout(blocks, elements, regions, of_title)
        best = [
            number
            for number, group in enumerate(self.layout.groups)
            if blocks[number].running and group == self.layout.best
        ]
        first, last = (best[0], best[-1]) if best else (0, len(blocks))
        shown = (n for n in headlines if regions[blocks[n].container].is_content)
        self.order = Order(next(shown, -1), first, last, titles)
        self.total = max(self.layout.running[0], 1) if self.layout.running else 1
        self._inside = self._containers(elements)

    def _containers(self, elements: Elements) -> dict[str, Sequence[bool]]:
        """Which elements stand in what says that it is the article, where a page says so."""
        parents = self.layout.parents
        inside = {
            "body": self.layout.in_body,
            "article": inherited(parents, [tag == "article" for tag in elements.tags]),
            "main": inherited(parents, [tag == "main" for tag in elements.tags]),
        }
        running = [block.container for block in self.blocks if block.running]
        return {name: below for name, below in inside.items() if any(below[n] for n in running)}

    def of_group(self, group: int) -> list[Sign]:
        """The signs of a group of blocks."""
        layout, total = self.layout, self.total
        direct = layout.direct[group] / total
        found = [
            ("group share", layout.running[group] / total),
            ("group direct share", direct),
            ("group linked", layout.linked[group] / max(layout.texts[group], 1)),
            ("merit share", layout.merit[group] / (layout.merit[layout.best] or 1)),
        ]
        if layout.kinds[group] == layout.kinds[layout.best]:
            found.append(("like best", 1))
        if group == layout.best:
            found.append(("best group", 1))
        if group in layout.in_dominant:
            found.append(("in dominant", 1))
        meets, steps = layout.way_to_best(group)
        found.append(("steps", min(steps, 6) / 6))
        found.append(("reach", (layout.running[meets] - layout.direct[layout.best]) / total))
        return found

    def of_block(self, number: int) -> list[Sign]:
        """The signs of a block that its group does not share."""
        block, layout = self.blocks[number], self.layout
        at, group, size = block.container, layout.groups[number], len(block.text)
        linked = block.linked / size
        alike = layout.alike.get((group, layout.kinds[at]), 0)
        found: list[Sign] = [
            ("bias", 1),
            (block.kind, 1),
            ("linked", linked),
            ("alike share", alike / self.total),
            ("repeats", log2(min(layout.repeats[at], 32)) / 5),
            ("size", log2(1 + min(size, 1023)) / 10),
        ]
        if at in layout.in_best:
            found.append(("linked in best", linked))
            if group != layout.best:
                found.append(("in best group", 1))
        for name, below in self._inside.items():
            found.append((f"{name} here" if below[at] else f"{name} elsewhere", 1))
        if block.tag in ("p", "li"):
            found.append((block.tag, 1))
        if block.running:
            found.append(("running", 1))
        self._place(number, group, found)
        self._neighbours(number, group, found)
        return found

    def of_words(self, number: int) -> list[Sign]:
        """The signs that the words of a short block give."""
        block = self.blocks[number]
        return _words(block) if len(block.text) < _FEW else []

    def _place(self, number: int, group: int, found: list[Sign]) -> None:
        order = self.order
        side = "before" if number < order.first else "after" if number > order.last else ""
        if side:
            found.append((f"{side} best", 1))
            if self.blocks[number].container in self.layout.in_dominant:
                found.append((f"{side} best in dominant", 1))
            if order.first - number > _FAR or number - order.last > _FAR:
                found.append((f"far {side} best", 1))
        if number <= order.headline:
            found.append(("is h1" if number == order.headline else "before h1", 1))
        if order.titles[number]:
            found.append(("is title", 1))

    def _neighbours(self, number: int, group: int, found: list[Sign]) -> None:
        for name, other in (("previous", number - 1), ("next", number + 1)):
            if not 0 <= other < len(self.blocks):
                continue
            block = self.blocks[other]
            if block.running:
                found.append((f"{name} running", 1))
                if self.layout.groups[other] == group:
                    found.append((f"{name} running same", 1))
            if block.kind is Region.HEADING:
                found.append((f"{name} heading", 1))
            if block.linked > _LINKS_ALONE * len(block.text):
                found.append((f"{name} linked", 1))


def _words(block: RawBlock) -> list[Sign]:
    found: list[Sign] = []
    text = block.text
    if text.endswith(_ENDS):
        found.append(("ends", 1))
    if "," in text:
        found.append(("comma", 1))
    if is_credit(text):
        found.append(("credit", 1))
    asks, byline = asks_or_signs(text)
    if asks:
        found.append(("asks", 1))
    if byline:
        found.append(("byline", 1))
    upper = text.isupper()
    if upper:
        found.append(("upper", 1))
    if block.linked > 0.9 * len(text):
        found.append(("all linked", 1))
        if upper:
            found.append(("all linked upper", 1))
    return found
