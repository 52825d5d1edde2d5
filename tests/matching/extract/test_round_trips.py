"""Numbers and dates written in many ways are read as what they are; no text breaks the finding."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from citecheck.matching import assess, extract, prepare_text
from citecheck.matching.extract import relations
from citecheck.matching.extract.values import Date, FactKind, Quantity, Relation

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro"
    " dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
    " dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
DAYS = st.dates(min_value=date(1200, 1, 1), max_value=date(2100, 12, 31))


def spelt(number: int) -> str:
    """An English number in words, below a million."""
    if number < 20:
        return ONES[number]
    if number < 100:
        rest = number % 10
        return TENS[number // 10 - 2] + (f"-{ONES[rest]}" if rest else "")
    if number < 1000:
        rest = number % 100
        return f"{ONES[number // 100]} hundred" + (f" and {spelt(rest)}" if rest else "")
    rest = number % 1000
    return f"{spelt(number // 1000)} thousand" + (f" {spelt(rest)}" if rest else "")


def only_quantity(text: str, language: str = "en") -> Quantity:
    (value,) = [f.value for f in extract.find(text, language) if isinstance(f.value, Quantity)]
    return value


def only_date(text: str, language: str = "en", written: datetime | None = None) -> Date:
    found = extract.find(text, language, written=written)
    (value,) = [f.value for f in found if isinstance(f.value, Date)]
    return value


@given(st.integers(min_value=2, max_value=999_999))
def test_numbers_in_words(number: int) -> None:
    assert only_quantity(f"They counted {spelt(number)} lemons.").low == number


@given(st.integers(min_value=10_000, max_value=10**12), st.sampled_from(["en", "de", "fr", "es"]))
def test_grouped_numbers(number: int, language: str) -> None:
    separator = {"en": ",", "de": ".", "fr": "\u202f", "es": "."}[language]
    written = f"{number:,}".replace(",", separator)
    assert only_quantity(f"x {written} y", language).low == number


@settings(deadline=None)
@given(st.decimals(min_value=0, max_value=999, places=2), st.sampled_from(["en", "de", "it", "nl"]))
def test_decimals(number: object, language: str) -> None:
    written = str(number).replace(".", "." if language == "en" else ",")
    assert only_quantity(f"x {written} % y", language).low == pytest.approx(
        float(written.replace(",", "."))
    )


@given(st.integers(min_value=1, max_value=99), st.sampled_from(["thousand", "million", "billion"]))
def test_magnitudes_are_what_they_say(number: int, magnitude: str) -> None:
    digits = only_quantity(f"x {number} {magnitude} y")
    words = only_quantity(f"x {spelt(number)} {magnitude} y") if number > 1 else digits
    assert relations.quantities(digits, words) is Relation.SAME


@given(st.integers(min_value=1_000_000, max_value=9_999_999))
def test_a_rounded_claim_agrees_and_a_finer_one_is_not_stated(number: int) -> None:
    assume(number % 100_000)
    rounded = only_quantity(f"x {round(number / 1e6, 1)} million y")
    exact = only_quantity(f"x {number:,} y")
    assert relations.quantities(rounded, exact) is Relation.COMPATIBLE
    assert relations.quantities(exact, rounded) is Relation.ABSENT


@given(DAYS, st.sampled_from(sorted(MONTHS)))
def test_dates_in_words(day: date, language: str) -> None:
    month = MONTHS[language].split()[day.month - 1]
    form = {"de": "{}. {} {}", "es": "{} de {} de {}", "pt": "{} de {} de {}"}.get(
        language, "{} {} {}"
    )
    found = only_date("x " + form.format(day.day, month, day.year) + " y", language)
    assert (found.first.year, found.first.month, found.first.day) == (day.year, day.month, day.day)


@given(DAYS)
def test_forms_of_a_date_are_one_date(day: date) -> None:
    month = MONTHS["en"].split()[day.month - 1]
    forms = (
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"the {day.day}th of {month} {day.year}",
        f"{day.isoformat()}",
        f"{month[:3]}. {day.day}, {day.year}",
    )
    first, *others = (only_date(f"x {form} y") for form in forms)
    assert all(relations.dates(first, other) is Relation.SAME for other in others)


@given(DAYS, DAYS)
def test_two_days_differ(one: date, other: date) -> None:
    assume(one != other)
    first, second = (only_date(f"x {day.isoformat()} y") for day in (one, other))
    assert relations.dates(first, second) is Relation.DIFFERENT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He spoke yesterday.", (2019, 11, 18)),
        ("He speaks today.", (2019, 11, 19)),
        ("He spoke on Monday.", (2019, 11, 18)),
        ("He spoke last year.", (2018, None, None)),
        ("He spoke this month.", (2019, 11, None)),
        ("He spoke last month.", (2019, 10, None)),
    ],
)
def test_days_relative_to_the_page(text: str, expected: tuple[int, int | None, int | None]) -> None:
    found = only_date(text, written=datetime(2019, 11, 19))
    assert (found.first.year, found.first.month, found.first.day) == expected


def test_a_page_without_a_sound_date_settles_nothing() -> None:
    assert not [
        f
        for f in extract.find("He spoke yesterday.", written=datetime(1, 1, 1))
        if f.kind == "date"
    ]


PIECES = st.sampled_from(
    "1 2,000 3.5 million € $ % - – to and between half a third of not “ ” … [ ] May 2019 on Monday"
    " Smith said U.S. rose fell twenty - five hundred km ' ’s . , \u00a0 ß 百万 é".split(" ")
)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map(" ".join)))
def test_no_text_breaks_the_finding(text: str) -> None:
    for language in ("en", "de", "fr", "xx"):
        for fact in extract.find(text, language, written=datetime(2019, 11, 19)):
            assert fact.text == text[fact.start : fact.end]
            assert 0 <= fact.start < fact.end <= len(text)


@settings(deadline=None)
@given(
    st.lists(PIECES, min_size=1, max_size=25).map(" ".join),
    st.lists(PIECES, max_size=60).map(" ".join),
)
@example("1", "2,000 1")  # a figure with no word beside it
def test_no_claim_breaks_the_comparison(claim: str, passage: str) -> None:
    judgement = assess(claim, (prepare_text(passage),))
    assert 0 <= judgement.score <= 1


@settings(deadline=None)
@given(st.lists(PIECES, min_size=8, max_size=25).map(" ".join))
@example("] 1 1 1 1 not . 1")  # a sign before its first word
def test_a_statement_does_not_contradict_itself(text: str) -> None:
    assert assess(text, (prepare_text(text),)).verdict != "contradicted"


def test_finding_is_linear() -> None:
    from time import process_time

    def seconds(times: int) -> float:
        text = (
            "On 14 May 1932 some 1.2 million people “heard” John F. Kennedy say no to it. " * times
        )
        began = process_time()
        extract.find(text)
        return process_time() - began

    seconds(20)
    assert seconds(2000) < 40 * max(seconds(200), 0.01)


def test_kinds_are_found_together() -> None:
    text = "All voters may stay away, Smith said, and prices did not rise."
    kinds = {f.kind for f in extract.find(text)}
    assert kinds >= {
        FactKind.QUANTIFIER,
        FactKind.HEDGING,
        FactKind.ATTRIBUTION,
        FactKind.POLARITY,
        FactKind.DIRECTION,
    }
