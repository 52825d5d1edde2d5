"""Reads HTML in reading order by selectolax's Lexbor engine; never recurses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import repeat

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from citecheck.model import Page, Region, Source, SourceStatus
from citecheck.nesting import bounded
from citecheck.pages.blocks import PlainBlock, assemble, fold
from citecheck.pages.charset import decode, decoded
from citecheck.pages.language import guess
from citecheck.pages.linked_data import LinkedData, linked_data
from citecheck.pages.regions import label
from citecheck.pages.walk import Walk
from citecheck.pages.walls import Shell, challenge, holds_article, wall

_DATED = frozenset(
    {"article:published_time", "datePublished", "date", "dc.date", "citation_publication_date"}
)
_HEADING = Region.HEADING
_METAS = 200
_MOUNTS = "#root:empty, #app:empty, #__next:empty, #__nuxt:empty, #main:empty, app-root:empty"
_SHORTEST_ARTICLE = 200  # characters
_PROBE, _PROBES = 40, 40  # characters of a sample of an article's text; samples
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
    blocks = _blocks(tree, title)
    published = _published(tree)
    text, passages = assemble(blocks)
    plain = holds_article(source, passages)
    said = LinkedData() if plain and published is not None else linked_data(tree)
    if not plain and _add_article(blocks, said.body):
        text, passages = assemble(blocks)
    page = Page(
        source,
        SourceStatus.OK,
        title=title,
        language=_language(tree) or guess(text),
        published=published or _moment(said.published) or _dated_element(tree),
        text=text,
        passages=passages,
    )
    if plain:
        return page
    status, detail = wall(source, title, passages, _shell(tree, html, said))
    if status is SourceStatus.PAYWALLED:
        return replace(page, status=status, detail=detail)
    if status is not SourceStatus.OK or len(blocks) <= (title is not None):
        ended = SourceStatus.EMPTY if status is SourceStatus.OK else status
        return replace(page, status=ended, detail=detail, text="", passages=())
    return page


def challenge_in(source: Source) -> str | None:
    """For an error page: the line that says who asks there whether the reader is a robot."""
    tree = LexborHTMLParser(bounded(decode(source.body, source.content_type)))
    title = title_of(tree)
    return challenge(source, title, assemble(_blocks(tree, title))[1])


def _blocks(tree: LexborHTMLParser, title: str | None) -> list[PlainBlock]:
    walk = Walk(tree)
    texts = walk.blocks.texts
    labels = _with_references(texts, label(walk.blocks, walk.elements, title))
    blocks: list[PlainBlock] = [] if title is None else [(title, Region.TITLE, None)]
    blocks.extend(zip(texts, labels, repeat(None)))
    return blocks


def _with_references(texts: Sequence[str], labels: list[Region]) -> list[Region]:
    """What follows a heading such as "References" is references, up to the next heading."""
    references = False
    for number, region in enumerate(labels):
        if region is _HEADING:
            references = _REFERENCE_HEADING.fullmatch(texts[number]) is not None
        elif references and region.is_content:
            labels[number] = Region.REFERENCES
    return labels


def _add_article(blocks: list[PlainBlock], body: str) -> bool:
    """Add the text that a page carries only as JSON-LD; what it shows as well is not repeated.
    Tells whether something was added."""
    paragraphs = [text for text in map(fold, body.split("\n")) if text]
    if sum(map(len, paragraphs)) < _SHORTEST_ARTICLE:
        return False
    shown = "".join(text for text, _, _ in blocks).replace(" ", "")
    probes = [
        text[at : at + _PROBE].replace(" ", "")
        for text in paragraphs
        for at in range(0, len(text), 10 * _PROBE)
    ][:_PROBES]
    if sum(probe in shown for probe in probes) >= len(probes) / 2:
        return False
    blocks.extend((text, Region.MAIN, None) for text in paragraphs)
    return True


def _shell(tree: LexborHTMLParser, html: str, said: LinkedData) -> Shell:
    mount = tree.css_first(_MOUNTS)
    return Shell(
        html=html,
        scripts=len(tree.css("script[src], script:not([type]), script[type*=javascript]")),
        mounts=None if mount is None else f"element {mount.tag} {mount.id or ''}".strip(),
        noscript=" ".join((node.text(deep=True) or "")[:500] for node in tree.css("noscript")[:5]),
        password=tree.css_first("input[type=password i]") is not None,
        free=said.free,
        words=said.words,
        paid=_characters_in(tree, said.paid),
    )


def _characters_in(tree: LexborHTMLParser, selector: str | None) -> int | None:
    """How much text the elements of a selector hold; None without a selector that makes sense."""
    if selector is None:
        return None
    try:
        return sum(len(node.text(deep=True)) for node in tree.css(selector)[:200])
    except SelectolaxError:
        return None


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
    node = tree.css_first("html")
    language = (node.attributes.get("lang") if node is not None else None) or ""
    primary = re.split(r"[-_]", language.strip())[0].lower()
    return primary if re.fullmatch(r"[a-z]{2,3}", primary) else None


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
    try:
        moment = datetime.fromisoformat((value or "").strip())
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
