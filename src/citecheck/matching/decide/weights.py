"""The two questions of a judgement, each a small logistic model over named features."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import Any

from citecheck.matching.decide.senses import SHORT

Parts = dict[str, tuple[float, float]]
"""For each feature its value and its share of the log-odds."""


class Question(StrEnum):
    """What is asked of the passages."""

    SUPPORTED = "supported"  # do they carry all of the claim?
    REFUTED = "refuted"  # does one of them rule it out?


@dataclass(frozen=True, slots=True)
class Answer:
    """A calibrated probability and what each feature adds to its log-odds."""

    probability: float
    parts: Parts


@functools.lru_cache(maxsize=1)
def shipped() -> Mapping[str, Any]:
    """The weights and thresholds, from the readable file in the package."""
    file = resources.files("citecheck.matching.data").joinpath("weights.json")
    value: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return value


def threshold(name: str) -> float:
    """A threshold of the shipped file."""
    return float(shipped()["thresholds"][name])


def ask(question: Question, values: Mapping[str, float], *, with_model: bool) -> Answer:
    """The probability that the answer is yes, by the weights fitted with or without the answers
    of an entailment model among the features.

    A feature's share is its weight times how far, in its spreads, it is from its mean; the shares
    and the bias add up to the log-odds. A short source has weights of its own.
    """
    own = shipped()["questions"][question]["with_model" if with_model else "without_model"]
    short = values[SHORT]
    parts = {"bias": (1.0, float(own["bias"]) + short * float(own["bias_short"]))}
    for name, one in own["features"].items():
        weight = (1 - short) * one["weight"] + short * one["weight_short"]
        parts[name] = (values[name], weight * (values[name] - one["mean"]) / one["spread"])
    return _answer(parts)


def at_least(answer: Answer, probability: float, name: str) -> Answer:
    """The answer with this probability at least, what that adds to the log-odds under `name`."""
    if answer.probability >= probability:
        return answer
    odds = sum(part for _, part in answer.parts.values())
    lacking = math.log(probability / (1 - probability)) - odds
    return _answer(answer.parts | {name: (1.0, lacking)})


def _answer(parts: Parts) -> Answer:
    odds = sum(part for _, part in parts.values())
    return Answer(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), parts)
