"""Reads the Markdown cells of a Jupyter notebook."""

from __future__ import annotations

import json
from typing import Any

from citecheck.briefs.formats.document import Anchor, Document
from citecheck.errors import BriefError
from citecheck.outside import texts

_HINT = "save the notebook again"


def tells(suffix: str, text: str) -> bool:
    """Tell a notebook by its suffix or by what every one begins with."""
    return suffix == ".ipynb" or (text[:1000].lstrip().startswith("{") and '"nbformat"' in text)


def read(text: str, path: str) -> Document:
    """The Markdown cells one after the other; places are a cell and a line in it."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BriefError(path, f"is not valid JSON: {error}", _HINT) from None
    cells = value.get("cells") if isinstance(value, dict) else None
    if not isinstance(cells, list):
        raise BriefError(path, "is no notebook: it has no cells", _HINT)
    parts: list[str] = []
    anchors: list[Anchor] = []
    length = 0
    for number, cell in enumerate(cells, start=1):
        source = _source(cell)
        for line, words in enumerate(source.splitlines(), start=1):
            anchors.append(Anchor(length, f"cell {number}, line {line}"))
            parts.append(words + "\n")
            length += len(words) + 1
        if source:
            parts.append("\n")
            length += 1
    if not anchors:
        raise BriefError(path, "has no Markdown cell", "give a notebook with text in it")
    return Document("".join(parts), "utf-8", "notebook", tuple(anchors))


def _source(cell: Any) -> str:
    if not isinstance(cell, dict) or cell.get("cell_type") != "markdown":
        return ""
    source = cell.get("source")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    return texts.whole(source) if isinstance(source, str) else ""
