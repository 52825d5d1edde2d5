"""Kills checks and flips bytes in what they keep; the next run has to end and to tell the truth.

    python bench/hostile_damage.py [--times 20] [--seed 1] [--only kill|cache|saved|store]

Each damage strikes a folder in which a check of twelve pages, or an audit of twelve briefs, is
whole:

kill    SIGKILL to a check and its processes at a random moment, twenty one after the other on one
        cache, one folder of saved sources and one report; after each, the report that stands is
        whole, and what was saved replays
cache   one byte of the cache flipped: offline, then online
saved   one byte of a WARC file or its index flipped: `--from`
store   one byte of an audit's store or bodies flipped: the same audit again, and the report on it

The next run has to end by itself within its time, with an exit status of its own and no traceback,
and its report has to equal that of an undisturbed run, or name what was lost: each claim that
differs cites a source whose status and detail say so, or a line on standard error names the file.
Kills of audits are in `audit_faults.py`. Exit status 1 when one run did not hold.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from audit_archive import fact, page_text

PAGES = 12
_PAUSE = 0.05  # seconds that the server takes for a page, so that kills strike between pages
_LONGEST = 120.0  # seconds on the clock; a busy machine is no hang
_ENDS = (0, 1)
CHECK = (
    *("check", "b.md", "--cache-dir", "cache", "--allow-private-hosts", "--no-archive"),
    *("--fail-on", "none", "-f", "json"),
)
AUDIT = (
    *("audit", "briefs", "--store", "kept/store.sqlite", "--bodies", "kept/bodies", "--jobs", "1"),
    *("--cache-dir", "audit-cache", "--allow-private-hosts"),
)
REPORTS = (
    ("report", "--store", "kept/store.sqlite", "-f", "json"),
    ("report", "--store", "kept/store.sqlite", "-f", "csv", "--table", "claims"),
)
Outcomes = Iterator[tuple[str, str]]
"""What was damaged, and what did not hold, if anything."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended; `status` is None when it had to be ended."""

    status: int | None
    out: str
    err: str


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        time.sleep(_PAUSE)
        number = self.path[1:]
        body = page_text(int(number)) if number.isdigit() else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Cache-Control", "max-age=86400")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


def brief(numbers: range, port: int) -> str:
    """A brief with a claim for each page; each third is false."""
    claims = "".join(
        f"{fact(n, n).replace('1', '2') if n % 3 == 2 else fact(n, n)} [{n + 1}]\n\n"
        for n in numbers
    )
    entries = "".join(f"[{n + 1}] Page - http://127.0.0.1:{port}/{n}\n" for n in numbers)
    return f"# Waterworks\n\n{claims}## Sources\n\n{entries}"


def start(folder: Path, words: tuple[str, ...]) -> subprocess.Popen[str]:
    """Start citecheck in a session of its own, with a home below the folder."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "citecheck", *words],
        cwd=folder,
        env={**os.environ, "HOME": str(home), "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    )


def ended(process: subprocess.Popen[str], after: float = _LONGEST) -> Ended:
    """Wait for a run, and kill it with all its processes after some seconds."""
    try:
        out, err = process.communicate(timeout=after)
        return Ended(process.returncode, out, err)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        return Ended(None, out, err)


def told(report: str) -> dict[str, Any]:
    """What a report says of each claim and each source, without times and places."""
    (one,) = json.loads(report)["briefs"]
    return {
        "claims": {
            c["text"]: (c["verdict"], c["score"], c["citations"], c["reasons"])
            for c in one["claims"]
        },
        "cites": {c["text"]: c["refs"] for c in one["claims"]},
        "sources": {r["label"]: (r["source"]["status"], r["detail"]) for r in one["references"]},
    }


def differs(ran: Ended, calm: dict[str, Any], exact: bool = False) -> str:
    """What does not hold of a check's end, or nothing; `exact` where nothing may be lost."""
    if (problem := _ended_badly(ran)) or not ran.out:
        return problem or "there is no report"
    now = told(ran.out)
    lost = {label for label, said in now["sources"].items() if said != calm["sources"][label]}
    if unsaid := [
        label for label in lost if "ok" in now["sources"][label] or not all(now["sources"][label])
    ]:
        return f"the status of {unsaid[0]} says nothing: {now['sources'][unsaid[0]]}"
    if now["claims"].keys() != calm["claims"].keys():
        return "other claims"
    changed = [text for text in now["claims"] if now["claims"][text] != calm["claims"][text]]
    wrong = [text for text in changed if not lost.intersection(now["cites"][text])]
    if wrong or (exact and (lost or changed)):
        return f"other findings: {(wrong or changed or sorted(lost))[0]}"
    return ""


def _ended_badly(ran: Ended) -> str:
    if ran.status is None:
        return "it does not end"
    if "Traceback" in ran.err or "panicked" in ran.err:
        return "a traceback"
    if ran.status == 2 and all("kept/" in line for line in ran.err.splitlines()):
        return ""
    return (
        ""
        if ran.status in _ENDS
        else f"exit status {ran.status}: {' '.join(ran.err.split())[-400:]}"
    )


def flip(folder: Path, pattern: str, dice: random.Random) -> str:
    """Change one bit of a byte of one of the files; says which."""
    files = [p for p in sorted(folder.rglob(pattern)) if p.is_file() and p.stat().st_size]
    sizes = [path.stat().st_size for path in files]
    (path,) = dice.choices(files, sizes)
    data = bytearray(path.read_bytes())
    at = dice.randrange(len(data))
    data[at] ^= 1 << dice.randrange(8)
    path.write_bytes(data)
    return f"{path.name} byte {at}"


# ---------------------------------------------------------------- the four damages


def kills(folder: Path, calm: dict[str, Any], times: int, dice: random.Random) -> Outcomes:
    """Kill checks; none of their leftovers may harm."""
    words = (*CHECK, "--save-sources", "saved", "-o", "report.json")
    for place in ("cache", "saved"):
        shutil.rmtree(folder / place)
    began = time.monotonic()
    ended(start(folder, words))
    seconds = time.monotonic() - began
    for place in ("cache", "saved"):
        shutil.rmtree(folder / place)
    report = folder / "report.json"
    report.unlink()
    for _ in range(times):
        if dice.random() < 0.3:
            shutil.rmtree(folder / "cache", ignore_errors=True)
        after = dice.random() * seconds
        ran = ended(start(folder, words), after)
        name = f"after {after:.2f} s{'' if ran.status is None else ', too late'}"
        if report.exists() and (problem := differs(Ended(0, report.read_text(), ""), calm, True)):
            yield name, f"the report that stands: {problem}"
            continue
        problem = ""
        if list((folder / "saved").glob("*.warc.gz")):
            problem = differs(ended(start(folder, (*CHECK, "--from", "saved"))), calm)
        yield name, problem or differs(ended(start(folder, CHECK)), calm, True)
    yield "the next run", differs(ended(start(folder, CHECK)), calm, True)


def cache_flips(folder: Path, calm: dict[str, Any], times: int, dice: random.Random) -> Outcomes:
    """Flip bytes of the cache: offline a page may be lost, online nothing."""
    with _as_it_was(folder / "cache") as restore:
        for _ in range(times):
            restore()
            name = flip(folder / "cache", "*", dice)
            yield (
                name,
                differs(ended(start(folder, (*CHECK, "--offline"))), calm)
                or differs(ended(start(folder, CHECK)), calm, True),
            )


def saved_flips(folder: Path, calm: dict[str, Any], times: int, dice: random.Random) -> Outcomes:
    """Flip bytes of what --save-sources keeps."""
    with _as_it_was(folder / "saved") as restore:
        for _ in range(times):
            restore()
            name = flip(folder / "saved", "*", dice)
            yield name, differs(ended(start(folder, (*CHECK, "--from", "saved"))), calm)


def store_flips(folder: Path, calm: dict[str, Any], times: int, dice: random.Random) -> Outcomes:
    """Flip bytes of an audit's store and bodies: the report on it, then the audit again."""
    ended(start(folder, AUDIT))
    with _as_it_was(folder / "kept") as restore:
        first = _store_told(folder)
        ended(start(folder, AUDIT))
        second = _store_told(folder)
        for _ in range(times):
            restore()
            name = flip(folder / "kept", "*", dice)
            problem = _otherwise(_store_told(folder), first)
            if not problem:
                ran = ended(start(folder, AUDIT))
                problem = _ended_badly(ran)
                if not problem and not _is_named(ran):
                    problem = _otherwise(_store_told(folder), second)
            yield name, problem


def _store_told(folder: Path) -> list[Ended]:
    return [ended(start(folder, words)) for words in REPORTS]


def _otherwise(now: list[Ended], calm: list[Ended]) -> str:
    """What does not hold of reports on a store, or nothing."""
    for one, was in zip(now, calm, strict=True):
        if problem := _ended_badly(one):
            return problem
        if not _is_named(one) and _timeless(one.out) != _timeless(was.out):
            return "the report on the store differs and says nothing of a damage"
    return ""


def _is_named(ran: Ended) -> bool:
    return "kept/" in ran.err


def _timeless(text: str) -> str:
    return re.sub(r"20\d\d-\d\d-\d\d[T ]?[\d:.]*Z?", "", text)


@contextmanager
def _as_it_was(place: Path) -> Iterator[Callable[[], None]]:
    """Gives a function that makes a folder what it was."""
    before = place.with_name(f"{place.name}-before")
    shutil.copytree(place, before)

    def restore() -> None:
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(before, place)

    yield restore
    shutil.rmtree(before)


DAMAGES: dict[str, Callable[[Path, dict[str, Any], int, random.Random], Outcomes]] = {
    "kill": kills,
    "cache": cache_flips,
    "saved": saved_flips,
    "store": store_flips,
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--times", type=int, default=20)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--only", choices=DAMAGES)
    given = arguments.parse_args()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_port
    failed = 0
    for kind, damage in DAMAGES.items():
        if given.only not in (None, kind):
            continue
        with tempfile.TemporaryDirectory(prefix="damage-") as place:
            folder = Path(place)
            (folder / "b.md").write_text(brief(range(PAGES), port))
            (folder / "briefs").mkdir()
            for n in range(PAGES):
                text = brief(range(n % 3 * 4, n % 3 * 4 + 4), port)
                (folder / "briefs" / f"{n}.md").write_text(text)
            calm = ended(start(folder, (*CHECK, "--save-sources", "saved")))
            assert calm.status == 0, calm.err
            for name, problem in damage(
                folder, told(calm.out), given.times, random.Random(given.seed)
            ):
                failed += bool(problem)
                print(
                    f"{kind:<6} {name:<60} {'FAILED: ' + problem if problem else 'held'}",
                    flush=True,
                )
    print(f"{failed} did not hold")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
