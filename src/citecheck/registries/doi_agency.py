"""Whether a DOI exists at any agency (doi.org's `/ra/{doi}`), for those of other registries."""

from __future__ import annotations

from urllib.parse import quote

from citecheck.model import Source, SourceStatus
from citecheck.registries.record import Answer, Known, items, parsed, tidy, unasked

_NAME = "doi.org"


def address(base: str, doi: str) -> str:
    """Where the agency of a DOI is named."""
    return f"{base.rstrip('/')}/{quote(doi, safe='/')}"


def read(source: Source, doi: str) -> Answer:
    """Whether there is such a DOI, by doi.org's answer."""
    if source.status is SourceStatus.NOT_FOUND:
        return Answer(Known.NO, _NAME, "doi.org says that there is no such DOI")
    listed = items(parsed(source)) if source.status is SourceStatus.OK else []
    if not listed:
        return unasked(_NAME, source)
    agency, status = tidy(listed[0].get("RA")), tidy(listed[0].get("status")).lower()
    if agency:
        words = f"it exists, registered with {agency}, whose records are not compared"
        return Answer(Known.YES, _NAME, words)
    if "not exist" in status or "invalid" in status or "unknown" in status:
        return Answer(Known.NO, _NAME, "doi.org says that there is no such DOI")
    return unasked(_NAME, source)
