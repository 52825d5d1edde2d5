"""How fast 500 references are fetched, beside a bare httpx client with the same limits.

    python bench/fetch.py [--runs N]

The references are on 60 hosts (127.0.0.1 to 127.0.0.60) served by a process of its own, which
answers each request after 50 ms with 40 kB of HTML, compressed. The bare client downloads the same
URLs with the same limits (40 connections, 2 requests at once to a host) and keeps nothing. Prints
the wall-clock and processor times of both (the best of the runs, which alternate) and the ratios.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import httpx

from citecheck.model import SourceStatus
from citecheck.sources import FetchSettings, fetch_all

REFERENCES, HOSTS, LATENCY = 500, 60, 0.05


def page() -> bytes:
    words = random.Random(1)
    text = " ".join("".join(words.choices("abcdefghij", k=6)) for _ in range(5700))
    return gzip.compress(f"<html><body><p>{text}</p></body></html>".encode(), 6)


async def serve() -> None:
    body = page()
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
        b"Content-Length: %d\r\n\r\n" % len(body)
    )

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                await asyncio.sleep(LATENCY)
                writer.write(head + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(answer, "0.0.0.0", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def bare(urls: list[str], settings: FetchSettings) -> None:
    async def run() -> None:
        limits = httpx.Limits(
            max_connections=settings.concurrency, max_keepalive_connections=settings.concurrency
        )
        hosts: dict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(settings.per_host)
        )
        async with httpx.AsyncClient(limits=limits, timeout=settings.timeout) as client:

            async def one(url: str) -> None:
                async with hosts[httpx.URL(url).host]:
                    assert len((await client.get(url)).content) > 30_000

            await asyncio.gather(*map(one, urls))

    asyncio.run(run())


def ours(urls: list[str], settings: FetchSettings) -> None:
    with tempfile.TemporaryDirectory() as cache:
        limits = FetchSettings(
            allow_private_hosts=True,
            cache_dir=Path(cache),
            concurrency=settings.concurrency,
            per_host=settings.per_host,
        )
        found = fetch_all(urls, limits)
    assert all(source.status is SourceStatus.OK for source in found.values())


def timed(work: Callable[[], None]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        asyncio.run(serve())
        return
    server = subprocess.Popen(
        [sys.executable, __file__, "--serve"], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    port = int(server.stdout.readline())
    urls = [f"http://127.0.0.{1 + n % HOSTS}:{port}/{n}" for n in range(REFERENCES)]
    settings = FetchSettings()
    try:
        runs = [
            (timed(lambda: bare(urls, settings)), timed(lambda: ours(urls, settings)))
            for _ in range(arguments.runs)
        ]
    finally:
        server.terminate()
    bare_wall, ours_wall = (min(run[which][0] for run in runs) for which in (0, 1))
    bare_cpu, ours_cpu = (min(run[which][1] for run in runs) for which in (0, 1))
    print(f"{REFERENCES} references on {HOSTS} hosts, {LATENCY * 1000:.0f} ms latency")
    print(f"bare httpx  {bare_wall:6.2f} s  (processor {bare_cpu:.2f} s)")
    print(f"citecheck   {ours_wall:6.2f} s  (processor {ours_cpu:.2f} s)")
    print(f"ratio       {ours_wall / bare_wall:6.2f}    (processor {ours_cpu / bare_cpu:.2f})")


if __name__ == "__main__":
    main()
