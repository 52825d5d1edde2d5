"""Lanes as tasks of a Dask cluster.

A task bears the name of its lane. When a worker dies, Dask runs its task again elsewhere, and the
lane takes up what it had in hand under that name; nothing that was written down is done twice.
Lanes are short, so that workers which join find work and a cluster with few threads gets to
fetching and judging in turn.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from citecheck.audits.store.database import StoreError
from citecheck.audits.workers.engines import Ended, in_words
from citecheck.audits.workers.lane_work import work
from citecheck.audits.workers.lanes import Kind, Orders

SECONDS = 30.0
"""How long a lane takes new work before another may have its place."""

_NOBODY = 60.0  # seconds without any worker before the run is given up


class DaskLanes:
    """Lanes on the cluster of a scheduler. Raises `StoreError` when it cannot be reached."""

    def __init__(self, scheduler: str) -> None:
        try:
            from distributed import Client
        except ImportError:
            hint = "pip install 'citecheck-briefs[distributed]'"
            raise StoreError(scheduler, "a cluster needs Dask distributed", hint) from None
        try:
            self._client = Client(scheduler, timeout=10, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            problem = " ".join(str(error).split())
            raise StoreError(scheduler, f"no scheduler answers: {problem}"[:300]) from None
        self._scheduler = scheduler
        self._futures: dict[str, tuple[Orders, Any]] = {}
        self._attempts = 0
        self._seen = time.monotonic()

    def slots(self) -> tuple[int, int]:
        """(fetch lanes, judge lanes) at once: half the cluster's threads may fetch; judging
        takes what is left."""
        threads = sum(self._client.nthreads().values())
        if threads:
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > _NOBODY:
            raise StoreError(self._scheduler, "the cluster has no workers", "start some")
        return max(1, threads // 2), max(1, threads)

    def start(self, orders: Orders) -> None:
        """Submit a lane."""
        self._attempts += 1
        future = self._client.submit(
            work,
            orders,
            key=f"{orders.name}-{self._attempts}",
            pure=False,
            priority=10 if orders.kind is Kind.FETCH else 0,
        )
        self._futures[orders.name] = (orders, future)

    def wait(self, seconds: float) -> Sequence[Ended]:
        """What has ended, waiting at most so long for the first."""
        until = time.monotonic() + seconds
        while True:
            done = [name for name, (_, future) in self._futures.items() if future.done()]
            if done or time.monotonic() > until:
                return [self._collect(name) for name in done]
            time.sleep(0.1)

    def _collect(self, name: str) -> Ended:
        from distributed.scheduler import KilledWorker

        orders, future = self._futures.pop(name)
        try:
            return Ended(orders, int(future.result()))
        except KilledWorker:
            return Ended(orders, None)  # it died on several workers
        except Exception as error:
            if future.cancelled():
                return Ended(orders, None)
            return Ended(orders, 0, in_words(error))

    def close(self, *, at_once: bool) -> None:
        """Take back what has not ended, and leave the cluster."""
        self._client.cancel([future for _, future in self._futures.values()], force=at_once)
        self._futures.clear()
        self._client.close()
