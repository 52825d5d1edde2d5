"""Which folders' settings the user trusts, by path and content, as direnv does it.

A trusted file is noted in the user's own data folder under a hash of its path and of all that
stands in it: a file that is changed or moved is a stranger's again.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from citecheck.errors import SettingsError
from citecheck.settings.files import SettingsFile
from citecheck.settings.table import Entry, Trust, describe


def refused(file: SettingsFile) -> frozenset[str]:
    """The settings that a file asks for and that a project's file may not set."""
    entries = {entry.name: entry for entry in describe()}
    return frozenset(
        name
        for name, value in file.given.items()
        if name in entries and not _may(entries[name], value, file.path.parent)
    )


def _may(entry: Entry, value: Any, folder: Path) -> bool:
    if entry.trust is Trust.BOUNDED:
        try:
            found: Any = entry.kind.read(value)
        except ValueError:
            return True  # it makes no sense, and is refused with its reason later
        return entry.most is None or found <= entry.most
    if entry.trust is Trust.BELOW:
        return isinstance(value, Path) and _is_below(value, folder)
    return entry.trust is Trust.OPEN


def _is_below(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        return False


def is_trusted(file: SettingsFile) -> bool:
    """Whether the user has trusted this very file as it stands."""
    try:
        return _note(file).is_file()
    except (OSError, RuntimeError):
        return False


def trust(file: SettingsFile) -> None:
    """Trust a file as it stands now. Raises `SettingsError` when that cannot be noted."""
    note = _note(file)
    try:
        note.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogateescape") as written:
            written.write(f"{file.path}\n")
    except OSError as error:
        raise SettingsError(str(note), f"cannot be written: {error.strerror}") from None


def distrust(file: SettingsFile) -> bool:
    """Trust a file no more; False when it was not trusted."""
    try:
        _note(file).unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise SettingsError(str(_note(file)), f"cannot be removed: {error.strerror}") from None
    return True


def _note(file: SettingsFile) -> Path:
    from platformdirs import user_data_path

    about = os.fsencode(file.path.resolve()) + b"\0" + file.digest.encode()
    folder = user_data_path("citecheck", appauthor=False) / "trusted"
    return folder / hashlib.sha256(about).hexdigest()
