"""Each case of ../shared/cases/pages that is pairs of a claim and a source comes out as it says."""

from __future__ import annotations

import json
import re

import pytest

import needs
from citecheck.matching import assess, prepare_text
from citecheck.model import Verdict

CASES = (
    "25-signs",
    "26-leading-point",
    "27-quilted-quotes",
    "28-bracketed-letters",
    "29-fractions",
)
_WANTED = re.compile(r"^(\d+) (.+?) \|", re.MULTILINE)


def allowed(wanted: str) -> set[Verdict]:
    """The verdicts that the case's words let pass."""
    if wanted == "not contradicted":
        return set(Verdict) - {Verdict.CONTRADICTED}
    if wanted == "not supported":
        return set(Verdict) - {Verdict.SUPPORTED}
    return {Verdict(wanted)}


@pytest.mark.parametrize("case", CASES)
def test_pairs_are_judged_as_the_case_says(case: str) -> None:
    folder = needs.shared("cases", "pages", case, "pairs.jsonl").parent
    pairs = [json.loads(line) for line in (folder / "pairs.jsonl").read_text("utf-8").splitlines()]
    wanted = dict(_WANTED.findall((folder / "expected.txt").read_text("utf-8")))
    assert len(wanted) == len(pairs) > 0
    for pair in pairs:
        judgement = assess(pair["claim"], [prepare_text(pair["source"])])
        assert judgement.verdict in allowed(wanted[pair["id"]]), (pair, judgement.reasons)
