"""Lanes as processes of this machine.

Each lane is a fresh process (spawned, so that it shares nothing). It ends by itself when this
process does, however that ends: each holds one end of a pipe and is told by the system when the
other end is gone.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import connection
from typing import TYPE_CHECKING, Any

from citecheck.audits.workers.engines import Ended, in_words
from citecheck.audits.workers.lane_work import work
from citecheck.audits.workers.lanes import Kind, Orders

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

_FETCH_LANES = 2
_PATIENCE = 5.0  # seconds that a process has for ending once it has said what it did


@dataclass(slots=True)
class _Running:
    process: SpawnProcess
    answers: Connection
    lifeline: Connection


class LocalLanes:
    """As many judge lanes as `jobs`, and beside them a few that fetch."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._context = multiprocessing.get_context("spawn")
        self._running: dict[str, tuple[Orders, _Running]] = {}

    def slots(self) -> tuple[int, int]:
        """(fetch lanes, judge lanes) at once."""
        return min(_FETCH_LANES, self._jobs), self._jobs

    def start(self, orders: Orders) -> None:
        """Start a process for a lane."""
        answers, their_answers = self._context.Pipe(duplex=False)
        their_lifeline, lifeline = self._context.Pipe(duplex=False)
        process = self._context.Process(
            target=_run, args=(orders, their_answers, their_lifeline), daemon=True
        )
        process.start()
        their_answers.close()
        their_lifeline.close()
        self._running[orders.name] = (orders, _Running(process, answers, lifeline))

    def wait(self, seconds: float) -> Sequence[Ended]:
        """What has ended, waiting at most so long for the first."""
        by_answers = {running.answers: name for name, (_, running) in self._running.items()}
        ready = connection.wait(list(by_answers), timeout=seconds)
        return [self._collect(by_answers[each]) for each in ready]  # type: ignore[index]

    def _collect(self, name: str) -> Ended:
        orders, running = self._running.pop(name)
        try:
            done, problem = running.answers.recv()
        except (EOFError, OSError):
            done, problem = None, ""
        running.process.join(_PATIENCE)
        _end(running)
        return Ended(orders, done, problem)

    def close(self, *, at_once: bool) -> None:
        """End every process; those that are still at work die in the middle of it."""
        for _, running in self._running.values():
            if not at_once:
                running.process.join(_PATIENCE)
            _end(running)
        self._running.clear()


def _end(running: _Running) -> None:
    if running.process.is_alive():
        running.process.kill()
        running.process.join()
    running.answers.close()
    running.lifeline.close()


def _run(orders: Orders, answers: Connection, lifeline: Connection) -> None:
    # Ctrl-C on a terminal goes to all processes; only the one that the user started heeds it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, args=(lifeline,), daemon=True).start()
    if orders.kind is Kind.JUDGE:
        _be_nice()
    answer: tuple[Any, str]
    try:
        answer = (work(orders), "")
    except Exception as error:
        answer = (0, in_words(error))
    answers.send(answer)
    answers.close()


def _die_with_parent(lifeline: Connection) -> None:
    try:
        lifeline.recv_bytes()
    except (EOFError, OSError):
        os._exit(1)


def _be_nice() -> None:
    """Judging yields to fetching: the network's answers should not have to wait."""
    if hasattr(os, "nice"):
        os.nice(5)
