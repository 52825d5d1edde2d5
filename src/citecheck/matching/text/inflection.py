"""The regular forms of words in languages other than English, and those built on irregular ones.

Stemmers leave apart much that is one word (Spanish "sube" and "subió", German "kündigte" and
"angekündigt") and join what is not (German "fordern" and "fördern"). So the forms that news use are
made: of verbs the third person, the infinitive and the participles, of other words the plural and
the endings of case and gender. A form that no word has does no harm, since no text has it either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from citecheck.matching import data

Irregular = Mapping[str, Sequence[str]]
"""Infinitive to the forms that are not regular."""
JOINED = "+"
"""What parts a separable prefix from its verb: "an+kündigen"."""
_ENDINGS = data.tables("text.inflection.endings")
_SPELT: Mapping[str, tuple[tuple[str, str], ...]] = {
    # How the last sound of a verb's stem is spelt before an ending that begins with another vowel.
    "fr": (("g", "ge"), ("c", "ç")),
    "es": (("c", "qu"), ("g", "gu"), ("z", "c"), ("gu", "g")),
    "pt": (("c", "qu"), ("c", "ç"), ("g", "gu"), ("gu", "g"), ("ç", "c")),
    "it": (("c", "ch"), ("g", "gh"), ("ci", "c"), ("gi", "g"), ("i", "")),
}
# What is put in the place of a word's end, the longest end that fits; "-" is nothing.
_DECLENSION = data.tables("text.inflection.declension")
_ADJECTIVE = data.entries("text.inflection.adjective")
_NOUN = data.entries("text.inflection.noun")
_INSEPARABLE = {
    language: tuple(prefixes.split())
    for language, prefixes in data.entries("text.inflection.inseparable").items()
}
GERMANIC = frozenset(_INSEPARABLE)
"""The languages whose verbs have separable prefixes."""
_WEAK = {
    language: tuple(ends.split()) for language, ends in data.entries("text.inflection.weak").items()
}


def verb(infinitive: str, language: str, irregular: Irregular) -> Iterator[str]:
    """The forms of a verb; a separable prefix is set off by "+"."""
    if language in GERMANIC:
        prefix, _, core = infinitive.rpartition(JOINED)
        yield prefix + core
        own, participles = _germanic(core, language, irregular)
        yield from (prefix + form for form in own)
        endings = ("", "e", "en", "er", "em", "es") if language == "de" else ("", "e", "en")
        yield from (prefix + form + ending for form in participles for ending in endings)
        if prefix:
            yield f"{prefix}{'zu' if language == 'de' else 'te'}{core}"
        return
    yield infinitive
    yield from _irregular(infinitive, irregular)
    endings_of = _ENDINGS[language]
    ending = max((e for e in endings_of if infinitive.endswith(e)), key=len, default=None)
    if ending is None:
        return
    stem = infinitive.removesuffix(ending)
    stems = [stem]
    stems += [stem.removesuffix(a) + b for a, b in _SPELT[language] if stem.endswith(a)]
    for own in stems:
        yield from (own + last.strip("-") for last in endings_of[ending].split())


def prefixed(word: str, language: str) -> Iterator[tuple[str, str]]:
    """The inseparable prefixes that a German or Dutch word may begin with, each with the rest."""
    for prefix in _INSEPARABLE.get(language, ()):
        if word.startswith(prefix):
            yield prefix, word.removeprefix(prefix)


def finite(infinitive: str, language: str, irregular: Irregular) -> list[str]:
    """The forms in which a verb with a separable prefix stands apart from it, without that."""
    core = infinitive.rpartition(JOINED)[2]
    return [core, *_germanic(core, language, irregular)[0]]


def declined(word: str, language: str) -> Iterator[str]:
    """The forms of a word that is no verb. In German those with a capital are nouns."""
    if language in GERMANIC:
        noun = word[:1].isupper() or language == "nl"
        endings = _NOUN[language].split() if noun else []
        endings += _ADJECTIVE[language].split() if language == "nl" or not noun else []
        stems = [word] if language == "de" else [word, *_open_dutch(word)]
        for stem in stems:
            yield from (stem + ending.strip("-") for ending in endings)
        return
    table = _DECLENSION[language]
    end = max((e for e in table if word.endswith(e)), key=len, default="-")
    stem = word.removesuffix(end)
    yield word
    yield from (stem + ending.strip("-") for ending in table[end].split())


def _irregular(infinitive: str, irregular: Irregular) -> list[str]:
    """The irregular forms of a verb, or those of the verb that it is made from by a prefix."""
    if infinitive in irregular:
        return list(irregular[infinitive])
    bases = [base for base in irregular if infinitive.endswith(base)]
    if not bases:
        return []
    base = max(bases, key=len)
    return [infinitive.removesuffix(base) + form for form in irregular[base]]


def _germanic(
    core: str, language: str, irregular: Irregular
) -> tuple[Sequence[str], Sequence[str]]:
    """The finite forms of a verb, and its participles."""
    if core in irregular:
        return _parted(irregular[core], core, language)
    for prefix in _INSEPARABLE[language]:
        base = core.removeprefix(prefix)
        if base != core and base in irregular:
            own, participles = _parted(irregular[base], base, language)
            return (
                [prefix + form for form in own],
                [prefix + form.removeprefix("ge") for form in participles],
            )
    german = language == "de"
    stems = _stems(core, language)
    bare = (german and core.endswith("ieren")) or core.startswith(_INSEPARABLE[language])
    own = [stem + last for stem in stems for last in _WEAK[language]]
    past = ("t", "et") if german else ("t", "d")
    participles = [f"{'' if bare else 'ge'}{stem}{last}" for stem in stems for last in past]
    if not german:  # "geschat", "verwoest", "gemeld" add nothing to a stem that ends so
        participles += [form[:-1] for form in participles if form[-2] in "td"]
    return own, [*participles, f"{core}d"]


def _parted(forms: Sequence[str], core: str, language: str) -> tuple[list[str], list[str]]:
    """Finite forms and participles of an irregular verb, whose participle comes last."""
    present = ("t", "et") if language == "de" else ("", "t")
    made = [stem + last for stem in _stems(core, language) for last in present]
    return [*forms[:-1], *made], [forms[-1], f"{core}d"]


def _stems(core: str, language: str) -> list[str]:
    """A verb without the ending of the infinitive; a Dutch one as it is spelt at the end of a
    syllable: bouwen, bouw; dalen, daal."""
    if language == "de":
        return [core.removesuffix("en") if core.endswith("en") else core.removesuffix("n")]
    stem = core.removesuffix("en")
    if len(stem) > 2 and stem[-1] == stem[-2]:
        return [stem[:-1]]
    last = {"v": "f", "z": "s"}.get(stem[-1:], stem[-1:])
    vowel = stem[-2:-1]
    short = stem[:-1] + last
    if len(stem) > 2 and vowel in "aeou" and stem[-3] not in "aeiou":
        long = f"{stem[:-2]}{vowel}{vowel}{last}"
        several = any(letter in "aeiouy" for letter in stem[:-2])  # syllables: openen, betalen
        return [short, long] if several else [long]
    return [short]


def _open_dutch(word: str) -> list[str]:
    """A Dutch word as it is spelt before a vowel: huis, huiz-; plan, plann-; hoog, hog-."""
    last = {"f": "v", "s": "z"}.get(word[-1:], word[-1:])
    if len(word) < 3:
        return []
    if word[-2] == word[-3] and word[-2] in "aeou":
        return [f"{word[:-2]}{last}", f"{word[:-1]}{last}"]
    if word[-2] in "aeiou" and word[-3] not in "aeiou":
        return [word + word[-1], word[:-1] + last]
    return [word[:-1] + last]
