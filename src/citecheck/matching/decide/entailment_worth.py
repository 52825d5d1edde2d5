"""Measures an entailment model on claims and passages that ship with citecheck.

It settles what a model's files do not tell (the order of claim and passage, which answer means
what), fits the calibration of both questions, and says what the model is worth. The pairs are in
`data/entailment_pairs.txt`; parts of them that share no passage fit and measure by turns.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from importlib import resources
from pathlib import Path

from citecheck.matching.decide.judge import examine
from citecheck.matching.entailment.form import NOTES, EntailmentError, noted
from citecheck.matching.entailment.model import Calibration, Entailment, load, logit, prepare
from citecheck.matching.retrieve.prepared import prepare_text
from citecheck.sentences import split

_LABELS = {"+": "entailed", "-": "contradicted", "o": "neutral"}
_PARTS = 5  # of the pairs, one of which is measured while the others fit
_TRIED = 180  # pairs by which order and labels are settled
_CLEARLY = 0.05  # better in area, from which a model wants the unusual order
_MOST = 4.0  # log-odds that a measured model's answer may stand for
_LEAST_AREA = 0.55  # under the ROC curve, below which a model tells nothing
_RIDGE = 0.05  # keeps the weights of few pairs small


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim, a passage, what the passage says of it, the kind of wording or error, and the
    number of the passage."""

    claim: str
    passage: str
    label: str
    kind: str
    group: int


@dataclass(frozen=True, slots=True)
class Worth:
    """What a model is worth: areas under the ROC curve for entailed against the rest and for
    contradicted against the rest, by citecheck alone, by the model alone, by both; how many pairs
    that is measured on; milliseconds of processor time a pair."""

    pairs: int
    entailed: tuple[float, float, float]
    contradicted: tuple[float, float, float]
    milliseconds: float


def pairs() -> list[Pair]:
    """The pairs that ship with citecheck; beside the claims that were written for each passage its
    first sentence as it stands, and a true claim of the passage before, of which it says nothing.
    """
    text = resources.files("citecheck.matching.data").joinpath("entailment_pairs.txt")
    found: list[Pair] = []
    passage, group, before = "", 0, ""
    for line in text.read_text(encoding="utf-8").splitlines():
        sign, _, rest = line.partition(" ")
        if sign == "=":
            passage, group = rest, group + 1
            start, end = split(passage)[0]
            found.append(Pair(passage[start:end], passage, "entailed", "verbatim", group))
            if before:
                found.append(Pair(before, passage, "neutral", "elsewhere", group))
        elif sign in _LABELS:
            kind, _, claim = rest.partition(" | ")
            found.append(Pair(claim, passage, _LABELS[sign], kind, group))
            before = claim if sign == "+" else before
    return found


def measured(model: Entailment) -> tuple[Entailment, Worth]:
    """The model with its form settled and its calibration fitted, and what it is worth.

    Raises `EntailmentError` when its answers have nothing to do with the pairs' labels.
    """
    given = pairs()
    model = _settled(model, given)
    began = time.process_time()
    answers = [model.ask(pair.claim, [pair.passage]) for pair in given]
    milliseconds = (time.process_time() - began) * 1000 / len(given)
    own = [logit(_score(pair)) for pair in given]
    entailed = [logit(a.entailed) if a else 0.0 for a in answers]
    against = [
        -e if a is None or a.contradicted is None else logit(a.contradicted)
        for a, e in zip(answers, entailed, strict=True)
    ]
    yes = [pair.label == "entailed" for pair in given]
    no = [pair.label == "contradicted" for pair in given]
    worth = Worth(
        len(given),
        _areas(given, own, entailed, yes),
        _areas(given, [-x for x in own], against, no),
        round(milliseconds, 2),
    )
    if worth.entailed[1] < _LEAST_AREA:
        raise EntailmentError(
            model.name, "does not tell true claims from false ones", "give an entailment model"
        )
    calibrated = replace(
        model, entailed=_calibration(entailed, yes), contradicted=_calibration(against, no)
    )
    return calibrated, worth


def keep(folder: Path, model: Entailment, worth: Worth) -> None:
    """Write what was found out into the model's folder, from where it is loaded with it."""
    value = {
        "form": noted(model.form),
        "entailed": asdict(model.entailed),
        "contradicted": asdict(model.contradicted),
        "worth": asdict(worth),
    }
    (folder / NOTES).write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


def install_notes(folder: Path, name: str) -> Worth:
    """Measure the model of a folder and keep what was found out there."""
    model, worth = measured(load(folder, name=name))
    keep(folder, model, worth)
    return worth


def _score(pair: Pair) -> float:
    judgement, _ = examine(pair.claim, (prepare_text(pair.passage),))
    return judgement.score


def _settled(model: Entailment, given: Sequence[Pair]) -> Entailment:
    """The model in that order of claim and passage, and with that answer for entailed, which tell
    the pairs' labels best; what its config says of its answers is believed."""
    tried = given[:_TRIED]
    best: tuple[float, Entailment] | None = None
    for claim_first in (model.form.claim_first, not model.form.claim_first):
        form = replace(model.form, claim_first=claim_first)
        prepare(model._tokenizer, form)
        asked = replace(model, form=form, _known={})
        shares = [asked.shares(pair.claim, pair.passage)[0] for pair in tried]
        for number in (
            range(form.answers) if model.form.entailed is None else (model.form.entailed,)
        ):
            told = area([s[number] for s in shares], [pair.label == "entailed" for pair in tried])
            turned = claim_first != model.form.claim_first
            if best is None or told > best[0] + (_CLEARLY if turned else 0.0):
                other = _contradicting(model, shares, tried, number)
                best = told, replace(asked, form=replace(form, entailed=number, contradicted=other))
    assert best is not None
    prepare(model._tokenizer, best[1].form)
    return best[1]


def _contradicting(
    model: Entailment, shares: Sequence[Sequence[float]], tried: Sequence[Pair], entailed: int
) -> int | None:
    """The answer for contradicted: the labelled one, else the best of those that are left of
    three."""
    if model.form.contradicted is not None or model.form.answers != 3:
        return model.form.contradicted
    false = [pair.label == "contradicted" for pair in tried]
    left = [n for n in range(3) if n != entailed]
    return max(left, key=lambda n: area([s[n] for s in shares], false))


def _areas(
    given: Sequence[Pair], own: Sequence[float], answer: Sequence[float], yes: Sequence[bool]
) -> tuple[float, float, float]:
    """Areas by citecheck, by the model, by a logistic sum of both fitted on the other parts."""
    both = [0.0] * len(given)
    for part in range(_PARTS):
        seen = [n for n, pair in enumerate(given) if pair.group % _PARTS != part]
        weights = _fit([(own[n], answer[n]) for n in seen], [yes[n] for n in seen])
        for n, pair in enumerate(given):
            if pair.group % _PARTS == part:
                both[n] = weights[0] * own[n] + weights[1] * answer[n] + weights[2]
    found = (area(own, yes), area(answer, yes), area(both, yes))
    return (round(found[0], 3), round(found[1], 3), round(found[2], 3))


def _calibration(answer: Sequence[float], yes: Sequence[bool]) -> Calibration:
    weight, bias = _fit([(x,) for x in answer], yes)
    return Calibration(round(max(0.0, weight), 4), round(bias, 4), _MOST)


def area(values: Sequence[float], yes: Sequence[bool]) -> float:
    """Area under the ROC curve: how often a true one is above a false one, ties counting half."""
    true = sorted(v for v, y in zip(values, yes, strict=True) if y)
    false = sorted(v for v, y in zip(values, yes, strict=True) if not y)
    above = sum(_below(false, value) for value in true)
    return above / (len(true) * len(false)) if true and false else 0.5


def _below(ordered: Sequence[float], value: float) -> float:
    from bisect import bisect_left, bisect_right

    return (bisect_left(ordered, value) + bisect_right(ordered, value)) / 2


def _fit(rows: Sequence[tuple[float, ...]], yes: Sequence[bool]) -> list[float]:
    """Weights and bias of a logistic regression, by Newton's method with a small ridge."""
    import numpy as np

    x = np.column_stack([np.array(rows, float), np.ones(len(rows))])
    y = np.array(yes, float)
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (y - p) - _RIDGE * weights
        curve = (x * (p * (1 - p))[:, None]).T @ x + _RIDGE * np.eye(x.shape[1])
        weights += np.linalg.solve(curve, slope)
    return [float(weight) for weight in weights]
