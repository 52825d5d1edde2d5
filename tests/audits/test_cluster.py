"""Audits on a real Dask cluster with a real PostgreSQL; one worker is killed in the middle."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from audits import archive
from audits.conftest import Audit, Start
from audits.test_audit import requests, wait_for
from servers.web import Site


@contextmanager
def _running(*arguments: str, cwd: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "CITECHECK_CACHE_DIR": str(cwd / "worker-cache")},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def _cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    with ExitStack() as stack:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            address = f"tcp://127.0.0.1:{probe.getsockname()[1]}"
        scheduler = ("distributed.cli.dask_scheduler", "--host", address, "--no-dashboard")
        stack.enter_context(_running(*scheduler, cwd=folder))
        worker = ("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny")
        started = [
            stack.enter_context(_running(*worker, "--no-dashboard", cwd=folder))
            for _ in range(workers)
        ]
        _wait_for_workers(address, workers)
        yield address, started


def _wait_for_workers(address: str, workers: int) -> None:
    from distributed import Client

    with Client(address, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(workers, timeout=60)


def test_a_cluster_finds_what_one_machine_finds_though_a_worker_dies(
    start: Start, audit: Audit, sites: list[Site], database: str, tmp_path: Path
) -> None:
    archive.make(tmp_path / "archive", sites, briefs=60, pages=45)
    assert audit("archive", "--store", "calm.sqlite").returncode == 1
    for site in sites:
        site.requests.clear()
        site.delay = 0.1
    with _cluster(tmp_path, 3) as (address, workers):
        bodies = f"file://{tmp_path}/shared-bodies"
        process = start(
            "audit", "archive", "--allow-private-hosts", "--store", database, "--bodies", bodies,
            "--scheduler", address, "--concurrency", "4",
        )  # fmt: skip
        wait_for(database, "SELECT count(*) FROM run_briefs WHERE owner IS NOT NULL", 1, process)
        time.sleep(1.0)
        assert process.poll() is None, "it was over before a worker could be killed"
        os.killpg(workers[0].pid, signal.SIGKILL)
        stdout, stderr = process.communicate(timeout=240)
    assert process.returncode == 1, stderr
    assert "60 of 60 briefs checked" in stdout
    calm = archive.everything(tmp_path / "calm.sqlite", 1)
    assert archive.everything(database, 1) == calm
    for table in ("assessments", "results", "findings", "citations", "sources"):
        count = f"SELECT count(*) FROM {table}"
        assert archive.rows(database, count) == archive.rows(tmp_path / "calm.sqlite", count)
    asked = requests(sites)
    assert sum(asked.values()) - len(asked) <= len(asked) / 2, asked
    assert archive.rows(database, "SELECT count(*) FROM run_hosts WHERE state <> 'done'") == [(0,)]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--store", "s.sqlite", "--scheduler", "tcp://127.0.0.1:9"], "that all workers reach"),
        (["--store", "DATABASE", "--scheduler", "tcp://127.0.0.1:9"], "no scheduler answers"),
        (["--store", "DATABASE"], "say where pages are kept"),
        (["--store", "postgresql://nobody@127.0.0.1:9/x"], "cannot be opened"),
    ],
)
def test_wrong_usage_is_one_line(
    audit: Audit, database: str, tmp_path: Path, arguments: list[str], problem: str
) -> None:
    (tmp_path / "archive").mkdir()
    given = [database if word == "DATABASE" else word for word in arguments]
    if problem == "no scheduler answers":
        given += ["--bodies", "b"]
    finished = audit("archive", *given)
    assert finished.returncode == 2, finished.stdout
    assert problem in finished.stderr
    assert len(finished.stderr.strip().splitlines()) == 1, finished.stderr
