"""Cuts a document into lines, knowing which are code and which are front matter."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end; `[start, end)` is its text in the document."""

    text: str
    start: int
    code: bool = False
    front_matter: bool = False

    @property
    def end(self) -> int:
        """Where the text of the line ends."""
        return self.start + len(self.text)


def cut(text: str) -> list[Line]:
    """Cut `text` into lines. An unclosed fence runs to the end, as CommonMark has it."""
    raw: list[tuple[str, int]] = []
    position = 0
    while position < len(text):
        match = _LINE.match(text, position)
        assert match is not None
        raw.append((match[0].rstrip("\r\n"), position))
        position = match.end()
    head = _front_matter(raw)
    lines: list[Line] = []
    fence = ""
    for index, (line, start) in enumerate(raw):
        if index < head:
            lines.append(Line(line, start, front_matter=True))
            continue
        match = _FENCE.match(line)
        if fence:
            lines.append(Line(line, start, code=True))
            if match and match[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
        elif match and "`" not in line[match.end() :]:
            fence = match[1]
            lines.append(Line(line, start, code=True))
        else:
            lines.append(Line(line, start))
    return lines


def _front_matter(raw: list[tuple[str, int]]) -> int:
    """How many lines YAML or TOML front matter takes at the top."""
    if not raw or raw[0][0].strip() not in ("---", "+++"):
        return 0
    closing = {"---": ("---", "..."), "+++": ("+++",)}[raw[0][0].strip()]
    for index, (line, _) in enumerate(raw[1:200], start=1):
        if line.strip() in closing:
            return index + 1
        if index == 1 and not re.match(r"\s*[\w-]+\s*[:=]", line):
            return 0
    return 0
