"""Reads HTML in reading order by selectolax's Lexbor engine; never recurses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import repeat

from selectolax.lexbor import LexborHTMLParser

from citecheck.languages import settle
from citecheck.model import Page, Passage, Region, Source, SourceStatus
from citecheck.nesting import bounded
from citecheck.outside import dates
from citecheck.pages.blocks import assemble, fold
from citecheck.pages.charset import decode, decoded
from citecheck.pages.linked_data import LinkedData, linked_data
from citecheck.pages.regions import label
from citecheck.pages.shell import Shell
from citecheck.pages.traits import said_of_page
from citecheck.pages.walk import Walk
from citecheck.pages.walls import Seen, challenge, wall

_DATED = frozenset(
    {"article:published_time", "datePublished", "date", "dc.date", "citation_publication_date"}
)
_HEADING = Region.HEADING
_METAS = 200
_SHORTEST_ARTICLE = 200  # characters
_PROBE, _PROBES = 40, 40  # characters of a sample of an article's text; samples
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_REFERENCE_HEADING = re.compile(
    r"(?:references|notes|footnotes|citations|sources|bibliography|see also|external links"
    r"|einzelnachweise|weblinks|références|notes et références|referencias|note)\W*",
    re.IGNORECASE,
)


def read_html(source: Source) -> Page:
    """The page of an HTML body: everything that a reader sees, in order, labelled by region.

    When the page is not the source (a wall, a notice that nothing is there) it has the status
    that says so, and no passages; a teaser before a paywall keeps them.
    """
    text, as_it_stands = decoded(source.body, source.content_type)
    html = bounded(text)
    # The parser takes UTF-8; most bodies are just that, and need not be encoded again.
    tree = LexborHTMLParser(source.body if as_it_stands and html is text else html)
    title = title_of(tree)
    texts, labels = _blocks(tree, title, source.url)
    published = _published(tree)
    text, passages = _assembled(texts, labels)
    seen = Seen(title or "", passages)
    plain = seen.holds_article(source)
    said = LinkedData() if plain and published is not None else linked_data(tree)
    only_told = [] if plain else _only_told(texts, said.body)
    if only_told:
        texts += only_told
        labels += [Region.MAIN] * len(only_told)
        text, passages = _assembled(texts, labels)
        seen = Seen(title or "", passages)
    page = Page(
        source,
        SourceStatus.OK,
        title=title,
        language=settle(_language(tree), text),
        published=published or _moment(said.published) or _dated_element(tree),
        text=text,
        passages=passages,
    )
    if plain:
        return page
    status, detail = wall(source, seen, Shell(html, tree, said))
    if status is SourceStatus.PAYWALLED:
        return replace(page, status=status, detail=detail)
    if status is not SourceStatus.OK or len(texts) <= (title is not None):
        ended = SourceStatus.EMPTY if status is SourceStatus.OK else status
        return replace(page, status=ended, detail=detail, text="", passages=())
    return page


def challenge_in(source: Source) -> str | None:
    """For an error page: the line that says who asks there whether the reader is a robot."""
    tree = LexborHTMLParser(bounded(decode(source.body, source.content_type)))
    title = title_of(tree)
    _, passages = _assembled(*_blocks(tree, title, source.url))
    return challenge(source, Seen(title or "", passages))


def _blocks(tree: LexborHTMLParser, title: str | None, url: str) -> tuple[list[str], list[Region]]:
    """The texts of a page's blocks and their regions, the title first."""
    walk = Walk(tree)
    labelled = label(walk.blocks, walk.elements, title, said_of_page(tree, url))
    kept = [
        (text, region)
        for text, region in zip(walk.blocks.texts, labelled, strict=True)
        if region is not None
    ]
    texts = [text for text, _ in kept]
    labels = _with_references(texts, [region for _, region in kept])
    return (texts, labels) if title is None else ([title, *texts], [Region.TITLE, *labels])


def _assembled(texts: list[str], labels: list[Region]) -> tuple[str, tuple[Passage, ...]]:
    return assemble(zip(texts, labels, repeat(None)))


def _with_references(texts: Sequence[str], labels: list[Region]) -> list[Region]:
    """What follows a heading such as "References" is references, up to the next heading.

    References stand behind the text that they belong to: with none before it, "Notes" or "Sources"
    is the heading of the page itself.
    """
    references = text_before = False
    for number, region in enumerate(labels):
        if region is _HEADING:
            named = _REFERENCE_HEADING.fullmatch(texts[number]) is not None
            references = named and text_before
        elif region.is_content:
            if references:
                labels[number] = Region.REFERENCES
            text_before = True
    return labels


def _only_told(shown: Sequence[str], body: str) -> list[str]:
    """The paragraphs of an article that a page carries as JSON-LD; none when it shows them too."""
    paragraphs = [text for text in map(fold, body.split("\n")) if text]
    if sum(map(len, paragraphs)) < _SHORTEST_ARTICLE:
        return []
    everything = "".join(shown).replace(" ", "")
    probes = [
        text[at : at + _PROBE].replace(" ", "")
        for text in paragraphs
        for at in range(0, len(text), 10 * _PROBE)
    ][:_PROBES]
    is_shown = sum(probe in everything for probe in probes) >= len(probes) / 2
    return [] if is_shown else paragraphs


def title_of(tree: LexborHTMLParser) -> str | None:
    """The title of a page, from its title element, else its metadata, else its headline."""
    for selector, attribute in (
        ("head > title", None),
        ("title", None),
        ('meta[property="og:title"]', "content"),
        ("h1", None),
    ):
        node = tree.css_first(selector)
        if node is not None:
            raw = node.attributes.get(attribute) if attribute else node.text(deep=True)
            title = fold(raw or "")
            if title:
                return title[:1000]
    return None


def _language(tree: LexborHTMLParser) -> str | None:
    language = (tree.root.attributes.get("lang") if tree.root is not None else None) or ""
    primary = language.strip().replace("_", "-").split("-")[0].lower()
    return primary if _LANGUAGE.fullmatch(primary) else None


def _published(tree: LexborHTMLParser) -> datetime | None:
    if tree.head is None:
        return None
    for node in tree.head.css("meta[content]")[:_METAS]:
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        if name in _DATED:
            found = _moment(attributes.get("content"))
            if found is not None:
                return found
    return None


def _dated_element(tree: LexborHTMLParser) -> datetime | None:
    node = tree.css_first('time[itemprop="datePublished"], time[pubdate]')
    return None if node is None else _moment(node.attributes.get("datetime"))


def _moment(value: str | None) -> datetime | None:
    return dates.from_iso(value or "")
