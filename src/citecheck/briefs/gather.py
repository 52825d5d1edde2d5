"""Puts together what belongs to one brief: the files that it takes in and its source lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from citecheck.briefs import bibliographies
from citecheck.briefs.decode import decode
from citecheck.briefs.formats.latex.origins import begins
from citecheck.briefs.source_files import load_references
from citecheck.errors import BriefError
from citecheck.model import Reference

_IS_LATEX = re.compile(rb"\\(?:documentclass|begin\s*\{document\}|input|include|section|chapter)\b")
_HEAD = 100_000  # bytes in which a brief shows that it is LaTeX
_TAKES_IN = re.compile(
    r"\\[^A-Za-z]|%[^\n]*"
    r"|\\begin\s*\{(?P<code>verbatim\*?|Verbatim|lstlisting|minted|comment)\}"
    r"|\\(?:sub)?import\*?\s*\{(?P<folder>[^{}\n]{0,300})\}\s*\{(?P<inside>[^{}\n]{1,300})\}"
    r"|\\(?:input|include|subfile|subfileinclude|loadglsentries)\b(?:\s*\{(?P<braced>[^{}\n]{1,300})\}"
    r"|[ \t]+(?P<bare>[\w./-]{1,300}))"
)
_DOCUMENT = re.compile(r"\\begin\s*\{document\}(?P<body>.*?)(?:\\end\s*\{document\}|\Z)", re.DOTALL)
_DEEPEST = 10  # files within files
_MOST_FILES = 500
_MOST_BYTES = 100_000_000


class Gathered(NamedTuple):
    """A brief's bytes with the files that it takes in, the entries of the source lists that it
    names (None when it names none that is there), and lines on what is not there."""

    data: bytes
    references: tuple[Reference, ...] | None = None
    notices: tuple[str, ...] = ()


def gather(data: bytes, path: Path) -> Gathered:
    """Read the files of the brief at `path` whose bytes are `data`.

    Only files below the brief's folder are read: `\\input`, `\\include`, `\\import` and `\\subfile`
    of LaTeX, and the source lists that `bibliographies.named` tells. Raises `BriefError` when one
    of the source lists is there and cannot be read.
    """
    gatherer = _Gatherer(path)
    if b"\0" not in data[:_HEAD] and _IS_LATEX.search(data[:_HEAD]):
        data = gatherer.latex(data)
    named = bibliographies.named(data, path)
    missing = [
        f"{path} names {file} as its source list, which is no file in its folder or below; give it"
        " with --sources FILE"
        for file in named.missing
    ]
    references = load_references(*named.files) if named.files else None
    return Gathered(data, references, (*gatherer.missing, *missing))


class _Gatherer:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._folder = path.parent.resolve()
        self._files = 0
        self._bytes = 0
        self.missing: dict[str, None] = {}

    def latex(self, data: bytes) -> bytes:
        """The document with the files that it takes in, each told apart by `origins.begins`."""
        try:
            text, _ = decode(data, str(self._path))
        except BriefError:
            return data
        return data if _TAKES_IN.search(text) is None else self._whole(text).encode()

    def _whole(self, text: str) -> str:
        return "".join(self._parts(text, "", (self._path.resolve(),), 0))

    def _parts(
        self, text: str, name: str, within: tuple[Path, ...], main_line: int
    ) -> Iterator[str]:
        """The text of one file in pieces, the files that it takes in between them."""
        done = 0
        position = 0
        line, counted = 1, 0
        while (match := _TAKES_IN.search(text, position)) is not None:
            position = match.end()
            if match["code"]:
                end = text.find(f"\\end{{{match['code']}}}", position)
                position = end if end >= 0 else position
                continue
            wanted = match["inside"] or match["braced"] or match["bare"]
            file = wanted and self._file(f"{match['folder'] or ''}{wanted}".strip(), within)
            if not file or file in within or len(within) > _DEEPEST:
                continue
            inside = self._read(file)
            if inside is None:
                continue
            line += text.count("\n", counted, match.start())
            counted = match.start()
            main = main_line or line
            yield text[done : match.start()]
            own = str(file.relative_to(self._folder))
            yield begins(own, 1, main)
            yield from self._parts(inside, own, (*within, file), main)
            yield "\n" + begins(name, line, main)
            done = position
        yield text[done:]

    def _file(self, wanted: str, within: tuple[Path, ...]) -> Path | None:
        """The file that is taken in, from the brief's folder or that of the file that does."""
        for folder in (self._folder, within[-1].parent):
            for name in (f"{wanted}.tex", wanted):
                found = bibliographies.below(self._folder, folder / name)
                if found is not None:
                    return found
        if "#" not in wanted and "\\" not in wanted:
            shown = bibliographies.on_a_line(wanted)
            self.missing[
                f"{self._path} takes in {shown}, which is no file in its folder or below; what it"
                " says is not read"
            ] = None
        return None

    def _read(self, file: Path) -> str | None:
        self._files += 1
        try:
            size = file.stat().st_size
            self._bytes += size
            if self._files > _MOST_FILES or self._bytes > _MOST_BYTES:
                return None
            text, _ = decode(file.read_bytes(), str(file))
        except (BriefError, OSError):
            return None
        whole = _DOCUMENT.search(text)
        return whole["body"] if whole else text
