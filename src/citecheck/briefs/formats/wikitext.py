"""Reads wikitext by mwparserfromhell: `<ref>` and short-note templates are its markers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from citecheck.briefs.formats.document import BREAK, SAMPLE, Document, Writer, link, literal
from citecheck.briefs.formats.wikitext_closed import closed, parts
from citecheck.errors import BriefError

_SKIPPED = re.compile(
    r"(?:references?|notes?(?: and references)?|footnotes?|citations?|sources?|bibliography"
    r"|works cited|external links?|further reading|see also|literature|einzelnachweise|quellen"
    r"|literatur|weblinks|références|notes et références|bibliographie|liens externes|referencias"
    r"|enlaces externos|note|fonti|bibliografia)\W*",
    re.IGNORECASE,
)
_FILES = re.compile(
    r"\s*+:?+\s*+(?:file|image|category|datei|bild|kategorie|fichier|catégorie|archivo|categoría)\s*+:",
    re.IGNORECASE,
)
_SHORT = frozenset(("sfn", "sfnp", "sfnm", "harvnb", "harv", "harvtxt", "harvp", "harvcol"))
_NOTES = frozenset(("refn", "efn", "efn-la", "efn-ua", "#tag:ref", "notetag"))
_SHOWN = {"nowrap": 0, "lang": 1, "transl": -1, "blockquote": 0, "quote": 0, "em": 0, "small": 0,
          "abbr": 0, "sic": 0, "langx": 1, "ill": 0, "interlanguage link": 0, "nobr": 0,
          "cquote": 0, "tooltip": 0, "as of": 0, "mvar": 0, "math": 0, "frac": 0}  # fmt: skip
"""Templates that print one of their arguments, by its number."""
_MARKUP = re.compile(r"[\[{<&]|''")
_DROPPED = frozenset(
    "gallery timeline math table score templatedata imagemap syntaxhighlight".split()
)
_URLS = ("url", "chapter-url", "chapterurl", "conference-url", "contribution-url", "section-url",
         "entry-url", "lien", "lire en ligne", "archive-url", "archiveurl")  # fmt: skip
_IDENTIFIERS = (("doi", "https://doi.org/{}"), ("pmid", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
                ("pmc", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC{}/"),
                ("arxiv", "https://arxiv.org/abs/{}"), ("eprint", "https://arxiv.org/abs/{}"),
                ("jstor", "https://www.jstor.org/stable/{}"), ("hdl", "https://hdl.handle.net/{}"),
                ("isbn", "https://openlibrary.org/isbn/{}"))  # fmt: skip
_NAMES = ("last", "last1", "author", "author1", "surname", "editor-last", "nachname", "nom", "nom1")
_SHORT_NOTE = re.compile(
    r"(?<![\w'’-])(?P<name>[^\W\d_](?:[^\W\d]|['’-]){1,40}+)[^\d]{0,80}+(?P<year>(?:1[5-9]|20)\d\d[a-z]?)\b"
)


def tells(suffix: str, text: str) -> bool:
    """Tell the wikitext of MediaWiki: notes in `<ref>` beside templates or links of its own."""
    head = text[:SAMPLE]
    noted = re.search(r"<ref[\s>]", head) is not None and ("{{" in head or "[[" in head)
    return noted or suffix in (".wiki", ".mediawiki", ".wikitext")


def read(text: str, path: str) -> Document:
    """The text of a page of MediaWiki. Its notes are the markers and the source list; a short note
    leads to the work that it names; places are lines."""
    import mwparserfromhell

    text = closed(text)
    try:
        pages = [mwparserfromhell.parse(part, skip_style_tags=False) for part in parts(text)]
    except (mwparserfromhell.parser.ParserError, RecursionError) as error:
        raise BriefError(path, f"cannot be read as wikitext: {error}") from None
    reader = _Reader(text, pages)
    for page in pages:
        reader.read(page.nodes)
    document = reader.document()
    if not document.text:
        raise BriefError(path, "is empty", "give a page with text in it")
    return document


class _Reader:
    def __init__(self, text: str, pages: Sequence[Any]) -> None:
        self._writer = Writer()
        self._newlines = [match.start() for match in re.finditer("\n", text)]
        self._position = 0
        self._line = self._start = 1  # of what is read, of the block that it belongs to
        self._pieces: list[str] = []
        self._prefix = ""
        self._skips = 0  # level of the heading of a section that holds no prose
        self._labels: dict[str, str] = {}
        self._entries: dict[str, tuple[str, str | None, str | None, int]] = {}
        self._named: dict[str, Any] = {}
        self._works: dict[tuple[str, str], tuple[str, str | None, str | None]] = {}
        for page in pages:
            self._learn(page)

    def _learn(self, code: Any) -> None:
        """Note what named notes say, and the works that short notes may name."""
        for tag in code.ifilter_tags(matches=lambda node: str(node.tag).strip().lower() == "ref"):
            name = _name(tag)
            if name and tag.contents is not None and str(tag.contents).strip():
                self._named.setdefault(name, tag.contents)
        for template in code.ifilter_templates():
            given = _parameters(template)
            year = re.search(r"\d{4}[a-z]?", given.get("year") or given.get("date") or "")
            for key in _NAMES:
                if year and given.get(key):
                    family = given[key].split(",")[0].split()[-1].casefold()
                    self._works.setdefault((family, year[0]), _work(template))
                    break

    def document(self) -> Document:
        """What was read, with the entries of its notes."""
        self._flush()
        for label, (text, url, title, line) in self._entries.items():
            self._writer.entry(label, text, f"line {line}", line=line, url=url, title=title)
        return self._writer.document("utf-8", "wikitext", formal=True)

    # ------------------------------------------------------------ blocks

    def read(self, nodes: Any) -> None:
        """Write what the nodes of a page say."""
        for node in nodes:
            self._turn(self._line_of(self._position))
            self._node(node)
            self._position += len(str(node))

    def _node(self, node: Any) -> None:
        kind = type(node).__name__
        if kind == "Text":
            self._text(str(node))
        elif kind == "Heading":
            self._heading(node)
        elif kind == "Tag" and node.wiki_markup and str(node.tag) in ("li", "dd", "dt"):
            self._flush()
            self._prefix = "- " if str(node.tag) == "li" else ""
        elif kind == "Tag" and str(node.tag).strip().lower() == "table":
            self._flush()
            self._table(node)
        else:
            self._pieces.append(self._inline(node))

    def _text(self, text: str) -> None:
        for number, part in enumerate(text.split("\n")):
            if number:
                self._turn(self._line_of(self._position) + number)
                ends = (not part.strip() and number < text.count("\n")) or self._prefix
                self._flush() if ends else self._pieces.append(" ")
            self._pieces.append(literal(part))

    def _turn(self, line: int) -> None:
        """Note that what follows stands on a line."""
        if not any(piece.strip() for piece in self._pieces):
            self._start = line
        elif line != self._line:
            self._pieces.append(self._writer.turn(f"line {line}", line))
        self._line = line

    def _line_of(self, position: int) -> int:
        return bisect_left(self._newlines, position) + 1

    def _heading(self, node: Any) -> None:
        self._flush()
        words = self._words(node.title).strip()
        level = int(node.level)
        if self._skips and level > self._skips:
            return
        self._skips = level if _SKIPPED.fullmatch(words) else 0
        if not self._skips:
            self._writer.block(
                words, f"line {self._line}", prefix="#" * level + " ", line=self._line
            )

    def _flush(self) -> None:
        text = "".join(self._pieces)
        if not self._skips:
            where = f"line {self._start}"
            self._writer.block(text, where, prefix=self._prefix, line=self._start)
        self._pieces, self._prefix = [], ""

    def _table(self, node: Any) -> None:
        for row in node.contents.nodes if node.contents is not None else ():
            if type(row).__name__ != "Tag" or str(row.tag) != "tr" or row.contents is None:
                continue
            cells = [
                self._words(cell.contents)
                for cell in row.contents.nodes
                if type(cell).__name__ == "Tag" and str(cell.tag) in ("td", "th")
            ]
            if not self._skips:
                self._writer.row(cells, f"line {self._line}", line=self._line)

    # ------------------------------------------------------------ words

    def _words(self, code: Any) -> str:
        return "".join(self._inline(node) for node in code.nodes) if code is not None else ""

    def _inline(self, node: Any) -> str:
        kind = type(node).__name__
        return _INLINE[kind](self, node) if kind in _INLINE else ""

    def _plain(self, node: Any) -> str:
        return literal(str(node))

    def _entity(self, node: Any) -> str:
        try:
            return literal(str(node.normalize()))
        except (ValueError, OverflowError):
            return str(node)

    def _wikilink(self, node: Any) -> str:
        if _FILES.match(str(node.title)):
            return ""
        return self._words(node.text if node.text is not None else node.title)

    def _external(self, node: Any) -> str:
        url = str(node.url)
        if not node.brackets:
            return f"<{url}>"
        return link(self._words(node.title), url) if node.title is not None else f"<{url}>"

    def _tag(self, node: Any) -> str:
        name = str(node.tag).strip().lower()
        if name == "ref":
            return self._note(_name(node), node.contents)
        if name == "br":
            return BREAK
        if name in _DROPPED or name == "references":
            return ""
        return self._words(node.contents)

    def _template(self, node: Any) -> str:
        name = " ".join(str(node.name).split()).lower()
        given = _parameters(node)
        if name in _SHORT:
            return self._short(node)
        if name in _NOTES:
            return self._note(given.get("name", ""), node.get(1).value if node.has(1) else None)
        if name == "r":
            names = [str(p.value).strip() for p in node.params if not p.showkey]
            return "".join(self._note(one, None) for one in names)
        if name in ("convert", "cvt"):
            return " ".join(filter(None, (given.get("1", ""), given.get("2", ""))))
        if name in _SHOWN:
            values = [p.value for p in node.params if not p.showkey]
            number = _SHOWN[name]
            return self._words(values[number]) if -len(values) <= number < len(values) else ""
        return ""

    # ------------------------------------------------------------ notes

    def _note(self, name: str, contents: Any) -> str:
        """The marker of a note; the first one of a name brings its entry."""
        key = name or f"\0{len(self._entries)}"
        contents = contents if contents is not None and str(contents).strip() else None
        contents = contents if contents is not None else self._named.get(name)
        if key not in self._labels:
            self._labels[key] = str(len(self._labels) + 1)
        label = self._labels[key]
        if label not in self._entries and contents is not None:
            self._entries[label] = (*self._said(contents), self._line)
        return self._writer.mark([label], f"[{label}]")

    def _said(self, contents: Any) -> tuple[str, str | None, str | None]:
        """What a note says, the address of its work and its title."""
        for template in contents.ifilter_templates():
            name = " ".join(str(template.name).split()).lower()
            if name in _SHORT:
                return self._work_of(*_short_names(template)) or (str(template), None, None)
            text, url, title = _work(template)
            if url is not None or title is not None:
                return text, url, title
        text = " ".join(self._words(contents).split())
        short = _SHORT_NOTE.search(text) if "://" not in text else None
        work = self._work_of(short["name"], short["year"]) if short else None
        return (text, work[1], work[2]) if work else (text, None, None)

    def _work_of(self, name: str, year: str) -> tuple[str, str | None, str | None] | None:
        return self._works.get((name.casefold(), year))

    def _short(self, template: Any) -> str:
        name, year = _short_names(template)
        label = f"{name} {year}".strip()
        work = self._work_of(name, year)
        if work is not None:
            self._entries.setdefault(label, (*work, self._line))
        return self._writer.mark([label], f"[{label}]")


_INLINE: Mapping[str, Callable[[_Reader, Any], str]] = {
    "Text": _Reader._plain,
    "HTMLEntity": _Reader._entity,
    "Wikilink": _Reader._wikilink,
    "ExternalLink": _Reader._external,
    "Tag": _Reader._tag,
    "Template": _Reader._template,
}


def _name(tag: Any) -> str:
    return str(tag.get("name").value).strip("\"' ") if tag.has("name") else ""


def _parameters(template: Any) -> dict[str, str]:
    """The arguments of a template by name, without markup."""
    given = {}
    for parameter in template.params:
        said = str(parameter.value)
        if "://" not in said and _MARKUP.search(said):
            said = str(parameter.value.strip_code())
        given[str(parameter.name).strip().lower()] = said.strip()
    return given


def _short_names(template: Any) -> tuple[str, str]:
    """The first name and the year of a short note."""
    values = [str(p.value).strip() for p in template.params if not p.showkey]
    years = [value for value in values if re.fullmatch(r"\d{4}[a-z]?", value)]
    return values[0] if values else "", years[0] if years else ""


def _work(template: Any) -> tuple[str, str | None, str | None]:
    """The words, the address and the title of the work that a citation template gives."""
    given = _parameters(template)
    url = next((given[key] for key in _URLS if given.get(key, "").startswith("http")), None)
    for key, address in _IDENTIFIERS:
        if url is None and given.get(key):
            url = address.format(given[key].replace(" ", ""))
    title = given.get("title") or given.get("titre") or given.get("titel") or None
    words = (*_NAMES, "title", "titre", "titel", "work", "website", "journal", "newspaper",
             "publisher", "date", "year")  # fmt: skip
    text = ". ".join(dict.fromkeys(given[key] for key in words if given.get(key)))
    return text, url, title
