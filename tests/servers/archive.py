"""A web archive with a Memento TimeGate (RFC 7089), one kind that names copies as the Wayback
Machine does and one that names them by number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler

from servers.web import Site, site

BANNER = (
    "<!-- BEGIN WAYBACK TOOLBAR INSERT --><div>Wayback banner</div>"
    "<!-- END WAYBACK TOOLBAR INSERT -->"
)
SCRIPTS = '<script src="/static/wombat.js"></script><!-- End Wayback Rewrite JS Include -->'


@dataclass
class Archive:
    """Copies by URL, each from a time, with its status and HTML."""

    web: Site
    wayback: bool
    copies: dict[str, list[tuple[datetime, int, str]]] = field(default_factory=dict)

    @property
    def timegate(self) -> str:
        return self.web.url("/web/" if self.wayback else "/timegate/")

    def add(self, url: str, at: datetime, html: str, status: int = 200) -> None:
        self.copies.setdefault(url, []).append((at, status, html))
        self.copies[url].sort()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        found = re.match(
            r"/web/(\d{14})(id_)?/(.*)|/copy/(\d+)/(.*)|/(?:web|timegate)/(.*)", handler.path
        )
        assert found is not None, handler.path
        if found[6] is not None:
            self._negotiate(handler, found[6])
        elif found[5] is not None:
            self._show(handler, found[5], int(found[4]), raw=False)
        else:
            times = [f"{at:%Y%m%d%H%M%S}" for at, _, _ in self.copies[found[3]]]
            self._show(handler, found[3], times.index(found[1]), raw=bool(found[2]))

    def _place(self, url: str, n: int) -> str:
        if self.wayback:
            return self.web.url(f"/web/{self.copies[url][n][0]:%Y%m%d%H%M%S}/{url}")
        return self.web.url(f"/copy/{n}/{url}")

    def _negotiate(self, handler: BaseHTTPRequestHandler, url: str) -> None:
        copies = self.copies.get(url)
        if not copies:
            handler.send_error(404)
            return
        wanted = handler.headers.get("Accept-Datetime")
        n = len(copies) - 1
        if wanted is not None:
            at = parsedate_to_datetime(wanted)
            n = min(range(len(copies)), key=lambda i: abs(copies[i][0] - at))
        handler.send_response(302)
        handler.send_header("Vary", "accept-datetime")
        handler.send_header("Location", self._place(url, n))
        handler.send_header("Link", f'<{url}>; rel="original"')
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    def _show(self, handler: BaseHTTPRequestHandler, url: str, n: int, raw: bool) -> None:
        at, status, html = self.copies[url][n]
        if not raw:
            html = html.replace("<head>", f"<head>{SCRIPTS}").replace("<body>", f"<body>{BANNER}")
            html = html.replace(
                'href="http', f'href="{self.web.url("")}/web/{at:%Y%m%d%H%M%S}/http'
            )
            html += "<!--\n     FILE ARCHIVED ON 12:00:00 Jan 28, 2026 -->"
        body = html.encode()
        handler.send_response(status)
        handler.send_header("Memento-Datetime", format_datetime(at.astimezone(UTC), usegmt=True))
        links = [f'<{url}>; rel="original"']
        if n > 0:
            links.append(f'<{self._place(url, n - 1)}>; rel="prev memento"; datetime="x, y"')
        handler.send_header("Link", ", ".join(links))
        handler.send_header("Content-Type", "text/html; charset=utf-8")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


@contextmanager
def archive(wayback: bool = True) -> Iterator[Archive]:
    """An archive on a free port."""
    with site() as web:
        made = Archive(web, wayback)
        web.otherwise = made.answer
        yield made
