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
