"""arXiv's record of a preprint (its API, an Atom feed)."""

from __future__ import annotations

from urllib.parse import quote

from citecheck.model import Source, SourceStatus
from citecheck.registries.record import Answer, Known, Record, tidy, unasked, year_of

_NAME = "arXiv"
_ATOM = "{http://www.w3.org/2005/Atom}"
_OWN = "{http://arxiv.org/schemas/atom}"


def address(base: str, number: str) -> str:
    """Where the entry of an arXiv number is."""
    return f"{base.rstrip('/')}/query?id_list={quote(number, safe='/')}&max_results=1"


def read(source: Source, number: str) -> Answer:
    """The record in arXiv's answer."""
    from defusedxml import ElementTree

    if source.http_status == 400:
        return Answer(Known.NO, _NAME, "arXiv does not know it")
    if source.status is not SourceStatus.OK:
        return unasked(_NAME, source)
    try:
        feed = ElementTree.fromstring(source.body)
    except (ValueError, ElementTree.ParseError):
        return unasked(_NAME, source)
    if feed.tag != f"{_ATOM}feed":
        return unasked(_NAME, source)
    entry = feed.find(f"{_ATOM}entry")
    title = tidy(entry.findtext(f"{_ATOM}title")) if entry is not None else ""
    if entry is None or "api/errors" in (entry.findtext(f"{_ATOM}id") or "") or not title:
        return Answer(Known.NO, _NAME, "arXiv does not know it")
    names = [tidy(a.findtext(f"{_ATOM}name")) for a in entry.findall(f"{_ATOM}author")]
    years = {year_of(entry.findtext(f"{_ATOM}{field}")) for field in ("published", "updated")}
    comment = tidy(entry.findtext(f"{_OWN}comment"))
    withdrawn = "withdrawn" in comment.lower() and f"its authors say: {comment}"
    record = Record(
        titles=(title,),
        families=tuple(name.split()[-1] for name in names if name),
        years=tuple(sorted(year for year in years if year)),
        venue=tidy(entry.findtext(f"{_OWN}journal_ref")),
        retracted=withdrawn or "",
    )
    return Answer(Known.YES, _NAME, record=record)
