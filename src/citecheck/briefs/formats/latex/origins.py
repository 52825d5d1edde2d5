"""Tells in which file and line a stretch of LaTeX put together of several files stands.

Where a file begins inside another there is `\\citecheckfile{its name}{its line}{main line}`, the
last being the line of the main file that leads there; without a name the main file goes on.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

_FILE = re.compile(r"\\citecheckfile\{([^{}\n]*)\}\{(\d{1,9})\}\{(\d{1,9})\}")


def begins(name: str, line: int, main_line: int) -> str:
    """What stands where a file begins or goes on; `name` is empty for the main file."""
    name = re.sub(r"[{}\\\n]", "", name)
    return f"\\citecheckfile{{{name}}}{{{line}}}{{{main_line}}}"


class Origins:
    """Files and lines of one text, by offset."""

    def __init__(self, text: str) -> None:
        self._newlines = [match.start() for match in re.finditer("\n", text)]
        files = list(_FILE.finditer(text))
        self._starts = [match.end() for match in files]
        self._files = [(match[1], int(match[2]), int(match[3])) for match in files]

    def at(self, offset: int) -> tuple[str, int]:
        """Where a person finds the character at `offset`, in words, and the line of the main file
        that it belongs to."""
        line = bisect_left(self._newlines, offset) + 1
        number = bisect_right(self._starts, offset) - 1
        if number < 0:
            return f"line {line}", line
        name, first, main = self._files[number]
        line = first + line - (bisect_left(self._newlines, self._starts[number]) + 1)
        return (f"{name}, line {line}", main) if name else (f"line {line}", line)
