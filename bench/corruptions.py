"""Claims that careful readers called supported, each with one detail made wrong.

A claim that its source supports is no longer supported once a number, a date, a name, a direction
or a word in it is another, or once it is denied. What is changed, and to what, is settled by the
claim's own words, so that every run gives the same.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from citecheck.matching import extract
from citecheck.matching.extract import Fact, FactKind
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import tokenise

_DIGITS = re.compile(r"\d+")
_SMALL = "one two three four five six seven eight nine ten eleven twelve".split()
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|should|may|might|must|do|does|did)\b"
)
_DENIED = re.compile(r"\b(cannot|can't|not|n't|never)\b ?")
_PAIRS = (
    *("more less", "higher lower", "rose fell", "increased decreased", "increase decrease"),
    *("before after", "first last", "won lost", "accepted rejected", "best worst", "north south"),
    *(
        "largest smallest",
        "increases decreases",
        "largest smallest",
        "oldest youngest",
        "east west",
    ),
    *("increasing decreasing", "gained lost", "raised lowered", "expanded shrank", "bought sold"),
    *("most fewest", "always never", "all none", "many few", "high low", "above below", "good bad"),
    *("strong weak", "male female", "early late", "long short", "large small", "old new"),
    *("positive negative", "started ended", "opened closed", "approved rejected", "hot cold"),
    *("legal illegal", "possible impossible", "safe dangerous", "easier harder", "better worse"),
    *("allowed forbade", "supported opposed", "promoted demoted", "joined left", "born died"),
    *("faster slower", "northern southern", "eastern western", "older younger", "light heavy"),
)
_OPPOSITE = {one: other for pair in _PAIRS for one, other in (pair.split(), pair.split()[::-1])}


@dataclass(frozen=True, slots=True)
class Corruption:
    """A changed claim and what kind of detail was changed."""

    kind: str
    claim: str


def corruptions(claim: str, source: str) -> Iterator[Corruption]:
    """One corruption of each kind that the claim gives room for.

    `source` is the text that supports it: names and words that take a place come from there.
    """
    found = extract.find(claim)
    quoted = [f for f in found if f.kind is FactKind.QUOTATION]
    free = [f for f in found if not any(q.start <= f.start < q.end for q in quoted)]
    makers: Sequence[tuple[str, Callable[[], str | None]]] = (
        ("number", lambda: _number(claim, free)),
        ("date", lambda: _date(claim, free)),
        ("name", lambda: _name(claim, free, source)),
        ("swapped names", lambda: _swapped(claim, free)),
        ("opposite", lambda: _opposite(claim)),
        ("denied", lambda: _denied(claim)),
        ("rival word", lambda: _rival(claim, source)),
    )
    for kind, make in makers:
        made = make()
        if made is not None and made != claim:
            yield Corruption(kind, made)


def pick(text: str, count: int) -> int:
    """A number below `count` that depends on the text alone."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") % count


def _put(claim: str, start: int, end: int, new: str) -> str:
    return claim[:start] + new + claim[end:]


def _number(claim: str, found: Sequence[Fact]) -> str | None:
    options = [f for f in found if f.kind is FactKind.QUANTITY]
    if not options:
        return None
    fact = options[pick(claim, len(options))]
    digits = _DIGITS.search(claim, fact.start, fact.end)
    if digits is not None:
        first = (int(digits[0][0]) + 1 + pick(claim + "#", 7)) % 9 + 1
        return _put(claim, digits.start(), digits.end(), f"{first}{digits[0][1:]}")
    for n, word in enumerate(_SMALL):
        at = re.search(rf"\b{word}\b", claim[fact.start : fact.end], re.IGNORECASE)
        if at is not None:
            new = _SMALL[(n + 2 + pick(claim, 8)) % len(_SMALL)]
            new = new.capitalize() if at[0][0].isupper() else new
            return _put(claim, fact.start + at.start(), fact.start + at.end(), new)
    return None


def _date(claim: str, found: Sequence[Fact]) -> str | None:
    for fact in (f for f in found if f.kind is FactKind.DATE):
        year = re.search(r"\b(1[5-9]|20)(\d\d)\b", claim[fact.start : fact.end])
        if year is not None:
            new = str(int(year[0]) + (-9, -4, -2, -1, 1, 2, 3, 7)[pick(claim, 8)])
            return _put(claim, fact.start + year.start(), fact.start + year.end(), new)
        for names in (_MONTHS, _DAYS):
            for n, name in enumerate(names):
                at = claim.find(name, fact.start, fact.end)
                if at >= 0:
                    new = names[(n + 1 + pick(claim, len(names) - 1)) % len(names)]
                    return _put(claim, at, at + len(name), new)
    return None


def _names(found: Sequence[Fact]) -> list[Fact]:
    return [f for f in found if f.kind is FactKind.NAME and getattr(f.value, "sure", True)]


def _name(claim: str, found: Sequence[Fact], source: str) -> str | None:
    """A name of the claim gives way to another of the source, of as many words."""
    mine = _names(found)
    if not mine:
        return None
    fact = mine[pick(claim, len(mine))]
    said = set(claim.lower().split())
    others = [
        other.text
        for other in _names(extract.find(source[:20_000]))
        if len(other.text.split()) == len(fact.text.split())
        and not other.text.isdigit()
        and said.isdisjoint(other.text.lower().split())
    ]
    options = sorted(set(others))
    return (
        _put(claim, fact.start, fact.end, options[pick(claim, len(options))]) if options else None
    )


def _swapped(claim: str, found: Sequence[Fact]) -> str | None:
    mine = _names(found)
    if len(mine) < 2:
        return None
    one, two = mine[0], mine[1]
    between = claim[one.end : two.start]
    if one.end >= two.start or re.fullmatch(r"(?:,| and| or|, and|\W*)\s*", between):
        return None  # "A and B" says the same as "B and A"
    return claim[: one.start] + two.text + between + one.text + claim[two.end :]


def _opposite(claim: str) -> str | None:
    options = [m for m in re.finditer(r"[A-Za-z]+", claim) if m[0].lower() in _OPPOSITE]
    if not options:
        return None
    at = options[pick(claim, len(options))]
    new = _OPPOSITE[at[0].lower()]
    return _put(claim, at.start(), at.end(), new.capitalize() if at[0][0].isupper() else new)


def _denied(claim: str) -> str | None:
    denial = _DENIED.search(claim)
    if denial is not None:
        new = "can " if denial[1].lower() in ("cannot", "can't") else ""
        return _put(claim, denial.start(), denial.end(), new)
    auxiliary = _AUXILIARY.search(claim)
    return None if auxiliary is None else _put(claim, auxiliary.end(), auxiliary.end(), " not")


def _rival(claim: str, source: str) -> str | None:
    """A word gives way to another of its class that the source has elsewhere."""
    words = {t.stem: source[t.start : t.end] for t in tokenise(source[:50_000]) if not t.capital}
    options = []
    mine = tokenise(claim)
    own = {token.stem for token in mine}
    for token in mine:
        if token.content and not token.capital:
            rivals = sorted((lexicon.entry(token.stem).rivals & words.keys()) - own)
            if rivals:
                options.append((token, words[rivals[pick(claim, len(rivals))]]))
    if not options:
        return None
    token, new = options[pick(claim, len(options))]
    return _put(claim, token.start, token.end, new)
