"""Makes text from pages and briefs safe to print: no control sequence reaches the terminal."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Any

_KEPT = frozenset("\u200c\u200d")  # joiners that some scripts need
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    """One line of `text` without control, formatting, private and unassigned characters.

    Line ends and tabs become spaces; what is taken out would have moved the cursor, changed
    colours or the direction of writing, or been invisible.
    """
    return "".join(
        " " if character in "\t\r\n\v\f\x85\u2028\u2029" else character
        for character in text
        if character in "\t\r\n\v\f\x85\u2028\u2029" or _is_visible(character)
    )


def _is_visible(character: str) -> bool:
    if character < "\x7f":
        return character >= " "
    if character in _BIDI:
        return False
    category = unicodedata.category(character)
    return category[0] != "C" or character in _KEPT


_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_COMMAND = re.compile(r"^((?:\x1b\[[0-9;]*+m|[^\S\n])*+):(?=:)", re.MULTILINE)
_BLOCK = 10_000  # pieces: strings, numbers, signs
_encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def json_text(value: Any, *, indent: int | None = None) -> str:
    """`value` as JSON, in which what is unseen, or turns the direction of writing, is escaped.

    A parser gives back the same texts; a terminal or an editor shows nothing that is not there.
    With `indent` an iterator is an array, whose items are made one at a time, since a report of
    many claims takes several times its text in objects.
    """
    if indent is None:
        return _UNSEEN.sub(_escaped, _encoded(value))
    pieces = _pieces(value, "\n", " " * indent)
    blocks = iter(lambda: "".join(islice(pieces, _BLOCK)), "")
    return "".join(_UNSEEN.sub(_escaped, block) for block in blocks)


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]


def _pieces(value: Any, line: str, step: str) -> Iterator[str]:
    """The parts of indented JSON; `line` is a line's end and the indentation that follows it."""
    inner = line + step
    if isinstance(value, dict):
        before = "{"
        for key, item in value.items():
            yield f"{before}{inner}{_encoded(key)}: "
            yield from _pieces(item, inner, step)
            before = ","
        yield "{}" if before == "{" else line + "}"
    elif isinstance(value, (list, tuple, Iterator)):
        before = "["
        for item in value:
            yield before + inner
            yield from _pieces(item, inner, step)
            before = ","
        yield "[]" if before == "[" else line + "]"
    else:
        yield _encoded(value)


def without_commands(text: str) -> str:
    """Lines that a workflow takes for no command: none begins with `::`, none holds `##[`.

    A runner of GitHub Actions or Azure Pipelines reads its commands from what steps print.
    """
    return _COMMAND.sub(r"\1: ", text).replace("##[", "## [")
