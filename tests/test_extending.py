"""The exercises of docs/contributing.md: each part is added in one file and one line, and works."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
_BLOCK = re.compile(r'^```(?:python|diff) title="(?P<path>[^"]+)"\n(?P<text>.*?)^```$', re.M | re.S)
_REGISTRY = re.compile(r"^(?:_MODULES|FORMATS|KINDS)\b.*[({]\n", re.MULTILINE)


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources to which the page's files and lines are added."""
    copy = tmp_path_factory.mktemp("extended") / "src"
    shutil.copytree(ROOT / "src", copy, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "fixtures", copy.parent / "fixtures")
    blocks = list(_BLOCK.finditer((ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")))
    assert len(blocks) == 8
    for block in blocks:
        path, text = copy / block["path"], block["text"]
        if not path.exists():
            path.write_text(text, encoding="utf-8")
            continue
        (text,) = re.findall(r"^\+(.*\n)", text, re.MULTILINE)  # a registry takes one line
        old = path.read_text(encoding="utf-8")
        name, assigned, _ = text.partition(" = ")
        where = re.compile(rf"^{name} = .*\n", re.MULTILINE) if assigned else _REGISTRY
        (place,) = where.finditer(old)
        new = old[: place.start() if assigned else place.end()] + text + old[place.end() :]
        path.write_text(new, encoding="utf-8")
    return copy


def _citecheck(
    sources: Path, folder: Path, *arguments: str, given: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "citecheck", *arguments],
        cwd=folder,
        input=given,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(sources), "XDG_CACHE_HOME": str(folder)},
        check=False,
    )


def test_a_brief_format(extended: Path, tmp_path: Path) -> None:
    text = "# Port\nThe port of Marlow closed its lock on Monday.\n=> https://a.example/port Port\n"
    (tmp_path / "brief.gmi").write_text(text, encoding="utf-8")
    finished = _citecheck(extended, tmp_path, "extract", "brief.gmi")
    assert finished.returncode == 0, finished.stderr
    assert "[link 1]  The port of Marlow closed its lock on Monday." in finished.stdout
    assert "format: gemtext" in finished.stdout
    assert "[link 1] https://a.example/port" in finished.stdout


def test_a_check(extended: Path, tmp_path: Path) -> None:
    page = "The port of Marlow closed its old lock on Monday after a storm."
    claim = "After a storm the port of Marlow closed its old lock on Monday"
    claims = [f"{claim}.", f"{claim}!"]
    given = "".join(json.dumps({"claim": claim, "source": page}) + "\n" for claim in claims)
    finished = _citecheck(extended, tmp_path, "match", given=given)
    assert finished.returncode == 0, finished.stderr
    calm, loud = map(json.loads, finished.stdout.splitlines())
    assert calm["verdict"] == "supported"
    assert loud["verdict"] == "partially_supported"
    assert "the source does not shout" in json.dumps(loud)


def test_a_report_format(extended: Path, tmp_path: Path) -> None:
    finished = _citecheck(extended, tmp_path, "demo", "--format", "tally")
    assert finished.returncode == 0, finished.stderr
    assert re.search(r"^contradicted: [1-9]", finished.stdout, re.MULTILINE)
    assert "tally" in _citecheck(extended, tmp_path, "check", "--help").stdout


def test_an_audit_input(extended: Path, tmp_path: Path) -> None:
    brief = "The lock was closed on Monday [1].\n\nSources:\n[1] http://127.0.0.1:9/port\n"
    (tmp_path / "all.txt").write_text(f"{brief}\n%%\n{brief}", encoding="utf-8")
    audit = ("audit", "--store", "a.sqlite", "--input")
    finished = _citecheck(extended, tmp_path, *audit, "pasted=all.txt")
    assert "2 briefs" in finished.stdout + finished.stderr, finished.stderr
    wrong = _citecheck(extended, tmp_path, *audit, "mail=all.txt")
    assert wrong.returncode == 2
    assert "pasted" in wrong.stderr
