"""Where on a page the running text stands: which element holds most of it, and what repeats."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from citecheck.model import Region
from citecheck.pages.outline import Outline, Sums
from citecheck.pages.walk import Blocks, Elements

_DOMINANT = 0.8  # share of an element's running text that its one child must hold to stand for it
_LIKE_PARAGRAPHS = frozenset(
    "p li h1 h2 h3 h4 h5 h6 dd dt blockquote pre figcaption caption tr center address".split()
)
_REPEATED = frozenset("div li article section tr dl figure".split())


class Layout:
    """How the running text of the page's own matter is spread over its elements, by number.

    A group is the element that holds a block and its siblings. `running` counts the characters of
    running text in an element and below it, as far as it is the page's own matter; `direct` those
    of a group's own blocks; `alike` those of blocks with the same group, tag and class. `merit`
    weighs a group's running text by how much it looks like an article's; `best` is the group of
    most merit, `dominant` the deepest element that holds nearly all running text. `bodies` call
    themselves the article, and `in_body` marks them and all that is in them. `repeats` says how
    often an element, or one that holds it, stands beside its like: the items of a list of stories
    do.
    """

    def __init__(self, blocks: Blocks, elements: Elements, outline: Outline, headline: int) -> None:
        count = len(elements.parents)
        self._blocks, self._texts = blocks, outline.texts
        self.parents = elements.parents
        self.names = outline.names
        self.groups = {number: self.group(number) for number in outline.own}
        self.repeats = self._repeats(elements, outline)
        self.bodies = [number for number in outline.inside if outline.body[number]]
        self.in_body = marked(elements, self.bodies)
        self.direct = [0] * count
        self.merit = [0.0] * count
        self.alike: dict[tuple[int, str], int] = {}
        self.running = Sums(self._weigh(blocks, outline.own, headline), elements.ends)
        self.best = max(outline.inside, key=self.merit.__getitem__, default=0)
        self.in_best = range(self.best, elements.ends[self.best] if count else 1)
        dominant = self._dominant(outline.inside) if count else 0
        self.in_dominant = range(dominant, elements.ends[dominant] if count else 1)
        self._ways = self._up_from_best()

    def group(self, number: int) -> int:
        """The group of a block."""
        blocks = self._blocks
        at = blocks.containers[number]
        if at and (
            blocks.tags[number] in _LIKE_PARAGRAPHS or self._texts.of(at) == blocks.sizes[number]
        ):
            return self.parents[at]
        return at

    def _weigh(self, blocks: Blocks, numbers: Iterable[int], headline: int) -> list[int]:
        """Count the running text of each group of blocks, and what it is worth; that of each
        element's own blocks is returned."""
        own = [0] * len(self.parents)
        for number in numbers:
            at, running = blocks.containers[number], blocks.running[number]
            if not running:
                continue
            own[at] += running
            worth = running * (1 - blocks.linked[number] / blocks.sizes[number])
            if blocks.tags[number] == "li":
                worth *= 0.3
            if blocks.kinds[number] is Region.CAPTION:
                worth *= 0.2
            if number < headline:
                worth *= 0.5
            if self.in_body[at]:
                worth *= 1.5
            group = self.groups[number]
            self.merit[group] += worth / self.repeats[group]
            self.direct[group] += running
            key = (group, self.names[at])
            self.alike[key] = self.alike.get(key, 0) + running
        return own

    def _dominant(self, inside: Iterable[int]) -> int:
        best, least = 0, _DOMINANT * self.running.of(0)
        for number in inside:
            # There is one child at most that holds so much, and it follows its parent.
            if number and self.parents[number] == best and self.running.of(number) > least:
                best, least = number, _DOMINANT * self.running.of(number)
        return best

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

    def _repeats(self, elements: Elements, outline: Outline) -> list[int]:
        """By number, for the elements inside."""
        parents, tags, names = self.parents, elements.tags, self.names
        likes: dict[tuple[int, str], int] = {}
        for number in outline.inside:
            if tags[number] in _REPEATED:
                key = (parents[number], names[number])
                likes[key] = likes.get(key, 0) + 1
        repeats = [1] * len(parents)
        for number in outline.inside:
            parent = parents[number]
            own = likes[parent, names[number]] if tags[number] in _REPEATED else 1
            above = repeats[parent] if number else 1
            repeats[number] = own if own > above else above
        return repeats


def marked(elements: Elements, tops: Collection[int]) -> bytearray:
    """For each element 1 when it is one of `tops` or stands in one, else 0."""
    marks = bytearray(len(elements.parents))
    for number in tops:
        if not marks[number]:
            end = elements.ends[number]
            marks[number:end] = b"\1" * (end - number)
    return marks
