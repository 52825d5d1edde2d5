"""English words whose forms no stemmer brings together: found and find, children and child."""

from __future__ import annotations

from citecheck.matching import data

_FORMS = data.text("text.irregular.forms")

BASES: dict[str, str] = {
    form: base
    for base, *forms in (line.split() for line in _FORMS.strip().splitlines())
    for form in forms
}
"""Folded form to folded base."""
