"""What the fetch stage may do and how patient it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from citecheck.model import RobotsRule
from citecheck.version import __version__

USER_AGENT = f"citecheck/{__version__} (citation checker; +https://github.com/citecheck/citecheck)"
INTERNET_ARCHIVE = "https://web.archive.org/web/"


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Limits of the fetch stage.

    `timeout` is seconds of active work for one URL, redirects and retries included, waiting for
    a turn at its host not. `max_bytes` bounds a body as sent and after decompression.
    `per_host` and `concurrency` are requests at once, `delay` seconds between two requests to a
    host. `timegate` is the Memento TimeGate that is asked for archived copies; a URL is appended
    to it. `files` gives for `file:` URLs the folder below which each may be read; others are
    refused. `cache_dir` None means the user's cache folder.
    """

    timeout: float = 30.0
    connect_timeout: float = 10.0
    max_bytes: int = 20_000_000
    max_redirects: int = 10
    per_host: int = 2
    concurrency: int = 40
    delay: float = 0.0
    retries: int = 2
    robots: RobotsRule = RobotsRule.IGNORE
    timegate: str = INTERNET_ARCHIVE
    files: Mapping[str, Path] = field(default_factory=dict)
    user_agent: str = USER_AGENT
    allow_private_hosts: bool = False
    offline: bool = False
    refresh: bool = False
    cache_dir: Path | None = None
