"""Says what differs between two runs, and what a URL or a brief has been through, in text and
JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from citecheck.audits.changes.briefs import (
    NewClaim,
    briefs_added,
    briefs_removed,
    newly_bad,
)
from citecheck.audits.changes.compare import (
    Kind,
    LinkChange,
    VerdictChange,
    link_changes,
    verdict_changes,
)
from citecheck.audits.changes.history import BriefMoment, UrlMoment
from citecheck.audits.store.database import Store
from citecheck.reports.sanitise import plain

_SHOWN = 25  # of a kind; JSON has all
_WORDS = {
    Kind.DIED: "link died",
    Kind.REVIVED: "link works again",
    Kind.MOVED: "page moved",
    Kind.TEXT_CHANGED: "page text changed",
    Kind.CITECHECK: "citecheck changed",
    Kind.BRIEF: "brief changed",
}


def comparison(store: Store, earlier: int, later: int) -> str:
    """What differs between two runs, as text: lost support first."""
    verdicts = list(verdict_changes(store, earlier, later))
    links = list(link_changes(store, earlier, later))
    lines = [f"Run {later} against run {earlier}", ""]
    why = Counter(kind for change in verdicts for kind in change.why)
    has = "1 claim has" if len(verdicts) == 1 else f"{len(verdicts)} claims have"
    lines.append(f"{has} another verdict" + _counted(why))
    lost = [change for change in verdicts if change.lost_support]
    lines += _section("Lost support", map(_verdict, lost))
    lines += _section(
        "Other verdicts", (_verdict(change) for change in verdicts if not change.lost_support)
    )
    lines += _section(
        "New bad claims in edited briefs", map(_new, newly_bad(store, earlier, later))
    )
    lines += _section("Briefs added", map(plain, briefs_added(store, earlier, later)))
    lines += _section("Briefs removed", map(plain, briefs_removed(store, earlier, later)))
    for kind in (Kind.DIED, Kind.MOVED, Kind.TEXT_CHANGED, Kind.REVIVED):
        of_kind = [change for change in links if change.kind is kind]
        lines += _section(_WORDS[kind].capitalize(), map(_link, of_kind))
    return "\n".join(lines) + "\n"


def comparison_json(store: Store, earlier: int, later: int) -> dict[str, Any]:
    """What differs between two runs, as a JSON object."""
    return {
        "schema": "citecheck.audit-comparison/1",
        "earlier": earlier,
        "later": later,
        "verdicts": [
            {**asdict(change), "lost_support": change.lost_support}
            for change in verdict_changes(store, earlier, later)
        ],
        "new_bad_claims": [asdict(claim) for claim in newly_bad(store, earlier, later)],
        "briefs_added": briefs_added(store, earlier, later),
        "briefs_removed": briefs_removed(store, earlier, later),
        "links": [asdict(change) for change in link_changes(store, earlier, later)],
    }


def url_text(url: str, moments: Sequence[UrlMoment]) -> str:
    """A URL's history: a line for each run, what changed since the one before."""
    lines = [plain(url)]
    before: UrlMoment | None = None
    for moment in moments:
        parts = [f"run {moment.run_id}", f"{moment.at:%Y-%m-%d}", moment.status]
        if moment.status != "ok" and moment.detail:
            parts.append(f"({moment.detail})")
        if moment.final_url and moment.final_url != url:
            parts.append(f"at {moment.final_url}")
        parts.extend(f"[{note}]" for note in _since(before, moment))
        if moment.verdicts:
            parts.append("cited: " + ", ".join(f"{n} {v}" for v, n in moment.verdicts.items()))
        lines.append("  " + plain("  ".join(parts)))
        before = moment
    return "\n".join(lines) + "\n"


def brief_text(path: str, moments: Sequence[BriefMoment]) -> str:
    """A brief's history: a line for each run, and the claims whose verdict changed."""
    lines = [plain(path)]
    before: BriefMoment | None = None
    for moment in moments:
        parts = [f"run {moment.run_id}", f"{moment.at:%Y-%m-%d}", f"citecheck {moment.version}"]
        if moment.verdicts is None:
            parts.append(moment.problem or "not checked yet")
        else:
            parts.append(", ".join(f"{n} {v}" for v, n in moment.verdicts.items() if n))
        if before is not None and before.brief_id != moment.brief_id:
            parts.append("[brief edited]")
        if before is not None and (before.version, before.model) != (moment.version, moment.model):
            parts.append("[citecheck changed]")
        lines.append("  " + plain("  ".join(parts)))
        lines += [f"    {_verdict(change, name=False)}" for change in moment.changes]
        before = moment
    return "\n".join(lines) + "\n"


def _since(before: UrlMoment | None, moment: UrlMoment) -> list[str]:
    if before is None:
        return []
    notes = []
    if before.status == "ok" != moment.status:
        notes.append(_WORDS[Kind.DIED])
    if moment.status == "ok" != before.status:
        notes.append(_WORDS[Kind.REVIVED])
    if before.status == moment.status == "ok":
        if before.final_url != moment.final_url:
            notes.append(_WORDS[Kind.MOVED])
        if before.sha256 != moment.sha256 and before.text_key != moment.text_key:
            notes.append(_WORDS[Kind.TEXT_CHANGED])
    return notes


def _verdict(change: VerdictChange, *, name: bool = True) -> str:
    place = f"{change.path}:{change.line}: " if name else f"line {change.line}: "
    why = ", ".join(_WORDS[kind] for kind in change.why)
    links = f" ({', '.join(change.links)})" if change.links else ""
    return plain(f"{place}{change.before} -> {change.after}: {why}{links}: {_short(change.text)}")


def _new(claim: NewClaim) -> str:
    return plain(f"{claim.path}:{claim.line}: {claim.verdict}: {_short(claim.text)}")


def _short(text: str) -> str:
    return text if len(text) <= 100 else text[:97] + "..."


def _link(change: LinkChange) -> str:
    if change.kind is Kind.DIED:
        return plain(f"{change.url}: {change.after} ({change.detail})")
    if change.kind is Kind.MOVED:
        return plain(f"{change.url}: now at {change.after}")
    return plain(change.url)


def _section(title: str, lines: Iterable[str]) -> list[str]:
    found = list(lines)
    if not found:
        return []
    shown = [f"  {line}" for line in found[:_SHOWN]]
    more = len(found) - len(shown)
    if more:
        shown.append(f"  and {more} more (--format json has all)")
    return ["", f"{title} ({len(found)})", *shown]


def _counted(why: Counter[Kind]) -> str:
    if not why:
        return ""
    return ": " + ", ".join(f"{count} {_WORDS[kind]}" for kind, count in why.most_common())
