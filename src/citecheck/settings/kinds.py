"""The kinds of value that a setting can have: how each is read, written and described."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from citecheck.model import BriefProblem, FailOn, ReferenceProblem, Verdict


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value.

    `read` makes it from what a TOML file, a variable or the command line holds and raises
    `ValueError` with the reason; `write` gives it as a person would type it; `schema` describes
    it as JSON Schema; `option` is the type that the command line parses it to before `read`;
    `values` are words that the shell may complete it to, one after another where it `lists` them.
    """

    read: Callable[[Any], object]
    schema: Mapping[str, object]
    metavar: str = ""
    option: Any = str
    write: Callable[[Any], str] = str
    values: tuple[str, ...] = ()
    lists: bool = False


def flag() -> Kind:
    """True or false."""
    return Kind(_flag, {"type": "boolean"}, option=bool, write=lambda value: str(value).lower())


def number(least: float = 0.0, *, metavar: str = "N", optional: bool = False) -> Kind:
    """A finite number of at least `least`."""
    return Kind(
        _optional(_number(float, least)) if optional else _number(float, least),
        {"type": "number", "minimum": least},
        metavar,
        write=lambda value: "" if value is None else f"{value:g}",
    )


def whole(least: int = 0, *, metavar: str = "N") -> Kind:
    """A whole number of at least `least`."""
    return Kind(_number(int, least), {"type": "integer", "minimum": least}, metavar)


def text(*, metavar: str = "TEXT") -> Kind:
    """Any text; None when it may be left out."""
    return Kind(_text, {"type": "string"}, metavar, write=_written)


def words(*values: str, metavar: str = "WORD") -> Kind:
    """At least one word: a list, or one text with commas. `values` are those that make sense."""
    return Kind(
        _words,
        {
            "anyOf": [
                {"type": "array", "items": {"type": "string"}, "minItems": 1},
                {"type": "string"},
            ]
        },
        metavar,
        list[str],
        write=",".join,
        values=values,
    )


def url() -> Kind:
    """An http or https URL."""

    def read(value: object) -> object:
        if not isinstance(value, str) or not re.match(r"https?://[^\s/]+", value):
            raise ValueError("give an http or https URL")
        return value

    return Kind(read, {"type": "string", "format": "uri"}, "URL", write=_written)


def path(*, metavar: str = "FILE") -> Kind:
    """A path; in a settings file it is relative to that file's folder."""
    return Kind(_path, {"type": "string"}, metavar, Path, _written)


def moment_or(word: str) -> Kind:
    """A date or a time (RFC 3339), or `word`. A date without a time is noon UTC of that day."""

    def read(value: object) -> object:
        if value == word:
            return word
        try:
            found = datetime.fromisoformat(str(value).strip())
        except ValueError:
            raise ValueError(f"give a date such as 2026-01-28, or {word}") from None
        if "T" not in str(value) and " " not in str(value).strip():
            found = found.replace(hour=12)
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    def write(value: object) -> str:
        return value.isoformat() if isinstance(value, datetime) else _written(value)

    return Kind(read, {"type": "string"}, f"DATE|{word}", write=write, values=(word,))


def choice(words: type[StrEnum]) -> Kind:
    """One of a few words."""

    def read(value: object) -> object:
        try:
            return words(str(value))
        except ValueError:
            known = ", ".join(words)
            raise ValueError(f"{value!r} is none of {known}") from None

    known = tuple(str(word) for word in words)
    return Kind(read, {"enum": [*known]}, "|".join(known), values=known)


_FAILURES: Mapping[str, Verdict | BriefProblem | ReferenceProblem] = {
    **{str(verdict): verdict for verdict in Verdict},
    **{str(problem): problem for problem in BriefProblem},
    **{str(problem): problem for problem in ReferenceProblem},
}


def verdicts() -> Kind:
    """Verdicts parted by commas (or a list of them); `none` for no verdict."""
    return Kind(
        _verdicts,
        {
            "anyOf": [
                {"type": "array", "items": {"enum": [str(word) for word in _FAILURES]}},
                {"type": "string"},
            ]
        },
        "VERDICT,...",
        write=lambda value: ",".join(v for v in _FAILURES if v in value) or "none",
        values=(*_FAILURES, "none"),
        lists=True,
    )


def _written(value: object) -> str:
    return "" if value is None else str(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("give a text")
    return value


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",")]
    if not isinstance(value, (list, tuple)) or not value or not all(map(_is_word, value)):
        raise ValueError("give a word, or several parted by commas")
    return tuple(value)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _path(value: object) -> Path:
    if not isinstance(value, (str, Path)):
        raise ValueError("give a path")
    return Path(value).expanduser()


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if word in ("1", "true", "yes", "on"):
        return True
    if word in ("0", "false", "no", "off"):
        return False
    raise ValueError("give true or false")


def _number(kind: type[int] | type[float], least: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        if isinstance(value, bool):
            raise ValueError("give a number")
        try:
            found = kind(value)
        except (ValueError, TypeError, OverflowError):
            raise ValueError("give a whole number" if kind is int else "give a number") from None
        if not least <= found < float("inf"):
            raise ValueError(f"give a number of at least {least:g}")
        return found

    return read


def _optional(read: Callable[[Any], object]) -> Callable[[Any], object]:
    return lambda value: None if value == "none" else read(value)


def _verdicts(value: object) -> FailOn:
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, (list, tuple, frozenset)):
        raise ValueError("give verdicts, or none")
    if list(value) == ["none"]:
        return frozenset()
    known = ", ".join(_FAILURES)
    found = set()
    for word in value:
        try:
            found.add(_FAILURES[str(word).replace("-", "_")])
        except KeyError:
            raise ValueError(f"{word!r} is no verdict; known are {known}, none") from None
    return frozenset(found)
