"""PubMed's record of a PMID (NCBI E-utilities, `esummary`)."""

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

_NAME = "PubMed"
_CORRECTIONS = ("erratum in", "corrected and republished in", "expression of concern in")


def address(base: str, pmid: str) -> str:
    """Where the summary of a PMID is."""
    return f"{base.rstrip('/')}/esummary.fcgi?db=pubmed&id={pmid}&retmode=json&tool=citecheck"


def read(source: Source, pmid: str) -> Answer:
    """The record in PubMed's answer."""
    value = parsed(source) if source.status is SourceStatus.OK else None
    result = value.get("result") if isinstance(value, dict) else None
    work = result.get(pmid) if isinstance(result, dict) else None
    if not isinstance(work, dict):
        return unasked(_NAME, source)
    if "error" in work:
        return Answer(Known.NO, _NAME, "PubMed does not know it")
    title = tidy(work.get("title"))
    authors = [a for a in items(work.get("authors")) if tidy(a.get("name"))]
    years = {year_of(work.get(field)) for field in ("pubdate", "epubdate", "sortpubdate")}
    kinds = [kind.lower() for kind in texts(work.get("pubtype", []))]
    notes = {tidy(n.get("reftype")).lower(): tidy(n.get("refsource")) for n in _notes(work)}
    people = [a for a in authors if tidy(a.get("authtype") or "Author") == "Author"]
    record = Record(
        # A translated title stands in brackets.
        titles=tuple(filter(None, (title.strip("[]. "), tidy(work.get("vernaculartitle"))))),
        families=tuple(_family(tidy(author["name"])) for author in people),
        others=tuple(tidy(author["name"]) for author in authors if author not in people),
        years=tuple(sorted(year for year in years if year)),
        venue=tidy(work.get("fulljournalname") or work.get("source")),
        language=next((tongue for tongue in texts(work.get("lang", [])) if tongue != "eng"), ""),
        retracted=_retracted(kinds, notes),
        corrected=next((f"{kind} {notes[kind]}" for kind in _CORRECTIONS if kind in notes), ""),
    )
    return Answer(Known.YES, _NAME, record=record)


def _notes(work: dict[str, object]) -> list[dict[str, object]]:
    return items(work.get("references"))


def _retracted(kinds: list[str], notes: dict[str, str]) -> str:
    if "retraction in" in notes:
        return f"retraction in {notes['retraction in']}"
    return "PubMed marks it as a retracted publication" if "retracted publication" in kinds else ""


def _family(name: str) -> str:
    """The family name of "van der Berg JH"."""
    family, _, initials = name.rpartition(" ")
    return family if family and initials.isupper() else name
