"""Briefs as APIs, wikis and repositories keep them: JSON, STORM, wikitext, Manubot, MyST."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from citecheck import briefs
from citecheck.errors import BriefError
from citecheck.model import Brief, MarkerStatus

ONE, TWO = "https://one.example/a", "https://two.example/b"
FIRST, SECOND = "The ferry sank in the storm of May.", "Nobody was hurt on board."
TEXT = f"{FIRST} {SECOND}"
BYTES = len("Ä ferry sank in the storm of May.".encode())


def claims(brief: Brief) -> list[tuple[str, list[str | None]]]:
    """The cited claims with the addresses that they cite."""
    urls = {entry.label: entry.url for entry in reversed(brief.references)}
    return [(c.text, [urls.get(ref) for ref in c.refs]) for c in brief.claims if c.refs]


def part(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "text", "text": text, **more}


def message(role: str, *parts: str, **metadata: Any) -> dict[str, Any]:
    content = {"content_type": "text", "parts": list(parts)}
    return {"message": {"author": {"role": role}, "content": content, "metadata": metadata}}


EXPORTS: dict[str, Any] = {
    "an answer with a list": {
        "query": "Did the ferry sink in May? [1]",
        "answer": f"{FIRST[:-1]} [1]. {SECOND[:-1]} [2].",
        "sources": [{"url": ONE, "title": "One"}, {"url": TWO}],
    },
    "chat completion, list at the top": {
        "choices": [
            {"message": {"role": "assistant", "content": f"{FIRST}[1] {SECOND}[2]"}},
        ],
        "citations": [ONE, TWO],
        "search_results": [{"title": "One", "url": ONE}, {"title": "Two", "url": TWO}],
    },
    "search results with indexes": {
        "report": f"{FIRST}[7] {SECOND}[3]",
        "results": [{"index": 3, "link": TWO}, {"index": 7, "link": ONE}],
    },
    "responses with url_citation": {
        "output": [
            {"type": "web_search_call", "status": "completed"},
            {"type": "message", "role": "assistant", "content": [{
                "type": "output_text",
                "text": f"{FIRST} ([one]({ONE})) {SECOND}",
                "annotations": [
                    {"type": "url_citation", "url": ONE, "title": "One",
                     "start_index": len(FIRST) + 1, "end_index": len(FIRST) + 10 + len(ONE)},
                    {"type": "url_citation", "url": TWO, "title": "Two",
                     "start_index": len(FIRST) + 11 + len(ONE),
                     "end_index": len(FIRST) + 11 + len(ONE) + len(SECOND)},
                ],
            }]},
        ],
    },
    "nested url_citation": {
        "choices": [{"message": {"role": "assistant", "content": TEXT, "annotations": [
            {"type": "url_citation", "url_citation": {
                "url": ONE, "start_index": 0, "end_index": len(FIRST)}},
            {"type": "url_citation", "url_citation": {
                "url": TWO, "start_index": len(FIRST) + 1, "end_index": len(TEXT)}},
        ]}}],
    },
    "blocks with citations": {
        "role": "assistant",
        "content": [
            part(FIRST, citations=[{"type": "web_search_result_location", "url": ONE,
                                    "title": "One", "cited_text": "the ferry sank in May"}]),
            part(SECOND, citations=[{"type": "web_search_result_location", "url": TWO}]),
        ],
    },
    "blocks within a sentence": {
        "role": "assistant",
        "content": [
            part(FIRST[:12]), part(FIRST[12:-1], citations=[{"url": ONE}]), part(". "),
            part(SECOND, citations=[{"url": TWO}]),
        ],
    },
    "grounding": {
        "candidates": [{
            "content": {"role": "model", "parts": [{"text": TEXT}]},
            "groundingMetadata": {
                "groundingChunks": [{"web": {"uri": ONE, "title": "One"}}, {"web": {"uri": TWO}}],
                "groundingSupports": [
                    {"segment": {"endIndex": len(FIRST), "text": FIRST},
                     "groundingChunkIndices": [0]},
                    {"segment": {"startIndex": 9999, "endIndex": 99999, "text": SECOND},
                     "groundingChunkIndices": [1]},
                ],
            },
        }],
    },
    "documents": {
        "text": TEXT,
        "citations": [
            {"start": 4, "end": len(FIRST) - 1, "text": FIRST[4:-1],
             "sources": [{"type": "document", "document": {"url": ONE}}]},
            {"start": len(FIRST) + 1, "end": len(TEXT) - 1, "text": SECOND[:-1],
             "sources": [{"type": "document", "document": {"url": TWO, "title": "Two"}}]},
        ],
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", EXPORTS)
def test_each_shape_of_json_gives_its_claims_and_sources(kind: str) -> None:
    brief = briefs.parse(json.dumps(EXPORTS[kind]).encode(), path="answer.json")
    assert claims(brief) == [(FIRST, [ONE]), (SECOND, [TWO])]
    assert {marker.status for marker in brief.markers} == {MarkerStatus.CITED}
    assert brief.format == "json"


def test_a_conversation_has_each_answer_with_its_own_sources() -> None:
    def cited(url: str) -> dict[str, Any]:
        shown = {"matched_text": "\ue200cite\ue202turn0search0\ue201", "items": [{"url": url}]}
        return {"content_references": [shown]}

    token = "\ue200cite\ue202turn0search0\ue201"
    export = [
        {
            "title": "Ferries",
            "mapping": {
                "a": message("user", "Did the ferry sink in the storm? [1]"),
                "b": message("assistant", f"{FIRST[:-1]} {token}.", **cited(ONE)),
                "c": message("assistant", f"{SECOND[:-1]} {token}.", **cited(TWO)),
            },
        }
    ]
    brief = briefs.parse(json.dumps(export).encode(), path="conversations.json")
    assert claims(brief) == [(FIRST, [ONE]), (SECOND, [TWO])]


def test_json_without_an_answer_is_refused_in_one_line() -> None:
    with pytest.raises(BriefError, match="is JSON, not a brief"):
        briefs.parse(b'{"a": [1, 2], "b": {"url": "https://one.example/"}}', path="a.json")
    with pytest.raises(BriefError, match="is not valid JSON"):
        briefs.parse(b'{"answer": "It sank in May [1].', path="a.json")


def test_the_folder_of_storm(tmp_path: Path) -> None:
    listed = {
        "url_to_unified_index": {TWO: 2, ONE: 1},
        "url_to_info": {ONE: {"url": ONE, "title": "One"}, TWO: {"url": TWO, "title": "Two"}},
    }
    (tmp_path / "url_to_info.json").write_text(json.dumps(listed))
    path = tmp_path / "storm_gen_article_polished.txt"
    path.write_text(f"# Ferries\n\n{FIRST[:-1]}[1]. {SECOND[:-1]}[2].")
    found = briefs.gather(path.read_bytes(), path)
    brief = briefs.parse(found.data, path=str(path), references=found.references)
    assert claims(brief) == [(FIRST, [ONE]), (SECOND, [TWO])]
    assert [entry.title for entry in brief.references] == ["One", "Two"]


WIKITEXT = f"""{{{{Infobox ferry|name=Star}}}}
'''The ferry''' sank in the [[storm|storm of May]].<ref>{{{{cite web|url={ONE}|title=One}}}}</ref>
Nobody was hurt on board.<ref name="b">[{TWO} Two]</ref> It rose in {{{{nowrap|late June}}}}.<ref \
name=b />

* It was sold in July.{{{{sfn|Lund|2019|p=4}}}}
* It burned in August.<ref>Lund 2019, p. 7.</ref>{{{{citation needed}}}}

{{|
! Year !! Fare
|-
| In 2019 it cost four pounds<ref name="b" /> || 4
|}}

== References ==
{{{{reflist}}}}
* {{{{cite book|last=Lund|first=P.|year=2019|title=Ferries|url=https://lund.example/}}}}
[[Category:Ferries]]
"""


def test_wikitext() -> None:
    brief = briefs.parse(WIKITEXT.encode(), path="page.txt")
    assert claims(brief) == [
        ("The ferry sank in the storm of May.", [ONE]),
        ("Nobody was hurt on board.", [TWO]),
        ("It rose in late June.", [TWO]),
        ("It was sold in July.", ["https://lund.example/"]),
        ("It burned in August.", ["https://lund.example/"]),
        ("In 2019 it cost four pounds", [TWO]),
    ]
    assert {marker.status for marker in brief.markers} == {MarkerStatus.CITED}
    assert [c.place.line for c in brief.claims if c.refs][:4] == [2, 3, 3, 5]


def test_wikitext_with_named_notes_defined_below() -> None:
    text = (
        f"The ferry sank in May.{{{{r|a}}}} It rose in June.<ref name='c d'/>\n\n== Notes ==\n"
        f"<references>\n<ref name=a>{{{{cite journal|doi=10.1000/x|title=A}}}}</ref>\n"
        f"<ref name='c d'>Osei, {TWO}</ref>\n</references>"
    )
    brief = briefs.parse(text.encode(), path="page.wiki")
    assert claims(brief) == [
        ("The ferry sank in May.", ["https://doi.org/10.1000/x"]),
        ("It rose in June.", [TWO]),
    ]


def test_manubot_keys_bring_their_own_address() -> None:
    text = (
        "The ferry sank in the storm [@doi:10.1098/rsif.2017.0387; @pmid:25851694; @pmcid:"
        "PMC4304851; @arxiv:1502.04015v1; @url:https://one.example/a/?b=c_d].\n"
        "As @doi:10.1000/x.1 says, nobody was hurt.\nIt rose in June [@tag:lund].\n"
        "It fell in July [-@isbn:9780262517638].\n\n[@tag:lund]: doi:10.1000/lund\n"
    )
    brief = briefs.parse(text.encode(), path="02.main.md")
    assert claims(brief) == [
        (
            "The ferry sank in the storm.",
            [
                "https://doi.org/10.1098/rsif.2017.0387",
                "https://pubmed.ncbi.nlm.nih.gov/25851694/",
                "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC4304851/",
                "https://arxiv.org/abs/1502.04015v1",
                "https://one.example/a/?b=c_d",
            ],
        ),
        ("As says, nobody was hurt.", ["https://doi.org/10.1000/x.1"]),
        ("It rose in June.", ["https://doi.org/10.1000/lund"]),
        ("It fell in July.", ["https://openlibrary.org/isbn/9780262517638"]),
    ]


@pytest.mark.parametrize("where", ["book/refs.bib", "book/part/own.bib"])
def test_roles_of_myst_answer_to_the_bibliography_of_the_book(tmp_path: Path, where: str) -> None:
    (tmp_path / "book" / "part").mkdir(parents=True)
    (tmp_path / where).write_text(
        "@misc{lund, url={https://lund.example/}}\n@misc{osei, doi={10.1000/o}}"
    )
    if "refs" in where:
        (tmp_path / "book" / "_config.yml").write_text("bibtex_bibfiles:\n  - refs.bib\n")
    path = tmp_path / "book" / "part" / "page.md"
    path.write_text(
        "The ferry sank in the storm {cite}`lund`. Nobody was hurt {cite:p}`lund,osei`. In May, "
        "{cite:t}`osei` rose.\n\nSee {ref}`the map <map>` and {doc}`tolls` for more.\n"
    )
    found = briefs.gather(path.read_bytes(), path)
    brief = briefs.parse(found.data, path=str(path), references=found.references)
    lund, osei = "https://lund.example/", "https://doi.org/10.1000/o"
    assert claims(brief) == [
        ("The ferry sank in the storm.", [lund]),
        ("Nobody was hurt.", [lund, osei]),
        ("In May, rose.", [osei]),
    ]
    assert brief.claims[-1].text == "See the map and tolls for more."
