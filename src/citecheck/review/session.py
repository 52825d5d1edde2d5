"""One review: the report under review, its page, and the decisions that are recorded."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from citecheck import decisions
from citecheck.errors import ReportError
from citecheck.model import BriefReport, Decision, DecisionKind, Finding, Report
from citecheck.reports import RenderOptions, html
from citecheck.reports.html import DecisionForm
from citecheck.reports.html.decide import Draft, KindView
from citecheck.reports.html.view import ClaimView

_KINDS = {
    DecisionKind.ACCEPT: KindView("accept", "a"),
    DecisionKind.WRONG_VERDICT: KindView("wrong verdict", "w"),
    DecisionKind.FIX_CLAIM: KindView("fix the claim", "f"),
    DecisionKind.REPLACE_SOURCE: KindView("replace the source", "r"),
    DecisionKind.NOTE: KindView("note", "o"),
    DecisionKind.WITHDRAW: KindView("withdraw", "x", needs_reason=False),
}


class Refused(Exception):
    """A decision that cannot be recorded as given; says what is wrong, and with which field
    ("kind", "by", "why", or "" for none of them)."""

    def __init__(self, problem: str, field: str = "") -> None:
        super().__init__(problem)
        self.field = field


@dataclass(frozen=True, slots=True)
class Given:
    """What a form sent: the claim's anchor on the page, and the fields as typed."""

    claim: str
    kind: str
    by: str
    why: str


class Session:
    """A report and where its decisions are kept. Safe to use from several threads."""

    def __init__(
        self,
        report: Report,
        *,
        near: Path | None = None,
        uncited: bool = False,
        reviewer: str = "",
    ) -> None:
        """Raises `ReportError` when a brief of the report is nowhere to be found.

        `near` is the folder of a saved report: a brief that is not at its path is looked for there.
        `reviewer` are the initials that forms begin with.
        """
        briefs = tuple(_located(brief, near) for brief in report.briefs)
        self._report = replace(report, briefs=briefs)
        self._options = RenderOptions(uncited=uncited)
        self._lock = threading.Lock()
        self._by = reviewer
        self._recorded = 0
        self._claims = _claims(self._report, uncited)

    @property
    def recorded(self) -> int:
        """How many decisions this session has recorded."""
        return self._recorded

    def version(self) -> str:
        """A word that changes whenever someone, here or elsewhere, records a decision."""
        paths = {decisions.file_for(brief.brief.path) for brief in self._report.briefs}
        sizes = []
        for path in sorted(path for path in paths if path is not None):
            try:
                sizes.append(str(path.stat().st_size))
            except OSError:
                sizes.append("0")
        return "-".join(sizes)

    def page(self, action: str, *, refused: tuple[Given, Refused] | None = None) -> str:
        """The report with the decisions as they are kept now; forms are sent to `action`.

        `refused` brings a form back as it was typed, with what is wrong.
        """
        form = self._form(action)
        if refused is not None:
            given, problem = refused
            draft = Draft(given.kind, given.why, str(problem), problem.field)
            form = replace(form, by=given.by, drafts={given.claim: draft})
            if given.claim not in self._claims:
                form = replace(form, problem=str(problem))
        return html.page(decisions.apply(self._report), self._options, form)

    def state(self) -> dict[str, Any]:
        """What a page that is open has to know: the decisions on each claim, as they are now."""
        form = self._form("decide")  # its version first: a decision made meanwhile comes next time
        report = decisions.apply(self._report)
        anchors = html.view.anchors(report, self._options.uncited)
        claims: dict[str, Any] = {}
        for brief, by_id in zip(report.briefs, anchors, strict=True):
            for claim in html.view.claims(brief, self._options, by_id):
                claims[claim.anchor] = _state_of(claim, form)
        return {"version": form.version, "claims": claims}

    def decide(self, given: Given) -> None:
        """Record a decision. Raises `Refused`, or `ReportError` when the file cannot be written."""
        brief, finding = self._claim(given.claim)
        try:
            kind = DecisionKind(given.kind)
        except ValueError:
            raise Refused("choose a decision", "kind") from None
        try:
            entry = decisions.make(finding, brief, kind, by=given.by, why=given.why)
        except ValueError as error:
            raise Refused(str(error), "by" if "initials" in str(error) else "why") from None
        self._append(brief, entry)
        self._by = entry.decision.by

    def undo(self, given: Given) -> None:
        """Take back the last decision on a claim; what was in force before it is so again.

        Nothing is taken out of the file: lines that say so are added. Raises `Refused` when there
        is none, or when it is another reviewer's.
        """
        brief, finding = self._claim(given.claim)
        made = [d for d in self._made(given.claim) if not d.is_stale]
        if not made:
            raise Refused("there is nothing to undo")
        last, before = made[-1], replace(finding, decisions=tuple(made[:-1])).decision
        if last.by != " ".join(given.by.split()):
            raise Refused(f"the last decision is by {last.by}; they can undo it", "by")
        take_back = decisions.make(finding, brief, DecisionKind.WITHDRAW, by=last.by, why="undone")
        self._append(brief, take_back)
        if before is not None:
            again = decisions.make(finding, brief, before.kind, by=before.by, why=before.why)
            self._append(brief, again)

    def _form(self, action: str) -> DecisionForm:
        kinds = {kind.value: view for kind, view in _KINDS.items()}
        return DecisionForm(action, kinds, self._by, self.version())

    def _claim(self, anchor: str) -> tuple[BriefReport, Finding]:
        if anchor not in self._claims:
            raise Refused("there is no such claim on the page; load it again")
        return self._claims[anchor]

    def _made(self, anchor: str) -> tuple[Decision, ...]:
        """The decisions on a claim as they are kept now."""
        brief, finding = self._claim(anchor)
        findings = decisions.apply_to_brief(brief).findings
        return next(f.decisions for f in findings if f.claim.id == finding.claim.id)

    def _append(self, brief: BriefReport, entry: decisions.Entry) -> None:
        path = decisions.file_for(brief.brief.path)
        if path is None:
            raise Refused("the brief came by standard input; decisions have no place")
        with self._lock:
            decisions.append(path, entry)
            self._recorded += 1


def _state_of(claim: ClaimView, form: DecisionForm) -> dict[str, Any]:
    return {
        "decided": claim.decided,
        "stamps": list(claim.stamps),
        "needs": claim.needs,
        "html": html.decisions_part(claim, form),
        "undo": claim.decisions[-1].by if claim.decisions else "",
    }


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
