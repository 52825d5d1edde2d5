"""Tells a page's own matter from what surrounds it, by few and general signs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from citecheck.model import Region

_BY_TAG: Mapping[str, Region] = {
    "nav": Region.NAVIGATION,
    "footer": Region.FOOTER,
    "aside": Region.ASIDE,
    "form": Region.FORM,
    "button": Region.FORM,
    "select": Region.FORM,
    "noscript": Region.BANNER,
    "dialog": Region.BANNER,
    "menu": Region.NAVIGATION,
}
_BY_ROLE: Mapping[str, Region] = {
    "navigation": Region.NAVIGATION,
    "menu": Region.NAVIGATION,
    "menubar": Region.NAVIGATION,
    "banner": Region.HEADER,
    "contentinfo": Region.FOOTER,
    "complementary": Region.ASIDE,
    "search": Region.FORM,
    "dialog": Region.BANNER,
    "alertdialog": Region.BANNER,
}
_EDGE = r"(?:^|[\s_-])"
_STOP = r"(?:$|[\s_-]|s\b)"
_BY_NAME: tuple[tuple[re.Pattern[str], Region], ...] = tuple(
    (re.compile(_EDGE + f"(?:{words})" + _STOP, re.IGNORECASE), region)
    for words, region in (
        ("comments?|disqus|respond|replies|reply|discussion", Region.COMMENTS),
        (
            "related|recommended|recommendations?|more-?(?:stories|news|from|on)|read-?(?:more|next)"
            "|trending|popular|most-?read|also-?read|next-?up|outbrain|taboola|teasers?|recirc"
            "|see-?also|promos?",
            Region.RELATED,
        ),
        (
            "cookies?|consent|gdpr|ads?|advert(?:isement|ising)?|sponsor(?:ed)?|newsletter|signup"
            "|sign-?up|subscribe|subscription|popup|modal|overlay|paywall|donate|donation",
            Region.BANNER,
        ),
        (
            "nav|navbar|navigation|navbox|menu|breadcrumbs?|pagination|pager|share|sharing|social"
            "|toolbar|tags?|tag-?list|skip-?links?|toc|table-of-contents|sharedaddy|addthis",
            Region.NAVIGATION,
        ),
        ("references|reflist|footnotes?|bibliography|citations?", Region.REFERENCES),
        ("footer|site-?footer|copyright|colophon", Region.FOOTER),
        ("sidebar|side-?bar|rail|widget|widgets|author-?bio|about-?the-?author", Region.ASIDE),
        ("masthead|site-?header|page-?header|topbar|top-?bar", Region.HEADER),
    )
)
_NEVER = frozenset({"html", "body", "main", "article", "h1", "h2", "h3", "p"})
_LINKS_ALONE = 0.6  # share of a block's characters in links, above which it is a list of links
_SHORT = 25  # characters; a shorter block says nothing of where the main text is
_LONG = 200  # characters; a longer block is text even when it is one link
_MUCH = 0.3  # share of the page's running text that no advertisement or menu holds
_DOUBTED = frozenset({Region.BANNER, Region.NAVIGATION, Region.FORM, Region.ASIDE, Region.RELATED})
_DOMINANT = 0.8  # share of a container's text that its one child must hold to stand for it


def region_of(tag: str, attributes: Mapping[str, str | None]) -> Region | None:
    """The region that an element's tag, role, class or id announces, if any."""
    if tag in _BY_TAG:
        return _BY_TAG[tag]
    role = attributes.get("role") or ""
    if role in _BY_ROLE:
        return _BY_ROLE[role]
    if tag in _NEVER:
        return None
    name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    if not name.strip() or len(name) > 500:
        return None
    for pattern, region in _BY_NAME:
        if pattern.search(name):
            return region
    return None


@dataclass(slots=True)
class RawBlock:
    """A block before it is labelled: its text, its own kind, the element that holds it.

    `region` is what the block's own tag makes of it (heading, caption, table, main);
    `container` is an element's number; `linked` counts the block's characters inside links.
    """

    text: str
    region: Region
    container: int
    linked: int

    @property
    def running(self) -> int:
        """How many characters of running text it has, 0 for short blocks and lists of links."""
        plain = len(self.text) - self.linked
        enough = len(self.text) >= _SHORT and plain > len(self.text) * (1 - _LINKS_ALONE)
        return plain if enough else 0


def label(
    blocks: Sequence[RawBlock], parents: Sequence[int], announced: Sequence[Region | None]
) -> list[Region]:
    """The final region of each block.

    `parents[n]` is the number of element n's parent, always smaller than n, and `announced[n]`
    what its tag, role or name says. A name is not believed of an element that holds much of
    the page's running text (a body of class "has-ads").
    """
    totals = _sums([(b.container, b.running) for b in blocks], parents)
    regions: list[Region] = []
    for number, said in enumerate(announced):
        outer = regions[parents[number]] if number else Region.MAIN
        if not outer.is_content:
            regions.append(outer)
        elif said is None or (said in _DOUBTED and totals[number] > _MUCH * totals[0]):
            regions.append(Region.MAIN)
        else:
            regions.append(said)
    inside = _inside_main(blocks, parents, regions)
    labels: list[Region] = []
    for block in blocks:
        region = regions[block.container]
        if region.is_content:
            region = block.region
            links = block.linked > _LINKS_ALONE * len(block.text) and len(block.text) < _LONG
            if region is not Region.HEADING:
                if links:
                    region = Region.NAVIGATION
                elif not inside[block.container]:
                    region = Region.ASIDE
        labels.append(region)
    return labels


def _sums(shares: Sequence[tuple[int, int]], parents: Sequence[int]) -> list[int]:
    """For each element the sum over itself and all below it."""
    totals = [0] * len(parents)
    for number, share in shares:
        totals[number] += share
    for number in range(len(parents) - 1, 0, -1):
        totals[parents[number]] += totals[number]
    return totals


def _inside_main(
    blocks: Sequence[RawBlock], parents: Sequence[int], regions: Sequence[Region]
) -> list[bool]:
    """For each element whether it stands in the one that holds most of the running text.

    Starting at the root, goes down as long as one child holds nearly all of the text.
    """
    content = [(b.container, b.running if regions[b.container].is_content else 0) for b in blocks]
    totals = _sums(content, parents)
    heaviest = [-1] * len(parents)
    for number in range(1, len(parents)):
        parent = parents[number]
        if heaviest[parent] < 0 or totals[number] > totals[heaviest[parent]]:
            heaviest[parent] = number
    best = 0
    while heaviest[best] >= 0 and totals[heaviest[best]] > _DOMINANT * totals[best]:
        best = heaviest[best]
    inside = [False] * len(parents)
    for number in range(best, len(parents)):
        inside[number] = number == best or inside[parents[number]]
    return inside
