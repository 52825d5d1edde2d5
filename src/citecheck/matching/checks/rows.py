"""Looks for cells of a table that stand in another row than the one that a claim is about, or under
another head of it than the claim says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from citecheck.matching.checks import cells
from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Effect, Span
from citecheck.matching.retrieve.prepared import PreparedPage
from citecheck.matching.text.tables import Row
from citecheck.matching.text.tokens import Token
from citecheck.model import ReasonCode

NAME = "rows"


def find(context: Context) -> Iterator[CheckFinding]:
    """The claim's names and numbers that no one row has which the claim names by its label, and
    that the page has in its other rows alone; else those that the row has in another order than
    the heads that the claim names. A claim that names several rows is left alone."""
    claim = context.claim
    stems = {token.stem for token in claim.tokens if token.content}
    for page in {id(window.page): window.page for window in context.windows}.values():
        own = [row for row in page.rows if _is_about(row, stems, claim.language)]
        if len({row.label_stems(claim.language) for row in own}) != 1:
            continue
        told = [
            row.label_stems(claim.language)
            | row.context(claim.language)
            | row.cell_stems(claim.language)
            for row in own
        ]
        asked = [
            n
            for n, token in enumerate(claim.tokens)
            if token.digit or (token.capital and token.content)
        ]
        lacking = min(
            ([n for n in asked if claim.tokens[n].stem not in row] for row in told), key=len
        )
        elsewhere = [n for n in lacking if _is_of_rows(claim.tokens[n], page)]
        if elsewhere:
            yield _finding(
                claim.text, claim.tokens, elsewhere, "it stands in another row of the table"
            )
            return
        orders = [cells.misplaced(row, claim.tokens, claim.language) for row in own]
        if all(orders):
            yield _finding(
                claim.text, claim.tokens, orders[0], "it stands under another head of the table"
            )
            return


def _is_about(row: Row, stems: set[str], language: str) -> bool:
    label = row.label_stems(language)
    return bool(label) and label <= stems


def _is_of_rows(token: Token, page: PreparedPage) -> bool:
    """Whether a page has a word, and in rows of tables only."""
    places = page.postings.get(token.stem, ())
    return bool(places) and all(page.is_row(page.sentences[n]) for n in places)


def _finding(
    text: str, tokens: Sequence[Token], words: Sequence[int], message: str
) -> CheckFinding:
    word = tokens[words[0]]
    return CheckFinding(
        NAME,
        Effect.WEAKENS,
        ReasonCode.MISSING_DETAIL,
        frozenset(words),
        Span.of(text, word.start, word.end),
        message=message,
    )


CHECK = Check(NAME, find)
