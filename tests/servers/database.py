"""A PostgreSQL of its own for tests: made in a temporary folder, run by a plain user."""

from __future__ import annotations

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import needs

_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")


@contextmanager
def postgres() -> Iterator[str]:
    """A running server on a free port of 127.0.0.1; yields its URL up to the database's name."""
    initdb, server = needs.program_in(_FOLDERS, "initdb"), needs.program_in(_FOLDERS, "postgres")
    user = _plain_user()
    folder = Path(tempfile.mkdtemp(prefix="citecheck-pg-"))
    try:
        if user is not None:
            shutil.chown(folder, user)
        data = folder / "data"
        run = {"user": user} if user is not None else {}
        subprocess.run(
            [initdb, "-D", str(data), "-U", "tester", "--auth=trust", "-E", "UTF8", "--no-sync"],
            check=True,
            capture_output=True,
            cwd=folder,
            **run,
        )
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        options = ["-h", "127.0.0.1", "-p", str(port), "-k", str(folder), "-F"]
        process = subprocess.Popen(
            [server, "-D", str(data), *options, "-c", "max_connections=60"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            **run,
        )
        try:
            _wait(port, process)
            yield f"postgresql://tester@127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _plain_user() -> str | None:
    """PostgreSQL refuses to run as root; then the user that its package has made runs it."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise AssertionError(f"no plain user to run PostgreSQL for {getpass.getuser()}")


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    import psycopg

    for _ in range(300):
        assert process.poll() is None, "PostgreSQL did not start"
        try:
            psycopg.connect(f"postgresql://tester@127.0.0.1:{port}/postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise AssertionError("PostgreSQL did not answer")
