"""Where one claim ends and the next begins, when neither a blank line nor a space says so."""

from __future__ import annotations

import pytest

from citecheck import briefs

LIST = "\n\n## Sources\n1. https://one.example/\n2. https://two.example/\n"


def cited(text: str) -> list[tuple[str, tuple[str, ...], str | None]]:
    brief = briefs.parse((text + LIST).encode(), path="brief.md")
    return [(claim.text, claim.refs, claim.heading) for claim in brief.claims]


@pytest.mark.parametrize("sign", ["[!NOTE]", "[!warning]-", "[!key-point]+"])
def test_the_title_of_a_callout_is_no_claim(sign: str) -> None:
    text = f"> {sign} What the board said\n> The toll rose in May [1]. Nobody paid it [2]."
    heading = "What the board said"
    assert cited(text) == [
        ("The toll rose in May.", ("1",), heading),
        ("Nobody paid it.", ("2",), heading),
    ]


def test_a_callout_may_have_no_title_and_a_cited_first_line_is_a_claim() -> None:
    text = (
        "> [!TIP]\n> The toll rose in May [1].\n\n> [!info] It was shut in June [2]\n> Nobody came."
    )
    assert cited(text) == [
        ("The toll rose in May.", ("1",), None),
        ("It was shut in June", ("2",), None),
        ("Nobody came.", (), None),
    ]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("ค่าผ่านทางเพิ่มขึ้น[1]ไม่มีใครจ่าย[2]", ["ค่าผ่านทางเพิ่มขึ้น", "ไม่มีใครจ่าย"]),
        ("ค่าผ่านทางเพิ่มขึ้นในเดือนพฤษภาคม [1] ไม่มีใครจ่าย [2]",
         ["ค่าผ่านทางเพิ่มขึ้นในเดือนพฤษภาคม", "ไม่มีใครจ่าย"]),
        ("通行料は五月に上がった[1]。誰も払わなかった[2]。",
         ["通行料は五月に上がった。", "誰も払わなかった。"]),
        ("ارتفعت الرسوم في مايو [1]. لم يدفع أحد [2].", ["ارتفعت الرسوم في مايو.", "لم يدفع أحد."]),
    ],
)  # fmt: skip
def test_scripts_of_their_own(text: str, claims: list[str]) -> None:
    assert cited(text) == [(claims[0], ("1",), None), (claims[1], ("2",), None)]


@pytest.mark.parametrize(
    "marked",
    [
        "The toll rose.\\[[1](https://one.example/)\\]\\[[2](https://two.example/)\\]",
        "The toll rose \\[[1](https://one.example/), [2](https://two.example/)\\].",
        "The toll rose [[1](https://one.example/)] [[2](https://two.example/)].",
    ],
)
def test_escaped_brackets_around_linked_numbers_leave_nothing(marked: str) -> None:
    assert cited(marked) == [("The toll rose.", ("1", "2"), None)]


def test_labels_of_letters_are_markers_where_the_list_has_them() -> None:
    brief = briefs.parse(
        b"The toll rose [Ray20]. It fell [KL19, Ray20]. Nobody [sic] paid [b][c].\n\nReferences\n"
        b"[Ray20] Ray. https://one.example/\n[KL19] Osei. https://two.example/\n"
        b"[b] Dole. https://three.example/\n[c] Lund. https://four.example/\n",
        path="brief.md",
    )
    assert [(claim.text, claim.refs) for claim in brief.claims] == [
        ("The toll rose.", ("Ray20",)),
        ("It fell.", ("KL19", "Ray20")),
        ("Nobody [sic] paid.", ("b", "c")),
    ]


def test_a_link_that_fills_the_last_cell_vouches_for_its_row() -> None:
    brief = briefs.parse(
        b"| Finding | Evidence |\n| --- | --- |\n"
        b"| The toll rose in May | [Harbour Post](https://one.example/) |\n"
        b"| [Tide](https://two.example/) | sank in June |\n",
        path="brief.md",
    )
    urls = {entry.label: entry.url for entry in brief.references}
    assert [(c.text, [urls[ref] for ref in c.refs]) for c in brief.claims if c.refs] == [
        ("The toll rose in May", ["https://one.example/"])
    ]
