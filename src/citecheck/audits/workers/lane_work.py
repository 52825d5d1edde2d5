"""Does a lane's work in this process: makes sure of the engine, then fetches or judges."""

from __future__ import annotations

import socket
from dataclasses import astuple

import sqlalchemy as sa

from citecheck.audits.keys import current_engine
from citecheck.audits.store.database import Store, StoreError
from citecheck.audits.store.schema import engines
from citecheck.audits.workers.fetching import fetch
from citecheck.audits.workers.judging import judge
from citecheck.audits.workers.lanes import Kind, Lane, Orders


def _check_engine(store: Store, engine_id: int, entailment: str) -> None:
    """A worker on another machine may have another citecheck; its verdicts would be others."""
    with store.reading() as connection:
        row = connection.execute(sa.select(engines).where(engines.c.id == engine_id)).one()
    if (row.version, row.model, row.code) != astuple(current_engine(entailment)):
        problem = f"this worker has another citecheck than the run ({row.version} {row.code})"
        raise StoreError(socket.gethostname(), problem, "install the same one")


def work(orders: Orders) -> int:
    """Do a lane's work in this process; returns how many URLs or briefs it finished."""
    store = Store(orders.store)
    try:
        _check_engine(store, orders.engine_id, orders.entailment)
        if orders.kind is Kind.FETCH:
            return fetch(Lane(orders, store))
        return judge(Lane(orders, store))
    finally:
        store.close()
