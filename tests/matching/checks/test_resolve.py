"""Which finding stands where several checks speak of one part, and that no order changes it."""

from __future__ import annotations

import itertools
import random

import pytest

from citecheck.matching import assess, prepare_text
from citecheck.matching.checks.compare import compare
from citecheck.matching.checks.finding import CheckFinding, Effect, Span
from citecheck.matching.checks.registry import CHECKS
from citecheck.matching.checks.resolve import PRECEDENCE, resolve
from citecheck.matching.retrieve.claim_facts import ClaimFacts
from citecheck.matching.retrieve.windows import carry, windows
from citecheck.matching.text.tokens import tokenise
from citecheck.model import ReasonCode
from matching.twins import twins

PAGES = (
    "The harbour board of Norvik met in May. It sold nine boats to Lund for 3 million crowns.",
    "In June the board of Norvik sold seven boats. Lund had refused to buy any boat in Norvik.",
    "Norvik's harbour is old. Prices of boats fell in May, and most boats were sold to Visby.",
)
CLAIMS = (
    "The harbour board of Norvik sold eight boats to Lund in May.",
    "In May the board of Norvik sold nine boats to Visby for 4 million crowns.",
    "Prices of boats rose in May, and few boats were sold in Norvik.",
    "Lund agreed to buy a boat in Norvik in July.",
)


def found(
    check: str, effect: Effect, words: set[int], shown: str = "", strength: float = 1.0
) -> CheckFinding:
    span = Span(0, len(shown), shown) if shown else None
    code = ReasonCode.NAME_DIFFERS
    return CheckFinding(check, effect, code, frozenset(words), span, None, "", strength)


def test_every_check_has_its_place_in_the_precedence() -> None:
    assert sorted(check.name for check in CHECKS) == sorted(PRECEDENCE)


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::5])
def test_of_two_findings_about_the_same_words_the_one_of_the_earlier_check_stands(
    order: tuple[int, ...],
) -> None:
    figure = found("figures", Effect.REFUTES, {3, 4}, "nine boats")
    opposite = found("opposites", Effect.REFUTES, {4}, "boats")
    other = found("opposites", Effect.REFUTES, {7}, "rose")
    lacking = found("names", Effect.LACKS, {4}, "boats")
    every = (opposite, other, lacking, figure)
    assert resolve(every[n] for n in order) == (figure, other)


def test_what_a_passage_states_is_kept_beside_what_refutes() -> None:
    states = found("figures", Effect.STATES, {4})
    refutes = found("exchanged", Effect.REFUTES, {4})
    assert resolve((states, refutes)) == (refutes, states)


def test_the_stronger_of_two_findings_of_one_check_stands() -> None:
    weak = found("names", Effect.REFUTES, {2}, "Lund", 0.4)
    strong = found("names", Effect.REFUTES, {2, 3}, "Lund Town", 0.9)
    assert resolve((weak, strong)) == (strong,)


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_order_of_the_checks_changes_nothing(claim: str) -> None:
    pages = [prepare_text(page) for page in PAGES]
    tokens = tokenise(claim)
    passages = windows(carry(tokens, pages))
    results = []
    for seed in range(6):
        checks = random.Random(seed).sample(CHECKS, len(CHECKS))
        facts = ClaimFacts.of(claim, tokens, "en")
        results.append(compare(facts, passages, [p.text for p in pages], checks).findings)
    assert all(result == results[0] for result in results)


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_order_of_the_pages_changes_nothing(claim: str) -> None:
    judged = [
        assess(claim, [prepare_text(page) for page in pages])
        for pages in itertools.permutations(PAGES)
    ]
    assert all((j.verdict, j.reasons) == (judged[0].verdict, judged[0].reasons) for j in judged)
    assert all(j.score == pytest.approx(judged[0].score) for j in judged)


def test_findings_point_at_what_they_show() -> None:
    shown = 0
    plain = [twin for twin in twins() if "=" not in twin.page.split()[0]]
    for twin in plain[:60]:
        page = prepare_text(twin.page)
        tokens = tokenise(twin.false)
        passages = windows(carry(tokens, [page]))
        result = compare(ClaimFacts.of(twin.false, tokens, "en"), passages, [page.text])
        for finding in result.of(Effect.REFUTES):
            assert finding.claim is not None
            assert finding.claim.shown in twin.false
            if finding.source is not None and finding.check != "quotations":
                start, end, text = finding.source
                assert " ".join(page.text[start:end].split()) == text
                shown += 1
    assert shown
