"""The tour at the end of the demo, what messages tell a user to type, several briefs at once."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from typer.main import get_command

from citecheck.cli import app
from cli.conftest import Run

SOURCE = Path(__file__).resolve().parents[2] / "src" / "citecheck"
TOLD = re.compile(r"\bcitecheck ([a-z]+)((?: (?:--?[a-z][a-z-]*|[A-Z]+|[a-z.-]+))*)")


def test_the_next_steps_of_the_demo_work_by_copy_and_paste(citecheck: Run, tmp_path: Path) -> None:
    shown = citecheck("demo").stdout
    steps = [shlex.split(line)[1:] for line in re.findall(r"^  (citecheck .+)$", shown, re.M)]
    assert len(steps) == 3
    *ending, serving = steps
    for step in ending:
        assert citecheck(*step).returncode == 0, step
    assert (tmp_path / "citecheck-demo.html").read_text().startswith("<!DOCTYPE html>")
    environment = {**os.environ, "CITECHECK_CACHE_DIR": str(tmp_path / "cache")}
    server = subprocess.Popen(
        [sys.executable, "-u", "-m", "citecheck", *serving],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        printed = shlex.split(server.stdout.readline())
        assert printed[0] == "citecheck"
        done = citecheck(*printed[1:])
        assert done.returncode == 1
        assert "contradicted" in done.stdout.lower()
    finally:
        server.terminate()
        server.wait(30)


def test_ten_briefs_are_told_of_in_a_line_each(citecheck: Run, tmp_path: Path) -> None:
    names = [f"brief-{number}.md" for number in range(10)]
    for name in names:
        (tmp_path / name).write_text("It rose. [1]\n\nSources\n[1] A page. https://a.example/\n")
    lines = citecheck("check", *names, "--offline").stderr.splitlines()
    assert [line.partition(":")[0] for line in lines] == names
    assert all("1 claim" in line for line in lines)
    assert citecheck("check", names[0], "--offline").stderr == ""


def told() -> set[tuple[str, str]]:
    """The commands, with their words, that strings of the code tell a user to type."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        text = re.sub(r"\"\s*\n\s*f?\"", "", path.read_text(encoding="utf-8"))
        found |= {(name, words) for name, words in TOLD.findall(text)}
    return found


def test_every_command_that_a_message_names_is_one() -> None:
    program = get_command(app)
    known = set(program.list_commands(None))  # type: ignore[attr-defined]
    checked = 0
    for name, words in told():
        options = re.findall(r"--[a-z][a-z-]*", words)
        if name not in known:
            assert not options, f"citecheck {name}{words}"
            continue
        command = program.get_command(None, name)  # type: ignore[attr-defined]
        inner = [command, *getattr(command, "commands", {}).values()]
        mine = {o for c in inner for p in c.params for o in (*p.opts, *p.secondary_opts)}
        assert set(options) <= mine | {"--help"}, f"citecheck {name}{words}"
        checked += 1
    assert checked > 20
