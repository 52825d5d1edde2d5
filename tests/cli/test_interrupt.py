"""Ctrl-C in the middle of fetching: one line, exit status 130, what was saved is whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from citecheck.sources.warc import WarcReader, folder_at
from servers.web import site


def test_interrupted_while_fetching(tmp_path: Path) -> None:
    over = threading.Event()

    def hang(handler: BaseHTTPRequestHandler) -> None:
        over.wait(120)

    with site() as web:
        done, slow = web.add("/done", "<p>The council met.</p>"), web.url("/slow")
        web.pages["/slow"] = hang
        (tmp_path / "brief.txt").write_text(
            f"It met. [1] It rained. [2]\n\nSources\n1. {done}\n2. {slow}\n"
        )
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "citecheck",
                "check",
                "brief.txt",
                "--allow-private-hosts",
                "--save-sources",
                "saved",
            ],
            cwd=tmp_path,
            env={**os.environ, "CITECHECK_CACHE_DIR": str(tmp_path / "cache")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        while not (web.requests["/slow"] and list(tmp_path.glob("saved/*.cdxj"))):
            assert process.poll() is None
            time.sleep(0.05)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)  # far less than the server hangs
        over.set()
    assert process.returncode == 130
    assert out == ""
    assert "Traceback" not in err
    saved = WarcReader(folder_at(tmp_path / "saved"))
    source = saved.source(done)
    assert source is not None
    assert source.body == b"<p>The council met.</p>"
    assert not list(tmp_path.glob("saved/*.lock"))
