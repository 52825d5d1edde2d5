"""`citecheck archive` and `check --require-archived`, against an archive on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Run
from servers.saving import STAMP, Archive, saving

ONE = "https://pages.citecheck-tests.org/weir"
TWO = "https://pages.citecheck-tests.org/lock?a=1&b=2"
BRIEF = f"""# Water

The weir was raised in 2019. [1] The lock is older. [2]

Sources

- [1] The weir - {ONE}
- [2] [The lock]({TWO}), seen in May
"""


@pytest.fixture
def archive() -> Iterator[Archive]:
    with saving() as served:
        yield served


def run(citecheck: Run, archive: Archive, *words: str, **environment: str) -> Any:
    return citecheck(
        "archive", *words, "--allow-private-hosts", "--pace", "0.02", "--save-page", archive.base,
        **environment,
    )  # fmt: skip


def test_the_copies_stand_beside_their_entries(
    citecheck: Run, archive: Archive, tmp_path: Path
) -> None:
    brief = tmp_path / "water.md"
    brief.write_text(BRIEF)
    shown = run(citecheck, archive, "water.md", INTERNET_ARCHIVE_KEY="me:secret")
    assert shown.returncode == 0, shown.stderr
    assert brief.read_text() == BRIEF
    assert f"+- [1] The weir - {ONE} ([archived]({archive.copy(ONE)}))" in shown.stdout
    assert set(archive.keys) == {"LOW me:secret"}
    assert "secret" not in shown.stderr + shown.stdout
    assert run(citecheck, archive, "water.md", "--write").returncode == 0
    text = brief.read_text()
    assert f"- [2] [The lock]({TWO}) ([archived]({archive.copy(TWO)})), seen in May" in text
    assert archive.saved == [ONE, TWO]
    again = run(citecheck, archive, "water.md", "--write")
    assert again.returncode == 0
    assert brief.read_text() == text
    (listed,) = json.loads(citecheck("extract", "water.md", "--format", "json").stdout)["briefs"]
    assert [entry["url"] for entry in listed["references"]] == [ONE, TWO]


STYLES = {
    "note.md": (
        f"It was raised.[^w]\n\n[^w]: The weir. {ONE}, 2019.\n",
        f"[^w]: The weir. {ONE} ([archived](COPY)), 2019.",
    ),
    "defined.md": (
        f"It was raised [1].\n\n[1]: {ONE}\n",
        f'[1]: {ONE} "archived: COPY"',
    ),
    "titled.md": (
        f'It was raised [1].\n\n[1]: <{ONE}> "The weir"\n',
        f'[1]: <{ONE}> "The weir (archived: COPY)"',
    ),
    "plain.txt": (
        f"It was raised in 2019. [1]\n\nSources\n1. The weir. {ONE}\n",
        f"1. The weir. {ONE} (archived: COPY)",
    ),
    "page.html": (
        f'<p>It was raised in 2019. [1]</p><h2>Sources</h2><ol><li><a href="{ONE}">The weir</a>.'
        "</li></ol>",
        f'<a href="{ONE}">The weir</a> (<a href="COPY">archived</a>).',
    ),
}


@pytest.mark.parametrize("name", STYLES)
def test_each_style_gets_its_own(
    citecheck: Run, archive: Archive, tmp_path: Path, name: str
) -> None:
    before, wanted = STYLES[name]
    (tmp_path / name).write_text(before)
    done = run(citecheck, archive, name, "--write")
    assert wanted.replace("COPY", archive.copy(ONE)) in (tmp_path / name).read_text(), done.stderr
    assert "left as it is" not in done.stderr


def test_latex_and_its_bibliography(citecheck: Run, archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "w.tex").write_text(
        "\\documentclass{article}\\begin{document}\nThe weir was raised in 2019 \\cite{weir}.\n"
        "\\bibliography{w}\n\\end{document}\n"
    )
    (tmp_path / "w.bib").write_text(
        f"@misc{{other, title={{Other}}}}\n@misc{{weir,\n  title = {{The weir}},\n"
        f"  url = {{{ONE}}}\n}}\n"
    )
    run(citecheck, archive, "w.tex", "--write")
    text = (tmp_path / "w.bib").read_text()
    head = "@misc{weir,\n  archiveurl = {COPY},\n  archivedate = {2026-03-01},\n"
    assert head.replace("COPY", archive.copy(ONE)) in text
    assert "urldate = {2026-03-01}" in text
    (listed,) = json.loads(citecheck("extract", "w.tex", "--format", "json").stdout)["briefs"]
    assert [e["url"] for e in listed["references"] if e["label"] == "weir"] == [ONE]
    run(citecheck, archive, "w.tex", "--write")
    assert (tmp_path / "w.bib").read_text() == text


def test_a_run_that_was_broken_off_goes_on(
    citecheck: Run, archive: Archive, tmp_path: Path
) -> None:
    (tmp_path / "water.md").write_text(BRIEF)
    archive.slow = {ONE}
    archive.refused = {TWO}
    first = run(citecheck, archive, "water.md", "--patience", "0.5")
    assert first.returncode == 1
    assert "The page cannot be crawled." in first.stderr
    with (tmp_path / ".citecheck" / "archived.jsonl").open("a") as file:
        file.write('{"url": "broken off')
    archive.slow, archive.refused = set(), set()
    second = run(citecheck, archive, "water.md")
    assert second.returncode == 0, second.stderr
    assert archive.saved.count(ONE) == 1
    assert archive.saved.count(TWO) == 2
    assert run(citecheck, archive, "water.md", "--offline").returncode == 0


def test_an_archive_that_asks_to_wait_is_waited_for(
    citecheck: Run, archive: Archive, tmp_path: Path
) -> None:
    (tmp_path / "water.md").write_text(BRIEF)
    archive.busy = 1
    assert run(citecheck, archive, "water.md").returncode == 0
    assert archive.saved == [ONE, TWO]


def test_addresses_of_internal_hosts_are_not_sent(
    citecheck: Run, archive: Archive, tmp_path: Path
) -> None:
    inside = ["http://127.0.0.1:9/a", "http://intranet/b", "http://wiki.corp/c", "http://10.0.0.7/"]
    entries = "".join(f"[{n}] Page - {url}\n" for n, url in enumerate(inside, 1))
    (tmp_path / "inside.md").write_text(
        f"It was raised [1]. It fell [2]. It rose [3]. It broke [4].\n\nSources\n\n{entries}"
    )
    done = run(citecheck, archive, "inside.md", "-o", "copies.json")
    assert archive.saved == []
    assert done.stderr.count("not sent") >= 4
    listed = json.loads((tmp_path / "copies.json").read_text())
    assert [entry["archived"] for entry in listed] == [None] * 4


def test_a_project_cannot_name_the_archive(
    citecheck: Run, archive: Archive, tmp_path: Path
) -> None:
    (tmp_path / "water.md").write_text(BRIEF)
    (tmp_path / "citecheck.toml").write_text(f'save-page = "{archive.base}"\n')
    citecheck("archive", "water.md", "--allow-private-hosts", "--offline")
    done = citecheck("archive", "water.md", "--timeout", "0.5", "--pace", "0", "--patience", "0")
    assert "save-page" in done.stderr
    assert archive.site.requests.total() == 0


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html", "sarif", "junit", "github"])
def test_check_tells_which_pages_have_no_copy(
    citecheck: Run, archive: Archive, tmp_path: Path, form: str
) -> None:
    copy = f"https://web.archive.org/web/{STAMP}/{TWO}"
    (tmp_path / "water.md").write_text(BRIEF.replace("seen in May", f"kept at {copy}"))
    options = (
        "check", "water.md", "--allow-private-hosts", "--require-archived", "--retries", "0",
        "--timeout", "2", "--timegate", f"{archive.base}/web/", "--fail-on", "not_archived",
    )  # fmt: skip
    done = citecheck(*options, "-f", form)
    shown = done.stdout.replace("\\", "")
    assert done.returncode == 1
    assert "not_archived" in shown
    assert "[1]" in shown or form == "json"
    assert not any(f"[2] not_archived{mark}" in shown for mark in ':"')
    run(citecheck, archive, "water.md")
    assert citecheck(*options, "-f", form).returncode == 0
