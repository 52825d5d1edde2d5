"""Turns identifiers of works into the address of a page to read: one table.

The resolvers are public and need no account: doi.org (ISO 26324), arxiv.org, pubmed, hdl.handle.net
(RFC 3650), Open Library for ISBN, the EU's ECLI and CELEX search, CourtListener's citation look-up,
govinfo's link service, eCFR and the RFC editor.
"""

from __future__ import annotations

import re

DOI = r"10\.\d{4,9}/(?:[^\s\"<>]|<[^\s\"<>]{1,60}>(?=[^\s\"<>]))+"
"""A DOI; the old ones made of SICI codes hold `<` and `>`."""
_REPORTERS = r"U\.\s?S\.|S\.\s?Ct\.|F\.\s?(?:2d|3d|4th)|F\.\s?Supp\.(?:\s?[23]d)?"
_TABLE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE if fold else 0), address)
    for pattern, address, fold in (
        (rf"\b(?:doi:\s*)?({DOI})", "https://doi.org/{0}", True),
        (r"\barXiv:\s*(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7})",
         "https://arxiv.org/abs/{0}", True),
        (r"\bPMCID:?\s*(?:PMC)?(\d{4,9})\b|\bPMC(\d{4,9})\b",
         "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC{0}/", False),
        (r"\bPMID:?\s*(\d{4,9})\b", "https://pubmed.ncbi.nlm.nih.gov/{0}/", True),
        (r"\b(?:hdl:\s*|hdl\.handle\.net/)(\d[\w.]*/[^\s\"<>]+)",
         "https://hdl.handle.net/{0}", True),
        (r"\b(ECLI:[A-Z]{2}:[A-Z0-9]{1,7}:\d{4}:[A-Z0-9.]{1,25})",
         "https://e-justice.europa.eu/ecli/{0}", False),
        (r"\bCELEX(?:\s+(?:no\.?|number))?:?\s*(\d{5}[A-Z]{1,2}\d{4})",
         "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:{0}", False),
        (rf"\b(\d{{1,4}})\s+({_REPORTERS})\s+(\d{{1,5}})\b",
         "https://www.courtlistener.com/c/{1}/{0}/{2}/", False),
        (r"\bPub(?:lic)?\.?\s?L(?:aw)?\.?\s(?:No\.?\s)?(\d{2,3})[-–](\d{1,4})\b",
         "https://www.govinfo.gov/link/plaw/{0}/public/{1}", False),
        (r"\b(\d{1,2})\s+U\.?\s?S\.?\s?C\.?\s*(?:§+\s*)?(\d{1,5}[a-z]?)\b",
         "https://www.govinfo.gov/link/uscode/{0}/{1}", False),
        (r"\b(\d{1,2})\s+C\.?F\.?R\.?\s*(?:§+\s*)?(\d{1,4}\.\d{1,5})\b",
         "https://www.ecfr.gov/current/title-{0}/section-{1}", False),
        (r"\bRFC\s?(\d{1,5})\b", "https://www.rfc-editor.org/rfc/rfc{0}", False),
        (r"\bISBN(?:-1[03])?:?\s*((?:97[89][- ]?)?(?:\d[- ]?){9}[\dX])\b",
         "https://openlibrary.org/isbn/{0}", True),
    )
)  # fmt: skip


def resolve(text: str) -> str | None:
    """The address of the first work that `text` identifies, None when it identifies none."""
    for pattern, address in _TABLE:
        match = pattern.search(text)
        if match is not None:
            parts = [_tidy(part, address) for part in match.groups() if part is not None]
            return address.format(*parts)
    return None


def _tidy(part: str, address: str) -> str:
    if "isbn" in address:
        return re.sub(r"[- ]", "", part)
    if "courtlistener" in address:
        return re.sub(r"\s+", " ", part).replace(" ", "%20")
    tidy = part.rstrip(".,;:)]'\"”")
    return tidy.replace("<", "%3C").replace(">", "%3E")
