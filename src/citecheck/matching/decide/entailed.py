"""What an entailment model says of the claim and the passages found for it, as features.

`entailed` and `ruled_out` are the log-odds, as the model's calibration gives them, of the highest
probability over the best window, in which one edited detail is best seen, and over the sentences
of the best windows together, which a synthesis needs. More passages cost time and told no more
(`bench/entailment_measure.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.matching.entailment.model import Entailment
from citecheck.matching.retrieve.windows import Window

_WINDOWS = 3  # whose sentences are put together
_SENTENCES = 6  # of them at most


def ask(model: Entailment, claim: str, found: Sequence[Window]) -> dict[str, float] | None:
    """The two features by name; None when the model's time is spent.

    By a model that cannot tell what contradicts, a claim is ruled out at most as likely as not.
    """
    answer = model.ask(claim, passages(found))
    if answer is None:
        return None
    against = answer.contradicted
    odds = model.entailed.log_odds(answer.entailed)
    against_odds = min(0.0, -odds) if against is None else model.contradicted.log_odds(against)
    return {"entailed": odds, "ruled_out": against_odds}


def passages(found: Sequence[Window]) -> list[str]:
    """The passages that a model is asked about."""
    single = dict.fromkeys(
        window.page.text[sentence.start : sentence.end]
        for window in found[:_WINDOWS]
        for sentence in window.sentences
    )
    joined = " ".join(list(single)[:_SENTENCES])
    return list(dict.fromkeys([*(window.text for window in found[:1]), joined]))
