"""Words that turn the sense of what they govern, keep it, or leave open whether it is so.

After the implicative verbs of Karttunen (1971) and the polarity signatures of Nairn, Condoravdi and
Karttunen (2006): who managed to leave left, who failed to leave did not, who wanted to may have.
"""

from __future__ import annotations

from collections.abc import Set

from citecheck.matching import data
from citecheck.matching.text.tokens import tokenise


def _stems(words: str) -> frozenset[str]:
    return frozenset(token.stem for token in tokenise(words))


NEGATIONS = data.words("extract.polarity.plain") | data.words("grammar.governors.seldom")
NEGATIVE_SUBJECTS = data.words("grammar.governors.negative_subjects")
NEGATIVE_OBJECTS = NEGATIVE_SUBJECTS - {"neither"}
# "Not only", "no fewer than", "no doubt": what follows is not denied.
DENIES_NOTHING = data.words("grammar.governors.denies_nothing")
# "Not until", "not because": it was so, if only later or for another reason.
LEAVES_OPEN = data.words("grammar.governors.leaves_open")
# Words that a denial may be about instead of the rest: "did not always win".
FOCUS = data.words("grammar.governors.focus")
PHASES = data.words("grammar.governors.phases")

# To govern an infinitive: "managed to".
KEEPS = _stems(data.text("grammar.governors.keeps"))
TURNS = _stems(data.text("grammar.governors.turns"))
WANTS = _stems(data.text("grammar.governors.wants"))
# To govern an infinitive that is an obligation: "have to".
OBLIGES = _stems(data.text("grammar.governors.obliges"))
# To govern an infinitive that may be, but need not: "eligible to bid".
PERMITS = _stems(data.text("grammar.governors.permits"))
# To govern "from": "prevented from leaving".
FROM = _stems(data.text("grammar.governors.from"))
# … and what may not be: "barred from bidding".
BANS = _stems(data.text("grammar.governors.bans"))
# An attempt, of which "but failed to do so" tells the end.
ATTEMPTS = _stems(data.text("grammar.governors.attempts"))
# To govern a gerund or a noun: "avoided paying".
WITHOUT_DOING = _stems(data.text("grammar.governors.without_doing"))
# To govern "of": "a lack of money", "instead of paying".
OF = _stems(data.text("grammar.governors.of"))
# The same, to govern a noun: "avoided a fine".
WITHOUT = _stems(data.text("grammar.governors.without"))
# Of proof: "no conclusive evidence" is none of what was proved.
MAXIMAL = data.words("grammar.governors.maximal")
# "Did not become a hero", "has no sons".
LIGHT_VERBS = _stems(data.text("grammar.governors.light_verbs"))
# "Any form of help" is help.
LIGHT = data.words("grammar.governors.light")
# What may turn a sense in ways that are not followed.
HARDLY = data.words("grammar.governors.hardly")
# Of saying or thinking: what they govern is somebody's word.
WEAK_SAYING = _stems(data.text("grammar.governors.weak_saying"))
DENYING = _stems(data.text("grammar.governors.denying"))
CONDITIONS = data.words("grammar.governors.conditions")
OTHERS = data.words("grammar.governors.others")


def may_turn(folded: Set[str], stems: Set[str]) -> bool:
    """Whether any of a sentence's words, folded and by their stems, might turn a sense; most
    sentences have none. Linear."""
    if not folded.isdisjoint(NEGATIONS) or "against" in folded:
        return True
    if not stems.isdisjoint(_TURNING) or any(word.endswith("n't") for word in folded):
        return True
    return "from" in folded and ("far" in folded or not stems.isdisjoint(FROM))


_TURNING = TURNS | WITHOUT_DOING | OF
