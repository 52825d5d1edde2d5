"""What each setting is, and where its value came from.

Weakest first: the defaults, `citecheck.toml` or `[tool.citecheck]` in `pyproject.toml` (the
nearest one upward from the brief), the environment (`CITECHECK_*`), the command line.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from citecheck.errors import SettingsError
from citecheck.model import Verdict

FAILABLE = tuple(Verdict)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of a check. Times are seconds, sizes bytes after decompression."""

    fail_on: frozenset[Verdict] = frozenset(
        {Verdict.CONTRADICTED, Verdict.NOT_SUPPORTED, Verdict.UNRESOLVED}
    )
    format: str = "terminal"
    sources: Path | None = None
    uncited: bool = False
    offline: bool = False
    refresh: bool = False
    allow_private_hosts: bool = False
    timeout: float = 30.0
    max_bytes: int = 20_000_000
    concurrency: int = 40
    per_host: int = 2
    retries: int = 2
    cache_dir: Path | None = None


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
    values: dict[str, Any] = {}
    origins = {field.name: "default" for field in fields(Settings)}
    for origin, given in (
        _from_file(near),
        *(_from_environment(name, environment) for name in _READERS),
        ("command line", {k: v for k, v in command_line.items() if v is not None}),
    ):
        for name, value in given.items():
            if name not in _READERS:
                known = ", ".join(sorted(n.replace("_", "-") for n in _READERS))
                raise SettingsError(origin, f"unknown setting {name!r}", f"known are {known}")
            try:
                values[name] = _READERS[name](value)
            except (ValueError, TypeError) as error:
                raise SettingsError(origin, f"{name} = {value!r}: {error}") from None
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
            try:
                document = tomllib.loads(path.read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
                raise SettingsError(str(path), f"cannot be read as TOML: {error}") from None
            table = document
            if name == "pyproject.toml":
                table = document.get("tool", {}).get("citecheck")
                if table is None:
                    continue
            if not isinstance(table, dict):
                raise SettingsError(str(path), "[tool.citecheck] is not a table")
            given = {key.replace("-", "_"): value for key, value in table.items()}
            for key in ("sources", "cache_dir"):  # relative to the file that names them
                if isinstance(given.get(key), str):
                    given[key] = folder / Path(given[key]).expanduser()
            return str(path), given
    return "", {}


def _from_environment(
    name: str, environment: Mapping[str, str]
) -> tuple[str, Mapping[str, object]]:
    variable = f"CITECHECK_{name.upper()}"
    value = environment.get(variable)
    return variable, {} if value is None or value == "" else {name: value}


def _verdicts(value: object) -> frozenset[Verdict]:
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, (list, tuple, frozenset)):
        raise ValueError("give verdicts, or none")
    if list(value) == ["none"]:
        return frozenset()
    known = ", ".join(FAILABLE)
    found = set()
    for word in value:
        try:
            found.add(Verdict(str(word).replace("-", "_")))
        except ValueError:
            raise ValueError(f"{word!r} is no verdict; known are {known}, none") from None
    return frozenset(found)


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if word in ("1", "true", "yes", "on"):
        return True
    if word in ("0", "false", "no", "off"):
        return False
    raise ValueError("give true or false")


def _number(kind: type[int] | type[float], least: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        if isinstance(value, bool):
            raise ValueError("give a number")
        number = kind(value)
        if not least <= number < float("inf"):
            raise ValueError(f"give a number of at least {least}")
        return number

    return read


def _path(value: Any) -> Path:
    return Path(value).expanduser()


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("give a word")
    return value


_READERS: Mapping[str, Callable[[Any], object]] = {
    "fail_on": _verdicts,
    "format": _word,
    "sources": _path,
    "uncited": _flag,
    "offline": _flag,
    "refresh": _flag,
    "allow_private_hosts": _flag,
    "timeout": _number(float, 0.1),
    "max_bytes": _number(int, 1000),
    "concurrency": _number(int, 1),
    "per_host": _number(int, 1),
    "retries": _number(int, 0),
    "cache_dir": _path,
}
