"""Numbers in words: cardinals, ordinals, magnitudes and fractions in seven languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from citecheck.matching import data


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The number words of one language, folded (no accents)."""

    cardinals: Mapping[str, int]
    ordinals: Mapping[str, int]
    magnitudes: Mapping[str, float]
    fractions: Mapping[str, int]
    joiners: frozenset[str]


def _table(first: int, words: str) -> dict[str, int]:
    return {word: n for n, word in enumerate(words.split(), start=first)}


def _english() -> NumberWords:
    cardinals = _table(
        0,
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
        " fifteen sixteen seventeen eighteen nineteen",
    )
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()
    cardinals |= {word: 10 * n for n, word in enumerate(tens, start=2)}
    ordinals = _table(
        1,
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
        " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    )
    ordinals |= {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100}
    fractions = {
        "half": 2, "halves": 2, "halved": 2, "halve": 2, "halving": 2,
        "third": 3, "thirds": 3, "quarter": 4, "quarters": 4,
        "fourth": 4, "fourths": 4, "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6,
        "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10,
    }  # fmt: skip
    magnitudes = {
        "hundred": 1e2, "hundreds": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9,
        "trillion": 1e12, "dozen": 12.0, "millions": 1e6, "lakh": 1e5, "crore": 1e7,
    }  # fmt: skip
    del magnitudes["hundreds"], magnitudes["millions"]  # "hundreds of" gives no number
    return NumberWords(cardinals, ordinals, magnitudes, fractions, frozenset({"and"}))


def _german() -> NumberWords:
    small = _table(
        1,
        "ein zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn"
        " sechzehn siebzehn achtzehn neunzehn",
    )
    cardinals = dict(small)
    del cardinals["ein"]  # also the article
    ones = [word for word, n in small.items() if n < 10]
    tens = "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig".split()
    for n, word in enumerate(tens, start=2):
        cardinals[word] = 10 * n
        for m, one in enumerate(ones, start=1):
            cardinals[f"{one}und{word}"] = 10 * n + m
    for m, one in enumerate(ones, start=1):
        cardinals[f"{one}hundert"] = 100 * m
        cardinals[f"{one}tausend"] = 1000 * m
    ordinals = {
        f"{stem}{ending}": n
        for n, stem in enumerate(
            "erst zweit dritt viert funft sechst siebt acht neunt zehnt elft zwolft".split(),
            start=1,
        )
        for ending in ("e", "er", "es", "en", "em")
    }
    magnitudes = {
        "hundert": 1e2, "tausend": 1e3, "million": 1e6, "millionen": 1e6, "mio": 1e6,
        "milliarde": 1e9, "milliarden": 1e9, "mrd": 1e9, "billion": 1e12, "billionen": 1e12,
        "dutzend": 12.0,
    }  # fmt: skip
    fractions = {"drittel": 3, "viertel": 4, "funftel": 5, "zehntel": 10, "halfte": 2}
    return NumberWords(cardinals, ordinals, magnitudes, fractions, frozenset())


def _french() -> NumberWords:
    cardinals = _table(
        2,
        "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    )
    cardinals |= {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
    ordinals = {"premier": 1, "premiere": 1, "deuxieme": 2, "troisieme": 3, "quatrieme": 4}
    ordinals |= {"cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8, "dixieme": 10}
    magnitudes = {
        "cent": 1e2, "cents": 1e2, "mille": 1e3, "million": 1e6, "millions": 1e6,
        "milliard": 1e9, "milliards": 1e9, "douzaine": 12.0,
    }  # fmt: skip
    fractions = {"tiers": 3, "quart": 4, "quarts": 4, "moitie": 2, "dixiemes": 10}
    return NumberWords(cardinals, ordinals, magnitudes, fractions, frozenset({"et"}))


def _plain(language: str, magnitudes: Mapping[str, float]) -> NumberWords:
    """The table of a language that counts by `tens joiner unit`."""
    listed = data.entries(f"extract.number_words.{language}")
    cardinals = _table(2, listed["from_two"])
    cardinals |= {word: 10 * n for n, word in enumerate(listed["tens"].split(), start=2)}
    ordinals = listed["ordinals"].split()
    table = {word: n for n, forms in enumerate(ordinals, start=1) for word in forms.split("/")}
    return NumberWords(cardinals, table, magnitudes, {}, frozenset({listed["joiner"]}))


_LATIN = {
    "es": _plain("es", {"cien": 1e2, "mil": 1e3, "millon": 1e6, "millones": 1e6, "docena": 12.0}),
    "pt": _plain(
        "pt", {"cem": 1e2, "mil": 1e3, "milhao": 1e6, "milhoes": 1e6, "bilhao": 1e9, "bilhoes": 1e9}
    ),
    "it": _plain(
        "it",
        {
            "cento": 1e2,
            "mila": 1e3,
            "milione": 1e6,
            "milioni": 1e6,
            "miliardo": 1e9,
            "miliardi": 1e9,
        },
    ),
    "nl": _plain(
        "nl", {"honderd": 1e2, "duizend": 1e3, "miljoen": 1e6, "miljard": 1e9, "dozijn": 12.0}
    ),
}

NUMBER_WORDS: dict[str, NumberWords] = {
    "en": _english(),
    "de": _german(),
    "fr": _french(),
    **_LATIN,
}


def in_words(words: Sequence[str], table: NumberWords) -> float | None:
    """The value of folded number words such as ["two", "hundred", "and", "six"]; None if none."""
    total = current = 0.0
    seen = False
    for word in words:
        if word in table.cardinals:
            current += table.cardinals[word]
            seen = True
        elif word in table.magnitudes:
            factor = table.magnitudes[word]
            seen = True
            if factor > 100 and factor != 12.0:
                total += (current or 1) * factor
                current = 0.0
            else:
                current = (current or 1) * factor
        elif word not in table.joiners:
            return None
    return total + current if seen else None
