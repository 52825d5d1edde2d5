"""Which few words state something, and which only name it."""

from __future__ import annotations

import pytest

from citecheck.briefs.verbs import states


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The orchestra toured Norway in spring", True),
        ("Three of the wells dried up", True),
        ("The growers agreed to a price", True),
        ("The lighthouse is empty", True),
        ("Fermented foods and the gut: expected benefits", False),
        ("Effects on soil: increased erosion", False),
        ("The expected costs of shared kitchens", False),
        ("Wages, hours and unpaid leave", False),
        ("What the divers reported", False),
    ],
)
def test_states(words: str, expected: bool) -> None:
    assert states(words) is expected
