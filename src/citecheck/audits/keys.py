"""Digests by which unchanged work is recognised: of a brief, a claim, a page, an engine.

A key covers everything that a verdict depends on and nothing else, so that equal keys mean equal
verdicts.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

from citecheck.model import Claim
from citecheck.pipeline import Reading
from citecheck.version import __version__

_STAGES = (
    "briefs",
    "pages",
    "matching",
    "findings.py",
    "pipeline.py",
    "sentences.py",
    "model.py",
)


@dataclass(frozen=True, slots=True)
class Engine:
    """What judges: citecheck's version, a digest of its model, a digest of its code."""

    version: str
    model: str
    code: str


@functools.lru_cache(maxsize=4)
def current_engine(entailment: str = "") -> Engine:
    """The engine of this process. The code's digest tells unreleased versions apart; the model's
    covers the entailment model of that name, if one is asked. Raises `EntailmentError` where it
    is not installed."""
    package = resources.files("citecheck")
    code, model = hashlib.sha256(), hashlib.sha256()
    for name in _STAGES:
        for file in _files(package.joinpath(name)):
            (code if file.name.endswith(".py") else model).update(file.read_bytes())
    if entailment:
        from citecheck.matching.entailment import store

        for file in sorted(store.place(entailment).iterdir()):
            if file.is_file():
                with file.open("rb") as opened:
                    model.update(hashlib.file_digest(opened, "sha256").digest())
    return Engine(__version__, model.hexdigest()[:12], code.hexdigest()[:12])


def _files(place: Traversable) -> Iterable[Traversable]:
    if place.is_file():
        return [] if place.name.endswith(".pyc") else [place]
    parts = sorted(place.iterdir(), key=lambda part: part.name)
    return [file for part in parts for file in _files(part)]


def brief_key(data: bytes, suffix: str, source_list: bytes) -> str:
    """The key of a brief: its bytes, what format its name says, the source list kept elsewhere."""
    return _digest(suffix.lower().encode(), source_list, data)


def claim_key(claim: Claim) -> str:
    """The key of what is judged of a claim."""
    return _of_json([claim.text, claim.context, claim.heading])


def text_key(reading: Reading) -> str:
    """The key of what is judged of a page: its passages, title, language and date.

    Where its text did not change, neither did its key, whatever else changed in its bytes. That
    holds for a teaser too; a page with nothing to match is known by how it ended.
    """
    page = reading.page
    if reading.prepared is None:
        return _of_json([page.status, page.detail])
    published = page.published.isoformat() if page.published else None
    passages = [[p.start, p.end, p.region, p.heading, p.page] for p in page.passages]
    return _of_json([page.title, page.language, published, page.text, passages])


def page_key(text: str, url: str) -> str:
    """The key of a text at an address; evidence names the address."""
    return _of_json([text, url])


def assessment_key(claim: str, pages: Sequence[str], engine_id: int) -> str:
    """The key of a claim judged against pages taken together."""
    return _of_json([claim, list(pages), engine_id])


def result_key(brief: str, engine_id: int, sources: Iterable[Sequence[str | None]]) -> str:
    """The key of all findings on a brief; `sources` tells, label by label, what was read."""
    return _of_json([brief, engine_id, [list(source) for source in sources]])


def plan_key(inputs: Sequence[str], options: object) -> str:
    """The key of what an audit was asked to do."""
    return _of_json([list(inputs), options])


def _of_json(value: object) -> str:
    return _digest(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "surrogatepass"
        )
    )


def _digest(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()[:32]
