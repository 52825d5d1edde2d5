"""Attacks by folders, settings, addresses, disks, outputs and inputs of audits."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from hostile import Attack, Page
from hostile_briefs import CLAIM, LIST
from hostile_pages import GOOD

BRIEF_OF_ONE = f"# T\n\n{CLAIM}{LIST}".encode()
CHECK = ("check", "b.md", "--offline", "--cache-dir", "cache", "--fail-on", "none")


def attacks() -> Iterator[Attack]:
    """All of them."""
    yield from _addresses()
    yield from _settings()
    yield from _places()
    yield from _outputs()
    yield from _injections()
    yield from _inputs()


# ---------------------------------------------------------------- addresses

HOSTS = (
    "127.0.0.1 localhost LOCALHOST localhost. 127.1 127.0.1 2130706433 0x7f000001 0x7f.1 0177.0.0.1"
    " 017700000001 0 0.0.0.0 127.127.127.127 [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1]"
    " [0:0:0:0:0:ffff:7f00:1] [64:ff9b::7f00:1] [2002:7f00:1::] [::127.0.0.1] 169.254.169.254"
    " 2852039166 0xa9fea9fe [fd00:ec2::254] 10.0.0.1 172.16.0.1 192.168.0.1 100.64.0.1 192.0.0.1"
    " 192.0.0.8 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255 [fe80::1] [fec0::1] [fc00::1] [ff02::1]"
    " [100::1] [2001::1] [2001:db8::1] [3fff::1] [5f00::1] １２７.0.0.1 127。0。0。1 ⑫⑦.0.0.1 %31%32%37.0.0.1"
    " 127.0.0.1%00.e.org user:pass@127.0.0.1 e.org@127.0.0.1 127.0.0.1#@e.org 127.0.0.1\\@e.org"
).split()


def _addresses() -> Iterator[Attack]:
    """Each spelling is one attack: the canary listens on this machine and may not be asked."""
    for host in HOSTS:
        brief = f"# T\n\n{CLAIM}\n\n## Sources\n\n[1] T - http://{host}:{{port}}/\n".encode()

        def prepare(folder: Path, brief: bytes = brief) -> None:
            url = (folder / "url").read_text()
            port = url.rpartition(":")[2].encode()
            (folder / "b.md").write_bytes(brief.replace(b"{port}", port))

        def holds(out: str, err: str, folder: Path) -> str:
            claims = json.loads(out)["briefs"][0]["claims"]
            return (
                "" if claims and claims[0]["verdict"] in ("unverifiable", "unresolved") else "read"
            )

        yield Attack(
            f"address {host}"[:44], "address",
            ("check", "b.md", "--cache-dir", "cache", "-f", "json", "--fail-on", "none", "--timeout", "5",
             "--retries", "0", "--no-archive"),
            {"url": b"{url}"}, {"/": Page(GOOD)}, statuses=(0,), prepare=prepare, holds=holds,
            quick=host in ("127.1", "[::ffff:127.0.0.1]"),
        )  # fmt: skip


# ---------------------------------------------------------------- settings of a stranger

DANGEROUS = {
    "allow-private-hosts": "true", "allow-files": "true", "browser": '"./evil.sh"', "render": '"always"',
    "cache-dir": '"theirs"', "save-sources": '"theirs"', "timegate": '"{url}/"', "nli": '"./model"',
    "sources": '"/etc/passwd"', "baseline": '"/etc/passwd"', "timeout": "1e9", "max-bytes": "1000000000000",
    "concurrency": "100000", "retries": "100000", "at": '"brief"', "archive": "true",
}  # fmt: skip
EVIL = b"#!/bin/sh\ntouch folder-ran ../ran /tmp/hostile-ran\n"


def _settings() -> Iterator[Attack]:
    brief = f"# T\n\n{CLAIM}\n\n## Sources\n\n[1] T - {{url}}/\n".encode()
    for name, value in DANGEROUS.items():
        for file in ("citecheck.toml", "pyproject.toml"):
            head = "[tool.citecheck]\n" if file == "pyproject.toml" else ""

            def prepare(folder: Path) -> None:
                (folder / "evil.sh").chmod(0o755)

            def holds(out: str, err: str, folder: Path, name: str = name) -> str:
                honest = [
                    line for line in err.splitlines() if "not honoured" in line and name in line
                ]
                return "" if len(honest) == 1 else f"not named: {err[:100]}"

            yield Attack(
                f"{file} {name}", "settings",
                ("check", "sub/b.md", "--cache-dir", "cache", "-f", "json", "--fail-on", "none", "--no-archive"),
                {file: f"{head}{name} = {value}\n".encode(), "sub/b.md": brief, "evil.sh": EVIL},
                {"/": Page(GOOD)}, statuses=(0,), prepare=prepare, holds=holds,
                quick=(name, file) == ("browser", "citecheck.toml"),
            )  # fmt: skip
    for name, content in {
        "deep": b"a = " + b"[" * 100_000, "numbers": b"timeout = " + b"9" * 5000, "binary": bytes(range(256)),
        "large": b"#" * 3_000_000, "dates": b"a = 9999-99-99", "control": b'fail-on = "\\u001b[31m"',
    }.items():  # fmt: skip
        yield Attack(
            f"settings {name}",
            "settings",
            CHECK,
            {"citecheck.toml": content, "b.md": BRIEF_OF_ONE},
            statuses=(2,),
            holds=one_line,
        )
    yield Attack(
        "settings pipe",
        "settings",
        CHECK,
        {"b.md": BRIEF_OF_ONE},
        statuses=(0,),
        prepare=lambda f: os.mkfifo(f / "citecheck.toml"),
    )
    yield Attack(
        "modules of the folder",
        "settings",
        CHECK,
        {
            "b.md": BRIEF_OF_ONE,
            **{
                f"{m}.py": b"raise SystemExit(99)"
                for m in ("typer", "yaml", "httpx", "email", "lxml")
            },
        },
        statuses=(0,),
        quick=True,
    )


def one_line(out: str, err: str, folder: Path) -> str:
    lines = err.splitlines()
    return "" if len(lines) == 1 and not out else f"{len(lines)} lines: {err[:200]}"


# ---------------------------------------------------------------- caches, decisions


def _places() -> Iterator[Attack]:
    def with_file(name: str, content: bytes) -> Callable[[Path], None]:
        def prepare(folder: Path) -> None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)

        return prepare

    def with_schema(folder: Path) -> None:
        (folder / "cache").mkdir()
        database = sqlite3.connect(folder / "cache" / "pages.sqlite")
        database.execute("CREATE TABLE entries (x)")
        database.close()

    def a_folder(name: str) -> Callable[[Path], None]:
        return lambda folder: (folder / name / "in").mkdir(parents=True)

    def linked(name: str, target: str) -> Callable[[Path], None]:
        def prepare(folder: Path) -> None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).symlink_to(target)

        return prepare

    def piped(name: str) -> Callable[[Path], None]:
        def prepare(folder: Path) -> None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            os.mkfifo(folder / name)

        return prepare

    states = {
        "garbage": with_file("cache/pages.sqlite", b"garbage " * 1000),
        "answers-garbage": with_file("cache/answers.sqlite", b"garbage " * 1000),
        "empty": with_file("cache/pages.sqlite", b""),
        "schema": with_schema,
        "folder": a_folder("cache/pages.sqlite"),
        "answers-folder": a_folder("cache/answers.sqlite"),
        "header-only": with_file("cache/pages.sqlite", b"SQLite format 3\0" + b"\0" * 5000),
    }
    for name, prepare in states.items():
        for words in (
            (
                "check",
                "b.md",
                "--cache-dir",
                "cache",
                "--no-archive",
                "--allow-private-hosts",
                "--fail-on",
                "none",
            ),
            ("cache", "clear", "--cache-dir", "cache"),
            ("cache", "info", "--cache-dir", "cache"),
            CHECK,
        ):
            offline = "-offline" if "--offline" in words else ""
            yield Attack(
                f"cache {name} {words[0]}{' ' + words[1] if words[0] == 'cache' else offline}", "cache", words,
                {"b.md": f"# T\n\n{CLAIM}\n\n## Sources\n\n[1] T - {{url}}/\n".encode()}, {"/": Page(GOOD)},
                statuses=(0,), asks=True, prepare=prepare, quick=name == "garbage" and words[0] == "cache",
            )  # fmt: skip
    yield Attack(
        "cache is a file",
        "cache",
        CHECK,
        {"b.md": BRIEF_OF_ONE, "cache": b"x"},
        statuses=(2,),
        holds=one_line,
    )
    for name, prepare in {
        "pipe": piped(".citecheck/decisions.jsonl"),
        "device": linked(".citecheck/decisions.jsonl", "/dev/zero"),
        "link": linked(".citecheck/decisions.jsonl", "/etc/passwd"),
        "folder-link": linked(".citecheck", "/tmp"),
        "broken-lines": with_file(".citecheck/decisions.jsonl", b"{broken\n" * 200_000),
        "deep": with_file(".citecheck/decisions.jsonl", b"[" * 200_000),
        "numbers": with_file(".citecheck/decisions.jsonl", b'{"schema": ' + b"9" * 6000 + b"}\n"),
        "conflicts": with_file(".citecheck/decisions.jsonl", b"<<<<<<< a\n=======\n>>>>>>> b\n" * 20_000),
    }.items():  # fmt: skip
        yield Attack(
            f"decisions {name}",
            "decisions",
            CHECK,
            {"b.md": BRIEF_OF_ONE},
            prepare=prepare,
            quick=name in ("pipe", "broken-lines"),
        )
    yield Attack("brief is a device", "files", ("check", "/dev/zero", *CHECK[2:]), statuses=(2,))
    yield Attack(
        "brief is a folder", "files", ("check", ".", *CHECK[2:]), statuses=(2,), holds=one_line
    )
    yield Attack(
        "brief with an odd name",
        "files",
        ("check", "b\udc80\n.md", *CHECK[2:], "-f", "json"),
        prepare=_odd_name,
        statuses=(0,),
    )


def _odd_name(folder: Path) -> None:
    (folder / "b\udc80\n.md").write_bytes(BRIEF_OF_ONE)


# ---------------------------------------------------------------- outputs


def _outputs() -> Iterator[Attack]:
    brief = {"b.md": BRIEF_OF_ONE}
    for name in (
        "terminal",
        "text",
        "json",
        "html",
        "markdown",
        "sarif",
        "junit",
        "github",
        "csv",
        "jsonl",
    ):
        yield Attack(
            f"full disk {name}",
            "output",
            (*CHECK, "-f", name),
            brief,
            statuses=(74,),
            output="/dev/full",
            holds=one_line_err,
            quick=name == "json",
        )
    yield Attack(
        "output is the brief",
        "output",
        (*CHECK, "-f", "json", "-o", "b.md"),
        brief,
        statuses=(2,),
        holds=one_line,
    )
    yield Attack(
        "output is the list",
        "output",
        (*CHECK, "--sources", "l.txt", "-f", "json", "-o", "l.txt"),
        {**brief, "l.txt": b"[1] T - https://e.org/1\n"},
        statuses=(2,),
        holds=one_line,
    )
    yield Attack(
        "output into a file",
        "output",
        (*CHECK, "-f", "json", "-o", "b.md/x"),
        brief,
        statuses=(2,),
        holds=one_line,
    )
    yield Attack(
        "output to a device",
        "output",
        (*CHECK, "-f", "json", "-o", "/dev/full"),
        brief,
        statuses=(74,),
        holds=one_line,
    )
    for columns in ("0", "1", "-5", "99999999", "x"):
        yield Attack(
            f"columns {columns}",
            "output",
            CHECK,
            brief,
            statuses=(0,),
            environment={"COLUMNS": columns},
        )


def one_line_err(out: str, err: str, folder: Path) -> str:
    return "" if len(err.splitlines()) == 1 else f"lines: {err[:200]}"


PAYLOAD = "::error::x ##[error]y \x1b[31m \x9b31m \u202e \u2066 \x07 =cmd|' /C calc'!A0 <script>alert(1)</script> @everyone [x](javascript:y)"


def _injections() -> Iterator[Attack]:
    brief = f"# {PAYLOAD}\n\n{PAYLOAD} {CLAIM}\n\n::error::{CLAIM}\n\n## Sources\n\n[1] {PAYLOAD} - https://e.org/1\n"
    for name in ("terminal", "text", "json", "html", "markdown", "sarif", "junit", "csv", "jsonl"):

        def holds(out: str, err: str, folder: Path, name: str = name) -> str:
            if any(sign in out for sign in "\x9b\u202e\u2066"):
                return "a control or direction character"
            lines = [line.strip() for line in out.splitlines()]
            if name in ("terminal", "text") and any(
                x.startswith("::") or "##[" in x for x in lines
            ):
                return "a workflow command"
            return "a script" if name == "html" and "<script>alert" in out else ""

        yield Attack(
            f"inject {name}",
            "inject",
            (*CHECK, "-f", name),
            {"b.md": brief.encode()},
            statuses=(0,),
            holds=holds,
            quick=name == "text",
        )
    for words in (
        ("extract", "b.md"),
        ("extract", "b.md", "-f", "json"),
        ("read", "b.md"),
        ("read", "b.md", "-f", "json"),
    ):

        def holds_text(out: str, err: str, folder: Path) -> str:
            bad = any(sign in out for sign in "\x9b\u202e\u2066") or any(
                x.strip().startswith("::") for x in out.splitlines()
            )
            return "a control character or a command" if bad else ""

        yield Attack(f"inject {' '.join(words)}", "inject", words, {"b.md": brief.encode()}, holds=holds_text)  # fmt: skip


# ---------------------------------------------------------------- inputs of audits


def _inputs() -> Iterator[Attack]:
    audit = (
        "audit",
        "--store",
        "out.sqlite",
        "--cache-dir",
        "cache",
        "--allow-private-hosts",
        "--jobs",
        "1",
    )
    files = {"secret.md": f"{CLAIM} secret{LIST}".encode()}

    def no_secret(out: str, err: str, folder: Path) -> str:
        store = folder / "out.sqlite"
        if not store.exists():
            return ""
        rows = (
            sqlite3.connect(store)
            .execute("SELECT count(*) FROM claims WHERE text LIKE '%secret%'")
            .fetchone()
        )
        return "a file was read that a stranger named" if rows[0] else ""

    for name, option, body in (
        (
            "list of files",
            "--urls",
            "secret.md\n/etc/passwd\n/dev/zero\n/dev/stdin\n~\nfile:///etc/passwd\n",
        ),
        (
            "sitemap of files",
            "--sitemap",
            "<sitemapindex>"
            + "".join(
                f"<sitemap><loc>{p}</loc></sitemap>"
                for p in ("secret.md", "/dev/zero", "file:///etc/passwd")
            )
            + "</sitemapindex>",
        ),
        (
            "sitemap of itself",
            "--sitemap",
            "<sitemapindex>" + "<sitemap><loc>{url}/in</loc></sitemap>" * 50 + "</sitemapindex>",
        ),
        (
            "sitemap of entities",
            "--sitemap",
            "<!DOCTYPE a [<!ENTITY a 'b'>]><urlset><url><loc>&a;</loc></url></urlset>",
        ),
        ("sitemap of nothing", "--sitemap", "<a>" * 100_000),
        (
            "feed of files",
            "--feed",
            "<rss version='2.0'><channel><item><link>/etc/passwd</link></item></channel></rss>",
        ),
        (
            "feed of dates",
            "--feed",
            "<rss version='2.0'><channel><item><link>{url}/a</link><pubDate>Fri, 31 Dec 99999 23:59:59 GMT</pubDate></item></channel></rss>",
        ),
        ("feed of garbage", "--feed", "<" * 100_000),
        ("feed that is empty", "--feed", ""),
        ("sitemap that is empty", "--sitemap", ""),
    ):
        yield Attack(
            name, "audit", (*audit, option, "{url}/in"), files,
            {"/in": Page(body.encode()), "/a": Page(GOOD)}, asks=True, statuses=(0, 1, 2), holds=no_secret,
        )  # fmt: skip
