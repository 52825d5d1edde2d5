"""Briefs as writers and answer engines hand them in: claims, markers, lists."""

from __future__ import annotations

import contextlib
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck import briefs
from citecheck.briefs import lines as lines_of
from citecheck.briefs import unread
from citecheck.briefs.parse import claim_text
from citecheck.errors import BriefError
from citecheck.model import Brief, MarkerStatus, Scope

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT.parent / "shared" / "bench"
LIST = (
    "\n\nSources\n[1] A — https://a.example/1\n[2] B — https://b.example/2\n[3] https://c.example\n"
)


def parse(text: str | bytes) -> Brief:
    return briefs.parse(text.encode() if isinstance(text, str) else text, path="brief.md")


def cited(brief: Brief) -> list[tuple[str, str]]:
    return [(claim.text, ",".join(claim.refs)) for claim in brief.claims if claim.refs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Forty states signed [1].", [("Forty states signed.", "1")]),
        ("Forty states signed. [1]", [("Forty states signed.", "1")]),
        (
            "Forty states signed.[1] Two did not.[2]",
            [("Forty states signed.", "1"), ("Two did not.", "2")],
        ),
        ("Forty states signed [1] [2].", [("Forty states signed.", "1,2")]),
        ("Forty states signed [1][2].", [("Forty states signed.", "1,2")]),
        ("Forty states signed [1, 3].", [("Forty states signed.", "1,3")]),
        ("Forty states signed [1-3].", [("Forty states signed.", "1,2,3")]),
        ("Forty states signed [1–3].", [("Forty states signed.", "1,2,3")]),
        ("Forty states [1]`signed` it all.", [("Forty states signed it all.", "1")]),
        ("Forty states signed [1], [2].", [("Forty states signed.", "1,2")]),
        ("Forty states signed ([1], [3]).", [("Forty states signed.", "1,3")]),
        ("It did. ([1]) Two did not ([2]).", [("It did.", "1"), ("Two did not.", "2")]),
        (
            r"Forty states signed \[1\]. Two \[1, 3\].",
            [("Forty states signed.", "1"), ("Two.", "1,3")],
        ),
        ("Forty states signed \\[1,\n3\\] it.", [("Forty states signed it.", "1,3")]),
        (
            "| Merrin paid in May | [1] |\n| Harlow | 5 | [2], [3] |\n| [2] | Odd | paid |",
            [("Merrin paid in May", "1"), ("Harlow | 5", "2,3"), ("Odd | paid", "2")],
        ),
        ("Forty states signed [[1]](https://a.example/1).", [("Forty states signed.", "1")]),
        ("Forty states signed [1](https://a.example/1).", [("Forty states signed.", "1")]),
        ("Forty states **signed** the _deal_ [2].", [("Forty states signed the deal.", "2")]),
        (
            'He called it a "very good start. [1]" Others left [2].',
            [('He called it a "very good start."', "1"), ("Others left.", "2")],
        ),
        (
            "The U.S. signed No. 5 of the 287(g) deals, e.g. in Ohio [1]. "
            "It cost $3.5 million [2].",
            [
                ("The U.S. signed No. 5 of the 287(g) deals, e.g. in Ohio.", "1"),
                ("It cost $3.5 million.", "2"),
            ],
        ),
        (
            "The agency frames it as a tool [1] [3], while its critics say it does harm [2].",
            [
                ("The agency frames it as a tool,", "1,3"),
                ("while its critics say it does harm.", "2"),
            ],
        ),
        (
            "According to the report [1], forty states signed the deal.",
            [("According to the report, forty states signed the deal.", "1")],
        ),
        (
            "- Forty states signed [1]\n- Two did not [2]",
            [("Forty states signed", "1"), ("Two did not", "2")],
        ),
        (
            "1. Forty states signed [1].\n2. Two did not [2].",
            [("Forty states signed.", "1"), ("Two did not.", "2")],
        ),
        ("> Forty states\n> signed [1].", [("Forty states signed.", "1")]),
        (
            "See [our guide](https://g.example) for more [sic] on forty states [1].",
            [("See our guide for more [sic] on forty states.", "1")],
        ),
    ],
)
def test_what_each_marker_vouches_for(text: str, expected: list[tuple[str, str]]) -> None:
    assert cited(parse(text + LIST)) == expected


ROUND = LIST.replace("[", "").replace("]", ".")
ONE_ENTRY = "\n\nSources\n1. https://a.example/1\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "They agreed (1) to sign, (2) to pay and (3) to go. Nobody paid (2). All went (1)."
            + ROUND,
            [("Nobody paid.", "2"), ("All went.", "1")],
        ),
        ("They are to: (1) sign; (2) pay; or (3) go." + ROUND, []),
        ("Nobody paid it at all.¹" + ONE_ENTRY, [("Nobody paid it at all.", "1")]),
        ("Nobody paid it at all (1)." + ONE_ENTRY, [("Nobody paid it at all.", "1")]),
        ("Nobody paid it at all.¹\n\n¹ https://a.example/1\n", [("Nobody paid it at all.", "1")]),
        ("Nobody paid 4 km² of it." + ONE_ENTRY, []),
    ],
)
def test_numbers_that_mark_only_where_a_list_answers(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert cited(parse(text)) == expected


def test_what_another_style_would_cite_is_listed_with_the_reason() -> None:
    brief = parse("It cost more (3) than (1) one and (2) two.² Nobody (9) paid⁸ [1]." + LIST)
    assert [(m.text, m.reason) for m in brief.markers if m.status is MarkerStatus.PASSED_OVER] == [
        ("(3)", "the brief cites by bracketed numbers"),
        ("(1)", "it numbers a part of its sentence"),
        ("(2)", "it numbers a part of its sentence"),
        ("²", "the brief cites by bracketed numbers"),
    ]
    assert [m.text for m in brief.markers if m.status is MarkerStatus.CITED] == ["[1]"]


def test_a_paragraph_marked_only_at_its_end_is_a_run() -> None:
    brief = parse(
        "Merrin signed. It paid in May. [1]\n\n- Harlow signed. It paid in June. [2]\n\n"
        "Nobody else signed [3].\n\nThe toll rose [1]. It fell. It rose again [2]." + LIST
    )
    assert [(c.text, c.refs, c.scope) for c in brief.claims] == [
        ("Merrin signed.", ("1",), Scope.RUN),
        ("It paid in May.", ("1",), Scope.SENTENCE),
        ("Harlow signed.", ("2",), Scope.RUN),
        ("It paid in June.", ("2",), Scope.SENTENCE),
        ("Nobody else signed.", ("3",), Scope.SENTENCE),
        ("The toll rose.", ("1",), Scope.SENTENCE),
        ("It fell.", (), Scope.SENTENCE),
        ("It rose again.", ("2",), Scope.SENTENCE),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("In the text of [2020] this was said.", "year"),
        ("The call `a[1]` is code.", "code"),
        ("```\nx = a[1]\n```\nText.", "code"),
        ("# Heading with a marker [1]\n\nText.", "heading"),
        ("Did forty states sign [1]?", "question"),
        ("<!-- a comment [1] -->\nText.", "comment"),
    ],
)
def test_what_is_passed_over_is_said(text: str, reason: str) -> None:
    marker = parse(text + LIST).markers[0]
    assert marker.status is MarkerStatus.PASSED_OVER
    assert reason in marker.reason


def test_a_marker_without_an_entry_is_unresolved() -> None:
    brief = parse("Forty states signed [1] [9]." + LIST)
    assert [m.status for m in brief.markers] == [MarkerStatus.CITED, MarkerStatus.UNRESOLVED]
    assert "9" in brief.markers[1].reason


def test_boilerplate_is_no_claim() -> None:
    brief = parse(
        "Did the plan work?\n\nChecked on January 28, 2026\n"
        "Disclaimer: this can make mistakes. Please verify.\n\nExecutive summary\n\n"
        "1. How the 287(g) plan began. It began in 1996 after a long debate in Congress [1].\n\n"
        "Want to dive deeper?\nWhat do critics say?\nWho pays for it?\n" + LIST
    )
    assert [claim.text for claim in brief.claims] == [
        "It began in 1996 after a long debate in Congress."
    ]
    assert brief.claims[0].heading == "How the 287(g) plan began"
    assert brief.title == "Did the plan work?"


def test_front_matter_is_no_text() -> None:
    brief = parse("---\ntitle: x [1]\n---\nForty states signed [1]." + LIST)
    assert cited(brief) == [("Forty states signed.", "1")]


@pytest.mark.parametrize(
    "listed",
    [
        "Sources\n[1] A page — https://a.example/x\n[2] https://b.example/y\n",
        "## References\n\n1. A page. https://a.example/x (accessed 3 May 2020)\n2. https://b.example/y\n",
        '**Works cited**\n\n[1] "A page" <https://a.example/x>\n[2] <https://b.example/y>\n',
        "Notes:\n- [1] A page: https://a.example/x.\n- [2] https://b.example/y\n",
        '[1]: https://a.example/x "A page"\n[2]: https://b.example/y\n',
        "[1] A page — https://a.example/x\n[2] https://b.example/y\n",
        "1. https://a.example/x\n2. https://b.example/y\n",
        "Bibliography\n[1] A page\nhttps://a.example/x\n[2] B\nhttps://b.example/y\n",
        "Quellen\n[1] [A page](https://a.example/x)\n[2] https://b.example/y\n",
    ],
)
def test_source_lists_in_their_usual_shapes(listed: str) -> None:
    brief = parse(f"Forty states signed the deal [1]. Two states did not [2].\n\n{listed}")
    urls = {r.label: r.url for r in brief.references}
    assert urls == {"1": "https://a.example/x", "2": "https://b.example/y"}
    assert all(m.status is MarkerStatus.CITED for m in brief.markers)
    assert [claim.refs for claim in brief.claims] == [("1",), ("2",)]


def test_footnotes() -> None:
    brief = parse(
        "Forty states signed.[^a] Two did not.[^1]\n\n"
        "[^a]: Report. <https://a.example/x_(y)>\n[^1]: https://b.example/y,\n"
    )
    assert [(r.label, r.url) for r in brief.references] == [
        ("a", "https://a.example/x_(y)"),
        ("1", "https://b.example/y"),
    ]
    assert cited(brief) == [("Forty states signed.", "a"), ("Two did not.", "1")]


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        ("Title (https://en.example/wiki/Mars_(planet)).", "https://en.example/wiki/Mars_(planet)"),
        ("Title. doi:10.1000/xyz-1.2.", "https://doi.org/10.1000/xyz-1.2"),
        (
            'www.first.example, "Report". https://a.example/b?c=1&d=[2]',
            "https://a.example/b?c=1&d=[2]",
        ),
        ("www.only.example/page.", "https://www.only.example/page"),
        ("A book without a link, 1987.", None),
    ],
)
def test_the_url_of_an_entry(entry: str, url: str | None) -> None:
    brief = parse(
        f"Forty states signed the deal [1].\n\nSources\n[1] {entry}\n[2] https://b.example\n"
    )
    assert brief.references[0].url == url


def test_a_list_that_cites_itself_ends() -> None:
    brief = parse(
        "Forty states signed [1].\n\nSources\n[1] see [1] https://a.example\n[2] see [1]\n"
    )
    assert [r.label for r in brief.references] == ["1", "2"]
    assert sum(m.status is MarkerStatus.CITED for m in brief.markers) == 1


def test_two_entries_of_one_label_are_said() -> None:
    brief = parse(
        "Forty states signed [1].\n\nSources\n[1] https://a.example\n[1] https://b.example\n"
    )
    assert any("[1]" in notice for notice in brief.notices)


def test_no_list_is_said_once_with_what_to_do() -> None:
    brief = parse("Forty states signed the deal [1]. Two states did not [2].")
    assert sum("--sources" in notice for notice in brief.notices) == 1
    assert {m.status for m in brief.markers} == {MarkerStatus.UNRESOLVED}


def test_a_list_kept_elsewhere_replaces_it(tmp_path: Path) -> None:
    for name, content in {
        "a.txt": "[1] A — https://a.example\n[2] https://b.example\n",
        "b.json": '{"1": "https://a.example", "2": {"url": "https://b.example"}}',
        "c.json": '[{"id": "x y", "URL": "https://a.example"}, {"URL": "https://b.example"}]',
        "d.csv": "label,title,url\n1,A,https://a.example\n2,B,https://b.example\n",
        "e.yaml": "- url: https://a.example\n- https://b.example\n",
        "f.bib": "@misc{one, title={A}, url={https://a.example}}\n"
        "@misc{two, url={https://b.example}}\n",
        "g.csv": "1;A;https://a.example\n2;B;https://b.example\n",
    }.items():
        (tmp_path / name).write_text(content)
        references = briefs.load_references(tmp_path / name)
        brief = briefs.parse(b"Forty states signed [1] [2].", path="b", references=references)
        found = [(r.label, r.url) for r in brief.references]
        assert found == [("1", "https://a.example"), ("2", "https://b.example")], name
        assert {m.status for m in brief.markers} == {MarkerStatus.CITED}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", "{"),
        ("b.yaml", "a: [b"),
        ("c.json", "5"),
        ("d.txt", "no list here"),
        ("e.bib", "@misc{"),
        ("f.csv", "\0\0\0\0"),
        ("g.json", "[" * 100_000),
    ],
)
def test_a_broken_list_is_one_line(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(BriefError) as caught:
        briefs.load_references(tmp_path / name)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8-sig", "Für Zürich [1]."),
        ("utf-16", "Für Zürich [1]."),
        ("cp1252", "Für Zürich galt “das” – so hieß es überall im späten März dieses Jahres [1]."),
    ],
)
def test_encodings(encoding: str, text: str) -> None:
    assert parse((text + LIST).encode(encoding, "replace")).claims[0].text == text.replace(
        " [1]", ""
    )


@pytest.mark.parametrize(
    "data", [b"", b" \n", b"\0" * 50, b"%PDF-1.7\n\xff\xfe\0", b"\x89PNG\r\n\x1a\n\0\0"]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(BriefError):
        parse(data)


def test_broken_utf_8_is_read_all_the_same() -> None:
    brief = parse(
        "Forty états ont signé l'accord à Genève [1]. ".encode() + b"\xff" + LIST.encode()
    )
    assert brief.claims[0].text.startswith("Forty états")


def test_ids_do_not_change_when_other_claims_do() -> None:
    one = parse("Forty states signed [1]. Two did not [2]." + LIST)
    two = parse("A new first sentence [3]. Forty states signed [1]. Two did not [2]." + LIST)
    assert [c.id for c in one.claims] == [c.id for c in two.claims[1:]]
    twins = parse("It rained [1]. It rained [1]." + LIST)
    assert len({c.id for c in twins.claims}) == 2


SENTENCES = st.sampled_from(
    [
        "Forty states signed the new deal",
        "The U.S. left in May",
        "Prices rose by 3.5 percent",
        'He said "we will not go" again',
    ]
)
MARKERS = st.sampled_from(
    ["[1]", "[1][2]", "[1] [2]", "[1, 2]", "[2-3]", "[[1]](https://a.example/1)"]
)


@given(st.lists(st.tuples(SENTENCES, MARKERS, st.booleans()), min_size=1, max_size=6))
def test_markers_in_every_style_are_all_found(parts: list[tuple[str, str, bool]]) -> None:
    text = " ".join(f"{s}. {m}" if after else f"{s} {m}." for s, m, after in parts)
    brief = parse(text + LIST)
    assert [claim.text for claim in brief.claims] == [f"{s}." for s, _, _ in parts]
    assert all(claim.refs for claim in brief.claims)


PIECES = st.sampled_from(
    [
        "[1]",
        "[2, 3]",
        "[^1]",
        "[",
        "]",
        "(",
        ")",
        "**",
        "*",
        "_",
        "`",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "# ",
        "Sources\n",
        "http://a.b/c",
        "<b>",
        "<!--",
        "-->",
        "A. ",
        "word ",
        "“",
        "?",
        "|",
        "---\n",
        "[1]: http://x.y\n",
        "[a](http://q.r)",
        "\r",
        "\t",
        "\u2028",
    ]
)


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)))
@settings(max_examples=300, deadline=None)
def test_no_input_breaks_it_and_offsets_point_at_the_text(text: str) -> None:
    try:
        brief = parse(text.encode("utf-8", "replace"))
    except BriefError:
        return
    drop = [(m.start, m.end) for m in brief.markers if m.status is not MarkerStatus.PASSED_OVER]
    seen, _ = unread.blanked(brief.text, lines_of.cut(brief.text))
    for claim in brief.claims:
        assert claim_text(seen, claim.start, claim.end, drop) == claim.text
        before = brief.text[: claim.place.offset]
        lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert (claim.place.line, claim.place.column) == (len(lines), len(lines[-1]) + 1)
    for marker in brief.markers:
        assert brief.text[marker.start : marker.end] == marker.text
    used = {label for claim in brief.claims for label in claim.refs}
    counted = [m for m in brief.markers if m.status is not MarkerStatus.PASSED_OVER]
    assert used == {label for m in counted for label in m.labels}


@pytest.mark.parametrize(
    "unit",
    [
        "lorem ipsum [1]. ",
        "[[",
        "[1](",
        "<!--",
        "| a ",
        "\n- x [1]",
        "**a",
        "[1] http://a.b/c\n",
        "((((",
        "\n\nA. ",
    ],
)
def test_time_is_linear(unit: str) -> None:
    began = time.process_time()
    with contextlib.suppress(BriefError):
        parse((unit * 100_000)[:100_000])
    assert time.process_time() - began < 8


@pytest.mark.skipif(not BENCH.exists(), reason=f"{BENCH} is missing")
def test_the_bench_is_read_as_its_makers_read_it(capsys: pytest.CaptureFixture[str]) -> None:
    sys.path.insert(0, str(ROOT / "bench"))
    try:
        import extract
    finally:
        sys.path.pop(0)
    of_pages = extract.pages(BENCH, show=False)
    assert of_pages["found"] >= 0.98
    assert of_pages["extra"] <= 0.02
    assert of_pages["references"] == 1
    of_answers = extract.expertqa(BENCH, show=False)
    assert of_answers["references"] == 1
    assert of_answers["sentences"] >= 0.95
