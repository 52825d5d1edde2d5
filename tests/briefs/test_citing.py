"""Each habit of citing that the documentation shows is recognised as it says."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.citing import FORMATS, LISTS, MARKERS, PAGE, SCOPES, Example, page
from citecheck.briefs import parse
from citecheck.cli.inputs import read_briefs
from citecheck.model import MarkerStatus
from citecheck.settings import Settings


@pytest.mark.parametrize("example", [*MARKERS, *FORMATS, *LISTS, *SCOPES], ids=lambda e: e.habit)
def test_the_example_is_read_as_documented(example: Example, tmp_path: Path) -> None:
    path = str(example.write(tmp_path))
    (brief,), errors = read_briefs([path], Settings(links=example.links))
    assert not errors
    urls = {reference.label: reference.url for reference in brief.references}
    found = [
        (claim.text, tuple(sorted(str(urls[ref]) for ref in claim.refs)))
        for claim in brief.claims
        if claim.refs
    ]
    assert found == list(example.claims)
    assert brief.style == example.style
    assert all(
        marker.status is MarkerStatus.CITED or marker.reason == "in the source list"
        for marker in brief.markers
    )


def test_the_page_of_the_documentation_is_made_from_these_examples() -> None:
    command = "python tests/briefs/citing.py --write"
    assert PAGE.read_text(encoding="utf-8") == page(), f"run {command}"


WORDS = st.lists(st.text(string.ascii_lowercase, min_size=2, max_size=9), min_size=5, max_size=9)
STYLES = {
    "bracketed numbers": lambda n: f" [{n}]",
    "superscripts": lambda n: "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(d)] for d in str(n)),
    "round brackets": lambda n: f" ({n})",
    "tokens of an answer engine": lambda n: f"【{n}†source】",
    "numbered links": lambda n: f" [{n}](https://s{n}.example/)",
    "notes": lambda n: f"[^{n}]",
}


@settings(deadline=None, max_examples=80)
@given(style=st.sampled_from(sorted(STYLES)), sentences=st.lists(WORDS, min_size=2, max_size=8))
def test_markers_of_each_style_around_known_sentences_are_all_found(
    style: str, sentences: list[list[str]]
) -> None:
    texts = [" ".join(["The town of", *words, "said so"]) for words in sentences]
    body = " ".join(f"{text}{STYLES[style](n)}." for n, text in enumerate(texts, start=1))
    opening = "[^{0}]: " if style == "notes" else "{0}. "
    entries = "\n".join(
        f"{opening.format(n)}Source. https://s{n}.example/" for n in range(1, len(texts) + 1)
    )
    brief = parse(f"{body}\n\n## Sources\n\n{entries}\n".encode(), path="brief.md")
    assert [(c.text, c.refs) for c in brief.claims] == [
        (f"{text}.", (str(n),)) for n, text in enumerate(texts, start=1)
    ]
    assert brief.style == style


@pytest.mark.parametrize(
    "text",
    [
        "He won 6-4 (5) and lost (1) in a day.\n\nSources\n[7] https://one.example/\n",
        "It is [sic] a matter of 10⁶ people on 5 km² of land.\n\nSources\n1. https://a.example/\n",
        "In 2020 (2020) nobody came (see above) [1].\n\nSources\n[1] Ray 2020 https://a.example/\n",
    ],
)
def test_what_only_looks_like_a_marker_is_none(text: str) -> None:
    brief = parse(text.encode(), path="brief.md")
    assert {ref for claim in brief.claims for ref in claim.refs} <= {"1"}
    assert "[1]" in text or not any(claim.refs for claim in brief.claims)
