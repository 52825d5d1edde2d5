"""Bytes of a brief to its claims, references and markers: `parse` and `load_references`."""

from __future__ import annotations

from citecheck.briefs.parse import parse
from citecheck.briefs.readable import fold, readable
from citecheck.briefs.source_files import load_references

__all__ = ["fold", "load_references", "parse", "readable"]
