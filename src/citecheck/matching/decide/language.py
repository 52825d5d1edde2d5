"""Tells when a claim and a page are in different languages, which are not compared."""

from __future__ import annotations

import re

from citecheck.matching.retrieve.prepared import PreparedPage
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import stem_of
from citecheck.model import Judgement, Reason, ReasonCode, Verdict
from citecheck.tongues import NAMES, differing, differing_by, leaning, speaks

_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
_NAME = re.compile(r"(?<=[^\W_] )[A-Z\u00c0-\u00dd][\w'’-]{2,}")  # within a sentence
_QUOTED = re.compile(r"[“„«\"]([^“”„«»\"]{8,300})[”»\"]")
_SIGNS = re.compile(r"[^\w]+")
_LONGER = re.compile(r"(?<!\w)[^\W\d_A-Z\u00c0-\u00de]{4,}(?!\w)")
_SHARED = 1 / 3
_SAMPLE = 3000  # characters
_MOST = 6  # figures and names that are named


def of_other(claim: str, context: str, page: PreparedPage) -> str | None:
    """The claim's language when the page has nothing in it; None when they may be compared. Where
    the claim itself does not tell, the language of what precedes it counts.

    A page that has the claim word for word, a third of its longer words, or much text in the
    claim's language beside its own, is compared.
    """
    own = (
        differing(claim, page.language)
        or differing_by(context, claim, page.language)
        or _without_english(claim, page.language)
    )
    if own is None or speaks(page.text, own, page.language) or _shares_words(claim, page):
        return None
    if differing(page.text[:_SAMPLE], page.language) is not None:
        return None  # nor is the page in the language that is taken for its own
    return None if _plain(claim) in _plain(page.text) else own


def _shares_words(claim: str, page: PreparedPage) -> bool:
    """Whether the page has much of a claim's longer words but for names: "will" is English and
    German, and the words around it tell which."""
    longer = _LONGER.findall(claim)
    have = set(_LONGER.findall(page.text.lower()))
    return bool(longer) and sum(word in have for word in longer) >= len(longer) * _SHARED


def _without_english(claim: str, language: str) -> str | None:
    """For an English page, the language of a claim none of whose words is known in English."""
    seen = leaning(claim, language) if language == "en" else None
    if seen is None:
        return None
    known = [word for word in seen[1] if lexicon.entry(stem_of(word, "en")).rarity < 1]
    return None if known else seen[0]


def not_compared(claim: str, context: str, page: PreparedPage) -> Judgement:
    """What is said of a claim whose language is not the page's: both languages, and as a help
    which of its figures, names and quotations stand on the page all the same."""
    own = of_other(claim, context, page) or ""
    said = (
        f"the claim is in {NAMES.get(own, own)} and the page in"
        f" {NAMES.get(page.language, page.language)}, and neither is translated"
    )
    there = [part for part in _parts(claim) if _plain(part) in _plain(page.text)][:_MOST]
    if there:
        said += (
            f"; of what the claim names, {', '.join(there)} stand{'s' * (len(there) == 1)} there"
        )
    reason = Reason(ReasonCode.OTHER_LANGUAGE, own, page.language, f"{said}; read it yourself")
    return Judgement(Verdict.UNVERIFIABLE, 0.0, (reason,))


def _parts(claim: str) -> list[str]:
    quoted = [f"“{words}”" for words in _QUOTED.findall(claim)]
    rest = _QUOTED.sub(" ", claim)
    return list(dict.fromkeys([*quoted, *_NUMBER.findall(rest), *_NAME.findall(rest)]))


def _plain(text: str) -> str:
    """Letters and digits alone, so that 412,000 and 412.000 look alike."""
    return f"{_SIGNS.sub('', text).casefold()}"
