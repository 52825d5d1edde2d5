"""What is opened and never closed, or repeated without end, costs no more than its length."""

from __future__ import annotations

import time

import pytest

from citecheck import briefs

COSTLY = {
    "templates.wiki": "The toll rose.<ref>https://one.example/</ref>\n"
    + "{{sfn|Ray|2020\n{| a\n" * 6000,
    "tags.wiki": "The toll rose.<ref>https://one.example/</ref>\n" + "<b><div>x [[y\n" * 6000,
    "lines.wiki": "The toll rose.<ref>https://one.example/</ref> {{a}}\n" + "Nobody\n" * 20000,
    "heads.md": "The toll rose [1].\n\n" + "| Source | Link |\n|---|---|\n| a | [3] |\n\n" * 1000,
}


@pytest.mark.parametrize("name", COSTLY)
def test_time_is_linear(name: str) -> None:
    start = time.process_time()
    brief = briefs.parse(COSTLY[name].encode(), path=name)
    assert time.process_time() - start < 10  # a minute and more where the time is quadratic
    assert brief.claims[0].text.startswith("The toll rose.")
    assert brief.claims[0].refs == ("1",)


def test_an_index_of_an_export_that_means_nothing_is_passed_by() -> None:
    export = (
        '{"candidates": [{"content": {"parts": [{"text": "The toll rose in May."}]},'
        ' "groundingMetadata": {"groundingChunks": [{"web": {"uri": "https://one.example/"}}],'
        ' "groundingSupports": [{"segment": {"endIndex": 21}, "groundingChunkIndices": [-7, 9]},'
        ' {"segment": {"endIndex": 21}, "groundingChunkIndices": 3},'
        ' {"segment": {"endIndex": 21}, "groundingChunkIndices": [0]}]}}]}'
    )
    brief = briefs.parse(export.encode(), path="a.json")
    assert [(claim.text, claim.refs) for claim in brief.claims] == [
        ("The toll rose in May.", ("1",))
    ]
