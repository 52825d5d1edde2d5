"""The terminal report as people see it: in a real terminal of three widths, in a pipe, hostile."""

from __future__ import annotations

import os
import pty
import re
import shlex
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import needs
from citecheck.model import Report, Verdict
from citecheck.reports import RenderOptions, render

from .conftest import DATA, Golden, with_text
from .test_formats import HOSTILE, accepted

SAVED = DATA / "harlow.json"
Pane = Callable[..., str]


@pytest.fixture
def pane(tmp_path: Path) -> Iterator[Pane]:
    """What a tmux pane of a width shows after `citecheck report FILE`."""
    tmux = needs.program("tmux")
    names: list[str] = []
    environment = {k: v for k, v in os.environ.items() if k not in ("TMUX", "NO_COLOR", "COLUMNS")}
    environment |= {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}

    def run(*arguments: str) -> str:
        return subprocess.run(
            [tmux, "-u", "-f", "/dev/null", "-L", names[-1], *arguments],
            env=environment,
            check=True,
            capture_output=True,
            timeout=90,
        ).stdout.decode()

    def show(
        width: int,
        *,
        capture: tuple[str, ...] = (),
        setting: str = "",
        height: int = 500,
        file: Path = SAVED,
    ) -> str:
        names.append(f"citecheck-{uuid.uuid4().hex[:12]}")  # a server of its own each time
        report = f"{setting} {shlex.quote(sys.executable)} -m citecheck report {file}"
        script = f"{report}; {tmux} -L {names[-1]} wait-for -S done; sleep 60"
        run("new-session", "-d", "-x", str(width), "-y", str(height), script)
        run("wait-for", "done")
        text = run("capture-pane", "-p", *capture)
        run("kill-server")
        return "\n".join(line.rstrip() for line in text.rstrip().splitlines()) + "\n"

    yield show
    for name in names:
        subprocess.run([tmux, "-L", name, "kill-server"], capture_output=True, check=False)


@pytest.mark.parametrize("width", [60, 100, 200])
def test_in_a_terminal(pane: Pane, golden: Golden, width: int) -> None:
    text = pane(width)
    assert max(map(len, text.splitlines())) <= width
    golden(f"terminal-{width}.txt", text)


def test_the_last_screen_shows_the_summary_and_the_worst(
    pane: Pane, harlow: Report, tmp_path: Path
) -> None:
    """A brief with 24 claims, at 80 columns and 24 lines, without scrolling back."""
    brief = harlow.briefs[0]
    cited = [finding for finding in brief.findings if finding.claim.refs]
    many = tuple(
        replace(old, claim=replace(old.claim, id=f"c{number}"))
        for number, old in enumerate((cited * 2)[:24])
    )
    file = tmp_path / "many.json"
    file.write_text(render(replace(harlow, briefs=(replace(brief, findings=many),)), "json"))
    screen = pane(80, height=24, file=file)
    words = " ".join(screen.split())
    assert re.search(r"24 claims: \d+ need you, \d+ of them contradicted", words)
    assert "CONTRADICTED" in words
    assert re.search(r"differs: the claim says", words)
    assert "Verify before use" in words


def test_a_label_without_an_entry_is_told_once_a_claim(harlow: Report) -> None:
    text = render(harlow, "text")
    one = [f for f in harlow.briefs[0].findings if f.verdict is Verdict.UNRESOLVED]
    assert one
    shown = text.partition("References")[0]
    assert shown.count("not in the source list") == sum(
        citation.verdict is Verdict.UNRESOLVED
        for finding in harlow.briefs[0].findings
        for citation in finding.citations
    )


def test_with_and_without_colour(pane: Pane) -> None:
    coloured = pane(100, capture=("-e",))
    assert re.search(r"\x1b\[[0-9;]*3[0-7]m", coloured)
    bare = pane(100, capture=("-e",), setting="NO_COLOR=1")
    assert not re.search(r"\x1b\[(?:[0-9;]*;)?[349][0-7]m", bare)
    assert re.search(r"\x1b\[[0-9;]*1[;m]", bare)  # what is bold stays so


def test_in_a_pipe(golden: Golden) -> None:
    def piped(**environment: str) -> str:
        kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR")}
        return subprocess.run(
            [sys.executable, "-m", "citecheck", "report", str(SAVED)],
            env={**kept, "PYTHONUTF8": "1", **environment},
            check=True,
            capture_output=True,
        ).stdout.decode()

    text = piped()
    assert "\x1b" not in text
    golden("terminal-pipe.txt", "".join(f"{line.rstrip()}\n" for line in text.splitlines()))
    assert max(map(len, piped(COLUMNS="70").splitlines())) <= 70
    ascii_only = piped(PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert ascii_only.isascii()
    assert "X CONTRADICTED" in ascii_only
    assert "<2029>" in ascii_only


def test_nothing_hostile_reaches_a_terminal(harlow: Report, tmp_path: Path) -> None:
    """Only colours, and links to http addresses, may come out of a terminal's report."""
    path = tmp_path / "hostile.json"
    briefs = [with_text(harlow, text, f"http://e.example/{text}").briefs[0] for text in HOSTILE]
    written = render(replace(harlow, briefs=tuple(briefs)), "json")
    path.write_bytes(written.encode("utf-8", "backslashreplace"))
    command = [sys.executable, "-m", "citecheck", "report", str(path)]
    ours, theirs = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
    environment |= {"TERM": "xterm-256color", "COLUMNS": "100", "PYTHONUTF8": "1"}
    process = subprocess.Popen(command, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    shown = b""
    while chunk := _read(ours):
        shown += chunk
    os.close(ours)
    assert process.wait(60) == 0, shown
    rest = re.sub(r"\x1b\[[0-9;]*m", "", shown.decode())
    rest = re.sub(r"\x1b\]8;id=\d+;https?://[!-~]+\x1b\\|\x1b\]8;;\x1b\\", "", rest)
    assert not re.search(
        r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069]", rest
    )


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # the other side is closed
        return b""


@pytest.mark.parametrize("width", [40, 60, 79, 80, 100, 149, 150, 200, 400])
def test_no_line_is_wider_than_asked(harlow: Report, width: int) -> None:
    report = accepted(with_text(harlow, "word " * 300), Verdict.CONTRADICTED)
    text = render(report, "text", options=RenderOptions(width=width))
    assert max(map(len, text.splitlines())) <= width


def test_markup_of_the_report_s_own_library_is_text(harlow: Report) -> None:
    text = render(with_text(harlow, "[red]x[/red] [link=http://e]y[/link]"), "text")
    assert "[red]x[/red] [link=http://e]y[/link]" in text
