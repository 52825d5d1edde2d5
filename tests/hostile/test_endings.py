"""How runs end: exit statuses, one line, no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

BRIEF = "A claim of the brief stands here [1].\n\nSources:\n\n[1] T - https://e.org/1\n"


def run(
    *words: str, cwd: Path, env: dict[str, str] | None = None, **others: object
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        [sys.executable, "-m", "citecheck", *words],
        cwd=cwd,
        env={**os.environ, "XDG_STATE_HOME": str(cwd / "state"), "NO_COLOR": "1", **(env or {})},
        text=True,
        timeout=60,
        **({"capture_output": True} | others if "stdout" not in others else others),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "brief.md").write_text(BRIEF)
    return tmp_path


CHECK = ("check", "brief.md", "--offline", "--cache-dir", "cache", "--fail-on", "none")


def test_what_nobody_foresaw_is_one_line_with_a_log_and_70(folder: Path) -> None:
    (folder / "sitecustomize.py").write_text(
        "import citecheck.pipeline as p\ndef check(*a, **k): raise LookupError('x\\ny')\n"
        "p.check = check\n"
    )
    done = run(*CHECK, cwd=folder, env={"PYTHONPATH": str(folder)})
    assert done.returncode == 70
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("citecheck: ")
    assert "LookupError: x y" in line
    assert "report it" in line
    log = next((folder / "state").rglob("faults.log"))
    assert str(log) in line
    assert "Traceback" in log.read_text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("name", ["terminal", "json", "html", "csv"])
def test_a_full_output_is_74_and_one_line(folder: Path, name: str) -> None:
    with open("/dev/full", "w") as full:
        done = run(*CHECK, "-f", name, cwd=folder, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 74
    (line,) = done.stderr.splitlines()
    assert "No space left" in line


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_a_closed_output_is_74_and_the_cache_takes_no_harm(folder: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m citecheck {' '.join(CHECK)} >&-"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 74, done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert run(*CHECK, cwd=folder).returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="needs pipes of POSIX")
@pytest.mark.parametrize("command", [(*CHECK, "-f", "json"), ("explain",)])
def test_a_reader_that_goes_away_is_141_in_silence(folder: Path, command: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as gone:
        done = run(*command, cwd=folder, stdout=gone, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize("columns", ["0", "1", "5", "99999999", "-5", "x", "9" * 5000])
def test_a_terminal_of_no_sensible_width_prints(folder: Path, columns: str) -> None:
    done = run(*CHECK, cwd=folder, env={"COLUMNS": columns})
    assert done.returncode == 0, done.stderr
    assert "not_cached" in done.stdout.replace("\n", "").replace(" ", "") or done.stdout
    assert run("check", "--help", cwd=folder, env={"COLUMNS": columns}).returncode == 0


def test_wrong_usage_is_2_and_findings_are_1(folder: Path) -> None:
    assert run("check", "--no-such-option", cwd=folder).returncode == 2
    assert run("check", "none.md", cwd=folder).returncode == 2
    assert run(*CHECK[:-1], "unverifiable", cwd=folder).returncode == 1


def test_no_module_is_taken_from_the_folder_of_a_brief(folder: Path) -> None:
    for name in ("typer", "yaml", "httpx", "email", "lxml", "sqlite3", "rich"):
        (folder / f"{name}.py").write_text(f"open('ran-{name}', 'w'); raise SystemExit(99)")
    done = run(*CHECK, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert not list(folder.glob("ran-*"))
