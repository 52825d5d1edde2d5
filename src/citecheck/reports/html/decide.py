"""What the review server tells the page about its forms for decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """`action` is where the forms are sent; `kinds` gives each kind's words; `by` the initials
    last used; `drafts` what a reviewer had typed into a form that was refused, by anchor, as
    (kind, reason, what is wrong). `problem` is what is wrong when it is of no claim on the page."""

    action: str
    kinds: Mapping[str, str]
    by: str = ""
    drafts: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    problem: str = ""
