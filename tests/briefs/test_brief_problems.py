"""A brief whose source list no marker leads to is a finding; only one with neither is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.briefs import parse
from citecheck.cli.inputs import read_briefs
from citecheck.model import BriefProblem
from citecheck.settings import Settings

LISTED = "\n\n## Kaynaklar\n\n1. Ray, Lamps. https://one.example/\n2. Osei. https://two.example/\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The lamps of the quay were lit again in July." + LISTED, "lost"),
        ("The lamps were lit again in July [7]. Nobody saw it [9]." + LISTED, "other labels"),
        ("# Lamps [1]\n\nThe lamps of the quay were lit again." + LISTED, "passed over"),
        (
            "The lamps were lit.\n\nSources\n\n- https://one.example/\n- https://two.example/\n",
            "lost",
        ),
    ],
)
def test_a_list_without_markers_is_said_with_the_likely_reason(text: str, reason: str) -> None:
    problems = parse(text.encode(), path="lamps.md").problems
    assert reason in problems[BriefProblem.NO_MARKERS]
    assert "lamps.md" in problems[BriefProblem.NO_MARKERS]


@pytest.mark.parametrize(
    "text",
    [
        "The lamps were lit again in July [2]." + LISTED,
        "The lamps were lit again in July ([Ray](https://three.example/))." + LISTED,
        "The lamps were lit again in July.",
        "The lamps were lit, [Ray wrote](https://three.example/), in July.",
    ],
)
def test_a_brief_that_cites_or_has_no_list_has_no_such_problem(text: str) -> None:
    assert not parse(text.encode(), path="lamps.md").problems


def test_one_bad_file_of_several_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_bytes(b"\0\1\2\0")
    (tmp_path / "good.md").write_text("The lamps were lit [1]." + LISTED)
    names = [str(tmp_path / name) for name in ("bad.md", "none.md", "good.md")]
    briefs, errors = read_briefs(names, Settings())
    assert [brief.path for brief in briefs] == names[2:]
    assert len(errors) == 2
