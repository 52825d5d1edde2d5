"""A decision holds for what it was made on, and the file merges in git."""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import needs
from citecheck import decisions
from citecheck.errors import ReportError
from citecheck.findings import fails
from citecheck.model import BriefReport, DecisionKind, Finding, Report, Verdict
from citecheck.reports import saved

DATA = Path(__file__).parent / "reports" / "data"


@pytest.fixture
def brief(tmp_path: Path) -> BriefReport:
    report = saved.load((DATA / "harlow.json").read_bytes(), "harlow.json")
    brief = report.briefs[0]
    return replace(brief, brief=replace(brief.brief, path=str(tmp_path / "brief.txt")))


def contradicted(brief: BriefReport) -> Finding:
    return next(f for f in brief.findings if f.verdict is Verdict.CONTRADICTED)


def decide(
    brief: BriefReport,
    kind: DecisionKind = DecisionKind.ACCEPT,
    *,
    by: str = "AB",
    why: str = "the council confirmed it by telephone",
    finding: Finding | None = None,
) -> decisions.Entry:
    path = decisions.file_for(brief.brief.path)
    assert path is not None
    entry = decisions.make(finding or contradicted(brief), brief, kind, by=by, why=why)
    decisions.append(path, entry)
    return entry


def changed(brief: BriefReport, finding: Finding) -> BriefReport:
    """The brief with this finding in place of the first contradicted one."""
    old = contradicted(brief)
    return replace(brief, findings=tuple(finding if f is old else f for f in brief.findings))


def test_an_accepted_finding_counts_no_more_and_says_who_when_why(brief: BriefReport) -> None:
    only = replace(brief, findings=(contradicted(brief),))
    assert fails(only.findings, frozenset({Verdict.CONTRADICTED}))
    decide(only)
    after = decisions.apply_to_brief(only)
    accepted = after.findings[0].accepted
    assert accepted is not None
    assert (accepted.by, accepted.why) == ("AB", "the council confirmed it by telephone")
    assert accepted.at.tzinfo is not None
    assert not fails(after.findings, frozenset({Verdict.CONTRADICTED}))


def test_a_note_changes_nothing_and_a_withdrawal_takes_back(brief: BriefReport) -> None:
    decide(brief)
    decide(brief, DecisionKind.NOTE, why="see the minutes")
    assert contradicted(decisions.apply_to_brief(brief)).accepted is not None
    decide(brief, DecisionKind.WITHDRAW, by="CD", why="")
    after = contradicted(decisions.apply_to_brief(brief))
    assert after.accepted is None
    assert after.decision is None
    assert [d.kind.value for d in after.decisions] == ["accept", "note", "withdraw"]


def test_the_later_decision_wins_by_its_time_not_by_its_line(brief: BriefReport) -> None:
    finding = contradicted(brief)
    path = decisions.file_for(brief.brief.path)
    assert path is not None
    later = decisions.make(finding, brief, DecisionKind.FIX_CLAIM, by="AB", why="it is 2028")
    earlier = decisions.make(finding, brief, DecisionKind.ACCEPT, by="CD", why="fine")
    hour = timedelta(hours=1)
    earlier = replace(earlier, decision=replace(earlier.decision, at=later.decision.at - hour))
    decisions.append(path, later)
    decisions.append(path, earlier)
    decision = contradicted(decisions.apply_to_brief(brief)).decision
    assert decision is not None
    assert decision.kind is DecisionKind.FIX_CLAIM


def test_a_renumbered_list_and_other_labels_change_nothing(brief: BriefReport) -> None:
    decide(brief)
    finding = contradicted(brief)
    label = finding.claim.refs[0]
    checks = tuple(
        replace(check, reference=replace(check.reference, label="77"))
        if check.reference.label == label
        else check
        for check in brief.references
    )
    renumbered = replace(
        changed(brief, replace(finding, claim=replace(finding.claim, refs=("77",)))),
        references=checks,
    )
    assert contradicted(decisions.apply_to_brief(renumbered)).accepted is not None


def test_other_evidence_makes_it_stale(brief: BriefReport) -> None:
    decide(brief)
    finding = contradicted(brief)
    citation = finding.citations[0]
    evidence = replace(citation.evidence[0], text="The work is due to finish in 2031.")
    other = replace(finding, citations=(replace(citation, evidence=(evidence,)),))
    after = contradicted(decisions.apply_to_brief(changed(brief, other)))
    assert after.accepted is None
    assert after.decisions[0].changed == ("evidence",)


def test_another_source_makes_it_stale(brief: BriefReport) -> None:
    decide(brief)
    finding = contradicted(brief)
    other = replace(finding, claim=replace(finding.claim, refs=("3",)))
    after = contradicted(decisions.apply_to_brief(changed(brief, other)))
    assert after.accepted is None
    assert after.decisions[0].changed == ("references",)


def test_another_wording_makes_it_stale_and_is_found_by_likeness(brief: BriefReport) -> None:
    decide(brief)
    finding = contradicted(brief)
    text = finding.claim.text.replace("2029", "2030")
    assert text != finding.claim.text
    other = replace(finding, claim=replace(finding.claim, text=text))
    after = contradicted(decisions.apply_to_brief(changed(brief, other)))
    assert after.accepted is None
    assert after.decisions[0].changed == ("claim",)
    assert after.decisions[0].claim == finding.claim.text


def test_a_claim_that_is_gone_leaves_its_decision_with_the_brief(brief: BriefReport) -> None:
    decide(brief)
    rest = tuple(f for f in brief.findings if f.verdict is Verdict.UNRESOLVED)
    after = decisions.apply_to_brief(replace(brief, findings=rest))
    assert [d.by for d in after.lost_decisions] == ["AB"]
    assert all(f.decisions == () for f in after.findings)


def test_a_decision_on_one_brief_says_nothing_of_another_claim_elsewhere(
    brief: BriefReport, tmp_path: Path
) -> None:
    decide(brief)
    finding = contradicted(brief)
    text = finding.claim.text.replace("2029", "2030")
    other = replace(
        changed(brief, replace(finding, claim=replace(finding.claim, text=text))),
        brief=replace(brief.brief, path=str(tmp_path / "other.txt")),
    )
    after = decisions.apply_to_brief(other)
    assert all(f.decisions == () for f in after.findings)
    assert after.lost_decisions == ()


@pytest.mark.parametrize(
    ("by", "why"), [("", "reason"), ("   ", "reason"), ("AB", " "), ("A" * 41, "reason")]
)
def test_a_decision_needs_initials_and_a_reason(brief: BriefReport, by: str, why: str) -> None:
    with pytest.raises(ValueError, match="give the"):
        decisions.make(contradicted(brief), brief, DecisionKind.ACCEPT, by=by, why=why)


def test_the_file_is_one_sorted_object_a_line_and_only_grows(brief: BriefReport) -> None:
    decide(brief, why="line one\nline two")
    path = decisions.file_for(brief.brief.path)
    assert path is not None
    before = path.read_bytes()
    path.write_bytes(before.rstrip(b"\n"))  # an editor that drops the last newline
    decide(brief, by="CD")
    after = path.read_bytes()
    assert after.startswith(before)
    lines = after.decode().splitlines()
    assert len(lines) == 2
    for line in lines:
        assert list(json.loads(line)) == sorted(json.loads(line))


def test_what_is_not_a_decision_is_named_by_its_line_and_the_rest_counts(
    brief: BriefReport,
) -> None:
    decide(brief)
    path = decisions.file_for(brief.brief.path)
    assert path is not None
    good = path.read_text(encoding="utf-8")
    path.write_bytes(
        b"<<<<<<< HEAD\n" + good.encode() + b"=======\n{}\n\xff\xfe\n"
        b'{"schema": "citecheck.decision/1", "kind": "accept"}\n>>>>>>> other\n'
    )
    after = decisions.apply_to_brief(brief)
    assert contradicted(after).accepted is not None
    notices = [n for n in after.brief.notices if "decisions.jsonl" in n]
    assert [n.split("decisions.jsonl:")[1].split(":")[0] for n in notices] == list("134567")
    assert "conflict marker" in notices[0]
    assert "not a decision" in notices[2]


def test_a_file_that_cannot_be_read_is_one_error(brief: BriefReport) -> None:
    path = decisions.file_for(brief.brief.path)
    assert path is not None
    path.mkdir(parents=True)
    with pytest.raises(ReportError, match="cannot be read"):
        decisions.apply_to_brief(brief)


def test_standard_input_has_no_decisions(brief: BriefReport) -> None:
    stdin = replace(brief, brief=replace(brief.brief, path="<stdin>"))
    report = Report("1", datetime.now(UTC), (stdin,))
    assert decisions.apply(report).briefs == (stdin,)


def test_thousands_of_decisions_take_little_time(brief: BriefReport) -> None:
    path = decisions.file_for(brief.brief.path)
    assert path is not None
    decide(brief)
    entry = json.loads(path.read_text("utf-8"))
    lines = [json.dumps({**entry, "claim": f"claim {n} of another time"}) for n in range(5000)]
    with path.open("a", encoding="utf-8") as file:
        file.write("\n".join(lines))
    began = time.process_time()
    after = decisions.apply(Report("1", datetime.now(UTC), (brief,) * 20))
    assert time.process_time() - began < 10
    assert all(contradicted(b).accepted for b in after.briefs)
    assert len(after.briefs[0].lost_decisions) == 5000


def test_two_reviewers_branches_merge_in_git(brief: BriefReport, tmp_path: Path) -> None:
    """Both append at the same spot; the union merge keeps both, without a conflict."""
    git_program = needs.program("git")

    def git(*arguments: str) -> None:
        subprocess.run(
            [git_program, "-c", "user.name=R", "-c", "user.email=r@r.example", *arguments],
            cwd=tmp_path,
            check=True,
            capture_output=True,
        )

    supported = next(f for f in brief.findings if f.verdict is Verdict.SUPPORTED)
    git("init", "-q", "-b", "main")
    decide(brief, why="first")
    git("add", "-A")
    git("commit", "-qm", "one")
    git("checkout", "-qb", "other")
    decide(brief, DecisionKind.FIX_CLAIM, by="CD", why="mend the year")
    git("commit", "-qam", "two")
    git("checkout", "-q", "main")
    decide(brief, DecisionKind.WRONG_VERDICT, by="EF", why="see page 2", finding=supported)
    git("commit", "-qam", "three")
    git("merge", "-q", "other")
    after = decisions.apply_to_brief(brief)
    assert not [n for n in after.brief.notices if "decisions" in n]
    kinds = {d.kind.value for f in after.findings for d in f.decisions}
    assert kinds == {"accept", "fix_claim", "wrong_verdict"}
