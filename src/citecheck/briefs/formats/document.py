"""A brief as plain text with its source map, and the writer by which the formats make it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0\u200b\ufeff]+")
BREAK = "\u2028"
"""A line break that the writer of the brief has set, inside a block."""
_BRACKETS = str.maketrans("[]", "()")
_MISREAD = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])|(?<=\S)\*+|\*+(?=\S)|(?<!\w)_+|_+(?!\w)|`|<!|<(?=[/A-Za-z])"
    r"|\[(?=[^\[\]\n]{1,500}\]\((?!\s*<?https?://))"
)
SUPERSCRIPTS = str.maketrans("0123456789-–,", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻,")


@dataclass(frozen=True, slots=True)
class Anchor:
    """From `offset` on the text stands at `where` in the file; `line` counts from 1 where the
    format has lines."""

    offset: int
    where: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A brief's text, its encoding, its format ("text", "html", "docx", …) and its source map.

    Without anchors the text is the file itself, and lines and columns are those of the file.
    """

    text: str
    encoding: str
    kind: str
    anchors: tuple[Anchor, ...] = ()


class Writer:
    """Puts blocks together, one line each with a blank line between, and keeps their places."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._anchors: list[Anchor] = []
        self._length = 0

    def block(self, text: str, where: str, *, prefix: str = "", line: int | None = None) -> None:
        """Add a block; white space but `BREAK` is folded, a block without text is left out."""
        lines = (_SPACE.sub(" ", part).strip() for part in text.split(BREAK))
        folded = "\n".join(part for part in lines if part)
        if not folded:
            return
        whole = f"{prefix}{folded}\n\n"
        self._anchors.append(Anchor(self._length, where, line))
        self._parts.append(whole)
        self._length += len(whole)

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

    def document(self, encoding: str, kind: str) -> Document:
        """What was written."""
        return Document("".join(self._parts), encoding, kind, tuple(self._anchors))


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
