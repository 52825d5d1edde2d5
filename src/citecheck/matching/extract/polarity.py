"""Finds what denies a word, and what keeps it from being said plainly."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from citecheck.matching import data
from citecheck.matching.extract.values import Fact, FactKind, Hedge, Polarity
from citecheck.matching.text import vocabulary
from citecheck.matching.text.tokens import Token

LANGUAGES = frozenset(("en", "de", "fr", "es", "pt", "it", "nl"))
"""The languages whose words of denial are known."""

_NEGATIONS = data.words("extract.polarity.plain") | data.words("extract.polarity.negations")
# A word that denies in its own language only.
_ELSEWHERE = {
    "non": ("fr", "it"), "pas": ("fr",), "ne": ("fr",), "n": ("fr",), "sin": ("es",),
    "nie": ("de",), "mai": ("it",), "sem": ("pt",), "no": ("en", "es"), "sans": ("fr",),
}  # fmt: skip
_NO_NEGATION_BEFORE = data.words("extract.polarity.no_negation_before")
_CONCORD = data.words("extract.polarity.concord")  # languages in which two denials are one
_DENYING_VERBS = frozenset(("nego", "negou"))
# Verbs that deny only what a clause says: prices that declined deny nothing, and who denies a claim
# says that it is false.
_BEFORE_CLAUSE = data.words("extract.polarity.before_clause")
_CLAUSE = data.words("extract.polarity.clause")
_REACH = data.count("extract.polarity.reach")
_UNTIL = data.count("extract.polarity.until")
_VERB_BEFORE = {"de": ("nicht",), "nl": ("niet",)}
_HEDGES = data.entries("extract.polarity.hedges")
_HEDGE_OF = {word: degree for degree, words in _HEDGES.items() for word in words.split()}
_COMPARING = ("more", "less", "fewer", "later", "longer", "earlier")
_IN_BETWEEN = data.words("extract.polarity.in_between")
# Verbs that hedge only before "to" or a gerund.
_WANT_TO = data.words("extract.polarity.want_to")


_ON_A_SCALE = data.words("extract.polarity.on_a_scale")


def is_negation(words: Sequence[Token], index: int, language: str = "en") -> bool:
    """Tell whether a word denies what follows; "not only", "no doubt", "No. 5" do not."""
    folded = words[index].folded
    if folded not in _NEGATIONS and not folded.endswith("n't"):
        return False
    if folded in _ELSEWHERE and language not in _ELSEWHERE[folded]:
        return False
    following = words[index + 1].folded if index + 1 < len(words) else ""
    if folded == "no" and words[index].capital and following[:1].isdigit():
        return False
    if folded in _BEFORE_CLAUSE and following not in _CLAUSE and not following.endswith("ing"):
        return False
    if _is_not(words[index]) and _is_only_until(words, index):
        return False
    if following in _COMPARING and folded in ("no", "not"):
        third = words[index + 2].folded if index + 2 < len(words) else ""
        if third == "than":
            return False  # "no more than three"
    if folded == "zero" and index and words[index - 1].folded in _ON_A_SCALE:
        return False  # "4 degrees below zero"
    if folded == "without" and any(_is_not(word) for word in words[max(0, index - _REACH) : index]):
        return False  # what is not done without it is done with it
    if folded == "not" and index and words[index - 1].folded in ("if", "or", "whether"):
        return False  # "much, if not most", "whether or not"
    if folded in ("neither", "none", "nothing") and following in ("and", "but", "or"):
        return False  # it denies what stands before it
    return following not in _NO_NEGATION_BEFORE


def _is_not(word: Token) -> bool:
    return word.folded in ("not", "cannot") or word.folded.endswith("n't")


def _is_only_until(words: Sequence[Token], index: int) -> bool:
    """Whether something was so, only later or only with something: "did not open until May", "is
    not done without care"."""
    after = words[index + 1 : index + 1 + _UNTIL]
    return any(word.folded in ("until", "without") for word in after)


def negations(words: Sequence[Token], language: str = "en") -> list[int]:
    """The numbers of the words that deny what follows."""
    return [n for n in deniers(words) if is_negation(words, n, language)]


def negated(
    words: Sequence[Token], index: int, language: str = "en", known: Sequence[int] | None = None
) -> bool:
    """Tell whether an odd number of words shortly before a word deny it. `known` are the `deniers`
    among all the words, if they were looked for before."""
    first = max(0, index - _REACH)
    if known is None:
        near = [first + n for n in deniers(words[first:index])]
    else:
        near = [n for n in known if first <= n < index]
    denying = [n for n in near if is_negation(words, n, language)]
    count = len(denying)
    if language in _CONCORD and count > 1:
        # "Ne … pas", "no … nunca" deny once, however many their words are.
        count -= max(0, sum(words[n].folded not in _DENYING_VERBS for n in denying) - 1)
    if is_denied_after(words, index, language):
        count += 1
    return count % 2 == 1


def is_denied_after(words: Sequence[Token], index: int, language: str) -> bool:
    """Tell whether a German or Dutch verb is denied by what closes its clause ("sank nicht")."""
    if language not in _VERB_BEFORE:
        return False
    for at in range(index + 1, min(len(words), index + 1 + _REACH)):
        if words[at].folded in _VERB_BEFORE[language]:
            return _verb_before(words, at, language) == index
    return False


def _verb_before(words: Sequence[Token], negation: int, language: str) -> int:
    """The verb that a negation denies when no word with content follows it in its clause, or -1:
    the nearest listed verb before it, else the word with content before it, in German the nearest
    that has no capital."""
    for at in range(negation, len(words)):
        if at > negation and words[at].content:
            return -1
        if at + 1 < len(words) and words[at + 1].start - words[at].end > 1:
            break  # more than a space: the clause ends
    known = vocabulary.of(language)
    verbs: Collection[str] = known.verbs if known else ()
    unlisted = -1
    for at in range(negation - 1, max(-1, negation - 1 - _REACH), -1):
        if words[at + 1].start - words[at].end > 1:
            break
        if words[at].content and words[at].stem in verbs:
            return at
        if unlisted < 0 and words[at].content and not (language == "de" and words[at].capital):
            unlisted = at
    return unlisted


def deniers(words: Iterable[Token]) -> list[int]:
    """The numbers of the words that may deny another, as most sentences have none."""
    return [
        n
        for n, word in enumerate(words)
        if word.folded in _NEGATIONS or word.folded.endswith("n't")
    ]


def goes_on_denied(statement: str, text: str, language: str) -> bool:
    """Tell whether a German or Dutch statement that a text has word for word goes on there with
    what denies it: "Der Rat erhöht die Steuern nicht"."""
    if language not in _VERB_BEFORE:
        return False
    own = re.escape(statement.strip().rstrip(".!"))
    after = "|".join(_VERB_BEFORE[language])
    return re.search(rf"{own}\s(?:\w+\s)?(?:{after})\b", text) is not None


def find(text: str, words: Sequence[Token], language: str) -> list[Fact]:
    """Each word that denies another, with the word that it governs. Linear time."""
    found: list[Fact] = []
    for index in deniers(words):
        if not is_negation(words, index, language):
            continue
        word = words[index]
        governed = _next_content(words, index)
        if word.folded in _VERB_BEFORE.get(language, ()):
            before = _verb_before(words, index, language)
            governed = words[before] if before >= 0 else governed
        if governed is not None:
            value = Polarity(governed.start, governed.end)
            found.append(
                Fact(FactKind.POLARITY, text[word.start : word.end], word.start, word.end, value)
            )
    return found


def find_hedges(text: str, words: Sequence[Token]) -> list[Fact]:
    """Each word that hedges another, with the word that it governs. Linear time."""
    found: list[Fact] = []
    for index in [
        n for n, word in enumerate(words) if word.folded in _HEDGE_OF or _is_to_be(words, n)
    ]:
        word = words[index]
        degree = _HEDGE_OF.get(word.folded, "intended")
        if word.capital:
            continue
        following = words[index + 1].folded if index + 1 < len(words) else ""
        intended = _intended(words, index)
        if word.folded in _WANT_TO and following not in ("to", "on") and intended is None:
            continue
        governed = intended or _next_content(words, index, _IN_BETWEEN)
        if governed is not None:
            value = Hedge(degree, governed.start, governed.end)
            found.append(
                Fact(FactKind.HEDGING, text[word.start : word.end], word.start, word.end, value)
            )
    return found


def _is_to_be(words: Sequence[Token], index: int) -> bool:
    """Whether a word tells what was meant to be: "was to be demolished"."""
    after = [word.folded for word in words[index + 1 : index + 3]]
    return words[index].folded in ("is", "are", "was", "were") and after == ["to", "be"]


def _intended(words: Sequence[Token], index: int) -> Token | None:
    """What is to be done after a word of intention and its object: "expect the merger to close"."""
    if _HEDGE_OF.get(words[index].folded, "intended") != "intended":
        return None
    for n in range(index + 2, min(len(words), index + _REACH)):
        if words[n].folded == "to":
            return _next_content(words, n)
        if not (words[n].content or words[n].capital) and words[n].folded in _NEGATIONS:
            return None
    return None


def _next_content(
    words: Sequence[Token], index: int, without: Collection[str] = ()
) -> Token | None:
    for word in words[index + 1 : index + 1 + _REACH]:
        if word.content and word.folded not in _NEGATIONS and word.folded not in without:
            return word
    return None
