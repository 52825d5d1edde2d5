"""Each case of ../shared/cases/pages on pages comes out as it says, through the whole check."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import needs

SUPPORTED, CONTRADICTED = "supported", "contradicted"
UNVERIFIABLE, NOT = "unverifiable", "not_supported"

# By case, the verdicts that are right, in the order of the claims.
VERDICTS: dict[str, list[str]] = {
    "11-meta-refresh": [f"{SUPPORTED} {UNVERIFIABLE}"] * 3,
    "12-not-the-source": [UNVERIFIABLE] * 18,
    "16-sup-html": [SUPPORTED] * 8,
    "17-sup-pdf": [SUPPORTED] * 4,
    "18-pdf-rotation": [SUPPORTED] * 5,
    "19-pdf-margins": [SUPPORTED] * 3,
    "20-undeclared-charset": [SUPPORTED],
    "21-br-lines": [
        *[*[CONTRADICTED] * 4, SUPPORTED, *[f"{CONTRADICTED} {NOT}"] * 2],
        *[*[CONTRADICTED] * 4, SUPPORTED],
        *[CONTRADICTED] * 2,
        *[*[CONTRADICTED] * 4, SUPPORTED],
    ],
    "22-collapsed-panels": [SUPPORTED] * 5,
    "30-table-columns": [*[CONTRADICTED] * 4, SUPPORTED],
    "31-threads-live": [SUPPORTED] * 8,
}
_QUOTED = "“the ferry carried 412,000 passengers”"
# By case, what the main text of each page says; all are read.
READ: dict[str, dict[str, str]] = {
    "13-false-soft-404": dict.fromkeys(
        ["s/lim404_4", "s/lim404_10", "s/limnf_10", "s/tt_issingpageho", "s/tt_agenotfoundh"],
        "The joke, says one of them|Designers soon found",
    )
    | dict.fromkeys(["s/limgone_4", "s/limgone_6", "s/limgone_8"], "has been removed from the"),
    "20-undeclared-charset": {
        "e/en2.html": f"The café’s owner said {_QUOTED} – a record – in 2023; the fare rose to €7",
        "e/en3.html": f"The café’s owner said {_QUOTED} – a record – in 2023; the fare rose to €7",
        "e/w_en_long.html": _QUOTED,
        "e/w_en_q.html": _QUOTED,
        "e/w_es.html": "pasajeros",
    },
    "23-inline-elements": {
        "p/inline.html": "2\\.5³ times the count of 2019.{3} and well above The target¹²\\.[^$]*"
        "Sjötte AP-fonden paid 3 400 000 euros to the shipyardowners for hyphenated work"
        "[^$]*You have the right to a seat on every boat",
    },
    "24-main-in-aside": {"p/aside.html": "^(?!.*cookies).*412,000 passengers in 2023"},
    "33-declared-charsets": dict.fromkeys(["e/en1.html", "e/en4.html"], _QUOTED)
    | dict.fromkeys([f"e/ru{n}.html" for n in (1, 2, 3, 6)], "Паром перевёз 412 000 пассажиров")
    | dict.fromkeys(["e/zh1.html", "e/zh2.html"], "渡轮在2023年运送了412000名乘客")
    | dict.fromkeys(["e/ja1.html", "e/ja4.html"], "フェリーは2023年に41万2千人の乗客を運び")
    | {"e/ko1.html": "페리는 2023년에 412000명의 승객을 태웠고"},
}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of the server that comes with the cases."""
    program = needs.shared("cases", "pages", "serve.py")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    command = [sys.executable, str(program), str(program.parent / "www"), str(port), "600"]
    with subprocess.Popen(command) as server:
        for _ in range(100):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
        server.terminate()


def run(folder: Path, *arguments: str) -> str:
    environment = os.environ | {
        "CITECHECK_ALLOW_PRIVATE_HOSTS": "true",
        "CITECHECK_ARCHIVE": "false",
        "CITECHECK_CACHE_DIR": str(folder / "cache"),
    }
    command = [sys.executable, "-m", "citecheck", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


def checked(case: str, site: str, folder: Path, format_: str = "json") -> str:
    brief = needs.shared("cases", "pages", case, "brief.md").read_text("utf-8")
    (folder / "brief.md").write_text(brief.replace("http://127.0.0.1:8791", site), "utf-8")
    return run(folder, "check", "brief.md", "--format", format_)


@pytest.mark.parametrize("case", VERDICTS)
def test_claims_are_judged_as_the_case_says(case: str, site: str, tmp_path: Path) -> None:
    report: dict[str, Any] = json.loads(checked(case, site, tmp_path))
    claims = report["briefs"][0]["claims"]
    assert len(claims) == len(VERDICTS[case])
    for claim, wanted in zip(claims, VERDICTS[case], strict=True):
        assert claim["verdict"] in wanted.split(), (claim["text"], claim["reasons"])


@pytest.mark.parametrize(
    ("path", "text"),
    [(path, text) for pages in READ.values() for path, text in pages.items()],
)
def test_pages_are_read_as_the_case_says(path: str, text: str, site: str, tmp_path: Path) -> None:
    page = json.loads(run(tmp_path, "read", f"{site}/{path}", "--format", "json"))
    assert page["source"]["status"] == "ok"
    main = " ".join(p["text"] for p in page["passages"] if p["region"] == "main")
    assert re.search(text, main)


def test_what_turns_in_a_circle_is_said_to(site: str, tmp_path: Path) -> None:
    """Case 14: no cookies travel."""
    assert "lead in a circle" in run(tmp_path, "read", f"{site}/f/cookie")


@pytest.mark.parametrize("format_", ["markdown", "text", "junit", "sarif", "csv", "jsonl", "html"])
def test_passages_of_pdf_are_found_by_their_page(format_: str, site: str, tmp_path: Path) -> None:
    """Case 32."""
    report = checked("32-pdf-page-links", site, tmp_path, format_)
    assert re.search(r'page 1|"page": 1|"1"', report)
    assert "#:~:text" not in report
