"""What the elements of a page announce of their text, the outermost that says so deciding."""

from __future__ import annotations

from citecheck.model import Region
from citecheck.pages.walk import Blocks, Elements

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


class Outline:
    """The regions that elements announce, by element number, and sums over the tree.

    A name is not believed of an element that holds much of the page's running text (a body of
    class "has-ads"). `inside` are the elements whose names matter, in order: those that hold text
    and stand in nothing that is announced as other than the page's own matter. Of them only,
    `body` says which call themselves the article, and `names` are tag and class together, the same
    for elements that repeat. `texts`, `linked` and `running` count the characters of all
    text, of links and of running text in an element and below it.
    """

    def __init__(self, blocks: Blocks, elements: Elements) -> None:
        count = len(elements.parents)
        self.texts, self.linked, self.running = [0] * count, [0] * count, [0] * count
        self._add_up(blocks, elements.parents)
        self.regions: list[Region] = []
        self.inside: list[int] = []
        self.body = [False] * count
        self.names = [""] * count
        for number, parent in enumerate(elements.parents):
            outer = self.regions[parent] if number else Region.MAIN
            if not outer.is_content or not self.texts[number]:
                self.regions.append(outer)
                continue
            self.inside.append(number)
            said, self.body[number], self.names[number] = elements.announce(number)
            if said is None:
                said = outer
            elif said in _DOUBTED and self.running[number] > _MUCH * self.running[0]:
                said = Region.MAIN
            self.regions.append(said)

    def _add_up(self, blocks: Blocks, parents: list[int]) -> None:
        texts, linked, running = self.texts, self.linked, self.running
        for at, size, links, runs in zip(
            blocks.containers, blocks.sizes, blocks.linked, blocks.running, strict=True
        ):
            texts[at] += size
            linked[at] += links
            running[at] += runs
        for number in range(len(parents) - 1, 0, -1):
            if texts[number]:
                parent = parents[number]
                texts[parent] += texts[number]
                linked[parent] += linked[number]
                running[parent] += running[number]
