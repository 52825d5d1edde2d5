"""Predicates that are each other's denial: who keeps a job is not dismissed from it.

Words on one side of a bar say much the same of the same things, so that a denial of one is a denial
of the other; words on the two sides exclude each other. Of a line that begins with "~" both sides
may be false: who does not admit need not deny. A phrase is a verb with its particle or object.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from citecheck.matching.grammar.syntax import ARTICLES, AUXILIARY
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import Token, tokenise

_LINES = """
accept welcome agree consent approve embrace take_up say_yes willing ready
 | reject refuse turn_down decline spurn rebuff say_no unwilling reluctant balk
allow let permit authorise authorize admit grant let_in free_to
 | forbid ban bar prohibit prevent block stop keep_from keep_out disallow turn_away deny_entry
 deny_entrance deny_access refuse_entry refuse_access
~ admit concede acknowledge confess own_up accept recognise recognize confirm
 | deny dispute contest reject refute insist_not
find locate discover track_down trace detect turn_up uncover spot identify come_across
 | miss overlook lose_sight
notice spot realise realize recognise recognize see detect catch | overlook miss ignore
keep_job keep_post keep_position retain_job retain_post stay_on remain_office stay_office
 stay_post remain_post cling_power hold_job
 | fire sack dismiss lose_job lose_post lose_position step_down resign oust quit_job leave_job
 give_up_job leave_post stand_down remove_office let_go
settle resolve solve sort_out reach_agreement reach_deal strike_deal agreement deal
 | unresolved unsettled unsolved deadlock stalemate drag_on remain_open
survive live alive pull_through | die kill dead perish succumb
pass approve adopt | reject defeat vote_down
win | lose
succeed manage | fail
include contain come_with cover | exclude omit leave_out lack
reveal disclose make_public publish divulge tell
 | withhold withheld conceal hide keep_secret undisclosed decline_to_say
go_ahead take_place proceed press_ahead hold
 | cancel call_off scrap abandon postpone put_off shelve
~ continue go_on persist carry_on | stop cease halt discontinue suspend end
~ stay remain | leave depart quit
uphold upheld | overturn quash reverse strike_down
convict guilty | acquit exonerate not_guilty innocent
~ arrest detain jail imprison | release set_free
~ support back endorse favour favor | oppose criticise criticize condemn object
comply obey follow heed honour honor abide listen | ignore defy flout violate breach disregard
 disobey
attend turn_up show_up | skip absent stay_away boycott
qualify secure_place secure_spot book_place advance go_through clinch_place reach_final reach_finals
 earn_place earn_spot make_it
 | miss_out eliminate knock_out vote_off send_home crash_out exit
~ trust believe confident | doubt distrust disbelieve sceptical skeptical
know aware clear certain sure | unaware unknown unclear uncertain unsure
establish prove demonstrate show confirm evidence proof indicate suggest | disprove refute unproven
likely | unlikely
possible | impossible
able | unable incapable
common usual frequent | rare uncommon unusual infrequent
often frequently usually regularly | rarely seldom hardly_ever never
always | never
~ safe harmless | unsafe dangerous harmful hazardous
true right correct accurate truthful | false untrue wrong incorrect inaccurate mistaken
available | unavailable
compatible work_with | incompatible
legal lawful legitimate | illegal unlawful illegitimate
necessary | unnecessary needless
normal healthy | abnormal
~ keep retain preserve maintain | abandon drop scrap abolish give_up revoke repeal axe surrender
lift repeal ease | impose
~ extend renew prolong | expire lapse
~ restore reinstate | suspend remove
change alter revise | unchanged unaltered
pay repay settle | default unpaid
~ rescue save | kill die
finish complete conclude | unfinished incomplete
immune immunity exempt | liable
identify name disclose_identity reveal_identity | unidentified unnamed anonymous
happy satisfied pleased delighted glad | unhappy dissatisfied displeased disappointed upset
injured hurt wounded harmed | unhurt uninjured unharmed unscathed
expected foresaw foreseen predicted | unexpected surprise
sufficient adequate | insufficient inadequate
remember recall | forget
meet_target meet_goal meet_expectations meet_deadline reach_target hit_target
 | miss fall_short
resume restart reopen | suspend halt
mandatory compulsory obligatory | optional voluntary
peaceful nonviolent | violent
fix repair mend | broken
damage destroy ruin | intact undamaged
~ charge prosecute indict | drop_charges
~ apologise apologize regret | unapologetic unrepentant
run_again seek_election seek_term | retire bow_out
claim_responsibility | deny_responsibility
"""


class Predicate(NamedTuple):
    """What a word, or a phrase that it opens, says: a line of the table and a side of it."""

    axis: int
    side: int
    whole: bool  # what is not on the one side is on the other
    words: tuple[int, ...]


class _Phrase(NamedTuple):
    axis: int
    side: int
    whole: bool
    rest: tuple[str, ...]


# Words of the table that are nouns; the others are verbs where no article stands before them.
NOUNS = frozenset(
    token.stem for token in tokenise("agreement deal evidence proof immunity deadlock stalemate")
)
_PARTICLES = frozenset("out up off down back away over".split())
_CLOSE = frozenset("yes no it in on through to with".split())  # what stands next to its verb
_LEAST_REST = 4  # letters of a word that a prefix denies
_PARTICLE = 3  # words between a verb and its particle or object


def _table() -> dict[str, tuple[_Phrase, ...]]:
    table: dict[str, list[_Phrase]] = defaultdict(list)
    for axis, line in enumerate(_LINES.strip().replace("\n ", " ").splitlines()):
        whole = not line.startswith("~")
        for side, group in zip((1, -1), line.strip("~").split("|"), strict=True):
            for phrase in group.split():
                first, *rest = (token.stem for token in tokenise(phrase.replace("_", " ")))
                table[first].append(_Phrase(axis, side, whole, tuple(rest)))
    return {stem: tuple(phrases) for stem, phrases in table.items()}


_TABLE = _table()
OPENING = _TABLE.keys()
"""The stems of the words of which `at` may give anything."""
PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non")
"""How a word begins of which `prefixed` may give anything."""


def _sides() -> dict[tuple[int, int], frozenset[str]]:
    table: dict[tuple[int, int], set[str]] = defaultdict(set)
    for stem, phrases in _TABLE.items():
        for phrase in phrases:
            table[phrase.axis, phrase.side].add(stem)
    return {side: frozenset(stems) for side, stems in table.items()}


_SIDES = _sides()


def beside(words: Sequence[Token]) -> frozenset[str]:
    """The stems of what stands in one line with any of the predicates of a text."""
    opening = [n for n, word in enumerate(words) if word.stem in OPENING]
    axes = {found.axis for index in opening for found in at(words, index)}
    return frozenset().union(*(_SIDES[axis, side] for axis in axes for side in (1, -1)))


def opposites(found: Iterable[Sequence[Predicate]]) -> frozenset[str]:
    """The stems that may open an opposite of one of these predicates."""
    sides = {(one.axis, -one.side) for predicates in found for one in predicates}
    return frozenset().union(*(_SIDES[side] for side in sides))


def at(words: Sequence[Token], index: int) -> list[Predicate]:
    """What the word at a place says, phrases that it opens first; linear in the reach of a phrase.

    A phrase excludes what its verb alone would say: who turned up did not turn down.
    """
    known = _TABLE.get(words[index].stem)
    if known is None:
        return []
    before = words[index - 1].folded if index else ""
    following = words[index + 1].folded if index + 1 < len(words) else ""
    if words[index].folded in AUXILIARY or (words[index].folded == "known" and following == "as"):
        return []
    if before in ARTICLES and words[index].stem not in NOUNS and _is_noun(words, index):
        return []
    alone: list[Predicate] = []
    phrases: list[Predicate] = []
    for phrase in known:
        places = [index]
        for stem in phrase.rest:
            gap = 0 if stem in _CLOSE else _PARTICLE
            stop = min(len(words), places[-1] + 2 + gap)
            place = next((n for n in range(places[-1] + 1, stop) if words[n].stem == stem), -1)
            if place < 0:
                break
            places.append(place)
        if len(places) == len(phrase.rest) + 1:
            found = Predicate(phrase.axis, phrase.side, phrase.whole, tuple(places))
            (phrases if phrase.rest else alone).append(found)
    return phrases or ([] if following in _PARTICLES else alone)


def _is_noun(words: Sequence[Token], index: int) -> bool:
    """Whether a word behind an article is no adjective before a noun."""
    following = words[index + 1] if index + 1 < len(words) else None
    return following is None or not following.content


@functools.lru_cache(maxsize=20_000)
def prefixed(stem: str) -> str:
    """The stem that "un" or "in" denies: "unresolved" gives that of "resolved"; else ""."""
    for prefix in PREFIXES:
        if not stem.startswith(prefix) or len(stem) < len(prefix) + _LEAST_REST:
            continue
        rest = stem[len(prefix) :]
        if lexicon.opposed(stem, rest) and lexicon.entry(stem).kind != "v":
            return rest
    return ""


@functools.lru_cache(maxsize=20_000)
def may_deny(folded: str, stem: str) -> bool:
    """Whether a word looks as if its first letters denied the rest: impractical."""
    for prefix in ("un", "im", "il", "ir", "dis", "non"):
        if folded.startswith(prefix) and len(folded) >= len(prefix) + _LEAST_REST:
            rest = tokenise(folded[len(prefix) :])
            if rest and lexicon.entry(rest[0].stem).kind:
                return True
    return bool(prefixed(stem))
