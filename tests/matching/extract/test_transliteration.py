"""Spellings of one name are told from two names."""

from __future__ import annotations

import pytest

from citecheck.matching.extract.transliteration import is_one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gaddafi", "kadhafi"),
        ("kyiv", "kiev"),
        ("gorbachev", "gorbatschow"),
        ("yeltsin", "jelzin"),
        ("hussein", "husain"),
        ("lukashenko", "lukaschenko"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert is_one(one, other)
    assert is_one(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("martin", "morton"), ("baker", "becker"), ("berg", "borg"), ("miller", "muller")],
)
def test_names_that_are_alike(one: str, other: str) -> None:
    assert not is_one(one, other)
