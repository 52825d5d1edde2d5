"""A web archive that saves pages as Save Page Now 2 does, and shows what it has (Memento)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

from servers.web import Site, site

STAMP = "20260301120000"


class Archive:
    """`saved` are the URLs that were asked for; a job ends at its second look. What stands in
    `refused` ends with an error, in `slow` never, and `busy` times it asks to wait."""

    def __init__(self, served: Site) -> None:
        self.site = served
        self.saved: list[str] = []
        self.looks: dict[str, int] = {}
        self.keys: list[str] = []
        self.refused: set[str] = set()
        self.slow: set[str] = set()
        self.busy = 0
        served.otherwise = self._answer

    @property
    def base(self) -> str:
        return self.site.url("")

    def copy(self, url: str) -> str:
        return f"{self.base}/web/{STAMP}/{url}"

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        if handler.path == "/save" and handler.command == "POST":
            length = int(handler.headers["Content-Length"])
            url = parse_qs(handler.rfile.read(length).decode())["url"][0]
            self.keys.append(handler.headers.get("Authorization", ""))
            if self.busy:
                self.busy -= 1
                _send(handler, 429, {"message": "too many"}, {"Retry-After": "1"})
                return
            self.saved.append(url)
            _send(handler, 200, {"url": url, "job_id": f"job-{self.saved.index(url)}"})
        elif handler.path.startswith("/save/status/job-"):
            url = self.saved[int(handler.path.rpartition("-")[2])]
            self.looks[url] = self.looks.get(url, 0) + 1
            if url in self.refused:
                _send(handler, 200, {"status": "error", "message": "The page cannot be crawled."})
            elif url in self.slow or self.looks[url] < 2:
                _send(handler, 200, {"status": "pending"})
            else:
                ended = {"status": "success", "timestamp": STAMP, "original_url": url}
                _send(handler, 200, ended)
        else:
            handler.send_error(404)


def _send(
    handler: BaseHTTPRequestHandler,
    status: int,
    value: object,
    headers: dict[str, str] | None = None,
) -> None:
    data = json.dumps(value).encode()
    handler.send_response(status)
    for name, text in {"Content-Type": "application/json", **(headers or {})}.items():
        handler.send_header(name, text)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


@contextmanager
def saving() -> Iterator[Archive]:
    """An archive on a free port, empty."""
    with site() as served:
        yield Archive(served)
