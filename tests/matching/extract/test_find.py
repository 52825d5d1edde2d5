"""What is found in a text: each line is a text, then the values of its facts of one kind."""

from __future__ import annotations

import pytest

from citecheck.matching import extract
from citecheck.matching.extract.values import Date, FactKind, Name, Quantity


def quantities(text: str, language: str = "en") -> list[tuple[float, float, str]]:
    found = extract.find(text, language)
    return [
        (round(f.value.low, 4), round(f.value.high, 4), f.value.unit)
        for f in found
        if isinstance(f.value, Quantity)
    ]


def dates(text: str, language: str = "en") -> list[tuple[int | None, int | None, int | None]]:
    found = extract.find(text, language)
    return [
        (f.value.first.year, f.value.first.month, f.value.first.day)
        for f in found
        if isinstance(f.value, Date)
    ]


def names(text: str, language: str = "en") -> list[str]:
    return [f.text for f in extract.find(text, language) if f.kind is FactKind.NAME]


QUANTITIES = [
    ("en", "It has 1,203,411 inhabitants.", [(1203411, 1203411, "")]),
    ("en", "It has 1.2 million inhabitants.", [(1200000, 1200000, "")]),
    ("en", "Some forty-two people came.", [(42, 42, "")]),
    ("en", "Two hundred and six bones.", [(206, 206, "")]),
    ("en", "A rise of 4.5 percent.", [(4.5, 4.5, "%")]),
    ("en", "A rise of 4.5 per cent.", [(4.5, 4.5, "%")]),
    ("en", "A rise of 4.5%.", [(4.5, 4.5, "%")]),
    ("en", "Four fifths of companies agree.", [(80, 80, "%")]),
    ("en", "Eight out of ten companies agree.", [(80, 80, "%")]),
    ("en", "A quarter of the voters stayed away.", [(25, 25, "%")]),
    ("en", "It costs £9.4m to build.", [(9400000, 9400000, "GBP")]),
    ("en", "It costs Rs 300 to breathe.", [(300, 300, "INR")]),
    ("en", "It costs 300 rupees to breathe.", [(300, 300, "INR")]),
    ("en", "Sales reached $2bn.", [(2e9, 2e9, "USD")]),
    ("en", "It lasts a quarter of an hour.", [(900, 900, "s")]),
    ("en", "It lasts 15 minutes.", [(900, 900, "s")]),
    ("en", "A 55-kilometer zone.", [(55000, 55000, "m")]),
    ("en", "Between 20 and 30 percent left.", [(20, 30, "%")]),
    ("en", "About 2-3 million left.", [(2e6, 3e6, "")]),
    ("en", "They won 4-1 at home.", [(4, 1, "score")]),
    ("en", "He scored at 7:14 that night.", [(434, 434, "clock")]),
    ("en", "She finished in 3rd place.", [(3, 3, "ordinal")]),
    ("en", "The twenty-first chapter.", [(21, 21, "ordinal")]),
    ("en", "It opens at ten in the morning.", [(600, 600, "clock")]),
    ("en", "It opens at ten in the evening.", [(1320, 1320, "clock")]),
    ("en", "It shut at two at night.", [(120, 120, "clock")]),
    ("en", "They ate at 12 noon.", [(720, 720, "clock")]),
    ("en", "He sold ten in the morning.", [(10, 10, "")]),
    ("en", "Half a million cars.", [(5e5, 5e5, "")]),
    ("en", "A dozen eggs.", [(12, 12, "")]),
    ("en", "Under section 287(g) of the act.", []),
    ("en", "The Boeing 737 landed.", []),
    ("en", "No. 5 is alive.", []),
    ("de", "Rund 1,2 Millionen Menschen kamen.", [(1.2e6, 1.2e6, "")]),
    ("de", "Es kostet 1.234,50 Euro.", [(1234.5, 1234.5, "EUR")]),
    ("de", "Fünfundzwanzig Prozent stimmten zu.", [(25, 25, "%")]),
    ("fr", "Environ 3,5 milliards d'habitants.", [(3.5e9, 3.5e9, "")]),
    ("fr", "Vingt pour cent des électeurs.", [(20, 20, "%")]),
    ("es", "Unos 2,5 millones de personas.", [(2.5e6, 2.5e6, "")]),
    ("es", "El veinte por ciento votó.", [(20, 20, "%")]),
    ("pt", "Cerca de três milhões de pessoas.", [(3e6, 3e6, "")]),
    ("it", "Circa tre milioni di persone.", [(3e6, 3e6, "")]),
    ("nl", "Ongeveer drie miljoen mensen.", [(3e6, 3e6, "")]),
]

DATES = [
    ("en", "born 14 May 1932", [(1932, 5, 14)]),
    ("en", "born May 14, 1932", [(1932, 5, 14)]),
    ("en", "born on the 14th of May, 1932", [(1932, 5, 14)]),
    ("en", "born 1932-05-14", [(1932, 5, 14)]),
    ("en", "on Nov. 25 it rained", [(None, 11, 25)]),
    ("en", "in May 2019", [(2019, 5, None)]),
    ("en", "in 1998", [(1998, None, None)]),
    ("en", "in the 14th century", [(1301, None, None)]),
    ("en", "in the fourteenth century", [(1301, None, None)]),
    ("en", "twenty-first-century ideas", [(2001, None, None)]),
    ("en", "in the fifth century BC", []),
    ("en", "you may go", []),
    ("en", "2019 people came", []),
    ("en", "$1998 was paid", []),
    ("de", "am 14. Mai 1932", [(1932, 5, 14)]),
    ("fr", "le 14 mai 1932", [(1932, 5, 14)]),
    ("es", "el 14 de mayo de 1932", [(1932, 5, 14)]),
    ("pt", "em 14 de maio de 1932", [(1932, 5, 14)]),
    ("it", "il 14 maggio 1932", [(1932, 5, 14)]),
    ("nl", "op 14 mei 1932", [(1932, 5, 14)]),
]

NAMES = [
    ("Yesterday Hanwha Q Cells opened a plant.", ["Hanwha Q Cells"]),
    ("Two of Velora's ships sank.", ["Velora's"]),
    ("He met Ana Ruiz of Velora at the Bank of Spain.", ["Ana Ruiz", "Velora", "Bank of Spain"]),
    ("Yesterday Barack H. Obama spoke.", ["Barack H. Obama"]),
    ("He studied at the University of Michigan.", ["University of Michigan"]),
    ("They met Prince Andrew's aide.", ["Andrew's"]),
    ("The F.B.I. and NASA agreed.", ["F.B.I.", "NASA"]),
    ("However, nothing came of it.", []),
]


@pytest.mark.parametrize(("language", "text", "expected"), QUANTITIES)
def test_quantities(language: str, text: str, expected: list[tuple[float, float, str]]) -> None:
    assert quantities(text, language) == expected


@pytest.mark.parametrize(("language", "text", "expected"), DATES)
def test_dates(language: str, text: str, expected: list[tuple[int, int, int]]) -> None:
    assert dates(text, language) == expected


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_names(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_places_point_at_the_text() -> None:
    text = "On 14 May 1932 some 1.2 million people heard Ada Lovelace say “not a word of it”."
    found = extract.find(text)
    assert {f.kind for f in found} >= {
        FactKind.DATE,
        FactKind.QUANTITY,
        FactKind.NAME,
        FactKind.QUOTATION,
    }
    assert all(f.text == text[f.start : f.end] for f in found)


def test_initials_and_titles() -> None:
    (name,) = [f.value for f in extract.find("They met Senator J. Smith.") if f.kind == "name"]
    assert isinstance(name, Name)
    assert (name.title, name.words) == ("senator", ("j", "smith"))
