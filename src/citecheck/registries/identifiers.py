"""Finds the identifier of the work that an entry of a source list names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from citecheck.model import Reference


class Scheme(StrEnum):
    """The kinds of identifier for which there is a registry to ask."""

    DOI = "doi"
    PMID = "pmid"
    ARXIV = "arxiv"
    ISBN = "isbn"


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier of a work. `value` is its bare form: a DOI in lower case, an ISBN without
    hyphens, an arXiv number without its version."""

    scheme: Scheme
    value: str

    @property
    def valid(self) -> bool:
        """False where its own check digit shows that it cannot be one."""
        return self.scheme is not Scheme.ISBN or _checks(self.value)

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


_DOI = r"10\.\d{4,9}/[^\s\"<>{}|\\]+"
_ARXIV = r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})"
# A DOI inside a publisher's address may go on with what is none of it ("/full", "/pdf"); only
# the resolver's own addresses and DOIs that stand for themselves are taken.
_FORMS: tuple[tuple[Scheme, re.Pattern[str]], ...] = (
    (Scheme.ARXIV, re.compile(rf"\barxiv\.org/(?:abs|pdf)/({_ARXIV})", re.I)),
    (Scheme.ARXIV, re.compile(rf"\barxiv:\s*({_ARXIV})", re.I)),
    (Scheme.DOI, re.compile(rf"(?:\bdoi\.org/|\bdoi:?\s*(?=10\.)|(?<![/\w.=-]))({_DOI})", re.I)),
    (
        Scheme.PMID,
        re.compile(r"pubmed\.ncbi\.nlm\.nih\.gov/(\d{1,9})|\bPMID:?\s*(\d{1,9})\b", re.I),
    ),
    (Scheme.ISBN, re.compile(r"openlibrary\.org/isbn/([\dX]{10,13})\b", re.I)),
    (
        Scheme.ISBN,
        re.compile(r"\bISBN(?:-1[03])?:?\s*((?:97[89][- ]?)?(?:\d[- ]?){9}[\dX])\b", re.I),
    ),
)


def identify(entry: Reference) -> Identifier | None:
    """The identifier that the entry's address or its text gives, None when neither gives one."""
    for text in (unquote(entry.url or ""), entry.text):
        for scheme, pattern in _FORMS:
            found = pattern.search(text)
            if found is not None:
                return Identifier(scheme, _bare(scheme, next(filter(None, found.groups()))))
    return None


def without_identifiers(text: str) -> str:
    """The text without identifiers and addresses."""
    for _, pattern in _FORMS:
        text = pattern.sub(" ", text)
    return re.sub(r"[a-z]{2,10}://\S+|\bwww\.\S+", " ", text, flags=re.I)


def _bare(scheme: Scheme, value: str) -> str:
    if scheme is Scheme.ISBN:
        return re.sub(r"[- ]", "", value).upper()
    value = value.rstrip(".,;:'\"”’*_")
    for opening, closing in ("()", "[]"):
        while value.endswith(closing) and value.count(closing) > value.count(opening):
            value = value[:-1].rstrip(".,;")
    return value.lower() if scheme is Scheme.DOI else value


def _checks(isbn: str) -> bool:
    """The check digit of an ISBN (ISO 2108), of ten or of thirteen digits."""
    if re.fullmatch(r"\d{13}", isbn):
        return sum(int(d) * (1, 3)[n % 2] for n, d in enumerate(isbn)) % 10 == 0
    if re.fullmatch(r"\d{9}[\dX]", isbn):
        return sum((10 - n) * (10 if d == "X" else int(d)) for n, d in enumerate(isbn)) % 11 == 0
    return False
