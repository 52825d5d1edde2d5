"""Compares an entry of a source list with a registry's record of the work that it identifies.

An entry is not taken apart into fields, since no two lists write them alike: what the record says
is looked for in the entry. Tolerated are a missing subtitle, initials, diacritics, "et al.", a
year beside the record's (online first), a translated title, and whatever the entry leaves out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz

from citecheck.model import RecordFinding, Reference, ReferenceProblem
from citecheck.registries.identifiers import Identifier, without_identifiers
from citecheck.registries.record import Record

_ALIKE = 85  # of 100 (rapidfuzz): the same words with a slip of the pen, not other words
_SHARE = 0.7  # of a title's longer words that an entry must have
_LEAST = 4  # words beside names, venue and numbers, from which an entry states a title
_LONG = 12  # characters, from which two titles may be alike without being the same
_ACCESSED = re.compile(
    r"\(?\b(?:accessed|retrieved|visited|last seen|checked|abgerufen|consulté|consultado)\b"
    r"[^()\n]{0,40}\)?",
    re.I,
)
_YEAR = re.compile(r"(?<![\d–.-])(1[5-9]\d\d|20\d\d)(?![\d-])")
_INITIALS = r"(?:[A-Z]\.?[- ]?){1,3}(?![a-z])"
_PARTICLE = r"(?:(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|ten|ter|al|el|bin|ibn)\s){0,3}"
_FAMILY = rf"{_PARTICLE}[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]+"
# "Hale, M.", "Hale M", "M. Hale": a family name is surely one only beside initials.
_AUTHOR = re.compile(
    rf"[\s,;&.]*(?:\b(?:and|und|et|y|with)\s+)?"
    rf"(?:(?P<first>{_FAMILY}),?\s+{_INITIALS}(?=[\s,;.&(]|$)"
    rf"|(?:[A-Z]\.[- ]?){{1,3}}\s*(?P<last>{_FAMILY}))"
)
_WRITTEN_OUT = re.compile(
    rf"[\s*_]*{_FAMILY},\s+[A-ZÀ-ÖØ-Þ][a-zà-ÿ]+(?:\s[A-Z][\w.]*)?(?:\.|,?\sand\s)"
)
_ET_AL = re.compile(rf"({_FAMILY})\s+et\s+al\b")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_SAID = re.compile(r"\b(?:retract|withdrawn|erratum|corrected|corrigendum)", re.I)


def compare(entry: Reference, work: Identifier, record: Record) -> tuple[RecordFinding, ...]:
    """What is wrong with the entry by the record of its identifier, the worst first."""
    text = _ACCESSED.sub(" ", without_identifiers(f"{entry.title or ''} . {entry.text}"))
    found = []
    if record.retracted and not _SAID.search(text):
        words = f"the work was retracted: {record.retracted}"
        found.append(RecordFinding(ReferenceProblem.RETRACTED, words))
    differences = _differences(entry, text, record)
    if differences:
        parts = " and ".join(filter(None, (", ".join(differences[:-1]), differences[-1])))
        are = "is not that" if len(differences) == 1 else "are not those"
        words = f"{parts} of the entry {are} of {work}"
        problem = ReferenceProblem.REFERENCE_DIFFERS
        found.append(RecordFinding(problem, words, _shown(entry), record.shown))
    if record.corrected and not _SAID.search(text):
        words = f"the work was corrected since: {record.corrected}"
        found.append(RecordFinding(ReferenceProblem.CORRECTED, words))
    return tuple(found)


def _differences(entry: Reference, text: str, record: Record) -> list[str]:
    """Which of title, authors and year the entry has otherwise than the record."""
    authors = _named(entry.text)
    strange = [name for name in authors if not _is_among(name, record)]
    if not authors and _WRITTEN_OUT.match(entry.text):
        words = set(_folded(text).split())
        alien = record.families and not any(
            words & set(_folded(f).split()) for f in record.families
        )
        strange = ["all"] if alien and _is_latin("".join(record.families)) else []
    same_people = bool(authors) and not strange
    years = [int(year) for year in _YEAR.findall(text)]
    year_differs = bool(years and record.years) and not any(
        min(record.years) - 1 <= year <= max(record.years) + 1 for year in years
    )
    found = []
    if _states_title(text, authors, record) and not _has_title(text, record.titles):
        translated = bool(record.language) and not record.language.startswith("en")
        translated = translated or "[" in entry.text
        if not (translated and same_people and not year_differs):
            found.append("the title")
    if strange:
        found.append("the authors")
    if year_differs:
        found.append("the year")
    return found


def _has_title(text: str, titles: Sequence[str]) -> bool:
    """Whether one of the titles stands in the text, with or without its subtitle; True where
    they cannot be compared, being of another script or empty."""
    whole = _folded(text)
    words = set(whole.split())
    comparable = [title for title in titles if _is_latin(title) or not _is_latin(text)]
    for title in comparable:
        for form in (title, re.split(r"[:.?!–—]\s+|\s[-–—]\s", title)[0]):
            folded = _folded(form)
            if f" {folded} " in f" {whole} ":
                return True
            wanted = [word for word in folded.split() if len(word) > 3]
            if len(wanted) >= _LEAST and sum(w in words for w in wanted) >= _SHARE * len(wanted):
                return True
            if _LONG <= len(folded) <= len(whole) and fuzz.partial_ratio(folded, whole) >= _ALIKE:
                return True
    return not comparable


def _states_title(text: str, authors: Sequence[str], record: Record) -> bool:
    """Whether the entry says more than names, a journal and numbers."""
    names = " ".join([*authors, *record.families, *record.others, record.venue])
    known = set(_folded(names).split())
    words = {w for w in _folded(text).split() if len(w) > 2 and not any(map(str.isdigit, w))}
    return len(words - known) >= _LEAST or not _is_latin(text)


def _named(text: str) -> list[str]:
    """The family names of the run of names with which the entry begins, and of "… et al."."""
    names, end = [], 0
    text = text.lstrip(" *_-–•")
    while (found := _AUTHOR.match(text, end)) is not None:
        names.append(found["first"] or found["last"])
        end = found.end()
    return list(dict.fromkeys([*names, *_ET_AL.findall(text)]))


def _is_among(name: str, record: Record) -> bool:
    """Whether a name is that of an author, or a part of one; True where that cannot be told."""
    mine = _folded(name)
    known = [_folded(family) for family in (*record.families, *record.others)]
    if not record.families or _is_latin(name) is not _is_latin("".join(known)):
        return True
    return any(
        set(mine.split()) & set(other.split()) or fuzz.ratio(mine, other) >= _ALIKE
        for other in known
    )


def _is_latin(text: str) -> bool:
    return re.search(r"[a-z]{3}", _folded(text)) is not None


def _folded(text: str) -> str:
    """Words without case, diacritics and punctuation."""
    plain = unicodedata.normalize(
        "NFKD", text.replace("ß", "ss").replace("ø", "o").replace("Ø", "o")
    )
    plain = "".join(c for c in plain.casefold() if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+|_", " ", plain).split())


def _shown(entry: Reference) -> str:
    return (entry.text or entry.title or "")[:300]
