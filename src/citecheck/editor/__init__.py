"""Findings in an editor, by the Language Server Protocol (extra `lsp`)."""

from __future__ import annotations

from citecheck.editor.server import Checks, build

__all__ = ["Checks", "build"]
