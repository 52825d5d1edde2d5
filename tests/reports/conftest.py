"""A saved report of the example brief, and golden files that `--write-golden` writes anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from citecheck.model import (
    Assessment,
    BriefReport,
    Decision,
    DecisionKind,
    Evidence,
    Finding,
    Reason,
    ReferenceCheck,
    Report,
)
from citecheck.reports import saved

DATA = Path(__file__).parent / "data"
Golden = Callable[[str, str], None]


@pytest.fixture(scope="session")
def harlow() -> Report:
    """The report of the example brief, as `citecheck check --format json` wrote it once."""
    return saved.load((DATA / "harlow.json").read_bytes(), "harlow.json")


@pytest.fixture
def golden() -> Golden:
    """Compare a text with a golden file; with CITECHECK_WRITE_GOLDEN=1 write the file instead."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parent / "golden" / name
        if os.environ.get("CITECHECK_WRITE_GOLDEN") == "1":
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        assert path.read_bytes().decode() == text

    return compare


def with_text(report: Report, text: str, url: str | None = None) -> Report:
    """The report with `text` wherever a brief, a page or a reviewer supplies words.

    `url` takes the place of every address when given.
    """

    def evidence(old: Evidence) -> Evidence:
        return replace(
            old,
            text=text,
            start=0,
            end=len(text),
            heading=text,
            aligned=((0, min(4, len(text)), 0, min(4, len(text))),),
            url=url or old.url,
        )

    def reasons(old: tuple[Reason, ...]) -> tuple[Reason, ...]:
        return tuple(replace(r, claim=text, source=text, detail=text) for r in old)

    def citation(old: Assessment) -> Assessment:
        return replace(
            old,
            reasons=reasons(old.reasons),
            evidence=tuple(evidence(e) for e in old.evidence),
        )

    def finding(old: Finding) -> Finding:
        decision = Decision(
            DecisionKind.NOTE, text, report.checked_at, text, text, old.verdict, (text,)
        )
        return replace(
            old,
            claim=replace(old.claim, text=text, heading=text, start=0, end=len(text)),
            reasons=reasons(old.reasons),
            citations=tuple(citation(c) for c in old.citations),
            decisions=(decision,),
        )

    def check(old: ReferenceCheck) -> ReferenceCheck:
        reference = replace(old.reference, title=text, text=text, url=url or old.reference.url)
        return replace(old, reference=reference, page_title=text, detail=text)

    def brief(old: BriefReport) -> BriefReport:
        return replace(
            old,
            brief=replace(
                old.brief, path=text, title=text, text=text, notices=(text,), passed_over=()
            ),
            references=tuple(check(c) for c in old.references),
            findings=tuple(finding(f) for f in old.findings),
        )

    return replace(report, briefs=tuple(brief(b) for b in report.briefs))
