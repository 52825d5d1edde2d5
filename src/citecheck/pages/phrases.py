"""Phrases that surround an article: credits, bylines, lines that ask a reader to do something."""

from __future__ import annotations

import re

_CREDIT = re.compile(
    r"\(?(?:photo|image|picture|foto|credit|video|illustration|source)s?\b(?: (?:by|credit))?"
    r"\s*[:/|]|©|\(c\)\s|getty|file photo|ap photo|courtesy",
    re.IGNORECASE,
)
_AGENCIES = (
    *("getty images", "/ap", "/ ap", "/afp", "/ afp", "/reuters", "/ reuters", "via ap"),
    *("associated press", "shutterstock"),
)
_ASK = frozenset(
    "subscribe newsletter newsletters inbox advertisement cookie cookies copyright related"
    " recommended sponsored trending anmelden teilen поделиться abonnez abonnieren abonner"
    " suscríbete suscribirse suscribete inscrivez inscription inscrição inscríbete compartir"
    " compartilhe compartilhar compartir comparte partager partagez подписаться подпишитесь"
    " подписка".split()
)
_ASK_BEGINS = frozenset(
    "sign log follow share click read rights comments comment leave no more you don dont terms"
    " privacy download mail email contact our app min mins minute minutes tag tags filed posted"
    " most see also watch listen".split()
)
_ASKS = re.compile(
    r"\b(?:sign up|sign in|log in|follow (?:us|@|him|her|them|me)|share (?:this|on|your|with)"
    r"|click here|read more|read the full|read next|read also|all rights reserved"
    r"|terms of (?:use|service)|privacy policy|download (?:the|our)|comments?$"
    r"|leave a (?:reply|comment)|no comments|more from|more on|you may|you might|don.t miss"
    r"|e-?mail (?:address|us)|contact us|our app|min(?:ute)?s? read|tags?:|filed under"
    r"|posted (?:in|by|on)|most (?:read|popular)|see also)"
    r"|^(?:also read|read|watch|see|more|listen|dont miss)\s*:"
)
_BY = re.compile(r"(?:by|von|par|por|di|автор)\b.{2,60}$")
_WRITERS = frozenset(
    "updated published posted reporter correspondent journalist editor columnist freelance writes"
    " contributor".split()
)
_TELLING = _ASK | _ASK_BEGINS | _WRITERS
_CLOCK = re.compile(r"\d[:h.]\d\d")  # what starts with no border of a word is found quicker
_CLOCK_ALONE = re.compile(r"\b\d{1,2}[:h.]\d\d")
_MONTH_DAY = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(?:, \d{4})?$"
)
_IN_DIGITS = re.compile(r"\W*\d{1,4}[-./ ]\d{1,2}[-./ ]\d{2,4}\W*$")
_MARKS = '.,:;!?()|"“”'
_LONGEST_DATE = 120  # characters; a longer text is no line with a date


def is_credit(text: str) -> bool:
    """Tell whether a short text names who took or owns a picture."""
    if text[-60:].lower().rstrip(" .)]}\"'”").endswith(_AGENCIES):
        return True
    return _CREDIT.match(text) is not None


def asks_or_signs(text: str) -> tuple[bool, bool]:
    """Tell whether a short text asks a reader to subscribe, share, read on, accept …, and
    whether it says who wrote the page, or when."""
    lower = text.lower()
    asks = signs = False
    telling = _TELLING.intersection(_words(lower))
    if telling:
        asks = not _ASK.isdisjoint(telling) or (
            not _ASK_BEGINS.isdisjoint(telling) and _ASKS.search(lower) is not None
        )
        signs = not _WRITERS.isdisjoint(telling)
    signs = signs or _BY.match(lower) is not None or _is_dated(lower)
    return asks, signs


def _is_dated(lower: str) -> bool:
    """Tell whether a line ends with a date, is one or gives a time of the day."""
    if len(lower) >= _LONGEST_DATE:
        return False
    return (
        (lower[-1:].isdigit() and _MONTH_DAY.search(lower) is not None)
        or _IN_DIGITS.match(lower) is not None
        or (_CLOCK.search(lower) is not None and _CLOCK_ALONE.search(lower) is not None)
    )


def _words(lower: str) -> list[str]:
    for mark in _MARKS:
        if mark in lower:
            lower = lower.replace(mark, " ")
    return lower.split()
