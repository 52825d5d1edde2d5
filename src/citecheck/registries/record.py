"""What a registry knows of a work, in one form for all registries."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from citecheck.model import Source, SourceStatus


@dataclass(frozen=True, slots=True)
class Record:
    """A work by a registry's record.

    `titles` are its title and translated or original ones; `families` the authors' family names
    in order, `others` bodies and authors without a family name; `years` all years of publication
    (online, print); `venue` the journal or book. `language` is empty where unknown. `retracted`
    and `corrected` say in words what was published about it since, and are empty otherwise.
    """

    titles: tuple[str, ...]
    families: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    venue: str = ""
    language: str = ""
    retracted: str = ""
    corrected: str = ""

    @property
    def shown(self) -> str:
        """The record on one line, as a person would cite it."""
        names = [*self.families, *self.others]
        who = ", ".join(names[:3]) + (" et al." if len(names) > 3 else "")
        year = str(min(self.years)) if self.years else ""
        return ", ".join(p for p in (who, f"“{self.titles[0]}”" if self.titles else "", year) if p)


class Known(StrEnum):
    """What a registry says to an identifier."""

    YES = "yes"
    NO = "no"  # there is no such work
    UNASKED = "unasked"  # no answer that tells either way


@dataclass(frozen=True, slots=True)
class Answer:
    """A registry's answer. `record` is None where it gives none, then `detail` says why."""

    known: Known
    registry: str
    detail: str = ""
    record: Record | None = None


def parsed(source: Source) -> Any:
    """The JSON of an answer, None when it is none."""
    try:
        return json.loads(source.body)
    except (ValueError, RecursionError):
        return None


def unasked(registry: str, source: Source) -> Answer:
    """The answer where a registry gave none that can be read."""
    why = "its answer cannot be read"
    if source.status is not SourceStatus.OK:
        why = source.detail or source.status.replace("_", " ")
    return Answer(Known.UNASKED, registry, f"{registry} could not be asked: {why}")


def tidy(value: object) -> str:
    """A field's text without markup and on one line; empty for what is no text."""
    text = re.sub(r"<[^<>]{0,200}>", "", value) if isinstance(value, str) else ""
    return " ".join(text.split())[:1000]


def items(value: object) -> list[dict[str, Any]]:
    """The objects of a list, whatever stands in their place."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def texts(value: object) -> list[str]:
    """The texts of a list, or the one text."""
    listed = value if isinstance(value, list) else [value]
    return [text for text in map(tidy, listed) if text]


def year_of(value: object) -> int | None:
    """The first year in a date as a registry writes it."""
    found = re.search(r"\b(1[4-9]\d\d|20\d\d)\b", str(value))
    return int(found[1]) if found else None
