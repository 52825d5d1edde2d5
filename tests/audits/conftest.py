"""Sites, an archive and the command for the tests of audits."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from servers.database import postgres
from servers.web import Site, site

SOURCE = Path(__file__).resolve().parents[2] / "src" / "citecheck"
Cite = Callable[..., "subprocess.CompletedProcess[str]"]
Start = Callable[..., "subprocess.Popen[str]"]
Audit = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def sites() -> Iterator[list[Site]]:
    """Three hosts."""
    with ExitStack() as stack:
        yield [stack.enter_context(site()) for _ in range(3)]


@pytest.fixture(scope="session")
def database_server() -> Iterator[str]:
    """A PostgreSQL server."""
    with postgres() as url:
        yield url


@pytest.fixture
def database(database_server: str) -> str:
    """The URL of an empty PostgreSQL database."""
    import psycopg

    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(f"{database_server}postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{database_server}{name}"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start `citecheck ARGUMENTS` in a process group of its own; what is left is killed."""
    started: list[subprocess.Popen[str]] = []
    kept = {k: v for k, v in os.environ.items() if not k.startswith("CITECHECK_")}

    def begin(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "citecheck", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
            cwd=tmp_path,
            env={**kept, "CITECHECK_CACHE_DIR": str(tmp_path / "cache")},
            start_new_session=True,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def cite(tmp_path: Path) -> Cite:
    """Run any command of citecheck; `package` is a folder with another citecheck in it."""

    def run(*arguments: str, package: Path | None = None) -> subprocess.CompletedProcess[str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("CITECHECK_")}
        if package is not None:
            kept["PYTHONPATH"] = str(package)
        finished = subprocess.run(
            [sys.executable, "-m", "citecheck", *arguments],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            cwd=tmp_path,
            env={**kept, "CITECHECK_CACHE_DIR": str(tmp_path / "cache"), "COLUMNS": "200"},
            timeout=300,
            check=False,
        )
        assert "Traceback" not in finished.stderr, finished.stderr
        return finished

    return run


@pytest.fixture
def other_model(tmp_path: Path) -> Path:
    """A folder with a citecheck whose model calls nothing supported."""
    package = tmp_path / "other" / "citecheck"
    shutil.copytree(SOURCE, package, ignore=shutil.ignore_patterns("__pycache__"))
    weights = package / "matching" / "data" / "weights.json"
    value = json.loads(weights.read_text())
    for answer in value["questions"]["supported"].values():
        answer["bias"] = -40.0
    weights.write_text(json.dumps(value))
    return package.parent


@pytest.fixture
def audit(start: Start) -> Audit:
    """Run `citecheck audit ARGUMENTS` to its end."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        process = start("audit", "--allow-private-hosts", *arguments)
        stdout, stderr = process.communicate(timeout=300)
        assert "Traceback" not in stderr, stderr
        return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)

    return run
