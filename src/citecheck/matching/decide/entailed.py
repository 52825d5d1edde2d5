"""Adds to a judgement what an entailment model says of the claim and the passages found for it.

Two features, `entailed` and `ruled_out`: the highest probability over the best window, in which
one edited detail is best seen, and over the sentences of the best windows together, which a
synthesis needs. Each counts by the log-odds that the model's calibration gives it. More passages
cost time and told no more (`bench/entailment_measure.py`).
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

_WINDOWS = 3  # whose sentences are put together
_SENTENCES = 6  # of them at most


@dataclass(frozen=True, slots=True)
class Entailed:
    """What a model says of a claim: its probabilities, and the log-odds that they stand for.

    Of a model that cannot tell what contradicts, `contradicted` is None, and that the claim is
    ruled out is at most as likely as not.
    """

    entailed: float
    contradicted: float | None
    entailed_odds: float
    contradicted_odds: float

    @property
    def features(self) -> dict[str, float]:
        """The two features, as log-odds."""
        return {"entailed": self.entailed_odds, "ruled_out": self.contradicted_odds}


def ask(model: Entailment, claim: str, found: Sequence[Window]) -> Entailed | None:
    """Ask a model about a claim and the windows found for it; None when its time is spent."""
    answer = model.ask(claim, passages(found))
    if answer is None:
        return None
    against = answer.contradicted
    odds = model.entailed.log_odds(answer.entailed)
    against_odds = min(0.0, -odds) if against is None else model.contradicted.log_odds(against)
    return Entailed(answer.entailed, against, odds, against_odds)


def passages(found: Sequence[Window]) -> list[str]:
    """The passages that a model is asked about: the best window, and several joined."""
    single = dict.fromkeys(
        window.page.text[sentence.start : sentence.end]
        for window in found[:_WINDOWS]
        for sentence in window.sentences
    )
    joined = " ".join(list(single)[:_SENTENCES])
    return list(dict.fromkeys([*(window.text for window in found[:1]), joined]))


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
        joined["ruled_out"] = (said.contradicted, part)
    odds = sum(part for _, part in joined.values())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), joined


@functools.lru_cache(maxsize=1)
def _join() -> Mapping[str, float]:
    file = resources.files("citecheck.matching.data").joinpath("entailment_join.json")
    value: Mapping[str, float] = json.loads(file.read_text(encoding="utf-8"))
    return value
