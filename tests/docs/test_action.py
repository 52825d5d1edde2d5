"""The GitHub action: its metadata by the published schema, its script as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import needs
from servers.web import site

ROOT = Path(__file__).resolve().parents[2]
PAGE = "<title>P</title><p>The council approved 14 new buses for the northern line.</p>"
CLAIM = "The council approved {} new buses for the northern line [1]."


def test_the_metadata_is_valid() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    command += ["vendor.github-actions", str(ROOT / "action.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("number", "status"), [(14, "0"), (41, "1")])
def test_the_script_writes_reports_annotations_and_the_summary(
    tmp_path: Path, number: int, status: str
) -> None:
    with site() as web:
        brief = f"{CLAIM.format(number)}\n\n## Sources\n\n[1] P — {web.add('/p', PAGE)}\n"
        (tmp_path / "sub").mkdir()
        (tmp_path / "sub" / "brief.md").write_text(brief)
        done = run(tmp_path, BRIEFS="**/*.md", ARGS="--allow-private-hosts")
    assert done.returncode == 0, done.stderr
    assert f"status={status}\n" in (tmp_path / "output").read_text()
    assert "## citecheck" in (tmp_path / "summary").read_text()
    assert ("::error file=sub/brief.md,line=1" in done.stdout) is (status == "1")
    assert (tmp_path / "reports" / "citecheck.sarif").exists()
    assert (tmp_path / "reports" / "citecheck.json").exists()


def test_the_script_evaluates_nothing_of_its_inputs(tmp_path: Path) -> None:
    done = run(tmp_path, BRIEFS="a.md $(touch evil)", ARGS="`touch evil`")
    assert done.returncode == 2
    assert not (tmp_path / "evil").exists()


def test_the_script_names_patterns_that_match_nothing(tmp_path: Path) -> None:
    done = run(tmp_path, BRIEFS="*.md")
    assert done.returncode == 2
    assert "::error title=citecheck::No brief matches" in done.stdout


def run(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [needs.program("bash"), str(ROOT / ".github" / "action" / "check.sh")],
        cwd=folder, capture_output=True, text=True, check=False,
        env={
            "PATH": os.environ["PATH"],
            "PROGRAM": str(Path(sys.executable).parent / "citecheck"),
            "REPORTS": str(folder / "reports"),
            "GITHUB_OUTPUT": str(folder / "output"),
            "GITHUB_STEP_SUMMARY": str(folder / "summary"),
            "CITECHECK_CACHE_DIR": str(folder / "cache"),
            **environment,
        },
    )  # fmt: skip
