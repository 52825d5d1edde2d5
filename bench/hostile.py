"""Attacks citecheck as a hostile page, brief, folder or disk would; everything has to hold.

    python bench/hostile.py [--quick] [--only WORD] [NAME…]

Each attack runs the command line in a process of its own, in a folder and a home of its own, with a
server on this machine that a check may ask only where an attack says so. It fails on a traceback,
a hang (more than its seconds of the processor, or `WALL` on the clock), more than 500 MB of memory
(children included), a private address asked, a program run, a file written outside the folders
that the command names, an exit status that is not among its own, or where a promise of its own
does not hold (ten good verdicts beside a bad page, a line that names the problem). Prints a table;
exit status 1 when an attack got through.

The attacks themselves are in `hostile_pages.py`, `hostile_briefs.py`, `hostile_folders.py` and
`hostile_answers.py`.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

MEMORY = 500  # MB of resident memory, children included
WALL = 900.0  # seconds; a busy machine is no hang
CPU = 60.0  # seconds of the processor, unless an attack says otherwise
_LOOK = 0.05
_SMALL = 100_000  # bytes of a page in which `{url}` stands for the server's address


@dataclass(frozen=True, slots=True)
class Page:
    """What the server answers at a path."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack: what is laid out, what is run, what has to hold.

    `files` are written into the folder first, then `prepare` is called with it; `{url}` in the
    words of the command, in files and in small pages is the server's address. Files and pages that
    are large are given as functions, which are called when the attack is run. `asks` says that the
    command may ask the server, and the page at `anywhere` is shown at all paths that begin so.
    `holds` gets what was printed, and the folder, and gives the problem or nothing.
    """

    name: str
    kind: str
    command: tuple[str, ...]
    files: Mapping[str, bytes | Callable[[], bytes]] = field(default_factory=dict)
    pages: Mapping[str, Page | Callable[[], Page]] = field(default_factory=dict)
    statuses: tuple[int, ...] = (0, 1, 2)
    cpu: float = CPU
    asks: bool = False
    quick: bool = False
    prepare: Callable[[Path], None] = lambda folder: None
    holds: Callable[[str, str, Path], str] = lambda out, err, folder: ""
    output: str = ""
    stdin: bytes = b""
    anywhere: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Outcome:
    """What came of an attack; no problem is a success."""

    problem: str = ""
    cpu: float = 0.0
    wall: float = 0.0
    memory: float = 0.0


class _Quiet(ThreadingHTTPServer):
    """Says nothing of connections that a command breaks off."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing."""


class Server:
    """Serves the pages of one attack, and counts who asks."""

    def __init__(self) -> None:
        self.pages: Mapping[str, Page] = {}
        self.asked = 0
        self.anywhere = ""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.asked += 1
                begins = outer.anywhere and self.path.startswith(outer.anywhere)
                path = outer.anywhere if begins else self.path
                page = outer.pages.get(path, Page(b"<p>nothing here</p>", status=404))
                self.send_response_only(page.status)
                headers = {"Content-Type": "text/html", **page.headers}
                headers.setdefault("Content-Length", str(len(page.body)))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    self.wfile.write(page.body)
                except OSError:
                    return

            def log_message(self, *_: object) -> None:
                return

        self.server = _Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def serve(self, attack: Attack) -> None:
        """Serve the pages of an attack from now on."""
        self.anywhere = attack.anywhere
        made = {path: page() if callable(page) else page for path, page in attack.pages.items()}
        url = self.url.encode()
        self.pages = {
            path: page
            if len(page.body) > _SMALL
            else replace(page, body=page.body.replace(b"{url}", url))
            for path, page in made.items()
        }
        self.asked = 0


def run(attack: Attack, server: Server) -> Outcome:
    """Run one attack and judge what came of it."""
    server.serve(attack)
    with tempfile.TemporaryDirectory(prefix="hostile-") as place:
        folder, home = Path(place) / "folder", Path(place) / "home"
        folder.mkdir()
        home.mkdir()
        for name, content in attack.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            data = content() if callable(content) else content
            path.write_bytes(data.replace(b"{url}", server.url.encode()))
        attack.prepare(folder)
        before = _files(Path(place))
        outcome, out, err, status = _watched(attack, folder, home, server.url)
        if not outcome.problem:
            outcome.problem = (
                _general(attack, outcome, out + err, status, server)
                or _written(before, _files(Path(place)))
                or attack.holds(out, err, folder)
            )
    return outcome


def _watched(attack: Attack, folder: Path, home: Path, url: str) -> tuple[Outcome, str, str, int]:
    """Run the command, its processes watched; what it printed, and its exit status."""
    words = [word.replace("{url}", url) for word in attack.command]
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "NO_COLOR": "1",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        **attack.environment,
    }
    began, used = time.monotonic(), _children()
    outcome = Outcome()
    (home / "in").write_bytes(attack.stdin)
    with (
        (home / "in").open("rb") as given,
        (home / "out").open("wb") as out,
        (home / "err").open("wb") as err,
    ):
        target = Path(attack.output).open("wb") if attack.output else out  # noqa: SIM115
        process = subprocess.Popen(
            [sys.executable, "-m", "citecheck", *words],
            cwd=folder,
            env=environment,
            stdin=given,
            stdout=target,
            stderr=err,
        )
        while process.poll() is None:
            outcome.memory = max(outcome.memory, _memory(process.pid))
            if time.monotonic() - began > WALL or outcome.memory > 4 * MEMORY:
                process.kill()
                outcome.problem = "it hangs or explodes"
            time.sleep(_LOOK)
        if target is not out:
            target.close()
    outcome.wall = time.monotonic() - began
    outcome.cpu = _children() - used
    printed = [(home / n).read_bytes().decode("utf-8", "replace") for n in ("out", "err")]
    for name in ("in", "out", "err"):
        (home / name).unlink()
    return outcome, printed[0], printed[1], process.returncode


def _general(attack: Attack, outcome: Outcome, printed: str, status: int, server: Server) -> str:
    """What holds for all attacks."""
    if "Traceback" in printed or "panicked" in printed:
        return "a traceback is printed"
    if status not in attack.statuses:
        return f"exit status {status}: {' '.join(printed.split())[-200:]}"
    if outcome.cpu > attack.cpu:
        return f"{outcome.cpu:.0f} s of the processor"
    if outcome.memory > MEMORY:
        return f"{outcome.memory:.0f} MB"
    if server.asked and not attack.asks:
        return f"a private address was asked {server.asked} times"
    if any(sign < " " and sign not in "\n\t\r" for sign in printed):
        return "a control character is printed"
    return ""


# What a run may write: the cache and reports that the commands name, and the user's own folders.
_MAY = ("folder/cache", "folder/out", "folder/ran-by-test", "home/")


def _files(place: Path) -> dict[str, tuple[int, float]]:
    found = {}
    for path in place.rglob("*"):
        if not path.is_dir() and not path.is_fifo():
            status = path.lstat()
            found[str(path.relative_to(place))] = (status.st_size, status.st_mtime)
    return found


def _written(before: dict[str, tuple[int, float]], after: dict[str, tuple[int, float]]) -> str:
    changed = [name for name, what in after.items() if before.get(name) != what]
    lost = [name for name in before if name not in after and not name.startswith(_MAY)]
    odd = [name for name in changed if not name.startswith(_MAY)] + lost
    return f"a file was written or lost: {odd[0]}" if odd else ""


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory(root: int) -> float:
    """MB of resident memory of a process and all below it; shared pages count for each."""
    parents: dict[int, list[int]] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                fields = Path(entry.path, "stat").read_text().rpartition(")")[2].split()
                parents.setdefault(int(fields[1]), []).append(int(entry.name))
            except (OSError, IndexError):
                continue
    total, pending = 0, [root]
    while pending:
        process = pending.pop()
        pending += parents.get(process, [])
        try:
            total += int(Path(f"/proc/{process}/statm").read_text().split()[1])
        except (OSError, IndexError, ValueError):
            continue
    return total * resource.getpagesize() / 2**20


def attacks() -> Iterator[Attack]:
    """All attacks."""
    import hostile_answers
    import hostile_briefs
    import hostile_folders
    import hostile_pages

    for module in (hostile_pages, hostile_briefs, hostile_folders, hostile_answers):
        yield from module.attacks()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("names", nargs="*", metavar="NAME")
    arguments.add_argument("--quick", action="store_true", help="only those that take moments")
    arguments.add_argument("--only", default="", help="only kinds that hold this word")
    given = arguments.parse_args()
    server = Server()
    failed = count = 0
    print(f"{'kind':<10} {'attack':<44} {'cpu s':>6} {'MB':>5}  outcome")
    for attack in attacks():
        wanted = attack.name in given.names if given.names else given.only in attack.kind
        if not wanted or (given.quick and not attack.quick):
            continue
        outcome = run(attack, server)
        count += 1
        failed += bool(outcome.problem)
        said = f"FAILED: {outcome.problem}" if outcome.problem else "held"
        line = f"{attack.kind:<10} {attack.name:<44} {outcome.cpu:6.1f} {outcome.memory:5.0f}"
        print(f"{line}  {said}", flush=True)
    print(f"{count} attacks, {failed} got through")
    sys.exit(1 if failed or not count else 0)


if __name__ == "__main__":
    main()
