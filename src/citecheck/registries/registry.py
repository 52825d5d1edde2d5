"""The registries: where each is asked, how its answer is read. One table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from citecheck.model import Source
from citecheck.registries import arxiv, crossref, datacite, doi_agency, openlibrary, pubmed
from citecheck.registries.identifiers import Scheme
from citecheck.registries.record import Answer


@dataclass(frozen=True, slots=True)
class Registry:
    """`key` names the setting with its address; `delay` is the seconds between two requests that
    its rules ask for; `address` makes a URL of the base address and an identifier."""

    key: str
    delay: float
    address: Callable[[str, str], str]
    read: Callable[[Source, str], Answer]


# The paces: Crossref's REST API etiquette, DataCite's API guide, NCBI's E-utilities (three
# requests a second), arXiv's API terms (one in three seconds), Open Library's API page.
BY_SCHEME: Mapping[Scheme, tuple[Registry, ...]] = {
    Scheme.DOI: (
        Registry("crossref", 0.1, crossref.address, crossref.read),
        Registry("datacite", 0.2, datacite.address, datacite.read),
        Registry("doi_agency", 0.2, doi_agency.address, doi_agency.read),
    ),
    Scheme.PMID: (Registry("pubmed", 0.4, pubmed.address, pubmed.read),),
    Scheme.ARXIV: (Registry("arxiv", 3.0, arxiv.address, arxiv.read),),
    Scheme.ISBN: (Registry("openlibrary", 1.0, openlibrary.address, openlibrary.read),),
}
NAMES = tuple(registry.key for registries in BY_SCHEME.values() for registry in registries)
"""The settings that give the registries' addresses."""
