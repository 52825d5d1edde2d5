"""The HTML report as a file: complete, self-contained, nothing hostile in it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from citecheck.model import Decision, DecisionKind, PassedOver, Report, Verdict
from citecheck.reports import RenderOptions, marking, render, saved
from citecheck.reports.html import prose

from .conftest import DATA, with_text
from .test_formats import HOSTILE


def parsed(report: Report, **options: bool) -> LexborHTMLParser:
    return LexborHTMLParser(render(report, "html", options=RenderOptions(**options)))


def test_it_asks_nothing_of_the_network(harlow: Report) -> None:
    tree = parsed(harlow)
    for node in tree.css("[src], link, object, embed, iframe, form[action], base"):
        assert node.tag == "link"
        assert node.attributes["href"] == "data:,"
    assert "url(" not in tree.css_first("style").text()
    assert "@import" not in tree.css_first("style").text()
    assert tree.css("[style], [onclick], [onload]") == []


def test_its_policy_allows_its_own_style_and_script_and_nothing_else(harlow: Report) -> None:
    tree = parsed(harlow)
    policy = tree.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"]
    assert policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (node,) = tree.css(tag)
        digest = base64.b64encode(hashlib.sha256(node.text().encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_every_claim_reference_and_passage_is_there(harlow: Report) -> None:
    tree = parsed(harlow)
    brief = harlow.briefs[0]
    for finding in brief.findings:
        if finding.verdict is Verdict.UNCITED:
            assert tree.css_first(f"#claim-{finding.claim.id}") is None
            continue
        card = tree.css_first(f"#claim-{finding.claim.id}")
        assert finding.claim.text in card.css_first(".said").text()
        assert finding.verdict.replace("_", " ") in card.css_first(".verdict").text()
        passages = [e for c in finding.citations for e in c.evidence]
        assert len(card.css("blockquote")) == len(passages)
        place = tree.css_first(f"#at-claim-{finding.claim.id}")
        assert place.attributes["href"] == f"#claim-{finding.claim.id}"
    rows = tree.css(".references tbody tr")
    assert len(rows) == len(brief.references)


def test_the_brief_reads_as_it_was_written(harlow: Report) -> None:
    tree = parsed(harlow)
    for sign in tree.css(".prose .sign, .prose .vh"):
        sign.decompose()
    text = tree.css_first(".prose").text()
    squeezed = re.sub(r"\s", "", text)
    assert squeezed == re.sub(r"\s", "", harlow.briefs[0].brief.text)


def test_differing_facts_stand_side_by_side_and_are_marked(harlow: Report) -> None:
    tree = parsed(harlow)
    finding = next(f for f in harlow.briefs[0].findings if "2029" in f.claim.text)
    card = tree.css_first(f"#claim-{finding.claim.id}")
    (why,) = card.css(".why")
    assert " ".join(why.text().split()) == "The date differs: the claim says 2029, the source 2028."
    assert why.css_first(".of-claim").text() == "2029"
    assert why.css_first(".of-source").text() == "2028"
    assert card.css_first(".said .differs").text() == "2029"
    assert card.css_first("blockquote .differs").text() == "2028"
    assert "finish" in [mark.text() for mark in card.css("blockquote mark")]


def test_links_lead_to_the_passage_and_to_the_archived_copy(harlow: Report) -> None:
    value = json.loads((DATA / "harlow.json").read_text("utf-8"))
    source = value["briefs"][0]["references"][0]["source"]
    source["archived"] = {"url": "https://archive.example/1", "datetime": "2026-03-01T00:00:00Z"}
    tree = parsed(saved.load(json.dumps(value), "archived"))
    links = [a.attributes["href"] or "" for a in tree.css(".where a")]
    assert any(re.match(r"http://harlow\.example/\S+#:~:text=", link) for link in links)
    assert any(link.startswith("https://archive.example/1#:~:text=") for link in links)
    assert tree.css_first('.references a[href="https://archive.example/1"]')
    assert harlow.briefs[0].references[0].source is not None


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(harlow: Report, text: str) -> None:
    plain = parsed(with_text(harlow, "plain words"))
    tree = parsed(with_text(harlow, text, "javascript:alert(1)//"))
    count = {tag: len(plain.css(tag)) for tag in ("script", "style", "img", "iframe", "form")}
    assert count == {tag: len(tree.css(tag)) for tag in count}
    for node in tree.css("*"):
        assert not [name for name in node.attributes if name.startswith("on")], node.html
    for link in tree.css("a"):
        assert re.match(r"(https?://|#)", link.attributes["href"] or ""), link.html
    assert len(tree.css(".card")) == len(plain.css(".card"))


def test_hostile_identifiers_make_safe_and_unique_anchors(harlow: Report) -> None:
    brief = harlow.briefs[0]
    findings = tuple(
        replace(f, claim=replace(f.claim, id='x" onclick="alert(1)' if n % 2 else "same"))
        for n, f in enumerate(brief.findings)
    )
    bad = replace(brief, findings=findings)
    tree = parsed(replace(harlow, briefs=(bad, bad)))
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", i or "") for i in ids)
    assert len(set(tree_ids(tree, ".brief"))) == 2


def tree_ids(tree: LexborHTMLParser, selector: str) -> list[str | None]:
    return [node.attributes["id"] for node in tree.css(selector)]


def test_a_stale_decision_shows_what_it_was_made_on(harlow: Report) -> None:
    brief = harlow.briefs[0]
    old = Decision(
        DecisionKind.ACCEPT,
        "AB",
        harlow.checked_at,
        "seen on paper",
        "The work is due to finish in 2030.",
        Verdict.CONTRADICTED,
        ("claim", "evidence"),
    )
    first = replace(brief.findings[0], decisions=(old,))
    changed = replace(brief, findings=(first, *brief.findings[1:]), lost_decisions=(old,))
    tree = parsed(replace(harlow, briefs=(changed,)))
    card = tree.css_first(f"#claim-{first.claim.id}")
    assert card.css_first(".stamp") is None
    words = " ".join(card.css_first(".decision.stale").text().split())
    assert "changed since: claim, evidence" in words
    assert "it was: The work is due to finish in 2030." in words
    assert "The work is due to finish in 2030." in tree.css_first(".references .stale").text()


def test_a_report_without_the_brief_s_text_lists_its_claims(harlow: Report) -> None:
    brief = harlow.briefs[0]
    bare = replace(brief, brief=replace(brief.brief, text="", passed_over=()))
    tree = parsed(replace(harlow, briefs=(bare,)))
    shown = [f for f in brief.findings if f.claim.refs]
    assert len(tree.css(".prose a.claim")) == len(shown)


def test_no_brief_and_no_claim_make_a_page_too(harlow: Report) -> None:
    assert parsed(replace(harlow, briefs=())).css_first("footer")
    brief = replace(harlow.briefs[0], findings=(), references=())
    tree = parsed(replace(harlow, briefs=(brief,)))
    assert "No claims to show." in tree.css_first(".claims").text()
    assert "no source list" in tree.css_first(".references").text()


REPORT = saved.load((DATA / "harlow.json").read_bytes(), "harlow.json")
MARKDOWN = """---
title: front matter
---
# The *first* part

Some **bold** words,
`code_it` and a [link](https://e.example/a_b) with a marker [1](https://e.example) [[2]](x).

Under
-----
- one snake_case_name
- two
  goes on
3. three

> quoted
> twice

| a | b |
| - | - |

```
x = **no**
```
<!-- a comment -->
"""


def test_markdown_is_set_as_it_reads(harlow: Report) -> None:
    front = PassedOver("front matter", "", 0, MARKDOWN.index("# The"))
    brief = replace(harlow.briefs[0].brief, text=MARKDOWN, passed_over=(front,))
    found = [
        (b.kind, b.label, "".join(p.text for run in b.runs for p in run.pieces).strip())
        for b in prose.blocks(brief, ())
    ]
    assert found == [
        ("heading", "", "The first part"),
        (
            "text",
            "",
            "Some bold words,\ncode_it and a link with a marker [1] [[2]].",
        ),
        ("heading", "", "Under"),
        ("item", "•", "one snake_case_name"),
        ("item", "•", "two\n  goes on"),
        ("item", "3.", "three"),
        ("quote", "", "quoted\ntwice"),
        ("table", "", "| a | b |\n| - | - |"),
        ("code", "", "x = **no**"),
    ]
    kinds = {p.text: p.kind for b in prose.blocks(brief, ()) for r in b.runs for p in r.pieces}
    assert (kinds["first"], kinds["bold"], kinds["code_it"]) == ("em", "strong", "code")


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab1 .-+=#>*_`~[]()!|<\n\r\t"), max_size=80), st.data())
def test_no_word_of_any_brief_is_lost(text: str, data: st.DataObject) -> None:
    """Whatever the markup, letters and digits come through once and in order."""
    first = REPORT.briefs[0].findings[0]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    finding = replace(first, claim=replace(first.claim, start=start, end=end))
    brief = replace(REPORT.briefs[0].brief, text=text, passed_over=())
    found = prose.blocks(brief, (finding,))
    shown = "".join(b.label + p.text for b in found for r in b.runs for p in r.pieces)
    wanted = Counter(
        re.findall("[a-z0-9]", re.sub(r"\]\([^()\s]+\)|<!--.*?-->|(`{3,}|~{3,}).*", "", text))
    )
    assert not wanted - Counter(re.findall("[a-z0-9]", shown))


def test_marks_that_touch_are_one(harlow: Report) -> None:
    evidence = harlow.briefs[0].findings[0].citations[0].evidence[0]
    evidence = replace(
        evidence,
        text="one two, three four",
        start=100,
        end=119,
        aligned=((0, 3, 100, 103), (4, 7, 104, 107), (9, 14, 109, 114), (15, 19, 900, 904)),
    )
    pieces = marking.passage(evidence, ())
    assert [(p.text, p.kind) for p in pieces] == [("one two, three", "matches"), (" four", "")]


def test_a_long_brief_is_set_in_good_time(harlow: Report) -> None:
    brief = harlow.briefs[0]
    text = ("**x " * 30_000 + "\n\n" + " " * 200_000 + "\n\n" + "__a " * 30_000) * 2
    blocks = prose.blocks(replace(brief.brief, text=text, passed_over=()), brief.findings)
    assert 2 <= len(blocks) <= 4
