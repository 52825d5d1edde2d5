"""What is saved can be read back, by others too, whatever happened to the files."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from citecheck.errors import SettingsError
from citecheck.model import Source, SourceStatus
from citecheck.sources import FetchSettings, fetch_all, replay_all
from citecheck.sources.exchange import Exchange
from citecheck.sources.warc import WarcReader, WarcWriter, folder_at
from citecheck.sources.warc.members import member, members
from citecheck.sources.warc.records import parse
from servers.web import Site, site

PAGE = "<p>The council met on Monday, said Zoë.</p>"
WHEN = datetime(2026, 1, 28, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def web():
    with site() as served:
        yield served


@pytest.fixture
def settings(tmp_path: Path) -> FetchSettings:
    return FetchSettings(
        allow_private_hosts=True, cache_dir=tmp_path / "cache", retries=0, timeout=5
    )


def save(urls: list[str], settings: FetchSettings, folder: Path) -> dict[str, Source]:
    with WarcWriter(folder_at(folder)) as writer:
        return fetch_all(urls, settings, save=writer.save)


def records(folder: Path) -> list[tuple[str, str, str]]:
    """Every record as (type, target, digest), read and its digests checked by warcio."""
    found = []
    for path in sorted(folder.glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.content_stream().read()
                headers = record.rec_headers
                found.append(
                    (
                        record.rec_type,
                        headers.get_header("WARC-Target-URI") or "",
                        headers.get_header("WARC-Payload-Digest") or "",
                    )
                )
    return found


def sourced(url: str, body: bytes, at: datetime = WHEN) -> tuple[Source, list[Exchange]]:
    """A source and its exchange, as fetching gives them."""
    import hashlib

    source = Source(
        url=url,
        status=SourceStatus.OK,
        http_status=200,
        final_url=url,
        fetched_at=at,
        content_type="text/plain",
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
    )
    headers = (("Content-Type", "text/plain"), ("Transfer-Encoding", "chunked"))
    return source, [Exchange(url, at, (("User-Agent", "t"),), 200, headers, body, "OK")]


class TestReplay:
    def test_every_end_comes_back_as_it_was(
        self, web: Site, settings: FetchSettings, tmp_path: Path
    ) -> None:
        web.add("/a", "", status=301, Location="/b")
        web.add("/b", gzip.compress(PAGE.encode()), Content_Encoding="gzip")
        web.add("/gone", "we moved", status=410)
        urls = [
            web.url("/a"),
            web.url("/b") + "#part",
            web.url("/gone"),
            web.url("/none"),
            "http://no-such-host.invalid/",
            "http://127.0.0.1:1/",
            "ftp://example.org/x",
            "not a url",
        ]
        live = save(urls, settings, tmp_path / "saved")
        assert [live[url].status for url in urls[:6]] == [
            SourceStatus.OK,
            SourceStatus.OK,
            SourceStatus.GONE,
            SourceStatus.NOT_FOUND,
            SourceStatus.DNS_FAILURE,
            SourceStatus.CONNECTION_FAILED,
        ]
        asked = web.requests.total()
        assert replay_all(urls, WarcReader(folder_at(tmp_path / "saved"))) == live
        assert web.requests.total() == asked

    def test_what_was_not_saved_is_said(self, web: Site, settings: FetchSettings, tmp_path: Path):
        save([web.add("/a", PAGE)], settings, tmp_path / "saved")
        other = web.url("/other")
        source = replay_all([other], WarcReader(folder_at(tmp_path / "saved")))[other]
        assert source.status is SourceStatus.NOT_CACHED
        assert str(tmp_path / "saved") in source.detail

    def test_the_look_up_nearest_to_a_date(self, tmp_path: Path) -> None:
        with WarcWriter(folder_at(tmp_path)) as writer:
            for n in range(3):
                writer.save(*sourced("http://example.org/", b"%d" % n))
                time.sleep(0.02)
        reader = WarcReader(folder_at(tmp_path))
        last, first = (
            reader.source("http://example.org/"),
            reader.source("http://EXAMPLE.org:80/", at=WHEN),
        )
        assert last is not None
        assert first is not None
        assert (first.body, last.body) == (b"0", b"2")

    def test_a_folder_without_warc_files(self, tmp_path: Path) -> None:
        with pytest.raises(SettingsError, match="--save-sources"):
            WarcReader(folder_at(tmp_path))


class TestFormat:
    def test_requests_responses_and_repeats(
        self, web: Site, settings: FetchSettings, tmp_path: Path
    ) -> None:
        save([web.add("/a", PAGE), web.add("/same", PAGE)], settings, tmp_path / "s")
        save([web.url("/a")], settings, tmp_path / "s")
        found = records(tmp_path / "s")
        kinds = Counter(kind for kind, _, _ in found)
        assert kinds == {"warcinfo": 2, "response": 1, "revisit": 2, "request": 3, "metadata": 3}
        assert len({digest for kind, _, digest in found if kind in ("response", "revisit")}) == 1
        assert {url for kind, url, _ in found if kind == "request"} == {
            web.url("/a"),
            web.url("/same"),
        }

    def test_it_says_1_1_and_one_member_a_record(self, tmp_path: Path) -> None:
        with WarcWriter(folder_at(tmp_path)) as writer:
            writer.save(*sourced("http://example.org/", b"text"))
        path = next(tmp_path.glob("*.warc.gz"))
        data = path.read_bytes()
        contents = [c for _, _, c in members(lambda at, n: data[at : at + n], 0)]
        assert len(contents) == 4
        assert all(c is not None and c.startswith(b"WARC/1.1\r\n") for c in contents)

    def test_the_index_is_sorted_cdxj_that_points_at_the_records(self, tmp_path: Path) -> None:
        with WarcWriter(folder_at(tmp_path)) as writer:
            for name in ("b", "a"):
                writer.save(*sourced(f"http://www.example.org/{name}?q=1", name.encode()))
        lines = next(tmp_path.glob("*.cdxj")).read_text().splitlines()
        assert lines == sorted(lines)
        assert lines[1].startswith("org,example,www)/a?q=1 20260128120000 {")
        entry = json.loads(lines[1].split(" ", 2)[2])
        data = (tmp_path / entry["filename"]).read_bytes()
        start = int(entry["offset"])
        content = member(data[start : start + int(entry["length"])])
        assert content is not None
        record = parse(content)
        assert record is not None
        assert (record.kind, record.payload, record.digest) == ("response", b"a", entry["digest"])

    def test_another_library_reads_it(self, tmp_path: Path) -> None:
        fastwarc = pytest.importorskip("fastwarc.warc")
        with WarcWriter(folder_at(tmp_path)) as writer:
            writer.save(*sourced("http://example.org/", b"text"))
        with next(tmp_path.glob("*.warc.gz")).open("rb") as file:
            found = [
                (str(r.record_type).rpartition(".")[2], r.verify_block_digest())
                for r in fastwarc.ArchiveIterator(file, parse_http=False)
            ]
        assert [kind for kind, _ in found] == ["warcinfo", "response", "request", "metadata"]
        assert all(good for _, good in found)

    def test_a_place_that_fsspec_knows(self, web: Site, settings: FetchSettings) -> None:
        place = f"memory://saved-{os.getpid()}"
        with WarcWriter(folder_at(place)) as writer:
            live = fetch_all([web.add("/a", PAGE)], settings, save=writer.save)
        assert replay_all([web.url("/a")], WarcReader(folder_at(place))) == live


WRITE_FOR_EVER = """
import sys
from citecheck.sources.warc import WarcWriter, folder_at
sys.path.insert(0, sys.argv[2])
from test_warc import sourced
writer = WarcWriter(folder_at(sys.argv[1]))
n = 0
while n != int(sys.argv[3]):
    writer.save(*sourced(f"http://example.org/{sys.argv[4]}/{n}", b"page %d " % n * 500))
    n += 1
    print(n, flush=True)
writer.close()
"""


def writing(folder: Path, count: int, name: str) -> subprocess.Popen[str]:
    tests = Path(__file__).parent
    return subprocess.Popen(
        [sys.executable, "-c", WRITE_FOR_EVER, str(folder), str(tests), str(count), name],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(tests.parent)},
    )


class TestCrashes:
    def test_a_killed_writer_loses_at_most_its_last_record(self, tmp_path: Path) -> None:
        process = writing(tmp_path, -1, "x")
        assert process.stdout is not None
        for _ in range(20):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.wait()
        path = next(tmp_path.glob("*.warc.gz"))
        with path.open("ab") as file:  # cut off in the middle of a record
            file.write(gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\n" * 50)[:40])
        reader = WarcReader(folder_at(tmp_path))
        for n in range(20):
            source = reader.source(f"http://example.org/x/{n}")
            assert source is not None
            assert source.body == b"page %d " % n * 500
        with WarcWriter(folder_at(tmp_path)):
            pass
        assert records(tmp_path)[-1][0] in ("response", "revisit", "request", "metadata")
        assert not list(tmp_path.glob("*.lock"))
        assert WarcReader(folder_at(tmp_path)).source("http://example.org/x/19") is not None

    def test_a_live_writer_is_left_alone(self, tmp_path: Path) -> None:
        with WarcWriter(folder_at(tmp_path)) as first:
            first.save(*sourced("http://example.org/1", b"one"))
            code = (
                "import sys; from citecheck.sources.warc import *; "
                "WarcWriter(folder_at(sys.argv[1])).close()"
            )
            subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)
            assert len(list(tmp_path.glob("*.lock"))) == 1
            first.save(*sourced("http://example.org/2", b"two"))
        reader = WarcReader(folder_at(tmp_path))
        assert all(reader.source(f"http://example.org/{n}") is not None for n in (1, 2))

    def test_processes_write_to_one_folder_at_once(self, tmp_path: Path) -> None:
        processes = [writing(tmp_path, 15, str(n)) for n in range(3)]
        assert [process.communicate()[0].count("\n") for process in processes] == [15] * 3
        records(tmp_path)
        reader = WarcReader(folder_at(tmp_path))
        for name in range(3):
            for n in range(15):
                assert reader.source(f"http://example.org/{name}/{n}") is not None

    @pytest.mark.parametrize("harm", ["lost", "cut", "broken", "foreign"])
    def test_the_index_is_not_needed(self, tmp_path: Path, harm: str) -> None:
        with WarcWriter(folder_at(tmp_path)) as writer:
            for n in range(5):
                writer.save(*sourced(f"http://example.org/{n}", b"%d" % n))
        index = next(tmp_path.glob("*.cdxj"))
        data = index.read_bytes()
        if harm == "lost":
            index.unlink()
        elif harm == "cut":
            index.write_bytes(data[: len(data) // 2])
        elif harm == "broken":
            index.write_bytes(data.replace(b'"offset"', b'"off', 1))
        else:
            index.write_bytes(data.replace(b".warc.gz", b".elsewhere"))
        reader = WarcReader(folder_at(tmp_path))
        for n in range(5):
            source = reader.source(f"http://example.org/{n}")
            assert source is not None
            assert source.body == b"%d" % n


class TestHostileFiles:
    def test_a_body_that_was_changed_is_not_given(self, tmp_path: Path) -> None:
        with WarcWriter(folder_at(tmp_path)) as writer:
            writer.save(*sourced("http://example.org/", b"rose by 12 percent"))
        path = next(tmp_path.glob("*.warc.gz"))
        data = path.read_bytes()
        changed = b"".join(
            gzip.compress((content or b"").replace(b"rose by", b"fell by"))
            for _, _, content in members(lambda at, n: data[at : at + n], 0)
        )
        path.write_bytes(changed)
        next(tmp_path.glob("*.cdxj")).unlink()
        assert WarcReader(folder_at(tmp_path)).source("http://example.org/") is None

    def test_a_bomb_is_passed_over(self, tmp_path: Path) -> None:
        with WarcWriter(folder_at(tmp_path)) as writer:
            writer.save(*sourced("http://example.org/", b"text"))
        path = next(tmp_path.glob("*.warc.gz"))
        zeros = gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\n\r\n" + b"\0" * 5_000_000)
        data = zeros + path.read_bytes()
        found = list(members(lambda at, n: data[at : at + n], 0, limit=1_000_000))
        assert found[0][2] is None
        assert len(found) == 5

    @given(st.binary(max_size=300))
    def test_any_bytes_are_no_record_or_one(self, content: bytes) -> None:
        parse(content)
        member(content)

    @given(st.integers(0, 400), st.binary(min_size=1, max_size=5))
    def test_a_record_with_other_bytes_in_it(self, at: int, other: bytes) -> None:
        from citecheck.sources.warc.records import RecordMaker

        _, exchanges = sourced("http://example.org/", b"text")
        content = gzip.decompress(RecordMaker().response(exchanges[0], "sha256:X")[0])
        parse(content[:at] + other + content[at + len(other) :])


def test_dates_keep_their_fractions(tmp_path: Path) -> None:
    at = WHEN + timedelta(microseconds=250_000)
    with WarcWriter(folder_at(tmp_path)) as writer:
        source, exchanges = sourced("http://example.org/", b"text", at)
        writer.save(replace(source, fetched_at=at), exchanges)
    entry = WarcReader(folder_at(tmp_path)).captures("http://example.org/")[0]
    assert entry.at == at
