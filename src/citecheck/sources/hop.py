"""What asking one URL once gave, redirects not followed."""

from __future__ import annotations

from dataclasses import dataclass

import httpx

from citecheck.model import Source, SourceStatus
from citecheck.sources.exchange import Exchange, Headers
from citecheck.sources.status import in_words


@dataclass(frozen=True, slots=True)
class Hop:
    """One URL's answer or failure.

    `source` is the end of the look-up if it ends here; `target` the absolute URL that the answer
    redirects to, if it does. `wait` is None unless asking again may help, else the seconds that
    the server asks to wait (0 when it names none). `exchange` is None when no whole answer came.
    `in_cache` tells that the HTTP cache has the answer; `lasting` is False for answers that must
    not be stored (`no-store`).
    """

    source: Source
    target: str | None = None
    wait: float | None = None
    exchange: Exchange | None = None
    in_cache: bool = False
    lasting: bool = True


def failed(
    url: str,
    status: SourceStatus,
    particular: str = "",
    hint: str | None = None,
    wait: float | None = None,
) -> Hop:
    """A hop that ends without an answer."""
    return Hop(Source(url, status, in_words(status, particular, hint), final_url=url), wait=wait)


def pairs(headers: httpx.Headers) -> Headers:
    """Header names and values as text, in order; bytes beyond ASCII as Latin-1."""
    return tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in headers.raw)
