"""Saved indexes, and pairs on standard input, that make no sense."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from citecheck.sources.warc.index import OUTCOME, parse_index

FACT = "The council of Ravenholm approved the flood barrier on 12 May 2021 by 31 votes to 8."


@pytest.mark.parametrize("place", ["9" * 18, "9" * 6000, "-1", "²", "1e9", None, [], True])
def test_a_place_in_a_file_that_is_none_makes_the_index_count_for_nothing(place: object) -> None:
    value = {"url": "https://e.org/1", "mime": OUTCOME, "status": "-", "digest": None}
    value |= {"filename": "x.warc.gz", "date": "2024-05-01T00:00:00Z", "length": "5"}
    good = f"org,e)/1 20240501000000 {json.dumps({**value, 'offset': '0'})}\n"
    assert parse_index(good.encode(), "x.warc.gz")[1] == 5
    bad = f"org,e)/1 20240501000000 {json.dumps({**value, 'offset': place})}\n"
    assert parse_index((good + bad).encode(), "x.warc.gz") == ([], 0)


def test_a_pair_that_makes_no_sense_is_an_error_of_its_own(tmp_path: Path) -> None:
    pairs = [
        json.dumps({"id": 1, "claim": FACT, "source": FACT}),
        '{"id": "\\ud800", "claim": "a \\udc00 b", "source": ["c \\ud800"]}',
        '{"id": ' + "9" * 6000 + ', "claim": "a", "source": "b"}',
        "[" * 100_000,
        '{"id": 2, "claim": 5, "source": {}}',
        json.dumps({"id": 3, "claim": FACT, "source": FACT}),
    ]
    done = subprocess.run(
        [sys.executable, "-m", "citecheck", "match"],
        input="\n".join(pairs).encode(),
        capture_output=True,
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one.get("verdict") for one in (found[0], found[-1])] == ["supported"] * 2
    assert ["error" in one for one in found] == [False, False, True, True, True, False]
    assert len(done.stderr.splitlines()) == 3
    assert b"Traceback" not in done.stderr


def test_a_pair_on_which_the_judge_fails_ends_no_others(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import citecheck.matching as m\nreal = m.assess\n"
        "def assess(claim, *a, **k):\n"
        "    if 'boom' in claim: raise LookupError('x')\n"
        "    return real(claim, *a, **k)\n"
        "m.assess = assess\n"
    )
    pairs = [{"id": n, "claim": claim, "source": FACT} for n, claim in enumerate(("boom", FACT))]
    done = subprocess.run(
        [sys.executable, "-m", "citecheck", "match"],
        input="\n".join(map(json.dumps, pairs)).encode(),
        env={"PYTHONPATH": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert "LookupError" in first["error"]
    assert second["verdict"] == "supported"
