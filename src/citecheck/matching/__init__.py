"""Claim and passages to a judgement: `prepare` a page once, `assess` claims against it."""

from __future__ import annotations

from citecheck.matching.entailment import Entailment
from citecheck.matching.prepared import PreparedPage, prepare, prepare_text
from citecheck.matching.surroundings import assess

__all__ = ["Entailment", "PreparedPage", "assess", "prepare", "prepare_text"]
