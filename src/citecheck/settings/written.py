"""The table of settings as files: a JSON Schema, and a commented `citecheck.toml`."""

from __future__ import annotations

import json
import textwrap
from typing import Any

from citecheck.settings.table import Entry, Group, Trust, describe

_HEAD = """\
# Settings of citecheck. Every line is commented out and shows the default; take the sign away
# from those that you change. `citecheck check --show-settings` prints what is in force.
# Paths are relative to this file.
"""


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of `citecheck.toml` and of `[tool.citecheck]`."""
    properties: dict[str, Any] = {}
    for entry in describe():
        name = _name(entry)
        properties[name] = {**entry.kind.schema, "description": entry.help}
        default = _value(entry)
        if default is not None:
            properties[name]["default"] = default
        if entry.name != name:  # both spellings are read
            properties[entry.name] = {"$ref": f"#/properties/{name}"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "citecheck.settings/1",
        "title": "citecheck.toml",
        "description": "Settings of citecheck, a checker of citations.",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def commented_toml() -> str:
    """A `citecheck.toml` with every setting, its help and its default, all commented out."""
    parts = [_HEAD]
    for group in Group:
        entries = [entry for entry in describe() if entry.group is group]
        if not entries:
            continue
        parts.append(f"# {group} {'-' * (76 - len(group))}\n")
        for entry in entries:
            own = " (Only after: citecheck trust FOLDER.)" if entry.trust is Trust.OWN else ""
            words = textwrap.fill(entry.help + own, 78, initial_indent="# ", subsequent_indent="# ")
            value = _value(entry)
            shown = f'"{entry.kind.metavar}"' if value is None else json.dumps(value)
            parts.append(f"{words}\n#{_name(entry)} = {shown}\n")
    return "\n".join(parts)


def _name(entry: Entry) -> str:
    return entry.name.replace("_", "-")


def _value(entry: Entry) -> object:
    """The default as TOML and JSON have it; None when there is none."""
    default = entry.default
    if default is None or isinstance(default, (bool, int, float)):
        return default
    written = entry.kind.write(default)
    return written.split(",") if isinstance(default, (tuple, frozenset)) else written
