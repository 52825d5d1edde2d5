"""DataCite's record of a DOI (REST API, `/dois/{doi}`)."""

from __future__ import annotations

from urllib.parse import quote

from citecheck.model import Source, SourceStatus
from citecheck.registries.record import (
    Answer,
    Known,
    Record,
    items,
    parsed,
    tidy,
    unasked,
    year_of,
)

_NAME = "DataCite"


def address(base: str, doi: str) -> str:
    """Where the record of a DOI is."""
    return f"{base.rstrip('/')}/dois/{quote(doi, safe='')}"


def read(source: Source, doi: str) -> Answer:
    """The record in DataCite's answer."""
    if source.status is SourceStatus.NOT_FOUND:
        return Answer(Known.NO, _NAME, "neither Crossref nor DataCite knows it")
    value = parsed(source) if source.status is SourceStatus.OK else None
    data = value.get("data") if isinstance(value, dict) else None
    work = data.get("attributes") if isinstance(data, dict) else None
    if not isinstance(work, dict):
        return unasked(_NAME, source)
    creators = items(work.get("creators"))
    people = [c for c in creators if c.get("nameType") != "Organizational"]
    families = [tidy(c.get("familyName")) or _family(tidy(c.get("name"))) for c in people]
    bodies = [tidy(c.get("name")) for c in creators if c.get("nameType") == "Organizational"]
    dates = [work.get("publicationYear"), *(d.get("date") for d in items(work.get("dates")))]
    years = {year for year in map(year_of, dates) if year}
    publisher = work.get("publisher")
    record = Record(
        titles=tuple(filter(None, (tidy(t.get("title")) for t in items(work.get("titles"))))),
        families=tuple(filter(None, families)),
        others=tuple(filter(None, bodies)),
        years=tuple(sorted(years)),
        venue=tidy(publisher.get("name") if isinstance(publisher, dict) else publisher),
        language=tidy(work.get("language")),
    )
    return Answer(Known.YES, _NAME, record=record)


def _family(name: str) -> str:
    """The family name of "Family, Given"; of another form nothing is sure."""
    return name.partition(",")[0].strip() if "," in name else ""
