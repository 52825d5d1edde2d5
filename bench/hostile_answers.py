"""Attacks by archives, registries and robots.txt, by saved reports and sources, by standard input,
by the names of files, and by files that a brief takes in."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from hostile import Attack, Page
from hostile_briefs import CLAIM, LIST
from hostile_folders import BRIEF_OF_ONE, PAYLOAD, one_line
from hostile_pages import _LAUGHS, GOOD

ALONE = ("--cache-dir", "cache", "--allow-private-hosts", "--retries", "0", "--timeout", "5")
LONG = "9" * 6000
DEEP = "[" * 100_000


def attacks() -> Iterator[Attack]:
    """All of them."""
    yield from _archives()
    yield from _registries()
    yield from _robots()
    yield from _saved()
    yield from _typed()
    yield from _named()
    yield from _taken_in()
    yield from _lists_that_grow()


def report_of_one(out: str, err: str, folder: Path) -> str:
    """A report with the one claim in it is there."""
    return "" if out and len(json.loads(out)["briefs"][0]["claims"]) == 1 else f"none: {err[:200]}"


def brief_to(path: str) -> bytes:
    """A brief of one claim that cites a path of the server."""
    return f"# T\n\n{CLAIM}\n\n## Sources\n\n[1] T - {{url}}{path}\n".encode()


# ---------------------------------------------------------------- answers of services


def _archives() -> Iterator[Attack]:
    secret = Page(GOOD)
    odd = "Fri, 31 Dec 9999 23:59:59 -1200"
    for name, page in {
        "links-many": Page(GOOD, {"Link": ", ".join(['<{url}/x>; rel="memento"'] * 500)}),
        "links-open": Page(GOOD, {"Link": "<" * 20_000}),
        "links-quotes": Page(GOOD, {"Link": '<x>; rel="' + "a " * 10_000}),
        "datetime-9999": Page(GOOD, {"Memento-Datetime": odd}),
        "datetime-long": Page(GOOD, {"Memento-Datetime": LONG}),
        "redirect-file": Page(b"", {"Location": "file:///etc/passwd"}, 302),
        "redirect-broken": Page(b"", {"Location": "http://[::1"}, 302),
        "redirect-surrogate": Page(b"", {"Location": "/\xed\xa0\x80"}, 302),
        "redirect-itself": Page(b"", {"Location": "/tg/"}, 302),
        "status-999": Page(b"x", {}, 999),
        "bomb": Page(gzip.compress(b"\0" * 100_000_000), {"Content-Encoding": "gzip"}),
    }.items():
        pages = {"/gone": Page(b"gone", status=404), "/secret": secret, "/tg/": page}
        yield Attack(
            f"archive {name}", "answer",
            ("check", "b.md", "--timegate", "{url}/tg/?", *ALONE, "-f", "json", "--fail-on", "none"),
            {"b.md": brief_to("/gone")}, pages, statuses=(0,), asks=True, anywhere="/tg/",
            holds=report_of_one,
        )  # fmt: skip


def _registries() -> Iterator[Attack]:
    xml = {"Content-Type": "application/xml"}
    for name, page in {
        "deep": Page(DEEP.encode()),
        "numbers": Page(b'{"message": {"title": ["T"], "issued": {"date-parts": [[' + LONG.encode() + b"]]}}}"),
        "wrong-types": Page(b'{"message": {"title": {"a": 1}, "author": 5, "issued": [[]]}}'),
        "surrogates": Page(b'{"message": {"title": ["a \\ud800"], "author": [{"family": "\\udc00"}]}}'),
        "authors": Page(json.dumps({"message": {"author": [{"family": "A"}] * 200_000}}).encode()),
        "title": Page(json.dumps({"message": {"title": ["a " * 1_000_000]}}).encode()),
        "markup": Page(json.dumps({"message": {"title": ["<" * 500_000 + PAYLOAD]}}).encode()),
        "nan": Page(b'{"message": {"issued": {"date-parts": [[NaN, Infinity]]}}}'),
        "entities": Page((_LAUGHS + "<feed>&lol9;</feed>").encode(), xml),
        "empty": Page(b""),
        "binary": Page(bytes(range(256)) * 4000),
    }.items():  # fmt: skip
        brief = (
            f"# T\n\n{CLAIM}\n\n## Sources\n\n[1] Ann Lee, T, 2021. https://doi.org/10.1000/182\n"
        )
        brief += "[2] Ann Lee, U, 2021. arXiv:2101.00001 {url}/1\n[3] B, PMID: 123456. {url}/1\n"
        yield Attack(
            f"registry {name}", "answer",
            ("check", "b.md", "--metadata", *(w for o in ("crossref", "datacite", "doi-agency", "pubmed", "arxiv", "openlibrary")
             for w in (f"--{o}", "{url}/r/")), *ALONE, "--no-archive", "-f", "json", "--fail-on", "none"),
            {"b.md": brief.encode()}, {"/1": Page(GOOD), "/r/": page}, anywhere="/r/",
            statuses=(0,), asks=True, holds=report_of_one,
        )  # fmt: skip


def _robots() -> Iterator[Attack]:
    for name, text in {
        "delay-nan": "User-agent: *\nCrawl-delay: nan\n", "delay-inf": "User-agent: *\nCrawl-delay: 1e999\n",
        "delay-long": f"User-agent: *\nCrawl-delay: {LONG}\n", "delay-superscript": "User-agent: *\nCrawl-delay: ²\n",
        "rules": "User-agent: *\n" + "Disallow: /a*b*c*d*e*f*g*$\n" * 20_000, "stars": "User-agent: *\nDisallow: /" + "*a" * 4000 + "\n",
        "agents": "User-agent: a\n" * 60_000, "line": "User-agent: *\nDisallow: /" + "%" * 500_000, "binary": "\0\ud800" * 1000,
    }.items():  # fmt: skip
        yield Attack(
            f"robots {name}", "answer",
            ("check", "b.md", "--robots", "honour", *ALONE, "--no-archive", "-f", "json", "--fail-on", "none"),
            {"b.md": brief_to("/" + "a" * 2000)},
            {"/robots.txt": Page(text.encode("utf-8", "surrogatepass"), {"Content-Type": "text/plain"}), "/" + "a" * 2000: Page(GOOD)},
            statuses=(0,), asks=True, holds=report_of_one,
        )  # fmt: skip


# ---------------------------------------------------------------- files that runs left


def _saved() -> Iterator[Attack]:
    for name, text in {
        "deep": DEEP, "numbers": '{"schema": ' + LONG + "}", "list": "[]", "empty": "", "null": "null",
        "wrong-types": '{"schema": "citecheck.report/1", "briefs": 5}', "surrogates": '{"schema": "\\ud800"}',
        "of-nothing": '{"schema": "citecheck.report/1", "version": 1, "checked_at": "9999-12-31T23:59:59-12:00", "briefs": [{}]}',
        "nan": '{"schema": NaN}', "binary": "\0" * 1000,
    }.items():  # fmt: skip
        data = text.encode()
        for words in (
            ("report", "r.json"), ("report", "r.json", "-f", "html"), ("review", "r.json"),
            ("check", "b.md", "--offline", "--cache-dir", "cache", "--baseline", "r.json"),
        ):  # fmt: skip
            yield Attack(
                f"saved report {name} {words[0]}{' html' if 'html' in words else ''}", "saved",
                words, {"r.json": data, "b.md": BRIEF_OF_ONE}, statuses=(2,), holds=one_line,
            )  # fmt: skip
    head = b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://e.org/1\r\n"
    dated = head + b"WARC-Date: 9999-12-31T23:59:59Z\r\n"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    for name, record in {
        "length-superscript": head + "Content-Length: ²\r\n\r\n".encode() + http,
        "length-long": head + b"Content-Length: " + LONG.encode() + b"\r\n\r\n" + http,
        "length-less": head + b"Content-Length: -5\r\n\r\n" + http,
        "date": dated + b"Content-Length: 40\r\n\r\n" + http,
        "bomb": dated + b"Content-Length: 99\r\n\r\n" + b"\0" * 400_000_000,
        "lines": head + b"a: b\r\n" * 300_000 + b"\r\n",
        "outcome-deep": b"WARC/1.1\r\nWARC-Type: metadata\r\nContent-Length: 100000\r\n\r\n" + DEEP.encode(),
        "nothing": b"",
        "text": b"hello",
    }.items():  # fmt: skip
        yield Attack(
            f"saved sources {name}", "saved",
            ("check", "b.md", "--from", "saved", "--cache-dir", "cache", "-f", "json", "--fail-on", "none"),
            {"b.md": BRIEF_OF_ONE, "saved/x.warc.gz": partial(gzip.compress, record, 1)},
            statuses=(0, 2), holds=lambda out, err, folder: report_of_one(out, err, folder) if out else one_line(out, err, folder),
        )  # fmt: skip
    entry = {"url": "https://e.org/1", "mime": "application/vnd.citecheck.source+json", "status": "-",
             "digest": None, "filename": "x.warc.gz", "date": "2024-05-01T00:00:00Z"}  # fmt: skip
    for name, more in {
        "far": {"offset": "9" * 18, "length": "9" * 18}, "less": {"offset": "-1", "length": "5"},
        "long": {"offset": LONG, "length": "1"}, "elsewhere": {"offset": "0", "length": "9", "filename": "../secret"},
    }.items():  # fmt: skip
        line = f"org,e)/1 20240501000000 {json.dumps(entry | more)}\n".encode()
        yield Attack(
            f"saved index {name}", "saved",
            ("check", "b.md", "--from", "saved", "--cache-dir", "cache", "-f", "json", "--fail-on", "none"),
            {"b.md": BRIEF_OF_ONE, "saved/x.warc.gz": gzip.compress(b"WARC/1.1\r\n\r\n"), "saved/x.cdxj": line, "secret": b"secret"},
            statuses=(0,), holds=report_of_one,
        )  # fmt: skip


# ---------------------------------------------------------------- standard input


def _typed() -> Iterator[Attack]:
    for name, text in {
        "deep": DEEP, "numbers": '{"id": ' + LONG + ', "claim": "a", "source": "b"}', "nul": "\0\n" * 50,
        "surrogates": '{"id": "\\ud800", "claim": "a \\udc00 b", "source": ["c \\ud800"]}',
        "types": '{"id": {}, "claim": 5, "source": {"a": 1}}\n{"claim": null}\n[]\n5\n',
        "long": json.dumps({"id": 1, "claim": "In 2021 " + "a " * 200_000, "source": "b " * 300_000}),
        "many": json.dumps({"id": 1, "claim": "a", "source": ["It rained."] * 100_000}), "line": "a" * 5_000_000,
        "payload": json.dumps({"id": PAYLOAD, "claim": PAYLOAD, "source": PAYLOAD}),
    }.items():  # fmt: skip
        yield Attack(
            f"match {name}",
            "typed",
            ("match",),
            stdin=text.encode(),
            statuses=(0, 1, 2),
            holds=_no_control,
        )
    for name, line in {
        "deep": DEEP, "numbers": '{"jsonrpc":"2.0","id":' + LONG + ',"method":"ping"}', "types": '{"jsonrpc":2,"id":{},"method":[]}\n5\nnull\n',
        "surrogates": '{"jsonrpc":"2.0","id":"\\ud800","method":"\\udc00"}', "line": "a" * 3_000_000,
    }.items():  # fmt: skip
        yield Attack(
            f"mcp {name}", "typed", ("mcp",), stdin=f"{line}\n".encode(), statuses=(0, 1, 2)
        )


def _no_control(out: str, err: str, folder: Path) -> str:
    bad = any(sign in out + err for sign in "\x9b\u202e\u2066")
    commands = [x for x in (out + "\n" + err).splitlines() if x.strip().startswith("::")]
    return "a control character or a command is printed" if bad or commands else ""


# ---------------------------------------------------------------- names, and files of files


def _named() -> Iterator[Attack]:
    name = "::error::x ##[error] \x1b[31m\u202e.md"
    text = f"# T\n\nThe council of Ravenholm approved {PAYLOAD} on 12 May 2022 [1].\n\n## Sources\n\n[1] {PAYLOAD} - {{url}}/1\n"
    page = Page(
        GOOD.replace(b"<p>", f"<p>{PAYLOAD.replace('<', '&lt;')} ".encode()),
        {"Content-Type": "text/html; charset=utf-8"},
    )
    for words in (
        ("check", name, *ALONE, "--no-archive", "--fail-on", "none"),
        ("fix", name, *ALONE), ("extract", name), ("read", "{url}/1", *ALONE), ("check", "./none/" + name),
        ("check", "b.md", "--sources", name), ("history", name, "--store", name), ("report", name),
        ("trust", name), ("cache", "info", "--cache-dir", name), ("explain", name),
    ):  # fmt: skip
        yield Attack(
            f"names {' '.join(words)}"[:44].replace("\x1b", ""), "named", words,
            {name: text.encode(), "b.md": BRIEF_OF_ONE}, {"/1": page}, statuses=(0, 1, 2), asks=True,
            holds=_no_control,
        )  # fmt: skip


def _taken_in() -> Iterator[Attack]:
    secret = f"{CLAIM} A secret."
    tex = "\\documentclass{article}\\begin{document}" + CLAIM

    def linked(folder: Path) -> None:
        for name in ("link.tex", "link.bib", "link.md"):
            (folder / "sub" / name).symlink_to(folder / "secret.tex")
        (folder / "sub" / "folder").symlink_to(folder)

    def hidden(out: str, err: str, folder: Path) -> str:
        return "a file outside the folder is in the report" if "A secret" in out else ""

    for name, file, text in (
        ("input", "b.tex", f"{tex}\\input{{../secret}}\\input{{../secret.tex}}"),
        ("input-link", "b.tex", f"{tex}\\input{{link}}\\include{{folder/secret}}\\subfile{{folder/secret.tex}}"),
        ("import", "b.tex", f"{tex}\\import{{../}}{{secret}}\\import{{folder/}}{{secret}}\\import{{/}}{{etc/passwd}}"),
        ("bibliography", "b.tex", f"{tex}\\bibliography{{../secret,link,folder/secret}}\\addbibresource{{link.bib}}"),
        ("front-matter", "b.md", f"---\nbibliography: [link.bib, ../secret.tex, folder/secret.tex]\n---\n{CLAIM}{LIST}"),
        ("rst", "b.rst", f"{CLAIM}\n\n.. include:: ../secret.tex\n\n.. literalinclude:: link.tex\n"),
        ("html", "b.html", f"<html><body><p>{CLAIM}<iframe src=../secret.tex></iframe><object data=link.tex>"),
        ("reference", "b.md", f"{CLAIM}\n\n## Sources\n\n[1] T - file:../secret.tex\n"),
        ("reference-link", "b.md", f"{CLAIM}\n\n## Sources\n\n[1] T - file:link.tex\n"),
    ):  # fmt: skip
        yield Attack(
            f"takes in {name}", "taken-in",
            ("check", f"sub/{file}", "--offline", "--cache-dir", "cache", "--allow-files", "-f", "json", "--fail-on", "none", "--uncited"),
            {f"sub/{file}": text.encode(), "secret.tex": secret.encode()}, statuses=(0,),
            prepare=linked, holds=hidden,
        )  # fmt: skip


def _lists_that_grow() -> Iterator[Attack]:
    audit = ("audit", "--store", "out.sqlite", "--jobs", "1", *ALONE[:3])
    gz = {"Content-Encoding": "gzip"}
    nested = b"<sitemapindex><sitemap><loc>{url}/%d</loc></sitemap></sitemapindex>"
    yield Attack(
        "sitemaps without end", "audit", (*audit, "--sitemap", "{url}/0"),
        pages={f"/{n}": Page(nested % (n + 1)) for n in range(3000)}, asks=True, statuses=(0, 1, 2),
    )  # fmt: skip
    for option in ("--sitemap", "--feed", "--urls"):
        for name, page in {
            "bomb": lambda: Page(gzip.compress(b"a" * 300_000_000, 1), gz),
            "twice": lambda: Page(gzip.compress(gzip.compress(b"<a>" * 30_000_000, 1)), {}),
            "long": lambda: Page(b"https://e.org/" + b"a" * 5_000_000),
            "deep": lambda: Page(b"<a>" * 600_000),
            "entities": lambda: Page((_LAUGHS + "<rss>&lol9;</rss>").encode()),
            "nul": lambda: Page(b"\0\n" * 100_000),
        }.items():
            yield Attack(
                f"{option[2:]} {name}", "audit", (*audit, option, "{url}/in"), pages={"/in": page},
                asks=True, statuses=(0, 1, 2),
            )  # fmt: skip
