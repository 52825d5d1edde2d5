"""One bad page, brief or claim is its own end; the others are checked all the same."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from citecheck import briefs, pages, pipeline
from citecheck.errors import BriefError, BriefFault
from citecheck.model import Source, SourceStatus, Verdict
from citecheck.workers import TaskFailed, Worker

FACT = "The council of Ravenholm approved the flood barrier on 12 May 2021 by 31 votes to 8."
GOOD = f"<html><title>Barrier</title><body><article><h1>Barrier</h1><p>{FACT}</p></article>"
BRIEF = "# Barrier\n\n" + "\n\n".join(f"{FACT} [{n}]" for n in range(1, 12))
BRIEF += "\n\nSources:\n\n" + "\n".join(f"[{n}] Page - https://e.org/{n}" for n in range(1, 12))


def checked(bad: bytes, content_type: str = "text/html", seconds: float = 5.0):
    def fetch(urls: Sequence[str]) -> Mapping[str, Source]:
        return {
            url: Source(
                url,
                SourceStatus.OK,
                body=bad if url.endswith("/11") else GOOD.encode(),
                content_type=content_type if url.endswith("/11") else "text/html",
            )
            for url in urls
        }

    brief = briefs.parse(BRIEF.encode(), path="b.md")
    return pipeline.check([brief], fetch, seconds=seconds).briefs[0]


def statuses(report) -> list[SourceStatus | None]:
    return [check.status for check in report.references]


def assert_ten_good(report) -> None:
    assert [f.verdict for f in report.findings[:10]] == [Verdict.SUPPORTED] * 10
    assert statuses(report)[:10] == [SourceStatus.OK] * 10


def test_a_page_on_which_a_reader_fails_is_a_status(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    from citecheck.pages import html

    real = html.read_html

    def broken(source: Source) -> object:
        if source.url.endswith("/11"):
            raise OverflowError("date value out of range")
        return real(source)

    monkeypatch.setattr(html, "read_html", broken)
    report = checked(GOOD.encode())
    assert_ten_good(report)
    assert statuses(report)[10] is SourceStatus.READER_FAILED
    assert "OverflowError" in report.references[10].detail
    assert report.findings[10].verdict is Verdict.UNVERIFIABLE
    log = next(tmp_path.rglob("faults.log"))
    assert str(log) in report.references[10].detail
    assert "date value out of range" in log.read_text()
    assert log.stat().st_mode & 0o077 == 0


def test_a_page_that_takes_too_long_is_a_status(monkeypatch: pytest.MonkeyPatch) -> None:
    from citecheck.pages import html

    real = html.read_html

    def slow(source: Source) -> object:
        while source.url.endswith("/11"):
            pass
        return real(source)

    monkeypatch.setattr(html, "read_html", slow)
    began = time.process_time()
    report = checked(GOOD.encode(), seconds=1.0)
    assert time.process_time() - began < 10
    assert_ten_good(report)
    assert statuses(report)[10] is SourceStatus.TOO_LARGE


def test_a_claim_on_which_the_judge_fails_is_a_reason(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    real = pipeline.judge_claim
    calls = []

    def judge(*args: object, **others: object) -> object:
        calls.append(1)
        if len(calls) == 3:
            raise RecursionError("deep")
        return real(*args, **others)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "judge_claim", judge)
    report = checked(GOOD.encode())
    failed = [f for f in report.findings if f.verdict is Verdict.UNVERIFIABLE]
    assert len(failed) == 1
    assert failed[0].reasons[0].code == "check_failed"
    assert sum(f.verdict is Verdict.SUPPORTED for f in report.findings) == 10


def test_large_pages_and_pdfs_are_read_elsewhere_with_the_same_outcome() -> None:
    body = (GOOD + f"<p>{FACT} And more of it.</p>" * 4000).encode()
    source = Source("https://e.org/", SourceStatus.OK, body=body, content_type="text/html")
    here, apart = pages.read_here(source), pages.read(source)
    assert len(body) > 200_000
    assert here == apart


def test_a_page_of_which_the_parser_makes_gigabytes_ends_within_its_memory() -> None:
    body = b"<html><body>" + b"<p>a" * 4_700_000
    source = Source("https://e.org/", SourceStatus.OK, body=body, content_type="text/html")
    page = pages.read(source, 20.0)
    assert page.status is SourceStatus.TOO_LARGE
    assert "MB" in page.detail


def test_a_worker_that_is_too_slow_is_ended_and_the_next_task_is_done() -> None:
    worker = Worker("hostile.echo")
    try:
        assert worker.ask({"do": "echo"}, b"1", 5.0) == {"body": "1"}
        began = time.process_time()
        with pytest.raises(TaskFailed, match="within 1 s"):
            worker.ask({"do": "hang"}, b"", 1.0)
        assert time.process_time() - began < 1
        with pytest.raises(TaskFailed, match="within"):
            worker.ask({"do": "grow"}, b"", 10.0)
        with pytest.raises(TaskFailed, match="ZeroDivisionError"):
            worker.ask({"do": "fail"}, b"", 5.0)
        with pytest.raises(TaskFailed, match="within"):
            worker.ask({"do": "die"}, b"", 5.0)
        assert worker.ask({"do": "echo"}, b"2", 5.0) == {"body": "2"}
    finally:
        worker.close()


def test_a_brief_on_which_citecheck_fails_is_named_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    from citecheck.briefs import formats
    from citecheck.cli.inputs import read_briefs
    from citecheck.settings import Settings

    real = formats.read

    def broken(data: bytes, path: str) -> object:
        if path.endswith("bad.md"):
            raise UnicodeError("surrogates not allowed")
        return real(data, path)

    monkeypatch.setattr(formats, "read", broken)
    (tmp_path / "bad.md").write_text("One line [1].")
    (tmp_path / "good.md").write_text(BRIEF)
    parsed, errors = read_briefs([str(tmp_path / n) for n in ("bad.md", "good.md")], Settings())
    assert [len(b.claims) for b in parsed] == [11]
    assert isinstance(errors[0], BriefFault)
    assert "bad.md" in str(errors[0])
    assert "faults.log" in str(errors[0])


def test_a_brief_that_takes_too_long_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from citecheck.briefs import formats, guarded

    def slow(data: bytes, path: str) -> object:
        while True:
            pass

    monkeypatch.setattr(guarded, "SECONDS", 0.5)
    monkeypatch.setattr(formats, "read", slow)
    with pytest.raises(BriefError, match=r"b\.md: takes more than 0\.5 s"):
        briefs.parse(b"A line [1].", path="b.md")


def test_headings_and_rules_of_spaces_take_no_time() -> None:
    began = time.process_time()
    for line in ("Sources" + " " * 500 + "x", " " * 20_000 + "x", "#" + " " * 20_000 + "x"):
        briefs.parse(f"{FACT} [1]\n\n{line}\n\n[1] T - https://e.org/1\n".encode(), path="b.md")
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "comment", ["<!---->", "<!-- citecheck: ignore-start -->\n", "<!-- a -- b -->"]
)
def test_many_comments_at_the_head_of_a_brief_take_no_time(comment: str) -> None:
    began = time.process_time()
    for name in ("b.md", "b.html", "b.txt"):
        text = f"{comment * 3000}\n\n{FACT} [1]\n\nSources:\n\n[1] T - https://e.org/1\n"
        assert briefs.parse(text.encode(), path=name).claims
    assert time.process_time() - began < 5


def test_a_brief_of_too_many_claims_is_refused_aloud() -> None:
    with pytest.raises(BriefError, match="more than 150,000 claims"):
        briefs.parse(("A word said. " * 160_000).encode(), path="b.md")
    with pytest.raises(BriefError, match="more than 200,000 markers"):
        briefs.parse(("It is so [1] [1]. " * 105_000).encode(), path="b.md")
    with pytest.raises(BriefError, match="million characters"):
        briefs.parse(b"word " * 2_500_000, path="b.md")
