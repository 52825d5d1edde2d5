"""Bytes of a brief to its claims, references and markers: `parse` and `load_references`."""

from __future__ import annotations

from citecheck.briefs.checked_on import checked_on
from citecheck.briefs.gather import Gathered
from citecheck.briefs.guarded import gather, load_references, parse, read_references
from citecheck.briefs.local_files import with_local_files
from citecheck.briefs.readable import fold, readable

__all__ = [
    "Gathered",
    "checked_on",
    "fold",
    "gather",
    "load_references",
    "parse",
    "read_references",
    "readable",
    "with_local_files",
]
