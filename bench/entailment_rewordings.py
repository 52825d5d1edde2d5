"""Edits of a sentence that keep it true, for training an entailment model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from entailment_parts import (
    MONTHS,
    NO_NAME,
    NUMBER,
    SMALL_NUMBERS,
    YEAR,
    Edit,
    names,
    replaced,
    voices,
)
from entailment_words import KINDS, REWORDED


def no_bracket(text: str, page: Sequence[str], draw: Random) -> str | None:
    """Without what stands in brackets."""
    made = re.sub(r" ?\([^()]*\)", "", text)
    return made if made != text and len(made.split()) > 4 else None


def no_tail(text: str, page: Sequence[str], draw: Random) -> str | None:
    """Without its last subordinate or coordinate clause."""
    tails = list(
        re.finditer(
            r", (?:which|who|where|whose|although|though|while|whereas|including|such as|as well as"
            r"|and (?:the|he|she|it|they|is|was|has|had|also)|but|making|with) [^,;]*[.]?$",
            text,
        )
    )
    if not tails or len(text[: tails[0].start()].split()) < 5 or '"' in text or "“" in text:
        return None
    return text[: tails[0].start()] + "."


def first_clause(text: str, page: Sequence[str], draw: Random) -> str | None:
    """Without an opening phrase of time, place or contrast."""
    found = re.match(r"(?:In|On|At|During|After|Before|As|However|Meanwhile)\b[^,;]{0,60}, ", text)
    if not found or len(text[found.end() :].split()) < 5:
        return None
    rest = text[found.end() :]
    return rest[0].upper() + rest[1:]


def to_end(text: str, page: Sequence[str], draw: Random) -> str | None:
    """An opening phrase of time or place moves to the end, or one at the end to the front."""
    found = re.match(r"((?:In|On|At|During|After|Before) [^,;]{2,40}), ([^;]+)\.$", text)
    if found and found[2].count(",") < 2:
        opening, rest = found[1], found[2]
        return f"{rest[0].upper()}{rest[1:]} {opening[0].lower()}{opening[1:]}."
    found = re.match(
        r"(The|He|She|It|They|[A-Z]\w+)( [^,;]+) (in|on|during|at) ([^,;]{3,25})\.$", text
    )
    if found and len(found[2].split()) > 3:
        start = found[1].lower() if found[1] in NO_NAME else found[1]
        return f"{found[3].capitalize()} {found[4]}, {start}{found[2]}."
    return None


def number_form(text: str, page: Sequence[str], draw: Random) -> str | None:
    """A number written in another way, or rounded with a word that says so."""
    made = text
    options = list(NUMBER.finditer(text))
    options = [m for m in options if not YEAR.fullmatch(m[0])]
    if options:
        at = draw.choice(options)
        new = _other_form(at[0], text[at.end() :], draw)
        if new is not None:
            form, taken = new
            made = text[: at.start()] + form + text[at.end() + taken :]
    if made == text:
        words = [m for m in re.finditer(r"\b[a-z]+\b", text) if m[0] in SMALL_NUMBERS[3:]]
        if words:
            at = draw.choice(words)
            made = text[: at.start()] + str(SMALL_NUMBERS.index(at[0])) + text[at.end() :]
    return made if made != text else None


_PARTS = {"50": "half", "25": "a quarter", "33": "a third", "75": "three quarters", "20": "a fifth"}


def _other_form(digits: str, after: str, draw: Random) -> tuple[str, int] | None:
    """Another way to write a number, and how many characters after it that takes in."""
    value = float(digits.replace(",", ""))
    share = re.match(r" ?(%|percent|per cent)(?: of)?(?!\w)", after)
    if share:
        if digits in _PARTS and share[0].endswith(" of"):
            return _PARTS[digits] + " of", share.end()
        sign = " of" if share[0].endswith(" of") else ""
        return digits + draw.choice([" percent", "%", " per cent"]) + sign, share.end()
    scale = re.match(r" (million|billion|thousand)\b", after)
    if scale:
        factor = {"million": 10**6, "billion": 10**9, "thousand": 1000}[scale[1]]
        if value * factor < 10**10 and (value * factor) == int(value * factor):
            return f"{int(value * factor):,}", scale.end()
        return None
    if value >= 10_000 and value == int(value):
        name, size = ("million", 10**6) if value >= 10**6 else ("thousand", 1000)
        short = value / size
        if short == round(short, 1):
            return f"{short:g} {name}", 0
        if draw.random() < 0.5 or "," not in digits:
            near = f"{round(short, 1 if short < 100 else 0):g} {name}"
            return draw.choice(["about ", "roughly ", "some "]) + near, 0
        return f"more than {int(short)} {name}", 0
    if value >= 1000 and "," in digits:
        return digits.replace(",", ""), 0
    if 2 < value <= 20 and value == int(value) and re.match(r" [a-z]", after):
        return SMALL_NUMBERS[int(value)], 0
    if value > 20 and value == int(value) and re.match(r" [a-z]{4}", after):
        low = int(value) - int(value) % (10 if value < 200 else 100)
        if low != value:
            return draw.choice([f"more than {low}", f"over {low}", f"at least {low}"]), 0
    return None


def date_form(text: str, page: Sequence[str], draw: Random) -> str | None:
    """A date written in another way, or less exactly."""
    month = "|".join(MONTHS)
    found = re.search(rf"\b({month}) (\d\d?)(?:, |,| )((?:1[5-9]|20)\d\d)\b", text)
    if found:
        name, day, year = found.groups()
    else:
        found = re.search(rf"\b(\d\d?) ({month}) ((?:1[5-9]|20)\d\d)\b", text)
        if not found:
            return None
        day, name, year = found.groups()
    before = text[: found.start()]
    forms = [f"{day} {name} {year}", f"{name} {day}, {year}"]
    forms.append(f"{year}-{MONTHS.index(name) + 1:02d}-{int(day):02d}")
    loose = [f"{name} {year}", year]
    if re.search(r"\bon $", before, re.I) and draw.random() < 0.5:
        on = "In " if before.endswith("On ") else "in "
        return before[:-3] + on + draw.choice(loose) + text[found.end() :]
    made = before + draw.choice(forms) + text[found.end() :]
    return made if made != text else None


def reworded(text: str, page: Sequence[str], draw: Random) -> str | None:
    """One to three words or phrases in other words that say the same."""
    return replaced(text, REWORDED, draw, draw.choice([1, 1, 2, 3]))


def short_name(text: str, page: Sequence[str], draw: Random) -> str | None:
    """A name gives way to its last word, where the page calls them so too."""
    for at in names(text):
        last = at[0].split()[-1]
        alone = rf"(?<![A-Z][a-z] )(?:^|[a-z,] ){re.escape(last)}\b(?! [A-Z])"
        if (
            last != at[0]
            and " of " not in at[0]
            and any(s != text and re.search(alone, s) for s in page)
        ):
            return text[: at.start()] + last + text[at.end() :]
    return None


def broader(text: str, page: Sequence[str], draw: Random) -> str | None:
    """A word gives way to one for a kind that it belongs to."""
    return replaced(text, {one: (kind,) for one, kind in KINDS.items()}, draw, 1)


def turned(text: str, page: Sequence[str], draw: Random) -> str | None:
    """Active to passive, or passive to active."""
    return voices(text, swap=False)


def join(text: str, page: Sequence[str], draw: Random) -> str | None:
    """Two sentences of the page in one. (The caller sees to it that the passage holds both.)"""
    near = [s for s in page if s != text and 5 <= len(s.split()) <= 22 and s[-1] == "."]
    if not near or text[-1] != ".":
        return None
    other = draw.choice(near)
    first = other.split()[0]
    small = other[0].lower() + other[1:] if first in NO_NAME and first != "I" else other
    return draw.choice([f"{text[:-1]}, and {small}", f"{text} {other}", f"{text[:-1]}; {small}"])


TRUE: Sequence[Edit] = (no_bracket, no_tail, first_clause, to_end, number_form, date_form, reworded)
TRUE_RARE: Sequence[Edit] = (turned, broader, short_name)
