"""A synthetic archive for the audit benches: briefs made from numbers, and their pages' server.

Each brief has 15 claims and 8 references. The pages are shown by one process on many addresses of
127.0.0.0/8, each of which is a host with a pace of its own; the server counts each request.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import multiprocessing.connection
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CLAIMS = 15
REFERENCES = 8
HOSTS = 500
PAGES = 20_000
_TOWNS = ("Harlow", "Merrin", "Brandt", "Quarry Hill", "Osei Falls", "Canal Row", "Valley End")
_THINGS = ("meters", "lead lines", "filters", "hydrants", "valves", "pumps", "wells", "mains")
_FACTS = 12  # on a page


def fact(page: int, number: int) -> str:
    """One sentence of a page."""
    town = _TOWNS[page % len(_TOWNS)]
    thing = _THINGS[number % len(_THINGS)]
    count = 100 + (page * 31 + number * 17) % 9000
    year = 1990 + (page + number) % 35
    kinds = (
        f"In {year} the town of {town} replaced {count} {thing} in district {page}.",
        f"The council of {town} spent ${count / 10} million on {thing} for district {page}.",
        f"About {count % 89 + 5}% of the {thing} of district {page} were worn in {year}.",
        f"Inspector Ada Number{page} called the {thing} of {town} “sound enough for {count} days”.",
    )
    return kinds[number % len(kinds)]


def page_text(page: int) -> bytes:
    """A page: a title, a menu, twelve paragraphs of one fact and two sentences of filling."""
    filling = (
        "Residents met in the hall to hear of it and went home before the rain began.",
        "The clerk kept the minutes, which anyone may read at the office on working days.",
    )
    body = "".join(f"<p>{fact(page, n)} {' '.join(filling)}</p>" for n in range(_FACTS))
    menu = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(10))
    return (
        f"<!doctype html><html lang=en><head><title>District {page}</title></head><body>"
        f"<nav><ul>{menu}</ul></nav><main><h1>District {page}</h1>{body}</main>"
        "<footer>All rights reserved.</footer></body></html>"
    ).encode()


def brief_text(number: int, pages: int, hosts: int, port: int) -> str:
    """A brief: most claims are stated, some are false, some stand nowhere."""
    cited = [(number * 7919 + n * 104_729) % pages for n in range(REFERENCES)]
    lines = [f"# Brief {number}", ""]
    for n in range(CLAIMS):
        page = cited[n % REFERENCES]
        text = fact(page, (number + n) % _FACTS)
        if n % 5 == 3:
            text = text.replace("1", "2").replace("4", "7")
        if n % 7 == 6:
            text = f"In brief {number} the whales of bay {n} sang all night to nobody."
        marker = f"[{n % REFERENCES + 1}]"
        if n % 4 == 1:
            marker += f" [{(n + 3) % REFERENCES + 1}]"
        lines.append(f"{text[:-1]} {marker}.")
        if n % 5 == 4:
            lines.append("")
    lines += ["", "Sources"]
    lines += [f"[{n + 1}] District {p} - {url_of(p, hosts, port)}" for n, p in enumerate(cited)]
    return "\n".join(lines) + "\n"


def url_of(page: int, hosts: int, port: int) -> str:
    """Where a page is shown."""
    return f"http://{address(page % hosts)}:{port}/{page}"


def address(host: int) -> str:
    """The address of a host, from 127.0.1.1 on."""
    return f"127.0.{1 + host // 200}.{1 + host % 200}"


def write_briefs(folder: Path, briefs: int, pages: int, hosts: int, port: int) -> None:
    """Write the briefs, a hundred a folder."""
    for number in range(briefs):
        path = folder / f"{number // 100:04}" / f"{number:06}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(brief_text(number, pages, hosts, port), encoding="utf-8")


def _serve(hosts: int, port: int, ready: multiprocessing.connection.Connection) -> None:
    counts: Counter[str] = Counter()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1].decode("ascii", "replace")
                writer.write(_response(path, head, counts))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def main() -> None:
        addresses = ["127.0.0.1", *(address(host) for host in range(hosts))]
        server = await asyncio.start_server(answer, addresses, port, backlog=256)
        ready.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


def _response(path: str, head: bytes, counts: Counter[str]) -> bytes:
    if path == "/counts":
        body = json.dumps(counts).encode()
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    number = path[1:]
    if not number.isdecimal():
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    counts[number] += 1
    tag = f'"{number}"'.encode()
    if b"if-none-match: " + tag in head.lower():
        return b"HTTP/1.1 304 Not Modified\r\nETag: %b\r\n\r\n" % tag
    body = page_text(int(number))
    return (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: %b\r\n"
        b"Content-Length: %d\r\n\r\n" % (tag, len(body))
    ) + body


@contextmanager
def served(hosts: int = HOSTS, port: int = 0) -> Iterator[int]:
    """Serve the pages in a process of its own; yields the port."""
    port = port or _free_port()
    context = multiprocessing.get_context("spawn")
    ready, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(hosts, port, theirs), daemon=True)
    process.start()
    try:
        if not ready.poll(30):
            raise RuntimeError("the server of the pages did not start")
        ready.recv()
        yield port
    finally:
        process.terminate()
        process.join()


def _free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def counts(port: int) -> Counter[str]:
    """How often each page was asked for, by number."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/counts") as answer:
        return Counter(json.load(answer))
