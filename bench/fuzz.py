"""Fuzzes every reader of files from outside: nothing crashes, hangs or grows.

    python bench/fuzz.py [--seconds 60] [--seed 1] [READER…]
    python bench/fuzz.py --replay READER:NUMBER

Readers: headers, list, settings, decisions, feed, sitemap, html, text, pdf, docx, warc, brief, each
format of briefs as brief-html, brief-docx …
(these need pandoc), and match, which judges a claim (the input's first line) by the rest. Each runs
for that many seconds in a process of its own, with 2 GB of memory at most, on mutations of valid
documents (made here) and on random bytes. Every input follows from the seed and its number alone,
so that `--replay` makes it again. Beside crashes the readers' promises are checked: an end other
than success has a line that says why, offsets point at their text. An input that takes more than
20 s is a hang. Prints inputs, worst time and peak memory for each reader; exit status 1 when a
promise was broken.

PDFium itself runs in a process that `citecheck` starts for each PDF, so few inputs a second fit.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import mmap
import random
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

MEMORY = 2 << 30  # bytes
HANG = 20.0  # seconds for one input
GROWTH = 150 << 20  # bytes by which a process may grow after its first tenth
FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "demo"
TEXT = "The bridge across the sound was opened in the spring of 1998, after a delay of two years. "
TOKENS = [
    *(f"<{tag}>".encode() for tag in "p div li table tr td svg script a b h1 noscript".split()),
    *(b"</p>", b"</div>", b"<!--", b"-->", b"<![CDATA[", b"<?xml ", b"&#x110000;", b"&amp", b'"'),
    *(b"%PDF-1.7", b"endobj", b"stream\n", b"/Type", b"<<", b">>", b" 0 R", b"xref", b"%%EOF"),
    *(b"PK\x03\x04", b"<w:p>", b"<w:tbl>", b"</w:t>", b"WARC/1.1\r\n", b"Content-Length: 99999"),
    *(b"[1]", b"[1, 2-99999]", b"[^1]", b"Sources:\n", b"](http://", b"\n\n", b"| - |", b"```"),
    *(
        word.encode()
        for word in "2153.01(a) 1,2.3,4 ² ½ ٣ $1.2bn 31/02/1999 12:99 三百 “ 's".split()
    ),
    *(word.encode() for word in (" not ", " than ", " million ", " per cent ", " said ", " Ruiz ")),
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n", b"\x1b[31m", "\u202e".encode(), b"99999999999"),
]


# ---------------------------------------------------------------- valid documents


def html_seeds() -> list[bytes]:
    served = [path.read_bytes() for path in sorted((FIXTURES / "pages").rglob("*.html"))[:8]]
    paragraph = f"<p>{TEXT}</p>"
    data = json.dumps({"@type": "NewsArticle", "articleBody": TEXT * 9, "wordCount": 9})
    made = (
        f"<html lang=en><title>The bridge</title><body><nav><a href=/>Home</a></nav><article>"
        f"<h1>The bridge</h1>{paragraph * 4}<table><tr><td>1<td>2</table><ul><li>{TEXT}</ul>"
        f"<blockquote>{paragraph}</blockquote></article><div class=comments>{paragraph}</div>"
        f'<script type="application/ld+json">{data}</script><div id=root></div></body>'
    )
    return [*served, made.encode(), made.encode("utf-16"), b"<title>404 Not Found</title><p>x"]


def text_seeds() -> list[bytes]:
    return [(TEXT * 5 + "\n\n").encode() * 4, "Größe “x”\n\n".encode("cp1252") * 9, b"\f\n\n" * 9]


def pdf_seeds() -> list[bytes]:
    from reportlab.pdfgen.canvas import Canvas

    seeds = []
    for compressed in (0, 1):
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pageCompression=compressed)
        for number in range(3):
            for line in range(12):
                canvas.drawString(72, 700 - 14 * line, TEXT[: 40 + line])
                canvas.drawString(330, 700 - 14 * line, TEXT[: 30 + line])
            canvas.drawString(300, 20, str(number))
            canvas.showPage()
        canvas.save()
        seeds.append(buffer.getvalue())
    return seeds


def docx_seeds() -> list[bytes]:
    import docx

    made = docx.Document()
    made.add_heading("The bridge", 1)
    made.add_paragraph(TEXT * 3)
    made.add_table(2, 2).rows[0].cells[0].text = "Year"
    buffer = io.BytesIO()
    made.save(buffer)
    return [buffer.getvalue()]


def warc_seeds() -> list[bytes]:
    from citecheck.model import Source, SourceStatus
    from citecheck.sources.exchange import Exchange
    from citecheck.sources.warc import WarcWriter, folder_at

    moment = datetime(2024, 5, 1, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as place:
        with WarcWriter(folder_at(place)) as writer:
            for number in (1, 2):
                url = f"https://example.org/{number}"
                kinds = (("Content-Type", "text/html"),)
                exchange = Exchange(url, moment, (("Host", "example.org"),), 200, kinds, b"<p>x")
                source = Source(url, SourceStatus.OK, body=b"<p>x", fetched_at=moment)
                writer.save(source, [exchange])
        return [path.read_bytes() for path in Path(place).glob("*.warc.gz")]


def brief_seeds() -> list[bytes]:
    made = f"# Title\n\n{TEXT}[1] [2-3]. More of it [^1].\n\nSources:\n\n[1] T — https://e.org/1\n"
    return [(FIXTURES / "brief.txt").read_bytes(), made.encode()]


def match_seeds() -> list[bytes]:
    pages = [
        "The bridge was opened on 3 May 1998 by Mayor Ana Ruiz. It cost $1.2 million, 15 per cent"
        " more than planned. “We never doubted it,” said her deputy, Tom Lee, in Porto.",
        "Umsatz und Gewinn stiegen 2019 um 3,5 Prozent auf 1.203.411 Euro, teilte die Firma am 7."
        " Juli mit. Der Vorstand lehnte den Verkauf ab.",
        "Le conseil n’a pas adopté la loi, selon M. Dupont. Près de 2 000 personnes manifestaient.",
        "公司在2019年7月3日宣布收入增长百分之三点五。市长没有出席会议。",
    ]
    claims = [
        "Mayor Ana Ruiz opened the bridge in 1998, and Lee said: “We never doubted it.”",
        "It cost more than $1.5m, a third less than planned, the first in 20 years.",
        "Der Umsatz fiel im Juli 2019 auf etwa 1,2 Millionen Euro.",
        "公司收入在2019年下降了3.5%。",
    ]
    return [f"{claim}\n{page * 2}".encode() for claim in claims for page in pages]


def header_seeds() -> list[bytes]:
    plain = "Date: Wed, 01 May 2024 12:00:00 GMT\nContent-Type: text/html; charset=utf-8\n"
    made = (
        f'200\n{plain}Cache-Control: max-age=60, private\nETag: "a"\nVary: Accept\nAge: 5\n',
        f"302\n{plain}Location: https://example.org/b?c=d#e\n",
        f"429\n{plain}Retry-After: 120\n",
        f"503\n{plain}Retry-After: Wed, 01 May 2024 12:00:00 GMT\n",
        f"200\n{plain}Memento-Datetime: Wed, 01 May 2024 12:00:00 GMT\n"
        'Link: <https://e.org/a>; rel="original", <https://a.org/1>; rel="prev memento"\n',
        f"200\n{plain}Content-Encoding: gzip\nContent-Length: 20\n",
    )
    return [text.encode() for text in made]


def list_seeds() -> list[bytes]:
    """Source lists; the first byte of an input chooses the suffix that it is read by."""
    return [
        b'0[{"label": "1", "title": "T", "url": "https://e.org/1", "DOI": "10.1000/182"}]',
        b"1references:\n  - {id: 1, title: T, url: https://e.org/1, date: 2024-05-01}\n",
        b'2label,title,url\n1,T,https://e.org/1\n2,"T, U",https://e.org/2\n',
        b"3@article{key, title = {The {T}}, year = 2024, url = {https://e.org/1}}\n",
        b"4[1] T - https://e.org/1\n[2] U, 2024. https://e.org/2\n",
    ]


def settings_seeds() -> list[bytes]:
    from citecheck.settings.written import commented_toml

    plain = commented_toml().replace("\n#", "\n")
    return [plain.encode(), b"timeout = 5\nfail-on = ['contradicted']\nsources = 'l.bib'\n"]


def decision_seeds() -> list[bytes]:
    line = {"schema": "citecheck.decision/1", "kind": "accept", "by": "ab", "why": "because"}
    line |= {"brief": "b.md", "claim": "A claim.", "verdict": "contradicted", "evidence": "e"}
    line |= {"references": ["https://e.org/1"], "at": "2024-05-01T12:00:00Z"}  # type: ignore[dict-item]
    return [(json.dumps(line) + "\n").encode() * 3]


def feed_seeds() -> list[bytes]:
    rss = (
        "<rss version='2.0'><channel><title>T</title><item><title>A</title><link>https://e.org/a"
        "</link><pubDate>Wed, 01 May 2024 12:00:00 GMT</pubDate></item></channel></rss>"
    )
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='https://e.org/a'/>"
        "<updated>2024-05-01T12:00:00Z</updated></entry></feed>"
    )
    return [rss.encode(), atom.encode()]


def sitemap_seeds() -> list[bytes]:
    pages = "<url><loc>https://e.org/a</loc><lastmod>2024-05-01</lastmod></url>"
    index = "<sitemap><loc>https://e.org/sitemap</loc></sitemap>"
    texts = (f"<urlset>{pages * 3}</urlset>", f"<sitemapindex>{index * 2}</sitemapindex>")
    return [*(text.encode() for text in texts), gzip.compress(texts[0].encode())]


# ---------------------------------------------------------------- what must hold


def check_headers() -> Callable[[bytes], None]:
    import asyncio

    import httpx

    from citecheck.sources import FetchSettings
    from citecheck.sources.archive import _described, _links
    from citecheck.sources.asking import Asker

    class Answers(httpx.AsyncBaseTransport):
        """Answers with what it was given last."""

        response: httpx.Response

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            return self.response

    transport = Answers()
    asker = Asker(FetchSettings(), transport)

    def check(body: bytes) -> None:
        first, *lines = body.split(b"\n")
        status = int(first) if first.isdigit() and len(first) == 3 else 200
        pairs = [line.partition(b":") for line in lines if b":" in line]
        headers = [(name.strip() or b"x", value.strip()) for name, _, value in pairs]
        transport.response = httpx.Response(status, headers=headers, stream=_Stream(b"<p>x"))
        hop = asyncio.run(asker.ask("https://example.org/a", 5.0))
        assert hop.target or hop.source.status == "ok" or hop.source.detail, "no line"
        assert "see " not in hop.source.detail or "faults" not in hop.source.detail, "it failed"
        if hop.exchange is not None:
            _links(hop.exchange)
            _described(hop.source, [hop.exchange])

    class _Stream(httpx.AsyncByteStream):
        def __init__(self, data: bytes) -> None:
            self._data = data

        async def __aiter__(self):  # type: ignore[no-untyped-def]
            yield self._data

    return check


def passing(read: Callable[[bytes], object]) -> Callable[[bytes], None]:
    """A reader that may refuse an input in a line, and not fail on it."""
    from citecheck.errors import BriefFault, CitecheckError

    def check(body: bytes) -> None:
        try:
            read(body)
        except BriefFault:
            raise
        except CitecheckError as error:
            if "\n" in str(error):
                raise AssertionError("more than a line") from error

    return check


def check_list() -> Callable[[bytes], None]:
    from citecheck.briefs import read_references

    suffixes = ("json", "yaml", "csv", "bib", "txt")
    return passing(
        lambda body: read_references(body[1:], Path(f"l.{suffixes[sum(body[:1]) % 48 % 5]}"))
    )


def check_file(read: Callable[[Path], object], name: str) -> Callable[[bytes], None]:
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))

    def check(body: bytes) -> object:
        (folder / name).write_bytes(body)
        return read(folder / name)

    return passing(check)


def check_settings() -> Callable[[bytes], None]:
    from citecheck.settings import resolve

    return check_file(lambda path: resolve({}, path.parent, {}), "citecheck.toml")


def check_decisions() -> Callable[[bytes], None]:
    from citecheck.decisions import load

    return check_file(load, "decisions.jsonl")


def check_input(kind: str) -> Callable[[bytes], None]:
    from citecheck.audits.plan.inputs import Found, Input, walk
    from citecheck.model import Source, SourceStatus

    def read(body: bytes) -> None:
        def fetch(urls: Sequence[str]) -> dict[str, Source]:
            return {url: Source(url, SourceStatus.OK, body=body) for url in urls}

        for found in walk(Input(kind, "https://e.org/in"), fetch):
            if isinstance(found, Found):
                assert found.path.lower().startswith(("http://", "https://")), "a file is named"

    return passing(read)


def check_page(content_type: str) -> Callable[[bytes], None]:
    from citecheck import pages
    from citecheck.model import Source, SourceStatus

    def check(body: bytes) -> None:
        source = Source(
            "https://example.org/a", SourceStatus.OK, body=body, content_type=content_type
        )
        page = pages.read_here(source)
        assert page.status is SourceStatus.OK or page.detail, "a status without a line"
        for passage in page.passages:
            assert page.text[passage.start : passage.end] == passage.text, "an offset is wrong"

    return check


def check_warc() -> Callable[[bytes], None]:
    from citecheck.errors import CitecheckError
    from citecheck.sources.warc import WarcReader

    class Kept:
        """A folder with one file, in memory."""

        place = "memory"

        def __init__(self, data: bytes) -> None:
            self.data = data

        def names(self, ending: str) -> list[str]:
            return ["x.warc.gz"] if ending == ".warc.gz" else []

        def size(self, name: str) -> int:
            return len(self.data)

        def read(self, name: str, start: int = 0, length: int | None = None) -> bytes:
            if not name.endswith(".warc.gz"):
                raise FileNotFoundError(name)
            return self.data[start:] if length is None else self.data[start : start + length]

    def check(body: bytes) -> None:
        try:
            reader = WarcReader(Kept(body))  # type: ignore[arg-type]
            for number in (1, 2):
                url = f"https://example.org/{number}"
                reader.source(url)
                for entry in reader.captures(url):
                    reader.record(entry)
        except CitecheckError:
            return

    return check


def format_seeds(kind: str) -> Callable[[], list[bytes]]:
    from brief_seeds import seeds

    return lambda: seeds(kind)


def check_brief(path: str = "brief.md") -> Callable[[bytes], None]:
    from citecheck.briefs import parse
    from citecheck.errors import BriefFault, CitecheckError

    def check(body: bytes) -> None:
        try:
            brief = parse(body, path=path, links=path != "brief.md")
        except BriefFault:
            raise
        except CitecheckError:
            return
        for claim in brief.claims:
            assert 0 <= claim.start < claim.end <= len(brief.text), "an offset is wrong"

    return check


def check_match() -> Callable[[bytes], None]:
    from citecheck.languages import guess
    from citecheck.matching import assess, prepare_text

    def check(body: bytes) -> None:
        claim, _, text = body.decode("utf-8", "replace").partition("\n")
        page = prepare_text(text, language=guess(text) or "en")
        judgement = assess(claim, (page,), context=text[:300])
        assert 0 <= judgement.score <= 1, "a score is no probability"
        for evidence in judgement.evidence:
            assert page.text[evidence.start : evidence.end] == evidence.text, "an offset is wrong"

    return check


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
READERS: dict[str, tuple[Callable[[], list[bytes]], Callable[[], Callable[[bytes], None]]]] = {
    "headers": (header_seeds, check_headers),
    "list": (list_seeds, check_list),
    "settings": (settings_seeds, check_settings),
    "decisions": (decision_seeds, check_decisions),
    "feed": (feed_seeds, lambda: check_input("feed")),
    "sitemap": (sitemap_seeds, lambda: check_input("sitemap")),
    "html": (html_seeds, lambda: check_page("text/html")),
    "text": (text_seeds, lambda: check_page("text/plain")),
    "pdf": (pdf_seeds, lambda: check_page("application/pdf")),
    "docx": (docx_seeds, lambda: check_page(DOCX)),
    "warc": (warc_seeds, check_warc),
    "brief": (brief_seeds, check_brief),
    "match": (match_seeds, check_match),
    "brief-pdf": (pdf_seeds, lambda: check_brief("brief.pdf")),
    **{
        f"brief-{kind}": (format_seeds(kind), partial(check_brief, f"brief.{kind}"))
        for kind in ("markdown", "html", "docx", "odt", "latex", "rst", "ipynb", "wiki", "json")
    },
}


# ---------------------------------------------------------------- mutations


def mutated(seeds: Sequence[bytes], seed: int, number: int) -> bytes:
    """Input `number`: a valid document with a few changes, rarely random bytes."""
    dice = random.Random(seed * 1_000_003 + number)
    if dice.random() < 0.03:
        return dice.randbytes(dice.randrange(2000))
    data = dice.choice(seeds)
    unpacked = data.startswith(b"\x1f\x8b") and dice.random() < 0.7
    if data.startswith(b"PK\x03\x04") and dice.random() < 0.8:
        return _repacked(data, seeds, dice)
    members = _members(data) if unpacked else [data]
    for _ in range(dice.choice((1, 1, 2, 3, 5, 9, 20))):
        at = dice.randrange(len(members))
        members[at] = _changed(members[at], seeds, dice)
    if unpacked:
        return b"".join(gzip.compress(member, 1) for member in members)
    return members[0]


def _repacked(data: bytes, seeds: Sequence[bytes], dice: random.Random) -> bytes:
    """A ZIP archive with changes in its members, which a change of its bytes would only break."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(dice.choice((1, 1, 2, 3, 5, 9))):
        name = dice.choice([name for name in members if name.endswith(".xml")])
        members[name] = _changed(members[name], [*members.values(), *seeds], dice)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def _members(data: bytes) -> list[bytes]:
    """The records of a file of gzip members."""
    parts = re.split(rb"(?=WARC/1\.1\r\n)", gzip.decompress(data))
    return [part for part in parts if part]


def _changed(data: bytes, seeds: Sequence[bytes], dice: random.Random) -> bytes:
    start = dice.randrange(len(data) + 1)
    end = min(len(data), start + dice.choice((1, 2, 4, 16, 100, 1000, 10_000)))
    way = dice.randrange(9)
    middle = data[start:end]
    if way == 0 and middle:
        changed = bytearray(middle)
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
        middle = bytes(changed)
    elif way == 1:
        middle = dice.randbytes(len(middle))
    elif way == 2:
        middle = b""
    elif way == 3:
        middle = middle[:200] * dice.choice((2, 10, 100, 1000))
    elif way == 4:
        middle = dice.choice(TOKENS) * dice.choice((1, 1, 1, 3, 50, 3000)) + middle
    elif way == 5:
        other = dice.choice(seeds)
        place = dice.randrange(len(other) + 1)
        middle = other[place : place + dice.randrange(1, 3000)]
    elif way == 6:
        return data[:start]
    elif way == 7:
        digits = dice.choice((b"0", b"-1", b"65536", b"4294967296", b"9" * 30))
        return data[:start] + re.sub(rb"\d+", digits, data[start:], count=dice.randrange(1, 4))
    else:
        return data[:start] + data[end:] + middle
    return data[:start] + middle + data[end:]


# ---------------------------------------------------------------- processes


def work(reader: str, seconds: float, seed: int, progress: str) -> None:
    """Fuzz one reader in this process; prints its figures as JSON."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    seeds, check = READERS[reader][0](), READERS[reader][1]()
    for whole in seeds:
        check(whole)
    began = time.monotonic()
    number, worst, worst_number, early = 0, 0.0, 0, 0
    with Path(progress).open("r+b") as file, mmap.mmap(file.fileno(), 8) as counter:
        while time.monotonic() - began < seconds:
            counter[:] = number.to_bytes(8, "big")
            data = mutated(seeds, seed, number)
            at = time.monotonic()
            check(data)
            took = time.monotonic() - at
            if took > worst:
                worst, worst_number = took, number
            number += 1
            if not early and time.monotonic() - began > seconds / 10:
                early = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps([number, worst, worst_number, peak * 1024, (peak - early) * 1024]))


def run(reader: str, seconds: float, seed: int) -> bool:
    """Fuzz one reader in a process of its own; prints a line, tells whether all held."""
    with tempfile.NamedTemporaryFile() as progress, tempfile.TemporaryFile("w+") as errors:
        progress.write(bytes(8))
        progress.flush()
        command = [sys.executable, __file__, "--seed", str(seed), "--seconds", str(seconds)]
        process = subprocess.Popen(
            [*command, "--work", progress.name, reader],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        problem = _watch(process, Path(progress.name))
        number = int.from_bytes(Path(progress.name).read_bytes(), "big")
        output, _ = process.communicate()
        errors.seek(0)
        said = errors.read().strip()
    if not problem and process.returncode:
        last = said.splitlines()[-1] if said else "no message"
        problem = f"ended with {process.returncode}: {last}"
    elif not problem and said:
        problem = f"writes to standard error: {said[:80]!r}"
    if problem:
        print(f"{reader:<6} FAILED on input {number}: {problem}; --replay {reader}:{number}")
        return False
    inputs, worst, worst_number, peak, growth = json.loads(output)
    print(
        f"{reader:<6} {inputs:7} inputs in {seconds:.0f} s, worst {1000 * worst:6.0f} ms"
        f" (input {worst_number}), peak {peak / 2**20:4.0f} MB, grew by {growth / 2**20:.0f} MB"
    )
    if growth > GROWTH or worst > HANG:
        print(f"{reader:<6} FAILED: it grows or hangs")
        return False
    return True


def _watch(process: subprocess.Popen[str], progress: Path) -> str:
    """Wait for the process; end it when it stays with one input. Gives the problem, if any."""
    last, since = b"", time.monotonic()
    while process.poll() is None:
        time.sleep(0.2)
        now = progress.read_bytes()
        if now != last:
            last, since = now, time.monotonic()
        elif time.monotonic() - since > 4 * HANG:
            process.kill()
            return "it hangs"
    return ""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("readers", nargs="*", metavar="READER", help=", ".join(READERS))
    arguments.add_argument("--seconds", type=float, default=60.0)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--replay", metavar="READER:NUMBER")
    arguments.add_argument("--work", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if unknown := set(given.readers) - set(READERS):
        arguments.error(f"no such reader: {', '.join(sorted(unknown))}")
    if given.replay:
        reader, _, number = given.replay.partition(":")
        READERS[reader][1]()(mutated(READERS[reader][0](), given.seed, int(number)))
    elif given.work:
        work(given.readers[0], given.seconds, given.seed, given.work)
    else:
        held = [run(reader, given.seconds, given.seed) for reader in given.readers or READERS]
        sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
