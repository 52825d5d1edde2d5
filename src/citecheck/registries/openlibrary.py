"""Open Library's record of an ISBN (Books API). What it does not know may exist all the same."""

from __future__ import annotations

from citecheck.model import Source, SourceStatus
from citecheck.registries.record import (
    Answer,
    Known,
    Record,
    items,
    parsed,
    texts,
    tidy,
    unasked,
    year_of,
)

_NAME = "Open Library"


def address(base: str, isbn: str) -> str:
    """Where the record of an ISBN is."""
    return f"{base.rstrip('/')}/api/books?bibkeys=ISBN:{isbn}&format=json&jscmd=data"


def read(source: Source, isbn: str) -> Answer:
    """The record in Open Library's answer."""
    value = parsed(source) if source.status is SourceStatus.OK else None
    if not isinstance(value, dict):
        return unasked(_NAME, source)
    book = value.get(f"ISBN:{isbn}")
    if not isinstance(book, dict):
        words = "Open Library does not have it, which proves nothing"
        return Answer(Known.UNASKED, _NAME, words)
    title, subtitle = tidy(book.get("title")), tidy(book.get("subtitle"))
    names = [tidy(author.get("name")) for author in items(book.get("authors"))]
    year = year_of(book.get("publish_date"))
    record = Record(
        titles=tuple(
            dict.fromkeys(filter(None, (f"{title}: {subtitle}" if subtitle else "", title)))
        ),
        families=tuple(_family(name) for name in names if name),
        years=(year,) if year else (),
        venue=next(iter(texts([p.get("name") for p in items(book.get("publishers"))])), ""),
    )
    return Answer(Known.YES, _NAME, record=record)


def _family(name: str) -> str:
    family, comma, _ = name.partition(",")
    return family.strip() if comma else name.split()[-1]
