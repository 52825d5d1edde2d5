"""Bounds the time that a stretch of code takes, by the system's interval timer.

It is time of the processor, so that a busy machine changes no outcome.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN = 0.2  # seconds between two rings: one may get lost where C code calls Python


class OutOfTime(BaseException):
    """The time is up. No `Exception`, so that no reader takes it for a fault of its input."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise `OutOfTime` in the block once it has taken `seconds` of the processor.

    Works in the main thread of a process, on systems with interval timers; elsewhere the block
    runs unbounded. An outer limit that ends sooner stays in force. Code in C that never looks at
    signals ends first: what may stay there for long belongs in a `Worker`.
    """
    here = threading.current_thread() is threading.main_thread()
    if not here or not hasattr(signal, "setitimer"):
        yield
        return
    began = time.process_time()
    left = signal.getitimer(signal.ITIMER_PROF)[0]
    if left and left <= seconds:
        yield  # an outer limit rings first
        return

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise OutOfTime(f"more than {seconds:g} s")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, max(seconds, 0.001), _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        if left:
            signal.setitimer(
                signal.ITIMER_PROF, max(left - (time.process_time() - began), 0.001), _AGAIN
            )
