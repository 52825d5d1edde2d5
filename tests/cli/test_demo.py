"""The example that ships: every verdict in it, from the command line and from a wheel."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from citecheck.model import Verdict

ROOT = Path(__file__).resolve().parents[2]


def test_the_demo_gives_each_claim_the_verdict_that_its_authors_expect(citecheck) -> None:
    finished = citecheck("demo", "--format", "json")
    assert finished.returncode == 0
    expected = json.loads((ROOT / "fixtures" / "demo" / "expected.json").read_text())
    (brief,) = json.loads(finished.stdout)["briefs"]
    found = [
        (part, claim["verdict"])
        for part, _ in expected
        for claim in brief["claims"]
        if part in claim["text"]
    ]
    assert found == [(part, verdict) for part, verdict in expected]
    assert {verdict for _, verdict in found} == set(Verdict)
    assert len(brief["references"]) == 13


def test_the_demo_is_a_report_that_a_person_reads(citecheck) -> None:
    finished = citecheck("demo")
    assert finished.returncode == 0
    for words in ("SUPPORTED", "CONTRADICTED", "UNVERIFIABLE", "Verify before use", "References"):
        assert words in finished.stdout
    assert "\x1b" not in finished.stdout


def test_the_demo_serves_its_pages_for_a_check_of_ones_own(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "citecheck"]
    with subprocess.Popen(
        [*command, "demo", "--serve"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            said = server.stdout.readline().split()
            assert said[:2] == ["citecheck", "check"]
            finished = subprocess.run(
                [*command, *said[1:], "--cache-dir", str(tmp_path)], capture_output=True, text=True
            )
        finally:
            server.terminate()
    assert finished.returncode == 1
    assert "need you" in finished.stdout
