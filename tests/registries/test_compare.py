"""An entry agrees with a record however its list writes it, and a made-up one does not."""

from __future__ import annotations

import pytest

from citecheck.model import Reference, ReferenceProblem
from citecheck.registries.compare import compare
from citecheck.registries.identifiers import Scheme, identify
from citecheck.registries.record import Record

RECORD = Record(
    titles=("Tidal energy in narrow straits: a review of forty projects",),
    families=("Brøgger", "Achterberg", "Núñez"),
    years=(2018, 2019),
    venue="Journal of Coastal Works",
)
DOI = "https://doi.org/10.5555/tidal.19"


def problems(text: str, record: Record = RECORD) -> list[ReferenceProblem]:
    entry = Reference("1", DOI, None, f"{text} {DOI}")
    work = identify(entry)
    assert work is not None
    return [finding.problem for finding in compare(entry, work, record)]


@pytest.mark.parametrize(
    "text",
    [
        # The whole, as APA, Vancouver, IEEE and MLA have it.
        "Brøgger, A., Achterberg, P. J., & Núñez, C. (2019). Tidal energy in narrow straits: A "
        "review of forty projects. Journal of Coastal Works, 12(3), 44-61.",
        "Brogger A, Achterberg PJ, Nunez C. Tidal energy in narrow straits. J Coast Works. 2019.",
        'A. Brøgger, P. J. Achterberg, and C. Núñez, "Tidal energy in narrow straits," 2018.',
        "Brøgger, Anna, and Pieter Achterberg. “Tidal Energy in Narrow Straits.” 2019.",
        # Left out: subtitle, all authors but the first, the year, everything but the title.
        "Brøgger et al. Tidal energy in narrow straits. 2019.",
        "Tidal energy in narrow straits",
        "Tidal energy in narrow straits - Journal of Coastal Works",
        # Online first: a year beside the record's.
        "Brøgger A. Tidal energy in narrow straits. 2020.",
        "Brøgger A. Tidal energy in narrow straits. 2017 (accessed 3 May 2024).",
        # A slip of the pen is no other work.
        "Brogger A. Tidal enregy in narrow strait: a review of forty projects. 2019.",
        # Nothing to compare.
        "",
        "Brøgger et al., Journal of Coastal Works, 2019",
        "doi",
    ],
)
def test_an_entry_may_be_written_in_many_ways(text: str) -> None:
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Brøgger A. Wave power along open coasts of the north. 2019.", "title"),
        ("Brøgger A. Tidal energy in narrow straits. 2011.", "year"),
        ("Lindqvist, M. (2019). Tidal energy in narrow straits.", "authors"),
        ("Brøgger, A., & Okonkwo, D. (2019). Tidal energy in narrow straits.", "authors"),
        ("Okonkwo et al. Tidal energy in narrow straits. 2019.", "authors"),
        ("Okonkwo, David. Tidal energy in narrow straits. 2019.", "authors"),
        ("Okonkwo D. Cold storage of vaccines in rural clinics. 2003.", "title"),
    ],
)
def test_what_differs_is_said(text: str, what: str) -> None:
    entry = Reference("1", DOI, None, text)
    work = identify(entry)
    assert work is not None
    (finding,) = compare(entry, work, RECORD)
    assert finding.problem is ReferenceProblem.REFERENCE_DIFFERS
    assert what in finding.detail
    assert finding.record is not None
    assert "narrow straits" in finding.record


def test_a_translated_title_is_the_same_work() -> None:
    record = Record(("Gezeitenkraft in engen Sunden",), ("Brøgger",), years=(2019,), language="de")
    assert problems("Brøgger, A. (2019). Tidal energy in narrow straits.", record) == []
    both = Record(("Gezeitenkraft", "Tidal energy in narrow straits"), ("Brøgger",), years=(2019,))
    assert problems("Brøgger, A. (2019). Tidal energy in narrow straits.", both) == []
    other = Record(("Gezeitenkraft in engen Sunden",), ("Holm",), years=(1988,), language="de")
    assert problems("Brøgger, A. (2019). Tidal energy in narrow straits.", other) == [
        ReferenceProblem.REFERENCE_DIFFERS
    ]


def test_a_retraction_is_a_finding_unless_the_entry_says_so() -> None:
    gone = Record(RECORD.titles, RECORD.families, years=(2019,), retracted="retraction, 2021-02-03")
    assert problems("Tidal energy in narrow straits", gone) == [ReferenceProblem.RETRACTED]
    assert problems("RETRACTED: Tidal energy in narrow straits", gone) == []
    late = Record(RECORD.titles, RECORD.families, years=(2019,), corrected="erratum")
    assert problems("Tidal energy in narrow straits", late) == [ReferenceProblem.CORRECTED]


@pytest.mark.parametrize(
    ("url", "text", "scheme", "value"),
    [
        ("https://doi.org/10.5555/AB.(c)1", "", Scheme.DOI, "10.5555/ab.(c)1"),
        (None, "A title. doi:10.5555/ab1.", Scheme.DOI, "10.5555/ab1"),
        (None, "A title (10.5555/ab1).", Scheme.DOI, "10.5555/ab1"),
        ("https://pubmed.ncbi.nlm.nih.gov/123456/", "", Scheme.PMID, "123456"),
        (None, "A title. PMID: 123456", Scheme.PMID, "123456"),
        ("https://arxiv.org/pdf/2101.00001v2", "", Scheme.ARXIV, "2101.00001"),
        (None, "arXiv:hep-th/9901001", Scheme.ARXIV, "hep-th/9901001"),
        (None, "A book. ISBN 978-0-306-40615-7", Scheme.ISBN, "9780306406157"),
    ],
)
def test_identifiers_are_found(url: str | None, text: str, scheme: Scheme, value: str) -> None:
    found = identify(Reference("1", url, None, text))
    assert found is not None
    assert (found.scheme, found.value, found.valid) == (scheme, value, True)


def test_an_address_that_only_holds_a_doi_is_no_identifier() -> None:
    page = Reference("1", "https://press.example/doi/10.5555/ab1/full", None, "A title")
    assert identify(page) is None
