"""Finds and reads settings files: the user's own, and the one nearest to a brief."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citecheck.errors import SettingsError
from citecheck.settings.table import describe

NAME = "citecheck.toml"
_PYPROJECT = "pyproject.toml"
_LARGEST = 1_000_000  # bytes


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A settings file: its absolute path, what it sets, a hash of all that stands in it.

    Paths that it names are absolute.
    """

    path: Path
    given: Mapping[str, Any]
    digest: str


def users_own() -> SettingsFile | None:
    """The file in the user's own settings folder. Raises `SettingsError` when it is broken."""
    from platformdirs import user_config_path

    try:
        path = user_config_path("citecheck", appauthor=False) / NAME
    except RuntimeError:  # nobody has a home
        return None
    return _read(path)


def nearest(near: Path) -> SettingsFile | None:
    """The file in `near` or the nearest folder above it. Raises `SettingsError` when broken."""
    near = near.absolute()
    for folder in (near, *near.parents):
        for name in (NAME, _PYPROJECT):
            found = _read(folder / name)
            if found is not None:
                return found
    return None


def _read(path: Path) -> SettingsFile | None:
    try:
        if not path.is_file():  # nor a pipe or a device
            return None
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise SettingsError(str(path), f"cannot be read: {error.strerror}") from None
    if len(data) > _LARGEST:
        if path.name == _PYPROJECT:
            return None
        raise SettingsError(str(path), f"is larger than {_LARGEST // 1_000_000} MB")
    table: object = _toml(path, data)
    if path.name == _PYPROJECT:
        tool = table.get("tool") if isinstance(table, dict) else None
        table = tool.get("citecheck") if isinstance(tool, dict) else None
        if table is None:
            return None
    if not isinstance(table, dict):
        raise SettingsError(str(path), "[tool.citecheck] is not a table")
    given = {str(key).replace("-", "_"): value for key, value in table.items()}
    return SettingsFile(path, _absolute(path.parent, given), hashlib.sha256(data).hexdigest())


def _toml(path: Path, data: bytes) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        raise SettingsError(str(path), f"cannot be read as TOML: {reason}") from None


def _absolute(folder: Path, given: dict[str, Any]) -> dict[str, Any]:
    """Paths in a settings file are relative to the file that names them."""
    paths = {entry.name for entry in describe() if entry.kind.option is Path}
    for name in paths & given.keys():
        if isinstance(given[name], str):
            try:
                given[name] = folder / Path(given[name]).expanduser()
            except RuntimeError as error:  # ~somebody, of whom no home is known
                raise SettingsError(str(folder / NAME), f"{name}: {error}") from None
    return given
