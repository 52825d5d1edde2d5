"""Words that turn the sense of what they govern, keep it, or leave open whether it is so.

After the implicative verbs of Karttunen (1971) and the polarity signatures of Nairn, Condoravdi and
Karttunen (2006): who managed to leave left, who failed to leave did not, who wanted to may have.
"""

from __future__ import annotations

from collections.abc import Set

from citecheck.matching.text.tokens import tokenise


def _stems(words: str) -> frozenset[str]:
    return frozenset(token.stem for token in tokenise(words))


NEGATIONS = frozenset(
    "not no never neither nor without none nobody nothing nowhere cannot hardly scarcely barely"
    " zero rarely seldom".split()
)
NEGATIVE_SUBJECTS = frozenset("no none nobody nothing neither zero".split())
NEGATIVE_OBJECTS = frozenset("no none nobody nothing zero".split())
# "Not only", "no fewer than", "no doubt": what follows is not denied.
DENIES_NOTHING = frozenset(
    "only just merely simply solely doubt least matter wonder fewer less more later sooner other"
    " otherwise but surprisingly mention".split()
)
# "Not until", "not because": it was so, if only later or for another reason.
LEAVES_OPEN = frozenset("until unless because if since when unlike so as".split())
# Words that a denial may be about instead of the rest: "did not always win".
FOCUS = frozenset(
    "always all every everyone everything both entirely fully completely necessarily exactly"
    " wholly altogether alone enough nearly quite particularly especially directly immediately"
    " commonly usually often generally frequently regularly normally typically"
    " initially originally solely long merely solely much many very too only simply yet".split()
)
PHASES = frozenset("longer yet ever even any anymore still already once ever".split())

# To govern an infinitive: "managed to".
KEEPS = _stems(
    "managed bothered dared happened began started continued proceeded got went came turned chose"
    " decided succeeded forced compelled made led caused helped enabled condescended deigned opted"
    " elected moved ventured resolved able enough sufficient"
)
TURNS = _stems(
    "failed refused declined neglected forgot omitted unable unwilling failure refusal inability"
    " unwillingness reluctance reluctant powerless ceased loath hesitated forbidden forbade"
    " incapable balked yet scorned disdained"
)
WANTS = _stems(
    "wanted wants tried try tries trying attempted attempts sought seeks planned plans hoped hopes"
    " intended aims agreed promised vowed offered asked urged ordered told expected needs wished"
    " threatened liked preferred willing ready prepared likely supposed due set proposed"
    " considering invited encouraged persuaded warned pledged"
    " efforts effort attempt plan bid desire decision chance opportunity right"
    " unlikely reason way called worked pushed struggled"
    " agree demanded required advised eager keen meant designed used"
)
# To govern an infinitive that is an obligation: "have to".
OBLIGES = _stems("have has had need needs needed required obliged")
# To govern an infinitive that may be, but need not: "eligible to bid".
PERMITS = _stems(
    "allowed permitted eligible entitled free authorised authorized cleared licensed qualified"
)
# To govern "from": "prevented from leaving".
FROM = _stems(
    "prevented kept stopped barred banned blocked prohibited refrained abstained hindered excluded"
    " discouraged deterred restrained precluded saved protected shielded dissuaded exempted"
    " disqualified"
)
# … and what may not be: "barred from bidding".
BANS = _stems("barred banned prohibited excluded exempted disqualified")
# An attempt, of which "but failed to do so" tells the end.
ATTEMPTS = _stems("tried try trying attempted attempts sought seeks efforts struggled bid")
# To govern a gerund or a noun: "avoided paying".
WITHOUT_DOING = _stems(
    "avoided avoids avoiding escaped stopped quit ceased resisted evaded forwent skipped averted"
    " lacked lacks lacking"
)
# To govern "of": "a lack of money", "instead of paying".
OF = _stems("lack absence instead incapable short devoid dearth deprived deny denial failure")
# The same, to govern a noun: "avoided a fine".
WITHOUT = _stems("avoided lacked averted evaded")
# Of proof: "no conclusive evidence" is none of what was proved.
MAXIMAL = frozenset("definitive conclusive solid hard firm clear real concrete".split())
# "Did not become a hero", "has no sons".
LIGHT_VERBS = _stems("become have has had get gets possess possessed")
# "Any form of help" is help.
LIGHT = frozenset("form kind sort type sign trace evidence way part piece amount".split())
# What may turn a sense in ways that are not followed.
HARDLY = frozenset("difficult hard impossible little few only rather instead".split())
# Of saying or thinking: what they govern is somebody's word.
WEAK_SAYING = _stems(
    "claimed claims alleged feared fears hoped hopes believed believes thought thinks argued argues"
    " insisted suspected suspects speculated wondered imagine pretended assumed rumoured accused"
    " accusations allegations rumours theory theories guess"
)
DENYING = _stems(
    "denied denies denying doubted doubts disputed disputes rejected rejects refuted dismissed"
    " denial question questioned false untrue myth wrong"
)
CONDITIONS = frozenset(
    "if unless whether might perhaps maybe provided suppose supposing possibly potentially"
    " hypothetically lest allegedly supposedly".split()
)
OTHERS = frozenset(
    "critics opponents sceptics skeptics detractors rivals conspiracy theorists myth".split()
)


def may_turn(folded: Set[str], stems: Set[str]) -> bool:
    """Whether any of a sentence's words, folded and by their stems, might turn a sense; most
    sentences have none. Linear."""
    if not folded.isdisjoint(NEGATIONS) or "against" in folded:
        return True
    if not stems.isdisjoint(_TURNING) or any(word.endswith("n't") for word in folded):
        return True
    return "from" in folded and ("far" in folded or not stems.isdisjoint(FROM))


_TURNING = TURNS | WITHOUT_DOING | OF
