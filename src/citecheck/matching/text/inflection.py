"""The regular forms of words in languages other than English, and those built on irregular ones.

Stemmers leave apart much that is one word (Spanish "sube" and "subió", German "kündigte" and
"angekündigt") and join what is not (German "fordern" and "fördern"). So the forms that news use are
made: of verbs the third person, the infinitive and the participles, of other words the plural and
the endings of case and gender. A form that no word has does no harm, since no text has it either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

Irregular = Mapping[str, Sequence[str]]
"""Infinitive to the forms that are not regular."""
JOINED = "+"
"""What parts a separable prefix from its verb: "an+kündigen"."""
_ENDINGS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "er": "e ent ait aient a èrent era eront erait eraient ant ante antes ants é ée és ées",
        "ir": "it issent issait issaient ira iront irait iraient i ie is ies irent issant isse",
        "ire": "it isent isait isaient ira iront irait iraient isant",
        "uire": "uit uisent uisait uisaient uisit uisirent uira uiront uirait uite uits uites"
        " uisant",
        "crire": "crit crivent crivait crivaient crivit crivirent crira criront crirait crite crits"
        " crites crivant",
        "indre": "int ignent ignait ignaient ignit ignirent indra indront indrait inte ints intes"
        " ignant",
        "enir": "ient iennent enait enaient int inrent iendra iendront iendrait iendraient enu enue"
        " enus enues enant ienne",
        "ettre": "et ettent ettait ettaient it irent ettra ettront ettrait is ise ises ettant ette",
        "endre": "end endent endait endaient endit endirent endra endront endrait endu endue endus"
        " endues endant ende",
        "prendre": "prend prennent prenait prenaient prit prirent prendra prendront prendrait pris"
        " prise prises prenant prenne",
        "vrir": "vre vrent vrait vraient vrit vrirent vrira vriront vrirait vert verte verts vertes"
        " vrant",
        "frir": "fre frent frait fraient frit frirent frira friront frirait fert ferte ferts fertes"
        " frant",
        "cevoir": "çoit çoivent cevait cevaient çut çurent cevra cevront cevrait çu çue çus çues"
        " cevant çoive",
        "aître": "aît aissent aissait aissaient ut urent aîtra aîtront aîtrait u ue us ues aissant",
        "yer": "ie ient yait yaient ya yèrent iera ieront ierait ieraient yant yé yée yés yées",
        "eler": "elle ellent elait elaient ela elèrent ellera elleront ellerait elant elé elée elés"
        " elées",
        "eter": "ette ettent etait etaient eta etèrent ettera etteront etterait etant eté etée etés"
        " etées",
        "re": "- ent ait aient it irent ra ront rait raient u ue us ues ant e",
    },
    "es": {
        "ar": "a an aba aban ó aron ará arán aría arían ado ada ados adas ando e en arse ara aran",
        "er": "e en ía ían ió ieron erá erán ería erían ido ida idos idas iendo a an iera ieran"
        " erse",
        "ir": "e en ía ían ió ieron irá irán iría irían ido ida idos idas iendo a an iera ieran"
        " irse",
    },
    "pt": {
        "ar": "a am ava avam ou aram ará arão aria ariam ado ada ados adas ando e em asse assem"
        " arem",
        "er": "e em ia iam eu eram erá erão eria eriam ido ida idos idas endo a am esse essem erem",
        "ir": "e em ia iam iu iram irá irão iria iriam ido ida idos idas indo a am isse issem irem",
    },
    "it": {
        "are": "a ano ava avano ò arono erà eranno erebbe erebbero ato ata ati ate ando i ino"
        " asse assero arsi",
        "ere": "e ono eva evano é ette ettero erono erà eranno erebbe erebbero uto uta uti ute endo"
        " a ano esse essero ersi",
        "ire": "e ono isce iscono iva ivano ì irono irà iranno irebbe irebbero ito ita iti ite endo"
        " a ano isca iscano isse issero irsi",
    },
}
_SPELT: Mapping[str, tuple[tuple[str, str], ...]] = {
    # How the last sound of a verb's stem is spelt before an ending that begins with another vowel.
    "fr": (("g", "ge"), ("c", "ç")),
    "es": (("c", "qu"), ("g", "gu"), ("z", "c"), ("gu", "g")),
    "pt": (("c", "qu"), ("c", "ç"), ("g", "gu"), ("gu", "g"), ("ç", "c")),
    "it": (("c", "ch"), ("g", "gh"), ("ci", "c"), ("gi", "g"), ("i", "")),
}
# What is put in the place of a word's end, the longest end that fits; "-" is nothing.
_DECLENSION: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "al": "al ale ales aux", "eur": "eur eurs euse euses rice rices eure eures",
        "teur": "teur teurs trice trices", "eux": "eux euse euses", "if": "if ive ifs ives",
        "el": "el elle els elles", "ien": "ien ienne iens iennes", "on": "on onne ons onnes",
        "er": "er ère ers ères", "s": "s se ses", "e": "e es", "eau": "eau eaux elle elles",
        "-": "- s e es x",
    },
    "es": {
        "ón": "ón ones ona onas", "ción": "ción ciones", "sión": "sión siones", "z": "z ces",
        "o": "o a os as", "a": "a as", "e": "e es", "or": "or ora ores oras",
        "és": "és esa eses esas", "és ": "és", "ín": "ín ines", "án": "án anes",
        "-": "- s es",
    },
    "pt": {
        "ão": "ão ões ãos ães ã ãs", "l": "l is les", "el": "el éis eis", "al": "al ais",
        "ol": "ol óis", "m": "m ns", "o": "o a os as", "a": "a as", "e": "e es",
        "or": "or ora ores oras", "ês": "ês esa eses esas", "-": "- s es",
    },
    "it": {
        "co": "co ci chi ca che", "go": "go gi ghi ga ghe", "ca": "ca che ci", "ga": "ga ghe",
        "cia": "cia cie ce", "gia": "gia gie ge", "io": "io i ia ie", "o": "o a i e", "a": "a e i",
        "e": "e i", "tore": "tore tori trice trici", "-": "-",
    },
}  # fmt: skip
_ADJECTIVE = {
    "de": "- e en er em es ere eren erer erem eres ste sten ster stem stes este esten ester",
    "nl": "- e er ere st ste s",
}
_NOUN = {"de": "- e en n r s es er ern nen", "nl": "- e en s n eren ën ’s 's es"}
_INSEPARABLE = {
    "de": (
        "be",
        "ver",
        "er",
        "ent",
        "zer",
        "ge",
        "emp",
        "miss",
        "über",
        "unter",
        "wider",
        "hinter",
    ),
    "nl": ("be", "ver", "ont", "her", "ge", "er", "over", "onder", "voor", "aan"),
}
GERMANIC = frozenset(_INSEPARABLE)
"""The languages whose verbs have separable prefixes."""
_WEAK = {
    "de": ("t", "et", "te", "ten", "ete", "eten"),
    "nl": ("t", "de", "den", "te", "ten", ""),
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
