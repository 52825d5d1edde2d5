"""Settles every setting from the places where it can be given.

Weakest first: the defaults, `citecheck.toml` or `[tool.citecheck]` in `pyproject.toml` (the
nearest one upward from the brief), the environment (`CITECHECK_*`), the command line.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citecheck.errors import SettingsError
from citecheck.settings.table import Settings, describe

COMMAND_LINE = "command line"


@dataclass(frozen=True, slots=True)
class Resolved:
    """The settings in force, and for each of them where its value came from."""

    values: Settings
    origins: Mapping[str, str]


def resolve(
    command_line: Mapping[str, object],
    near: Path,
    environment: Mapping[str, str] = os.environ,
) -> Resolved:
    """Settle every setting. `near` is the folder whose nearest settings file upward counts.

    `command_line` holds only what was given (None counts as not given). Raises `SettingsError`
    naming the file or variable for an unknown setting or a value that makes no sense.
    """
    entries = {entry.name: entry for entry in describe()}
    values: dict[str, Any] = {}
    origins = dict.fromkeys(entries, "default")
    for origin, given in (
        _from_file(near),
        *(_from_environment(name, environment) for name in entries),
        (COMMAND_LINE, {k: v for k, v in command_line.items() if v is not None}),
    ):
        for name, value in given.items():
            if name not in entries:
                known = ", ".join(sorted(n.replace("_", "-") for n in entries))
                raise SettingsError(origin, f"unknown setting {name!r}", f"known are {known}")
            try:
                values[name] = entries[name].kind.read(value)
            except ValueError as error:
                shown = entries[name].option if origin == COMMAND_LINE else name
                raise SettingsError(origin, f"{shown} = {value!r}: {error}") from None
            origins[name] = origin
    settings = Settings(**values)
    if settings.offline and settings.refresh:
        raise SettingsError("", "offline and refresh exclude each other", "give one of them")
    return Resolved(settings, origins)


def _from_file(near: Path) -> tuple[str, Mapping[str, object]]:
    for folder in (near, *near.parents):
        for name in ("citecheck.toml", "pyproject.toml"):
            path = folder / name
            if not path.is_file():
                continue
            table: object = _toml(path)
            if name == "pyproject.toml":
                tool = table.get("tool") if isinstance(table, dict) else None
                table = tool.get("citecheck") if isinstance(tool, dict) else None
                if table is None:
                    continue
            if not isinstance(table, dict):
                raise SettingsError(str(path), "[tool.citecheck] is not a table")
            given = {str(key).replace("-", "_"): value for key, value in table.items()}
            return str(path), _relative_to(folder, given)
    return "", {}


def _toml(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(str(path), f"cannot be read as TOML: {error}") from None


def _relative_to(folder: Path, given: dict[str, Any]) -> dict[str, Any]:
    """Paths in a settings file are relative to the file that names them."""
    paths = {entry.name for entry in describe() if entry.kind.option is Path}
    for name in paths & given.keys():
        if isinstance(given[name], str):
            given[name] = folder / Path(given[name]).expanduser()
    return given


def _from_environment(
    name: str, environment: Mapping[str, str]
) -> tuple[str, Mapping[str, object]]:
    variable = f"CITECHECK_{name.upper()}"
    value = environment.get(variable)
    return variable, {} if value is None or value == "" else {name: value}
