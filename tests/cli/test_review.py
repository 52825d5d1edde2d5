"""`citecheck review` as a process: the address, Ctrl-C, mistakes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

DATA = Path(__file__).parents[1] / "reports" / "data" / "harlow.json"
BRIEF = "Forty states signed agreements [1].\n\nSources\n[1] A — http://10.0.0.1/a\n"


@pytest.mark.parametrize("what", ["report.json", "brief.txt"])
def test_it_prints_the_address_and_ends_cleanly_on_ctrl_c(tmp_path: Path, what: str) -> None:
    (tmp_path / "report.json").write_bytes(DATA.read_bytes())
    (tmp_path / "brief.txt").write_text(BRIEF, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "citecheck", "review", what, "--no-browser", "--offline"],
        cwd=tmp_path,
        env={**os.environ, "CITECHECK_CACHE_DIR": str(tmp_path / "cache")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    try:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[A-Za-z0-9_-]{32}/", address)
        with httpx.Client(trust_env=False) as client:
            page = client.get(address)
        assert page.status_code == 200
        assert "Verify before use" in page.text
    finally:
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 0, stderr
    assert stdout == ""
    assert "Traceback" not in stderr
    assert stderr.endswith("0 decisions recorded.\n")


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        ("-", "give a file"),
        ("no-such.txt", "no such file"),
        ("no-such.json", "no such file"),
        ("foreign.json", "is not a report of citecheck"),
        ("report.json", "brief.txt: no such brief here"),
    ],
)
def test_mistakes_get_one_line(citecheck, tmp_path: Path, argument: str, words: str) -> None:
    (tmp_path / "foreign.json").write_text("{}", encoding="utf-8")
    (tmp_path / "report.json").write_bytes(DATA.read_bytes())
    finished = citecheck("review", argument, "--no-browser")
    assert finished.returncode == 2
    assert words in finished.stderr
    assert finished.stderr.count("\n") == 1
