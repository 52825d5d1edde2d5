"""What the edits of a sentence share: patterns of figures and names, words that give way."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from entailment_words import CLASSES, VERBS, Table

Edit = Callable[[str, Sequence[str], Random], str | None]
"""A sentence, the sentences of its page, a source of chance: the edited sentence, or None where
there is nothing to work on."""

MONTHS = (
    "January February March April May June July August September October November December".split()
)
SMALL_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
).split()
NUMBER = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})+(?![\d,-])|(?<![\w.,-])\d+(?:\.\d+)?(?![\d,-])")
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b(?![,.]\d)")
_NAME = re.compile(r"\b[A-Z][\w'’.-]+(?: (?:of |de |van |the )?[A-Z](?:\.|[\w'’-]+)){0,4}")
NO_NAME = frozenset(
    """The A An In On At By For From He She It They We I You This That These Those His Her Its Their
    But And However When While If As After Before Although Since There What Who Some Many Most All
    No Not One Two Such According With Under Mr Mrs Dr Today Yesterday Then Now Here Our My Your Is
    Are Was Were Do Does Did How Why Where Which To Of Or So Also Both Each Every During Despite
    Until Because Though Even Still Yet Once Later Earlier Other Another Among Between Through Over
    Three Four Five Six Seven Eight Nine Ten Yes Well Just Only""".split()
) | frozenset(MONTHS)


def names(text: str, first: bool = True) -> list[re.Match[str]]:
    """Names in a sentence; a single capital word at its beginning is none."""
    return [
        m
        for m in _NAME.finditer(text)
        if m[0].split()[0].rstrip(".") not in NO_NAME
        and m[0].lower() not in CLASSES
        and (m.start() > 0 or (first and len(m[0].split()) > 1))
    ]


def replaced(text: str, table: Table, draw: Random, most: int) -> str | None:
    """Up to `most` phrases of the table give way, each to one of those that stand beside it."""
    lower = text.lower()
    found = []
    for match in re.finditer(r"[a-z$%'-]+(?: [a-z$%'-]+){0,2}", lower):
        words = match[0].split(" ")
        at = match.start()
        for n in range(len(words)):
            for size in (3, 2, 1):
                key = " ".join(words[n : n + size])
                if key in table:
                    found.append((at, at + len(key), key))
            at += len(words[n]) + 1
    # the pattern above misses phrases across its own cuts; single words are found all the same
    made = text
    taken: list[tuple[int, int]] = []
    draw.shuffle(found)
    for start, end, key in found:
        if len(taken) == most or any(start < b and a < end for a, b in taken):
            continue
        original = text[start:end]
        if (original[1:] != key[1:] and len(key) > 1) or (original != key and start > 0):
            continue  # a name, a title
        taken.append((start, end))
    for start, end in sorted(taken, reverse=True):
        new = draw.choice(table[text[start:end].lower()])
        made = made[:start] + cased(text[start:end], new) + made[end:]
    return re.sub(r"\ba (?=[aeio])", "an ", made) if taken and made != text else None


def cased(old: str, new: str) -> str:
    """`new` with a capital where `old` has one."""
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


def voices(text: str, *, swap: bool) -> str | None:
    """Active to passive or back; with `swap` who did it and to whom change places."""
    who = r"(?:the )?[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){0,3}"
    verbs = "|".join(VERBS)
    active = re.match(
        rf"({who}) ({verbs}) ({who})( (?:in|on|at|for|during|to|with) [^,;]+)?\.$", text
    )
    if active:
        one, verb, two, rest = active[1], active[2], active[3], active[4] or ""
        if swap:
            return f"{cased('A', two)} {verb} {_small(one)}{rest}."
        return f"{cased('A', two)} was {_part(verb)} by {_small(one)}{rest}."
    passive = re.match(rf"({who}|It) (?:is|was|were|are) ({verbs}) by ({who})([^,;]*)\.$", text)
    if passive:
        one, verb, two, rest = passive.groups()
        if swap and one != "It":
            return f"{cased('A', two)} was {verb} by {_small(one)}{rest}."
        it = "it" if one == "It" else _small(one)
        return None if swap else f"{cased('A', two)} {verb} {it}{rest}."
    return None


def _part(verb: str) -> str:
    return {"wrote": "written", "beat": "beaten", "took": "taken"}.get(verb, verb)


def _small(name: str) -> str:
    return "the" + name[3:] if name.startswith("The ") else name
