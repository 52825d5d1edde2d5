"""Numbers and links in every dress are markers, and what only looks so is not."""

from __future__ import annotations

import pytest

from citecheck import briefs

ONE, TWO = "https://one.example/a", "https://two.example/b"
LIST = f"\n\nSources\n1. {ONE}\n2. {TWO}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Links of HTML in Markdown.
        (f'Tolls rose.<a href="{ONE}">[1]</a> Rain fell <a href="{TWO}">[2]</a>.', [ONE, TWO]),
        (f"Tolls rose.<sup><a class='x' href='{ONE}'>1</a></sup> Rain.", [ONE]),
        # Raised digits as the words of links.
        (f"Tolls rose[¹]({ONE}). Rain fell[²]({TWO}).", [ONE, TWO]),
        # The name of the source before its address.
        (f"Tolls rose (Harbour Post, 2023: {ONE}). Rain fell (source: Met Office, {TWO}).",
         [ONE, TWO]),
        (f"Tolls rose (Harbour Post, [2 May 2023]({ONE})). Rain (Ray 2021 – {TWO}).", [ONE, TWO]),
        # Identifiers alone in brackets.
        ("Tolls rose (doi:10.1098/abc). Rain fell [PMID: 123456].",
         ["https://doi.org/10.1098/abc", "https://pubmed.ncbi.nlm.nih.gov/123456/"]),
        ("Tolls rose (arXiv:2101.00001; doi: 10.1098/abc).",
         ["https://arxiv.org/abs/2101.00001", "https://doi.org/10.1098/abc"]),
        # "Source:" behind each line of a paragraph.
        (f"Tolls rose. Source: [Post]({ONE})\nRain fell.\n*Source: [Met]({TWO})*\n", [ONE, TWO]),
        # Circles, full-width brackets, braces, hashes, letters with numbers.
        (f"收费上涨①。五月下雨②。\n\n参考来源：\n① {ONE}\n② {TWO}\n", [ONE, TWO]),
        (f"料金が上がった①②。\n\n出典\n① {ONE}\n② {TWO}\n", [ONE, TWO]),
        (f"料金上昇［１］。雨［2］。\n\n出典一覧\n［１］ {ONE}\n［2］ {TWO}\n", [ONE, TWO]),
        (f"Tolls rose {{1}}. Rain fell {{2}}.\n\nSources\n{{1}} {ONE}\n{{2}} {TWO}\n", [ONE, TWO]),
        (f"Tolls rose (#1). Rain fell (#2).\n\nSources\n#1 {ONE}\n#2 {TWO}\n", [ONE, TWO]),
        (f"Tolls rose [#1, #2].\n\nSources:\n1. {ONE}\n2. {TWO}\n", [ONE, TWO]),
        (f"Tolls rose [S1]. Rain fell [S1, S2].\n\nSources:\nS1: {ONE}\nS2: {TWO}\n",
         [ONE, ONE, TWO]),
        (f"Tolls rose [R1].\n\nReferences\n- R1 – Ray, {ONE}\n- R2 – Osei, {TWO}\n", [ONE]),
        # Two raised numbers side by side; raised numbers in a paragraph of one short line.
        (f"Tolls rose in May¹². So it was.\n\nSources\n1. {ONE}\n2. {TWO}\n", [ONE, TWO]),
        (f"Tolls rose.¹ Rain fell.²\n\n¹ {ONE}\n² {TWO}\n", [ONE, TWO]),
        # Links as chats and Org write them; within a sentence they are its words.
        (f"Tolls rose (<{ONE}|Post>). Rain fell. <{TWO}|Met Office>", [ONE, TWO]),
        (f"Tolls rose ([[{ONE}][Post]]). The [[{TWO}][Met Office]] says so.", [ONE]),
        # A place within the source.
        (f"Tolls rose [1, p. 4]. Rain fell [1, §§ 3-5; 2, Fig. 2].{LIST}",
         [ONE, ONE, TWO]),
        (f"Tolls rose [1: 17-19]. Regen [2, S. 12 f.].{LIST}", [ONE, TWO]),
        # Links that say that they are the source; brackets of East Asia around an address.
        (f"Tolls rose [Source: Harbour Post]({ONE}). Rain fell 【source: {TWO}】.", [ONE, TWO]),
        (f"La pluie [Quelle: Wetteramt]({TWO}).", [TWO]),
        # Elements and shortcodes.
        (f"Tolls rose <citation id=\"1\"/>. Rain fell <cite>2</cite>.{LIST}",
         [ONE, TWO]),
        (f"Tolls rose <source index='1, 2'></source>.{LIST}", [ONE, TWO]),
        (f'Tolls rose {{{{< cite "{ONE}" >}}}}. Rain {{{{% ref-note n=2 url="{TWO}" %}}}}.',
         [ONE, TWO]),
        # The day on which a source was seen; anchors before the entries; words before numbers.
        (f"Tolls rose ([Post]({ONE}), accessed 3 May 2024). Rain ([Met]({TWO}), abgerufen 2024).",
         [ONE, TWO]),
        (f'Tolls rose [1](#r1).\n\nSources\n<a id="r1"></a>1. {ONE}\n<a name="r2"></a>2. {TWO}\n',
         [ONE]),
        (f"Tolls rose (sources 1 and 2). Fog (see source 2).\n\nSource 1: {ONE}\nSource 2: {TWO}\n",
         [ONE, TWO, TWO]),
        # An answer quoted in a mail, its list with it.
        (f"> Tolls rose [1].\n> Rain fell [2].\n>\n> [1] {ONE}\n> [2] {TWO}\n", [ONE, TWO]),
    ],
)  # fmt: skip
def test_the_sources_are_cited(text: str, expected: list[str]) -> None:
    brief = briefs.parse(text.encode(), path="brief.md")
    urls = {reference.label: reference.url for reference in brief.references}
    assert [urls[ref] for claim in brief.claims for ref in claim.refs] == expected
    assert not any(url in claim.text for claim in brief.claims for url in (ONE, TWO))
    assert not any(sign in claim.text for claim in brief.claims for sign in "[]{}#①②¹²<")


@pytest.mark.parametrize(
    "text",
    [
        "Do ① sign, ② pay and ③ leave the hall.",  # no list answers
        "The set {1} and the issue (#2) were named in the minutes.",
        "At [12:30] of the film they read [3:16] and the set [2, 3 apples].",
        'The film {{< youtube "https://one.example/a" >}} was shown in May.',
        f"The form {{year}} is due {{12}} days later.\n\nSources\n1. {ONE}\n2. {TWO}\n",
        f"Ask the [Met Office]({TWO}) (or anyone who has been there) for more.",
        f"The port (its page is [here]({ONE})) grew.",
    ],
)
def test_what_only_looks_so_is_no_marker(text: str) -> None:
    brief = briefs.parse(text.encode(), path="brief.md")
    assert not any(claim.refs for claim in brief.claims)


def test_links_of_chats_and_org_within_a_sentence_leave_their_words() -> None:
    text = f"The <{ONE}|harbour office> closed early [1].\n\n"
    text += f"The [[{ONE}][port]] grew [1].\n\n[1] {TWO}\n"
    brief = briefs.parse(text.encode(), path="brief.md")
    assert [(claim.text, claim.refs) for claim in brief.claims] == [
        ("The harbour office closed early.", ("1",)),
        ("The port grew.", ("1",)),
    ]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (f"Tolls rose (Ray 2020). Rain fell (Osei & Lee 2019, p. 4).\n\n"
         f"Ray, A. (2020). The bridge. {ONE}\n\nOsei, D. & Lee, B. (2019). Rain. {TWO}\n", "a.md"),
        (f"Tolls rose (Ray 2020). Osei and Lee (2019) saw rain.\n\n* Ray, Ann 2020: Tolls, {ONE}\n"
         f"* Osei, Dana; Lee, Bo 2019: [Rain]({TWO})\n", "a.txt"),
        (f"<html><body><p>Tolls rose (Ray 2020). Rain fell (Osei 2019).</p><ul><li>Ray, A. (2020). "
         f"<a href='{ONE}'>Tolls</a></li><li>Osei, D. (2019). <a href='{TWO}'>Rain</a></li></ul>",
         "a.html"),
    ],
)  # fmt: skip
def test_works_at_the_end_are_a_list_without_a_heading(text: str, path: str) -> None:
    brief = briefs.parse(text.encode(), path=path)
    urls = {reference.label: reference.url for reference in brief.references}
    assert [urls[ref] for claim in brief.claims for ref in claim.refs] == [ONE, TWO]
    assert len(brief.claims) == 2


def test_sentences_that_begin_with_a_name_are_no_works() -> None:
    text = f"Smith, John won in 2020 ([Post]({ONE})).\n\nRay, Ann lost in 2021 ([Post]({TWO})).\n"
    claims = briefs.parse(text.encode(), path="a.md").claims
    assert [claim.text for claim in claims] == [
        "Smith, John won in 2020.",
        "Ray, Ann lost in 2021.",
    ]
