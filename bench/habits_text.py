"""Habits of citing in Markdown, plain text and HTML, for `bench/habits.py`."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from habits_maker import Document, Dress, Habit, Maker, Source, prose, truth

Write = Callable[[Sequence[Source]], str]
"""Writes the source list of a document."""


def numbered(sources: Sequence[Source]) -> str:
    return "## Sources\n\n" + "\n".join(
        f"{s.number}. {s.name}, {s.title}, {s.year}. {s.url}" for s in sources
    )


def bracketed(sources: Sequence[Source]) -> str:
    return "Sources\n" + "\n".join(f"[{s.number}] {s.title} - {s.url}" for s in sources)


def works_cited(sources: Sequence[Source]) -> str:
    """As Gemini's exports have it."""
    entries = (
        f"{s.number}. {s.title}, accessed May {s.number}, 2025, [{s.url}]({s.url})" for s in sources
    )
    return "#### **Works cited**\n\n" + "\n".join(entries)


def bibliography(sources: Sequence[Source]) -> str:
    entries = (f"- {s.name}, {s.name[0]}. ({s.year}). *{s.title}*. {s.url}" for s in sources)
    return "## Bibliography\n\n" + "\n".join(entries)


def nothing(sources: Sequence[Source]) -> str:
    return ""


def document(
    dress: Dress | Sequence[Dress],
    listing: Write,
    maker: Maker,
    *,
    resolved: bool = True,
    most: int = 2,
    name: str = "brief.md",
) -> Document:
    """A brief in one habit; of several dresses each document has its own."""
    sources = maker.sources()
    paragraphs = maker.paragraphs(sources, most=most)
    mine = dress if callable(dress) else dress[maker.number % len(dress)]
    body = prose(paragraphs, mine)
    parts = ["# The harbour", body, listing(sources)]
    text = "\n\n".join(part for part in parts if part) + "\n"
    return Document(name, {name: text.encode()}, truth(paragraphs, resolved=resolved))


def each(form: str, between: str = "", around: str = "{}") -> Callable[[Sequence[Source]], str]:
    """Writes markers: `form` for each source, with `{n}`, `{url}`, `{title}`, `{site}`, …"""

    def write(cites: Sequence[Source]) -> str:
        return around.format(
            between.join(
                form.format(
                    n=s.number, url=s.url, title=s.title, site=s.site, name=s.name, year=s.year,
                    raised=str(s.number).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")),
                    zero=s.number - 1, escaped=html.escape(s.url),
                )
                for s in cites
            )
        )  # fmt: skip

    return write


def before(write: Callable[[Sequence[Source]], str], space: str = " ") -> Dress:
    return lambda words, cites: f"{words}{space}{write(cites)}."


def after(write: Callable[[Sequence[Source]], str], space: str = " ") -> Dress:
    return lambda words, cites: f"{words}.{space}{write(cites)}"


TITLED = each("[{title} - {site}]({url})", ", ", "({})")
SOURCE = each("[source]({url})", "; ", "({})")
CITE = "\ue200cite{}\ue201"

WIKIPEDIA = (
    '<sup class="reference"><a href="#cite_note-{n}"><span>[</span>{n}<span>]</span></a></sup>'
)


def wikipedia(maker: Maker) -> Document:
    """A page with its notes, of which every second is short and leads to the bibliography."""
    sources = maker.sources()
    paragraphs = maker.paragraphs(sources)
    body = prose(paragraphs, after(each(WIKIPEDIA), "")).replace("\n\n", "</p>\n<p>")
    notes, works = [], []
    for s in sources:
        href = html.escape(s.url)
        shown = f'<a href="{href}">{s.title}</a>'
        if s.number % 2:
            work = f"{s.name}, A. ({s.year}). {shown}."
            works.append(f'<li><cite id="CITEREF{s.name}{s.year}">{work}</cite></li>')
            shown = f'<a href="#CITEREF{s.name}{s.year}">{s.name} {s.year}</a>, p. 4.'
        back = f'<a href="#cite_ref-{s.number}">^</a> '
        notes.append(f'<li id="cite_note-{s.number}">{back}{shown}</li>')
    page = (
        f"<!DOCTYPE html><html><body><h1>Harbour</h1><p>{body}</p><h2>Citations</h2><ol>"
        f"{''.join(notes)}</ol><h2>Sources</h2><ul>{''.join(works)}</ul></body></html>"
    )
    return Document("brief.html", {"brief.html": page.encode()}, truth(paragraphs))


def page(maker: Maker) -> Document:
    """A page that cites by author and year, as links to the works; a fragment, or with a mark."""
    sources = maker.sources()
    paragraphs = maker.paragraphs(sources)
    link = each('<a href="{escaped}">{name} et al. {year}</a>', "; ", "({})")
    body = prose(paragraphs, before(link)).replace("\n\n", "</p>\n<p>")
    listed = "".join(
        f'<li>{s.name}, A. et al. ({s.year}). <a href="{html.escape(s.url)}">{s.title}</a></li>'
        for s in sources
    )
    text = f"<p>{body}</p>\n<h2>References</h2><ul>{listed}</ul>"
    if maker.number:
        text = f"\ufeff<!DOCTYPE html><html><body>{text}</body></html>"
    return Document("brief.html", {"brief.html": text.encode()}, truth(paragraphs))


def engine_list(sources: Sequence[Source]) -> str:
    """As answer engines end their answers: labels that are links, addresses alone below."""
    return "\n\n".join(f"[[{s.number}]]({s.url}) {s.title}\n\n<{s.url}>" for s in sources)


def heading_of(words: str) -> Write:
    return lambda sources: (
        f"{words}\n\n" + "\n".join(f"{s.number}. {s.title}. {s.url}" for s in sources)
    )


def one_line(sources: Sequence[Source]) -> str:
    return "Citations: " + " ".join(f"[{s.number}]({s.url})" for s in sources)


def by_paragraph(maker: Maker) -> Document:
    """A line of addresses behind each paragraph, as research agents write."""
    sources = maker.sources()
    paragraphs = [
        p[:1] for p in Maker(maker.draw, maker.number, 2 * maker.markers).paragraphs(sources)
    ]
    lines = [
        f"{p[0].words}.\n{'Sources' if len(p[0].cites) > 1 else 'Source'}:\n"
        + "\n".join(s.url for s in p[0].cites)
        for p in paragraphs
    ]
    text = "\n\n".join(["# The harbour", *lines]) + "\n"
    return Document("brief.md", {"brief.md": text.encode()}, truth(paragraphs))


SCRIPTS = (
    ("橋の通行料は五月に{n}ドルに上がった", "。"),
    ("港务局在六月关闭了第{n}座大桥", "。"),
    ("पुल का शुल्क मई में {n} रुपये बढ़ा", "।"),
)


def scripts(maker: Maker) -> Document:
    """Sentences of a script of its own, markers before the full stop."""
    sources = maker.sources()
    words, stop = SCRIPTS[maker.number % len(SCRIPTS)]
    paragraphs = [
        [replace(s, words=words.format(n=10 * number + at)) for at, s in enumerate(p)]
        for number, p in enumerate(maker.paragraphs(sources), start=1)
    ]
    marks = each("[{n}]")
    body = "\n\n".join("".join(f"{s.words}{marks(s.cites)}{stop}" for s in p) for p in paragraphs)
    text = f"{body}\n\n{bracketed(sources)}\n"
    return Document("brief.md", {"brief.md": text.encode()}, truth(paragraphs, stop=stop))


HABITS: dict[str, Habit] = {
    "bracketed numbers": partial(
        document, [before(each("[{n}]")), after(each("[{n}]", " ")),
                   before(each("{n}", ", ", "[{}]"))], bracketed,
    ),
    "links with a title in brackets": partial(
        document, [before(TITLED), after(TITLED), before(each("([{title}]({url}))", " "))], nothing
    ),
    "links called source": partial(
        document, [before(SOURCE), after(SOURCE), before(each("[source]({url})", " and ", "({})"))],
        nothing,
    ),
    "reference links": partial(
        document,
        [before(each("[{site}][{n}]", ", ", "({})")), after(each("[{title}][{n}]", "; ", "({})"))],
        lambda sources: "\n".join(f'[{s.number}]: {s.url} "{s.title}"' for s in sources),
    ),
    "numbers after the full stop": partial(
        document, [after(each("{n}", ", "), ""), after(each("{n}", ","), ""),
                   before(each("{n}", ", "), " ")], works_cited,
    ),
    "raised numbers": partial(
        document, [after(each("{raised}", ","), ""), after(each("<sup>{n}</sup>"), ""),
                   before(each("{raised}", "˒"), " ")], numbered,
    ),
    "numbers in round brackets": partial(document, before(each("{n}", ", ", "({})")), numbered),
    "lenticular tokens with a list": partial(
        document, [before(each("【{n}†L3-L9】"), ""), after(each("【{n}†source】"), ""),
                   before(each("【{n}:0†{site}】"), "")], bracketed,
    ),
    "raw tokens": partial(
        document,
        [after(each(":contentReference[oaicite:{zero}]{{index={zero}}}"), " "),
         after(each("\ue202turn0search{n}", "", CITE), " "),
         after(each("【{n}†L1-L2】"), "")],
        nothing, resolved=False,
    ),
    "oai_citation links": partial(
        document, after(each("[oai_citation:{zero}‡{site}]({url})", " "), "  "), nothing
    ),
    "cite tokens": partial(
        document, [before(each("{n}", ", ", "[cite: {}]")), after(each("{n}", ", ", "[cite: {}]")),
                   lambda words, cites: f"[cite_start]{words}[cite: "
                   + ", ".join(str(s.number) for s in cites) + "]."], numbered,
    ),
    "labelled tokens": partial(
        document, [before(each("[web:{n}]")), before(each("[citation:{n}]")),
                   before(each("[Source {n}]", " "))], bracketed,
    ),
    "notes with two-part labels": partial(
        document, [after(each("[^1_{n}]"), ""), before(each("[^2.{n}]"), ""),
                   before(each("[^1-{n}]"), "")],
        lambda sources: "\n\n".join(f"[^1_{s.number}]: {s.url}\n[^2.{s.number}]: {s.url}\n"
                                    f"[^1-{s.number}]: {s.title}, {s.url}" for s in sources),
    ),
    "notes with a caret behind": partial(
        document, before(each("[^{n}^]"), ""),
        lambda sources: "\n".join(f"[^{s.number}^]: {s.title} {s.url}" for s in sources),
    ),
    "author and year": partial(
        document, before(each("{name} {year}", "; ", "({})")), bibliography
    ),
    "author and year as links": partial(
        document, before(each("[{name} et al. {year}]({url})", "; ", "({})")), bibliography
    ),
    "inline notes": partial(document, after(each("^[{name}, {title}, {url}]"), ""), nothing),
    "labels that are links, addresses at the end": partial(
        document, after(each("[[{n}]]({url})"), ""), engine_list
    ),
    "lists with headings of other languages": partial(
        document, before(each("[{n}]")),
        lambda sources: heading_of(("## 来源列表", "**8. Lähdeluettelo**", "Zdroje a odkazy:")[
            len(sources[0].title) % 3])(sources),
    ),
    "entries in one line": partial(document, before(each("[{n}]", " ")), one_line),
    "sources behind each paragraph": by_paragraph,
    "Wikipedia pages": wikipedia,
    "author and year as links in HTML": page,
    "scripts of their own": scripts,
}  # fmt: skip
