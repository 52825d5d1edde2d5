"""Claim and passages to a judgement: `prepare` a page once, `assess` claims against it."""

from __future__ import annotations

from citecheck.matching.decide.surroundings import assess
from citecheck.matching.entailment.model import Entailment
from citecheck.matching.retrieve.prepared import PreparedPage, prepare, prepare_text

__all__ = ["Entailment", "PreparedPage", "assess", "prepare", "prepare_text"]
