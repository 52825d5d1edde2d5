"""What was saved, kept in `.citecheck/archived.jsonl` beside the brief: a line a step.

Lines are only ever appended, and the later one on a URL wins, so that a run which was broken off
goes on where it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from citecheck.errors import SettingsError
from citecheck.model import ArchivedCopy, Reference
from citecheck.outside import dates

_NAME = Path(".citecheck") / "archived.jsonl"
_ARCHIVES = re.compile(
    r"https?://(?:web\.archive\.org/web|archive\.(?:today|ph|is|li|md|vn|fo)/\w|perma\.cc/\w"
    r"|[\w.:-]+/(?:\w+/)?\d{14}(?:[a-z]{2}_)?/https?:)",
    re.I,
)
_STATES = ("saved", "pending", "failed", "not_sent")


class Kept:
    """The file of one folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lines = dict(_read(path))

    @property
    def copies(self) -> Mapping[str, ArchivedCopy]:
        """The copies by the page's URL."""
        found = {url: _copy(line) for url, line in self._lines.items()}
        return {url: copy for url, copy in found.items() if copy is not None}

    @property
    def jobs(self) -> Mapping[str, str]:
        """The archive's jobs that had not ended, by URL."""
        return {
            url: line["job"]
            for url, line in self._lines.items()
            if line["state"] == "pending" and line.get("job")
        }

    def note(self, url: str, state: str, job: str, copy: ArchivedCopy | None, detail: str) -> None:
        """Append a step. Raises `SettingsError` when the file cannot be written."""
        line: dict[str, Any] = {"url": url, "state": state, "job": job, "detail": detail}
        if copy is not None:
            line |= {"copy": copy.url, "at": copy.at.isoformat()}
        if self._lines.get(url) == line:
            return
        self._lines[url] = line
        try:
            self.path.parent.mkdir(exist_ok=True)
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, sort_keys=True) + "\n")
        except OSError as error:
            raise SettingsError(str(self.path), f"cannot be written: {error.strerror}") from None


def kept_for(brief: str) -> Kept:
    """What was saved for the briefs of a folder."""
    folder = Path.cwd() if brief == "<stdin>" else Path(brief).parent
    return Kept(folder / _NAME)


def names_copy(entry: Reference) -> bool:
    """Whether an entry gives an archive's address, as its own or beside it."""
    return _ARCHIVES.search(f"{entry.url or ''} {entry.text}") is not None


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        text = path.read_text("utf-8", "replace")
    except OSError:
        return {}
    found: dict[str, dict[str, Any]] = {}
    for written in text.splitlines():
        try:
            line = json.loads(written)
        except (ValueError, RecursionError):
            continue  # a line that was broken off
        if isinstance(line, dict) and _is_step(line):
            found[line["url"]] = line
    return found


def _is_step(line: Mapping[str, Any]) -> bool:
    texts = (line.get("url"), line.get("job", ""))
    return all(isinstance(text, str) for text in texts) and line.get("state") in _STATES


def _copy(line: Mapping[str, Any]) -> ArchivedCopy | None:
    at = dates.from_iso(str(line.get("at", "")))
    copy = line.get("copy")
    return ArchivedCopy(copy, at) if isinstance(copy, str) and at is not None else None
