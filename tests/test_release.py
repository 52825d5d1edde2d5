"""The command that releases a version: what it refuses, what it builds, what it tags."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from citecheck import __version__

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The project as it stands here, committed in a repository of its own."""
    folder = tmp_path / "clone"
    listed = _run("git", "ls-files", "-co", "--exclude-standard", "-z", cwd=ROOT).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
            (folder / name).chmod((ROOT / name).stat().st_mode)
    _run("git", "init", "-q", cwd=folder)
    _commit(folder)
    return folder


def _run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    who = {f"GIT_{role}_{part}": "a@b.example" for role in ("AUTHOR", "COMMITTER")
           for part in ("NAME", "EMAIL")}  # fmt: skip
    given = os.environ | who | {"PYTHON": sys.executable, "GIT_CONFIG_GLOBAL": os.devnull}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=given, check=False)


def _commit(folder: Path) -> None:
    _run("git", "add", "-A", cwd=folder)
    assert _run("git", "commit", "-qm", "as it is", cwd=folder).returncode == 0


def _refusal(clone: Path, version: str) -> str:
    finished = _run(".ci/release", version, cwd=clone)
    assert finished.returncode == 1
    assert not (clone / "dist").exists()
    (line,) = finished.stderr.splitlines()
    return line


def test_it_says_in_a_line_what_is_not_ready(clone: Path) -> None:
    assert "1.2.3" in _refusal(clone, "next")
    assert "version.py" in _refusal(clone, "99.0.0")
    changes = clone / "CHANGELOG.md"
    text = changes.read_text(encoding="utf-8")
    changes.write_text(text.replace(f"## [{__version__}]", "## [0.0.1]"), encoding="utf-8")
    assert "not committed" in _refusal(clone, __version__)
    _commit(clone)
    assert "CHANGELOG.md" in _refusal(clone, __version__)
    changes.write_text(text, encoding="utf-8")
    _commit(clone)
    _run("git", "tag", f"v{__version__}", cwd=clone)
    assert f"v{__version__}" in _refusal(clone, __version__)


def test_it_builds_a_wheel_that_runs_in_an_environment_of_its_own_and_tags(
    clone: Path, tmp_path: Path
) -> None:
    finished = _run(".ci/release", __version__, cwd=clone)
    assert finished.returncode == 0, finished.stderr[-2000:]
    (wheel,) = (clone / "dist").glob("*.whl")
    assert list((clone / "dist").glob("*.tar.gz"))
    told = _run("git", "tag", "-n99", "-l", f"v{__version__}", cwd=clone).stdout
    assert f"citecheck {__version__}" in told
    assert "### Added" in told

    _run(sys.executable, "-m", "venv", tmp_path / "env", cwd=tmp_path)
    pip = tmp_path / "env" / "bin" / "pip"
    assert _run(pip, "install", "-q", wheel, cwd=tmp_path).returncode == 0
    report = _run(
        tmp_path / "env" / "bin" / "citecheck", "demo", "--format", "json", cwd=tmp_path
    ).stdout
    assert len(json.loads(report)["briefs"][0]["claims"]) > 20
    # What messages tell for an extra adds it to what is installed, and brings no other project.
    extra = _run(pip, "install", "--dry-run", "citecheck-briefs[lsp]", cwd=tmp_path).stdout
    assert "Would install" in extra
    assert "pygls" in extra
    assert "citecheck" not in extra.split("Would install")[1]
