"""A brief as plain text with its source map, and the writer by which the formats make it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from citecheck.briefs.markers import Found

_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0\u200b\ufeff]+")
BREAK = "\u2028"
"""A line break that the writer of the brief has set, inside a block."""
_BRACKETS = str.maketrans("[]", "()")
_MISREAD = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])|(?<=\S)\*+|\*+(?=\S)|(?<!\w)_+|_+(?!\w)|`|<!|<(?=[/A-Za-z])"
    r"|\[(?=[^\[\]\n]{1,500}\]\((?!\s*<?https?://))"
)
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"  # noncharacters: no text has them
_EVENT = re.compile(f"{_OPEN}(\\d{{1,9}}){_CLOSE}")
_STRAY = str.maketrans("", "", _OPEN + _CLOSE)
SUPERSCRIPTS = str.maketrans("0123456789-–,", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻,")

SAMPLE = 100_000
"""Characters from the beginning of a brief by which its format is told."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """From `offset` on the text stands at `where` in the file; `line` counts from 1 where the
    format has lines."""

    offset: int
    where: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the source list that the format itself names; `[start, end)` is its stretch of
    the document's text. Without a `url` or `title` they are looked for in that text."""

    label: str
    start: int
    end: int
    url: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A brief's text, its encoding, its format ("text", "html", "docx", …) and its source map.

    Without anchors the text is the file itself, and lines and columns are those of the file.
    `marks` and `entries` are the markers and the source list that the format's own syntax names;
    with `formal` there are no others, so that a `[1]` in the text is a figure in brackets.
    """

    text: str
    encoding: str
    kind: str
    anchors: tuple[Anchor, ...] = ()
    marks: tuple[Found, ...] = ()
    entries: tuple[Entry, ...] = ()
    formal: bool = False


class Writer:
    """Puts blocks together, one line each with a blank line between, and keeps their places."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._anchors: list[Anchor] = []
        self._length = 0
        self._events: list[Anchor | Found] = []
        self._shown: list[str] = []
        self._marks: list[Found] = []
        self._entries: list[Entry] = []

    def mark(self, labels: Sequence[str], shown: str, *, leads: bool = False) -> str:
        """A marker to put into the text of a block: the labels that it cites, and how it is shown
        where the text is. `leads` as in `Found`."""
        return self._event(Found(tuple(dict.fromkeys(labels)), 0, 0, leads=leads), shown)

    def turn(self, where: str, line: int | None = None) -> str:
        """A sign to put into the text of a block: from there on it stands at `where`."""
        return self._event(Anchor(0, where, line), "")

    def _event(self, event: Anchor | Found, shown: str) -> str:
        self._events.append(event)
        self._shown.append(shown)
        return f"{_OPEN}{len(self._events) - 1}{_CLOSE}"

    def block(self, text: str, where: str, *, prefix: str = "", line: int | None = None) -> bool:
        """Add a block; white space but `BREAK` is folded, a block without text is left out."""
        lines = (_SPACE.sub(" ", part).strip() for part in text.split(BREAK))
        folded = "\n".join(part for part in lines if part)
        if not folded or not _EVENT.sub(self._is_shown, folded).strip():
            return False
        self._anchors.append(Anchor(self._length, where, line))
        self._put(prefix)
        position = 0
        for match in _EVENT.finditer(folded):
            self._put(folded[position : match.start()].translate(_STRAY))
            position = match.end()
            self._take(int(match[1]))
        self._put(folded[position:].translate(_STRAY) + "\n\n")
        return True

    def _is_shown(self, match: re.Match[str]) -> str:
        number = int(match[1])
        return self._shown[number] if number < len(self._events) else ""

    def _take(self, number: int) -> None:
        """Note where a marker or a new place has come to stand."""
        if number >= len(self._events):
            return
        event, start = self._events[number], self._length
        self._put(self._shown[number])
        if isinstance(event, Anchor):
            self._anchors.append(replace(event, offset=start))
        else:
            self._marks.append(replace(event, start=start, end=self._length))

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def entry(
        self,
        label: str,
        text: str,
        where: str,
        *,
        line: int | None = None,
        url: str | None = None,
        title: str | None = None,
    ) -> None:
        """Add an entry of the source list; see `Entry`."""
        start = self._length
        text = _EVENT.sub("", text.replace(BREAK, " "))
        if self.block(text or label, where, prefix=definition(label), line=line):
            self._entries.append(Entry(label, start, self._length - 2, url, title))

    def row(self, cells: Sequence[str], where: str, *, line: int | None = None) -> None:
        """Add a row of a table."""
        folded = [
            _SPACE.sub(" ", cell.replace(BREAK, " ")).strip().replace("|", "/") for cell in cells
        ]
        if any(folded):
            self.block("| " + " | ".join(folded) + " |", where, line=line)

    def listing(self, text: str, where: str) -> None:
        """Add code, which holds no claims; its lines stay as they are."""
        if text.strip():
            fenced = "```\n" + text.replace("```", "").strip("\n") + "\n```\n\n"
            self._anchors.append(Anchor(self._length, where))
            self._parts.append(fenced)
            self._length += len(fenced)

    def document(self, encoding: str, kind: str, *, formal: bool = False) -> Document:
        """What was written; for `formal` see `Document`."""
        return Document(
            "".join(self._parts),
            encoding,
            kind,
            tuple(self._anchors),
            tuple(self._marks),
            tuple(self._entries),
            formal,
        )


def link(words: str, url: str) -> str:
    """A link as Markdown; a bare number stays a marker, and so does a bracketed one."""
    words = _SPACE.sub(" ", words.replace(BREAK, " ")).strip()
    if not words or not url.startswith(("http://", "https://")) or any(c in url for c in "<> \n"):
        return words
    balanced = re.fullmatch(r"[^()]*(?:\([^()]*\)[^()]*)*", url) is not None
    target = url if balanced else url.replace("(", "%28").replace(")", "%29")
    bare = words.strip("[]")
    if re.fullmatch(r"\^?\d{1,4}", bare):
        return f"[[{bare}]]({target})" if words.startswith("[") else f"[{bare}]({target})"
    if words.startswith("http") or words.rstrip("/") == url.rstrip("/"):
        return f"<{url}>"
    return f"[{words.translate(_BRACKETS)}]({target})"


def literal(text: str) -> str:
    """The writer's own text, its signs escaped where they would be read as Markdown's."""
    return _MISREAD.sub(lambda match: "".join(f"\\{sign}" for sign in match[0]), text)


def superscript(text: str) -> str:
    """Digits set above the line, as the characters for them; anything else as it is."""
    stripped = text.strip()
    if re.fullmatch(r"[\d,\s–-]{1,20}", stripped) and any(c.isdigit() for c in stripped):
        return "".join(stripped.split()).translate(SUPERSCRIPTS)
    return text


def instruction(comment: str) -> str:
    """A comment of the format as one of Markdown, when it is an instruction to citecheck; else
    nothing."""
    words = " ".join(comment.split())
    if not words.lower().startswith("citecheck:"):
        return ""
    return f" <!-- {words.replace('-->', '')} --> "


def note(label: str) -> str:
    """A marker that points at a note or an entry."""
    return f"[^{label}]"


def definition(label: str) -> str:
    """The start of a note's or an entry's text."""
    return f"[^{label}]: "
