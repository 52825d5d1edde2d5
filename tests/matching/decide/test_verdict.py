"""What the two probabilities and the findings of the checks come to."""

from __future__ import annotations

import pytest

from citecheck.matching import assess, prepare_text
from citecheck.matching.decide.senses import SENSES
from citecheck.matching.decide.verdict import decide
from citecheck.model import Verdict

SAID = dict.fromkeys(SENSES, 0.0) | {"same_matter": 1.0, "best_window": 0.9}
UNRELATED = SAID | {"best_window": 0.1, "same_matter": 0.1}
SUPPORTED, PARTLY = Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED
CONTRADICTED, NOT = Verdict.CONTRADICTED, Verdict.NOT_SUPPORTED


@pytest.mark.parametrize(
    ("values", "supported", "refuted", "verdict"),
    [
        (SAID, 0.95, 0.01, SUPPORTED),
        (SAID, 0.6, 0.01, SUPPORTED),
        (SAID, 0.5, 0.01, PARTLY),
        (SAID | {"quoted": 1.0}, 0.55, 0.01, SUPPORTED),
        (SAID | {"quoted": 1.0, "best_window": 0.3}, 0.1, 0.01, PARTLY),
        (SAID | {"verbatim": 1.0}, 0.1, 0.99, SUPPORTED),
        (SAID, 0.95, 0.99, CONTRADICTED),
        (SAID | {"facts_differ": 1.0}, 0.4, 0.6, CONTRADICTED),
        (SAID | {"facts_differ": 1.0}, 0.95, 0.05, CONTRADICTED),
        (SAID | {"facts_differ": 1.0, "same_matter": 0.2}, 0.4, 0.6, PARTLY),
        (SAID, 0.4, 0.6, PARTLY),
        (UNRELATED, 0.01, 0.01, NOT),
        (UNRELATED, 0.45, 0.01, PARTLY),
        (SAID | {"best_window": 0.7}, 0.05, 0.01, PARTLY),
        (SAID | {"best_window": 0.5}, 0.05, 0.01, NOT),
    ],
)
def test_verdicts(
    values: dict[str, float], supported: float, refuted: float, verdict: Verdict
) -> None:
    assert decide(values, supported, refuted) is verdict


DIFFERS = SAID | {"facts_differ": 1.0}


@pytest.mark.parametrize(
    ("values", "supported", "refuted", "verdict"),
    [
        (SAID, 0.45, 0.01, PARTLY),
        (SAID, 0.92, 0.01, SUPPORTED),
        (SAID | {"quoted": 1.0}, 0.35, 0.01, PARTLY),
        (SAID | {"quoted": 1.0}, 0.65, 0.01, SUPPORTED),
        (SAID | {"absent_verb": 0.25}, 0.99, 0.01, PARTLY),
        (SAID | {"absent_verb": 0.15}, 0.99, 0.01, SUPPORTED),
        (SAID, 0.7, 0.5, PARTLY),
        (SAID, 0.8, 0.5, SUPPORTED),
        (SAID, 0.7, 0.1, SUPPORTED),
        (SAID, 0.7, 0.3, PARTLY),
        (SAID | {"quoted": 1.0}, 0.6, 0.5, SUPPORTED),
        (UNRELATED, 0.2, 0.01, NOT),
        (UNRELATED, 0.4, 0.01, PARTLY),
        (UNRELATED | {"best_window": 0.45}, 0.01, 0.01, NOT),
        (UNRELATED | {"best_window": 0.8}, 0.01, 0.01, PARTLY),
        (DIFFERS | {"same_matter": 0.35}, 0.4, 0.6, PARTLY),
        (DIFFERS | {"same_matter": 0.65}, 0.4, 0.6, CONTRADICTED),
        (DIFFERS, 0.4, 0.2, CONTRADICTED),
        (SAID, 0.4, 0.65, PARTLY),
        (SAID, 0.4, 0.97, CONTRADICTED),
    ],
)
def test_either_side_of_each_threshold(
    values: dict[str, float], supported: float, refuted: float, verdict: Verdict
) -> None:
    assert decide(values, supported, refuted) is verdict


def test_what_stands_word_for_word_is_all_but_certain() -> None:
    page = prepare_text("The guild of Marlow sold ninety barrels of salt. The mill was closed.")
    judgement = assess("The guild of Marlow sold ninety barrels of salt.", [page])
    assert 0.9 < judgement.score < 1


@pytest.mark.parametrize(
    "block",
    [
        {"details_missing": 1.0},
        {"hedged": 1.0},
        {"opposite": 1.0},
        {"absent_verb": 1.0},
        {"denials_unknown": 1.0, "longest_run": 0.8, "runs_of_three": 0.8},
    ],
)
def test_what_keeps_a_probable_claim_from_supported(block: dict[str, float]) -> None:
    assert decide(SAID | block, 0.99, 0.01) is PARTLY


def test_word_for_word_is_supported_where_denials_are_unknown() -> None:
    whole = {"denials_unknown": 1.0, "longest_run": 1.0, "runs_of_three": 1.0}
    assert decide(SAID | whole, 0.99, 0.01) is SUPPORTED
