"""Where on a page the running text stands: which element holds most of it, and what repeats."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.model import Region
from citecheck.pages.walk import Elements, RawBlock

_DOMINANT = 0.8  # share of an element's running text that its one child must hold to stand for it
_LIKE_PARAGRAPHS = frozenset(
    "p li h1 h2 h3 h4 h5 h6 dd dt blockquote pre figcaption caption tr center address".split()
)
_REPEATED = frozenset("div li article section tr dl figure".split())


class Layout:
    """Sums over the tree of a page, by element number.

    A group is the element that holds a block and its siblings. `running`, `texts` and `linked`
    count the characters of running text, of all text and of links in an element and below it;
    `direct` the running text of a group's own blocks; `alike` the running text of blocks with
    the same group, tag and class. `merit` weighs a group's running text by how much it looks
    like an article's; `best` is the group of most merit, `dominant` the deepest element that
    holds nearly all running text. `repeats` says how often an element, or one that holds it,
    stands beside its like: the items of a list of stories do.
    """

    def __init__(
        self,
        blocks: Sequence[RawBlock],
        elements: Elements,
        regions: Sequence[Region],
        headline: int,
    ) -> None:
        count = len(elements.parents)
        self.parents = elements.parents
        self.kinds = elements.kinds
        self.running, self.texts, self.linked = [0] * count, [0] * count, [0] * count
        self._add_up(blocks, regions)
        self.groups = [self._group(block) for block in blocks]
        self.repeats = self._repeats(elements)
        self.in_body = inherited(self.parents, elements.body)
        self.direct = [0] * count
        self.merit = [0.0] * count
        self.alike: dict[tuple[int, str], int] = {}
        self._weigh(blocks, regions, headline)
        self.best = max(range(count), key=self.merit.__getitem__, default=0)
        self.dominant = self._dominant()
        self.in_best = self._below(self.best)
        self.in_dominant = self._below(self.dominant)
        self._ways = self._up_from_best()

    def _add_up(self, blocks: Sequence[RawBlock], regions: Sequence[Region]) -> None:
        running, texts, linked, parents = self.running, self.texts, self.linked, self.parents
        for block in blocks:
            at = block.container
            texts[at] += len(block.text)
            linked[at] += block.linked
            if block.running and regions[at].is_content:
                running[at] += block.running
        for number in range(len(parents) - 1, 0, -1):
            if texts[number]:
                parent = parents[number]
                running[parent] += running[number]
                texts[parent] += texts[number]
                linked[parent] += linked[number]

    def _group(self, block: RawBlock) -> int:
        at = block.container
        if at and (block.tag in _LIKE_PARAGRAPHS or self.texts[at] == len(block.text)):
            return self.parents[at]
        return at

    def _weigh(self, blocks: Sequence[RawBlock], regions: Sequence[Region], headline: int) -> None:
        for number, (block, group) in enumerate(zip(blocks, self.groups, strict=True)):
            if not block.running or not regions[block.container].is_content:
                continue
            worth = block.running * (1 - block.linked / len(block.text))
            if block.tag == "li":
                worth *= 0.3
            if block.kind is Region.CAPTION:
                worth *= 0.2
            if number < headline:
                worth *= 0.5
            if self.in_body[block.container]:
                worth *= 1.5
            self.merit[group] += worth / self.repeats[group]
            self.direct[group] += block.running
            key = (group, self.kinds[block.container])
            self.alike[key] = self.alike.get(key, 0) + block.running

    def _dominant(self) -> int:
        heaviest = [-1] * len(self.parents)
        running, parents = self.running, self.parents
        for number in range(1, len(parents)):
            if running[number]:
                other = heaviest[parents[number]]
                if other < 0 or running[number] > running[other]:
                    heaviest[parents[number]] = number
        best = 0
        while heaviest and heaviest[best] >= 0:
            if running[heaviest[best]] <= _DOMINANT * running[best]:
                break
            best = heaviest[best]
        return best

    def _below(self, top: int) -> range:
        """The numbers of an element and of all below it: they follow it in document order."""
        end = top + 1
        while end < len(self.parents) and self.parents[end] >= top:
            end += 1
        return range(top, end)

    def way_to_best(self, number: int) -> tuple[int, int]:
        """The innermost element that holds both this one and `best`, and how many levels up."""
        ways, passed = self._ways, []
        while number not in ways:
            passed.append(number)
            number = self.parents[number]
        meets, steps = ways[number]
        for below in reversed(passed):
            steps += 1
            ways[below] = meets, steps
        return meets, steps

    def _up_from_best(self) -> dict[int, tuple[int, int]]:
        ways: dict[int, tuple[int, int]] = {}
        number = self.best
        while self.parents and number >= 0:
            ways[number] = number, 0
            number = self.parents[number]
        return ways

    def _repeats(self, elements: Elements) -> list[int]:
        likes: dict[tuple[int, str], int] = {}
        texts, kinds = self.texts, self.kinds
        keys = [
            (parent, kinds[number]) if tag in _REPEATED and texts[number] else None
            for number, (parent, tag) in enumerate(zip(self.parents, elements.tags, strict=True))
        ]
        for key in keys:
            if key is not None:
                likes[key] = likes.get(key, 0) + 1
        repeats: list[int] = []
        for parent, key in zip(self.parents, keys, strict=True):
            own = 1 if key is None else likes[key]
            above = repeats[parent] if parent >= 0 else 1
            repeats.append(own if own > above else above)
        return repeats


def inherited(parents: Sequence[int], own: Sequence[bool]) -> list[bool]:
    """For each element whether it or one that holds it is marked in `own`."""
    result = list(own)
    end = 0
    for number, marked in enumerate(own):
        if marked and number >= end:
            end = number + 1
            while end < len(parents) and parents[end] >= number:
                result[end] = True
                end += 1
    return result
