"""How two values stand to each other: the claim's, the source's, the relation; `-` for values
that measure different things."""

from __future__ import annotations

import pytest

from citecheck.matching import extract
from citecheck.matching.extract import relations
from citecheck.matching.extract.name import clash, same
from citecheck.matching.extract.quotation import find, find_quotation
from citecheck.matching.extract.values import Date, Quantity

QUANTITIES = """
en | 12 | 12 | same
en | twelve | 12 | same
en | a dozen eggs | 12 eggs | same
en | 1,000 | one thousand | same
en | 1.5 million | 1,500,000 | same
en | £9.4m | 9.4 million pounds | same
en | $2bn | 2 billion dollars | same
en | 300 rupees | Rs 300 | same
en | €5 | 5 euros | same
en | 50 % | half of them | same
en | three quarters of it | 75 percent | same
en | one in five voters | 20 % | same
en | nine out of ten voters | 90 % | same
en | 15 minutes | a quarter of an hour | same
en | 2 weeks | 14 days | same
en | 24 months | two years | same
en | 3 km | 3,000 metres | same
en | 1 tonne | 1,000 kg | same
en | 20-30 percent | between 20 and 30 percent | same
en | 3rd place | third place | same
en | twenty-first | 21st | same
en | 4-1 win | 4–1 win | same
en | 2 p.m. | 14:00 | same
en | 7:14 | 7:14 | same
en | four o'clock | 4PM | same
en | four o'clock | 4 a.m. | same
en | 5:30 | 17:30 | same
en | 60,000 won | KRW 60,000 | same
en | aged 63 | a 63-year-old man | same
en | a man of sixty-three, | aged 63 | same
en | an hour and a half | 90 minutes | same
en | two and a half years | 30 months | same
en | 2.5 million | two and a half million | same
en | two fortnights | 4 weeks | same
en | almost thirty years | nearly three decades | same
en | a year-long course | a course of 12 months | same
en | 30 days | one month | compatible
en | 1.2 million | 1,203,411 | compatible
en | 48 thousand | 48,312 | compatible
en | about 200 | 203 | compatible
en | nearly 450 | 446 | compatible
en | more than 20 | 23 | compatible
en | at least 20 | 25 | compatible
en | fewer than 30 | 28 | compatible
en | up to 100 | 95 | compatible
en | 4.5 | 4.48 | compatible
en | 10 kilometres | 6.2 miles | compatible
en | 100 °C | 212 °F | same
en | 1,203,411 | 1.2 million | absent
en | 203 | about 200 | absent
en | 25 percent | 20-30 percent | absent
en | 12 | 13 | different
en | 300 | 320 | different
en | 1.2 million | 1,303,411 | different
en | 60 % | 16 % | different
en | more than 20 | 12 | different
en | fewer than 30 | 45 | different
en | more than 100 | fewer than 100 | different
en | third place | second place | different
en | 4-1 win | 5-1 win | different
en | 7-6-2 skid | 1-6-2 skid | different
en | 2 p.m. | 3 p.m. | different
en | $5 | €5 | different
en | 55 km | 55 miles | different
en | 2 weeks | 3 weeks | different
en | 50 months | 50 weeks | different
en | 90 days | 3 months | compatible
en | two weeks | three months | different
en | four o'clock | 5PM | different
en | at ten in the morning | 10 a.m. | same
en | at ten in the evening | 10 a.m. | different
en | $330M | $300M | different
en | $3 billion | $2.8 billion | compatible
en | $3 billion | $2.6 billion | different
en | aged 63 | a 43-year-old man | different
en | aged 63 | for 63 years | -
en | $5 | €4 | -
en | 5 km | 5 kg | -
en | 5 percent | 5 people | -
en | 3rd place | 3 places | -
en | 5 percent | 5 percentage points | -
de | 1.234 Stück | eintausend Stück | absent
de | 1,5 Millionen | 1.500.000 | same
de | fünfundzwanzig Prozent | 25 % | same
de | zwei Drittel | zwei Drittel | same
de | drei Stunden | 180 Minuten | same
fr | vingt pour cent | 20 % | same
fr | 3,5 milliards | 3.500.000.000 | same
fr | trois heures | 180 minutes | same
es | veinte por ciento | 20 % | same
es | dos millones | 2.000.000 | same
es | tres semanas | 21 días | same
pt | vinte por cento | 20 % | same
pt | dois milhões | 2.000.000 | same
it | venti | 20 | same
it | due milioni | 2.000.000 | same
nl | twintig procent | 20 % | same
nl | twee miljoen | 2.000.000 | same
nl | drie weken | 21 dagen | same
"""

DATES = """
en | 14 May 1932 | May 14, 1932 | same
en | 14 May 1932 | 1932-05-14 | same
en | 14/05/1932 | 14 May 1932 | same
en | Nov. 20 | November 20th | same
en | 1901–1910 | from 1901 to 1910 | same
en | the 1990s | the 1990s | same
en | Friday | Friday | same
en | in 1932 | 14 May 1932 | same
en | in May 1932 | 14 May 1932 | same
en | 14 May 1932 | in May 1932 | absent
en | 14 May 1932 | in 1932 | absent
en | in 1994 | the 1990s | absent
en | the 1990s | in 1994 | compatible
en | the 14th century | in 1348 | compatible
en | the 14th century | the fourteenth century | same
en | the 14th century | the 1340s | compatible
en | the 1340s | the 14th century | absent
en | the 16th century | the 14th century | different
en | the 15th century | in 1348 | different
en | 14 May 1932 | 15 May 1932 | different
en | 14 May 1932 | 14 June 1932 | different
en | 14 May 1932 | 14 May 1933 | different
en | in 1932 | 14 May 1933 | different
en | the 1980s | the 1990s | different
en | Monday | Tuesday | different
en | 1901–1910 | 1901–1912 | different
en | in 1932 | on Monday | -
de | 14. Mai 1932 | 14.05.1932 | same
fr | le 14 mai 1932 | 14/05/1932 | same
es | 14 de mayo de 1932 | 14/05/1932 | same
pt | 14 de maio de 1932 | 14/05/1932 | same
it | 14 maggio 1932 | 14/05/1932 | same
nl | 14 mei 1932 | 14-5-1932 | same
"""

NAMES = """
barack obama | obama | same
john f kennedy | john kennedy | same
fbi | federal bureau of investigation | same
un | united nations | same
russia | russian | same
france | french | same
uk | british | same
us | american | same
tim roth | timothy simon roth | same
j smith | john smith | same
karen smith | laura smith | clash
sony music group | universal music group | clash
north dakota | south dakota | clash
new york times | new york post | clash
obama | biden | other
apple | microsoft | other
healthineers | healthcare | other
karlsson | karl urban | other
"""

QUOTATIONS = """
“a big win please” | He said: “Give me a big win please.” | exact
“a BIG win, please” | Give me a big win please. | exact
“don't give up” | She said don’t give up now. | exact
“we had issues … that made me sad” | We had issues with the code that made me sad. | exact
“[they] were very late” | We were very late. | exact
“we were [not] late” | We were late. | exact
“a big loss please” | Give me a big win please. | loss/win
“it made me feel good today” | it never made me feel good today | /never
“they never came back to town” | they came back to town | never/
“nothing of the kind at all” | Give me a big win please. | nowhere
"""


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(c.strip() for c in line.split("|")) for line in table.strip().splitlines()]


def values(text: str, language: str) -> list[object]:
    return [fact.value for fact in extract.find(text, language)]


@pytest.mark.parametrize(("language", "claim", "source", "expected"), rows(QUANTITIES))
def test_quantities(language: str, claim: str, source: str, expected: str) -> None:
    one, other = (
        next(v for v in values(f"x {t} y", language) if isinstance(v, Quantity))
        for t in (claim, source)
    )
    assert (relations.quantities(one, other) or "-") == expected


@pytest.mark.parametrize(("language", "claim", "source", "expected"), rows(DATES))
def test_dates(language: str, claim: str, source: str, expected: str) -> None:
    one, other = (
        next((v for v in values(f"x {t} y", language) if isinstance(v, Date)), None)
        for t in (claim, source)
    )
    assert one is not None
    assert ((other and relations.dates(one, other)) or "-") == expected


@pytest.mark.parametrize(("one", "other", "expected"), rows(NAMES))
def test_names(one: str, other: str, expected: str) -> None:
    pair = tuple(one.split()), tuple(other.split())
    assert ("same" if same(*pair) else "clash" if clash(*pair) else "other") == expected


@pytest.mark.parametrize(("quotation", "text", "expected"), rows(QUOTATIONS))
def test_quotations(quotation: str, text: str, expected: str) -> None:
    (fact,) = find(quotation)
    match = find_quotation(fact.value, text)  # type: ignore[arg-type]
    if match.exact:
        found = "exact"
    elif match.first_difference is None:
        found = "nowhere"
    else:
        found = "/".join(match.first_difference)
    assert found == expected
