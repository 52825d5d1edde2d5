"""How much faster two Dask workers audit than one, in the part that the processor bounds.

    python bench/audit_cluster.py [--briefs 300] [--workers 1 2]

Needs PostgreSQL's programs. For each number of workers: a fresh database, whose pages are looked
up beforehand (a run over briefs that cite the same pages for one claim each), then an audit of the
briefs with `--max-age`, so that only judging is left. Prints seconds on the clock between the
first and the last brief that was judged.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from audit_archive import _free_port, served, write_briefs
from servers.database import postgres  # type: ignore[import-not-found]

_JUDGING = (
    "SELECT extract(epoch FROM max(r.made_at) - min(r.made_at)) FROM results r"
    " JOIN run_briefs rb ON rb.result_id = r.id WHERE rb.run_id = 2"
)


@contextmanager
def _process(*command: str, cwd: Path) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _audit(folder: Path, briefs: str, store: str, *more: str) -> float:
    command = [sys.executable, "-m", "citecheck", "audit", briefs, "--store", store]
    command += ["--bodies", "bodies", "--cache-dir", "cache", "--allow-private-hosts", *more]
    began = time.monotonic()
    finished = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if finished.returncode not in (0, 1):
        sys.exit(finished.stderr)
    return time.monotonic() - began


def main() -> None:
    import psycopg
    from distributed import Client

    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--briefs", type=int, default=300)
    arguments.add_argument("--pages", type=int, default=400)
    arguments.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    given = arguments.parse_args()
    clock: list[float] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgres())
        port = stack.enter_context(served(50))
        write_briefs(folder / "briefs", given.briefs, given.pages, 50, port)
        for path in (folder / "briefs").rglob("*.md"):
            heading, claim, sources = _parts(path.read_text(encoding="utf-8"))
            short = folder / "short" / path.name
            short.parent.mkdir(exist_ok=True)
            short.write_text(f"{heading}\n\n{claim}\n\nSources\n{sources}", encoding="utf-8")
        for workers in given.workers:
            name = f"bench_{workers}"
            with psycopg.connect(f"{server}postgres", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
            store = f"{server}{name}"
            _audit(folder, "short", store)
            address = f"tcp://127.0.0.1:{_free_port()}"
            with ExitStack() as cluster:
                scheduler = ("distributed.cli.dask_scheduler", "--host", address)
                cluster.enter_context(_process(*scheduler, "--no-dashboard", cwd=folder))
                worker = ("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny")
                for _ in range(workers):
                    cluster.enter_context(_process(*worker, "--no-dashboard", cwd=folder))
                with Client(address, timeout=60, set_as_default=False) as client:
                    client.wait_for_workers(workers, timeout=60)
                    load = ("--scheduler", address, "--max-age", "1d")
                    _audit(folder, "briefs", store, *load)
            with psycopg.connect(store) as connection:
                found = connection.execute(_JUDGING).fetchone()
                assert found is not None
                clock.append(float(found[0]))
            print(f"{workers} workers: {given.briefs} briefs in {clock[-1]:.1f} s", flush=True)
    print(f"{given.workers[-1]} workers are {clock[0] / clock[-1]:.2f} times as fast")


def _parts(text: str) -> tuple[str, str, str]:
    """A brief's heading, one claim that cites every source, its source list."""
    body, _, sources = text.partition("Sources\n")
    count = len(sources.strip().splitlines())
    markers = " ".join(f"[{n}]" for n in range(1, count + 1))
    return body.splitlines()[0], f"Nothing at all is known of this {markers}.", sources


if __name__ == "__main__":
    main()
