"""`citecheck match`: judges claim and source pairs from standard input, no network."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from citecheck.cli.endings import one_line
from citecheck.cli.entailing import entailment_model
from citecheck.cli.options import Given, with_settings
from citecheck.settings.table import Group

if TYPE_CHECKING:
    from citecheck.matching import Entailment
    from citecheck.model import Judgement


@with_settings(Group.JUDGE)
def match(
    given: Given,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print each feature's value and contribution too.")
    ] = False,
) -> None:
    """Judge {"id", "claim", "source"} JSON lines from standard input, one line out for each.

    `source` is a string or a list of sentences; `context` (the sentences before the claim) may be
    given. A line that cannot be judged gives {"id", "error"} and exit status 2 at the end.
    """
    from citecheck.cli.settled import settled

    broken = 0
    with entailment_model(settled(given, Path.cwd()).values) as entailment:
        for number, line in enumerate(sys.stdin.buffer, start=1):
            if not line.strip():
                continue
            answered = answer(line, explain, entailment)
            if "error" in answered:
                broken += 1
                print(f"citecheck: line {number}: {one_line(answered['error'])}", file=sys.stderr)
            sys.stdout.write(json.dumps(answered) + "\n")
    sys.stdout.flush()
    if broken:
        raise typer.Exit(2)


def answer(line: bytes, explain: bool, entailment: Entailment | None) -> dict[str, Any]:
    """What `match` prints for one line; a pair that breaks or hangs is the end of itself alone."""
    from citecheck.faults import noted
    from citecheck.limits import OutOfTime, within
    from citecheck.pipeline import SECONDS

    try:
        with within(SECONDS):
            return _answered(line, explain, entailment)
    except OutOfTime:
        return {"id": None, "error": f"judging it takes more than {SECONDS:g} s"}
    except Exception as error:
        problem = f"citecheck failed on it ({noted(error, repr(line[:80]))})"
        return {"id": None, "error": problem}


def _answered(line: bytes, explain: bool, entailment: Entailment | None) -> dict[str, Any]:
    from citecheck import matching
    from citecheck.languages import guess
    from citecheck.outside import texts

    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"not JSON: {error}"}
    if not isinstance(record, dict):
        return {"id": None, "error": 'not an object; give {"id", "claim", "source"}'}
    identity, claim, source = record.get("id"), record.get("claim"), record.get("source")
    if not isinstance(claim, str):
        return {"id": identity, "error": '"claim" is not a string'}
    if isinstance(source, list):
        if not all(isinstance(sentence, str) for sentence in source):
            return {"id": identity, "error": '"source" is not a list of strings'}
    elif not isinstance(source, str):
        return {"id": identity, "error": '"source" is neither a string nor a list of strings'}
    context = record.get("context")
    context = texts.whole(context) if isinstance(context, str) else ""
    claim = texts.whole(claim)
    source = texts.whole(source) if isinstance(source, str) else [*map(texts.whole, source)]
    text = source if isinstance(source, str) else "\n".join(source)
    page = matching.prepare_text(source, language=guess(text) or "en")
    judgement = matching.assess(claim, (page,), context=context, entailment=entailment)
    return _as_json(identity, judgement, explain)


def _as_json(identity: object, judgement: Judgement, explain: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": identity,
        "verdict": judgement.verdict,
        "score": round(judgement.score, 6),
        "reasons": [
            {"code": r.code, "claim": r.claim, "source": r.source, "detail": r.detail}
            for r in judgement.reasons
        ],
        "evidence": [
            {
                "text": e.text,
                "start": e.start,
                "end": e.end,
                "score": round(e.score, 6),
                "aligned": [list(quad) for quad in e.aligned],
            }
            for e in judgement.evidence
        ],
    }
    if explain:
        found["features"] = {
            name: {"value": round(value, 6), "contribution": round(part, 6)}
            for name, (value, part) in judgement.features.items()
        }
    return found
