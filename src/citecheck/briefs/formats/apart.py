"""Reads a brief that may be hostile in a process of its own, under limits of time and memory."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from citecheck.briefs.formats.document import Anchor, Document, Entry
from citecheck.briefs.markers import Found
from citecheck.errors import BriefError, BriefFault
from citecheck.outside import texts
from citecheck.workers import TaskFailed, Worker

_WORKER = Worker("citecheck.briefs.formats.apart")


def read_apart(data: bytes, path: str, seconds: float) -> Document:
    """What `formats.read_here` gives. Raises `BriefError`, also when it takes too much."""
    try:
        found = _WORKER.ask({"path": path}, data, seconds)
    except TaskFailed as failure:
        if failure.fault:
            raise BriefFault(path, str(failure), "please report it") from None
        raise BriefError(path, str(failure), "give it as text or Markdown") from None
    if "problem" in found:
        raise BriefError(path, found["problem"], found["hint"])
    anchors = tuple(Anchor(*values) for values in found["anchors"])
    marks = tuple(Found(tuple(labels), start, end) for labels, start, end in found["marks"])
    entries = tuple(Entry(*values) for values in found["entries"])
    text = texts.whole(found["text"])
    return Document(text, found["encoding"], found["kind"], anchors, marks, entries)


def answer(header: dict[str, Any], body: bytes) -> dict[str, Any]:
    """In the worker: the document, or the problem, as a JSON object."""
    from citecheck.briefs.formats import read_here

    try:
        document = read_here(body, header["path"])
    except BriefError as error:
        return {"problem": error.problem, "hint": error.hint}
    return {
        "text": document.text,
        "encoding": document.encoding,
        "kind": document.kind,
        "anchors": [astuple(anchor) for anchor in document.anchors],
        "marks": [(mark.labels, mark.start, mark.end) for mark in document.marks],
        "entries": [astuple(entry) for entry in document.entries],
    }
