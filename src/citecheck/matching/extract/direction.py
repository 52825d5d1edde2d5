"""Finds words that exclude each other: opposites, directions, comparisons, quantifiers."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from citecheck.matching.extract.values import Direction, Fact, FactKind
from citecheck.matching.text.tokens import Token, tokenise

# What "A … B" says of B as well.
SYMMETRIC = frozenset("met meets married marries faced joined played fought dated divorced".split())

# A line is a set; what stands between two bars excludes what stands between two others. Inflected
# forms are written out, since a stem would make one word of "defeat" and "defeated".
_SETS = """
rise rises rose risen rising increase increases increased increasing grow grows grew grown growing
 climb climbs climbed jump jumps jumped surge surged soar soared raise raised expand expanded
 add added adds gain gained gains growth
 | fall falls fell fallen falling decrease decreases decreased decreasing decline declines declined
 declining drop drops dropped dropping shrink shrinks shrank plunge plunged slump slumped
 reduce reduced reduction reductions cut cuts lowered slashed lose lost loses losing shed
beat exceeded topped surpassed | missed
able | unable
win wins won winning beat beats beaten defeated defeats victory victories
 | lose loses lost losing loss losses
confirm confirms confirmed admit admits admitted accept accepts accepted approve approves approved
 acknowledge acknowledged endorse endorsed
 | deny denies denied reject rejects rejected refuse refuses refused refute refuted disapproved
support supports supported supporting back backs backed | oppose opposes opposed opposing
first | last final
earlier | later
before | after
early | late
begin begins began begun start starts started starting open opens opened opening launch launched
 | end ends ended ending finish finishes finished close closes closed closing
largest biggest highest greatest | smallest lowest
most | least fewest
more | fewer less
higher | lower
greater larger bigger | smaller lesser
above | below beneath
majority | minority
maximum | minimum
longest longer long | shortest shorter short
oldest older old | youngest younger young
best greatest finest | worst
better | worse
fastest faster fast | slowest slower slow
strongest stronger strong | weakest weaker weak
hottest hotter hot | coldest colder cold
high | low
cheap cheaper cheapest | expensive costly
easy easier easily | difficult harder
safe | unsafe dangerous
positive | negative
success successful succeed succeeded | failure unsuccessful fail failed
pass passes passed | fail fails failed
allow allows allowed permit permits permitted legalise legalised legalize legalized
 | ban bans banned forbid forbids forbade forbidden prohibit prohibits prohibited block blocked
legal lawful | illegal unlawful
guilty convicted | innocent acquitted
hire hires hired | fire fires fired dismissed sacked
buy buys bought purchase purchased acquire acquired | sell sells sold
import imports imported | export exports exported
arrive arrives arrived | depart departs departed left
alive | dead
survive survived survives | die died dies
north northern | south southern
east eastern | west western
right | left
man men male | woman women female
boy boys | girl girls
father | mother
son sons | daughter daughters
brother brothers | sister sisters
husband | wife
day | night
morning | afternoon | evening
public | private
boost boosts boosted boosting help helps helped benefit benefits benefited
 | hurt hurts damage damages damaged harm harms harmed undermine undermines undermined
praise praised praises welcomed welcomes hailed applauded lauded
 | criticise criticised criticize criticized condemn condemned denounce denounced denounces decried
 deplored slammed
include includes included | exclude excludes excluded
optimistic | pessimistic
agree agrees agreed | disagree disagrees disagreed
improve improved improves | worsen worsened worsens deteriorate deteriorated
strengthen strengthened | weaken weakened
add added adds | remove removed removes
join joined joins | leave leaves left quit
remain remains remained stay stays stayed | leave leaves left
inside | outside
upper | lower
spring | summer | autumn | winter
domestic | foreign
double doubled doubles doubling twice | halve halved half
profit profits profitable | loss losses unprofitable
tighten tightened | loosen loosened ease eased
appear appeared appears | disappear disappeared vanished
complete | incomplete
present | absent
likely | unlikely
common | rare uncommon
permanent permanently | temporary temporarily
rich | poor
heavy heavier heaviest | light lighter lightest
black | white | red | blue | green | yellow
freshwater | saltwater
single | married
urban | rural
rejoin rejoined | withdraw withdrew
release released freed | arrest arrested detain detained
always | never
vertical | horizontal
male | female
liberal | conservative
amateur | professional
real genuine authentic | fake false
true | false
always usually often | rarely seldom
vor bevor | nach nachdem
avant | après
antes | después depois
prima | dopo
voor voordat | na nadat
steigen stieg stiegen gestiegen steigt wuchs gewachsen zugenommen
 | sinken sank sanken gesunken sinkt fiel fielen gefallen schrumpfte abgenommen
gewann gewonnen gewinnt siegte | verlor verloren verliert
erste ersten erster | letzte letzten letzter
größte höchste meisten | kleinste niedrigste wenigsten
mehr | weniger
augmente augmenté augmentation monté hausse progressé
 | diminué diminution baissé baisse chuté recule reculé
gagné gagne remporté | perdu perd
premier première | dernier dernière
plus | moins
mais | menos
più | meno
aumentó aumenta aumentaron subió subieron creció crecieron
 | disminuyó bajó bajaron cayó cayeron descendió
ganó gana ganaron | perdió pierde perdieron
primero primera | último última
más mayor | menos menor
aumentou subiu cresceu | diminuiu caiu desceu
ganhou venceu | perdeu
aumentato salito cresciuto aumentata | diminuito sceso calato diminuita
vinto vince | perso perde
stegen steeg gestegen groeide | daalden daalde gedaald kromp
won gewonnen | verloor verloren
"""
_QUANTIFIERS = {
    0: "none no neither kein keine keiner aucun aucune ninguno ninguna nenhum nenhuma nessuno geen",
    1: "few wenige peu pocos pocas poucos poucas pochi poche weinig",
    2: "some several einige manche quelques algunos algunas alguns algumas alcuni alcune sommige",
    3: "half halfte moitie mitad metade meta helft",
    4: "most meisten plupart mayoria maioria maggior meeste",
    5: "all every everyone everybody each both alle jeder jede tous toutes todos todas tutti tutte"
    " elke",
}
_OF_THE = frozenset("of the its his her their these those our der des de la le les los las".split())
QUANTIFIER = "quantifier"


def _axes() -> dict[str, tuple[Direction, ...]]:
    table: dict[str, list[Direction]] = defaultdict(list)
    for line in _SETS.strip().replace("\n ", " ").splitlines():
        groups = line.split("|")
        axis = groups[0].split()[0]
        for side, group in enumerate(groups):
            for token in tokenise(group):
                table[token.folded].append(Direction(f"{axis}|{line[-8:]}", side))
    return {word: tuple(places) for word, places in table.items()}


_AXES = _axes()
_LEVELS = {token.folded: n for n, words in _QUANTIFIERS.items() for token in tokenise(words)}


def sides(folded: str) -> tuple[Direction, ...]:
    """The sets that a folded word belongs to, with its side in each."""
    return _AXES.get(folded, ())


def sided(words: Iterable[Token]) -> list[str]:
    """Those of some words that belong to a set, folded."""
    return [word.folded for word in words if word.folded in _AXES]


def moves(folded: str) -> bool:
    """Tell whether a word says that something rises or falls, which it does by itself: turning the
    sides of such a statement round does not turn its sense round."""
    return any(side.axis.startswith("rise|") for side in sides(folded))


def excludes(one: str, other: str) -> bool:
    """Tell whether two folded words stand on different sides of one set, and together in none."""
    found = False
    mine = _AXES.get(one)
    theirs = _AXES.get(other)
    if not mine or not theirs:
        return False
    for a in mine:
        for b in theirs:
            if a.axis == b.axis:
                if a.side == b.side:
                    return False
                found = True
    return found


def exclusives() -> Iterator[tuple[str, str]]:
    """All pairs of folded words that exclude each other, each once in either order."""
    for one, other in itertools.permutations(sorted(_AXES), 2):
        if excludes(one, other):
            yield one, other


def find(text: str, words: Sequence[Token]) -> list[Fact]:
    """The words of a text that have opposites, one fact a word, its first set. Linear time."""
    return [
        Fact(FactKind.DIRECTION, text[w.start : w.end], w.start, w.end, _AXES[w.folded][0])
        for w in words
        if w.folded in _AXES
    ]


def find_quantifiers(text: str, words: Sequence[Token]) -> list[Fact]:
    """The quantifiers of a text ("all", "most of the"), each with its level. Linear time.

    The fact reaches to the word that is quantified, which is its last.
    """
    found: list[Fact] = []
    for index in [n for n, word in enumerate(words) if word.folded in _LEVELS]:
        word, level = words[index], _LEVELS[words[index].folded]
        at = index + 1
        while at < len(words) and words[at].folded in _OF_THE:
            at += 1
        if at >= len(words) or not words[at].content or at - index > 3:
            continue
        value = Direction(QUANTIFIER, level)
        found.append(
            Fact(
                FactKind.QUANTIFIER,
                text[word.start : words[at].end],
                word.start,
                words[at].end,
                value,
            )
        )
    return found
