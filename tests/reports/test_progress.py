"""The progress bar shows on a terminal's standard error and nowhere else."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

COMMAND = [sys.executable, "-m", "citecheck", "demo", "--format", "json"]


def test_on_a_terminal() -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color"}
    with subprocess.Popen(
        COMMAND, stdout=subprocess.DEVNULL, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        shown = b""
        while chunk := _read(ours):
            shown += chunk
        assert process.wait(120) == 0
    os.close(ours)
    assert b"Fetching sources" in shown


def test_nowhere_else() -> None:
    finished = subprocess.run(COMMAND, capture_output=True, check=True, timeout=120)
    assert finished.stderr == b""
    assert finished.stdout.startswith(b"{")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # the other side is closed
        return b""
