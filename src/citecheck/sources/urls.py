"""Decides when two URLs are the same page, and which are not fetched at all."""

from __future__ import annotations

import httpx

_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_url(url: str) -> str:
    """The form under which a URL is fetched and kept.

    Scheme and host in lower case, an international host name in its ASCII form, the default port,
    the fragment and any user name and password left out (RFC 3986, section 6). Raises
    `ValueError` with the reason in words when it is no http or https URL.
    """
    try:
        parsed = httpx.URL(url.strip())
        scheme = parsed.scheme.lower()
        if not scheme:
            raise ValueError("it has no scheme; write https://...")
        if scheme not in _DEFAULT_PORTS:
            raise UnsupportedScheme(f"only http and https are fetched, not {scheme}")
        if not parsed.host:
            raise ValueError("it has no host")
        if "%" in parsed.host or any(sign.isspace() for sign in parsed.host):
            raise ValueError(f"{parsed.host!r} is no host name")
        if parsed.port == _DEFAULT_PORTS[scheme]:
            parsed = parsed.copy_with(port=None)
        return str(parsed.copy_with(fragment=None, username=None, password=None))
    except (httpx.InvalidURL, UnicodeError, TypeError) as error:
        raise ValueError(f"it is no valid URL: {error}") from None


def canonical_or_same(url: str) -> str:
    """The canonical form, or the URL as it is when it has none."""
    try:
        return canonical_url(url)
    except ValueError:
        return url


class UnsupportedScheme(ValueError):
    """A URL of a scheme that citecheck does not fetch."""
