"""Finds citation keys: pandoc's `[@ray]`, Manubot's `@doi:10…`, MyST's and Sphinx's roles.

A key that says of itself what it identifies, such as `@doi:10.1098/x`, brings its own address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from citecheck.briefs.formats.document import Entry
from citecheck.briefs.markers import Found
from citecheck.model import Reference

_ADDRESSES = {
    "doi": "https://doi.org/{0}",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{0}/",
    "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/{0}/",
    "pmc": "https://www.ncbi.nlm.nih.gov/pmc/articles/{0}/",
    "arxiv": "https://arxiv.org/abs/{0}",
    "isbn": "https://openlibrary.org/isbn/{0}",
    "wikidata": "https://www.wikidata.org/wiki/{0}",
    "clinicaltrials": "https://clinicaltrials.gov/study/{0}",
    "url": "{0}",
    "http": "http:{0}",
    "https": "https:{0}",
}
_KINDS = "|".join(sorted(_ADDRESSES, key=len, reverse=True))
_IDENTIFIED = (
    rf"\{{(?:{_KINDS}):[^\s{{}}]{{1,2000}}\}}"
    rf"|(?i:{_KINDS}):[\w:.#$%&+?<>~/=!@,;-]{{0,2000}}[\w/](?=[^\w]|$)"
)
_PLAIN = r"\{[^\s{}\[\]]{1,200}\}|[A-Za-z_][\w:.#$%&+?<>~/-]{0,100}(?<![.:?/])"
_GROUP = re.compile(
    r"\[(?:[^\[\]\n@]|\n(?!\s*\n)){0,80}@(?:[^\[\]\n]|\n(?!\s*\n)){1,4000}\](?![(:])"
)
_ONE = re.compile(rf"(?<![\w@])-?@(?P<key>{_IDENTIFIED}|{_PLAIN})")
_BARE = re.compile(rf"(?<![\w@\[])@(?P<key>{_IDENTIFIED})")
_ROLE = re.compile(
    r"(?:\{(?P<myst>(?:foot|full)?cite(?::\w{1,20})?)\}|:(?P<rst>(?:foot)?cite(?::\w{1,20})?):)"
    r"`(?P<keys>[^`]{1,2000})`"
)
_AROUND = re.compile(r"\{[^{}]*\}|<[^<>]*>")
_LINKED = re.compile(
    r"\[\]\((?:https?://(?:dx\.)?doi\.org/|doi:)(?P<doi>10\.\d{4,9}/[^\s()]{1,500})\)"
)
_DEFINITION = re.compile(
    rf"^ {{0,3}}\[@(?P<label>[\w:.#/-]{{1,100}})\]:[ \t]*@?(?P<key>{_IDENTIFIED})[^\n]*$",
    re.MULTILINE,
)


# Identifiers alone in brackets: "(doi:10.1098/x)", "[PMID: 123456; PMID: 123457]".
_ALONE = r"(?:doi|arxiv|pmid|pmcid):\s?[\w./():<>-]{4,200}?"
_IN_BRACKETS = re.compile(
    rf"[(（\[]\s?(?P<all>{_ALONE}(?:\s?[;,]\s?{_ALONE}){{0,9}})\s?[)）\]](?![(:])", re.I
)


def find(text: str, labels: set[str]) -> Iterator[Found]:
    """Every citation key of `text`; a key in the run of a sentence where `labels` has it."""
    for match in _IN_BRACKETS.finditer(text):
        several = (re.sub(r"\s", "", each) for each in re.split(r"\s?[;,]\s?", match["all"]))
        names = (each.partition(":") for each in several)
        yield Found(tuple(f"{kind.lower()}:{name}" for kind, _, name in names), *match.span())
    if "@" not in text and "cite" not in text and "doi" not in text:
        return
    grouped: list[tuple[int, int]] = []
    for match in _GROUP.finditer(text):
        keys = tuple(dict.fromkeys(_label(one["key"]) for one in _ONE.finditer(match[0])))
        if keys:
            grouped.append(match.span())
            yield Found(keys, match.start(), match.end())
    for match in _ROLE.finditer(text):
        keys = tuple(_AROUND.sub("", key).strip() for key in match["keys"].split(","))
        kind = (match["myst"] or match["rst"]).partition(":")[2]
        if any(keys):
            leads = kind in ("t", "ts", "ct", "author", "authors")
            yield Found(tuple(filter(None, keys)), match.start(), match.end(), leads=leads)
    for match in _LINKED.finditer(text):
        yield Found((f"doi:{match['doi']}",), match.start(), match.end())
    for match in _BARE.finditer(text):
        yield Found((_label(match["key"]),), match.start(), match.end(), leads=True)
    for match in _ONE.finditer(text):
        if _label(match["key"]) in labels:  # the sentence needs its words: "as @ray says"
            yield Found((_label(match["key"]),), match.end(), match.end())


def definitions(text: str) -> tuple[Entry, ...]:
    """The lines by which Manubot gives a key a shorter name, `[@tag:ray]: doi:10.1098/x`."""
    if "[@" not in text:
        return ()
    return tuple(
        Entry(match["label"], match.start(), match.end(), address(_label(match["key"])))
        for match in _DEFINITION.finditer(text)
    )


def address(label: str) -> str | None:
    """The address that a key brings itself, None for one that a source list must answer to."""
    kind, _, name = label.partition(":")
    pattern = _ADDRESSES.get(kind.lower())
    if pattern is None or not name:
        return None
    if kind.lower() in ("pmc", "pmcid") and name.isdigit():
        name = f"PMC{name}"
    return pattern.format(name)


def identified(found: Sequence[Found], labels: set[str]) -> tuple[Reference, ...]:
    """Entries for the keys that bring their own address and that no list has."""
    keys = dict.fromkeys(label for mark in found for label in mark.labels if ":" in label)
    return tuple(
        Reference(key, address(key), None, key)
        for key in keys
        if key not in labels and address(key) is not None
    )


def _label(key: str) -> str:
    return key.strip("{}")
