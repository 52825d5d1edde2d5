"""Reads HTML in reading order by selectolax's Lexbor engine; never recurses."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from selectolax.lexbor import LexborHTMLParser

from citecheck.model import Page, Region, Source, SourceStatus
from citecheck.pages.blocks import Block, assemble, fold
from citecheck.pages.charset import decode
from citecheck.pages.depth import bounded
from citecheck.pages.regions import label
from citecheck.pages.walk import Walk

_DATED = (
    'meta[property="article:published_time"], meta[itemprop="datePublished"], meta[name="date"]'
    ', meta[name="dc.date"], meta[name="citation_publication_date"], time[itemprop="datePublished"]'
    ", time[pubdate]"
)
_PUBLISHED = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{8,40})\"")
_REFERENCE_HEADING = re.compile(
    r"(?:references|notes|footnotes|citations|sources|bibliography|see also|external links"
    r"|einzelnachweise|weblinks|références|notes et références|referencias|note)\W*",
    re.IGNORECASE,
)


def read_html(source: Source) -> Page:
    """The page of an HTML body: everything that a reader sees, in order, labelled by region."""
    tree = LexborHTMLParser(bounded(decode(source.body, source.content_type)))
    title = title_of(tree)
    walk = Walk(tree)
    labels = label(walk.blocks, walk.elements, title)
    blocks = [] if title is None else [Block(title, Region.TITLE)]
    references = False
    for raw, region in zip(walk.blocks, labels, strict=True):
        final = region
        if region is Region.HEADING:
            references = bool(_REFERENCE_HEADING.fullmatch(raw.text))
        elif references and region.is_content:
            final = Region.REFERENCES
        blocks.append(Block(raw.text, final))
    text, passages = assemble(blocks)
    if not walk.blocks:
        return Page(source, SourceStatus.EMPTY, title=title)
    return Page(
        source,
        SourceStatus.OK,
        title=title,
        language=_language(tree),
        published=_published(tree),
        text=text,
        passages=passages,
    )


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
    for node in tree.css(_DATED)[:20]:
        attributes = node.attributes
        found = _moment(attributes.get("content") or attributes.get("datetime"))
        if found is not None:
            return found
    for script in tree.css('script[type="application/ld+json"]')[:10]:
        match = _PUBLISHED.search(script.text(deep=True) or "")
        found = _moment(match[1]) if match is not None else None
        if found is not None:
            return found
    return None


def _moment(value: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat((value or "").strip())
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
