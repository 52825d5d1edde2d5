"""Habits of citing in LaTeX, PDF, DOCX, exports and markup, for `bench/habits.py`."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from functools import partial
from typing import Any

from habits_maker import Document, Dress, Habit, Maker, Source, prose, truth

_TEX = str.maketrans({"%": r"\%", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_"})


def tex(text: str) -> str:
    return text.translate(_TEX)


def key(source: Source) -> str:
    return f"{source.name.lower()}{source.year}"


def bibtex(sources: Sequence[Source], number: int) -> bytes:
    """Entries that give their address in one way after the other."""
    ways = (
        "url = {{{0}}}", r"howpublished = {{\url{{{0}}}}}", "note = {{Online: {0}, accessed 2023}}",
        r"howpublished = {{\href{{{0}}}{{Online}}}}",
    )  # fmt: skip
    made = []
    for s in sources:
        way = ways[(s.number + number) % len(ways)]
        # A bare address in a field of words cannot hold what ends it there.
        way = ways[0] if "note" in way and any(sign in s.url for sign in "(&#") else way
        field = way.format(s.url)
        made.append(f"@misc{{{key(s)},\n  author = {{{s.name}, E.}},\n  title = {{{tex(s.title)}}},"
                    f"\n  year = {s.year},\n  {field}\n}}\n")  # fmt: skip
    return "".join(made).encode()


def bbl(sources: Sequence[Source]) -> bytes:
    items = (f"\\bibitem[{s.name}({s.year})]{{{key(s)}}}\n{s.name}, E.\n"
             f"\\newblock {tex(s.title)}.\n"
             f"\\newblock \\url{{{s.url}}}\n" for s in sources)  # fmt: skip
    return (
        "\\begin{thebibliography}{9}\n" + "\n".join(items) + "\\end{thebibliography}\n"
    ).encode()


def cite(command: str, several: bool = False) -> Dress:
    def write(words: str, cites: Sequence[Source]) -> str:
        keys = "".join(f"[{s.number}]{{{key(s)}}}" for s in cites) if several else (
            "{" + ", ".join(map(key, cites)) + "}")  # fmt: skip
        return f"{tex(words)}~\\{command}{keys}."

    return write


def tex_note(words: str, cites: Sequence[Source]) -> str:
    notes = "".join(f"\\footnote{{{s.name}, {tex(s.title)}, \\url{{{s.url}}}.}}" for s in cites)
    return f"{tex(words)}.{notes}"


def latex(commands: Sequence[Dress], listing: str, maker: Maker) -> Document:
    """A paper in two files; `listing` is "bib", "bbl" or "" for notes alone."""
    sources = maker.sources()
    paragraphs = maker.paragraphs(sources)
    dress = commands[maker.number % len(commands)]
    half = len(paragraphs) // 2
    preamble = (
        "\\documentclass[11pt]{article}\n\\usepackage{natbib}\n\\newcommand{\\mine}[1]{\\citep{#1}}\n"
        "\\newenvironment{aside}{\\begin{quote}}{\\end{quote}}\n\\title{The harbour}\n"
        "\\begin{document}\n\\maketitle\n\\section{Tolls}\\label{s}\n"
    )
    files = {"parts/two.tex": prose(paragraphs[half:], dress).encode()}
    end = "\n\\bibliographystyle{plain}\n\\bibliography{refs}\n" if listing else "\n"
    first = prose(paragraphs[:half], dress)
    main = f"{preamble}{first}\n\n\\input{{parts/two}}\n{end}\\end{{document}}"
    files["main.tex"] = main.encode()
    if listing == "bib":
        files["refs.bib"] = bibtex(sources, maker.number)
    elif listing == "bbl":
        files["main.bbl"] = bbl(sources)
    return Document("main.tex", files, truth(paragraphs))


# ------------------------------------------------------------------ PDF and DOCX


def printed(story: Sequence[Any], columns: int = 1) -> bytes:
    from reportlab.lib.pagesizes import letter
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    buffer = io.BytesIO()
    document = BaseDocTemplate(buffer, pagesize=letter, invariant=1)
    width = 504 / columns - 7
    frames = [Frame(54 + i * (width + 14), 54, width, 684) for i in range(columns)]
    document.addPageTemplates(PageTemplate(frames=frames))
    document.build(list(story))
    return buffer.getvalue()


def styles(number: int) -> Any:
    from reportlab.lib.styles import ParagraphStyle

    body = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12, alignment=4)
    hang = {"leftIndent": 14, "firstLineIndent": -14} if number % 2 else {"spaceAfter": 5}
    entry = ParagraphStyle("entry", parent=body, fontSize=8.5, **hang)
    head = ParagraphStyle("head", parent=body, fontName="Times-Bold", fontSize=12, spaceBefore=8)
    note = ParagraphStyle("note", parent=body, fontSize=8, leading=10)
    return body, entry, head, note


def xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def paper(dress: Dress, opening: str, maker: Maker) -> Document:
    from reportlab.platypus import Paragraph

    sources = maker.sources()
    paragraphs = maker.paragraphs(sources)
    body, entry, head, _ = styles(maker.number)
    story = [Paragraph("1 Introduction", head)]
    story += [Paragraph(xml(text), body) for text in prose(paragraphs, dress).split("\n\n")]
    story.append(Paragraph("References", head))
    story += [
        Paragraph(
            opening.format(n=s.number) + xml(f"{s.name}, E. and Falk, B. ({s.year}). {s.title}. "
                                             f"Journal of harbours, 12-44. {s.url}"), entry)
        for s in sources
    ]  # fmt: skip
    return Document("a.pdf", {"a.pdf": printed(story, 1 + maker.number % 2)}, truth(paragraphs))


def foot_notes(maker: Maker) -> Document:
    """A report whose pages hold a paragraph each, its sources at the foot."""
    from reportlab.platypus import PageBreak, Paragraph, Spacer

    paragraphs = maker.paragraphs(maker.sources(), most=1)
    body, _, _, small = styles(0)
    story: list[Any] = []
    number = 0
    for paragraph in paragraphs:
        text, notes = [], []
        number = 0 if maker.number % 2 else number
        for sentence in paragraph:
            number += 1
            text.append(f"{xml(sentence.words)}.<super>{number}</super>")
            s = sentence.cites[0]
            notes.append(Paragraph(f"<super>{number}</super> {s.name}, {xml(s.title)}, {s.year}, "
                                   f"{xml(s.url)}", small))  # fmt: skip
        story += [Paragraph(" ".join(text), body), Spacer(1, 480), *notes, PageBreak()]
    return Document("a.pdf", {"a.pdf": printed(story)}, truth(paragraphs))


def raised_in_word(maker: Maker) -> Document:
    import docx

    sources = maker.sources()
    paragraphs = maker.paragraphs(sources)
    made = docx.Document()
    for paragraph in paragraphs:
        written = made.add_paragraph()
        for sentence in paragraph:
            written.add_run(sentence.words + ".")
            run = written.add_run(",".join(str(s.number) for s in sentence.cites))
            run.font.superscript = True
            written.add_run(" ")
    made.add_heading("References", 1)
    for s in sources:
        made.add_paragraph(f"{s.number}. {s.name}, {s.title}, {s.year}. {s.url}")
    buffer = io.BytesIO()
    made.save(buffer)
    return Document("a.docx", {"a.docx": buffer.getvalue()}, truth(paragraphs))


# ------------------------------------------------------------------ markup and exports


def manubot(maker: Maker) -> Document:
    def dress(words: str, cites: Sequence[Source]) -> str:
        return f"{words} [{'; '.join(f'@url:{s.url}' for s in cites)}]."

    sources = [s for s in maker.sources() if not set("()#") & set(s.url)]
    paragraphs = maker.paragraphs(sources)
    return Document("02.main.md", {"02.main.md": prose(paragraphs, dress).encode()},
                    truth(paragraphs))  # fmt: skip


def roles(form: str, end: str, name: str, maker: Maker) -> Document:
    def dress(words: str, cites: Sequence[Source]) -> str:
        return f"{words} {form}`{','.join(map(key, cites))}`."

    sources = maker.sources()
    paragraphs = maker.paragraphs(sources)
    text = f"{prose(paragraphs, dress)}\n\n{end}\n"
    files = {name: text.encode(), "refs.bib": bibtex(sources, maker.number)}
    return Document(name, files, truth(paragraphs))


def wikitext(maker: Maker) -> Document:
    seen: set[int] = set()

    def dress(words: str, cites: Sequence[Source]) -> str:
        notes = ""
        for s in cites:
            cited = f"{{{{cite web|last={s.name}|title={s.title}|url={s.url}|year={s.year}}}}}"
            plain = f"[{s.url} {s.title}]"
            again = s.number in seen
            seen.add(s.number)
            notes += f'<ref name="n{s.number}" />' if again else (
                f'<ref name="n{s.number}">{cited if s.number % 2 else plain}</ref>')  # fmt: skip
        return f"{words}.{notes}"

    paragraphs = maker.paragraphs(maker.sources())
    body = prose(paragraphs, dress)
    text = f"{{{{Short description|Harbour}}}}\n{body}\n\n== References ==\n{{{{reflist}}}}\n"
    return Document("a.wiki", {"a.wiki": text.encode()}, truth(paragraphs))


def numbered(words: str, cites: Sequence[Source]) -> str:
    return f"{words}" + "".join(f"[{s.number}]" for s in cites) + "."


def exported(maker: Maker) -> Document:
    """An answer of an API with its list, its search results or its annotations."""
    sources = maker.sources()
    paragraphs = maker.paragraphs(sources)
    text = prose(paragraphs, numbered)
    if maker.number % 3 == 0:
        value: Any = {"choices": [{"message": {"role": "assistant", "content": text}}],
                      "citations": [s.url for s in sources]}  # fmt: skip
    elif maker.number % 3 == 1:
        listed = [{"index": s.number, "url": s.url, "title": s.title} for s in sources]
        value = {"query": "What of the harbour?", "answer": text, "results": listed[::-1]}
    else:
        plain, places, at = "", [], 0
        for paragraph in paragraphs:
            for sentence in paragraph:
                plain += f"{sentence.words}."
                places += [
                    {"type": "url_citation", "start_index": at, "end_index": len(plain),
                     "url": s.url, "title": s.title} for s in sentence.cites
                ]  # fmt: skip
                plain += " "
                at = len(plain)
            plain = plain.rstrip() + "\n\n"
            at = len(plain)
        content = [{"type": "output_text", "text": plain, "annotations": places}]
        value = {"output": [{"type": "message", "role": "assistant", "content": content}]}
    return Document("a.json", {"a.json": json.dumps(value).encode()}, truth(paragraphs))


def storm(maker: Maker) -> Document:
    sources = maker.sources()
    paragraphs = maker.paragraphs(sources)
    listed = {
        "url_to_unified_index": {s.url: s.number for s in sources},
        "url_to_info": {s.url: {"url": s.url, "title": s.title} for s in sources},
    }
    name = "storm_gen_article_polished.txt"
    files = {name: f"# The harbour\n\n{prose(paragraphs, numbered)}\n".encode(),
             "url_to_info.json": json.dumps(listed).encode()}  # fmt: skip
    return Document(name, files, truth(paragraphs))


def in_brackets(words: str, cites: Sequence[Source]) -> str:
    return f"{words} [{', '.join(str(s.number) for s in cites)}]."


def by_author(words: str, cites: Sequence[Source]) -> str:
    return f"{words} ({'; '.join(f'{s.name} and Falk, {s.year}' for s in cites)})."


_NATBIB = (cite("cite"), cite("citep"), cite("mine"))
_BIBLATEX = (cite("autocites", True), cite("parencites", True), cite("cites", True))
HABITS: dict[str, Habit] = {
    "LaTeX with .bib": partial(latex, _NATBIB, "bib"),
    "LaTeX with .bbl": partial(latex, _NATBIB, "bbl"),
    "LaTeX, biblatex's multicites": partial(latex, _BIBLATEX, "bib"),
    "LaTeX, footnotes": partial(latex, (tex_note,), ""),
    "PDF paper, [1]": partial(paper, in_brackets, "[{n}] "),
    "PDF paper, (Ray, 2020)": partial(paper, by_author, ""),
    "PDF, notes at the page's foot": foot_notes,
    "DOCX, raised digits": raised_in_word,
    "Manubot": manubot,
    "MyST": partial(roles, "{cite:p}", "```{bibliography} refs.bib\n```", "a.md"),
    "Sphinx": partial(roles, ":cite:p:", ".. bibliography:: refs.bib", "a.rst"),
    "wikitext": wikitext,
    "JSON of APIs": exported,
    "STORM": storm,
}
