"""Reads BibTeX, and the .bbl files that BibTeX and Biber make, as source lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from citecheck.briefs import identifiers
from citecheck.briefs.entries import find_url
from citecheck.briefs.formats import latex
from citecheck.briefs.formats.latex import plain, unescaped
from citecheck.briefs.known import listed_by
from citecheck.errors import BriefError
from citecheck.model import Reference

_URL_COMMAND = re.compile(
    r"\\(?:url|href|burl|nolinkurl|path)\s*\{((?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.)*\})*)\}", re.DOTALL
)
_BARE_URL = re.compile(r"(?:https?|ftp)://(?:[^\s{},;|\\<>\"]|\\[^A-Za-z\s]|\{\\~\{\}\}|,(?=\S))+")
_ADDRESSES = ("url", "doi", "howpublished", "eprint", "note", "link", "ee", "pdf", "bdsk-url-1")
_OTHERS = ("journal", "journaltitle", "booktitle", "publisher", "annote", "addendum", "pmid",
           "pmcid", "archiveid", "adsurl", "biburl", "isbn")  # fmt: skip
_ARXIV = re.compile(r"(?:arxiv:\s*)?(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7})", re.I)
_TEXT = ("author", "editor", "title", "journal", "journaltitle", "booktitle", "publisher",
         "institution", "organization", "howpublished", "note", "year", "date")  # fmt: skip
_WORKS = ("doi", "pmid", "isbn")  # kept in the text, for a registry to be asked
_BIBER_ENTRY = re.compile(r"\\entry\{([^{}\n]+)\}\{[^{}\n]*\}")
_BIBER_FIELD = re.compile(r"\\field\{(\w+)\}\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")
_BIBER_VERB = re.compile(r"\\verb\{(\w+)\}\s*\\verb ([^\n]*)")
_BIBER_FAMILY = re.compile(r"family=\{?((?:[^{}]|\{[^{}]*\})*)\}?[,\n]")


def from_bibtex(text: str, name: str) -> Iterator[Reference]:
    """The entries of a .bib file under their keys, with the URLs that their fields mean."""
    import logging

    from bibtexparser.entrypoint import parse_string

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library = parse_string(text)
    if not library.entries and library.failed_blocks:
        raise BriefError(name, "is not valid BibTeX", "check its braces")
    # An entry that gives a field twice is an entry all the same.
    broken = (getattr(block, "ignore_error_block", None) for block in library.failed_blocks)
    known: set[str] = set()
    for entry in (*library.entries, *broken):
        key, fields = getattr(entry, "key", None), getattr(entry, "fields", None)
        if not key or fields is None or key in known:
            continue
        known.add(key)
        yield _reference(key, {field.key.lower(): str(field.value) for field in fields[::-1]})


def from_bbl(text: str, name: str) -> Iterable[Reference]:
    """The entries of a .bbl file, as BibTeX (`\\bibitem`) or Biber (`\\entry`) writes it."""
    if "\\entry{" not in text:
        return listed_by(latex.read(text, name))
    return _from_biber(text)


def _from_biber(text: str) -> Iterator[Reference]:
    starts = list(_BIBER_ENTRY.finditer(text))
    ends = [match.start() for match in starts[1:]] + [len(text)]
    for match, end in zip(starts, ends, strict=True):
        body = text[match.end() : end]
        fields = {found[1].lower(): found[2] for found in _BIBER_FIELD.finditer(body)}
        fields |= {found[1].lower(): found[2].strip() for found in _BIBER_VERB.finditer(body)}
        families = _BIBER_FAMILY.findall(body)
        if families:
            fields.setdefault("author", " and ".join(families))
        yield _reference(match[1].strip(), fields)


def _reference(key: str, fields: Mapping[str, str]) -> Reference:
    title = _words(fields.get("title", "")) or None
    parts = [_words(fields[field]) for field in _TEXT if fields.get(field, "").strip()]
    parts += [f"{field}:{unescaped(fields[field])}" for field in _WORKS if fields.get(field)]
    return Reference(key, _address(fields), title, ". ".join(dict.fromkeys(filter(None, parts))))


def _words(value: str) -> str:
    value = value.strip()
    shown = plain(value) if re.search(r"[\\{}$~]|--|``", value) else value
    return " ".join(shown.split())


def _address(fields: Mapping[str, str]) -> str | None:
    """The URL that an entry means: of its fields the first that names one."""
    for field in (*_ADDRESSES, *_OTHERS):
        value = fields.get(field, "").strip()
        found = _in_field(field, value, fields) if value else None
        if found is not None:
            return found
    return None


def _in_field(field: str, value: str, fields: Mapping[str, str]) -> str | None:
    if field == "doi":
        doi = find_url(unescaped(value))
        return doi or (f"https://doi.org/{unescaped(value)}" if "/" in value else None)
    if field == "eprint":
        kind = (fields.get("archiveprefix") or fields.get("eprinttype") or "arXiv").lower()
        arxiv = _ARXIV.fullmatch(unescaped(value)) if kind == "arxiv" else None
        return f"https://arxiv.org/abs/{arxiv[1]}" if arxiv else _plain_address(value)
    if field in ("pmid", "pmcid", "isbn"):
        return identifiers.resolve(f"{field.upper()}: {unescaped(value)}")
    if field == "url" and "\\url" not in value and "\\href" not in value:
        return find_url(unescaped(value)) or find_url(value)
    return _plain_address(value)


def _plain_address(value: str) -> str | None:
    """The address in a field of words: that of a link, a bare one, or an identifier's."""
    command = _URL_COMMAND.search(value)
    if command is not None:
        return find_url(unescaped(command[1]))
    bare = _BARE_URL.search(value)
    if bare is not None:
        return find_url(unescaped(bare[0]))
    return identifiers.resolve(unescaped(value) if value.count(" ") == 0 else _words(value))
