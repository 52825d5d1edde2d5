"""A bibliography beside the brief: what the brief names is read, `--sources` replaces it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run

BIBLIOGRAPHY = """@article{ray2020, title={The {B}ridge}, author={Ray, E.}, url={https://ray.example/}}
@misc{osei, title={Tolls}, doi={10.1000/xyz}}
"""
RAY, OSEI = "https://ray.example/", "https://doi.org/10.1000/xyz"
TEX = r"""\documentclass{article}
\begin{document}
The toll rose to 4 dollars \cite{ray2020}. It was shut in May \citep[p.~3]{osei,ray2020}.
\bibliographystyle{plain}
NAMED
\end{document}
"""
MARKDOWN = (
    "The toll rose to 4 dollars [@ray2020]. It was shut in May [see @osei, p. 3; @ray2020].\n"
)


@pytest.mark.parametrize(
    ("name", "text", "options"),
    [
        ("a.tex", TEX.replace("NAMED", r"\bibliography{refs}"), []),
        ("b.tex", TEX.replace("NAMED", r"\addbibresource{refs.bib}"), []),
        ("c.tex", TEX, ["--sources", "refs.bib"]),
        ("d.md", f"---\ntitle: Bridge\nbibliography: refs.bib\n---\n\n{MARKDOWN}", []),
        ("e.md", f"---\nbibliography:\n  - refs.bib\ntitle: Bridge\n---\n\n{MARKDOWN}", []),
        ("f.md", f'---\nbibliography: ["refs.bib"]\n---\n\n{MARKDOWN}', []),
        ("g.md", MARKDOWN, ["--sources", "refs.bib"]),
        ("h.tex", TEX.replace("NAMED", r"\addbibresource[location=local]{refs.bib}"), []),
        ("i.tex", TEX.replace("NAMED", "% \\bibliography{old}\n\\bibliography{refs}"), []),
    ],
)
def test_citations_lead_to_the_bibliography(
    citecheck: Run, tmp_path: Path, name: str, text: str, options: list[str]
) -> None:
    (tmp_path / "refs.bib").write_text(BIBLIOGRAPHY)
    (tmp_path / name).write_text(text.replace("NAMED", ""))
    finished = citecheck("extract", name, "--format", "json", *options)
    assert finished.returncode == 0, finished.stderr
    (brief,) = json.loads(finished.stdout)["briefs"]
    urls = {reference["label"]: reference["url"] for reference in brief["references"]}
    assert [(c["text"], [urls[ref] for ref in c["refs"]]) for c in brief["claims"]] == [
        ("The toll rose to 4 dollars.", [RAY]),
        ("It was shut in May.", [OSEI, RAY]),
    ]
    assert {marker["status"] for marker in brief["markers"]} == {"cited"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.tex", TEX.replace("NAMED", r"\bibliography{ray, osei}")),
        ("b.tex", TEX.replace("NAMED", "\\addbibresource{ray.bib}\n\\addbibresource{osei.bib}")),
        ("c.md", f"---\nbibliography: [ray.bib, osei.bib]\n---\n\n{MARKDOWN}"),
        ("d.md", f"---\r\nbibliography:\r\n- ray.bib\r\n- osei.bib\r\n---\r\n{MARKDOWN}"),
    ],
)
def test_every_bibliography_that_is_named_is_read(
    citecheck: Run, tmp_path: Path, name: str, text: str
) -> None:
    first, _, second = BIBLIOGRAPHY.partition("@misc")
    (tmp_path / "ray.bib").write_text(first)
    (tmp_path / "osei.bib").write_text(f"@misc{second}")
    (tmp_path / name).write_text(text, newline="")
    finished = citecheck("extract", name, "--format", "json")
    assert finished.returncode == 0, finished.stderr
    (brief,) = json.loads(finished.stdout)["briefs"]
    urls = {reference["label"]: reference["url"] for reference in brief["references"]}
    assert urls == {"ray2020": RAY, "osei": OSEI}
    assert not finished.stderr
    assert {marker["status"] for marker in brief["markers"]} == {"cited"}


def test_one_broken_bibliography_of_two_is_named(citecheck: Run, tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIBLIOGRAPHY)
    (tmp_path / "bad.bib").write_text("@misc{")
    (tmp_path / "a.tex").write_text(TEX.replace("NAMED", r"\bibliography{refs,bad}"))
    finished = citecheck("extract", "a.tex")
    assert finished.returncode != 0
    assert "bad.bib" in finished.stderr
    assert "Traceback" not in finished.stderr


def test_a_key_without_an_entry_is_unresolved(citecheck: Run, tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIBLIOGRAPHY)
    finished = citecheck("extract", "-", "--sources", "refs.bib", stdin="It rose [@gone].\n")
    assert "no entry gone in the source list" in finished.stdout


def test_a_bibliography_outside_the_folder_is_not_read(citecheck: Run, tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIBLIOGRAPHY)
    (tmp_path / "inner").mkdir()
    brief = tmp_path / "inner" / "b.md"
    brief.write_text(f"---\nbibliography: ../refs.bib\n---\n\n{MARKDOWN}")
    finished = citecheck("extract", str(brief))
    assert RAY not in finished.stdout
    assert "no entry ray2020 in the source list" in finished.stdout
    assert "names ../refs.bib as its source list, which is no file in its folder" in finished.stdout


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.tex", TEX.replace("NAMED", r"\bibliography{refs,gone}")),
        ("b.md", f"---\nbibliography: [refs.bib, gone]\n---\n\n{MARKDOWN}"),
    ],
)
def test_a_bibliography_that_is_not_there_is_named(
    citecheck: Run, tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / "refs.bib").write_text(BIBLIOGRAPHY)
    (tmp_path / name).write_text(text)
    finished = citecheck("extract", name)
    assert RAY in finished.stdout
    assert f"{name} names gone as its source list" in finished.stdout
    assert "names refs" not in finished.stdout


def test_the_name_of_a_bibliography_cannot_write_over_the_screen(
    citecheck: Run, tmp_path: Path
) -> None:
    (tmp_path / "b.md").write_text(f'---\nbibliography: "\\e[2J{"x" * 500}"\n---\n\n{MARKDOWN}')
    finished = citecheck("extract", "b.md")
    assert "\x1b" not in finished.stdout
    assert "names ?[2Jxxx" in finished.stdout
    assert max(map(len, finished.stdout.splitlines())) < 300


def test_a_run_of_sentences_says_so(citecheck: Run) -> None:
    text = "The toll rose. It fell in May. [1]\n\nSources\n[1] https://one.example/\n"
    finished = citecheck("extract", "-", stdin=text)
    lines = finished.stdout.splitlines()
    assert lines[1].endswith("The toll rose.  (cited by the marker at its paragraph's end)")
    assert lines[2].endswith("It fell in May.")
