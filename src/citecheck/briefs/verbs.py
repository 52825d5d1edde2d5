"""Tells roughly whether a few English words state something or only name it."""

from __future__ import annotations

import re

_FINITE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|does|did|do|will|would|can|could|may|might|must|shall|should"
    r"|isn['’]t|aren['’]t|wasn['’]t|weren['’]t|doesn['’]t|didn['’]t|won['’]t|can['’]t|said|says|rose|fell"
    r"|paid|came|went|took|gave|became|began|left|held|met|won|lost|saw|made|found|kept|told|led|ran"
    r"|set|put|cut|shut|hit|cost|sent|spent|built|sold|bought|brought|thought|got|grew|knew|wrote|drew"
    r"|spoke|broke|chose|stood|sat|lay|fought|sought|taught|caught|felt|heard|meant|read|drove|flew"
    r"|threw|wore|sank|sang|swam|struck|stuck|swept|slept|shook|hid|lent|bent|dealt|shot|fled|fed"
    r")\b"
)
_PAST = re.compile(
    r"(?:\b(?P<before>[\w’']{1,40}) )?\b(?P<verb>[a-z]{2,40}[^\We]ed|agreed|freed)\b"
)
# After these, or with no word before it in its clause, it is a participle: "targeted removals".
_NOMINAL = frozenset(
    "the a an of in on at for and or but by with from to as its their his her our more less".split()
)
_QUESTION = re.compile(r"\W*(?:how|what|why|who|whom|whose|when|where|which)\b", re.IGNORECASE)


def states(words: str) -> bool:
    """Tell whether the words hold a finite verb, in the past or of a common kind; "What residents
    say" is a title, and so are words without one."""
    if _QUESTION.match(words) is not None:
        return False
    if _FINITE.search(words) is not None:
        return True
    before = (match["before"] for match in _PAST.finditer(words))
    return any(word is not None and word.lower() not in _NOMINAL for word in before)
