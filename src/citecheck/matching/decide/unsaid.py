"""Names the parts of a claim that no passage carries, as phrases that a reader can look for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from citecheck.matching.retrieve.claim_facts import ClaimFacts
from citecheck.matching.text.tokens import Token

_BREAK = re.compile(r"[,;:()–—\"“”„«»]|\s-\s|[、，；：。]")
_MOST = 3  # phrases that are named
_LONGEST = 12  # words of one


def phrases(text: str, tokens: Sequence[Token]) -> Iterator[range]:
    """Cut a text into phrases: the numbers of the words of each, in order.

    A phrase begins after a break in punctuation and wherever words such as "of", "in", "and" or
    "that" follow a word with content, as chunkers by function words do (Abney, "Parsing by
    Chunks", 1991). No list of any one language is involved but the stop words of `tokens`.
    """
    start = 0
    for n in range(1, len(tokens)):
        before, word = tokens[n - 1], tokens[n]
        parted = _BREAK.search(text, before.end, word.start) is not None
        if parted or (before.content and not word.content):
            yield range(start, n)
            start = n
    if tokens:
        yield range(start, len(tokens))


def unsaid(claim: ClaimFacts, missing: Collection[int]) -> list[str]:
    """The phrases of a claim that are not carried, each as it stands there, in its order.

    `missing` are the numbers of the content words for which nothing stands. A phrase holds no
    other content words, so that nothing is called missing that a passage has; neighbouring ones
    are one. A lone word is named only where it is a name or a number: "comes" tells nobody what
    to look for.
    """
    runs: list[range] = []
    for chunk in phrases(claim.text, claim.tokens):
        for run in _runs(claim.tokens, chunk, missing):
            joins = runs and runs[-1].stop == run.start
            if joins and len(runs[-1]) + len(run) <= _LONGEST:
                runs[-1] = range(runs[-1].start, run.stop)
            else:
                runs.append(run)
    told = [run for run in runs if _tells(claim.tokens, run)]
    told.sort(key=lambda run: -sum(n in missing for n in run))
    named = sorted(told[:_MOST], key=lambda run: run.start)
    return [claim.text[claim.tokens[r.start].start : claim.tokens[r[-1]].end] for r in named]


def _runs(tokens: Sequence[Token], chunk: range, missing: Collection[int]) -> Iterator[range]:
    """The longest stretches of a phrase that hold missing content words and no others, with the
    small words that lead to them."""
    start, found = chunk.start, False
    for n in chunk:
        if n in missing:
            found = True
        elif tokens[n].content:
            if found:
                yield range(start, n)
            start, found = n + 1, False
    if found:
        yield range(start, chunk.stop)


def _tells(tokens: Sequence[Token], run: range) -> bool:
    return len(run) > 1 or tokens[run.start].capital or tokens[run.start].digit
