"""Whatever tells a person to install something names this distribution, or a clone of it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOLD = re.compile(r"pip install (?!-q)(?:-e |--quiet )?(?P<what>'[^'\n]+'|\"[^\"\n]+\"|[^\s`\"]+)")
CLONE = re.compile(r"\.(?:\[[a-z,]+\])?|\./citecheck|\$ACTION_PATH")
OTHERS = {"fsspec", "onnxruntime"}  # told by their own names


def told() -> list[tuple[str, str]]:
    """Every `pip install` of the documentation, the messages, the hooks and the action."""
    files = [ROOT / "README.md", ROOT / "action.yml", *(ROOT / "docs").rglob("*.md")]
    files += [*(ROOT / "src").rglob("*.py"), *ROOT.glob(".pre-commit*.yaml")]
    return [
        (str(path.relative_to(ROOT)), match["what"].strip("'\"."))
        if not CLONE.fullmatch(match["what"].strip("'\""))
        else (str(path.relative_to(ROOT)), ".")
        for path in files
        for match in TOLD.finditer(path.read_text(encoding="utf-8"))
    ]


def test_every_pip_install_names_this_distribution_or_a_clone_and_extras_that_there_are() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = set(project["optional-dependencies"])
    found = told()
    assert len(found) > 15
    for file, what in found:
        if what == "." or what in OTHERS:
            continue
        named = re.fullmatch(r"(?P<name>[\w-]+)(?:\[(?P<extras>[a-z,]+)\])?( @ git\+URL)?", what)
        assert named, (file, what)
        assert named["name"] == project["name"], (file, what)
        assert set(filter(None, (named["extras"] or "").split(","))) <= extras, (file, what)


def test_the_name_is_not_the_one_that_belongs_to_another_project() -> None:
    """`citecheck` on PyPI is another project; the import and the command keep that name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["name"] == "citecheck-briefs"
    assert set(project["scripts"]) == {"citecheck"}


def test_extras_of_extras_are_of_this_distribution() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    every = [line for lines in project["optional-dependencies"].values() for line in lines]
    ours = [line for line in every if line.startswith("citecheck")]
    assert len(ours) >= 2
    assert all(line.startswith(f"{project['name']}[") for line in ours)


def test_the_command_runs_from_the_package_whatever_the_distribution_is_called() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "citecheck", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("citecheck ")
