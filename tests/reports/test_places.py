"""Every claim at its own line, paragraph or page, in the formats that name places."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from citecheck import briefs
from citecheck.findings import find, summarise
from citecheck.model import BriefReport, Judgement, Report, Verdict
from citecheck.reports import render

TEX = r"""\documentclass{article}
\begin{document}
\section{Lead}
The council approved 14 buses for the northern line \cite{a}.
The mayor signed the bill on Monday \cite{a}.
It was, as one may recall, a very long day for all, and
it ended with a vote \cite{a}.

In a second paragraph the \emph{district} replaced 40 pipes \cite{a}. And then
the line closed in 2019 \cite{a}.
\begin{thebibliography}{9}
\bibitem{a} A. \url{http://example.org/a}
\end{thebibliography}
\end{document}
"""


def report(data: bytes, path: str) -> Report:
    brief = briefs.parse(data, path=path)
    findings = tuple(
        find(claim, {}, lambda *_: Judgement(Verdict.CONTRADICTED, 0.1)) for claim in brief.claims
    )
    checked = BriefReport(brief, (), findings, summarise(brief, findings))
    return Report("0", datetime.now(UTC), (checked,))


def test_each_claim_of_a_latex_brief_stands_at_its_own_line() -> None:
    found = report(TEX.encode(), "a.tex")
    lines = [4, 5, 6, 9, 9]
    assert [f.claim.place.line for f in found.briefs[0].findings] == lines
    assert [
        result["locations"][0]["physicalLocation"]["region"]["startLine"]
        for result in json.loads(render(found, "sarif"))["runs"][0]["results"]
    ] == lines
    github = render(found, "github").splitlines()[:-1]
    assert [line.split("line=")[1].split(",")[0] for line in github] == [str(n) for n in lines]
    assert not any("endLine" in line for line in github)  # the end is one of other text
    terminal = render(found, "text")
    for line in set(lines):
        assert f"a.tex:line {line}" in terminal


@pytest.mark.parametrize("format_", ["github", "sarif", "text"])
def test_a_document_without_lines_names_page_and_paragraph(tmp_path: Path, format_: str) -> None:
    document = docx.Document()
    for text in (
        "It rose to 14 [1].",
        "It fell to 3 [1].",
        "Sources",
        "[1] A http://example.org/a",
    ):
        document.add_paragraph(text)
    document.save(tmp_path / "a.docx")
    text = render(report((tmp_path / "a.docx").read_bytes(), "a.docx"), format_)
    assert "paragraph 1" in text
    assert "paragraph 2" in text
