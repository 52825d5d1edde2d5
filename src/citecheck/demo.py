"""The example that ships: a brief, its pages, and the server that shows them on 127.0.0.1."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from citecheck.errors import CitecheckError

_HOST = "http://demo.citecheck.invalid"


def demo_files() -> Path:
    """The folder of the example: in the installed package, or in a checkout's `fixtures/demo`.

    Raises `CitecheckError` when the installation lacks it.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "demo_files", package.parents[1] / "fixtures" / "demo"):
        if (folder / "manifest.json").is_file():
            return folder
    raise CitecheckError(str(package), "the example is missing", "install citecheck again")


def prepare_brief(base_url: str, folder: Path | None = None) -> bytes:
    """The example's brief, its URLs pointing at the server at `base_url`."""
    text = ((folder or demo_files()) / "brief.txt").read_text(encoding="utf-8")
    return text.replace(_HOST, base_url).encode()


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve the example's pages on 127.0.0.1, on a free port; yields the server's URL."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(folder, manifest))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(folder: Path, manifest: dict[str, dict[str, Any]]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            entry = manifest.get(self.path.split("?")[0], {"status": 404})
            body = b"Sorry, this page cannot be shown."
            status, kind = entry.get("status", 200), "text/plain; charset=utf-8"
            if "file" in entry:
                body = (folder / "pages" / entry["file"]).read_bytes()
                kind = entry.get("type", "text/html; charset=utf-8")
            if "redirect" in entry:
                status = 302
            self.send_response(status)
            if "redirect" in entry:
                self.send_header("Location", entry["redirect"])
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Keep the terminal for the report."""

    return Handler
