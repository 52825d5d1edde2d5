"""What each setting is, and where its value came from.

A setting is one entry of `table.Settings`: the command line's options, the settings files, the
`CITECHECK_*` variables and `--show-settings` all follow from it.
"""

from __future__ import annotations

from citecheck.settings.resolve import Resolved, resolve
from citecheck.settings.table import Group, Settings, describe

__all__ = ["Group", "Resolved", "Settings", "describe", "resolve"]
