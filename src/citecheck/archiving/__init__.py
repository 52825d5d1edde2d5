"""Keeps archived copies of cited pages: what was saved, and its address beside the entry."""

from __future__ import annotations

from citecheck.archiving.beside import Left, beside
from citecheck.archiving.bibtex import in_bibtex
from citecheck.archiving.kept import Kept, kept_for, names_copy

__all__ = ["Kept", "Left", "beside", "in_bibtex", "kept_for", "names_copy"]
