"""Finds where a page leads on at once that is no redirect by its status: refreshes and stubs."""

from __future__ import annotations

import html
import re

import httpx

_DELAY = 10  # seconds; a page that leads on later is there to be read
_HEAD = 20_000  # bytes in which a refresh stands
_STUB = 20_000  # bytes; a larger page is no stub
_LITTLE = 400  # characters that a reader of a stub sees ("You are being redirected ...")
_REFRESH = re.compile(r"\s*+(\d++)(?:\.\d*+)?+\s*+[;,]\s*+(?:url\s*+=\s*+)?+([^\n]+)$", re.I)
# What is never closed goes on to the end, as in browsers.
_UNSEEN = re.compile(
    r"<(noscript|script|style|title)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S
)
_NOT_RUN = re.compile(r"<noscript\b.*?(?:</noscript\s*>|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
_META = re.compile(r"<meta\b[^>]{0,2000}>", re.I)
_IS_REFRESH = re.compile(r"http-equiv\s*=\s*[\"']?refresh\b", re.I)
_CONTENT = re.compile(r"content\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.I)
_SCRIPT = re.compile(
    r"\blocation\s*(?:\.\s*href\s*)?(?:=\s*|\.\s*(?:replace|assign)\s*\(\s*)"
    r"(?:\"([^\"\n]{1,2000})\"|'([^'\n]{1,2000})')"
)
_TAG = re.compile(r"<[^>]*>")


def leads_on(url: str, header: str, content_type: str, body: bytes) -> str | None:
    """The absolute URL that a page sends its readers to at once; None when it is to be read.

    By a `Refresh` header, a meta element of that name, or, on a page that shows next to nothing,
    a script that sets the location. `header` is the value of that header, or empty. A page that
    only loads itself again leads nowhere.
    """
    target = _of_refresh(header)
    if target is None and ("html" in content_type.lower() or not content_type):
        target = _in_markup(body)
    if target is None or target.startswith(("#", "javascript:", "data:", "about:")):
        return None
    try:
        absolute = httpx.URL(url).join(target)
    except (httpx.InvalidURL, ValueError):
        return None
    here = httpx.URL(url).copy_with(fragment=None)
    return None if absolute.copy_with(fragment=None) == here else str(absolute)


def _of_refresh(value: str) -> str | None:
    found = _REFRESH.match(value)
    return found[2].strip(" \t\"'") if found is not None and int(found[1][:6]) <= _DELAY else None


def _in_markup(body: bytes) -> str | None:
    if b"efresh" not in body[:_HEAD].lower() and (len(body) > _STUB or b"location" not in body):
        return None
    text = body[:_HEAD].decode("utf-8", "replace")
    shown = _NOT_RUN.sub("", text)
    for element in _META.findall(shown):
        if _IS_REFRESH.search(element):
            content = _CONTENT.search(element)
            value = next((v for v in content.groups() if v is not None), "") if content else ""
            return _of_refresh(html.unescape(value))
    if len(body) > _STUB or len(" ".join(_TAG.sub(" ", _UNSEEN.sub("", text)).split())) > _LITTLE:
        return None
    found = _SCRIPT.search(shown)
    return (found[1] or found[2]) if found is not None else None
