"""The review server lets in one browser and nobody else, and records what it is sent."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from citecheck import decisions
from citecheck.errors import ReportError
from citecheck.model import Report, Verdict
from citecheck.reports import saved
from citecheck.review import Session, serve

DATA = Path(__file__).parents[1] / "reports" / "data" / "harlow.json"


@pytest.fixture
def report(tmp_path: Path) -> Report:
    report = saved.load(DATA.read_bytes(), "harlow.json")
    (tmp_path / "brief.txt").write_text(report.briefs[0].brief.text, encoding="utf-8")
    return report


@pytest.fixture
def address(report: Report, tmp_path: Path) -> Iterator[str]:
    with serve(Session(report, near=tmp_path)) as address:
        yield address


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False) as client:
        yield client


def contradicted(report: Report) -> str:
    found = [f for f in report.briefs[0].findings if f.verdict is Verdict.CONTRADICTED]
    return f"claim-{found[0].claim.id}"


def form(report: Report, **changed: str) -> dict[str, str]:
    fields = {"claim": contradicted(report), "kind": "accept", "by": "AB", "why": "seen on paper"}
    return {**fields, **changed}


def lines(folder: Path) -> list[dict[str, object]]:
    path = folder / ".citecheck" / "decisions.jsonl"
    return (
        [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
    )


def test_a_decision_is_recorded_and_shown(
    address: str, client: httpx.Client, report: Report, tmp_path: Path
) -> None:
    answer = client.post(address + "decide", data=form(report, why="on paper\r\nof 12 May"))
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/#{contradicted(report)}")
    (line,) = lines(tmp_path)
    assert (line["kind"], line["by"], line["why"]) == ("accept", "AB", "on paper\nof 12 May")
    page = client.get(address).text
    assert "on paper of 12 May" in page
    assert '<span class="stamp">accepted</span>' in page
    applied = decisions.apply_to_brief(
        replace(
            report.briefs[0],
            brief=replace(report.briefs[0].brief, path=str(tmp_path / "brief.txt")),
        )
    )
    assert sum(f.accepted is not None for f in applied.findings) == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"by": " "}, "give the reviewer&#39;s initials"),
        ({"why": ""}, "give the reason"),
        ({"kind": "burn"}, "choose a decision"),
        ({"claim": "claim-none"}, "there is no such claim"),
        ({"why": "x" * 10_001}, "the reason is too long"),
    ],
)
def test_what_cannot_be_recorded_comes_back_with_what_was_typed(
    address: str,
    client: httpx.Client,
    report: Report,
    tmp_path: Path,
    changed: dict[str, str],
    words: str,
) -> None:
    answer = client.post(address + "decide", data=form(report, **changed))
    assert answer.status_code == 422
    assert words in answer.text
    if changed.get("claim") is None and changed.get("why") is None:
        assert "seen on paper</textarea>" in answer.text
    assert lines(tmp_path) == []


def test_a_thousand_records_of_two_reviewers_at_once_are_all_kept(
    report: Report, tmp_path: Path
) -> None:
    """Two servers, as two people have them, four threads each, one file."""
    anchors = [f"claim-{f.claim.id}" for f in report.briefs[0].findings if f.claim.refs]

    def send(address: str, by: str, part: int) -> None:
        with httpx.Client(trust_env=False, timeout=120) as client:
            for number in range(125):
                why = f"{by} {part} {number} {'x' * number}"
                fields = form(report, claim=anchors[number % len(anchors)], by=by, why=why)
                assert client.post(address + "decide", data=fields).status_code == 303

    with (
        serve(Session(report, near=tmp_path)) as one,
        serve(Session(report, near=tmp_path)) as two,
        ThreadPoolExecutor(8) as pool,
    ):
        jobs = [
            pool.submit(send, address, by, part)
            for address, by in ((one, "AB"), (two, "CD"))
            for part in range(4)
        ]
        for job in jobs:
            job.result()
    kept = lines(tmp_path)
    assert len(kept) == 1000
    assert len({str(line["why"]).rstrip("x") for line in kept}) == 1000


def test_the_state_tells_an_open_page_what_others_decided(
    address: str, client: httpx.Client, report: Report
) -> None:
    before = client.get(address + "state").json()
    assert client.get(address + "state", params={"version": before["version"]}).json() == {
        "version": before["version"]
    }
    json_ = {"Accept": "application/json"}
    after = client.post(address + "decide", data=form(report), headers=json_).json()
    assert after["version"] != before["version"]
    claim = after["claims"][contradicted(report)]
    assert claim["decided"]
    assert claim["stamps"] == ["accepted"]
    assert "seen on paper" in claim["html"]
    refused = client.post(address + "decide", data=form(report, why=""), headers=json_)
    assert refused.status_code == 422
    assert refused.json() == {"problem": "give the reason", "field": "why"}


def test_nobody_undoes_another_s_decision(
    address: str, client: httpx.Client, report: Report, tmp_path: Path
) -> None:
    assert client.post(address + "undo", data=form(report)).status_code == 422
    client.post(address + "decide", data=form(report))
    refused = client.post(address + "undo", data=form(report, by="CD"))
    assert refused.status_code == 422
    assert "the last decision is by AB" in refused.text
    assert client.post(address + "undo", data=form(report)).status_code == 303
    assert [line["kind"] for line in lines(tmp_path)] == ["accept", "withdraw"]


def test_only_the_address_with_its_token_answers(
    address: str, client: httpx.Client, report: Report, tmp_path: Path
) -> None:
    root = f"http://{urlsplit(address).netloc}/"
    for path in ("", "favicon.ico", "decide", "A" * 32 + "/", "A" * 32 + "/decide", "%c3%a9/"):
        assert client.get(root + path).status_code == 404
        assert client.post(root + path, data=form(report)).status_code == 404
    assert client.get(address + "other").status_code == 404
    assert client.get(address + "../etc/passwd").status_code == 404
    assert client.get(address + "decide").status_code == 405
    assert client.post(address, data=form(report)).status_code == 405
    assert client.put(address).status_code == 501
    assert lines(tmp_path) == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "localhost"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/json"}, 415),
    ],
)
def test_other_hosts_other_origins_and_other_types_are_refused(
    address: str,
    client: httpx.Client,
    report: Report,
    tmp_path: Path,
    headers: dict[str, str],
    status: int,
) -> None:
    answer = client.post(address + "decide", data=form(report), headers=headers)
    assert answer.status_code == status
    assert lines(tmp_path) == []


def test_every_answer_keeps_itself_from_others(
    address: str, client: httpx.Client, report: Report
) -> None:
    answers = [
        client.get(address),
        client.get(address + "none"),
        client.post(address + "decide", data=form(report)),
    ]
    for answer in answers:
        assert answer.headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert "form-action 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "Set-Cookie" not in answer.headers


def test_a_huge_or_endless_form_is_refused(
    address: str, client: httpx.Client, report: Report, tmp_path: Path
) -> None:
    assert client.post(address + "decide", data=form(report, why="x" * 200_000)).status_code == 413
    many = "&".join(f"f{n}=1" for n in range(1000))
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post(address + "decide", content=many, headers=kind).status_code == 400
    assert client.post(address + "decide", content=b"\xff=1", headers=kind).status_code == 400

    def endless() -> Iterator[bytes]:
        yield b"claim=x"

    assert client.post(address + "decide", content=endless(), headers=kind).status_code == 411
    assert lines(tmp_path) == []


def test_a_client_that_goes_away_leaves_the_server_well(
    address: str, client: httpx.Client, capfd: pytest.CaptureFixture[str]
) -> None:
    parts = urlsplit(address)
    for _ in range(3):
        with socket.create_connection((parts.hostname, parts.port)) as connection:
            connection.sendall(
                f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
            )
    assert client.get(address).status_code == 200
    assert "Traceback" not in capfd.readouterr().err


def test_a_file_that_cannot_be_written_is_told(
    address: str, client: httpx.Client, report: Report, tmp_path: Path
) -> None:
    (tmp_path / ".citecheck").write_text("in the way", encoding="utf-8")
    answer = client.post(address + "decide", data=form(report))
    assert answer.status_code == 500
    assert ".citecheck" in answer.text


def test_a_report_whose_brief_is_not_here_is_refused(report: Report, tmp_path: Path) -> None:
    (tmp_path / "brief.txt").unlink()
    with pytest.raises(ReportError, match=r"brief\.txt: no such brief here"):
        Session(report, near=tmp_path)
