"""Instructions in a brief: where they may stand, what they cover, and when they do not count."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.briefs import parse
from citecheck.model import Brief, MarkerStatus, Verdict

LIST = "\n\nSources\n[1] A — https://a.example/\n[2] B — https://b.example/\n"


def read(text: str) -> Brief:
    return parse((text + LIST).encode(), path="brief.md")


def covered(brief: Brief) -> list[list[str]]:
    words = {claim.id: claim.text for claim in brief.claims}
    return [[words[identity] for identity in ignore.claims] for ignore in brief.ignores]


ONE = "Nine boats sailed on Monday."
TWO = "Ten trains left on Tuesday."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # At the end and the start of a line: the claims of the line.
        (f"{ONE} [1] {TWO} [2] <!-- citecheck: ignore known -->", [ONE, TWO]),
        (f"<!-- citecheck: ignore known --> {ONE} [1] {TWO} [2]", [ONE, TWO]),
        (f"{ONE} [1]\n{TWO} [2] <!-- citecheck: ignore known -->", [TWO]),
        (f"- {ONE} [1] <!-- citecheck: ignore known -->\n- {TWO} [2]", [ONE]),
        # Within a line: the claim before it.
        (f"{ONE} [1] <!-- citecheck: ignore known --> {TWO} [2]", [ONE]),
        # On a line of its own: the block that follows.
        (f"<!-- citecheck: ignore known -->\n{ONE} [1]\n{TWO} [2]", [ONE, TWO]),
        (f"<!-- citecheck: ignore known -->\n\n{ONE} [1]\n\n{TWO} [2]", [ONE]),
        (f"<!-- citecheck: ignore known -->\n- {ONE} [1]\n- {TWO} [2]", [ONE]),
        (f"{ONE} [1]\n<!-- citecheck: ignore known -->\n{TWO} [2]", [TWO]),
        (f"<!-- citecheck: ignore\nknown -->\n{ONE} [1]\n\n{TWO} [2]", [ONE]),
        (f"> <!-- citecheck: ignore known -->\n> {ONE} [1]\n\n{TWO} [2]", [ONE]),
        (f"<!-- citecheck: ignore known -->\n| {ONE} [1] | {TWO} [2] |\n", [ONE, TWO]),
        (f"<!-- citecheck: ignore known -->\n\n## A heading\n\n{ONE} [1]", []),
        (f"{ONE} [1]\n\n{TWO} [2]\n\n<!-- citecheck: ignore known -->", []),
        # Plain text.
        (f"citecheck: ignore known\n{ONE} [1]\n\n{TWO} [2]", [ONE]),
        (f"{ONE} [1]\r\n\r\n// citecheck: ignore known\r\n{TWO} [2]", [TWO]),
    ],
)
def test_what_an_instruction_covers(text: str, expected: list[str]) -> None:
    brief = read(text)
    assert covered(brief) == [expected]
    assert [claim.text for claim in brief.claims] == [t for t in (ONE, TWO) if t in text]
    assert brief.ignores[0].reason == "known"
    assert not brief.ignores[0].problem
    shown = brief.text[brief.ignores[0].start : brief.ignores[0].end].strip()
    assert shown.endswith(("known", ">"))


@pytest.mark.parametrize(
    "text",
    [
        f"`<!-- citecheck: ignore known -->` {ONE} [1]",
        f"```\n<!-- citecheck: ignore known -->\n```\n{ONE} [1]",
        f"<!-- citecheck: ignore known\n\n{ONE} [1]",
        f"<!-- something else -->\n{ONE} [1]",
        f"We use citecheck: ignore it. {ONE} [1]",
    ],
)
def test_what_is_no_instruction(text: str) -> None:
    brief = read(text)
    assert brief.ignores == ()
    assert ONE in [claim.text for claim in brief.claims]


@pytest.mark.parametrize(
    ("comment", "verdicts", "reason"),
    [
        ("ignore[not_supported] a book", {Verdict.NOT_SUPPORTED}, "a book"),
        ("ignore[not-supported, unverifiable]: x", {*map(Verdict, ("not_supported",))}, "x"),
        ("IGNORE — checked by hand", set(), "checked by hand"),
    ],
)
def test_verdicts_and_reason(comment: str, verdicts: set[Verdict], reason: str) -> None:
    (ignore,) = read(f"{ONE} [1] <!-- citecheck: {comment} -->").ignores
    assert verdicts <= ignore.verdicts
    assert ignore.reason == reason
    assert ignore.covers(Verdict.NOT_SUPPORTED)
    assert ignore.covers(Verdict.CONTRADICTED) is not bool(verdicts)


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("ignore", "no reason"),
        ("ignore[not_supported]", "no reason"),
        ("ignore[wrong] a reason", "'wrong' is no verdict"),
        ("ignroe a reason", "unknown instruction"),
        ("ignore-file a reason", "unknown instruction"),
    ],
)
def test_an_instruction_with_a_fault_does_not_count(comment: str, words: str) -> None:
    (ignore,) = read(f"{ONE} [1] <!-- citecheck: {comment} -->").ignores
    assert words in ignore.problem
    assert not any(ignore.covers(verdict) for verdict in Verdict)


def test_markers_within_an_instruction_are_accounted_for() -> None:
    brief = read(f"{ONE} [1]\n\ncitecheck: ignore see [2]\n{TWO} [2]")
    statuses = [(marker.text, marker.status) for marker in brief.markers]
    assert statuses == [
        ("[1]", MarkerStatus.CITED),
        ("[2]", MarkerStatus.PASSED_OVER),
        ("[2]", MarkerStatus.CITED),
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "brief.html",
            f"<!doctype html><body><p>{ONE} [1]<!-- citecheck: ignore known --></p><p>{TWO} [2]</p>"
            f"<h2>Sources</h2><p>[1] https://a.example/</p><p>[2] https://b.example/</p></body>",
        ),
        (
            "brief.tex",
            f"\\section{{A}}\n% citecheck: ignore known\n{ONE} [1]\n\n{TWO} [2]\n\n"
            "\\section{Sources}\n\n[1] https://a.example/\n\n[2] https://b.example/\n",
        ),
        (
            "brief.rst",
            f"A\n=\n\n.. citecheck: ignore known\n\n{ONE} [1]_\n\n{TWO} [2]_\n\n"
            ".. [1] https://a.example/\n.. [2] https://b.example/\n",
        ),
    ],
)
def test_comments_of_other_formats_are_instructions_too(path: str, text: str) -> None:
    brief = parse(text.encode(), path=path)
    assert [c.text for c in brief.claims if c.refs] == [ONE, TWO]
    assert covered(brief) == [[ONE]]


PIECES = st.lists(
    st.sampled_from(
        ["<!-- citecheck: ignore ", "why", "-->", "\n", "\r\n", "[1]", " A claim is here. ", "`",
         "```\n", "- ", "> ", "| ", "citecheck: ignore x", "\n\n", "<!--"]
    ),
    max_size=30,
)  # fmt: skip


@given(PIECES)
def test_no_input_breaks_it_and_the_rest_of_the_brief_stays_in_place(pieces: list[str]) -> None:
    brief = read("A first claim stands here [2]. " + "".join(pieces))
    ids = {claim.id for claim in brief.claims}
    for ignore in brief.ignores:
        assert 0 <= ignore.start < ignore.end <= len(brief.text)
        assert ids.issuperset(ignore.claims)
    for claim in brief.claims:
        stretch = brief.text[claim.start : claim.end].replace("`", "")
        assert all(word in stretch for word in re.findall(r"[A-Za-z]+", claim.text))


def test_many_instructions_take_linear_time() -> None:
    def seconds(count: int) -> float:
        text = ("A claim [1]. <!-- citecheck: ignore known --> " * count).encode()
        began = time.process_time()
        parse(text, path="brief.md")
        return time.process_time() - began

    seconds(100)
    assert seconds(4000) < 20 * max(seconds(1000), 0.02)
