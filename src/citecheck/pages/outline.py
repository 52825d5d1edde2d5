"""What the elements of a page announce of their text, the outermost that says so deciding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from citecheck.model import Region
from citecheck.pages.walk import Blocks, Elements

_MUCH = 0.3  # share of the page's running text that no advertisement or menu holds
_MOST_CONCEALED = 0.5  # share of the page's running text that nothing conceals for good
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


class Outline:
    """The regions that elements announce, by element number, and sums over the tree.

    A name is not believed of an element that holds much of the page's running text (a body of
    class "has-ads"). `inside` are the elements whose names matter, in order: those that hold text
    and stand in nothing that is announced as other than the page's own matter. Of them only,
    `body` says which call themselves the article, and `names` are tag and class together, the same
    for elements that repeat. `own` are the numbers of the blocks that are the page's own matter by
    what is announced. `texts`, `linked` and `running` count the characters of all text, of links
    and of running text in an element and below it. `concealed` and `doubted` mark the
    elements that a reader sees only after a click, and those whose announced region is not
    believed.
    """

    def __init__(self, blocks: Blocks, elements: Elements) -> None:
        count = len(elements.parents)
        texts, linked, running = [0] * count, [0] * count, [0] * count
        for at, size, links, runs in zip(
            blocks.containers, blocks.sizes, blocks.linked, blocks.running, strict=True
        ):
            texts[at] += size
            linked[at] += links
            running[at] += runs
        self.texts, self.linked = Sums(texts, elements.ends), Sums(linked, elements.ends)
        self.running = Sums(running, elements.ends)
        self.regions = [Region.MAIN] * count
        self.concealed, self.doubted = bytearray(count), bytearray(count)
        most = _MOST_CONCEALED * self.running.of(0) if count else 0
        for number in elements.concealed:
            if self.running.of(number) <= most:  # else scripts show what hides itself at first
                _mark(self.concealed, number, elements.ends[number])
        self.inside: list[int] = []
        self.body = [False] * count
        self.names = [""] * count
        self._read(elements)
        self.own = [n for n, at in enumerate(blocks.containers) if self.regions[at].is_content]

    def _read(self, elements: Elements) -> None:
        much = _MUCH * self.running.of(0) if self.regions else 0
        number = 0
        while number < len(self.regions):
            end = elements.ends[number]
            if not self.texts.of(number):
                number = end
                continue
            self.inside.append(number)
            said, self.body[number], self.names[number] = elements.announce(number)
            if said is None:
                said = self.regions[elements.parents[number]] if number else Region.MAIN
            elif said in _DOUBTED and self.running.of(number) > much:
                said = Region.MAIN
                _mark(self.doubted, number, end)
            if said.is_content:
                self.regions[number] = said
                number += 1
            else:  # and what is in it is not asked
                self.regions[number:end] = [said] * (end - number)
                number = end


def _mark(marks: bytearray, start: int, end: int) -> None:
    marks[start:end] = b"\1" * (end - start)


class Sums:
    """What the elements of a page have of something together with all below them, by number."""

    def __init__(self, own: Iterable[int], ends: Sequence[int]) -> None:
        # What is below an element follows it in the order of numbers.
        self._before = list(accumulate(own, initial=0))
        self._ends = ends

    def of(self, number: int) -> int:
        """The sum over one element and all below it."""
        return self._before[self._ends[number]] - self._before[number]
