"""The units that quantities come in: surface form to base unit and factor."""

from __future__ import annotations

from citecheck.matching import data

_TABLE = data.text("extract.units.table")

UNITS: dict[str, tuple[str, float]] = {}
for _line in _TABLE.strip().splitlines():
    _base, _factor, *_forms = _line.split()
    for _form in _forms:
        UNITS.setdefault(_form, (_base, float(_factor)))

SIGNS = {
    "us$": "USD", "$": "USD", "c$": "CAD", "a$": "AUD", "hk$": "HKD", "nz$": "NZD", "r$": "BRL",
    "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "rs": "INR", "rs.": "INR", "inr": "INR",
    "usd": "USD", "eur": "EUR", "gbp": "GBP", "chf": "CHF", "aud": "AUD", "cad": "CAD",
    "₽": "RUB", "₩": "KRW", "krw": "KRW", "jpy": "JPY", "cny": "CNY", "rmb": "CNY",
}  # fmt: skip
_MONTH = 365.2425 * 86400 / 12  # seconds, on average
CURRENCIES = frozenset({*SIGNS.values(), "CNY", "pound"})
"""Units of money; "pound" is a weight or a currency, as the passage has it."""


_ALIKE = (
    {"pound", "GBP"},
    {"C", "F"},
    {"deg", "C"},
    {"deg", "F"},
    {"pound", "kg"},
    {"s", "month"},
)


def alike(one: str, other: str) -> bool:
    """Tell whether two base units can be compared by value."""
    if one == other:
        return True
    return {one, other} in _ALIKE


def convert(value: float, unit: str, target: str) -> float:
    """The value in `target`, for units that are alike."""
    if unit == target:
        return value
    if unit == "F" and target == "C":
        return (value - 32) / 1.8
    if unit == "C" and target == "F":
        return value * 1.8 + 32
    if {unit, target} == {"s", "month"}:
        return value / _MONTH if unit == "s" else value * _MONTH
    if unit == "pound" and target == "kg":
        return value * 0.45359237
    if unit == "kg" and target == "pound":
        return value / 0.45359237
    return value
