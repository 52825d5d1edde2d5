"""Reads a LaTeX brief by pylatexenc; citations answer to a bibliography, places are lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from citecheck.briefs.formats.document import (
    BREAK,
    Document,
    Writer,
    definition,
    instruction,
    link,
    note,
)
from citecheck.errors import BriefError

_DASH = re.compile(r"(?<!<!)--(?!>)")  # not those of a comment
_SECTIONS = {
    "title": "# ",
    "part": "# ",
    "chapter": "# ",
    "section": "## ",
    "subsection": "### ",
    "subsubsection": "#### ",
    "paragraph": "##### ",
}
_CITES = re.compile(
    r"(?:no|full|foot|paren|text|auto|smart|super|[cCpPtTaA])?(?:cite|Cite)"
    r"(?:p|t|alt|alp|author|year|yearpar|title|num|s)?\*?"
)
_SILENT = frozenset(
    "label index documentclass usepackage bibliographystyle bibliography addbibresource newcommand"
    " renewcommand maketitle tableofcontents author date input include includegraphics vspace"
    " hspace pagestyle thispagestyle setlength nocite hypersetup ref pageref eqref cref".split()
)
_UNREAD = frozenset("verbatim lstlisting minted equation align equation* align* comment".split())
_TABLES = {"tabular": "[{", "tabular*": "{[{", "tabularx": "{[{", "longtable": "[{", "array": "[{"}
_RULES = frozenset(
    "toprule midrule bottomrule hline cline cmidrule endhead endfirsthead endfoot endlastfoot"
    " tabularnewline noalign centering".split()
)
_READINGS = 8  # times that a character may be read; valid LaTeX needs one at most
_TIES = re.compile(r"~|\\[,;:! ]")
_BLANK = re.compile(r"\n[ \t]*\n\s*")


def read_latex(text: str, path: str) -> Document:
    """The text of a LaTeX brief. `\\cite` and `\\footnote` are its markers, `\\bibitem` and
    footnotes their entries; a .bib file is given by `--sources` or found by its name."""
    from pylatexenc.latexwalker import LatexWalker, LatexWalkerError

    walker = LatexWalker(text, latex_context=_macros(), tolerant_parsing=True)
    _bound(walker, path)
    try:
        nodes, _, _ = walker.get_latex_nodes()
    except (LatexWalkerError, RecursionError, IndexError, ValueError) as error:
        reason = " ".join(str(error).split())[:150]
        raise BriefError(path, f"is not valid LaTeX: {reason}") from None
    reader = _Reader(text)
    try:
        reader.read(_document(nodes))
    except RecursionError:
        raise BriefError(path, "is nested too deeply to read") from None
    document = reader.finish()
    if not document.text:
        raise BriefError(path, "is empty", "give a document with text in it")
    return document


def _bound(walker: Any, path: str) -> None:
    """Let the walker read each token a few times only: it reads what follows a bracket that is
    never closed twice, and so `\\documentclass[` n times over takes it 2^n steps."""
    read = walker.get_token
    left = len(walker.s) * _READINGS + 10_000

    def get_token(*arguments: Any, **options: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise BriefError(path, "is not valid LaTeX: its brackets are not closed", "close them")
        return read(*arguments, **options)

    walker.get_token = get_token


def _macros() -> Any:
    """What pylatexenc knows, and the arguments of macros that it does not."""
    from pylatexenc.latexwalker import get_default_latex_context_db
    from pylatexenc.macrospec import EnvironmentSpec, MacroSpec

    known = get_default_latex_context_db()
    shapes = {
        "{": "url nolinkurl label bibliography addbibresource bibliographystyle nocite"
        " pagestyle thispagestyle footcite texorpdfstring",
        "{{": "href hypertarget hyperlink setlength setcounter addtolength",
        "[{": "footnote footnotetext bibitem",
        "*[[{": "cite citep citet citealp citealt citeauthor citeyear parencite textcite autocite"
        " footcite smartcite supercite fullcite Cite Citep Citet Parencite Textcite Autocite",
    }
    specs = [MacroSpec(name, shape) for shape, names in shapes.items() for name in names.split()]
    tables = [EnvironmentSpec(name, shape) for name, shape in _TABLES.items()]
    known.add_context_category("citecheck", specs, tables, prepend=True)
    return known


def _document(nodes: Sequence[Any]) -> Sequence[Any]:
    """What stands in the document environment, with the title before it; else everything."""
    for node in nodes:
        if getattr(node, "environmentname", None) == "document":
            titles = [n for n in nodes if getattr(n, "macroname", None) == "title"]
            return [*titles, *node.nodelist]
    return nodes


class _Reader:
    def __init__(self, text: str) -> None:
        from pylatexenc.latex2text import LatexNodes2Text

        self._writer = Writer()
        self._plain = LatexNodes2Text(math_mode="verbatim", keep_comments=False)
        self._newlines = [match.start() for match in re.finditer("\n", text)]
        self._notes: list[tuple[str, str, int]] = []
        self._pieces: list[str] = []
        self._lists: list[tuple[str, int]] = []
        self._prefix = ""
        self._at = 0

    def finish(self) -> Document:
        """Write what is left, and the notes."""
        self._flush()
        for label, text, position in self._notes:
            line = self._line(position)
            self._writer.block(text, f"line {line}", prefix=definition(label), line=line)
        return self._writer.document("utf-8", "latex")

    def read(self, nodes: Sequence[Any]) -> None:
        """Write the blocks of a list of nodes."""
        skip = 0
        for node in nodes:
            if node is None:
                continue
            if skip:
                skip -= 1
                continue
            name = getattr(node, "macroname", None)
            environment = getattr(node, "environmentname", None)
            if name in _SECTIONS:
                self._flush()
                self._begin(node.pos, _SECTIONS[name])
                self._pieces.append(self._argument(node))
                self._flush()
            elif name == "item":
                self._flush()
                self._begin(node.pos, self._item())
            elif name == "bibitem":
                self._flush()
                self._begin(node.pos, definition(self._argument(node)))
            elif name in ("par", "newpage", "clearpage", "hline"):
                self._flush()
            elif name in ("def", "newcommand", "renewcommand", "providecommand"):
                skip = 2  # the name that it defines, and what that stands for
            elif name == "hypertarget":
                self.read(getattr(node.nodeargd.argnlist[-1], "nodelist", ()))
            elif environment is not None:
                self._environment(node, environment)
            elif hasattr(node, "chars") and not hasattr(node, "comment"):
                self._characters(node)
            else:
                self._inline_node(node)

    def _environment(self, node: Any, name: str) -> None:
        self._flush()
        if name in _UNREAD:
            return
        if name in _TABLES:
            self._table(node)
            return
        self._lists.append((name, 0))
        self.read(node.nodelist)
        self._flush()
        self._lists.pop()

    def _table(self, node: Any) -> None:
        row: list[str] = []
        cell: list[str] = []
        start = node.pos
        for part in (*node.nodelist, None):
            name = getattr(part, "macroname", None)
            if part is None or name in ("\\", "tabularnewline"):
                line = self._line(start)
                self._writer.row([*row, "".join(cell)], f"line {line}", line=line)
                row, cell, start = [], [], part.pos + part.len if part is not None else 0
            elif getattr(part, "specials_chars", None) == "&":
                row.append("".join(cell))
                cell = []
            elif name not in _RULES:
                cell.extend(self._inline([part]))

    def _item(self) -> str:
        if not self._lists:
            return "- "
        self._lists[-1] = (kind, count) = self._lists[-1][0], self._lists[-1][1] + 1
        return f"{count}. " if kind == "enumerate" else "- "

    def _characters(self, node: Any) -> None:
        position = node.pos
        parts = _BLANK.split(node.chars)
        for number, part in enumerate(parts):
            if number:
                self._flush()
            if part.strip() and not "".join(self._pieces).strip() and not self._prefix:
                self._at = position + node.chars.find(part.lstrip())
            self._pieces.append(part)

    def _inline_node(self, node: Any) -> None:
        if not "".join(self._pieces).strip() and not self._prefix:
            self._at = node.pos
        self._pieces.append("".join(self._inline([node])))

    def _inline(self, nodes: Sequence[Any]) -> Iterator[str]:
        for node in nodes or ():
            if node is None:
                continue
            if hasattr(node, "comment"):
                yield instruction(node.comment)
                continue
            name = getattr(node, "macroname", None)
            if name is None and hasattr(node, "nodelist") and hasattr(node, "delimiters"):
                if hasattr(node, "displaytype"):
                    yield node.latex_verbatim()
                else:
                    yield from self._inline(node.nodelist)
            elif name is None:
                yield self._plain_text(node)
            elif _CITES.fullmatch(name):
                keys = self._argument(node).split(",")
                yield "".join(note(key.strip()) for key in keys if key.strip())
            elif name in ("footnote", "footnotetext", "endnote", "thanks"):
                label = f"fn{len(self._notes) + 1}"
                self._notes.append((label, "", node.pos))
                text = self._argument(node)
                index = next(i for i, n in enumerate(self._notes) if n[0] == label)
                self._notes[index] = (label, text, node.pos)
                yield note(label)
            elif name == "href":
                url, words = ["", "", *self._arguments(node)][-2:]
                yield link(words, url.replace("\\", "")) or words
            elif name == "\\":
                yield BREAK
            elif name in ("url", "nolinkurl"):
                yield f"<{self._verbatim(node)}>"
            elif name not in _SILENT:
                arguments = self._arguments(node)
                plain = self._plain_text(node)
                yield arguments[-1] if arguments and arguments[-1].strip() else plain

    def _plain_text(self, node: Any) -> str:
        try:
            return str(self._plain.nodelist_to_text([node]))
        except (AttributeError, IndexError, TypeError, ValueError):
            return str(node.latex_verbatim())  # a macro without the arguments that it needs

    def _arguments(self, node: Any) -> list[str]:
        given = node.nodeargd.argnlist if node.nodeargd is not None else None
        found: list[str] = []
        for argument in given or ():
            if argument is not None:
                verbatim = getattr(node, "macroname", "") == "href" and not found
                found.append(
                    self._group(argument) if verbatim else "".join(self._inline([argument]))
                )
        return found

    def _argument(self, node: Any) -> str:
        arguments = self._arguments(node)
        return arguments[-1] if arguments else ""

    def _verbatim(self, node: Any) -> str:
        given = node.nodeargd.argnlist if node.nodeargd is not None else None
        groups = [self._group(argument) for argument in given or () if argument is not None]
        return (groups[-1] if groups else "").replace("\\", "")

    def _group(self, argument: Any) -> str:
        raw = str(argument.latex_verbatim())
        return raw[1:-1] if raw[:1] in "{[" else raw

    def _begin(self, position: int, prefix: str) -> None:
        self._at, self._prefix = position, prefix

    def _flush(self) -> None:
        text = _TIES.sub(" ", "".join(self._pieces))
        text = text.replace("``", "“").replace("''", "”").replace("---", "—")
        text = _DASH.sub("–", text)
        line = self._line(self._at)
        self._writer.block(text, f"line {line}", prefix=self._prefix, line=line)
        if text.strip():
            self._prefix = ""
        self._pieces = []

    def _line(self, position: int) -> int:
        return bisect_left(self._newlines, position) + 1
