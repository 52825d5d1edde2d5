"""Sentences, other than those most like a claim, that may say its predicates or deny them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from citecheck.matching import data
from citecheck.matching.grammar import predicates
from citecheck.matching.retrieve.prepared import PreparedPage
from citecheck.matching.retrieve.sentence import Sentence
from citecheck.matching.retrieve.windows import Window, weights
from citecheck.matching.text.tokens import Token

_MOST_OF_A_WORD = data.count("retrieve.further.most_of_a_word")
_MOST = data.count("retrieve.further.most")
_LEAST = data.number("retrieve.further.least")
_BEFORE = data.number("retrieve.further.before")


def find(
    claim: Sequence[Token], windows: Sequence[Window]
) -> Iterator[tuple[PreparedPage, Sentence, dict[str, float]]]:
    """Sentences with a predicate of the claim or its opposite, and the weights of the claim's words
    on their page.

    They may be so unlike the claim that no window has them: "He was later dismissed".
    """
    telling = predicates.beside(claim)
    if not telling:
        return
    own = {token.stem for token in claim if token.content}
    pages = {id(window.page): window.page for window in windows}
    for page in pages.values():
        numbers = {n for stem in telling for n in page.postings.get(stem, ())[:_MOST_OF_A_WORD]}
        if not numbers:
            continue
        wanted = weights(claim, page)
        least = _LEAST * (sum(wanted.values()) or 1.0)
        ranked: list[tuple[float, int]] = []
        for number in numbers:
            here = own & page.sentences[number].stems
            share = sum([wanted.get(stem, 0.0) for stem in here])
            if number:
                before = own & page.sentences[number - 1].stems - here
                share += _BEFORE * sum([wanted.get(stem, 0.0) for stem in before])
            if share >= least:
                ranked.append((-share, number))
        for _, number in sorted(ranked)[:_MOST]:
            yield page, page.sentences[number], wanted
