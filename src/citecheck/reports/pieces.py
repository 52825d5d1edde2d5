"""Runs of text and what is so about each: how reports mark words whatever their format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MATCHES, DIFFERS, MISSING = "matches", "differs", "missing"
OF_CLAIM, OF_SOURCE = "of_claim", "of_source"  # words quoted in a sentence of the report's own


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text and what is so about it: one of the names above, or nothing."""

    text: str
    kind: str = ""


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces without empty ones, neighbours of one kind made one."""
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].kind == piece.kind:
            found[-1] = Piece(found[-1].text + piece.text, piece.kind)
        elif piece.text:
            found.append(piece)
    return tuple(found)
