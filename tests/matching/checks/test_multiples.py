"""Multiples of a comparison: another one contradicts, the same one said the other way does not."""

from __future__ import annotations

import pytest

from citecheck.matching import assess, prepare_text
from citecheck.model import Verdict

_PAGE = (
    "The clinic followed 900 patients for a decade. Smokers were three times as likely as"
    " non-smokers to need a second operation. The new alloy is half as heavy as steel, the"
    " laboratory wrote."
    " A hectare of the northern forest holds a quarter as many beetles as one in the south."
)


@pytest.mark.parametrize(
    ("false", "true"),
    [
        (
            "Smokers were twice as likely as non-smokers to need a second operation.",
            "Smokers were 3 times as likely as non-smokers to need a second operation.",
        ),
        ("The new alloy is twice as heavy as steel.", "Steel is twice as heavy as the new alloy."),
        (
            "A hectare of the northern forest holds half as many beetles as one in the south.",
            "A hectare of the northern forest holds one quarter as many beetles.",
        ),
    ],
)
def test_multiples(false: str, true: str) -> None:
    page = prepare_text(_PAGE)
    assert assess(false, (page,)).verdict is Verdict.CONTRADICTED
    assert assess(true, (page,)).verdict is not Verdict.CONTRADICTED
