"""What matching is tuned by, read from the files beside this one: thresholds and word lists.

There is one file for each room of matching (`checks.toml` for `matching/checks`), in it a table for
each module. A value is named by room, module and key: `checks.figures.matter`.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any


@functools.cache
def _room(name: str) -> dict[str, Any]:
    text = resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _value(name: str) -> Any:
    room, module, key = name.split(".")
    return _room(room)[module][key]


def number(name: str) -> float:
    """A threshold that is a share, a weight or another measure. A name that no file has is a
    `KeyError`, here and below."""
    return float(_value(name))


def count(name: str) -> int:
    """A threshold that counts something: words, letters, sentences."""
    return int(_value(name))


def text(name: str) -> str:
    """A list as it is written, where a module reads more than words from it."""
    return str(_value(name))


def words(name: str) -> frozenset[str]:
    """A list of words, which white space parts in the file."""
    return frozenset(text(name).split())


def groups(name: str) -> Mapping[str, frozenset[str]]:
    """Lists of words by a name each, most often a language."""
    return {key: frozenset(value.split()) for key, value in entries(name).items()}


def lines(name: str) -> tuple[str, ...]:
    """A list of several texts, in their order."""
    return tuple(_value(name))


def entries(name: str) -> Mapping[str, str]:
    """A table of texts by their names."""
    found: Mapping[str, str] = _value(name)
    return found


def tables(name: str) -> Mapping[str, Mapping[str, str]]:
    """Tables of texts, by a name each, most often a language."""
    found: Mapping[str, Mapping[str, str]] = _value(name)
    return found
