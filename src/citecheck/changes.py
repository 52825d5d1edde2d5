"""Keeps the claims of a brief that differ from those of an older version of it."""

from __future__ import annotations

from dataclasses import replace

from citecheck.model import Brief, Claim, Reference


def only_changed(brief: Brief, old: Brief | None, name: str) -> Brief:
    """The brief with those claims only whose text or references are new; the others are in
    `unchanged`.

    A claim is the same when its text is and its labels lead to the same entries, wherever it
    stands and however the list is numbered. `old` is None for a new brief; `name` says in words
    what the brief was compared with.
    """
    if old is None:
        return brief
    known = set(_keys(old).values())
    keys = _keys(brief)
    changed = tuple(claim for claim in brief.claims if keys[claim.id] not in known)
    unchanged = tuple(claim for claim in brief.claims if keys[claim.id] in known)
    if not unchanged:
        return brief
    notice = (
        f"{len(unchanged)} of {len(brief.claims)} claims and sentences are as in {name} "
        "and were not judged again"
    )
    return replace(brief, claims=changed, unchanged=unchanged, notices=(*brief.notices, notice))


def _keys(brief: Brief) -> dict[str, tuple[str, frozenset[str]]]:
    """By claim id, what makes a claim the same: its text, and where its labels lead."""
    entries: dict[str, Reference] = {}
    for reference in brief.references:
        entries.setdefault(reference.label, reference)
    return {claim.id: (claim.text, _targets(claim, entries)) for claim in brief.claims}


def _targets(claim: Claim, entries: dict[str, Reference]) -> frozenset[str]:
    found = []
    for label in claim.refs:
        entry = entries.get(label)
        found.append(f"[{label}]" if entry is None else entry.url or entry.text)
    return frozenset(found)
