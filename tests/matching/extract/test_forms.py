"""A number is the same in whatever form it is written, and not its double or its opposite."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.matching import extract
from citecheck.matching.extract import relations
from citecheck.matching.extract.values import Quantity, Relation
from matching.extract.test_round_trips import spelt

AGREES = (Relation.SAME, Relation.COMPATIBLE)


def read(text: str) -> Quantity:
    (value,) = [f.value for f in extract.find(text) if isinstance(f.value, Quantity)]
    return value


def _indian(value: int) -> str:
    head, tail = divmod(value, 1000)
    pairs: list[str] = []
    while head:
        head, pair = divmod(head, 100)
        pairs.insert(0, f"{pair:02d}")
    return ",".join((*pairs, f"{tail:03d}")).lstrip("0")


FORMS = (
    lambda n: str(n),
    lambda n: f"{n:,}",
    lambda n: f"{n:,}".replace(",", "\u00a0"),
    lambda n: f"{n:,}".replace(",", "\u202f"),
    lambda n: f"{n:,}".replace(",", " "),
    lambda n: f"{n:,}".replace(",", "'"),
    lambda n: f"{n:,}".replace(",", "’"),
    _indian,
    spelt,
    lambda n: f"{n / 1000} thousand",
    lambda n: f"{n / 1e6:f} million",
    lambda n: f"{n / 1e5:f} lakh",
    lambda n: f"{n / 1000} × 10³",
    lambda n: f"{n / 1000} x 10^3",
    lambda n: f"{n}⁴",
)
NUMBERS = st.integers(min_value=10_000, max_value=499_999)


@settings(deadline=None)
@given(NUMBERS, st.sampled_from(FORMS), st.sampled_from(FORMS))
def test_any_form_is_the_number_and_not_its_double(number, one, other) -> None:
    first = read(f"They counted {one(number)} mussels.")
    assert first.low == pytest.approx(number)
    assert relations.quantities(first, read(f"They counted {other(number)} mussels.")) in AGREES
    double = read(f"They counted {other(2 * number)} mussels.")
    assert relations.quantities(first, double) is Relation.DIFFERENT


SIGNED = (lambda n: f"-{n}", lambda n: f"−{n}", lambda n: f"minus {n}", lambda n: f"–{n}")
UNITS = (" °C", "%", " points", "", " million euros", " degrees Celsius")


@settings(deadline=None)
@given(
    st.decimals(min_value="0.1", max_value=900, places=1),
    st.sampled_from(SIGNED),
    st.sampled_from(SIGNED),
    st.sampled_from(UNITS),
)
def test_a_sign_is_never_lost(number, one, other, unit) -> None:
    negative = read(f"The value was {one(number)}{unit} in June.")
    assert negative.low < 0
    same = read(f"The value was {other(number)}{unit} in June.")
    positive = read(f"The value was {number}{unit} in June.")
    assert relations.quantities(negative, same) is Relation.SAME
    assert relations.quantities(negative, positive) is Relation.DIFFERENT


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=999).filter(lambda n: n % 10))
def test_a_leading_point_is_a_decimal_point(digits: int) -> None:
    short, full = (f"{lead}{digits:03d}" for lead in (".", "0."))
    assert relations.quantities(read(f"It was {full}."), read(f"It was {short}.")) is Relation.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It lasted 2½ years.", "It lasted 2 1/2 years."),
        ("It lasted 2.5 years.", "It lasted two and a half years."),
        ("It is ¾ inch thick.", "It is 3/4 inch thick."),
        ("It takes 2 hours 15 minutes.", "It takes 135 minutes."),
        ("It takes 2h15.", "It takes 2 hours and 15 minutes."),
        ("He is 5 ft 11 in tall.", "He is 5'11\" tall."),
        ("They took 500 µg of it.", "They took 0.5 mg of it."),
        ("They ran 1,500 metres.", "They ran 1.5 km."),
        ("It fell to 8 degrees Celsius below zero.", "It fell to -8 °C."),
        ("It cost ₹45 crore.", "It cost 450 million rupees."),
        ("A third of them left.", "33% of them left."),
        ("One in six has a boat.", "17% of them have a boat."),
        ("Nearly four in ten have a boat.", "39% of them have a boat."),
        ("It fell by half.", "It fell by 50%."),
        ("It changed by -2%.", "It fell by 2%."),
    ],
)
def test_two_forms_of_one_figure(one: str, other: str) -> None:
    assert relations.quantities(read(one), read(other)) in AGREES
    assert relations.quantities(read(other), read(one)) in (*AGREES, Relation.ABSENT)


def test_bare_figures_have_the_unit_of_the_one_beside_them() -> None:
    texts = ("It fell from ten minutes to seven.", "It rose from 4.2% in 2023 to 5.1 in 2024.")
    units = [
        [f.value.unit for f in extract.find(text) if isinstance(f.value, Quantity)]
        for text in texts
    ]
    assert units == [["s", "s"], ["%", "%"]]


def _hours(minutes: int) -> tuple[int, int]:
    return divmod(minutes, 60)


DURATIONS = (
    lambda m: f"{m} minutes",
    lambda m: "{} hours {} minutes".format(*_hours(m)),
    lambda m: "{} hours and {} minutes".format(*_hours(m)),
    lambda m: "{} hours, {} minutes".format(*_hours(m)),
    lambda m: "{} hrs {} mins".format(*_hours(m)),
    lambda m: "{}h{:02d}".format(*_hours(m)),
    lambda m: "{} h {:02d} min".format(*_hours(m)),
    lambda m: "{}:{:02d}:00".format(*_hours(m)),
    lambda m: f"{spelt(m // 60)} hours and {spelt(m % 60)} minutes",
)
LENGTHS = (
    lambda m: f"{m:,} m",
    lambda m: f"{m} metres",
    lambda m: f"{m / 1000} km",
    lambda m: f"{m / 1000} kilometres",
    lambda m: f"{m * 100:,} cm",
)
WEIGHTS = (
    lambda g: f"{g:,} g",
    lambda g: f"{g / 1000} kg",
    lambda g: f"{g / 1e6:f} tonnes",
    lambda g: f"{g * 1000:,} mg",
)
SUMS = (
    lambda n: f"${n} million",
    lambda n: f"${n}m",
    lambda n: f"US${n} million",
    lambda n: f"${n / 1000} billion",
    lambda n: f"${n / 1000}bn",
    lambda n: f"${n * 10**6:,}",
    lambda n: f"{n} million dollars",
)


@settings(deadline=None)
@given(st.data(), st.integers(min_value=121, max_value=1190))
@pytest.mark.parametrize("forms", [DURATIONS, LENGTHS, WEIGHTS, SUMS])
def test_any_measure_is_itself_and_not_its_double(forms, data, number: int) -> None:
    if forms is DURATIONS and number % 60 < 2:
        number += 2
    one, other = data.draw(st.sampled_from(forms)), data.draw(st.sampled_from(forms))
    first = read(f"The record stood at some {one(number)} that year, they say.")
    assert relations.quantities(first, read(f"It was {other(number)}.")) in AGREES
    assert relations.quantities(first, read(f"It was {other(2 * number)}.")) is Relation.DIFFERENT


@settings(deadline=None)
@given(st.integers(min_value=3, max_value=12), st.integers(min_value=1, max_value=11))
def test_a_share_is_its_percentage_and_not_its_double(whole: int, part: int) -> None:
    part = min(part, whole - 1)
    share = read(f"They say {spelt(part)} in {spelt(whole)} agree.")
    percent = read(f"It was {100 * part / whole:.0f} percent.")
    assert relations.quantities(share, percent) in AGREES
    double = read(f"It was {200 * part / whole:.0f} percent.")
    assert relations.quantities(share, double) is Relation.DIFFERENT
