"""Corrections: the source's fact in the brief's place, in four formats, and never where unsure."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import needs
from servers.web import site

PAGE = (
    "<title>P</title><article><h1>Buses</h1>"
    "<p>The council of Harlow approved 14 new buses for the northern line in March 2021.</p>"
    "<p>Ridership on the northern line rose to 52% of the city's journeys in 2023.</p>"
    "<p>Mayor Anna Berg called the line “a promise to every street”.</p></article>"
)
CLAIMS = {
    "figure": "The council of Harlow approved 41 new buses for the northern line in March 2021",
    "right": "Ridership on the northern line rose to 52% of the city's journeys in 2023",
    "direction": "Ridership on the northern line fell to 52% of the city's journeys in 2023",
}
WRITERS = {
    "brief.md": ("{0} [1].\n\n{1} [1].\n\n## Sources\n\n[1] P — {url}\n", "41 new"),
    "brief.txt": ("{0} [1]. {1} [1].\n\nSources\n[1] P — {url}\n", "41 new"),
    "brief.tex": (
        "\\documentclass{{article}}\n\\begin{{document}}\n{0} \\cite{{p}}.\n{1} \\cite{{p}}.\n"
        "\\begin{{thebibliography}}{{9}}\n\\bibitem{{p}} P. \\url{{{url}}}\n"
        "\\end{{thebibliography}}\n\\end{{document}}\n",
        "41 new",
    ),
    "brief.html": (
        "<!DOCTYPE html><html><body><p>{0} <a href='#s1'>[1]</a>.</p>\n<p>{1} [1].</p>\n"
        "<h2>Sources</h2><ol><li id='s1'>P <a href='{url}'>{url}</a></li></ol></body></html>\n",
        "41 new",
    ),
}


def written(folder: Path, name: str, url: str, first: str, second: str) -> Path:
    shape, _ = WRITERS[name]
    first, second = (c.replace("%", "\\%") if name.endswith(".tex") else c for c in (first, second))
    path = folder / name
    path.write_bytes(shape.format(first, second, url=url).encode())
    return path


@pytest.mark.parametrize("name", WRITERS)
def test_a_diff_puts_the_source_s_figure_in_place_and_nothing_else_changes(
    citecheck, tmp_path: Path, name: str
) -> None:
    with site() as web:
        url = web.add("/p", PAGE)
        path = written(tmp_path, name, url, CLAIMS["figure"], CLAIMS["right"])
        before = path.read_bytes()
        shown = citecheck("fix", name, "--allow-private-hosts")
        assert path.read_bytes() == before  # nothing is written unasked
        assert shown.returncode == 1, shown.stderr
        patch = [needs.program("patch"), "-p1", "-o", "patched", "--posix"]
        subprocess.run(patch, cwd=tmp_path, input=shown.stdout.encode(), check=True)
        expected = before.replace(b"41 new", b"14 new")
        assert (tmp_path / "patched").read_bytes() == expected
        done = citecheck("fix", name, "--allow-private-hosts", "--write")
        assert done.returncode == 0
        assert "wrote 1 correction to" in done.stderr
        assert path.read_bytes() == expected
        again = citecheck("fix", name, "--allow-private-hosts")
        assert (again.returncode, again.stdout) == (0, "")


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (CLAIMS["direction"], "more differs than a figure"),
        # The figure stands twice in the claim: which one is wrong is not sure.
        (CLAIMS["figure"].replace("the northern line", "line 41 and no other line"), ""),
    ],
)
def test_what_is_not_sure_is_left_and_told(
    citecheck, tmp_path: Path, claim: str, words: str
) -> None:
    with site() as web:
        path = written(tmp_path, "brief.md", web.add("/p", PAGE), claim, CLAIMS["right"])
        before = path.read_bytes()
        done = citecheck("fix", "brief.md", "--allow-private-hosts", "--write")
    assert done.returncode == 0
    assert done.stdout == ""
    assert path.read_bytes() == before
    if words:
        assert f"brief.md:1:1: left as it is, {words}" in done.stderr
    assert "nothing to correct" in done.stderr


def test_each_claim_is_asked_for_and_only_a_yes_is_written(citecheck, tmp_path: Path) -> None:
    wrong = CLAIMS["right"].replace("52", "25")
    with site() as web:
        path = written(tmp_path, "brief.md", web.add("/p", PAGE), CLAIMS["figure"], wrong)
        done = citecheck("fix", "brief.md", "--allow-private-hosts", "-i", stdin="n\ny\n")
    assert "line 1: 41 new buses → 14 new buses" in done.stdout
    assert "line 3: 25 → 52" in done.stdout
    assert "approved 14 new buses" in done.stdout  # the passage, to decide by
    assert done.returncode == 1  # one correction is left
    text = path.read_text()
    assert "approved 41 new" in text
    assert "rose to 52%" in text


def test_formats_without_corrections_and_standard_input_are_told(citecheck, tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("It rose to 14 [1].")
    document.save(tmp_path / "brief.docx")
    done = citecheck("fix", "brief.docx")
    assert done.returncode == 2
    assert "brief.docx: is docx; corrections are made in Markdown" in done.stderr
    assert citecheck("fix", "-", stdin="x").returncode == 2
