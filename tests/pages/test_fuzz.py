"""The fuzzing command itself: it runs, and it reports what breaks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FUZZ = Path(__file__).resolve().parents[2] / "bench" / "fuzz.py"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(FUZZ), *arguments], capture_output=True, text=True, check=False
    )


def test_readers_hold_for_a_second_each() -> None:
    done = run("html", "text", "docx", "warc", "pdf", "--seconds", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["html", "text", "docx", "warc", "pdf"]
    assert all("worst" in line and "peak" in line for line in lines)


def test_an_input_is_made_again() -> None:
    assert run("--replay", "html:5").returncode == 0


def test_unknown_reader_is_named() -> None:
    done = run("flac")
    assert done.returncode == 2
    assert "flac" in done.stderr
