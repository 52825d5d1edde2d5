"""A server that answers as Crossref, DataCite, doi.org, PubMed, arXiv and Open Library do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from servers.web import Site, site

Json = dict[str, Any]


class Registries:
    """Records by identifier; `settings` are the variables that lead citecheck here."""

    def __init__(self, served: Site) -> None:
        self.site = served
        self.crossref: dict[str, Json] = {}
        self.datacite: dict[str, Json] = {}
        self.agencies: dict[str, str] = {}
        self.pubmed: dict[str, Json] = {}
        self.arxiv: dict[str, str] = {}
        self.books: dict[str, Json] = {}
        served.otherwise = self._answer

    @property
    def settings(self) -> dict[str, str]:
        names = ("crossref", "datacite", "doi-agency", "pubmed", "arxiv", "openlibrary")
        return {
            f"CITECHECK_{name.replace('-', '_').upper()}": self.site.url(f"/{name}/")
            for name in names
        }

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = urlsplit(handler.path)
        name, _, rest = unquote(path.path).lstrip("/").partition("/")
        query = parse_qs(path.query)
        if name == "crossref":
            self._record(handler, self.crossref.get(rest.removeprefix("works/")), "message")
        elif name == "datacite":
            work = self.datacite.get(rest.removeprefix("dois/"))
            self._record(handler, work and {"id": rest, "attributes": work}, "data")
        elif name == "doi-agency":
            agency = self.agencies.get(rest)
            said = {"RA": agency} if agency else {"status": "DOI does not exist"}
            _send(handler, 200, json.dumps([{"DOI": rest, **said}]))
        elif name == "pubmed":
            number = query["id"][0]
            wrong = {"uid": number, "error": "cannot get document summary"}
            result = {"uids": [number], number: self.pubmed.get(number, wrong)}
            _send(handler, 200, json.dumps({"header": {}, "result": result}))
        elif name == "arxiv":
            entry = self.arxiv.get(query["id_list"][0], "")
            feed = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">'
            _send(handler, 200, f"{feed}{entry}</feed>", "application/atom+xml")
        elif name == "openlibrary":
            key = query["bibkeys"][0]
            found = {key: self.books[key]} if key in self.books else {}
            _send(handler, 200, json.dumps(found))
        else:
            handler.send_error(404)

    def _record(self, handler: BaseHTTPRequestHandler, work: Json | None, field: str) -> None:
        if work is None:
            _send(handler, 404, "Resource not found.", "text/plain")
        else:
            _send(handler, 200, json.dumps({"status": "ok", field: work}))


def _send(
    handler: BaseHTTPRequestHandler, status: int, text: str, kind: str = "application/json"
) -> None:
    data = text.encode()
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


@contextmanager
def registries() -> Iterator[Registries]:
    """All of them on one free port, empty."""
    with site() as served:
        yield Registries(served)
