"""Settles the settings of a command, and tells what a project's file may not set."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citecheck.settings import Resolved


def settled(given: Mapping[str, object], near: Path) -> Resolved:
    """What `settings.resolve` gives; a line on standard error names what was not honoured."""
    from citecheck.cli.endings import one_line
    from citecheck.settings import resolve

    resolved = resolve(given, near)
    if resolved.refused:
        print(f"citecheck: {one_line(resolved.refused)}", file=sys.stderr)
    return resolved
