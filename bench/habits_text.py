"""Habits of citing in Markdown, plain text and HTML, for `bench/habits.py`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
                    zero=s.number - 1,
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
}  # fmt: skip
