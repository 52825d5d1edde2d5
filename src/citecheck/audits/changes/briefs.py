"""What became of the briefs between two runs: added, removed, edited to say something bad."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from citecheck.audits.changes.compare import finding_of, said, same_claim
from citecheck.audits.store.database import Store
from citecheck.audits.store.schema import findings, run_briefs
from citecheck.model import Verdict

BAD = (Verdict.CONTRADICTED, Verdict.NOT_SUPPORTED, Verdict.UNRESOLVED)
"""The verdicts that count as bad: the claim or its marker is at fault, not the source's state."""


@dataclass(frozen=True, slots=True)
class NewClaim:
    """A claim that its brief did not make before, with a bad verdict; `line` is the brief's."""

    path: str
    claim_id: str
    text: str
    line: int
    verdict: Verdict


def briefs_added(store: Store, earlier: int, later: int) -> list[str]:
    """The paths of briefs that the later run has and the earlier has not, in its order."""
    return _only_in(store, later, earlier)


def briefs_removed(store: Store, earlier: int, later: int) -> list[str]:
    """The paths of briefs that the earlier run has and the later has not, in its order.

    A run over fewer inputs (`--limit`, `--since`) has fewer briefs than the one before it.
    """
    return _only_in(store, earlier, later)


def _only_in(store: Store, run_id: int, other_id: int) -> list[str]:
    here, there = run_briefs.alias("here"), run_briefs.alias("there")
    query = (
        sa.select(here.c.path)
        .outerjoin(there, sa.and_(there.c.path == here.c.path, there.c.run_id == other_id))
        .where(here.c.run_id == run_id, there.c.path.is_(None))
        .order_by(here.c.position)
    )
    with store.reading() as connection:
        return list(connection.execute(query).scalars())


def newly_bad(
    store: Store, earlier: int, later: int, bad: Sequence[Verdict] = BAD
) -> Iterator[NewClaim]:
    """The claims with a verdict of `bad` in briefs that were edited between the runs, and that
    the earlier run's brief did not make in these words."""
    was, now, new = said(earlier), said(later), findings.alias("new")
    edited = run_briefs.alias("edited")
    query = (
        sa.select(now.c.path, now.c.claim_id, now.c.text, now.c.line, new.c.verdict)
        .select_from(now)
        .join(edited, sa.and_(edited.c.path == now.c.path, edited.c.run_id == earlier))
        .join(new, finding_of(new, now))
        .outerjoin(was, same_claim(was, now))
        .where(
            edited.c.brief_id != now.c.brief_id,
            was.c.claim_id.is_(None),
            new.c.verdict.in_([verdict.value for verdict in bad]),
        )
        .order_by(now.c.brief_position, now.c.position)
    )
    with store.reading() as connection:
        for row in connection.execution_options(yield_per=500).execute(query):
            yield NewClaim(row.path, row.claim_id, row.text, row.line, Verdict(row.verdict))
