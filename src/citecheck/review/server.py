"""Serves a review on 127.0.0.1, to the one browser that was given the address.

Python's own http.server is enough: a few people, four routes, no streaming; it adds nothing to
install. A page with scripts sends its forms and asks for the state by `fetch` and gets JSON;
without scripts the same forms lead to the page anew. What keeps others out:

* the port is random and the path starts with a random token, so that no other page can name it;
* a request must name this host (no other name can be bound to this address to read it), and one
  that records must not come from another origin;
* no cookie is set, no answer is cached, framed, or shared with another origin.
"""

from __future__ import annotations

import hmac
import json
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, quote

from citecheck.errors import CitecheckError
from citecheck.reports.html import content_security_policy
from citecheck.review.session import Given, Refused, Session

MAX_FORM_BYTES = 100_000
_HOST = "127.0.0.1"
_GET, _POST = ("", "state"), ("decide", "undo")
_JSON = "application/json"


@contextmanager
def serve(session: Session) -> Iterator[str]:
    """Serve a review while the block runs; yields its address, which holds the token."""
    token = secrets.token_urlsafe(24)
    server = _Server((_HOST, 0), _handler(session, token))
    thread = Thread(target=server.serve_forever, args=(0.1,), daemon=True)
    thread.start()
    try:
        yield f"http://{_HOST}:{server.server_address[1]}/{token}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle of an answer is no error."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


def _handler(session: Session, token: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        server_version, sys_version = "citecheck", ""
        error_message_format, error_content_type = "%(code)d %(message)s\n", "text/plain"
        timeout = 20  # seconds that a connection may be silent

        def do_GET(self) -> None:
            """Show the page, or what has been decided as JSON."""
            path = self._path(_GET)
            if path == "":
                self._page(HTTPStatus.OK)
            elif path == "state":
                self._state()

        def do_POST(self) -> None:
            """Record a decision or take one back, and lead back to its claim."""
            path = self._path(_POST)
            given = None if path is None else self._form()
            if given is None:
                return
            try:
                (session.undo if path == "undo" else session.decide)(given)
            except Refused as problem:
                self._refuse(HTTPStatus.UNPROCESSABLE_ENTITY, given, problem)
            except CitecheckError as problem:
                self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, given, Refused(str(problem)))
            else:
                if self._wants_json():
                    self._state()
                    return
                self.send_response(HTTPStatus.SEE_OTHER)
                self.send_header("Location", f"/{token}/#{quote(given.claim)}")
                self._finish(b"")

        def _wants_json(self) -> bool:
            return self.headers.get("Accept", "") == _JSON

        def _refuse(self, status: HTTPStatus, given: Given, problem: Refused) -> None:
            if not self._wants_json():
                self._page(status, (given, problem))
                return
            self._json(status, {"problem": str(problem), "field": problem.field})

        def _state(self) -> None:
            """What has been decided; nothing when the asker has that already."""
            known = parse_qs(self.path.partition("?")[2]).get("version", [""])[0]
            try:
                changed = self.command == "POST" or known != session.version()
                answer = session.state() if changed else {"version": known}
            except CitecheckError as problem:
                self._json(HTTPStatus.INTERNAL_SERVER_ERROR, {"problem": str(problem)})
                return
            self._json(HTTPStatus.OK, answer)

        def _json(self, status: HTTPStatus, value: object) -> None:
            self.send_response(status)
            self.send_header("Content-Type", _JSON)
            self._finish(json.dumps(value).encode())

        def _path(self, allowed: tuple[str, ...]) -> str | None:
            """The path below the token, when the request may be made; else None, answered."""
            own = f"{_HOST}:{self.server.server_address[1]}"  # type: ignore[index]
            wanted, _, rest = self.path.partition("?")[0].lstrip("/").partition("/")
            if self.headers.get("Host") != own:
                self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "This is not that host")
            elif self.headers.get("Origin", f"http://{own}") != f"http://{own}":
                self.send_error(HTTPStatus.FORBIDDEN, "Not from another origin")
            elif not hmac.compare_digest(wanted.encode(), token.encode()) or rest not in (
                *_GET,
                *_POST,
            ):
                self.send_error(HTTPStatus.NOT_FOUND, "Not found")
            elif rest not in allowed:
                self.send_error(HTTPStatus.METHOD_NOT_ALLOWED, f"Not by {self.command}")
            else:
                return rest
            return None

        def _form(self) -> Given | None:
            """The fields sent; None when the request was answered as wrong."""
            length = self.headers.get("Content-Length", "")
            kind = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            if kind != "application/x-www-form-urlencoded":
                self.send_error(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send a form")
                return None
            if not length.isascii() or not length.isdigit():
                self.send_error(HTTPStatus.LENGTH_REQUIRED, "Give the length")
                return None
            if int(length) > MAX_FORM_BYTES:
                self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Too large")
                return None
            body = self.rfile.read(int(length))
            try:
                fields = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=20)
            except ValueError:
                self.send_error(HTTPStatus.BAD_REQUEST, "Not a form")
                return None
            names = ("claim", "kind", "by", "why")
            return Given(*(fields.get(name, [""])[0].replace("\r\n", "\n") for name in names))

        def _page(self, status: HTTPStatus, refused: tuple[Given, Refused] | None = None) -> None:
            try:
                text = session.page("decide", refused=refused)
            except CitecheckError as problem:  # the file of decisions cannot be read
                self.send_error(HTTPStatus.INTERNAL_SERVER_ERROR, str(problem))
                return
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self._finish(text.encode("utf-8", "replace"))

        def _finish(self, body: bytes) -> None:
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def end_headers(self) -> None:
            """Every answer, errors among them, says that nothing of it is for others."""
            policy = f"{content_security_policy(forms=True)}; frame-ancestors 'none'"
            self.send_header("Content-Security-Policy", policy)
            self.send_header("Cache-Control", "no-store")
            self.send_header("Referrer-Policy", "same-origin")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Cross-Origin-Opener-Policy", "same-origin")
            self.send_header("Cross-Origin-Resource-Policy", "same-origin")
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """The terminal is for the address and for Ctrl-C."""

    return Handler
