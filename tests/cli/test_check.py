"""The whole check as a user runs it: real pages on 127.0.0.1, hostile ones among them."""

from __future__ import annotations

import gzip
import json
import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from servers.web import Site, raw, site

ARTICLE = """<html lang="en"><head><title>Bridge</title></head><body><nav><a href="/">Home</a></nav>
<article><h1>The bridge</h1><p>The council spent 4.2 million dollars on the bridge in 2019.</p>
<p>Mayor Ellen Ray opened it on 3 May 2020 before a crowd of some 900 people.</p></article>
</body></html>"""


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as served:
        yield served


def brief(tmp_path: Path, claims: list[tuple[str, str]]) -> Path:
    """A brief of claims, each with the URL that it cites."""
    path = tmp_path / "brief.md"
    text = " ".join(f"{claim} [{n}]." for n, (claim, _) in enumerate(claims, start=1))
    listed = "\n".join(f"[{n}] Source {n} - {url}" for n, (_, url) in enumerate(claims, start=1))
    path.write_text(f"# Brief\n\n{text}\n\n## Sources\n\n{listed}\n")
    return path


def checked(citecheck, path: Path, *options: str):
    finished = citecheck("check", str(path), "--format", "json", "--allow-private-hosts", *options)
    return finished, json.loads(finished.stdout)["briefs"][0]


def test_verdicts_passages_and_exit_status(citecheck, web: Site, tmp_path: Path) -> None:
    url = web.add("/bridge", ARTICLE)
    path = brief(
        tmp_path,
        [
            ("The council spent $4.2m on the bridge in 2019", url),
            ("Mayor Ellen Ray opened the bridge on 5 May 2020", url + "#top"),
            ("The bridge was painted green by volunteers from Ohio", url),
        ],
    )
    finished, report = checked(citecheck, path)
    assert finished.returncode == 1
    verdicts = [claim["verdict"] for claim in report["claims"]]
    assert verdicts == ["supported", "contradicted", "not_supported"]
    (reason, *_) = report["claims"][1]["reasons"]
    assert (reason["code"], reason["claim"], reason["source"]) == (
        "date_differs",
        "5 May 2020",
        "3 May 2020",
    )
    evidence = report["claims"][0]["citations"][0]["evidence"][0]
    assert "4.2 million dollars" in evidence["text"]
    assert web.requests["/bridge"] == 1


def test_hostile_pages_cost_their_own_claims_only(citecheck, web: Site, tmp_path: Path) -> None:
    bomb = gzip.compress(b"\0" * 100_000_000)
    web.pages["/bomb"] = _sent(bomb, {"Content-Encoding": "gzip"})
    web.pages["/loop"] = _redirect("/loop")
    web.add("/deep", "<div>" * 100_000 + "The bridge was opened by Ray." + "</div>" * 100_000)
    web.add("/gone", "no", status=410)
    web.pages["/hang"] = lambda handler: time.sleep(20)
    listener = socket.create_server(("127.0.0.1", 0))
    refused = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    listener.close()
    with raw(lambda connection: connection.close()) as reset:
        claims = [
            ("The council spent 4.2 million dollars on the bridge", web.add("/ok", ARTICLE)),
            ("The bomb went off at noon in the village", web.url("/bomb")),
            ("The loop went round and round in the village", web.url("/loop")),
            ("The bridge was opened by Ray", web.url("/deep")),
            ("The file is gone from the village archive", web.url("/gone")),
            ("The clock of the village hangs on the wall", web.url("/hang")),
            ("The reset was done by the village council", reset),
            ("The refusal was written by the village council", refused),
            ("The file was opened by the village council", "file:///etc/passwd"),
            ("The book was not put online by the village council", "no address"),
        ]
        path = brief(tmp_path, claims)
        began = time.monotonic()
        finished, report = checked(
            citecheck, path, "--timeout", "3", "--retries", "0", "--no-archive"
        )
    assert time.monotonic() - began < 60
    statuses = [reference["source"]["status"] for reference in report["references"]]
    assert statuses == [
        "ok",
        "too_large",
        "too_many_redirects",
        "ok",
        "gone",
        "timeout",
        "broken_response",
        "connection_failed",
        "refused_by_policy",
        "no_url",
    ]
    verdicts = {claim["refs"][0]: claim["verdict"] for claim in report["claims"]}
    assert verdicts.pop("1") == "supported"
    assert verdicts.pop("4") == "supported"
    assert set(verdicts.values()) == {"unverifiable"}
    assert finished.returncode == 0, "what could not be read fails only when asked to"
    assert "Traceback" not in finished.stderr


def test_the_second_run_asks_for_nothing_and_offline_neither(
    citecheck, web: Site, tmp_path: Path
) -> None:
    url = web.add("/a", ARTICLE, Cache_Control="max-age=3600")
    path = brief(tmp_path, [("The council spent 4.2 million dollars on the bridge", url)])
    _, first = checked(citecheck, path)
    _, second = checked(citecheck, path)
    _, offline = checked(citecheck, path, "--offline")
    assert web.requests["/a"] == 1
    assert first["claims"] == second["claims"] == offline["claims"]
    checked(citecheck, path, "--refresh")
    assert web.requests["/a"] == 2


def _sent(body: bytes, headers: dict[str, str]):
    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return page


def _redirect(to: str):
    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", to)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return page


def test_a_quotation_that_ends_too_soon_is_named(citecheck, web: Site, tmp_path: Path) -> None:
    page = ARTICLE.replace(
        "</article>", "<p>“The toll stays free unless the council votes,” said Ray.</p></article>"
    )
    path = brief(tmp_path, [("Ray said “the toll stays free”", web.add("/bridge", page))])
    for format_ in ("text", "markdown", "html"):
        told = citecheck("check", str(path), "--format", format_, "--allow-private-hosts").stdout
        assert "ends before the source goes on" in told
        assert "unless the council votes" in " ".join(told.split())
