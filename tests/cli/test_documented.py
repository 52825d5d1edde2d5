"""Every command that the README and the documentation show runs, as written.

Each page has a folder with the files that its commands name, made from the example that ships, and
a site on this machine. A command passes when it ends with status 0 or 1 and no word on wrong usage,
or when it serves until it is ended.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import needs
from citecheck.demo import demo_files, prepare_brief, serve

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PAGES += sorted((ROOT / "docs" / "howto").glob("*.md"))
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
SERVE = ("lsp", "review", "demo --serve", "mcp")  # these run until they are ended
ELSEWHERE = {  # what runs in another test, and where
    r"python3? -m venv|pip install": "tests/docs/test_names.py, tests/cli/test_demo.py",
    r"\.ci/run|pytest|ruff|mkdocs": "is CI itself",
    r"bench/|bench\.": "docs/bench.md says what they need",
    r"postgresql://|tcp://|s3://": "tests/audits/test_cluster.py",
    r"parquet": "tests/audits/test_store_report.py",
    r"model (?:install|remove|measure)|--nli": "tests of the entailment model",
    r"--render": "tests/cli/test_render.py",
    r"git merge|^exec |^git ": "tests/cli/test_versions.py",
    r"^source ": "the shell's own",
    r"--otel|:4318": "tests/audits/test_metrics.py",
    r"--sitemap|--feed|--table|--urls": "tests/audits/test_inputs.py",
    r"^cd |^python |tests/": "for contributors",
    r"gh |cache clear": "another program, or what other pages need",
}


def commands(page: Path) -> list[str]:
    """The commands of a page's shell blocks, lines that go on joined."""
    found = []
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        lines = block.replace("\\\n", " ").splitlines()
        found += [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return found


def elsewhere(command: str) -> str:
    return next((why for shape, why in ELSEWHERE.items() if re.search(shape, command)), "")


WITH_COMMANDS = [page for page in PAGES if any(not elsewhere(c) for c in commands(page))]


@contextmanager
def desk(folder: Path) -> Iterator[tuple[dict[str, str], str]]:
    """A folder with what the pages name; yields the environment and the site's address."""
    with serve(demo_files()) as base:
        text = prepare_brief(base).decode()
        (folder / "FOLDER").mkdir()
        (folder / "FOLDER" / "citecheck.toml").write_text("timeout = 20\n")
        for name in ("brief.md", "brief.txt", "draft.md", "draft.txt", "archive/2026/brief.md"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        for name in ("briefs/a.md", "archive/a.md"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text.replace("2029", "2028"))
        (folder / "list.bib").write_text(
            f"@misc{{1, title = {{P}}, url = {{{base}/district/faq}}}}"
        )
        (folder / "pairs.jsonl").write_text(
            '{"id": 1, "claim": "It rose.", "source": "It rose."}\n'
        )
        (folder / "bin").mkdir()
        (folder / "bin" / "pbpaste").write_text(f"#!/bin/sh\nexec cat {folder}/draft.txt\n")
        (folder / "bin" / "pbpaste").chmod(0o755)
        _document(folder / "brief.docx", text)
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("CITECHECK_")},
            "PATH": f"{folder / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}",
            "CITECHECK_ALLOW_PRIVATE_HOSTS": "true",
            "CITECHECK_CACHE_DIR": str(folder / "cache"),
            "CITECHECK_TIMEGATE": f"{base}/timegate/",
            "CITECHECK_RETRIES": "0",
            "CITECHECK_MODEL": "false",
            **{f"XDG_{name}_HOME": str(folder / "home") for name in ("CONFIG", "DATA", "STATE")},
        }
        _repository(folder)
        made = "citecheck check brief.md -f json"
        for name in ("report.json", "old.json", "baseline.json"):
            if not (folder / "report.json").exists():
                with (folder / name).open("wb") as file:
                    subprocess.run(shlex.split(made), cwd=folder, env=environment, stdout=file)
            else:
                shutil.copy(folder / "report.json", folder / name)
        yield environment, base


def _document(path: Path, text: str) -> None:
    import docx

    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(path)


def _repository(folder: Path) -> None:
    git = [needs.program("git"), "-c", "user.name=T", "-c", "user.email=t@example.org"]
    for arguments in (
        ["init", "-q"],
        ["add", "brief.md"],
        ["commit", "-q", "-m", "x"],
        ["update-ref", "refs/remotes/origin/main", "HEAD"],
        ["add", "draft.md"],
    ):
        subprocess.run([*git, *arguments], cwd=folder, check=True)


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_of_the_page_runs(page: Path, tmp_path: Path) -> None:
    problems = []
    with desk(tmp_path) as (environment, base):
        for command in commands(page):
            if elsewhere(command):
                continue
            script = command.replace("https://example.org/page", f"{base}/district/faq")
            problem = run(script, tmp_path, environment)
            if problem:
                problems.append(f"{command}\n  {problem}")
    assert not problems, "\n".join(problems)


def run(script: str, folder: Path, environment: dict[str, str]) -> str:
    """What is wrong with a command; empty when it does what it should."""
    serves = any(f"citecheck {word}" in script for word in SERVE)
    with subprocess.Popen(
        ["bash", "-c", f"exec 2>&1; {script}"], cwd=folder, env=environment, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            said, _ = process.communicate(timeout=8 if serves else 300)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 15)
            said, _ = process.communicate()
            return "" if serves else "did not end"
    if process.returncode in (0, 1) and "Traceback" not in said and "Usage:" not in said:
        return ""
    return f"status {process.returncode}: {said[-300:]}"


def test_what_runs_elsewhere_is_little() -> None:
    every = [command for page in PAGES for command in commands(page)]
    here = [command for command in every if not elsewhere(command)]
    assert len(here) > 45
    assert sum("citecheck" in command for command in here) > 0.6 * sum(
        "citecheck" in command for command in every
    )


def test_the_demo_ends_with_steps_that_work(tmp_path: Path) -> None:
    with desk(tmp_path) as (environment, _):
        done = subprocess.run(
            ["citecheck", "demo"], cwd=tmp_path, env=environment, capture_output=True, text=True,
            check=True,
        )  # fmt: skip
        steps = [
            line.strip() for line in done.stdout.splitlines() if line.startswith("  citecheck ")
        ]
        assert len(steps) == 3
        assert [run(step, tmp_path, environment) for step in steps] == ["", "", ""]
        assert "<html" in (tmp_path / "citecheck-demo.html").read_text()
        assert "[1]" in (tmp_path / "citecheck-demo.txt").read_text()
