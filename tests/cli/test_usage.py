"""What a user meets before any page is fetched: versions, mistakes, exit codes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from citecheck import __version__
from citecheck.settings import describe

BRIEF = (
    "Forty states signed agreements [1]. Two did not [2].\n\nSources\n[1] A — http://10.0.0.1/a\n"
)
SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "brief.txt"


def test_version(citecheck) -> None:
    finished = citecheck("--version")
    assert finished.returncode == 0
    assert finished.stdout == f"citecheck {__version__}\n"


def test_the_installed_command_is_the_same_program() -> None:
    command = shutil.which("citecheck", path=str(Path(sys.executable).parent))
    assert command, "citecheck is not installed beside this Python; run the set-up command"
    finished = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    assert finished.stdout == f"citecheck {__version__}\n"


def test_version_starts_fast() -> None:
    def seconds(*code: str) -> float:
        best = float("inf")
        for _ in range(7):
            began = time.perf_counter()
            subprocess.run([sys.executable, *code], capture_output=True, check=True)
            best = min(best, time.perf_counter() - began)
        return best

    assert seconds("-m", "citecheck", "--version") <= 2.5 * seconds("-c", "import typer")


@pytest.mark.parametrize("command", ["check", "extract", "read", "match", "cache", "demo"])
def test_every_command_has_help(citecheck, command: str) -> None:
    finished = citecheck(command, "--help")
    assert finished.returncode == 0
    assert "Usage: " in finished.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("check", "no-such.md"), ["no-such.md", "no such file"]),
        (("check", "."), [".", "folder"]),
        (("check",), ["Missing argument"]),
        (("check", "brief.md", "--format", "pdf"), ["pdf", "terminal", "json"]),
        (("check", "brief.md", "--fail-on", "wrong"), ["wrong", "contradicted"]),
        (("check", "brief.md", "--timeout", "0"), ["timeout", "at least"]),
        (("check", "brief.md", "--offline", "--refresh"), ["offline", "refresh"]),
        (("check", "brief.md", "--sources", "none.bib"), ["none.bib"]),
        (("extract", "no-such.md"), ["no-such.md", "no such file"]),
        (("read", "no-such.html"), ["no-such.html", "no such file"]),
        (("nonsense",), ["nonsense"]),
    ],
)
def test_a_mistake_is_named_and_exits_with_2(
    citecheck: Callable[..., subprocess.CompletedProcess[str]],
    tmp_path: Path,
    arguments: tuple[str, ...],
    words: list[str],
) -> None:
    (tmp_path / "brief.md").write_text(BRIEF)
    finished = citecheck(*arguments)
    assert finished.returncode == 2
    assert all(word in finished.stderr for word in words), finished.stderr


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", ["empty"]),
        (b"  \n\n ", ["empty"]),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), []),
        (b"\x00" * 1000, []),
    ],
)
def test_a_brief_that_is_no_text_is_named_on_one_line(citecheck, data: bytes, words: list) -> None:
    finished = citecheck("check", "-", stdin=data)
    assert finished.returncode == 2
    assert finished.stderr.count("\n") == 1
    assert finished.stderr.startswith("citecheck: <stdin>: ")
    assert all(word in finished.stderr for word in words)


def test_one_broken_brief_does_not_lose_the_others(citecheck, tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(BRIEF)
    (tmp_path / "empty.md").write_text("")
    finished = citecheck("check", "empty.md", "good.md", "--format", "json")
    assert finished.returncode == 2
    assert "empty.md" in finished.stderr
    assert [brief["path"] for brief in json.loads(finished.stdout)["briefs"]] == ["good.md"]


def test_exit_status_follows_fail_on(citecheck) -> None:
    assert citecheck("check", "-", stdin=BRIEF).returncode == 1
    assert citecheck("check", "-", "--fail-on", "none", stdin=BRIEF).returncode == 0
    assert citecheck("check", "-", "--fail-on", "unverifiable", stdin=BRIEF).returncode == 1
    assert citecheck("check", "-", "--fail-on", "contradicted", stdin=BRIEF).returncode == 0
    assert citecheck("check", "-", stdin=BRIEF, CITECHECK_FAIL_ON="none").returncode == 0


def test_show_settings_says_where_each_value_came_from(citecheck, tmp_path: Path) -> None:
    (tmp_path / "citecheck.toml").write_text("timeout = 7\n")
    finished = citecheck("check", "-", "--show-settings", "--retries", "0", stdin=BRIEF)
    assert finished.returncode == 0
    assert f"timeout = 7  ({tmp_path / 'citecheck.toml'})" in finished.stdout
    assert "retries = 0  (command line)" in finished.stdout
    assert "per-host = 2  (default)" in finished.stdout


def test_a_private_address_is_refused_and_the_report_says_how_to_allow_it(citecheck) -> None:
    finished = citecheck("check", "-", "--format", "json", stdin=BRIEF)
    brief = json.loads(finished.stdout)["briefs"][0]
    assert brief["references"][0]["source"]["status"] == "refused_by_policy"
    assert [claim["verdict"] for claim in brief["claims"]] == ["unverifiable", "unresolved"]


def test_a_reader_that_stops_reading_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "brief.md").write_text(BRIEF * 50)
    shell = f"{sys.executable} -m citecheck extract brief.md | head -n 1"
    finished = subprocess.run(
        ["bash", "-c", shell], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert finished.stdout.count("\n") == 1
    assert finished.stderr == ""


def test_extract_prints_claims_references_and_markers(citecheck) -> None:
    text = citecheck("extract", "-", stdin=BRIEF).stdout
    assert "1:1  [1]  Forty states signed agreements." in text
    assert "markers: 2 = 1 cited + 1 unresolved + 0 passed over" in text
    found = json.loads(citecheck("extract", "-", "--format", "json", stdin=BRIEF).stdout)
    assert [c["refs"] for c in found["briefs"][0]["claims"]] == [["1"], ["2"]]


def test_match_answers_each_line_in_order(citecheck) -> None:
    page = "The council met on Monday. It approved 14 new buses for the northern line."
    lines = [
        {
            "id": 7,
            "claim": "The council approved 14 new buses for the northern line.",
            "source": page,
        },
        {
            "id": "b",
            "claim": "The council approved 41 new buses for the northern line.",
            "source": page.split(". "),
        },
        {"id": "c", "claim": "Penguins cannot fly.", "source": page},
        {"id": "d", "claim": 5, "source": page},
    ]
    finished = citecheck("match", stdin="\n".join(map(json.dumps, lines)) + "\nnonsense\n")
    answers = [json.loads(line) for line in finished.stdout.splitlines()]
    assert [a.get("verdict") for a in answers] == [
        "supported",
        "contradicted",
        "not_supported",
        None,
        None,
    ]
    assert [a["id"] for a in answers] == [7, "b", "c", "d", None]
    assert finished.returncode == 2
    assert "line 4" in finished.stderr
    assert "line 5" in finished.stderr
    reasons = answers[1]["reasons"]
    assert any("41" in (r["claim"] or "") and "14" in (r["source"] or "") for r in reasons)


def test_match_explains_each_feature(citecheck) -> None:
    line = json.dumps({"id": 1, "claim": "Ice melts.", "source": "Ice melts at zero degrees."})
    answer = json.loads(citecheck("match", "--explain", stdin=line).stdout)
    assert answer["features"]
    assert all({"value", "contribution"} == set(f) for f in answer["features"].values())


@pytest.mark.skipif(not SEED.exists(), reason=f"{SEED} is missing")
def test_the_seed_brief_is_said_to_lack_its_source_list(citecheck) -> None:
    finished = citecheck("check", str(SEED), "--format", "json")
    assert finished.returncode == 1
    brief = json.loads(finished.stdout)["briefs"][0]
    claims = brief["claims"]
    assert {ref for claim in claims for ref in claim["refs"]} == {str(n) for n in range(1, 13)}
    assert {claim["verdict"] for claim in claims} == {"unresolved"}
    assert len({claim["heading"] for claim in claims if claim["heading"]}) == 7
    terminal = citecheck("check", str(SEED))
    assert terminal.returncode == 1
    said = " ".join((terminal.stdout + terminal.stderr).split())
    assert said.count("--sources") == 1


def test_a_brief_of_one_twenty_megabyte_line_is_refused_in_a_line(citecheck) -> None:
    words = b"lorem ipsum dolor sit amet " * 740_000
    finished = citecheck("check", "-", stdin=words + b"[1].\n\nSources\n[1] http://10.0.0.1/\n")
    assert finished.returncode == 2
    assert "more than 12 million characters" in finished.stderr


def test_a_device_without_end_is_no_brief(citecheck) -> None:
    finished = citecheck("check", "/dev/zero")
    assert finished.returncode == 2
    assert "/dev/zero: is larger than 200 MB" in finished.stderr


def test_a_flag_of_a_settings_file_can_be_taken_back(citecheck, tmp_path: Path) -> None:
    (tmp_path / "citecheck.toml").write_text("offline = true\n")
    (tmp_path / "brief.md").write_text(BRIEF)
    shown = citecheck("check", "brief.md", "--show-settings").stdout
    assert f"offline = true  ({tmp_path / 'citecheck.toml'})" in shown
    shown = citecheck("check", "brief.md", "--no-offline", "--show-settings").stdout
    assert "offline = false  (command line)" in shown


def test_every_setting_has_an_option_that_names_its_default(citecheck) -> None:
    shown = citecheck("check", "--help", COLUMNS="200").stdout
    shown += citecheck("archive", "--help", COLUMNS="200").stdout
    for entry in describe():
        assert entry.option in shown.replace("--no-", "--")
    assert "(default 30)" in shown
