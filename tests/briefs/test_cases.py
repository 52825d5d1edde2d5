"""Each case of ../shared/cases/briefs, and those of ../shared/cases/pages that are about briefs,
comes out as its expected.txt says: its claims with where they lead."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from citecheck.cli.inputs import read_briefs
from citecheck.model import Brief, MarkerStatus
from citecheck.settings import Settings

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "cases"
CASES = SHARED / "briefs"
ONE, TWO, THREE, FOUR = (f"https://{n}.example/" for n in ("one", "two", "three", "four"))
ROSE, MAY, SHUT = (
    "The toll rose to four dollars.",
    "The toll rose to four dollars in May.",
    "It was shut in May.",
)
NOWHERE = "unresolved"
Cited = list[tuple[str, set[str]]]

# By case, the claims that cite, with the addresses that they lead to.
CITED: dict[str, Cited] = {
    "01-pdf-astral-crash/a.pdf": [("The toll rose 𝑥 to four dollars in May.", {ONE})],
    "02-bare-numbers-after-stop/a.md": [
        (MAY, {ONE}),
        ("Nobody paid it for a week.", {TWO}),
        ("The bridge was shut in June.", {ONE, THREE}),
        ("Merrin: It signed the accord first.", {TWO}),
        ("Harlow: It paid half of the cost.", {THREE}),
    ],
    "03-cjk-sentences-one-word/a.md": [
        ("橋の通行料は五月に四ドルに上がった。", {ONE}),
        ("住民は川辺の集会で反対した。", {ONE}),
        ("港湾局は六月に橋を閉鎖した。", {ONE}),
    ],
    "04-chatgpt-end-list/a.md": [
        (MAY, {f"{ONE}may"}),
        ("Nobody paid it.", {TWO}),
        ("It fell in June.", {f"{ONE}june"}),
    ],
    "05-links-naming-a-title/a.md": [
        (MAY, {f"{ONE}tolls"}),
        ("Nobody paid it.", {TWO, THREE}),
        ("It was shut in June,", {FOUR}),
        ("and again in July.", {f"{ONE}july"}),
    ],
    "06-author-year-linked/a.md": [(ROSE, {ONE}), (SHUT, {TWO})],
    "07-numbered-paragraph-not-split/a.md": [
        ("Merrin signed it in June.", {ONE}),
        ("Harlow paid half of it.", {ONE}),
        ("Nobody else came.", {ONE}),
    ],
    "08-first-sentence-of-item-lost/a.md": [
        ("Merrin signed it in June.", {ONE}),
        ("Harlow paid half of it.", {ONE}),
        ("Nobody else came.", {ONE}),
    ],
    "09-list-heading-unknown/a.md": [(ROSE, {ONE}), ("It was shut in June.", {TWO})],
    "10-list-inside-brief-is-claims/a.md": [
        (ROSE, {ONE}),
        (SHUT, {TWO}),
        ("The lamp was lit again in July.", {THREE}),
    ],
    "11-sources-line-of-urls/a.md": [
        (MAY, {ONE, TWO}),
        ("Nobody paid it.", {ONE, TWO}),
        ("The bridge was shut in June.", {THREE}),
    ],
    "12-latex-newenvironment/a.tex": [(ROSE, {ONE})],
    "13-latex-newcommand-begin/a.tex": [(ROSE, {ONE}), (SHUT, {ONE})],
    "14-latex-newenvironment-slow/a.tex": [],
    "15-latex-key-begins-with-digits/a.tex": [(ROSE, {ONE}), (SHUT, {TWO})],
    "16-latex-input-not-followed/a.tex": [(ROSE, {ONE}), (SHUT, {ONE})],
    "17-latex-bbl-not-used/a.tex": [(ROSE, {ONE})],
    "18-latex-own-macros-dropped/a.tex": [("We present Tollmaster, a toll counter.", {TWO})],
    "19-latex-environment-arguments/a.tex": [(ROSE, {ONE})],
    "20-latex-author-affiliation-cited/a.tex": [("Nobody paid the toll in May.", {THREE})],
    "21-bib-url-braces-and-escapes/a.tex": [
        ("The meter is open.", {f"{ONE}meter"}),
        ("Nobody paid.", {f"{TWO}toll_list.html"}),
    ],
    "22-latex-footnote-url-only/a.tex": [
        ("The meter is open", {f"{ONE}meter"}),
        ("and nobody paid.", {TWO}),
    ],
    "23-pdf-notes-at-page-foot/a.pdf": [
        (MAY, {ONE}),
        ("Nobody paid it for a week, and the harbour board met twice.", {TWO}),
        ("The lamp was lit in July.", {THREE}),
    ],
    "24-pdf-contents-as-claim/a.pdf": [(MAY, {ONE})],
    "25-manubot-identifier-keys/a.md": [
        (ROSE, {"https://doi.org/10.1098/rsif.2017.0387"}),
        ("It was shut.", {ONE, "https://pubmed.ncbi.nlm.nih.gov/25851694/"}),
        ("It fell.", {"https://arxiv.org/abs/1502.04015v1"}),
    ],
    "27-wikipedia-two-note-groups/a.html": [(ROSE, {"https://coin.example/"}), (SHUT, {ONE})],
    "28-wikipedia-short-notes/a.html": [(ROSE, {ONE}), (SHUT, {TWO})],
    "29-wikipedia-citation-needed/a.html": [(SHUT, {ONE})],
    "30-link-text-of-digits-and-dashes/a.md": [
        ("The fee rose on 2024-05-03.", {THREE}),
        ("The ticket is 4821.", {THREE}),
        ("The toll fell.", {THREE}),
    ],
    "31-chatgpt-raw-markers/a.md": [
        (MAY, {NOWHERE}),
        ("Nobody paid it.", {f"{ONE}may"}),
        ("It was shut in June.", {NOWHERE}),
    ],
    "32-numbers-meet-unnumbered-list/a.md": [
        (ROSE, {NOWHERE}),
        ("It was shut in June.", {NOWHERE}),
    ],
    "33-myst-cite-roles/a.md": [(ROSE, {NOWHERE}), ("As says, nobody paid.", {NOWHERE})],
    "34-html-with-bom/a.html": [(ROSE, {ONE})],
    "35-html-fragment/a.html": [(ROSE, {ONE})],
    "36-image-definitions-are-references/a.md": [],
    "37-citations-line-of-links/a.md": [
        (ROSE, {ONE}),
        (SHUT, {TWO}),
        ("The lamp was lit.", {THREE}),
    ],
    "38-double-brackets-left/a.md": [(ROSE, {ONE, TWO}), ("Nobody paid it.", {TWO})],
    "39-sentence-ends-in-may/a.md": [
        ("Harlow paid half of it.", {ONE}),
        ("Nobody else came.", {TWO}),
    ],
    "40-marker-behind-a-subject/a.md": [
        ("Instead, the Harbour Union cancelled its march in June.", {ONE}),
        ("Historians such as Osei call it the quietest spring.", {TWO}),
    ],
    "41-subheads-in-the-list/a.md": [
        ("Le péage est monté à quatre dollars.", {ONE}),
        ("Personne n'a payé en juin.", {TWO}),
        ("Selon Ray et Osei, le pont a fermé.", {ONE}),
    ],
    "42-list-cited-by-less-than-half/a.md": [(ROSE, {ONE, TWO}), ("Nobody paid.", {THREE})],
    "43-json-export-as-brief/a.json": [(MAY, {ONE}), ("Nobody paid it.", {TWO})],
    "44-wikitext-as-brief/a.wiki": [(ROSE, {ONE}), ("It was shut in May.", {TWO})],
    "46-pdf-cross-reference-as-marker/a.pdf": [
        ("As Figure 1 shows, the toll rose to four dollars.", {TWO})
    ],
    "45-url-before-cjk-punctuation/a.md": [
        ("收费站在五月把通行费提高到四元。", {f"{ONE}a"}),
        ("港务局在六月关闭了大桥。", {f"{TWO}b"}),
    ],
}


PAID, CLOSED, BEST = (
    "The fare rose to 7 dollars in May.",
    "It closed in June.",
    "The ferry carried 412,000 passengers in 2023.",
)
MANY = "The ferry carried 412,000 passengers."
FIVE, SIX, SEVEN, EIGHT = (f"https://{n}.example/" for n in ("five", "six", "seven", "eight"))
PDF = "http://127.0.0.1:8791/p/owner.pdf"
PAGE = "http://127.0.0.1:8791/p/br.html"
FROM_CHAT = "?utm_source=chatgpt.com"


def links(end: str) -> Cited:
    return [
        (BEST, {PDF + end}),
        (PAID, {PAGE + end}),
        (BEST, {PDF + end}),
        (PAID, {PDF + end, PAGE + end}),
        (f"Passengers: {BEST}", {PDF + end}),
    ]


# The same of ../shared/cases/pages.
ON_PAGES: dict[str, Cited] = {
    "01-note-labels/brief.md": [(MANY, {ONE}), (CLOSED, {TWO, THREE})],
    "01-note-labels/caret.md": [(BEST, {ONE, TWO}), ("The fare rose to 7 dollars.", {THREE})],
    "01-note-labels/labels.md": [
        (MANY, {ONE}),
        (CLOSED, {TWO}),
        ("It reopened.", {THREE}),
        ("It closed.", {FOUR}),
        ("It burned.", {FIVE}),
        ("It sank.", {SIX}),
        ("It floated.", {SEVEN}),
    ],
    "01-note-labels/thread.md": [
        (BEST, {ONE, TWO}),
        (PAID, {THREE}),
        ("The line closed in June.", {FIVE}),
    ],
    "01-note-labels/variants.md": [
        (MANY, {ONE}),
        (CLOSED, {TWO}),
        ("It reopened in July.", {THREE}),
        ("It sank in August.", {FOUR}),
        ("It ran on.", {FIVE}),
    ],
    "02-reference-links/brief.md": links(FROM_CHAT),
    "02-reference-links/inline.md": links(""),
    "03-leftover-tokens/gemini.md": [
        (BEST, {ONE, TWO}),
        (PAID, {THREE}),
        ("The line closed in June.", {TWO, THREE, FOUR}),
    ],
    "03-leftover-tokens/labels.md": [
        (BEST, {ONE}),
        ("The fare rose to 7 dollars.", {TWO, THREE}),
        (CLOSED, {ONE}),
        ("It reopened.", {TWO}),
        ("It burned.", {THREE}),
        ("It sank.", {ONE, TWO}),
    ],
    "03-leftover-tokens/oaicite.md": [
        (BEST, {NOWHERE}),
        (PAID, {NOWHERE}),
        ("The line closed in June.", {NOWHERE}),
        ("It reopened in July.", {NOWHERE}),
    ],
    "03-leftover-tokens/private-use.md": [
        (BEST, {NOWHERE}),
        (PAID, {NOWHERE}),
        ("The line closed in June.", {NOWHERE}),
    ],
    "04-sup-markers/brief.md": [
        (BEST, {ONE}),
        ("The fare rose in May.", {TWO, THREE}),
        ("The hull has 5 m2 of rust.", {THREE}),
    ],
    "05-inline-notes/brief.md": [(PAID, {PAGE}), (BEST, {PDF})],
    "05-inline-notes/only.md": [
        (PAID, {ONE}),
        ("The line closed in June.", {TWO}),
        ("The crew was paid.", {THREE}),
    ],
    "08-wrapped-urls/brief.md": [
        (BEST, {f"{ONE}2016/01/06/Release-of-the-ferry-report-1-17-0"}),
        (PAID, {f"{TWO}reports/2023/annual/figures.html"}),
        ("The line closed in June.", {f"{THREE}story?id=12345&lang=en"}),
        ("The crew was paid.", {f"{FOUR}paid_after_the_strike_of_july"}),
    ],
    "08-wrapped-urls/wrap.pdf": [
        (BEST, {f"{ONE}2016/01/06/Release-of-the-ferry-report-1-17-0"}),
        (PAID, {f"{TWO}reports/2023/annual/figures.html"}),
        ("The line closed in June for repairs.", {f"{THREE}story?id=12345&lang=en"}),
        ("The crew was paid in July after a strike.", {f"{FOUR}paid_after_the_strike_of_july"}),
    ],
    "09-escaped-urls/brief.md": [
        (MANY, {f"{ONE}a_b"}),
        ("The fare rose.", {f"{TWO}x_(y)"}),
        ("It closed.", {f"{THREE}x_(y)"}),
        ("It sank.", {f"{FOUR}a_b"}),
        ("It ran.", {f"{FIVE}?a=1&b=2"}),
    ],
    "09-escaped-urls/notes.md": [
        (MANY, {f"{ONE}a_b"}),
        ("The fare rose.", {f"{TWO}x_(y)"}),
        ("It ran.", {f"{THREE}?a=1&b=2"}),
    ],
    "10-latex-multicite/plain.tex": [
        (BEST, {f"{ONE}c", f"{TWO}d"}),
        (PAID, {f"{ONE}c", f"{TWO}d"}),
    ],
}
WIKI = "https://en.wiki.example/wiki/"
FORMS = {
    "1": f"{WIKI}Cohesion_(computer_science)",
    "2": f"{WIKI}Join_(SQL)",
    "3": "https://github.example/blob/c%23-test.md",
    "4": "https://bücher.example/straße?ü=ö",
    "5": "http://[2001:db8::1]:8080/a",
    "6": f"{WIKI}Encapsulation_(computer_programming)",
    "7": f"{WIKI}Kingdom_(biology)#Five_kingdoms",
    "8": f"{EIGHT}a_b",
}
# By case, the addresses of the entries.
LISTED: dict[str, dict[str, str]] = {
    "09-escaped-urls/list.md": FORMS,
    "15-url-forms/brief.md": FORMS,
    "07-sici-doi/brief.md": {
        "1": "https://doi.org/10.1002/(SICI)1097-0258(19980815/30)17:15/16%3C1661::AID-SIM968%3E3.0.CO;2-2",
        "2": "https://doi.org/10.1577/1548-8675(2002)022%3C0208:TGCTRT%3E2.0.CO;2",
        "3": "https://doi.org/10.1002/1097-0142(195103)4:2%3C387::AID-CNCR2820040229%3E3.0.CO;2-Y",
        "4": "https://doi.org/10.1577/1548-8659(1981)110%3C446:EOTOFR%3E2.0.CO;2",
    },
}


def read(path: Path, sources: Path | None = None) -> Brief:
    if not path.exists():
        pytest.skip(f"{path} is missing")
    (brief,), errors = read_briefs([str(path)], Settings(sources=sources))
    assert not errors
    return brief


def cited(brief: Brief) -> Cited:
    urls = {reference.label: reference.url for reference in reversed(brief.references)}
    return [
        (claim.text, {str(urls.get(ref, NOWHERE)) for ref in claim.refs})
        for claim in brief.claims
        if claim.refs
    ]


@pytest.mark.parametrize("name", sorted(CITED))
def test_the_claims_lead_where_the_case_says(name: str) -> None:
    assert cited(read(CASES / name)) == CITED[name]


@pytest.mark.parametrize("name", sorted(ON_PAGES))
def test_the_claims_lead_where_the_case_of_a_page_says(name: str) -> None:
    assert cited(read(SHARED / "pages" / name)) == ON_PAGES[name]


@pytest.mark.parametrize("name", sorted(LISTED))
def test_the_entries_have_their_whole_addresses(name: str) -> None:
    brief = read(SHARED / "pages" / name)
    assert {entry.label: entry.url for entry in brief.references} == LISTED[name]


def test_no_case_is_left_out() -> None:
    if not CASES.is_dir():
        pytest.skip(f"{CASES} is missing")
    apart = {"26-storm-url-to-info"}  # it has a test of its own
    assert {case.name for case in CASES.iterdir()} == {n.split("/")[0] for n in CITED} | apart


def test_the_list_of_storm_answers_to_its_article() -> None:
    case = CASES / "26-storm-url-to-info"
    brief = read(case / "a.txt", case / "url_to_info.json")
    assert cited(brief) == [("The toll rose to four dollars.", {ONE}), ("Nobody paid it.", {TWO})]


def test_several_citations_of_one_command_and_their_notes_are_told_apart() -> None:
    brief = read(SHARED / "pages" / "10-latex-multicite" / "brief.tex")
    both = {f"{ONE}~ray/c", f"{TWO}~osei/d"}
    assert [urls for _, urls in cited(brief)] == [
        {f"{ONE}~ray/c"}, {f"{TWO}~osei/d"}, {f"{THREE}~ray/c"}, both, both, both, both
    ]  # fmt: skip


def test_the_addresses_of_bibtex_have_neither_macros_nor_escapes() -> None:
    case = SHARED / "pages" / "06-bibtex-urls"
    brief = read(case / "brief.md", case / "refs.bib")
    labels = [entry.label for entry in brief.references]
    assert len(labels) == len(set(labels))
    urls = {entry.label: entry.url for entry in brief.references}
    assert urls | {"a7": None} == {
        "a1": f"{ONE}a",
        "a2": f"{TWO}a_b",
        "a3": f"{THREE}x",
        "a4": f"{FOUR}a_b%20c#d&e=1",
        "a5": f"{FIVE}x",
        "a6": f"{SIX}x",
        "a7": None,
        "a8": f"{EIGHT}~ray/",
        "a9": "https://arxiv.org/abs/2301.01234",
        "a10": "https://doi.org/10.1000/xyz_1",
    }


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("14-latex-newenvironment-slow/a.tex", 1.0),
        ("36-image-definitions-are-references/a.md", 1.0),
    ],
)
def test_what_was_slow_is_read_in_time(name: str, most: float) -> None:
    read(CASES / name)
    start = time.process_time()
    read(CASES / name)
    assert time.process_time() - start < most  # half of it on a machine with nothing else to do


def test_one_bad_file_of_several_does_not_stop_the_others(tmp_path: Path) -> None:
    path = CASES / "34-html-with-bom" / "a.html"
    if not path.exists():
        pytest.skip(f"{path} is missing")
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 nothing")
    briefs, errors = read_briefs([str(bad), str(path)], Settings())
    assert [brief.path for brief in briefs] == [str(path)]
    assert len(errors) == 1


def test_a_sentence_that_asks_for_a_source_is_not_vouched_for() -> None:
    brief = read(CASES / "29-wikipedia-citation-needed" / "a.html")
    assert (brief.claims[0].text, brief.claims[0].refs) == (ROSE, ())


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("03-cjk-sentences-one-word/a.md", 4),
        ("39-sentence-ends-in-may/a.md", 4),
        ("23-pdf-notes-at-page-foot/a.pdf", 4),
        ("24-pdf-contents-as-claim/a.pdf", 1),
    ],
)
def test_there_are_as_many_claims_as_sentences(name: str, count: int) -> None:
    assert len(read(CASES / name).claims) == count


def test_what_leads_nowhere_says_what_to_do() -> None:
    brief = read(CASES / "31-chatgpt-raw-markers/a.md")
    lost = [m.reason for m in brief.markers if m.status is MarkerStatus.UNRESOLVED]
    assert len(lost) == 2
    assert all("copied without its sources" in reason for reason in lost)


def test_a_picture_is_no_reference() -> None:
    brief = read(CASES / "36-image-definitions-are-references/a.md")
    assert [reference.url for reference in brief.references] == [ONE, TWO]
    assert len(brief.problems) == 1
