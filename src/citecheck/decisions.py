"""What reviewers have decided, kept in `.citecheck/decisions.jsonl` beside the brief.

One JSON object a line, keys sorted, only ever appended, so that git can merge two reviewers' work
by keeping the lines of both (`.citecheck/.gitattributes` tells it to). The later line wins by its
time, so the order in which a merge leaves the lines does not matter.

A decision holds for a claim's text, the URLs of its references and the passages seen. When one of
these changes the decision is stale: it is shown, and counts no more.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from rapidfuzz import fuzz, process

from citecheck.errors import ReportError
from citecheck.model import (
    BriefReport,
    Decision,
    DecisionKind,
    Finding,
    Reference,
    Report,
    Verdict,
)
from citecheck.outside import dates

if sys.platform != "win32":
    import fcntl

SCHEMA = "citecheck.decision/1"
FOLDER = ".citecheck"
NAME = "decisions.jsonl"
MAX_BYTES = 50_000_000
_MOST_TOLD = 20  # lines that cannot be used, each of which a notice tells
_SAME_CLAIM = 60.0  # likeness in per cent, above which a changed claim is taken for the same one
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the file: a decision and what it was made on.

    `brief` is the brief's file name, `references` the URLs of the claim's references (a label in
    brackets where the list has none), sorted; `evidence` a hash of the passages seen.
    """

    decision: Decision
    brief: str
    references: tuple[str, ...]
    evidence: str


def file_for(brief_path: str) -> Path | None:
    """Where the decisions on a brief are kept; None for one that came by standard input."""
    if brief_path in ("-", "<stdin>") or "://" in brief_path:
        return None
    return Path(brief_path).parent / FOLDER / NAME


def make(finding: Finding, brief: BriefReport, kind: DecisionKind, *, by: str, why: str) -> Entry:
    """A decision, made now, on a finding as it stands. Raises `ValueError` saying what lacks."""
    by, why = " ".join(by.split()), why.strip()
    if not by or len(by) > 40:
        raise ValueError("give the reviewer's initials")
    if not why and kind is not DecisionKind.WITHDRAW:
        raise ValueError("give the reason")
    if len(why) > 10_000:
        raise ValueError("the reason is too long")
    now = datetime.now(UTC)
    entries = {check.reference.label: check.reference for check in reversed(brief.references)}
    basis = _basis(finding, entries)
    decision = Decision(kind, by, now, why, basis.claim, finding.verdict)
    return Entry(decision, _name(brief), basis.references, basis.evidence)


def append(path: Path, entry: Entry) -> None:
    """Add one line to the file, which is made when it is not there. Raises `ReportError`."""
    line = json.dumps(_written(entry), ensure_ascii=False, sort_keys=True) + "\n"
    try:
        path.parent.mkdir(exist_ok=True)
        _check_plain(path)
        with suppress(FileExistsError), (path.parent / ".gitattributes").open("x") as attributes:
            attributes.write(f"{NAME} merge=union\n")
        with path.open("ab+", buffering=0) as file:
            _lock(file)
            if file.seek(0, os.SEEK_END):
                file.seek(-1, os.SEEK_END)
                # An editor may have left the last line without its end.
                line = line if file.read(1) == b"\n" else "\n" + line
            file.write(line.encode("utf-8", "backslashreplace"))
            os.fsync(file)
    except OSError as error:
        raise ReportError(str(path), f"cannot be written: {error.strerror}") from None


def load(path: Path) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """All decisions by time, and a line for each line of the file that cannot be used.

    No file is no decisions. Raises `ReportError` for a file that cannot be read at all.
    """
    try:
        _check_plain(path)
        if path.stat().st_size > MAX_BYTES:
            raise ReportError(str(path), f"is larger than {MAX_BYTES // 1_000_000} MB", "split it")
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return (), ()
    except OSError as error:
        raise ReportError(str(path), f"cannot be read: {error.strerror}") from None
    entries: dict[Entry, None] = {}
    notices: list[str] = []
    broken = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if line.decode("utf-8", "replace").startswith(_CONFLICT):
            if len(notices) < _MOST_TOLD:
                notices.append(
                    f"{path}:{number}: a git conflict marker; the lines of both sides count"
                )
            continue
        try:
            entries[_read(json.loads(line))] = None
        except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
            broken += 1
            if broken > _MOST_TOLD:
                continue
            reason = f"lacks {error}" if isinstance(error, KeyError) else str(error)[:100]
            notices.append(f"{path}:{number}: not a decision, passed over ({reason})")
    if broken > _MOST_TOLD:
        notices.append(f"{path}: {broken - _MOST_TOLD} more lines are no decisions, passed over")
    return tuple(sorted(entries, key=lambda entry: entry.decision.at)), tuple(notices)


def _check_plain(path: Path) -> None:
    """Raise `ReportError` for a file of decisions that leads elsewhere, or never ends."""
    for place, kind in ((path.parent, stat.S_ISDIR), (path, stat.S_ISREG)):
        with suppress(FileNotFoundError):
            if not kind(place.lstat().st_mode):
                raise ReportError(
                    str(place),
                    "cannot be read: it is a link, a pipe, a device or a folder",
                    "put a plain file there",
                )


def apply(report: Report) -> Report:
    """The report with the decisions kept beside each brief, in place of any that it had.

    A line that cannot be used becomes a notice of the brief. Raises `ReportError` when a file
    cannot be read. Each file is read once.
    """
    read: dict[Path, tuple[tuple[Entry, ...], tuple[str, ...]]] = {}
    briefs = []
    for brief in report.briefs:
        path = file_for(brief.brief.path)
        if path is not None and path not in read:
            read[path] = load(path)
        briefs.append(brief if path is None else _applied(brief, *read[path]))
    return replace(report, briefs=tuple(briefs))


def apply_to_brief(brief: BriefReport) -> BriefReport:
    """One brief's findings with their decisions, as `apply` does it."""
    path = file_for(brief.brief.path)
    return brief if path is None else _applied(brief, *load(path))


@dataclass(frozen=True, slots=True)
class _Basis:
    """What a decision on a finding would rest on, as the finding stands now."""

    claim: str
    references: tuple[str, ...]
    evidence: str


def _applied(brief: BriefReport, entries: Sequence[Entry], notices: Sequence[str]) -> BriefReport:
    held: dict[int, list[Decision]] = {}
    lost: list[Decision] = []
    bases = _bases(brief) if entries else ()
    places: dict[str, list[int]] = {}
    for index, basis in enumerate(bases):
        places.setdefault(basis.claim, []).append(index)
    unchanged = {_folded(claim.text) for claim in brief.brief.unchanged} - places.keys()
    for entry in entries:
        if entry.decision.claim in unchanged:
            continue
        where, changed = _place(entry, _name(brief), bases, places)
        decision = replace(entry.decision, changed=changed)
        for index in where:
            held.setdefault(index, []).append(decision)
        if not where and entry.brief == _name(brief):
            lost.append(decision)
    return replace(
        brief,
        brief=replace(brief.brief, notices=(*brief.brief.notices, *notices)),
        findings=tuple(
            replace(finding, decisions=tuple(held.get(index, ())))
            for index, finding in enumerate(brief.findings)
        ),
        lost_decisions=tuple(lost),
    )


def _place(
    entry: Entry, name: str, bases: Sequence[_Basis], places: Mapping[str, Sequence[int]]
) -> tuple[Sequence[int], tuple[str, ...]]:
    """The findings that an entry belongs to, and what has changed about them since.

    What is no longer as it was decided on belongs to a finding of the same brief only.
    """
    same = places.get(entry.decision.claim, ())
    if same:
        changes = {index: _changes(entry, bases[index]) for index in same}
        least = min(changes.values(), key=len)
        if least and entry.brief != name:
            return (), ()
        return [index for index in same if changes[index] == least], least
    if entry.brief != name or not bases:
        return (), ()
    likest = process.extractOne(
        entry.decision.claim,
        [basis.claim for basis in bases],
        scorer=fuzz.ratio,
        score_cutoff=_SAME_CLAIM,
    )
    if likest is None:
        return (), ()
    best = likest[2]
    return [best], ("claim", *_changes(entry, bases[best]))


def _changes(entry: Entry, basis: _Basis) -> tuple[str, ...]:
    changed = []
    if entry.references != basis.references:
        changed.append("references")
    if entry.evidence != basis.evidence:
        changed.append("evidence")
    return tuple(changed)


def _bases(brief: BriefReport) -> tuple[_Basis, ...]:
    entries = {check.reference.label: check.reference for check in reversed(brief.references)}
    return tuple(_basis(finding, entries) for finding in brief.findings)


def _basis(finding: Finding, entries: Mapping[str, Reference]) -> _Basis:
    """The claim's words; the URLs cited, whatever their labels, since lists are renumbered; and
    a hash of the passages seen, whatever the order of the citations and the white space."""
    cited = set()
    for label in finding.claim.refs:
        entry = entries.get(label)
        cited.add((entry.url or entry.text) if entry else f"[{label}]")
    seen = sorted({_folded(e.text) for citation in finding.citations for e in citation.evidence})
    digest = hashlib.sha256("\n".join(seen).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return _Basis(_folded(finding.claim.text), tuple(sorted(cited)), digest)


def _written(entry: Entry) -> dict[str, Any]:
    decision = entry.decision
    return {
        "schema": SCHEMA,
        "kind": decision.kind.value,
        "by": decision.by,
        "at": decision.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "why": decision.why,
        "brief": entry.brief,
        "claim": decision.claim,
        "verdict": decision.verdict.value if decision.verdict else None,
        "references": list(entry.references),
        "evidence": entry.evidence,
    }


def _read(value: Mapping[str, Any]) -> Entry:
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        raise ValueError(f"its schema is not {SCHEMA}")
    if datetime.fromisoformat(_text(value["at"])).tzinfo is None:
        raise ValueError("its time has no zone")
    at = dates.from_iso(value["at"])
    if at is None:
        raise ValueError("its time makes no sense")
    verdict = value.get("verdict")
    decision = Decision(
        DecisionKind(_text(value["kind"])),
        _text(value["by"]),
        at,
        _text(value["why"]),
        _text(value["claim"]),
        Verdict(verdict) if verdict is not None else None,
    )
    return Entry(
        decision, _text(value["brief"]), _texts(value["references"]), _text(value["evidence"])
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a text")
    return value


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    if not isinstance(values, Sequence) or isinstance(values, str):
        raise ValueError("its references are not a list")
    return tuple(_text(value) for value in values)


def _name(brief: BriefReport) -> str:
    return Path(brief.brief.path).name


def _folded(text: str) -> str:
    return " ".join(text.split())


def _lock(file: IO[bytes]) -> None:
    """Wait until no other reviewer writes; let go of when the file is closed.

    Without it one may look for the end of the last line while another has written half of it.
    Where the file system or the platform has no such locks, appending alone keeps lines whole.
    """
    if sys.platform != "win32":
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX)
