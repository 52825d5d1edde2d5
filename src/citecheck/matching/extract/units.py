"""The units that quantities come in: surface form to base unit and factor."""

from __future__ import annotations

_TABLE = """
s 1 second seconds sec secs sekunde sekunden seconde segundo segundos secondo secondi
s 60 minute minutes min mins minuten minuto minutos minuti minuut
s 3600 hour hours hr hrs stunde stunden heure heures hora horas ora ore uur
s 86400 day days tag tage tagen jour jours día días dia dias giorno giorni dag dagen
s 1209600 fortnight fortnights
s 604800 week weeks wk wks woche wochen semaine semaines semana semanas settimana settimane weken
month 1 month months monat monate monaten mois mes meses mês mese mesi maand maanden
month 12 year years yr yrs jahr jahre jahren an ans année années año años ano anos anno anni jaar
month 120 decade decades jahrzehnt jahrzehnte décennie décennies década décadas decennio decennia
month 1200 century centuries jahrhundert jahrhunderte siècle siècles siglo siglos século séculos
m 1 m metre metres meter meters mètre mètres metro metros metri
m 1000 km kms kilometre kilometres kilometer kilometers kilomètre kilomètres kilómetro kilómetros
m 1000 quilômetro quilômetros chilometro chilometri
m 0.01 cm centimetre centimetres centimeter centimeters
m 0.001 mm millimetre millimetres millimeter millimeters
m 1609.344 mile miles mi meile meilen mille milles milla millas miglio miglia mijl
m 0.3048 foot feet ft
m 0.0254 inch inches ″
m 0.9144 yard yards yd yds
m 1852 nautical-mile nautical-miles
m 1e-6 μm micrometre micrometres micrometer micrometers micron microns
m 1e-9 nm nanometre nanometres nanometer nanometers
m 0.1 dm decimetre decimetres
m 9.4607e15 light-year light-years lightyear lightyears
kg 1 kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes
kg 0.001 g gram grams gramme grammes
kg 1e-6 mg milligram milligrams milligramm milligramme milligrammes
kg 1e-9 μg mcg microgram micrograms mikrogramm microgramme microgrammes
kg 6.35029318 stone stones
kg 1000 tonne tonnes tonnen tonnellate toneladas
kg 907.18474 ton tons
kg 0.45359237 lb lbs
kg 0.028349523 ounce ounces oz
m2 1 m² m2 sqm square-metre square-metres square-meter square-meters
m2 1e6 sq-km sq-kms quadratkilometer
m2 1e6 km² km2 square-kilometre square-kilometres square-kilometer square-kilometers
m2 0.09290304 sqft sq-ft ft² ft2 square-foot square-feet
m2 2589988.11 square-mile square-miles sq-mi mi² mi2
m2 4046.8564 acre acres
m2 10000 hectare hectares ha hektar
l 1 l litre litres liter liters
l 0.01 cl centilitre centilitres
l 0.1 dl decilitre decilitres
l 100 hl hectolitre hectolitres hectoliter hectoliters
l 1000 m³ m3 cubic-metre cubic-metres cubic-meter cubic-meters kubikmeter
l 1e12 km³ km3 cubic-kilometre cubic-kilometres cubic-kilometer cubic-kilometers
l 28.3168466 cubic-foot cubic-feet ft³ ft3
l 0.473176473 pint pints
l 0.001 ml millilitre millilitres milliliter milliliters
l 3.785411784 gallon gallons
l 158.987295 barrel barrels
km/h 1 km/h kmh kph
km/h 1.609344 mph miles-per-hour
km/h 1 kilometres-per-hour kilometers-per-hour
km/h 3.6 m/s metres-per-second meters-per-second
km/h 1.852 knot knots kn
deg 1 degree degrees °
W 1 watt watts
W 1000 kw kilowatt kilowatts
W 1e6 mw megawatt megawatts
W 1e9 gw gigawatt gigawatts
W 1e12 tw terawatt terawatts
W 745.699872 hp horsepower bhp
Wh 1000 kwh kilowatt-hour kilowatt-hours
Wh 1e6 mwh megawatt-hour megawatt-hours
Wh 1e12 twh terawatt-hour terawatt-hours
Wh 1e9 gwh gigawatt-hour gigawatt-hours
byte 1e3 kb kilobyte kilobytes
byte 1e6 mb megabyte megabytes
byte 1e9 gb gigabyte gigabytes
byte 1e12 tb terabyte terabytes
hz 1e6 mhz
hz 1e9 ghz
C 1 °c celsius
F 1 °f fahrenheit
times 1 times time-fold fold mal fois veces vezes volte keer
% 1 % percent percents pct prozent procent pourcent
USD 1 dollar dollars usd us-dollar us-dollars bucks
USD 0.01 cent cents
GBP 1 gbp sterling
pound 1 pound pounds
EUR 1 euro euros eur
JPY 1 yen jpy
INR 1 rupee rupees inr
CNY 1 yuan renminbi rmb cny
CHF 1 franken chf
RUB 1 ruble rubles rouble roubles
KRW 1 won
"""

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
