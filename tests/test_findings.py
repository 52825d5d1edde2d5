"""What several citations of one claim come to."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from citecheck.findings import fails, find, summarise
from citecheck.model import (
    Brief,
    Claim,
    Judgement,
    Place,
    Reason,
    ReasonCode,
    Verdict,
)

NO_ENTRY = Reason(ReasonCode.NO_ENTRY)
DEAD = Reason(ReasonCode.SOURCE_UNREADABLE)
S, P, C, N = (
    Verdict.SUPPORTED,
    Verdict.PARTIALLY_SUPPORTED,
    Verdict.CONTRADICTED,
    Verdict.NOT_SUPPORTED,
)


def claim(*refs: str) -> Claim:
    return Claim("x", "Forty states signed.", refs, 0, 20, Place(0, 1, 1))


def judge_by(table: dict[str, Verdict]):
    """A matcher whose answers are given: labels joined in order → verdict."""

    def judge(_: Claim, labels: Sequence[str]) -> Judgement:
        verdict = table["".join(labels)]
        return Judgement(verdict, 0.9 if verdict is S else 0.2)

    return judge


@pytest.mark.parametrize(
    ("refs", "unread", "judged", "verdict", "needed"),
    [
        ("1", {}, {"1": S}, S, "1"),
        ("1", {}, {"1": N}, N, ""),
        ("", {}, {}, Verdict.UNCITED, ""),
        ("1", {"1": NO_ENTRY}, {}, Verdict.UNRESOLVED, ""),
        ("1", {"1": DEAD}, {}, Verdict.UNVERIFIABLE, ""),
        ("12", {"1": NO_ENTRY, "2": DEAD}, {}, Verdict.UNVERIFIABLE, ""),
        ("12", {}, {"1": S, "2": N, "12": S}, S, "1"),
        ("12", {}, {"1": S, "2": C, "12": S}, S, "1"),
        ("12", {}, {"1": P, "2": P, "12": S, "": N}, S, "12"),
        ("12", {}, {"1": N, "2": C, "12": C}, C, ""),
        # Silence of the pages that could be read proves nothing about the one that could not.
        ("12", {"2": DEAD}, {"1": N}, Verdict.UNVERIFIABLE, ""),
        ("12", {"2": DEAD}, {"1": P}, P, ""),
        ("12", {"2": DEAD}, {"1": S}, S, "1"),
        ("12", {"2": DEAD}, {"1": C}, C, ""),
        ("12", {"2": NO_ENTRY}, {"1": N}, N, ""),
    ],
)
def test_verdict_of_a_claim(
    refs: str,
    unread: dict[str, Reason],
    judged: dict[str, Verdict],
    verdict: Verdict,
    needed: str,
) -> None:
    finding = find(claim(*refs), unread, judge_by(judged))
    assert finding.verdict is verdict
    assert [c.ref for c in finding.citations] == list(refs)
    assert "".join(c.ref for c in finding.citations if c.needed) == needed


def test_a_joint_support_says_so() -> None:
    finding = find(claim("1", "2"), {}, judge_by({"1": P, "2": P, "12": S}))
    assert finding.reasons[0].code is ReasonCode.NEEDS_SEVERAL_SOURCES


def test_a_third_source_that_adds_nothing_is_not_needed() -> None:
    table = {"1": P, "2": P, "3": N, "123": S, "12": S, "13": P, "23": P}
    finding = find(claim("1", "2", "3"), {}, judge_by(table))
    assert [c.ref for c in finding.citations if c.needed] == ["1", "2"]


def test_a_source_that_differs_stays_in_the_reasons_of_a_supported_claim() -> None:
    differs = Reason(ReasonCode.QUANTITY_DIFFERS, "40", "14")

    def judge(_: Claim, labels: Sequence[str]) -> Judgement:
        if tuple(labels) == ("2",):
            return Judgement(C, 0.1, (differs,))
        return Judgement(S, 0.9)

    assert differs in find(claim("1", "2"), {}, judge).reasons


def test_summary_counts_and_measures() -> None:
    judge = judge_by({"1": S, "2": N})
    findings = [
        find(claim("1"), {}, judge),
        find(claim("2"), {}, judge),
        find(claim(), {}, judge),
        find(claim("3"), {"3": NO_ENTRY}, judge),
    ]
    brief = Brief("b", None, "", "utf-8", (), (), ())
    summary = summarise(brief, findings)
    assert summary.claims == 4
    assert sum(summary.verdicts.values()) == 4
    assert summary.citation_recall == pytest.approx(1 / 3)
    assert summary.citation_precision == pytest.approx(1 / 3)


def test_nothing_to_measure_is_none() -> None:
    summary = summarise(Brief("b", None, "", "utf-8", (), (), ()), [])
    assert summary.citation_recall is None
    assert summary.citation_precision is None


def test_an_unresolved_label_fails_a_claim_that_another_source_supports() -> None:
    findings = [find(claim("1", "9"), {"9": NO_ENTRY}, judge_by({"1": S}))]
    assert findings[0].verdict is S
    assert fails(findings, frozenset({Verdict.UNRESOLVED}))
    assert not fails(findings, frozenset({Verdict.CONTRADICTED}))


@pytest.mark.parametrize(
    ("refs", "judged", "verdict", "first"),
    [
        ("1", {"1": S}, S, S),
        ("1", {"1": C}, C, C),
        ("1", {"1": P}, P, P),
        ("1", {"1": N}, Verdict.UNVERIFIABLE, Verdict.UNVERIFIABLE),
        ("12", {"1": N, "2": N, "12": N}, Verdict.UNVERIFIABLE, Verdict.UNVERIFIABLE),
        ("12", {"1": N, "2": S, "12": S}, S, Verdict.UNVERIFIABLE),
    ],
)
def test_what_a_teaser_says_counts_and_its_silence_proves_nothing(
    refs: str, judged: dict[str, Verdict], verdict: Verdict, first: Verdict
) -> None:
    finding = find(claim(*refs), {}, judge_by(judged), teasers={"1": DEAD})
    assert finding.verdict is verdict
    assert finding.citations[0].verdict is first
    assert (DEAD in finding.reasons) == (verdict is not S)


def test_a_page_in_another_language_counts_as_one_that_could_not_be_read() -> None:
    foreign = Reason(ReasonCode.OTHER_LANGUAGE, "en", "de", "the page is in German")
    judged = {
        "1": Judgement(Verdict.UNVERIFIABLE, 0.0, (foreign,)),
        "2": Judgement(Verdict.NOT_SUPPORTED, 0.1, (Reason(ReasonCode.NOT_FOUND_IN_SOURCE),)),
    }
    both = find(claim("1", "2"), {}, lambda _, refs: judged[refs[0]])
    assert both.verdict is Verdict.UNVERIFIABLE
    assert [c.verdict for c in both.citations] == [Verdict.UNVERIFIABLE, Verdict.NOT_SUPPORTED]
    alone = find(claim("1"), {}, lambda _, refs: judged[refs[0]])
    assert alone.verdict is Verdict.UNVERIFIABLE
    assert alone.score is None
    assert alone.reasons[0].claim == "[1]"
