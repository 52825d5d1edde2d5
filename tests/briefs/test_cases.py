"""Each case of ../shared/cases/briefs comes out as it says; its claims with where they lead."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck import briefs
from citecheck.model import Brief, MarkerStatus

CASES = Path(__file__).resolve().parents[2].parent / "shared" / "cases" / "briefs"
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
    "45-url-before-cjk-punctuation/a.md": [
        ("收费站在五月把通行费提高到四元。", {f"{ONE}a"}),
        ("港务局在六月关闭了大桥。", {f"{TWO}b"}),
    ],
}


def read(name: str) -> Brief:
    path = CASES / name
    if not path.exists():
        pytest.skip(f"{path} is missing")
    return briefs.parse(path.read_bytes(), path=str(path))


@pytest.mark.parametrize("name", CITED)
def test_the_claims_lead_where_the_case_says(name: str) -> None:
    brief = read(name)
    urls = {reference.label: reference.url for reference in reversed(brief.references)}
    found = [
        (claim.text, {str(urls.get(ref, NOWHERE)) for ref in claim.refs})
        for claim in brief.claims
        if claim.refs
    ]
    assert found == CITED[name]


def test_what_leads_nowhere_says_what_to_do() -> None:
    brief = read("31-chatgpt-raw-markers/a.md")
    lost = [m.reason for m in brief.markers if m.status is MarkerStatus.UNRESOLVED]
    assert len(lost) == 2
    assert all("copied without its sources" in reason for reason in lost)


def test_a_picture_is_no_reference() -> None:
    brief = read("36-image-definitions-are-references/a.md")
    assert [reference.url for reference in brief.references] == [ONE, TWO]
    assert len(brief.problems) == 1
