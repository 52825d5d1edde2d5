"""Says in words how a look-up ended and what to do next: one table."""

from __future__ import annotations

from collections.abc import Mapping

from citecheck.model import SourceStatus

S = SourceStatus

_BY_CODE: Mapping[int, SourceStatus] = {
    401: S.LOGIN_REQUIRED,
    402: S.PAYWALLED,
    403: S.FORBIDDEN,
    404: S.NOT_FOUND,
    407: S.LOGIN_REQUIRED,
    410: S.GONE,
    429: S.RATE_LIMITED,
    451: S.FORBIDDEN,
}
RETRIED_CODES = frozenset({429, 502, 503, 504})

BROWSER_MAY_HELP = frozenset({S.NEEDS_BROWSER, S.EMPTY})
ARCHIVE_MAY_HELP = frozenset(
    set(S)
    - {S.OK, S.REFUSED_BY_POLICY, S.REFUSED_BY_ROBOTS, S.INVALID_URL, S.NO_URL}
    # A copy would be no different.
    - {S.WRONG_TYPE, S.SCANNED, S.ENCRYPTED, S.TOO_LARGE, S.READER_FAILED}
)

_WORDS: Mapping[SourceStatus, tuple[str, str]] = {
    S.OK: ("the page was fetched and read", ""),
    S.NOT_FOUND: ("the server has no such page", "look for the page's new address"),
    S.GONE: ("the server says the page is gone for good", "look for an archived copy"),
    S.FORBIDDEN: ("the server refuses to show the page", "read it in a browser"),
    S.LOGIN_REQUIRED: ("the page needs a login", "read it with an account"),
    S.RATE_LIMITED: ("the server asks for fewer requests", "try again later"),
    S.HTTP_ERROR: ("the server answers with an error", "open the URL in a browser"),
    S.SERVER_ERROR: ("the server has an error of its own", "try again later"),
    S.TIMEOUT: ("the server was too slow", "try again, or with a larger --timeout"),
    S.DNS_FAILURE: ("the host name does not resolve", "check the URL's spelling"),
    S.TLS_FAILURE: ("the connection cannot be made secure", "check the site's certificate"),
    S.CONNECTION_FAILED: ("no connection to the host", "try again later"),
    S.BROKEN_RESPONSE: ("the answer is broken", "try again later"),
    S.TOO_MANY_REDIRECTS: ("redirects lead in a circle or too far", "open it in a browser"),
    S.TOO_LARGE: ("the page is too large", "raise --max-bytes if it is worth it"),
    S.WRONG_TYPE: ("the page is of a type that citecheck does not read", "read it yourself"),
    S.EMPTY: ("the page has no readable text", "open it in a browser"),
    S.SOFT_404: ("the page says that there is no such page", "look for its new address"),
    S.BOT_WALL: ("the site asks whether you are a robot", "read it in a browser"),
    S.PAYWALLED: ("only a teaser is shown without payment", "read the rest with a subscription"),
    S.CONSENT_WALL: ("the site asks about cookies first", "read it in a browser"),
    S.NEEDS_BROWSER: ("scripts would fill the page", "try --render auto, or read it in a browser"),
    S.SCANNED: ("the document holds pictures of text only", "read it yourself"),
    S.ENCRYPTED: ("the document asks for a password", "read it with the password"),
    S.DAMAGED: ("the document cannot be opened", "download it and look at it yourself"),
    S.READER_FAILED: (
        "citecheck failed on the page",
        "read it yourself, and please report it",
    ),
    S.REFUSED_BY_ROBOTS: (
        "the site's robots.txt asks robots to stay away",
        "read it in a browser, or give --robots ignore",
    ),
    S.REFUSED_BY_POLICY: ("citecheck does not fetch this address", ""),
    S.INVALID_URL: ("the URL makes no sense", "correct it in the source list"),
    S.NO_URL: ("the entry has no URL", "add one to the source list"),
    S.NOT_CACHED: ("offline, and no copy is kept", "run once without --offline"),
}


def of_code(code: int) -> SourceStatus:
    """The status that an HTTP status code stands for; 2xx is `OK`."""
    if 200 <= code < 300:
        return S.OK
    if code in _BY_CODE:
        return _BY_CODE[code]
    return S.SERVER_ERROR if 500 <= code < 600 else S.HTTP_ERROR


def meaning_of(status: SourceStatus) -> tuple[str, str]:
    """What a status means, and what to do next, as parts of a sentence."""
    return _WORDS[status]


def in_words(status: SourceStatus, particular: str = "", hint: str | None = None) -> str:
    """One line: what happened, the particulars, what to do next."""
    if status is S.OK:
        return particular
    what, next_step = _WORDS[status]
    next_step = next_step if hint is None else hint
    line = f"{what} ({particular})" if particular else what
    return f"{line}; {next_step}" if next_step else line
