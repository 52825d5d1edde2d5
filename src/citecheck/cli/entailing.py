"""Binds the settings to the entailment model, and says what it could not do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from citecheck.errors import CitecheckError

if TYPE_CHECKING:
    from citecheck.matching import Entailment
    from citecheck.settings import Settings


@contextmanager
def entailment_model(settings: Settings) -> Iterator[Entailment | None]:
    """The model that the settings ask for: None with `--no-model`, the one that `--nli` names, else
    the shipped one, and where that cannot be had, none and a notice. At the end one line says
    whether its time ran out. Raises `EntailmentError` when what `--nli` names cannot be loaded."""
    model = _model(settings)
    yield model
    if model is not None and model.skipped:
        print(
            f"citecheck: {model.name}: its {settings.nli_budget:g} s are spent, "
            f"{model.skipped} judgements were made without it; raise --nli-budget",
            file=sys.stderr,
        )


def _model(settings: Settings) -> Entailment | None:
    from citecheck.matching.entailment import store

    if not settings.model:
        return None
    if settings.nli is not None:
        return store.find(settings.nli, budget=settings.nli_budget)
    try:
        return store.shipped(budget=settings.nli_budget)
    except CitecheckError as error:
        print(f"citecheck: judged without a model: {error}", file=sys.stderr)
        return None
