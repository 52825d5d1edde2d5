"""Bytes of a brief to its claims, references and markers: `parse` and `load_references`."""

from __future__ import annotations

from citecheck.briefs.checked_on import checked_on
from citecheck.briefs.local_files import with_local_files
from citecheck.briefs.parse import parse
from citecheck.briefs.readable import fold, readable
from citecheck.briefs.source_files import load_references, named_bibliographies, read_references

__all__ = [
    "checked_on",
    "fold",
    "load_references",
    "named_bibliographies",
    "parse",
    "read_references",
    "readable",
    "with_local_files",
]
