"""Runs the command line as a user does: a process, its standard input and its exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def citecheck(tmp_path: Path) -> Run:
    """`citecheck("check", "brief.md", stdin=…)` in an empty folder, with a cache of its own."""

    def run(
        *arguments: str, stdin: str | bytes = "", cwd: Path = tmp_path, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("CITECHECK_")}
        finished = subprocess.run(
            [sys.executable, "-m", "citecheck", *arguments],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=cwd,
            env={**kept, "CITECHECK_CACHE_DIR": str(tmp_path / "cache"), **environment},
            timeout=120,
            check=False,
        )
        stderr = finished.stderr.decode()
        assert "Traceback" not in stderr, stderr
        return subprocess.CompletedProcess(
            finished.args, finished.returncode, finished.stdout.decode(), stderr
        )

    return run
