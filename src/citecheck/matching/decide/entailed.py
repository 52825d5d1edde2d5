"""Adds to a judgement what an entailment model says of the claim and the passages found for it.

Two features, `entailed` and `contradicted`: the highest probability over the best windows and over
their sentences alone, since one edited detail is best seen in its own sentence and a synthesis
only in several. Each counts by the log-odds that the model's calibration gives it.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from citecheck.matching.entailment.model import Entailment
from citecheck.matching.retrieve.windows import Window

_WINDOWS = 2  # of those found, best first
_SENTENCES = 3  # of those in these windows, in their order


@dataclass(frozen=True, slots=True)
class Entailed:
    """What a model says of a claim: its probabilities, and the log-odds that they stand for.

    Of a model that cannot tell what contradicts, `contradicted` is None and counts nothing.
    """

    entailed: float
    contradicted: float | None
    entailed_odds: float
    contradicted_odds: float

    @property
    def features(self) -> dict[str, float]:
        """The two features, as log-odds."""
        return {"entailed": self.entailed_odds, "contradicted": self.contradicted_odds}


def ask(model: Entailment, claim: str, found: Sequence[Window]) -> Entailed | None:
    """Ask a model about a claim and the windows found for it; None when its time is spent."""
    answer = model.ask(claim, passages(found))
    if answer is None:
        return None
    against = answer.contradicted
    return Entailed(
        answer.entailed,
        against,
        model.entailed.log_odds(answer.entailed),
        0.0 if against is None else model.contradicted.log_odds(against),
    )


def passages(found: Sequence[Window]) -> list[str]:
    """The passages that a model is asked about."""
    texts = [window.text for window in found[:_WINDOWS]]
    single = [
        window.page.text[sentence.start : sentence.end]
        for window in found[:_WINDOWS]
        for sentence in window.sentences
    ]
    return list(dict.fromkeys([*texts, *list(dict.fromkeys(single))[:_SENTENCES]]))


def weigh(
    said: Entailed, score: float, parts: Mapping[str, tuple[float, float]]
) -> tuple[float, dict[str, tuple[float, float]]]:
    """The score with the model's answer, and the contributions of all features to its log-odds.

    The features that were there keep a part of their weight, since the model has read the same
    words; that part and the weights of the two new features are in `data/entailment_join.json`.
    """
    join = _join()
    joined = {name: (value, join["features"] * part) for name, (value, part) in parts.items()}
    joined["entailed"] = (said.entailed, join["entailed"] * said.entailed_odds + join["bias"])
    if said.contradicted is not None:
        part = join["contradicted"] * said.contradicted_odds
        joined["contradicted"] = (said.contradicted, part)
    odds = sum(part for _, part in joined.values())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), joined


@functools.lru_cache(maxsize=1)
def _join() -> Mapping[str, float]:
    file = resources.files("citecheck.matching.data").joinpath("entailment_join.json")
    value: Mapping[str, float] = json.loads(file.read_text(encoding="utf-8"))
    return value
