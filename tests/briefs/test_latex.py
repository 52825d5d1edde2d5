"""LaTeX briefs: macros, citations of every package, files taken in, bibliographies, time."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from citecheck import briefs
from citecheck.errors import BriefError
from citecheck.model import Brief, MarkerStatus

LIST = r"""
\begin{thebibliography}{9}
\bibitem{lund} Lund, P. Ferries. \url{https://lund.example/a_b}
\bibitem[Moss et al.(2019)]{2019MNRAS.487..104M} Moss, T. \href{https://moss.example/~t/}{Tides}.
\end{thebibliography}
\end{document}
"""
LUND, MOSS = "https://lund.example/a_b", "https://moss.example/~t/"


def read(body: str, preamble: str = "") -> Brief:
    text = "\\documentclass{article}\n" + preamble + "\n\\begin{document}\n" + body + LIST
    return briefs.parse(text.encode(), path="brief.tex")


def claims(brief: Brief) -> list[tuple[str, list[str | None]]]:
    """The cited claims with the addresses that they cite."""
    urls = {entry.label: entry.url for entry in brief.references}
    return [(c.text, [urls.get(ref) for ref in c.refs]) for c in brief.claims if c.refs]


@pytest.mark.parametrize(
    ("cited", "expected"),
    [
        (r"\cite{lund}", [LUND]),
        (r"\cite[p.~4]{lund,2019MNRAS.487..104M}", [LUND, MOSS]),
        (r"\citep[see][ch. 2]{ lund , 2019MNRAS.487..104M }", [LUND, MOSS]),
        (r"\autocites[12]{lund}[34]{2019MNRAS.487..104M}", [LUND, MOSS]),
        (r"\parencites(see)()[3]{lund}[4]{2019MNRAS.487..104M}", [LUND, MOSS]),
        (r"\footcite[1]{lund}", [LUND]),
        (r"\supercite{lund}", [LUND]),
        (r"\fullcite{lund}", [LUND]),
        (r"\onlinecite{lund}", [LUND]),
        (r"\footnote{See \citet{lund}, ch.~3.}", [LUND]),
        (r"\footnote{\url{https://quay.example/50%25_b#c}}", ["https://quay.example/50%25_b#c"]),
        (
            r"\footnotemark\footnotetext{\href{https://q.example/\%20a}{Q}}",
            ["https://q.example/%20a"],
        ),
        (r"\mine{lund}", [LUND]),
        (r"\both", [LUND, MOSS]),
    ],
)
def test_every_way_to_cite(cited: str, expected: list[str]) -> None:
    own = r"\newcommand{\mine}[1]{~\citep{#1}}\newcommand\both{\cite{lund,2019MNRAS.487..104M}}"
    brief = read(f"The ferry carried 412 people in May {cited}. It sank in June.", own)
    assert claims(brief) == [("The ferry carried 412 people in May.", expected)]
    assert {marker.status for marker in brief.markers} == {MarkerStatus.CITED}


@pytest.mark.parametrize(
    ("preamble", "written", "said"),
    [
        (r"\newcommand{\ship}{Merrin Star}", r"The \ship{} sailed at noon",
         "The Merrin Star sailed at noon"),
        (r"\newcommand{\of}[2][May]{in #1 of #2}", r"It sailed \of{1912} and \of[June]{1913}",
         "It sailed in May of 1912 and in June of 1913"),
        (r"\def\ship#1{the ship #1}", r"We saw \ship{Star} at sea", "We saw the ship Star at sea"),
        (r"\newcommand{\be}{\begin{equation}}\newcommand{\ee}{\end{equation}}",
         r"It pays \be x = 1 \ee each day", "It pays each day"),
        (r"\newenvironment{note}[1]{\begin{quote}}{#1\end{quote}}\newcommand{\it}{It }",
         r"\begin{note}{no text}Nobody knows it.\end{note} It sailed in the rain",
         "It sailed in the rain"),
        (r"\newif\ifdraft\draftfalse", r"It \ifdraft never \else always \fi sailed at noon",
         "It always sailed at noon"),
        ("", r"It \iffalse not \cite{lund} \fi sailed on Monday", "It sailed on Monday"),
        (r"\newcommand{\todo}[1]{}", r"It sailed\todo{when? \cite{lund}} on a Monday",
         "It sailed on a Monday"),
        ("", r"The Caf\'e {\O}resund paid 5\,\% to \'Ecole Fran\c{c}aise",
         "The Café Øresund paid 5 % to École Française"),
        ("", r"It rose by $\sim 5\%$ at $x_i \leq 3$ for all",
         "It rose by ∼ 5% at x_i ≤ 3 for all"),
        ("", "It cost 4 % not this \\cite{gone}\n pounds in all", "It cost 4 pounds in all"),
        ("", r"The \emph{Star} is ``new'' --- or so \textcolor{red}{they} say",
         "The Star is “new” — or so they say"),
        ("", r"It took [1, 2] as its bounds", "It took [1, 2] as its bounds"),
    ],
)  # fmt: skip
def test_macros_are_what_they_stand_for(preamble: str, written: str, said: str) -> None:
    assert claims(read(f"{written} \\cite{{lund}}.", preamble)) == [(f"{said}.", [LUND])]


def test_a_source_that_is_the_subject_belongs_to_its_own_sentence() -> None:
    text = r"""The ferry sank in May \citep{lund}. \citet{2019MNRAS.487..104M} showed that it rose.
Nobody was hurt at all. In \cite{lund} it floats again."""
    assert claims(read(text)) == [
        ("The ferry sank in May.", [LUND]),
        ("showed that it rose.", [MOSS]),
        ("In it floats again.", [LUND]),
    ]


def test_what_is_no_prose_is_no_claim() -> None:
    brief = read(
        r"""\title{Tides}\author[1]{Pia Lund\thanks{Pier 4}}\affiliation[1]{organization={Quay}}
\maketitle
\begin{multicols}{2}
It sank in May \cite{lund}.
\end{multicols}
\begin{figure}[t]\includegraphics[width=1cm]{a_b}\caption{The pier in May \cite{lund}.}\label{f}
\end{figure}
\begin{tabular}{l|r}
\hline
Ferry & Fare \\ \hline
The Star sank in June \cite{lund} & 4 \\
\end{tabular}
\begin{verbatim}
\cite{gone}
\end{verbatim}
\begin{tikzpicture}\draw (0,0) -- (1,1);\end{tikzpicture}"""
    )
    assert [c.text for c in brief.claims] == [
        "It sank in May.",
        "The pier in May.",
        "The Star sank in June",
        "4",
    ] or [c.text for c in brief.claims if c.refs] == [
        "It sank in May.",
        "The pier in May.",
        "The Star sank in June",
    ]
    assert {marker.status for marker in brief.markers} == {MarkerStatus.CITED}
    assert brief.title == "Tides"


def test_every_claim_has_its_own_line() -> None:
    brief = read(
        "It sank in May\n\\cite{lund}.\nIt rose in June \\cite{lund}.\n\nOn it went \\cite{lund}."
    )
    assert [c.place.line for c in brief.claims] == [4, 6, 8]
    assert [m.place.line for m in brief.markers] == [5, 6, 8]


def gathered(path: Path) -> Brief:
    found = briefs.gather(path.read_bytes(), path)
    brief = briefs.parse(found.data, path=str(path), references=found.references)
    assert not found.notices or "gone" in found.notices[0]
    return brief


def test_files_that_it_takes_in_are_read_below_its_folder(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    main = tmp_path / "main.tex"
    main.write_text(
        "\\documentclass{article}\n\\begin{document}\n\\input{parts/one}\n% \\input{gone}\n"
        "\\include{parts/two.tex}\nIt ended in July \\cite{lund}.\n\\input{../outside}" + LIST
    )
    (tmp_path / "parts" / "one.tex").write_text(
        "It began in May \\cite{lund}.\n\\input{parts/deep}"
    )
    (tmp_path / "parts" / "deep.tex").write_text("\nIt went on \\cite{lund}.\\input{main}")
    (tmp_path / "parts" / "two.tex").write_text(
        "\\documentclass{x}\\begin{document}It was June \\cite{lund}.\\end{document}"
    )
    (tmp_path.parent / "outside.tex").write_text("Never read \\cite{lund}.")
    found = briefs.gather(main.read_bytes(), main)
    brief = briefs.parse(found.data, path="main.tex", references=found.references)
    assert [(c.text, c.place.where) for c in brief.claims] == [
        ("It began in May.", "parts/one.tex, line 1"),
        ("It went on.", "parts/deep.tex, line 2"),
        ("It was June.", "parts/two.tex, line 1"),
        ("It ended in July.", "line 6"),
    ]
    assert [c.place.line for c in brief.claims] == [3, 3, 5, 6]
    assert len(found.notices) == 1
    assert "outside" in found.notices[0]


BIBER = r"""\refsection{0}
\entry{lund}{online}{}
  \name{author}{1}{}{{{hash=1}{family={Lund},\n given={P.}}}}
  \field{title}{Ferries of {M}errin}
  \verb{url}
  \verb https://lund.example/a_b
  \endverb
\endentry
\entry{2019MNRAS.487..104M}{article}{}
  \field{title}{Tides}
  \verb{doi}
  \verb 10.1000/moss_1
  \endverb
\endentry"""
BIBTEX = r"""\begin{thebibliography}{2}
\expandafter\ifx\csname natexlab\endcsname\relax\def\natexlab#1{#1}\fi
\providecommand{\url}[1]{\texttt{#1}}
\bibitem [{\citenamefont {Lund}(2020)}]{lund}%
  \BibitemOpen \bibfield{author}{\bibinfo {author} {P.~Lund},\ }\bibinfo{title}{Ferries},\
  \url{https://lund.example/a_b} \BibitemShut {NoStop}%
\bibitem[{Moss(2019)}]{2019MNRAS.487..104M}
Moss, T. {Tides}. \href{https://doi.org/10.1000/moss_1}{\path{doi:10.1000/moss_1}}.
\end{thebibliography}"""


@pytest.mark.parametrize("bbl", [BIBER, BIBTEX])
@pytest.mark.parametrize("name", ["main.bbl", "refs.bbl", "output.bbl"])
def test_a_bbl_answers(tmp_path: Path, bbl: str, name: str) -> None:
    (tmp_path / name).write_text(bbl)
    main = tmp_path / "main.tex"
    main.write_text(
        "\\begin{document}It sank in May \\cite{lund}. It rose in June \\cite{2019MNRAS.487..104M}."
        "\\bibliography{refs}\\end{document}"
    )
    brief = gathered(main)
    doi = "https://doi.org/10.1000/moss_1"
    assert claims(brief) == [("It sank in May.", [LUND]), ("It rose in June.", [doi])]
    assert len(brief.references) == 2


def test_bibtex_values_become_the_addresses_that_they_mean(tmp_path: Path) -> None:
    bib = r"""
@misc{a, title={A {Ferry} \& more}, howpublished={Online: \url{https://a.example/x_y}}}
@misc{b, url={https://b.example/x\_y\%20z\#c\&d={\~{}}ray}}
@misc{c, note="Available at \href{https://c.example/(x)}{the quay}, accessed 2020"}
@article{d, doi={10.1000/x\_y}, url={}}
@article{e, journal={arXiv preprint arXiv:2301.01234}, year=2023}
@misc{f, eprint={hep-th/9901001}, archivePrefix="arXiv"}
@misc{g, url={https://g.example/\~{}ray/$\sim$x}, url={https://twice.example/}}
@online{h, url = {https://h.example/a,b;c.html}, author = "Lund, P{\'i}a"}
@book{i, title={Tides}}
"""
    (tmp_path / "refs.bib").write_text(bib)
    entries = briefs.load_references(tmp_path / "refs.bib")
    assert {entry.label: entry.url for entry in entries} == {
        "a": "https://a.example/x_y",
        "b": "https://b.example/x_y%20z#c&d=~ray",
        "c": "https://c.example/(x)",
        "d": "https://doi.org/10.1000/x_y",
        "e": "https://arxiv.org/abs/2301.01234",
        "f": "https://arxiv.org/abs/hep-th/9901001",
        "g": "https://g.example/~ray/~x",
        "h": "https://h.example/a,b;c.html",
        "i": None,
    }
    by_label = {entry.label: entry for entry in entries}
    assert by_label["a"].title == "A Ferry & more"
    assert "Lund, Pía" in by_label["h"].text


def test_an_entry_is_listed_once_whether_keys_or_numbers_cite(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text("@misc{lund, url={https://lund.example/}}")
    entries = briefs.load_references(tmp_path / "refs.bib")
    for text, label in (("It sank in May [@lund].", "lund"), ("It sank in May [1].", "1")):
        brief = briefs.parse(text.encode(), path="a.md", references=entries)
        assert [entry.label for entry in brief.references] == [label]
        assert brief.claims[0].refs == (label,)


@pytest.mark.parametrize(
    "hostile",
    [
        "\\documentclass[\n?x %\n" * 1500,
        "\\newcommand{\\a}{\\a\\a}\\a " * 500,
        "\\newcommand{\\a}[9]{" + "#1" * 200 + "}" + "\\a{\\a{x}}" * 30,
        "\\footnote{" * 1500,
        "\\cite[" * 1500,
        "\\begin{verbatim}" * 1500,
        "$" * 9001,
        "{" * 15_000,
        "\\if" * 4000,
        "\\begin{tabular}{l}" * 1500,
        "\\url{" * 4000,
    ],
    ids=lambda text: text[:12].strip(),
)
def test_hostile_latex_takes_bounded_time(hostile: str) -> None:
    began = time.process_time()
    text = f"\\documentclass{{article}}\\begin{{document}}Yes it is. {hostile}"
    with suppress(BriefError):
        briefs.parse(text.encode(), path="a.tex")
    assert time.process_time() - began < 5


def test_time_and_memory_are_linear_in_its_length() -> None:
    unit = (
        "The ferry carried 412 people \\cite{a,b} on \\emph{Monday} in May\\footnote{\\url{https://q."
        "example/}}. It paid $x_i^2$ pounds and rose again \\citep[p. 4]{c}.\n\n"
    )
    program = (
        "import re,sys,time; from citecheck import briefs\n"
        "data=(r'\\begin{document}'+sys.stdin.read()*int(sys.argv[1])).encode()\n"
        "t=time.process_time(); briefs.parse(data,path='a.tex')\n"
        "peak=re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]\n"
        "print(time.process_time()-t, int(peak)/1024)"
    )

    def cost(times: int) -> tuple[float, float]:
        done = subprocess.run(
            [sys.executable, "-c", program, str(times)],
            input=unit, text=True, capture_output=True, check=True, timeout=300,
        )  # fmt: skip
        seconds, megabytes = map(float, done.stdout.split())
        return seconds, megabytes

    small, large = cost(60), cost(600)
    assert large[0] < 25 * small[0] + 0.5
    assert large[1] < 300
