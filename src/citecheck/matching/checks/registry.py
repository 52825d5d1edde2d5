"""The checks. Their order means nothing: `resolve` settles which finding stands."""

from __future__ import annotations

from citecheck.matching.checks import (
    clauses,
    denials,
    doubts,
    exceptions,
    exchanged,
    figures,
    hedging,
    multiples,
    names,
    negations,
    opposites,
    quantifiers,
    quotations,
    replaced,
    rows,
)

CHECKS = (
    quotations.CHECK,
    figures.CHECK,
    names.CHECK,
    exchanged.CHECK,
    quantifiers.CHECK,
    multiples.CHECK,
    opposites.CHECK,
    replaced.CHECK,
    negations.CHECK,
    denials.CHECK,
    doubts.CHECK,
    hedging.CHECK,
    clauses.CHECK,
    exceptions.CHECK,
    rows.CHECK,
)
