"""Binds the settings to the entailment model, and says what it could not do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citecheck.matching import Entailment
    from citecheck.settings import Settings


@contextmanager
def entailment_model(settings: Settings) -> Iterator[Entailment | None]:
    """The model that `--nli` names, None without it or with `--no-model`; at the end one line says
    whether its time ran out. Raises `EntailmentError` when it cannot be loaded."""
    model = _model(settings)
    yield model
    if model is not None and model.skipped:
        print(
            f"citecheck: {model.name}: its {settings.nli_budget:g} s are spent, "
            f"{model.skipped} judgements were made without it; raise --nli-budget",
            file=sys.stderr,
        )


def _model(settings: Settings) -> Entailment | None:
    if settings.nli is None or not settings.model:
        return None
    from citecheck.matching.entailment import store

    return store.find(settings.nli, budget=settings.nli_budget)
