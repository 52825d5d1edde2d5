"""Reads a source list kept elsewhere: text, JSON, CSV, YAML, BibTeX or CSL-JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from citecheck.briefs import lines
from citecheck.briefs.decode import decode
from citecheck.briefs.entries import find_url
from citecheck.briefs.places import Places
from citecheck.briefs.references import read_entries
from citecheck.errors import BriefError
from citecheck.model import Reference

MAX_BYTES = 50_000_000
_HEAD = 50_000  # bytes at both ends of a brief in which it names its bibliography
_IN_LATEX = re.compile(
    r"^[^%\n]*?\\(?:bibliography|addbibresource)(?:\[[^][\n]{0,200}\])?\{([^{}]{1,2000})\}",
    re.MULTILINE,
)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LONGEST_NAME = 80  # letters of a named bibliography that a notice shows
_MOST_NAMED = 20  # bibliographies of one brief
_LABELS = ("label", "n", "number", "no", "ref", "citation-label", "citation-number", "key", "id")
_URLS = ("url", "URL", "link", "href", "uri", "source", "howpublished")
_TITLES = ("title", "name", "text")
_SHAPES = "give lines such as `[1] Title - https://…`, JSON, CSV, YAML, BibTeX or CSL-JSON"


def load_references(*paths: Path) -> tuple[Reference, ...]:
    """Read the source lists in `paths` as one, the format of each told by suffix, else by content.

    Entries without a label are numbered in order. Raises `BriefError` naming the file.
    """
    return tuple(entry for path in paths for entry in read_references(_bytes(path), path))


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


class Bibliographies(NamedTuple):
    """The source lists that a brief names: the files below its folder, and the names, as written
    and cut to a line, of which there is no such file."""

    files: tuple[Path, ...] = ()
    missing: tuple[str, ...] = ()


def named_bibliographies(data: bytes, path: Path) -> Bibliographies:
    """The bibliographies that a LaTeX or Markdown brief names.

    `\\bibliography{refs,more}`, `\\addbibresource{refs.bib}`, or `bibliography: refs.bib` (one or a
    list) in YAML front matter, in the order in which they are named.
    """
    if b"\0" in data[:_HEAD]:
        return Bibliographies()
    text = (data[:_HEAD] + b"\n" + data[_HEAD:][-_HEAD:]).decode("utf-8", "replace")
    names = [name.strip() for found in _IN_LATEX.findall(text) for name in found.split(",")]
    names += _in_front_matter(text.replace("\r\n", "\n").lstrip("\ufeff"))
    folder = path.parent.resolve()
    found = {name: _below(folder, name) for name in list(filter(None, names))[:_MOST_NAMED]}
    missing = [_on_a_line(name) for name, file in found.items() if file is None]
    return Bibliographies(
        tuple(dict.fromkeys(file for file in found.values() if file is not None)), tuple(missing)
    )


def _on_a_line(name: str) -> str:
    plain = "".join(letter if letter.isprintable() else "?" for letter in name)
    return plain if len(plain) <= _LONGEST_NAME else plain[: _LONGEST_NAME - 1] + "…"


def _in_front_matter(text: str) -> list[str]:
    front = _FRONT_MATTER.match(text)
    if front is None or "bibliography" not in front[1]:
        return []
    import yaml

    try:
        value = yaml.safe_load(front[1])
    except (yaml.YAMLError, RecursionError, ValueError):
        return []
    named = value.get("bibliography") if isinstance(value, dict) else None
    return [
        item for item in (named if isinstance(named, list) else [named]) if isinstance(item, str)
    ]


def _below(folder: Path, name: str) -> Path | None:
    for candidate in (folder / name, folder / f"{name}.bib"):
        try:
            found = candidate.resolve()
            if found.is_relative_to(folder) and found.is_file():
                return found
        except (OSError, ValueError):  # a name that no file can have
            continue
    return None


def _by_content(text: str) -> Callable[[str, str], Iterable[Reference]]:
    head = text.lstrip()
    if head[:1] == "{" or (head[:1] == "[" and head[1:].lstrip()[:1] in ("{", '"')):
        return _from_json
    if head[:1] == "@":
        return _from_bibtex
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
    import yaml

    try:
        value = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        problem = " ".join(str(error).split())
        raise BriefError(name, f"is not valid YAML: {problem}") from None
    return _from_value(value, name)


def _from_csv(text: str, name: str) -> list[Reference]:
    try:
        dialect: type[csv.Dialect] | str = csv.Sniffer().sniff(text[:5000], delimiters=",;\t|")
    except csv.Error:
        dialect = "excel"
    try:
        rows = [row for row in csv.reader(io.StringIO(text), dialect) if any(row)]
    except csv.Error as error:
        raise BriefError(name, f"is not valid CSV: {error}") from None
    if not rows:
        return []
    header = [cell.strip().lower() for cell in rows[0]]
    if not set(header) & {key.lower() for key in (*_URLS, *_TITLES)}:
        return _from_rows_without_header(rows)
    return _from_value([dict(zip(header, row, strict=False)) for row in rows[1:]], name)


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


def _from_bibtex(text: str, name: str) -> list[Reference]:
    import logging

    from bibtexparser.entrypoint import parse_string

    logging.getLogger("bibtexparser").setLevel(logging.ERROR)
    library = parse_string(text)
    if not library.entries and library.failed_blocks:
        raise BriefError(name, "is not valid BibTeX", "check its braces")
    records = []
    for number, entry in enumerate(library.entries, start=1):
        record = {key.lower(): str(field.value) for key, field in entry.fields_dict.items()}
        record.setdefault("label", entry.key or str(number))
        record["title"] = record.get("title", "").replace("{", "").replace("}", "")
        records.append(record)
    return _from_value(records, name)


def _from_value(value: Any, name: str) -> list[Reference]:
    """A list of entries, an object of label to entry, or an object that holds such a list."""
    if isinstance(value, Mapping):
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


def _is_label(value: str) -> bool:
    return len(value) <= 40 and "://" not in value and not any(c.isspace() for c in value)


def _entry(item: Any, label: str | None, name: str) -> Reference:
    if isinstance(item, str):
        url = find_url(item)
        title = item.replace(url, "").strip(" \t-–—:,.<>()\"'") if url else item
        return Reference(label or "", url, title or None, item)
    if not isinstance(item, Mapping):
        raise BriefError(name, f"has an entry that is no object or string: {item!r}", _SHAPES)
    given = label or _find(item, _LABELS) or ""
    url = _find(item, _URLS)
    doi = _find(item, ("DOI", "doi"))
    found = find_url(url) if url else None
    if found is None and doi:
        found = find_url(doi) or f"https://doi.org/{doi}"
    text = ", ".join(f"{key}: {value}" for key, value in item.items() if isinstance(value, str))
    return Reference(given.strip("[]^"), found, _find(item, _TITLES), text)


def _find(item: Mapping[Any, Any], keys: Iterable[str]) -> str | None:
    for key in keys:
        value = item.get(key)
        if isinstance(value, (str, int)) and str(value).strip():
            return str(value).strip()
    return None


_READERS: Mapping[str, Callable[[str, str], Iterable[Reference]]] = {
    ".json": _from_json,
    ".yaml": _from_yaml,
    ".yml": _from_yaml,
    ".csv": _from_csv,
    ".tsv": _from_csv,
    ".bib": _from_bibtex,
}
