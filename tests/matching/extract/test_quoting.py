"""What quoting allows, and what an ellipsis cannot stand for."""

from __future__ import annotations

import pytest

from citecheck.matching.extract import quotation
from citecheck.matching.extract.values import Quotation

PAGE = (
    "The clerk may open the gate at dawn. The porter must sweep the yard twice a day, and he has no"
    " right to lock the store. We will mend the roof, the abbot wrote, when the rains have ended."
)


@pytest.mark.parametrize(
    ("quoted", "stands"),
    [
        ("the porter must sweep the yard … twice a day", True),
        ("[T]he porter must sweep the yard", True),
        ("[w]e will mend the roof", True),
        ("the rains ha[d] ended", True),
        ("the clerk may open the gate at dawn … The porter must sweep the yard", True),
        ("the clerk … must sweep the yard", False),
        ("the clerk may open the gate … twice a day", False),
        ("the rains ha[d] begun", False),
        ("he has … right to lock the store", False),
        ("[h]e will mend the roof", False),
    ],
)
def test_quoting(quoted: str, stands: bool) -> None:
    (fact,) = quotation.find(f"It says: “{quoted}”.")
    assert isinstance(fact.value, Quotation)
    assert quotation.find_quotation(fact.value, PAGE).exact is stands


def test_what_an_ellipsis_hides_is_named() -> None:
    (fact,) = quotation.find("It says “he has … right to lock the store”.")
    assert isinstance(fact.value, Quotation)
    assert quotation.find_quotation(fact.value, PAGE).first_difference == ("…", "no")
