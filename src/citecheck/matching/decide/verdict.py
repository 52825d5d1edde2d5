"""Turns the two probabilities and the findings of the checks into a verdict."""

from __future__ import annotations

from collections.abc import Mapping

from citecheck.matching.decide.weights import threshold
from citecheck.model import Verdict

_BLOCKING = ("facts_differ", "details_missing", "hedged", "opposite")


def decide(values: Mapping[str, float], supported: float, refuted: float) -> Verdict:
    """The verdict on a claim whose features are `values`.

    `supported` and `refuted` are the calibrated probabilities of the two questions. The
    thresholds stand in `weights.json`.
    """
    # Word for word, or as one row of a table says it.
    said = (values["verbatim"] and not values.get("may_be_denied")) or values.get("whole")
    if said and not values["details_missing"]:
        return Verdict.SUPPORTED
    if _is_refuted(values, refuted):
        return Verdict.CONTRADICTED
    # The words that lead to a quotation are the writer's, and the page need not have them.
    least = threshold("quoted" if values["quoted"] else "supported")
    # Where next to nothing speaks against a claim, less needs to speak for it.
    undisputed = supported * (1 - refuted) >= threshold("undisputed")
    if (supported >= least or undisputed) and not _blocked(values):
        return Verdict.SUPPORTED
    # Of a claim with a quotation that stands word for word the page says that much.
    carried = values["best_window"] >= threshold("partial_window") or values["quoted"]
    if supported >= threshold("partial") or carried:
        return Verdict.PARTIALLY_SUPPORTED
    return Verdict.NOT_SUPPORTED


def _is_refuted(values: Mapping[str, float], refuted: float) -> bool:
    if values["facts_differ"] and values["same_matter"] >= threshold("same_matter"):
        return True
    return refuted >= threshold("refuted")


def _blocked(values: Mapping[str, float]) -> bool:
    """Whether something rules `supported` out, however probable.

    A fact that differs or that the pages lack, a word that no passage bears out, an opposite, a
    verb without any form or synonym there, but for the one that leads to a quotation; in a
    language whose words of denial are unknown all that is not word for word, or with something
    beside it that may deny it.
    """
    if any(values[name] for name in _BLOCKING):
        return True
    if values["absent_verb"] >= threshold("absent_verb") and not values["quoted"]:
        return True
    if values["denials_unknown"] and not values["quoted"]:
        told = min(values["longest_run"], values["runs_of_three"]) >= 1
        return not told or bool(values.get("may_be_denied"))
    return False
