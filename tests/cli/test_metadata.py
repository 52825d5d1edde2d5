"""`--metadata`: the registries are asked whether references are real, politely, once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Run
from servers.registries import Registries, registries

BRIEF = """# Tides

The strait carries eleven plants. [1]

Sources
[1] Brøgger A. Tidal energy in narrow straits. 2019. https://doi.org/10.5555/tidal
[2] Okonkwo D. Cold chains in clinics. 2020. https://doi.org/10.5555/none
[3] Holm, P. (2015). Salt and steel in harbour walls. https://doi.org/10.5555/other
[4] A set of tide gauges from forty harbours. https://doi.org/10.5555/data
[5] Prade L. Sleep and shift work of harbour pilots. 2012. PMID: 111
[6] Prade L. Naps of harbour pilots on long shifts. 2012. PMID: 222
[7] Quist. Sandbanks as slow waves. 2021. https://arxiv.org/abs/2101.00001
[8] The harbour master's handbook. ISBN 978-0-306-40615-7
[9] The ferry captain's handbook. ISBN 978-0-306-40615-8
[10] Sahin E. Currents of the inner strait in winter. 2016. https://doi.org/10.5555/far
"""


@pytest.fixture
def served() -> Iterator[Registries]:
    with registries() as found:
        found.crossref["10.5555/tidal"] = {
            "title": ["Tidal energy in narrow straits"],
            "author": [{"family": "Brøgger", "given": "Anna"}],
            "issued": {"date-parts": [[2018, 11]]},
            "updated-by": [
                {"type": "retraction", "DOI": "10.5555/note",
                 "updated": {"date-parts": [[2021, 2, 3]]}}
            ],
        }  # fmt: skip
        found.crossref["10.5555/other"] = {
            "title": ["Bees of the lower valley"],
            "author": [{"family": "Munro", "given": "T."}],
            "issued": {"date-parts": [[1999]]},
        }
        found.datacite["10.5555/data"] = {
            "titles": [{"title": "Tide gauges from forty harbours"}],
            "creators": [{"name": "Harbour Office", "nameType": "Organizational"}],
            "publicationYear": 2020,
        }
        found.agencies["10.5555/far"] = "JaLC"
        found.pubmed["111"] = {
            "uid": "111",
            "title": "Sleep and shift work of harbour pilots.",
            "authors": [{"name": "Prade L", "authtype": "Author"}],
            "pubdate": "2012 Mar",
            "pubtype": ["Journal Article", "Retracted Publication"],
        }
        found.arxiv["2101.00001"] = (
            "<entry><id>http://arxiv.org/abs/2101.00001v1</id><title>Sandbanks as slow waves"
            "</title><published>2021-01-01T00:00:00Z</published><author><name>Ida Quist</name>"
            "</author></entry>"
        )
        found.books["ISBN:9780306406157"] = {
            "title": "The harbour master's handbook",
            "authors": [{"name": "Rosa Lind"}],
            "publish_date": "May 1987",
        }
        yield found


def check(run: Run, served: Registries, *more: str) -> Any:
    return run(
        "check", "tides.md", "--allow-private-hosts", "--metadata", "--no-archive",
        "--retries", "0", "--timeout", "3", *more, **served.settings,
    )  # fmt: skip


FOUND = {
    "1": ["retracted"],
    "2": ["reference_not_found"],
    "3": ["reference_differs"],
    "5": ["retracted"],
    "6": ["reference_not_found"],
    "9": ["reference_not_found"],
}


def in_report(text: str) -> dict[str, list[str]]:
    (brief,) = json.loads(text)["briefs"]
    return {
        entry["label"]: [finding["problem"] for finding in entry["record"]["findings"]]
        for entry in brief["references"]
        if entry["record"] and entry["record"]["findings"]
    }


def test_what_is_wrong_is_found_and_nothing_else(
    citecheck: Run, served: Registries, tmp_path: Path
) -> None:
    (tmp_path / "tides.md").write_text(BRIEF)
    kept = ("--save-sources", "kept", "--contact", "a@b.example")
    done = check(citecheck, served, "-f", "json", *kept)
    assert done.returncode == 1
    assert in_report(done.stdout) == FOUND
    (brief,) = json.loads(done.stdout)["briefs"]
    details = {entry["label"]: entry["record"]["detail"] for entry in brief["references"]}
    assert "DataCite has it" in details["4"]
    assert "JaLC" in details["10"]
    assert "Open Library has it" in details["8"]
    asked = [h for h in served.site.headers if h["host"].startswith("127.0.0.1")]
    assert asked
    assert all("mailto:a@b.example" in h["user-agent"] for h in asked)
    assert max(served.site.requests.values()) == 1
    before = served.site.requests.total()
    for way in (("--offline",), ("--from", "kept")):
        again = check(citecheck, served, "-f", "json", *way)
        assert in_report(again.stdout) == FOUND, way
    assert served.site.requests.total() == before


def test_every_format_says_it(citecheck: Run, served: Registries, tmp_path: Path) -> None:
    (tmp_path / "tides.md").write_text(BRIEF)
    forms = ("text", "html", "markdown", "sarif", "junit", "github", "csv", "jsonl")
    check(citecheck, served, *(word for form in forms for word in ("-f", form, "-o", form)))
    for form in forms:
        shown = (tmp_path / form).read_text().replace("\\", "").replace("<!-- -->", "")
        words = " ".join(shown.split())
        for problem in ("reference_not_found", "reference_differs", "retracted"):
            assert problem in words, form
        assert "Bees of the lower valley" in words, form
        assert "doi.org/10.5555/note" in words, form


def test_the_exit_status_counts_what_is_asked_for(
    citecheck: Run, served: Registries, tmp_path: Path
) -> None:
    (tmp_path / "tides.md").write_text(BRIEF)
    assert check(citecheck, served, "--fail-on", "contradicted").returncode == 0
    assert check(citecheck, served, "--fail-on", "retracted").returncode == 1
    assert check(citecheck, served, "--fail-on", "corrected").returncode == 0
    check(citecheck, served, "-f", "json", "-o", "old.json")
    known = check(citecheck, served, "--baseline", "old.json", "--fail-on", "reference_differs")
    assert known.returncode == 0
    assert "reference_differs" not in known.stdout
    again = citecheck("report", "old.json", "-f", "text")
    assert "reference_differs" in again.stdout


def test_a_registry_that_is_away_accuses_nobody(citecheck: Run, tmp_path: Path) -> None:
    (tmp_path / "tides.md").write_text(BRIEF.replace("ISBN 978-0-306-40615-8", ""))
    with registries() as gone:
        settings = gone.settings
    done = citecheck(
        "check", "tides.md", "--allow-private-hosts", "--metadata", "--no-archive",
        "--retries", "0", "--timeout", "3", "-f", "json", **settings,
    )  # fmt: skip
    assert in_report(done.stdout) == {}
    (brief,) = json.loads(done.stdout)["briefs"]
    told = [entry["record"]["detail"] for entry in brief["references"] if entry["record"]]
    assert len(told) == 9
    assert all("could not be asked" in detail for detail in told)


def test_nobody_is_asked_unless_told(citecheck: Run, served: Registries, tmp_path: Path) -> None:
    (tmp_path / "tides.md").write_text(BRIEF)
    citecheck("check", "tides.md", "--offline", **served.settings)
    (tmp_path / "citecheck.toml").write_text(
        f'metadata = true\ncrossref = "{served.site.url("/crossref/")}"\n'
    )
    done = citecheck("check", "tides.md", "--allow-private-hosts", "--no-archive", "--retries", "0")
    assert served.site.requests.total() == 0
    assert "metadata" in done.stderr
