"""One review: the report under review, its page, and the decisions that are recorded."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from citecheck import decisions
from citecheck.errors import ReportError
from citecheck.model import BriefReport, DecisionKind, Finding, Report
from citecheck.reports import html
from citecheck.reports.html import DecisionForm

_KINDS = {
    DecisionKind.ACCEPT: "accept",
    DecisionKind.WRONG_VERDICT: "wrong verdict",
    DecisionKind.FIX_CLAIM: "fix the claim",
    DecisionKind.REPLACE_SOURCE: "replace the source",
    DecisionKind.NOTE: "note",
    DecisionKind.WITHDRAW: "withdraw",
}


class Refused(Exception):
    """A decision that cannot be recorded as given; says what is wrong."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a form sent: the claim's anchor on the page, and the fields as typed."""

    claim: str
    kind: str
    by: str
    why: str


class Session:
    """A report and where its decisions are kept. Safe to use from several threads."""

    def __init__(self, report: Report, *, near: Path | None = None, uncited: bool = False) -> None:
        """Raises `ReportError` when a brief of the report is nowhere to be found.

        `near` is the folder of a saved report: a brief that is not at its path is looked for there.
        """
        briefs = tuple(_located(brief, near) for brief in report.briefs)
        self._report = replace(report, briefs=briefs)
        self._uncited = uncited
        self._lock = threading.Lock()
        self._by = ""
        self._recorded = 0
        self._claims = _claims(self._report, uncited)

    @property
    def recorded(self) -> int:
        """How many decisions this session has recorded."""
        return self._recorded

    def page(self, action: str, *, refused: tuple[Given, str] | None = None) -> str:
        """The report with the decisions as they are kept now; forms are sent to `action`.

        `refused` brings a form back as it was typed, with what is wrong.
        """
        form = DecisionForm(action, {k.value: words for k, words in _KINDS.items()}, self._by)
        if refused is not None:
            given, problem = refused
            draft = {given.claim: (given.kind, given.why, problem)}
            form = replace(form, by=given.by, drafts=draft)
            if given.claim not in self._claims:
                form = replace(form, problem=problem)
        return html.page(decisions.apply(self._report), uncited=self._uncited, form=form)

    def decide(self, given: Given) -> None:
        """Record a decision. Raises `Refused`, or `ReportError` when the file cannot be written."""
        if given.claim not in self._claims:
            raise Refused("there is no such claim on the page; load it again")
        brief, finding = self._claims[given.claim]
        try:
            kind = DecisionKind(given.kind)
        except ValueError:
            raise Refused("choose a decision") from None
        path = decisions.file_for(brief.brief.path)
        try:
            entry = decisions.make(finding, brief, kind, by=given.by, why=given.why)
        except ValueError as error:
            raise Refused(str(error)) from None
        if path is None:
            raise Refused("the brief came by standard input; decisions have no place")
        with self._lock:
            decisions.append(path, entry)
            self._by = entry.decision.by
            self._recorded += 1


def _located(brief: BriefReport, near: Path | None) -> BriefReport:
    """The brief with a path that leads to it, so that its decisions are kept beside it."""
    path = Path(brief.brief.path)
    candidates = [path] if near is None else [path, near / path, near / path.name]
    for candidate in candidates:
        if candidate.is_file():
            return replace(brief, brief=replace(brief.brief, path=str(candidate)))
    raise ReportError(
        brief.brief.path,
        "no such brief here, and decisions are kept beside it",
        "review in the folder that the check ran in",
    )


def _claims(report: Report, uncited: bool) -> Mapping[str, tuple[BriefReport, Finding]]:
    """Every claim of the page by its anchor."""
    found: dict[str, tuple[BriefReport, Finding]] = {}
    anchors = html.view.anchors(report, uncited)
    for brief, by_id in zip(report.briefs, anchors, strict=True):
        for finding in reversed(brief.findings):
            if finding.claim.id in by_id:
                found[by_id[finding.claim.id]] = (brief, finding)
    return found
