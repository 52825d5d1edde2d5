"""The values of checkable details: what kinds there are, and what each is once normalised."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeAlias


class FactKind(StrEnum):
    """The kinds of detail that a claim and a passage are compared on."""

    QUANTITY = "quantity"
    DATE = "date"
    NAME = "name"
    QUOTATION = "quotation"
    DIRECTION = "direction"
    QUANTIFIER = "quantifier"
    POLARITY = "polarity"
    HEDGING = "hedging"
    ATTRIBUTION = "attribution"


class Bound(StrEnum):
    """How the words around a number limit it."""

    EXACT = "exact"
    ABOUT = "about"  # about, nearly, some, almost, or so
    AT_LEAST = "at least"  # more than, over, at least
    AT_MOST = "at most"  # up to, under, less than


AGE = "old"
"""The noun of a quantity that is someone's age."""
HALF_DAY = 720.0
"""Minutes of half a day."""


class Quantity(NamedTuple):
    """A number or a range in a base unit.

    `unit` is "" for a count, else "%", "points" (percentage points), "ordinal", "score", "clock"
    (minutes since midnight), "times", a currency's ISO code, or the base unit of a dimension
    ("m", "kg", "s", "month", "W", …). `low` and `high` are in that unit and equal unless the text
    gives a range (or, for a score, the two sides). `written` is the number before conversion.
    `step` is the value of the last digit that the writer gave, so 100,000 for 1.2 million.
    `noun` is the folded stem of the thing counted, "" when none follows, `AGE` for how old someone
    is. A clock that does not tell morning from afternoon has the step of half a day. `parts` tells
    of a fraction or share in words (a third, one in six), `fall` that something fell by so much.
    """

    low: float
    high: float
    unit: str = ""
    step: float = 1.0
    bound: Bound = Bound.EXACT
    noun: str = ""
    written: float = 0.0
    parts: bool = False
    fall: bool = False


class Moment(NamedTuple):
    """A calendar date as far as it is given; `weekday` counts from 0 for Monday."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


class Date(NamedTuple):
    """A date or a span; `first` and `last` are the same moment for a single date.

    `about` tells of "around", "early", "late". `relative` tells that the text named it relative to
    the day of writing ("yesterday") and the page's own date settled it. `period` tells of a decade
    or a century, in which a day or a year can lie.
    """

    first: Moment
    last: Moment
    about: bool = False
    relative: bool = False
    period: bool = False


class Name(NamedTuple):
    """A name as folded words without its title. `acronym` is set for "FBI" and "U.S.".

    `sure` is False for one word that opens a sentence, where any word has a capital.
    """

    words: tuple[str, ...]
    title: str = ""
    acronym: bool = False
    sure: bool = True


class Quotation(NamedTuple):
    """The inside of a pair of quotation marks.

    `parts` are the stretches between ellipses and bracketed insertions, typographically folded;
    each must be found word for word, in order; one that ends in `*` may go on within its last word
    ("ha[d]"). `words` counts the quoted words, `cuts` tells which parts follow an ellipsis.
    """

    parts: tuple[str, ...]
    words: int
    cuts: tuple[bool, ...] = ()


class Direction(NamedTuple):
    """One of a set of words that exclude each other: `axis` names the set, `side` the word's place.

    Opposites have the sides +1 and -1; quantifiers go from 0 ("none") to 5 ("all").
    """

    axis: str
    side: int


class Polarity(NamedTuple):
    """A word that denies, and `[start, end)` of the word that it governs."""

    start: int
    end: int


class Hedge(NamedTuple):
    """A word that keeps a statement from being a plain fact.

    `degree` is "reported" (alleged, reportedly), "possible" (may, might, could) or "intended"
    (plans to, expected to). `start` and `end` bound the word that is governed.
    """

    degree: str
    start: int
    end: int


class Attribution(NamedTuple):
    """Who is said to have said it: the speaker's folded words."""

    speaker: tuple[str, ...]


Value: TypeAlias = Quantity | Date | Name | Quotation | Direction | Polarity | Hedge | Attribution


class Fact(NamedTuple):
    """A checkable detail, as written at `[start, end)` of the text that it was found in."""

    kind: FactKind
    text: str
    start: int
    end: int
    value: Value


class Relation(StrEnum):
    """How a passage stands to one fact of a claim."""

    SAME = "same"
    COMPATIBLE = "compatible"  # within the rounding or the tolerance that the words state
    DIFFERENT = "different"  # the same slot is filled with something else
    ABSENT = "absent"  # nothing in the passage fills this slot


@dataclass(frozen=True, slots=True)
class QuotationMatch:
    """Where a quotation stands in a text, or the stretch that is nearest to it.

    `start` and `end` are offsets into the text as given; both 0 when nothing is near.
    `first_difference` is (word of the claim, word of the source), "" for a word that one of the
    two lacks. `similarity` is 0 to 1.
    """

    exact: bool
    start: int
    end: int
    first_difference: tuple[str, str] | None = None
    similarity: float = field(default=0.0)
