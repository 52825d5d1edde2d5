"""Crossref's record of a DOI (REST API, `/works/{doi}`)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from citecheck.model import Source, SourceStatus
from citecheck.registries.record import Answer, Known, Record, items, parsed, texts, tidy, unasked

_NAME = "Crossref"
_DATES = ("issued", "published", "published-print", "published-online")
_RETRACTED = ("retraction", "withdrawal", "removal", "partial_retraction", "retracted")


def address(base: str, doi: str) -> str:
    """Where the record of a DOI is."""
    return f"{base.rstrip('/')}/works/{quote(doi, safe='')}"


def read(source: Source, doi: str) -> Answer:
    """The record in Crossref's answer."""
    if source.status is SourceStatus.NOT_FOUND:
        return Answer(Known.NO, _NAME, "Crossref does not know it")
    value = parsed(source) if source.status is SourceStatus.OK else None
    work = value.get("message") if isinstance(value, dict) else None
    if not isinstance(work, dict):
        return unasked(_NAME, source)
    authors = items(work.get("author")) or items(work.get("editor"))
    updates = items(work.get("updated-by"))
    titles = texts(work.get("title", []))
    subtitles = texts(work.get("subtitle", []))
    if titles and subtitles:
        titles.insert(0, f"{titles[0]}: {subtitles[0]}")
    record = Record(
        titles=(*titles, *texts(work.get("original-title", []))),
        families=tuple(filter(None, (tidy(author.get("family")) for author in authors))),
        others=tuple(filter(None, (tidy(author.get("name")) for author in authors))),
        years=tuple(sorted({year for date in _DATES for year in _years(work.get(date))})),
        venue=next(iter(texts(work.get("container-title", []))), ""),
        language=tidy(work.get("language")),
        retracted=_update(updates, True) or _titled(titles),
        corrected=_update(updates, False),
    )
    return Answer(Known.YES, _NAME, record=record)


def _years(date: Any) -> list[int]:
    parts = date.get("date-parts") if isinstance(date, dict) else None
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    return [year for year in first[:1] if isinstance(year, int)]


def _update(updates: list[dict[str, Any]], retracting: bool) -> str:
    """The first update of a kind, in words: its kind, day and DOI."""
    for update in updates:
        kind = tidy(update.get("type")).lower().replace("-", "_")
        if (kind in _RETRACTED) is not retracting or not kind:
            continue
        date = update.get("updated")
        parts = date.get("date-parts", [[]]) if isinstance(date, dict) else [[]]
        day = "-".join(f"{part:02}" for part in parts[0] if isinstance(part, int))
        where = f"https://doi.org/{tidy(update.get('DOI'))}" if update.get("DOI") else ""
        return ", ".join(filter(None, (kind.replace("_", " "), day, where)))
    return ""


def _titled(titles: list[str]) -> str:
    """Publishers mark retracted articles in the title where no update is deposited."""
    marks = ("retracted:", "retracted article:", "withdrawn:", "[retracted]")
    marked = any(title.lower().startswith(marks) for title in titles)
    return "its title in the record says so" if marked else ""
