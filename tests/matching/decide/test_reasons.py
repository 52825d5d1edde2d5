"""No reason may be false: what is called missing stands in no passage that is shown."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from citecheck.matching import assess, prepare_text
from citecheck.matching.text.tokens import tokenise
from citecheck.model import Judgement, ReasonCode

CLAIMS = Path(__file__).resolve().parents[4] / "shared" / "bench" / "claims"
EACH = 8  # claims of each set


def falsely_missing(judgement: Judgement) -> list[str]:
    shown = {token.folded for e in judgement.evidence for token in tokenise(e.text)}
    wanted = [
        reason.claim
        for reason in judgement.reasons
        if reason.code is ReasonCode.MISSING_DETAIL and reason.claim and not reason.source
    ]
    words = [[t.folded for t in tokenise(text) if t.content] for text in wanted]
    return [text for text, own in zip(wanted, words, strict=True) if own and shown.issuperset(own)]


@pytest.mark.skipif(not CLAIMS.is_dir(), reason="needs ../shared/bench/claims")
def test_what_is_called_missing_stands_in_no_passage_that_is_shown() -> None:
    told = 0
    for file in sorted(CLAIMS.glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            every = [json.loads(line) for line in lines]
        for record in random.Random(file.name).sample(every, EACH):
            judgement = assess(record["claim"], [prepare_text(record["source"])])
            assert not falsely_missing(judgement), record["claim"]
            told += sum(r.code is ReasonCode.MISSING_DETAIL for r in judgement.reasons)
    assert told > 50


def test_a_figure_that_stands_there_of_something_else_is_not_called_absent() -> None:
    page = "Ferry traffic from Norvik rose by 19% in May. Revenues of the yard in Lund were flat."
    judgement = assess("Revenues of the yard in Lund rose by 19% in June.", [prepare_text(page)])
    assert not falsely_missing(judgement)
    assert judgement.reasons
