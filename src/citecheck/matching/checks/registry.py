"""The checks, one file each, one line each in the registry. Their order means nothing: `resolve`
settles which finding stands."""

from __future__ import annotations

from importlib import import_module

from citecheck.matching.checks.check import Check

_MODULES = (
    "clauses",
    "denials",
    "doubts",
    "exceptions",
    "exchanged",
    "figures",
    "hedging",
    "multiples",
    "names",
    "negations",
    "opposites",
    "quantifiers",
    "quotations",
    "replaced",
    "rows",
)

CHECKS: tuple[Check, ...] = tuple(
    import_module(f"citecheck.matching.checks.{name}").CHECK for name in _MODULES
)
