"""What the review server tells the page about its forms for decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class KindView:
    """A kind of decision on the page: its words, its key, whether it needs a reason."""

    words: str
    key: str
    needs_reason: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reviewer had typed into a form that was refused, what is wrong, and the field."""

    kind: str
    why: str
    problem: str
    field: str


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """`action` is where the forms are sent; `kinds` are the kinds of decision by their code;
    `by` the reviewer's initials; `version` changes with every decision; `drafts` are refused forms
    by anchor; `problem` is what is wrong when it is of no claim on the page."""

    action: str
    kinds: Mapping[str, KindView]
    by: str = ""
    version: str = ""
    drafts: Mapping[str, Draft] = field(default_factory=dict)
    problem: str = ""
