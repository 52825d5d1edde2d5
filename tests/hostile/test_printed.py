"""What is printed of an archive's names and texts acts nowhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy")

NAME = "::error::a ##[error]b \x1b[31m\u202e.md"
TEXT = "::error::x ##[error]y \x1b]0;z\x07 \u202e \u2066 <script>alert(1)</script>"


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "citecheck", *words],
        cwd=folder,
        env={"HOME": str(folder), "NO_COLOR": "1", "PATH": ""},
        text=True,
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    (folder / "briefs").mkdir()
    text = f"# {TEXT}\n\n{TEXT} It was so [1].\n\n::error::It is so [1].\n\n## Sources\n\n"
    text += f"[1] {TEXT} - https://e.org/::error::##[x]\n"
    (folder / "briefs" / NAME).write_text(text, encoding="utf-8")
    words = ("--store", "s.sqlite", "--offline", "--cache-dir", "cache", "--jobs", "1")
    for _ in range(2):
        done = run(folder, "audit", "briefs", *words, "--fail-on", "none")
        assert done.returncode == 0, done.stderr
        held(done)
    return folder


def held(done: subprocess.CompletedProcess[str], commands: bool = True) -> None:
    for text in (done.stdout, done.stderr):
        assert not [sign for sign in text if not sign.isprintable() and sign not in "\n\t"]
        assert "<script>" not in text or "html" not in done.args
        if commands:
            assert "##[" not in text
            assert not [line for line in text.splitlines() if line.strip().startswith("::")]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("report", "--store", "s.sqlite"),
        ("report", "--store", "s.sqlite", "-f", "text"),
        ("history", f"briefs/{NAME}", "--store", "s.sqlite"),
        ("history", "https://e.org/::error::##[x]", "--store", "s.sqlite"),
        ("audit", "--compare", "1", "--store", "s.sqlite"),
        ("report", "--store", "s.sqlite", "--brief", f"briefs/{NAME}", "-f", "text"),
        ("check", f"briefs/{NAME}", "--offline", "--cache-dir", "cache"),
        ("check", f"briefs/{NAME}x", "--offline", "--cache-dir", "cache"),
        ("extract", f"briefs/{NAME}"),
        ("fix", f"briefs/{NAME}", "--offline", "--cache-dir", "cache"),
        ("explain", NAME),
    ],
    ids=lambda words: " ".join(words).encode("ascii", "ignore").decode()[:40],
)
def test_text_for_people_holds_no_command_and_no_control_character(
    folder: Path, words: tuple[str, ...]
) -> None:
    held(run(folder, *words))


@pytest.mark.parametrize("name", ["json", "html", "csv"])
def test_formats_for_programs_hold_no_control_character(folder: Path, name: str) -> None:
    held(run(folder, "report", "--store", "s.sqlite", "-f", name), commands=False)
