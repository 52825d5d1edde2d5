"""Tells whether a word is denied, and which words say the opposite of which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from citecheck.matching.tokens import Token, tokenise

_NEGATIONS = frozenset(
    "not no never neither nor without none nobody nothing cannot can't won't don't doesn't didn't"
    " isn't aren't wasn't weren't hasn't haven't hadn't wouldn't couldn't shouldn't fail failed"
    " fails failing deny denied denies denying refuse refused refuses unable lack lacked lacks"
    " nicht kein keine keinen nie ne pas jamais aucun no nunca ningún non mai nessuno niet geen"
    " não".split()
)
_NO_NEGATION_BEFORE = frozenset({"only", "just", "doubt", "longer", "least", "matter"})
_REACH = 6  # words that a negation governs
_OPPOSITES = (
    ("confirm", "deny"),
    ("admit", "deny"),
    ("admit", "denied"),
    ("accept", "reject"),
    ("approve", "reject"),
    ("support", "oppose"),
    ("rise", "fall"),
    ("rose", "fell"),
    ("increase", "decrease"),
    ("increase", "decline"),
    ("increase", "fall"),
    ("increase", "fell"),
    ("rise", "decline"),
    ("rose", "decline"),
    ("rose", "dropped"),
    ("increase", "drop"),
    ("grow", "shrink"),
    ("grew", "shrank"),
    ("gain", "lose"),
    ("gain", "loss"),
    ("win", "lose"),
    ("won", "lost"),
    ("beat", "lost"),
    ("win", "lost"),
    ("more", "fewer"),
    ("more", "less"),
    ("higher", "lower"),
    ("above", "below"),
    ("before", "after"),
    ("first", "last"),
    ("open", "close"),
    ("begin", "end"),
    ("allow", "ban"),
    ("allow", "forbid"),
    ("pass", "fail"),
    ("succeed", "fail"),
    ("majority", "minority"),
    ("largest", "smallest"),
    ("most", "least"),
    ("early", "late"),
    ("improve", "worsen"),
    ("safe", "unsafe"),
    ("guilty", "innocent"),
    ("raise", "lower"),
    ("raise", "cut"),
    ("expand", "cut"),
    ("doubled", "halved"),
    ("twice", "half"),
    ("praise", "criticize"),
    ("praise", "criticise"),
    ("praise", "condemn"),
    ("complete", "incomplete"),
    ("legal", "illegal"),
    ("agree", "disagree"),
    ("appear", "disappear"),
    ("buy", "sell"),
    ("hire", "fire"),
    ("strengthen", "weaken"),
    ("present", "absent"),
    ("success", "failure"),
    ("victory", "defeat"),
    ("public", "private"),
    ("hot", "cold"),
    ("old", "young"),
    ("left", "stayed"),
    ("arrive", "depart"),
)


def _table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = defaultdict(set)
    for one, other in _OPPOSITES:
        a, b = (tokenise(word)[0].stem for word in (one, other))
        table[a].add(b)
        table[b].add(a)
    return {stem: frozenset(others) for stem, others in table.items()}


OPPOSITES = _table()


def is_negation(tokens: Sequence[Token], number: int) -> bool:
    """Tell whether a word denies what follows; "not only", "no doubt", "No. 5" do not."""
    token = tokens[number]
    if token.folded not in _NEGATIONS and not token.folded.endswith("n't"):
        return False
    following = tokens[number + 1].folded if number + 1 < len(tokens) else ""
    if token.folded == "no" and (token.capital and following[:1].isdigit()):
        return False
    return following not in _NO_NEGATION_BEFORE


def denied(tokens: Sequence[Token], number: int) -> int:
    """How many negations govern a word: those within a few words before it."""
    reach = range(max(0, number - _REACH), number)
    return sum(is_negation(tokens, n) for n in reach)
