"""Reads a source list kept elsewhere: text, JSON, CSV, YAML, BibTeX, .bbl or CSL-JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from citecheck.briefs import lines
from citecheck.briefs.bibtex import from_bbl, from_bibtex
from citecheck.briefs.decode import decode
from citecheck.briefs.entries import find_url
from citecheck.briefs.places import Places
from citecheck.briefs.references import read_entries
from citecheck.errors import BriefError
from citecheck.model import Reference
from citecheck.outside import texts, yaml

MAX_BYTES = 50_000_000
_LABELS = ("label", "n", "number", "no", "ref", "citation-label", "citation-number", "key", "id")
_URLS = ("url", "URL", "link", "href", "uri", "source", "howpublished")
_TITLES = ("title", "name", "text")
_LONGEST_FIELD = 20_000  # characters
_DELIMITERS = ",;\t|"
_SAMPLE = 5000  # characters of a CSV file by which its delimiter is told
_SHAPES = "give lines such as `[1] Title - https://…`, JSON, CSV, YAML, BibTeX or CSL-JSON"


def load_references(*paths: Path) -> tuple[Reference, ...]:
    """Read the source lists in `paths` as one, the format of each told by suffix, else by content.

    Entries without a label are numbered in order; of those of several lists under one label the
    first counts. Raises `BriefError` naming the file.
    """
    found: dict[str, Reference] = {}
    for path in paths:
        listed = read_references(_bytes(path), path)
        if len(paths) == 1:
            return listed
        for entry in listed:
            found.setdefault(entry.label, entry)
    return tuple(found.values())


def read_references(data: bytes, path: Path) -> tuple[Reference, ...]:
    """Read a source list from the bytes of a file whose name is `path`. Raises `BriefError`."""
    name = str(path)
    text, _ = decode(data, name)
    reader = _READERS.get(path.suffix.lower()) or _by_content(text)
    entries = tuple(reader(text, name))
    if not entries:
        raise BriefError(name, "holds no entry of a source list", _SHAPES)
    return entries


def _bytes(path: Path) -> bytes:
    name = str(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BriefError(name, f"is larger than {MAX_BYTES // 1_000_000} MB")
        return path.read_bytes()
    except FileNotFoundError:
        raise BriefError(name, "no such file", "check the path given to --sources") from None
    except OSError as error:
        raise BriefError(name, f"cannot be read: {error.strerror}") from None


def _by_content(text: str) -> Callable[[str, str], Iterable[Reference]]:
    head = text.lstrip()
    if head[:1] == "{" or (head[:1] == "[" and head[1:].lstrip()[:1] in ("{", '"')):
        return _from_json
    if head[:1] == "@":
        return from_bibtex
    return _from_text


def _from_text(text: str, name: str) -> list[Reference]:
    return read_entries(lines.cut(text), Places(text))


def _from_json(text: str, name: str) -> list[Reference]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BriefError(name, f"is not valid JSON: {error}") from None
    return _from_value(value, name)


def _from_yaml(text: str, name: str) -> list[Reference]:
    try:
        value = yaml.load(text)
    except ValueError as error:
        raise BriefError(name, f"is not valid YAML: {error}") from None
    return _from_value(value, name)


def _from_csv(text: str, name: str) -> list[Reference]:
    # Not csv.Sniffer, whose patterns take minutes on a few hundred quotation marks.
    delimiter = max(_DELIMITERS, key=lambda sign: _even_rows(text[:_SAMPLE], sign))
    try:
        rows = list(_csv_rows(text, delimiter))
    except csv.Error as error:
        raise BriefError(name, f"is not valid CSV: {error}") from None
    if not rows:
        return []
    header = [cell.strip().lower() for cell in rows[0]]
    if not set(header) & {key.lower() for key in (*_URLS, *_TITLES)}:
        return _from_rows_without_header(rows)
    return _from_value([dict(zip(header, row, strict=False)) for row in rows[1:]], name)


def _csv_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    rows = csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True)
    return (row for row in rows if any(row))


def _even_rows(text: str, delimiter: str) -> int:
    """How many rows have as many cells as the first, which has several."""
    try:
        widths = [len(row) for row in _csv_rows(text, delimiter)]
    except csv.Error:
        return 0
    return sum(width == widths[0] for width in widths) if widths and widths[0] > 1 else 0


def _from_rows_without_header(rows: list[list[str]]) -> list[Reference]:
    entries: list[Reference] = []
    for row in rows:
        cells = [cell.strip() for cell in row]
        label = cells[0].strip("[]^.") if len(cells) > 1 else ""
        labelled = bool(label) and find_url(cells[0]) is None and len(label) <= 20
        rest = cells[1:] if labelled else cells
        url = next(filter(None, map(find_url, rest)), None)
        title = next((cell for cell in rest if cell and find_url(cell) is None), None)
        number = label if labelled else str(len(entries) + 1)
        entries.append(Reference(number, url, title, ", ".join(cells)))
    return entries


def _from_value(value: Any, name: str) -> list[Reference]:
    """A list of entries, an object of label to entry, or an object that holds such a list."""
    if isinstance(value, Mapping):
        storm = _from_storm(value)
        if storm:
            return storm
        for key in ("references", "sources", "citations", "items", "entries"):
            if isinstance(value.get(key), (list, Mapping)):
                return _from_value(value[key], name)
        return [_entry(item, str(label), name) for label, item in value.items()]
    if isinstance(value, list):
        numbers = [_find(item, _LABELS) for item in value if isinstance(item, Mapping)]
        usable = len(numbers) == len(value) and all(n and _is_label(n) for n in numbers)
        return [
            _entry(item, None if usable else str(number), name)
            for number, item in enumerate(value, start=1)
        ]
    raise BriefError(name, "holds no list of sources", _SHAPES)


def _from_storm(value: Mapping[Any, Any]) -> list[Reference]:
    """The list that STORM keeps beside its article, `url_to_info.json`: numbers by URL."""
    numbers, known = value.get("url_to_unified_index"), value.get("url_to_info")
    if not isinstance(numbers, Mapping) or not isinstance(known, Mapping):
        return []
    return [
        Reference(str(number), find_url(url), _find(known.get(url) or {}, _TITLES), url)
        for url, number in sorted(numbers.items(), key=lambda item: str(item[1]).zfill(9))
    ]


def _is_label(value: str) -> bool:
    return len(value) <= 40 and "://" not in value and not any(c.isspace() for c in value)


def _entry(item: Any, label: str | None, name: str) -> Reference:
    if isinstance(item, str):
        item = texts.whole(item)
        url = find_url(item)
        title = item.replace(url, "").strip(" \t-–—:,.<>()\"'") if url else item
        return Reference(label or "", url, title or None, item)
    if not isinstance(item, Mapping):
        raise BriefError(name, f"has an entry that is no object or string: {item!r:.80}", _SHAPES)
    given = label or _find(item, _LABELS) or ""
    url = _find(item, _URLS)
    doi = _find(item, ("DOI", "doi"))
    found = find_url(url) if url else None
    if found is None and doi:
        found = find_url(doi) or f"https://doi.org/{doi}"
    text = ", ".join(f"{key}: {value}" for key, value in item.items() if isinstance(value, str))
    return Reference(given.strip("[]^"), found, _find(item, _TITLES), texts.whole(text))


def _find(item: Mapping[Any, Any], keys: Iterable[str]) -> str | None:
    for key in keys:
        value = item.get(key)
        if _is_said(value):
            return texts.whole(str(value)[:_LONGEST_FIELD].strip())
    return None


def _is_said(value: object) -> bool:
    """A text, or a number of a length that can be a label."""
    if isinstance(value, int):
        return abs(value) < 10**18
    return isinstance(value, str) and bool(value.strip())


_READERS: Mapping[str, Callable[[str, str], Iterable[Reference]]] = {
    ".json": _from_json,
    ".yaml": _from_yaml,
    ".yml": _from_yaml,
    ".csv": _from_csv,
    ".tsv": _from_csv,
    ".bib": from_bibtex,
    ".bbl": from_bbl,
}
