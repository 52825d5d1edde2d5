"""The words of other languages than English: which are forms of one, say the same, the opposite.

One readable file a language (`data/words/XX.txt`), written for this by hand, since no thesaurus was
found under a licence that fits. Its sections:

    [irregular]  an infinitive and its forms that are not regular; in Germanic languages the
                 participle comes last
    [same]       words that say the same in news; verbs before a stroke, the rest after it
    [opposite]   words that exclude each other, sides parted by bars; each stands for its group

A verb with a separable prefix is written "an+kündigen", further forms of a word after a comma
("Vorwurf,Vorwürfe", "UNO,Vereinte_Nationen"). A word goes by a name with its language before it
("de:erhöhen"), which is the stem of all its forms, so that no stem of another word or language is
taken for it.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import NamedTuple

from citecheck.matching import data
from citecheck.matching.text import inflection
from citecheck.matching.text.folding import fold, stemmer

LANGUAGES = frozenset(("de", "es", "fr", "it", "nl", "pt"))
"""Those that have a file."""
_PHRASE = re.compile(r"[_'’-]")  # what joins the words of a phrase: "Vereinte_Nationen"
_CAPITAL_NOUNS = frozenset(("de",))
_SHORTEST = data.count("text.vocabulary.shortest")
_OWN = data.count("text.vocabulary.own")


class Word(NamedTuple):
    """A word as a file has it: a separable prefix is set off by "+", `forms` are further ones."""

    text: str
    forms: tuple[str, ...] = ()
    is_verb: bool = False


@dataclass(slots=True)
class Listed:
    """What a file says. `irregular` gives the forms of an infinitive; `opposite` has lists of
    sides."""

    irregular: dict[str, tuple[str, ...]] = field(default_factory=dict)
    same: list[list[Word]] = field(default_factory=list)
    opposite: list[list[list[str]]] = field(default_factory=list)


@dataclass(slots=True)
class Vocabulary:
    """The words of one language.

    `forms` gives the name of a word for each of its forms, `stems` for a stem that only it has;
    nouns with a capital have `noun_stems`. `same` and `opposite` give for a name those of other
    words. `apart` gives for a separable prefix the names, by the folded finite form beside it, of
    the verbs that it makes ("kündigte … an"), `phrases` for the first folded word of a phrase the
    others and the name, the longest first. `acronyms` are folded; `irregular` gives the infinitive
    of a form.
    """

    language: str
    forms: dict[str, str] = field(default_factory=dict)
    stems: dict[str, str] = field(default_factory=dict)
    same: dict[str, list[str]] = field(default_factory=dict)
    opposite: dict[str, list[str]] = field(default_factory=dict)
    apart: dict[str, dict[str, str]] = field(default_factory=dict)
    phrases: dict[str, list[tuple[list[str], str]]] = field(default_factory=dict)
    noun_stems: dict[str, str] | None = None
    verbs: set[str] = field(default_factory=set)
    acronyms: set[str] = field(default_factory=set)
    irregular: dict[str, str] = field(default_factory=dict)

    def stem(self, word: str, stem: str) -> str:
        """The name of the word of which another is a form, else its stem. A capital is heeded
        where the language's nouns have one."""
        capital = self.noun_stems is not None and word[0].isupper()
        name = self.forms.get(_key(word)) if capital else None
        name = name or self.forms.get(word.casefold())
        if name is None and not capital:
            name = self._prefixed(word.casefold())
        if name is None:
            stems = self.noun_stems if capital and self.noun_stems else self.stems
            name = stems.get(stem, stem)
        return name

    def _prefixed(self, word: str) -> str | None:
        """The name of the verb that a form is of, made from an irregular one by a prefix that is
        never apart from it: German "entstand", Dutch "verliet"."""
        for prefix, rest in inflection.prefixed(word, self.language):
            base = self.irregular.get(rest) or self.irregular.get(f"ge{rest}")
            if base is not None:
                return name_of(prefix + base, self.language)
        return None


def listed(language: str) -> Listed:
    """Read the file of a language. Raises ValueError for a line outside the sections."""
    file = resources.files("citecheck.matching.data").joinpath("words", f"{language}.txt")
    found = Listed()
    section = ""
    for line in file.read_text(encoding="utf-8").splitlines():
        line = line.partition("#")[0].strip()
        if line.startswith("["):
            section = line.strip("[]")
        elif line and section == "irregular":
            infinitive, *forms = line.split()
            found.irregular[infinitive] = tuple(forms)
        elif line and section == "same":
            verbs, stroke, rest = line.partition("/")
            if not stroke:
                verbs, rest = "", verbs
            words = [*_words(verbs, is_verb=True), *_words(rest, is_verb=False)]
            found.same.append(words)
        elif line and section == "opposite":
            found.opposite.append([side.split() for side in line.split("|")])
        elif line:
            raise ValueError(f"{file}: {line!r} stands in no section")
    return found


def _words(text: str, *, is_verb: bool) -> Iterator[Word]:
    for part in text.split():
        word, *forms = part.split(",")
        yield Word(word, tuple(forms), is_verb)


def is_phrase(text: str) -> bool:
    """Tell whether what is listed as a word is several: "Vereinte_Nationen", "sans-abri"."""
    return _PHRASE.search(text) is not None


def name_of(word: str, language: str) -> str:
    """The name of a word of a language."""
    return f"{language}:{word.replace(inflection.JOINED, '')}"


def is_listed(stem: str) -> bool:
    """Tell whether a stem is the name of a listed word."""
    return stem[2:3] == ":" and stem[:2] in LANGUAGES


@functools.lru_cache(maxsize=8)
def of(language: str) -> Vocabulary | None:
    """The words of a language; None for one that has no file."""
    if language not in LANGUAGES:
        return None
    source = listed(language)
    found = Vocabulary(language)
    words = {name_of(word.text, language): word for group in source.same for word in group}
    for infinitive in source.irregular:
        words.setdefault(name_of(infinitive, language), Word(infinitive, is_verb=True))
    for text in {word for line in source.opposite for side in line for word in side}:
        words.setdefault(name_of(text, language), Word(text))
    for infinitive, forms in source.irregular.items():
        found.irregular |= dict.fromkeys((infinitive, *forms), infinitive)
    found.acronyms = {fold(word.text) for word in words.values() if word.text.isupper()}
    found.verbs = {name for name, word in words.items() if word.is_verb}
    _add_forms(found, words, source.irregular, language)
    for group in source.same:
        names = [name_of(word.text, language) for word in group]
        found.same |= {name: [other for other in names if other != name] for name in names}
    opposite: dict[str, dict[str, None]] = defaultdict(dict)
    for one, other in _opposed(source.opposite):
        ours, theirs = name_of(one, language), name_of(other, language)
        for mine in (ours, *found.same.get(ours, ())):
            for its in (theirs, *found.same.get(theirs, ())):
                opposite[mine][its] = opposite[its][mine] = None
    found.opposite = {name: list(others) for name, others in opposite.items()}
    return found


def _opposed(lines: Iterable[Sequence[Sequence[str]]]) -> Iterator[tuple[str, str]]:
    """Each two words of different sides of a line."""
    for sides in lines:
        for number, side in enumerate(sides):
            for other in sides[number + 1 :]:
                yield from ((a, b) for a in side for b in other)


def _add_forms(
    found: Vocabulary, words: dict[str, Word], irregular: inflection.Irregular, language: str
) -> None:
    """Give each form to the word whose own form it is, else to the one that it is made from.

    A form that may come from two words is a verb's before another's, then the longer word's; one
    that two verbs share, and a stem that two words share, are nobody's.
    """
    stem = stemmer(language)
    capital = language in _CAPITAL_NOUNS
    ranked: dict[str, dict[str, tuple[bool, int]]] = defaultdict(dict)
    stems: dict[tuple[bool, str], set[str]] = defaultdict(set)
    own_stems: set[tuple[str, str]] = set()
    made = {name: _made(word, irregular, language) for name, word in words.items()}
    of_verbs = {form for name in found.verbs for form in made[name]}
    for name, word in words.items():
        text = word.text.replace(inflection.JOINED, "")
        own = [form for form in (text, *word.forms) if not is_phrase(form)]
        # What is also a participle takes the participle's other forms with it: "élevé, élevée".
        taken = not word.is_verb and not capital and own[:1] and own[0].casefold() in of_verbs
        for form in made[name]:
            ranked[form].setdefault(
                name, (word.is_verb or bool(taken), 0 if word.is_verb else len(text))
            )
        for form in own:
            ranked[_key(form) if capital else form.casefold()][name] = (True, _OWN)
            own_stems.add((name, stem(fold(form))))
        for form in (text, *word.forms):
            first, *rest = (fold(part) for part in _PHRASE.split(form))
            if rest:
                found.phrases.setdefault(first, []).append((rest, name))
        prefix, joined, _ = word.text.rpartition(inflection.JOINED)
        if joined:
            apart = found.apart.setdefault(fold(prefix), {})
            for form in inflection.finite(word.text, language, irregular):
                apart.setdefault(fold(form), name)
    for form, claims in ranked.items():
        if len(claims) == 1:
            found.forms[form] = next(iter(claims))
        else:
            best = max(claims.values())
            names = [name for name, rank in claims.items() if rank == best]
            if len(names) == 1:
                found.forms[form] = names[0]
        folded = form.lower() if form.isascii() else fold(form)
        stems[capital and form[0].isupper(), stem(folded)].update(claims)
    sure = {
        key: next(iter(names))
        for key, names in stems.items()
        if len(names) == 1 and len(key[1]) >= _SHORTEST and (min(names), key[1]) in own_stems
    }
    found.stems = {s: name for (noun, s), name in sure.items() if not noun}
    if capital:
        found.noun_stems = {s: name for (noun, s), name in sure.items() if noun}
    for phrases in found.phrases.values():
        phrases.sort(key=lambda phrase: -len(phrase[0]))


def _made(word: Word, irregular: inflection.Irregular, language: str) -> list[str]:
    """The regular forms of a word, as texts are looked up."""
    if word.is_verb:
        return [form.casefold() for form in inflection.verb(word.text, language, irregular)]
    made = [
        form
        for text in (word.text, *word.forms)
        if not is_phrase(text)
        for form in inflection.declined(text, language)
    ]
    return [_key(form) if language in _CAPITAL_NOUNS else form.casefold() for form in made]


def _key(form: str) -> str:
    return form[:1] + form[1:].casefold()


def line(name: str) -> str | None:
    """A line as the lexicon of English words has it, for a name with its language before it."""
    language, _, rest = name.partition(":")
    words = of(language) if rest else None
    if words is None:
        return None
    same, opposite = (" ".join(table.get(name, ())) for table in (words.same, words.opposite))
    kind = "v" if name in words.verbs else ""
    return f"1000\t{kind}\t{same}\t\t{opposite}\t\t\t\t{opposite}\t"
