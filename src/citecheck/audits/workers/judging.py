"""The judge lane: takes briefs whose sources are there, judges them as `check` does, commits each.

What was judged before, by the same engine, is looked up: a brief whose sources say what they said
takes over its result, a claim against unchanged pages its assessment.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial

import sqlalchemy as sa

from citecheck import pipeline
from citecheck.audits import keys
from citecheck.audits.plan.contents import parsed
from citecheck.audits.store.schema import briefs, results
from citecheck.audits.workers import verdicts
from citecheck.audits.workers.lanes import Lane, Taken
from citecheck.audits.workers.readings import Desk, Sourced
from citecheck.findings import find, summarise, with_ignores
from citecheck.matching import Entailment
from citecheck.model import Brief, Claim, Judgement, SourceStatus

_MOST_ATTEMPTS = 3  # so often a brief that ends its process is begun again
_STOP_CHECK = 1.0  # seconds between two looks at whether the run goes on
_SHORTEST_WAIT, _LONGEST_WAIT = 0.05, 1.0  # seconds between two looks for briefs that are ready


def judge(lane: Lane) -> int:
    """Judge until no brief is waiting, the lane's time is up or the run is stopping.

    Returns how many briefs were finished. The one in hand is finished before it ends.
    """
    orders = lane.orders
    model = None
    if orders.entailment:
        from citecheck.matching.entailment import store

        model = store.find(orders.entailment)  # no budget: each run must come to the same
    desk = Desk(lane.store, orders.bodies, orders.engine_id, orders.fetch.timeout)
    done = 0
    asked = 0.0
    wait, waited = _SHORTEST_WAIT, 0.0
    taken: list[Taken] = []
    while True:
        if time.monotonic() - asked > _STOP_CHECK:
            asked = time.monotonic()
            if lane.must_stop():
                lane.leave_briefs(taken)
                return done
        taken = taken or lane.take_briefs()
        if taken:
            _one(lane, desk, model, taken.pop(0))
            done += 1
            wait, waited = _SHORTEST_WAIT, 0.0
        elif lane.is_over() or waited > lane.orders.patience:
            return done
        else:
            time.sleep(wait)
            waited += wait
            wait = min(_LONGEST_WAIT, wait * 2)


def _one(lane: Lane, desk: Desk, model: Entailment | None, taken: Taken) -> None:
    if taken.again:
        if taken.attempts >= _MOST_ATTEMPTS:
            problem = "citecheck ended each time that it judged this brief; please report it"
            verdicts.give_up(lane, taken, problem)
            return
        lane.count_attempt(taken)
    try:
        _judge(lane, desk, model, taken)
    except (sa.exc.OperationalError, sa.exc.InterfaceError):
        raise  # the store is not there; the run cannot go on
    except Exception as error:
        # A brief that trips citecheck up must not end an audit of ten thousand.
        problem = f"citecheck failed on it: {type(error).__name__}: {error}"
        verdicts.give_up(lane, taken, " ".join(problem.split())[:500])


def _judge(lane: Lane, desk: Desk, model: Entailment | None, taken: Taken) -> None:
    read = desk.sources(taken.brief_id, lane.orders.run_id)
    result_id = keys.result_key(
        taken.brief_id,
        lane.orders.engine_id,
        [(s.label, s.url, s.status, s.detail, s.page_key) for s in read],
    )
    if _is_known(lane, result_id):
        verdicts.take_over(lane, taken, result_id)
        return
    seconds = lane.orders.fetch.timeout
    work = _Work(lane, desk, model, _parsed(lane, taken), read)
    found = [
        pipeline.guarded(
            claim, partial(find, claim, work.unread, work.judge, teasers=work.teasers), seconds
        )
        for claim in work.brief.claims
    ]
    made, _ = with_ignores(work.brief, found)
    verdicts.write(
        lane,
        taken,
        result_id,
        verdicts.Made(summarise(work.brief, made), made, work.by_label, work.alone, work.fresh),
    )


class _Work:
    """One brief under judgement; looks assessments up before it makes them."""

    def __init__(
        self,
        lane: Lane,
        desk: Desk,
        model: Entailment | None,
        brief: Brief,
        read: Sequence[Sourced],
    ) -> None:
        self.brief = brief
        self._desk = desk
        self._model = model
        self._engine_id = lane.orders.engine_id
        cited = pipeline.cited_references(brief)
        by_url = {source.url: source for source in read if source.url is not None}
        failed = {
            url: (SourceStatus(source.status), source.detail)
            for url, source in by_url.items()
            if source.page_key is None
        }
        self.unread = pipeline.why_unread(brief, cited, failed)
        shown = {
            url: source.detail
            for url, source in by_url.items()
            if source.page_key is not None and source.status == SourceStatus.PAYWALLED
        }
        self.teasers = pipeline.teasers(cited, shown)
        self.by_label = {
            label: by_url[reference.url]
            for label, reference in cited.items()
            if reference.url is not None
        }
        self._claims = {claim.id: keys.claim_key(claim) for claim in brief.claims if claim.refs}
        self._known = verdicts.known(lane, set(self._claims.values()))
        self.fresh: dict[str, verdicts.Fresh] = {}

    def judge(self, claim: Claim, labels: Sequence[str]) -> Judgement:
        """What `findings.find` asks: the claim against the sources of labels, together."""
        pages = self._pages(labels)
        key = self._key(claim, pages)
        if key not in self._known:
            prepared = [self._desk.prepared(page) for page in pages]
            judgement = pipeline.judge_claim(claim, prepared, self._model)
            self._known[key] = judgement
            page_keys = [page.page_key or "" for page in pages]
            self.fresh[key] = verdicts.Fresh(self._claims[claim.id], page_keys, judgement)
        return self._known[key]

    def alone(self, claim: Claim, label: str) -> tuple[str, Judgement]:
        """The key and the assessment of one citation that was judged."""
        key = self._key(claim, self._pages((label,)))
        return key, self._known[key]

    def _pages(self, labels: Sequence[str]) -> list[Sourced]:
        """The labels' sources, each URL once, as `check` has it."""
        return list({self.by_label[la].url: self.by_label[la] for la in labels}.values())

    def _key(self, claim: Claim, pages: Sequence[Sourced]) -> str:
        page_keys = [page.page_key or "" for page in pages]
        return keys.assessment_key(self._claims[claim.id], page_keys, self._engine_id)


def _is_known(lane: Lane, result_id: str) -> bool:
    with lane.store.reading() as connection:
        query = sa.select(results.c.id).where(results.c.id == result_id)
        return connection.execute(query).first() is not None


def _parsed(lane: Lane, taken: Taken) -> Brief:
    query = sa.select(briefs.c.body, briefs.c.source_list).where(briefs.c.id == taken.brief_id)
    with lane.store.reading() as connection:
        row = connection.execute(query).one()
    return parsed(row.body, row.source_list, taken.path)
