"""Edits of a sentence that make it false, or say more than it does, for training an entailment
model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from entailment_parts import (
    MONTHS,
    NUMBER,
    SMALL_NUMBERS,
    YEAR,
    Edit,
    cased,
    names,
    replaced,
    voices,
)
from entailment_words import CLASSES, KINDS, OPPOSITES, SCOPES, UNITS, VERBS, Table

_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|should|may|might|must)\b(?! not\b|n't)"
)


def number(text: str, page: Sequence[str], draw: Random) -> str | None:
    """Another number, often one of the page."""
    options = [m for m in NUMBER.finditer(text) if not YEAR.fullmatch(m[0])]
    words = [m for m in re.finditer(r"\b[a-zA-Z]+\b", text) if m[0].lower() in SMALL_NUMBERS[2:]]
    if not options and not words:
        return None
    at = draw.choice([*options, *words])
    if at in words:
        own = SMALL_NUMBERS.index(at[0].lower())
        other = draw.choice([n for n in range(2, 15) if n != own])
        return text[: at.start()] + cased(at[0], SMALL_NUMBERS[other]) + text[at.end() :]
    others = [m[0] for s in page for m in NUMBER.finditer(s) if not YEAR.fullmatch(m[0])]
    others = [o for o in others if o != at[0] and not _alike(o, at[0])]
    if others and draw.random() < 0.4:
        return text[: at.start()] + draw.choice(others) + text[at.end() :]
    value = float(at[0].replace(",", ""))
    if draw.random() < 0.4 and value >= 10:  # one digit is another
        digits = list(at[0])
        n = draw.choice([i for i, c in enumerate(digits) if c.isdigit()])
        digits[n] = draw.choice([c for c in "123456789" if c != digits[n]])
        new = "".join(digits)
    else:
        scaled = value * draw.choice([0.1, 0.25, 0.5, 0.7, 1.3, 1.5, 2, 3, 10])
        places = len(at[0].partition(".")[2])
        new = f"{scaled:,.{places}f}" if "," in at[0] else f"{scaled:.{places}f}"
    if _alike(new, at[0]) or float(new.replace(",", "")) == 0:
        return None
    return text[: at.start()] + new + text[at.end() :]


def _alike(one: str, other: str) -> bool:
    a, b = float(one.replace(",", "")), float(other.replace(",", ""))
    return abs(a - b) <= 0.05 * max(abs(a), abs(b)) and a == b


def year(text: str, page: Sequence[str], draw: Random) -> str | None:
    """Another year, often one of the page or the other one of the sentence."""
    options = list(YEAR.finditer(text))
    if not options:
        return None
    at = draw.choice(options)
    others = [m[0] for s in page for m in YEAR.finditer(s) if m[0] != at[0]]
    if others and draw.random() < 0.5:
        new = draw.choice(others)
    else:
        new = str(int(at[0]) + draw.choice([-20, -10, -5, -3, -2, -1, 1, 2, 3, 4, 7, 10]))
    return text[: at.start()] + new + text[at.end() :]


def month(text: str, page: Sequence[str], draw: Random) -> str | None:
    """Another month, or another day of it."""
    found = re.search(rf"\b({'|'.join(MONTHS)})\b(?: (\d\d?)\b)?", text)
    if not found or (found[1] == "May" and not found[2]):
        return None
    if found[2] and draw.random() < 0.5:
        day = draw.choice([d for d in range(1, 29) if d != int(found[2])])
        return f"{text[: found.start(2)]}{day}{text[found.end(2) :]}"
    new = draw.choice([m for m in MONTHS if m != found[1]])
    return text[: found.start(1)] + new + text[found.end(1) :]


def name(text: str, page: Sequence[str], draw: Random) -> str | None:
    """Another name of the page."""
    mine = names(text)
    if not mine:
        return None
    at = draw.choice(mine)
    said = set(text.lower().split())
    size = len(at[0].split())
    options = [m[0] for s in page for m in names(s)]
    options = [
        o for o in options if abs(len(o.split()) - size) <= 1 and said.isdisjoint(o.lower().split())
    ]
    return text[: at.start()] + draw.choice(options) + text[at.end() :] if options else None


def swapped_names(text: str, page: Sequence[str], draw: Random) -> str | None:
    """Two names with a verb between them change places."""
    mine = names(text)
    if len(mine) < 2:
        return None
    n = draw.randrange(len(mine) - 1)
    one, two = mine[n], mine[n + 1]
    between = text[one.end() : two.start()]
    if not re.search(
        r"\b(?:[a-z]+ed|by|from|to|beat|won|wrote|led|sold|over|than|after)\b", between
    ):
        return None
    if one[0] in two[0] or two[0] in one[0]:
        return None
    return text[: one.start()] + two[0] + between + one[0] + text[two.end() :]


def swapped_numbers(text: str, page: Sequence[str], draw: Random) -> str | None:
    """Two figures of the sentence change places."""
    mine = list(NUMBER.finditer(text))
    mine = [m for m in mine if bool(YEAR.fullmatch(m[0])) == bool(YEAR.fullmatch(mine[0][0]))]
    if len(mine) < 2 or mine[0][0] == mine[-1][0]:
        return None
    one, two = mine[0], mine[-1]
    between = text[one.end() : two.start()]
    if re.fullmatch(r"(?:,? and|,| or)? ?", between):
        return None
    return text[: one.start()] + two[0] + between + one[0] + text[two.end() :]


def swapped_roles(text: str, page: Sequence[str], draw: Random) -> str | None:
    """Who did it and to whom change places, in the active or the passive."""
    return voices(text, swap=True)


def denied(text: str, page: Sequence[str], draw: Random) -> str | None:
    """A denial comes in or goes out."""
    there = re.search(r"\b(?:did not|does not|do not|didn't|doesn't|don't) ", text)
    gone = re.search(r" not\b|n't\b| never\b", text)
    if gone and not there:
        return text[: gone.start()] + text[gone.end() :]
    options = list(_AUXILIARY.finditer(text))
    if options:
        at = options[0] if draw.random() < 0.7 else draw.choice(options)
        new = draw.choice([" not", " not", " never", "n't"])
        if new == "n't" and at[0] in ("may", "might", "can", "will"):
            new = " not"
        return text[: at.end()] + new + text[at.end() :]
    verb = re.search(r"\b([a-z]{3,})ed\b", text)
    if verb and verb[1] + "ed" in VERBS and not re.search(r"\bby\b", text[verb.end() :][:4]):
        return text[: verb.start()] + "did not " + VERBS[verb[0]] + text[verb.end() :]
    return None


def opposite(text: str, page: Sequence[str], draw: Random) -> str | None:
    """A word gives way to its opposite."""
    return replaced(text, OPPOSITES, draw, 1)


def sibling(text: str, page: Sequence[str], draw: Random) -> str | None:
    """A word gives way to another of its class: a country, a trade, a colour."""
    return replaced(text, CLASSES, draw, 1)


def scope(text: str, page: Sequence[str], draw: Random) -> str | None:
    """More is claimed than said: all for some, will for may, cause for link."""
    return replaced(text, SCOPES, draw, 1)


def narrower(text: str, page: Sequence[str], draw: Random) -> str | None:
    """A word gives way to one of its kinds: a writer becomes a poet."""
    back: Table = {}
    for one, kind in KINDS.items():
        back[kind] = (*back.get(kind, ()), one)
    return replaced(text, back, draw, 1)


def unit(text: str, page: Sequence[str], draw: Random) -> str | None:
    """Another unit or power of ten."""
    return replaced(text, UNITS, draw, 1)


CONTRADICTED: Sequence[Edit] = (
    *(number, year, month, name, swapped_names, swapped_numbers, swapped_roles, denied, opposite),
    *(sibling, unit),
)
NOT_ENTAILED: Sequence[Edit] = (scope, narrower)
