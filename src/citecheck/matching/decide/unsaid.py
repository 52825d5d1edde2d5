"""Names the parts of a claim that no passage carries, as phrases that a reader can look for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from citecheck.matching.retrieve.claim_facts import ClaimFacts
from citecheck.matching.text.tokens import Token

_BREAK = re.compile(r"[,;:()–—\"“”„«»]|\s-\s|[、，；：。]")
_MOST = 3  # phrases that are named
_LONGEST = 12  # words of one; of a longer one the part from its first missing word on
_MISSING = 0.5  # share of a phrase's content words from which it is not carried


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

    `missing` are the numbers of the content words for which nothing stands. Neighbouring phrases
    that are both missing are one. Where no phrase is missing for the greater part, the ones with a
    missing word are named.
    """
    tokens = claim.tokens
    chunks = [chunk for chunk in phrases(claim.text, tokens) if _content(tokens, chunk)]
    shares = [_share(tokens, chunk, missing) for chunk in chunks]
    least = _MISSING if any(share >= _MISSING for share in shares) else 1e-9
    runs: list[range] = []
    for n, (chunk, share) in enumerate(zip(chunks, shares, strict=True)):
        if share < least:
            continue
        joins = runs and n and shares[n - 1] >= least and len(runs[-1]) + len(chunk) <= _LONGEST
        if joins:
            runs[-1] = range(runs[-1].start, chunk.stop)
        else:
            runs.append(chunk)
    runs.sort(key=lambda run: -sum(n in missing for n in run))
    named = sorted(runs[:_MOST], key=lambda run: run.start)
    return [_shown(claim, run, missing) for run in named]


def _content(tokens: Sequence[Token], chunk: range) -> list[int]:
    return [n for n in chunk if tokens[n].content]


def _share(tokens: Sequence[Token], chunk: range, missing: Collection[int]) -> float:
    content = _content(tokens, chunk)
    return sum(n in missing for n in content) / len(content)


def _shown(claim: ClaimFacts, run: range, missing: Collection[int]) -> str:
    if len(run) > _LONGEST:
        first = next(n for n in run if n in missing)
        run = range(first, min(run.stop, first + _LONGEST))
    return claim.text[claim.tokens[run.start].start : claim.tokens[run[-1]].end]
