"""`citecheck trust`, and what a stranger's folder cannot do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "citecheck", *words],
        cwd=cwd,
        env={**os.environ, **{f"XDG_{n}_HOME": str(cwd / "home") for n in ("CONFIG", "DATA")}},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    script = tmp_path / "evil.sh"
    script.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    script.chmod(0o755)
    (tmp_path / "citecheck.toml").write_text(
        'browser = "./evil.sh"\nrender = "always"\nallow-private-hosts = true\n'
        'cache-dir = "theirs"\nsave-sources = "theirs"\nfail-on = "none"\n'
    )
    (tmp_path / "b.md").write_text(
        "A claim of it [1].\n\nSources:\n\n[1] T - http://127.0.0.1:9/\n"
    )
    return tmp_path


def test_a_strangers_folder_starts_nothing_and_writes_nothing(folder: Path) -> None:
    done = run("check", "b.md", "--cache-dir", "home/cache", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "no public address" in " ".join(done.stdout.split()), done.stdout
    lines = [line for line in done.stderr.splitlines() if "not honoured" in line]
    assert len(lines) == 1
    assert "allow-private-hosts, browser, cache-dir, render, save-sources" in lines[0]
    assert not (folder / "ran").exists()
    assert not (folder / "theirs").exists()


def test_after_trust_it_is_honoured_until_it_changes(folder: Path) -> None:
    done = run("trust", ".", cwd=folder)
    assert done.returncode == 0
    assert "browser = " in done.stdout
    assert "fail-on" not in done.stdout
    shown = run("check", "b.md", "--show-settings", cwd=folder)
    assert "cache-dir = " + str(folder / "theirs") in shown.stdout
    assert shown.stderr == ""
    with (folder / "citecheck.toml").open("a") as file:
        file.write("# another line\n")
    assert "not honoured" in run("check", "b.md", "--show-settings", cwd=folder).stderr


def test_trust_is_taken_back(folder: Path) -> None:
    run("trust", ".", cwd=folder)
    assert "trusted no more" in run("trust", "--revoke", ".", cwd=folder).stdout
    assert "not honoured" in run("check", "b.md", "--show-settings", cwd=folder).stderr
    assert run("trust", "home", cwd=folder).returncode == 2
