"""Every habit of citing with an example: what the tests check and what `docs/citing.md` shows.

python tests/briefs/citing.py --write      # writes docs/citing.md
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "citing.md"
LIST = "\n\nSources\n[1] Ray, The bridge, 2020. https://one.example/\n[2] Osei, Tolls, 2021. https://two.example/\n"
PLAIN = LIST.replace("[1]", "1.").replace("[2]", "2.")
ONE, TWO, THREE = "https://one.example/", "https://two.example/", "https://three.example/"


@dataclass(frozen=True, slots=True)
class Example:
    """A habit, an example of it, and each cited claim with the addresses that it cites."""

    habit: str
    style: str
    text: str
    claims: tuple[tuple[str, tuple[str, ...]], ...]
    note: str = ""
    links: bool = False
    path: str = "brief.md"
    beside: Mapping[str, str] = field(default_factory=dict)  # files in the brief's folder

    def write(self, folder: Path) -> Path:
        """Write the brief and what stands beside it; its text is the markup of a PDF or DOCX."""
        for name, text in self.beside.items():
            (folder / name).write_text(text, encoding="utf-8")
        path = folder / self.path
        makers = {".pdf": _pdf, ".docx": _docx}
        make = makers.get(path.suffix)
        path.write_bytes(self.text.encode() if make is None else make(self.text))
        return path


def _pdf(text: str) -> bytes:
    """A page with a paragraph for each block, and the notes at its foot."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    body, note = ParagraphStyle("body"), ParagraphStyle("note", fontSize=7)
    story: list[object] = []
    for block in text.strip().split("\n\n"):
        if block.startswith("<super>") and len(story) == 1:
            story.append(Spacer(1, 400))
        story.append(Paragraph(block, note if block.startswith("<super>") else body))
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, invariant=1).build(story)
    return buffer.getvalue()


def _docx(text: str) -> bytes:
    """A document with a paragraph for each block, raised where the text says `<super>`."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    paragraphs = ""
    for block in text.strip().split("\n\n"):
        runs = ""
        for number, part in enumerate(re.split(r"</?super>", block)):
            raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>' if number % 2 else ""
            runs += f'<w:r>{raised}<w:t xml:space="preserve">{part}</w:t></w:r>'
        paragraphs += f"<w:p>{runs}</w:p>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}"><w:body>{paragraphs}</w:body></w:document>',
        )
    return buffer.getvalue()


MARKERS = (
    Example(
        "Numbers in square brackets",
        "bracketed numbers",
        "The toll rose to 4 dollars [1]. It was shut in May [1, 2]. Nobody paid [1] [2]." + LIST,
        (
            ("The toll rose to 4 dollars.", (ONE,)),
            ("It was shut in May.", (ONE, TWO)),
            ("Nobody paid.", (ONE, TWO)),
        ),
        "Also `[1][2]`, `[2-4]`, before or behind the full stop.",
    ),
    Example(
        "Notes",
        "notes",
        "The toll rose to 4 dollars.[^1] It was shut.[^b]\n\n"
        "[^1]: Ray, https://one.example/\n[^b]: Osei, https://two.example/\n",
        (("The toll rose to 4 dollars.", (ONE,)), ("It was shut.", (TWO,))),
        "Notes beside a numbered list keep their caret, so that `[^1]` and `[1]` are two sources.",
    ),
    Example(
        "Numbers that are links",
        "numbered links",
        "The toll rose to 4 dollars [1](https://one.example/). "
        "It was shut [[2]](https://two.example/).\n",
        (("The toll rose to 4 dollars.", (ONE,)), ("It was shut.", (TWO,))),
    ),
    Example(
        "Numbers above the line",
        "superscripts",
        "The toll rose to 4 dollars.¹ It was shut on 5 m² of road.¹⁻²" + PLAIN,
        (("The toll rose to 4 dollars.", (ONE,)), ("It was shut on 5 m² of road.", (ONE, TWO))),
        "Only where a source list answers to them and nothing else is a marker; units are none.",
    ),
    Example(
        "Numbers in round brackets",
        "round brackets",
        "The toll rose to 4 dollars (1). It was shut in May (1, 2)." + PLAIN,
        (("The toll rose to 4 dollars.", (ONE,)), ("It was shut in May.", (ONE, TWO))),
        "Only where a source list answers to them and nothing else is a marker.",
    ),
    Example(
        "Numbers in circles, braces or with a hash",
        "numbers in circles or braces",
        "The toll rose to 4 dollars①. It was shut in May {1}{2}. It was open (#2)." + PLAIN,
        (
            ("The toll rose to 4 dollars.", (ONE,)),
            ("It was shut in May.", (ONE, TWO)),
            ("It was open.", (TWO,)),
        ),
        "Only where a source list answers to them. `［1］` and `[S1]` are bracketed numbers.",
    ),
    Example(
        "A source by name and address in round brackets",
        "links in brackets",
        "The toll rose to 4 dollars (Harbour Post, 2023: https://one.example/). "
        "It was shut (source: Met Office, [2 May](https://two.example/)).\n",
        (("The toll rose to 4 dollars.", (ONE,)), ("It was shut.", (TWO,))),
        "The address ends the bracket, behind a comma, a colon or a dash.",
    ),
    Example(
        "Identifiers in brackets",
        "citation keys",
        "The toll rose to 4 dollars (doi:10.1098/abc). It was shut [PMID: 123456].\n",
        (
            ("The toll rose to 4 dollars.", ("https://doi.org/10.1098/abc",)),
            ("It was shut.", ("https://pubmed.ncbi.nlm.nih.gov/123456/",)),
        ),
    ),
    Example(
        "Author and year",
        "author and year",
        "The toll rose to 4 dollars (Ray, 2020). As Osei (2021) found, it was shut in May.\n\n"
        "References\n\n- Ray, E. (2020). The bridge. https://one.example/\n"
        "- Osei, A. and Dole, M. (2021). Tolls. https://two.example/\n",
        (
            ("The toll rose to 4 dollars.", (ONE,)),
            ("As Osei found, it was shut in May.", (TWO,)),
        ),
        "Only where the list has an entry of that author and year.",
    ),
    Example(
        "Brackets of an answer engine",
        "tokens of an answer engine",
        "The toll rose to 4 dollars【1†source】. It was shut in May【2:3†L10-L12】." + LIST,
        (("The toll rose to 4 dollars.", (ONE,)), ("It was shut in May.", (TWO,))),
    ),
    Example(
        "Links that name their site",
        "links in brackets",
        "The toll rose to 4 dollars ([one.example](https://one.example/)). "
        "It was shut ([two.example](https://two.example/), [three.example](https://three.example/)).\n",
        (("The toll rose to 4 dollars.", (ONE,)), ("It was shut.", (THREE, TWO))),
    ),
    Example(
        "Links of any words alone in brackets",
        "links in brackets",
        "The toll rose to 4 dollars ([Tolls of the coast - One](https://one.example/)). "
        "It was shut in May. ([source](https://two.example/); [Ray, 2020](https://three.example/))\n",
        (("The toll rose to 4 dollars.", (ONE,)), ("It was shut in May.", (THREE, TWO))),
        "In round or square brackets, before or behind the full stop; also a link alone behind the "
        "full stop at the end of a paragraph.",
    ),
    Example(
        "Reference links",
        "links in brackets",
        "The toll rose to 4 dollars ([Ray][1]). It was shut in May. ([Osei][2], [Ray][1])\n\n"
        '[1]: https://one.example/ "The bridge"\n[2]: https://two.example/\n',
        (("The toll rose to 4 dollars.", (ONE,)), ("It was shut in May.", (ONE, TWO))),
    ),
    Example(
        "Bare numbers behind and before the full stop",
        "numbers after the full stop",
        "The toll rose to 4 dollars in May.1 Nobody paid it for a week 2. "
        "It was shut in June.1, 2\n\n"
        "#### **Works cited**\n\n1. Ray, [https://one.example/](https://one.example/)\n"
        "2. Osei, [https://two.example/](https://two.example/)\n",
        (
            ("The toll rose to 4 dollars in May.", (ONE,)),
            ("Nobody paid it for a week.", (TWO,)),
            ("It was shut in June.", (ONE, TWO)),
        ),
        "Only where a numbered list answers; before the full stop only those that count on.",
    ),
    Example(
        "Numbers in `<sup>`",
        "superscripts",
        "The toll rose to 4 dollars.<sup>1</sup> It was shut in 2023.<sup>1,2</sup>" + PLAIN,
        (("The toll rose to 4 dollars.", (ONE,)), ("It was shut in 2023.", (ONE, TWO))),
    ),
    Example(
        "Labelled tokens of assistants",
        "tokens of an answer engine",
        "[cite_start]The toll rose to 4 dollars[cite: 1, 2]. It was shut [web:2]. Nobody paid "
        "[Source 1]." + LIST,
        (
            ("The toll rose to 4 dollars.", (ONE, TWO)),
            ("It was shut.", (TWO,)),
            ("Nobody paid.", (ONE,)),
        ),
        "Also `[citation:1]`, `[ref 2]`, `[oai_citation:0‡Site](url)`. What only the assistant can "
        "resolve (`:contentReference[oaicite:0]`, private-use characters, `【1†source】` without a "
        "list) is unresolved, and the report says how to export it.",
    ),
    Example(
        "Notes in the text",
        "notes in the text",
        "The toll rose to 4 dollars.^[Ray, https://one.example/] %% check it again %% "
        "It was shut.^[https://two.example/]\n",
        (("The toll rose to 4 dollars.", (ONE,)), ("It was shut.", (TWO,))),
        "What stands in a comment, `%% … %%` or `<!-- … -->`, is passed over.",
    ),
    Example(
        "Labels of notes",
        "notes",
        "The toll rose to 4 dollars.[^1_1] It was shut.[^1-2] Nobody paid.[^2.1]\n\n"
        "[^1_1]: https://one.example/\n[^1-2]: https://two.example/\n[^2.1]: https://three.example/\n",
        (
            ("The toll rose to 4 dollars.", (ONE,)),
            ("It was shut.", (TWO,)),
            ("Nobody paid.", (THREE,)),
        ),
    ),
    Example(
        "A link that shows author and year",
        "links in brackets",
        "The toll rose to 4 dollars ([Ray et al. 2020](https://one.example/)).\n\n## References\n\n"
        "- Ray, E. (2020). The bridge. https://one.example/\n",
        (("The toll rose to 4 dollars.", (ONE,)),),
    ),
    Example(
        "Sources behind a paragraph",
        "links in brackets",
        "The toll rose to 4 dollars. It was shut.\nSources:\nhttps://one.example/\n"
        "https://two.example/\n\nNobody paid. Source: https://three.example/\n",
        (
            ("The toll rose to 4 dollars.", (ONE, TWO)),
            ("It was shut.", (ONE, TWO)),
            ("Nobody paid.", (THREE,)),
        ),
        "They vouch for the paragraph.",
    ),
    Example(
        "Links with words as text, with `--links`",
        "links with words",
        "The toll rose to 4 dollars, [the paper said](https://one.example/). "
        "[It was shut](https://two.example/) in May.\n",
        (
            ("The toll rose to 4 dollars, the paper said.", (ONE,)),
            ("It was shut in May.", (TWO,)),
        ),
        links=True,
    ),
)
OWN = "the format's own citations"
FORMATS = (
    Example(
        "Keys that bring their own address (Manubot)",
        "citation keys",
        "The toll rose to 4 dollars [@doi:10.1000/ray; @url:https://one.example/]. "
        "It was shut in May [@arxiv:1502.04015v1].\n",
        (
            ("The toll rose to 4 dollars.", ("https://doi.org/10.1000/ray", ONE)),
            ("It was shut in May.", ("https://arxiv.org/abs/1502.04015v1",)),
        ),
        "Also `@pmid:`, `@pmcid:`, `@isbn:`, `@wikidata:`, and shorter names: "
        "`[@tag:ray]: doi:10.1000/ray`. Keys without an address, `[@ray]`, and the roles of MyST "
        "and Sphinx, `` {cite:p}`ray` ``, answer to the bibliography that the brief or its book "
        "names.",
    ),
    Example(
        "LaTeX",
        OWN,
        "\\newcommand{\\mine}[1]{~\\citep{#1}}\n\\begin{document}\nThe toll rose to \\$4 "
        "\\cite[p.~4]{ray}. It was shut in May\\mine{ray,osei}. Nobody paid\\footnote{\\url"
        "{https://three.example/}}.\n\\begin{thebibliography}{9}\n\\bibitem{ray} Ray. \\url{"
        "https://one.example/}\n\\bibitem{osei} Osei. \\href{https://two.example/}{Tolls}\n"
        "\\end{thebibliography}\n\\end{document}\n",
        (
            ("The toll rose to $4.", (ONE,)),
            ("It was shut in May.", (ONE, TWO)),
            ("Nobody paid.", (THREE,)),
        ),
        "The commands of natbib and biblatex, the document's own macros, what `\\input` takes in, "
        "`.bib` and `.bbl` beside it.",
        path="brief.tex",
    ),
    Example(
        "Wikitext",
        OWN,
        "The toll rose to 4 dollars.<ref>{{cite web|url=https://one.example/|title=Tolls}}</ref> "
        "It was '''shut''' in [[May]].{{sfn|Ray|2020|p=4}}\n\n== References ==\n{{reflist}}\n"
        "* {{cite book|last=Ray|year=2020|url=https://two.example/}}\n",
        (("The toll rose to 4 dollars.", (ONE,)), ("It was shut in May.", (TWO,))),
        path="page.wiki",
    ),
    Example(
        "JSON of an API or an export",
        "bracketed numbers",
        '{"choices": [{"message": {"role": "assistant", "content": "The toll rose to 4 dollars '
        '[1]. It was shut in May [2]."}}],\n "citations": ["https://one.example/", '
        '"https://two.example/"]}\n',
        (("The toll rose to 4 dollars.", (ONE,)), ("It was shut in May.", (TWO,))),
        "Also `url_citation` annotations, search results with indexes, grounding supports, and "
        "whole conversations, each answer with its own sources.",
        path="answer.json",
    ),
    Example(
        "STORM's folder",
        "bracketed numbers",
        "# The toll\n\nThe toll rose to 4 dollars[1]. It was shut in May[1][2].\n",
        (("The toll rose to 4 dollars.", (ONE,)), ("It was shut in May.", (ONE, TWO))),
        "The article's numbers are those of `url_to_info.json` beside it.",
        path="storm_gen_article_polished.txt",
        beside={
            "url_to_info.json": '{"url_to_unified_index": {"https://one.example/": 1, '
            '"https://two.example/": 2},\n "url_to_info": {"https://one.example/": '
            '{"title": "Ray"}, "https://two.example/": {"title": "Osei"}}}'
        },
    ),
    Example(
        "LaTeX with a bibliography beside it",
        OWN,
        "\\documentclass{article}\n\\begin{document}\nThe toll rose \\autocites[12]{ray}{osei}. It "
        "was shut in May \\parencite{ray}.\n\\bibliography{refs}\n\\end{document}\n",
        (("The toll rose.", (ONE, TWO)), ("It was shut in May.", (ONE,))),
        path="paper.tex",
        beside={
            "refs.bib": "@misc{ray, author={Ray, E.}, howpublished={\\url{https://one.example/}}}\n"
            "@misc{osei, author={Osei, A.}, url={https://two.example/}}"
        },
    ),
    Example(
        "Roles of MyST and Sphinx",
        "citation keys",
        "The toll rose to 4 dollars {cite}`ray`. It was shut in May {cite:p}`ray,osei`.\n\n"
        "```{bibliography} refs.bib\n```\n",
        (("The toll rose to 4 dollars.", (ONE,)), ("It was shut in May.", (ONE, TWO))),
        "Sphinx writes `` :cite:p:`ray` ``.",
        beside={
            "refs.bib": "@misc{ray, author={Ray, E.}, url={https://one.example/}}\n"
            "@misc{osei, author={Osei, A.}, url={https://two.example/}}"
        },
    ),
    Example(
        "Notes of a page of Wikipedia",
        "notes",
        '<p>The toll rose to 4 dollars.<sup class="reference"><a href="#cite_note-1">[1]</a></sup> '
        'It was shut.<sup class="reference"><a href="#cite_note-2">[2]</a></sup></p>\n<ol>\n'
        '<li id="cite_note-1"><a href="#cite_ref-1">^</a> <a href="#CITEREFRay2020">Ray 2020</a>, '
        'p. 4.</li>\n<li id="cite_note-2"><a href="#cite_ref-2">^</a> <a '
        'href="https://two.example/">Osei</a></li>\n</ol>\n<h2>Sources</h2>\n'
        '<ul><li><cite id="CITEREFRay2020">Ray, '
        'E. (2020). <a href="https://one.example/">The bridge</a></cite></li></ul>\n',
        (("The toll rose to 4 dollars.", (ONE,)), ("It was shut.", (TWO,))),
        "Short notes lead to their work; each group of notes has its own entries.",
        path="page.html",
    ),
    Example(
        "Raised numbers in Word",
        "superscripts",
        "The toll rose to 4 dollars in May.<super>1</super> It was shut in June.<super>1,2</super>"
        "\n\nSources\n\n1. Ray, The bridge, 2020. https://one.example/\n\n"
        "2. Osei, Tolls, 2021. https://two.example/\n",
        (("The toll rose to 4 dollars in May.", (ONE,)), ("It was shut in June.", (ONE, TWO))),
        "Footnotes, endnotes and the fields of Zotero, Mendeley and EndNote are read too.",
        path="report.docx",
    ),
    Example(
        "Notes at the foot of a printed page",
        OWN,
        "The toll rose to 4 dollars in May.<super>1</super> It was shut in June.<super>2</super>"
        "\n\n<super>1</super> Ray, The bridge, https://one.example/.\n\n"
        "<super>2</super> Osei, Tolls, https://two.example/.\n",
        (("The toll rose to 4 dollars in May.", (ONE,)), ("It was shut in June.", (TWO,))),
        "Also papers with `[1]` or authors and years, in one or two columns; tables of contents "
        "and links within the document are no citations.",
        path="report.pdf",
    ),
)
LISTS = (
    Example(
        "A list for each section",
        "bracketed numbers",
        "# A\n\nThe toll rose to 4 dollars [1].\n\n## Notes\n\n1. https://one.example/\n\n"
        "# B\n\nThe bridge was shut in May [1].\n\n## Notes\n\n1. https://two.example/\n",
        (("The toll rose to 4 dollars.", (ONE,)), ("The bridge was shut in May.", (TWO,))),
        "Entry 1 of the second list is shown as `1.2`.",
    ),
    Example(
        "A heading in any language",
        "bracketed numbers",
        "The toll rose to 4 dollars [1].\n\n## Kaynakça ve notlar\n\n1. Ray, https://one.example/\n"
        "2. Osei, https://two.example/\n",
        (("The toll rose to 4 dollars.", (ONE,)),),
        "Two entries or more with addresses under any heading, also `**8. References**`.",
    ),
    Example(
        "Entries in one line",
        "bracketed numbers",
        "The toll rose to 4 dollars [1]. It was shut [2].\n\n"
        "Citations: [1](https://one.example/) [2](https://two.example/)\n",
        (("The toll rose to 4 dollars.", (ONE,)), ("It was shut.", (TWO,))),
    ),
    Example(
        "Short notes",
        "notes",
        "The toll rose to 4 dollars.[^1]\n\n## Bibliography\n\n"
        "- Ray, E. (2020). The bridge. https://one.example/\n\n[^1]: Ray 2020, p. 4.\n",
        (("The toll rose to 4 dollars.", (ONE,)),),
        "A note without an address leads to the work that it names; `ibid.` to the note before.",
    ),
    Example(
        "A table",
        "bracketed numbers",
        "The toll rose to 4 dollars [1].\n\n## Sources\n\n| No | Title | Address |\n|---|---|---|\n"
        "| 1 | The bridge | https://one.example/ |\n",
        (("The toll rose to 4 dollars.", (ONE,)),),
    ),
    Example(
        "Title and address on two lines, with a date of access",
        "bracketed numbers",
        "The toll rose to 4 dollars [1].\n\n## Works cited\n\n[1] Ray, The bridge.\n"
        "    https://one.example/ (accessed 3 May 2025)\n",
        (("The toll rose to 4 dollars.", (ONE,)),),
    ),
    Example(
        "Identifiers without an address",
        "bracketed numbers",
        "The court agreed in 1973 [1]. Physicists wrote of it later [2] [3].\n\nReferences\n"
        "[1] Roe v. Wade, 410 U.S. 113 (1973)\n[2] Osei, doi:10.1000/xyz123\n"
        "[3] Dole, arXiv:2301.01234\n",
        (
            ("The court agreed in 1973.", ("https://www.courtlistener.com/c/U.S./410/113/",)),
            (
                "Physicists wrote of it later.",
                ("https://arxiv.org/abs/2301.01234", "https://doi.org/10.1000/xyz123"),
            ),
        ),
        "Also PMID, PMC, handles, ISBN, ECLI, CELEX, U.S.C., C.F.R., public laws and RFCs.",
    ),
)
SCOPES = (
    Example(
        "A marker within a sentence",
        "bracketed numbers",
        "The toll rose to 4 dollars in May [1], but nobody paid it in June [2]." + LIST,
        (
            ("The toll rose to 4 dollars in May,", (ONE,)),
            ("but nobody paid it in June.", (TWO,)),
        ),
        "Each marker vouches for the clause before it.",
    ),
    Example(
        "A marker behind the subject",
        "bracketed numbers",
        "Instead, the Harbour Union [1] cancelled its march in June." + LIST,
        (("Instead, the Harbour Union cancelled its march in June.", (ONE,)),),
        "The subject alone claims nothing.",
    ),
    Example(
        "A marked lead-in",
        "bracketed numbers",
        "Two towns signed in May [1]:\n\n- Merrin signed it first\n- Harlow paid half of it\n"
        + LIST,
        (
            ("Two towns signed in May:", (ONE,)),
            ("Merrin signed it first", (ONE,)),
            ("Harlow paid half of it", (ONE,)),
        ),
        "Its marker vouches for the items that have none.",
    ),
    Example(
        "Cells of a table",
        "bracketed numbers",
        "| Town | Paid |\n|---|---|\n| Merrin paid it in May [1] | Harlow did not [2] |\n" + LIST,
        (("Merrin paid it in May", (ONE,)), ("Harlow did not", (TWO,))),
    ),
    Example(
        "A cell of its own for the marker",
        "bracketed numbers",
        "| Town | Source |\n|---|---|\n| Merrin paid it in May | [1] |\n" + LIST,
        (("Merrin paid it in May", (ONE,)),),
        "The marker vouches for the other cells of its row.",
    ),
    Example(
        "A paragraph of which only the end is marked",
        "bracketed numbers",
        "The toll rose to 4 dollars. It was shut in May. [1]\n\nNobody paid [2]." + LIST,
        (
            ("The toll rose to 4 dollars.", (ONE,)),
            ("It was shut in May.", (ONE,)),
            ("Nobody paid.", (TWO,)),
        ),
        "The marker vouches for the run of sentences; every report says so.",
    ),
)


def page() -> str:
    """The text of `docs/citing.md`."""
    parts = [
        "# Habits of citing",
        "Made from the examples of the tests by `python tests/briefs/citing.py --write`.",
        "One habit is recognised for each document by evidence; `citecheck extract` says which, "
        "and lists what it passed over with the reason.",
    ]
    for title, examples in (
        ("Markers", MARKERS),
        ("Other formats than Markdown", FORMATS),
        ("Source lists", LISTS),
        ("What a marker vouches for", SCOPES),
    ):
        parts.append(f"## {title}")
        for example in examples:
            rows = [
                f"| {text} | {'<br>'.join(f'<{url}>' for url in urls)} |"
                for text, urls in example.claims
            ]
            table = "\n".join(["| claim | cites |", "| --- | --- |", *rows])
            parts += [f"### {example.habit}", f"````text\n{example.text.strip()}\n````"]
            for name, text in example.beside.items():
                parts += [f"beside it `{name}`:", f"````text\n{text.strip()}\n````"]
            parts.append(table)
            if example.note:
                parts.append(example.note)
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(page(), encoding="utf-8")
    else:
        print(page(), end="")
