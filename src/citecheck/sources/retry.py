"""Asks again where that may help, as long as there is time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tenacity import AsyncRetrying, RetryCallState, retry_if_result, stop_after_attempt

from citecheck.sources.hop import Hop

_LONGEST_BACK_OFF = 8.0  # seconds, where the server names no time


@dataclass(slots=True)
class Budget:
    """Seconds of active work that one look-up has left."""

    left: float


async def ask_again(
    ask: Callable[[], Awaitable[Hop]], first: Hop, budget: Budget, tries: int
) -> Hop:
    """Up to `tries` more tries after `first`, within the budget; the last hop.

    Waits as long as the server asks, else half a second, then twice as long each time. A server
    that asks for more time than is left is not asked again.
    """
    last = first
    fresh = [first]

    def pause(state: RetryCallState) -> float:
        back_off = min(_LONGEST_BACK_OFF, 0.5 * 2.0 ** (state.attempt_number - 1))
        return max(last.wait or 0.0, back_off)

    async def attempt() -> Hop:
        nonlocal last
        last = fresh.pop() if fresh else await ask()
        return last

    async def sleep(seconds: float) -> None:
        budget.left -= seconds
        await asyncio.sleep(seconds)

    retrying = AsyncRetrying(
        stop=stop_after_attempt(tries + 1),
        wait=pause,
        sleep=sleep,
        retry=retry_if_result(lambda hop: hop.wait is not None and hop.wait < budget.left),
        retry_error_callback=lambda _: last,
    )
    result: Hop = await retrying(attempt)
    return result
