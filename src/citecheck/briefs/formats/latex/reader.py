"""Writes the blocks of a LaTeX document: headings, paragraphs, items, rows, notes and entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from citecheck.briefs.formats.document import (
    BREAK,
    Document,
    Writer,
    instruction,
    link,
    literal,
)
from citecheck.briefs.formats.latex import commands
from citecheck.briefs.formats.latex.mouth import Mouth, written
from citecheck.briefs.formats.latex.origins import Origins
from citecheck.briefs.formats.latex.tokens import Kind, Token, tokens, unescaped
from citecheck.briefs.formats.latex.words import ACCENTS, accented, symbol

_BODY = re.compile(r"^[^%\n]*\\begin\s*\{document\}", re.MULTILINE)
_MISREADABLE = re.compile(r"[\\*_`<!\[]")
_SENTENCE_BEFORE = re.compile(r"[.!?][\"')\]]*[ \n]+$")
_DEEPEST = 40  # arguments within arguments; what is deeper is read as if it were not in braces
_SHORT_ARGUMENT = 40  # characters; an unknown environment's first group of more is its text


class Reader:
    """Reads one document. `document()` gives what it says."""

    def __init__(self, text: str) -> None:
        self._mouth = Mouth(tokens(text), _KEPT)
        self._origins = Origins(text)
        self._writer = Writer()
        self._in_body = _BODY.search(text) is None
        self._pieces: list[str] = []
        self._prefix = ""
        self._at: tuple[str, int] | None = None  # where the block at hand begins
        self._place: tuple[str, int] = ("", 0)  # of what was put last
        self._lists: list[list[int | str]] = []
        self._open: list[str] = []  # environments of the document's own making
        self._cells: list[str] | None = None
        self._row_at: tuple[str, int] | None = None
        self._tables = 0
        self._entry: str | None = None
        self._notes: list[tuple[str, str, tuple[str, int]]] = []
        self._count = 0
        self._keys: list[str] = []
        self._depth = 0
        self._maths = False
        self._formal = False
        self._ended = False

    def document(self) -> Document:
        """Read all of it."""
        while not self._ended and (token := self._mouth.next()) is not None:
            self._take(token)
        self._finish_entry()
        self._flush()
        for label, text, (where, line) in self._notes:
            self._writer.entry(label, text, where, line=line)
        return self._writer.document("utf-8", "latex", formal=self._formal)

    # ------------------------------------------------------------ tokens

    def _take(self, token: Token) -> None:
        kind = token.kind
        if not self._in_body:
            if kind is Kind.MACRO and token.text in ("begin", "title"):
                self._command(token)
            elif kind is Kind.MACRO and token.text in commands.SILENT:
                self._drop("m" * commands.SILENT[token.text])
            return
        if kind is Kind.WORD:
            self._put(self._plain(token.text), token.at)
        elif kind is Kind.SPACE:
            self._pieces.append(" ")
        elif kind is Kind.PARAGRAPH:
            self._flush()
        elif kind is Kind.MACRO:
            self._command(token)
        elif kind is Kind.RAW:
            self._raw(token)
        elif kind is Kind.COMMENT:
            self._pieces.append(instruction(token.text))
        elif kind is Kind.SIGN:
            self._sign(token)

    def _plain(self, text: str) -> str:
        text = text.replace("``", "“").replace("''", "”").replace("---", "—").replace("--", "–")
        return literal(text) if _MISREADABLE.search(text) else text

    def _put(self, text: str, at: int) -> None:
        """Add words that stand at an offset of the file."""
        place = self._origins.at(at)
        if self._at is None:
            self._at = place
        elif place != self._place:
            self._pieces.append(self._writer.turn(*place))
        self._place = place
        self._pieces.append(text)

    def _raw(self, token: Token) -> None:
        bare = token.text.startswith(("http://", "https://"))
        self._put(f"<{token.text}>" if bare else literal(token.text), token.at)

    def _sign(self, token: Token) -> None:
        sign = token.text
        if sign == "~":
            self._pieces.append("\u00a0")
        elif sign == "$":
            self._maths = not self._maths
        elif sign == "$$":
            self._skip_maths(lambda t: t[:2] == (Kind.SIGN, "$$"))
        elif sign == "&" and self._cells is not None:
            self._cells.append("".join(self._pieces))
            self._pieces = []
        elif sign == "&":
            self._pieces.append(" ")
        elif sign in "[]()" or (self._maths and sign in "^_"):
            self._put(sign, token.at)

    def _command(self, token: Token) -> None:
        name = token.text
        handler = _HANDLERS.get(name)
        if handler is not None:
            handler(self, token)
        elif name in commands.SECTIONS:
            self._heading(token)
        elif commands.cites(name):
            self._cite(token)
        elif name in commands.NOTES:
            self._note(token)
        elif name in commands.NEW_BLOCK:
            self._flush()
        elif name in commands.BOXES:
            self._drop(commands.BOXES[name])
        elif name in commands.SILENT:
            self._drop("m" * commands.SILENT[name])
        elif name in ACCENTS:
            self._accent(token)
        else:
            self._unknown(token)

    def _unknown(self, token: Token) -> None:
        """A symbol, or a command whose words in braces are read as they come."""
        printed = symbol(token.text)
        if printed is None:
            self._mouth.option(directly=True)
            return
        if token.text in commands.LETTERS:
            following = self._mouth.raw()
            if following is not None and following.kind is not Kind.SPACE:
                self._mouth.push([following])
        if printed.strip():
            self._put(literal(printed), token.at)
        else:
            self._pieces.append(printed)

    def _accent(self, token: Token) -> None:
        letter = self._words(self._mouth.argument())
        first = accented(token.text, letter[:1]) if letter else ""
        self._put(first + letter[1:], token.at)

    def _words(self, argument: Sequence[Token]) -> str:
        """What an argument of letters and symbols prints."""
        shown = []
        for token in argument:
            if token.kind is Kind.MACRO:
                shown.append(symbol(token.text) or "")
            elif token.kind in (Kind.WORD, Kind.SPACE, Kind.RAW):
                shown.append(token.text)
        return "".join(shown)

    # ------------------------------------------------------------ arguments

    def _drop(self, shape: str) -> None:
        self._mouth.star()
        for kind in shape:
            while self._mouth.option() is not None:
                pass
            if kind == "m":
                self._mouth.argument()

    def _read_apart(self, argument: Sequence[Token]) -> str:
        """The text of an argument, apart from the block at hand."""
        if self._depth >= _DEEPEST:
            return ""
        kept = (self._pieces, self._at, self._cells, self._entry, self._maths)
        in_body, self._in_body = self._in_body, True
        self._pieces, self._at, self._cells, self._maths = [], None, None, False
        self._entry, self._depth = "", self._depth + 1
        self._mouth.push([*argument, Token(Kind.END, "", 0)])
        while (token := self._mouth.next()) is not None and token.kind is not Kind.END:
            self._take(token)
        text = "".join(self._pieces)
        self._pieces, self._at, self._cells, self._entry, self._maths = kept
        self._in_body = in_body
        self._depth -= 1
        return text

    # ------------------------------------------------------------ citations and notes

    def _cite(self, token: Token) -> None:
        mouth, name = self._mouth, token.text
        mouth.star()
        several = commands.cites_several(name)
        while several and mouth.option(round_=True) is not None:
            pass
        keys: list[str] = []
        while True:
            options = 0
            while options < 3 and mouth.option() is not None:
                options += 1
            following = mouth.skip_space()
            if following is None or following[:2] != (Kind.SIGN, "{"):
                break
            found = " ".join(written(mouth.argument()).split())
            keys += filter(None, (key.strip() for key in found.split(",")))
            if not several:
                break
        if not keys:
            return
        self._formal = True
        self._keys += keys
        leads = commands.names_its_source(name) or self._opens_a_sentence()
        shown = f"[{', '.join(keys)}]"
        self._put(self._writer.mark(keys, shown, leads=leads), token.at)

    def _opens_a_sentence(self) -> bool:
        """Tell whether what is cited here is the subject of a sentence: a small letter follows."""
        if not _SENTENCE_BEFORE.search("".join(self._pieces[-4:])):
            return False
        space = self._mouth.raw()
        following = self._mouth.raw() if space is not None and space.kind is Kind.SPACE else None
        self._mouth.push([token for token in (space, following) if token is not None])
        return following is not None and following.text[:1].islower()

    def _note(self, token: Token) -> None:
        self._mouth.option()
        self._count += 1
        label = f"fn{self._count}"
        self._add_note(label, token, shown=True)

    def _note_mark(self, token: Token) -> None:
        self._mouth.option()
        self._count += 1
        label = f"fn{self._count}"
        self._put(self._writer.mark([label], f"[^{label}]"), token.at)

    def _note_text(self, token: Token) -> None:
        self._mouth.option()
        self._add_note(f"fn{max(1, self._count)}", token, shown=False)

    def _add_note(self, label: str, token: Token, *, shown: bool) -> None:
        """A note: what it cites is cited where it is marked; else it is an entry itself."""
        number = len(self._keys)
        text = self._read_apart(self._mouth.argument())
        cited = self._keys[number:]
        labels = [*([label] if "http" in text or not cited else []), *cited]
        if shown:
            self._put(self._writer.mark(labels, f"[^{label}]"), token.at)
        if label in labels:
            self._notes.append((label, text, self._origins.at(token.at)))

    def _bibitem(self, token: Token) -> None:
        self._finish_entry()
        self._mouth.option()
        self._entry = " ".join(written(self._mouth.argument()).split())
        self._at = self._origins.at(token.at)
        self._formal = True

    def _finish_entry(self) -> None:
        if self._entry:
            where, line = self._at or ("", 1)
            text = re.sub(r"<(\S+)>(?=.*\]\(\1\))", "", "".join(self._pieces))
            self._writer.entry(self._entry, text, where, line=line)
            self._pieces, self._at = [], None
        self._entry = None

    def _link(self, token: Token) -> None:
        self._mouth.option()
        raw = self._mouth.skip_space()
        url = unescaped(written(self._mouth.argument() if raw is not None else []))
        words = self._read_apart(self._mouth.argument())
        self._put(link(words, url) or words, token.at)

    def _url(self, token: Token) -> None:
        raw = self._mouth.skip_space()
        if raw is None or raw.kind is not Kind.RAW:
            return
        self._mouth.raw()
        url = unescaped(raw.text)
        self._put(f"<{url}>" if "://" in url else literal(url), token.at)

    def _doi(self, token: Token) -> None:
        self._put(f"doi:{unescaped(written(self._mouth.argument()))}", token.at)

    # ------------------------------------------------------------ blocks

    def _heading(self, token: Token) -> None:
        self._flush()
        self._mouth.star()
        self._mouth.option()
        text = self._read_apart(self._mouth.argument())
        where, line = self._origins.at(token.at)
        text = text.replace(BREAK, " ")
        self._writer.block(text, where, prefix=commands.SECTIONS[token.text], line=line)

    def _caption(self, token: Token) -> None:
        self._flush()
        self._mouth.star()
        self._mouth.option()
        where, line = self._origins.at(token.at)
        self._writer.block(self._read_apart(self._mouth.argument()), where, line=line)

    def _item(self, token: Token) -> None:
        self._flush()
        term = self._mouth.option()
        where, line = self._origins.at(token.at)
        if term:
            self._writer.block(self._read_apart(term), where, line=line)
        self._prefix, self._at = "- ", (where, line)
        if self._lists and not term:
            kind, count = self._lists[-1]
            self._lists[-1][1] = int(count) + 1
            self._prefix = f"{int(count) + 1}. " if "enum" in str(kind) else "- "

    def _new_line(self, token: Token) -> None:
        self._drop("o")
        if self._cells is None:
            self._pieces.append(BREAK if not self._maths else " ")
        else:
            self._end_row()

    def _end_row(self) -> None:
        where, line = self._row_at or self._at or self._place
        self._writer.row([*(self._cells or ()), "".join(self._pieces)], where, line=line)
        self._cells, self._pieces, self._at, self._row_at = [], [], None, None

    def _flush(self) -> None:
        """End the block at hand, unless it is a cell, an entry or read apart."""
        if self._cells is not None or self._entry is not None:
            self._pieces.append(" ")
            return
        where, line = self._at or self._place
        if self._writer.block("".join(self._pieces), where, prefix=self._prefix, line=line):
            self._prefix = ""
        self._pieces, self._at = [], None

    # ------------------------------------------------------------ environments

    def _begin(self, token: Token) -> None:
        name = written(self._mouth.argument()).strip()
        if self._mouth.environment(f"begin {name}", token):
            self._open.append(name)
        elif name == "document":
            self._in_body = True
        elif not self._in_body:
            pass
        elif name in commands.MATHS or name in commands.DRAWN:
            if name in commands.DRAWN:
                self._flush()
            self._skip_environment(name)
        elif name in commands.TABLES:
            self._begin_table(name)
        else:
            self._flush()
            self._arguments_of(name)
            if name in commands.LISTS:
                self._lists.append([name, 0])

    def _arguments_of(self, name: str) -> None:
        """Drop the arguments of an environment that are no text of its."""
        if name in commands.ENVIRONMENTS:
            self._drop(commands.ENVIRONMENTS[name])
            return
        title = self._mouth.option(directly=True) or ()
        if any(t.kind is Kind.MACRO and commands.cites(t.text) for t in title):
            self._mouth.push(title)
            return
        following = self._mouth.raw()
        if following is None:
            return
        self._mouth.push([following])
        if following[:2] == (Kind.SIGN, "{"):
            given = self._mouth.argument()
            if len(written(given)) > _SHORT_ARGUMENT:
                self._mouth.push(given)

    def _begin_table(self, name: str) -> None:
        self._drop(commands.TABLES[name])
        self._tables += 1
        if self._tables == 1 and self._entry is None:
            self._flush()
            self._cells = []

    def _end(self, token: Token) -> None:
        name = written(self._mouth.argument()).strip()
        if name in self._open and self._mouth.environment(f"end {name}", token):
            self._open.remove(name)
        elif name == "document":
            self._ended = self._in_body
        elif name in commands.TABLES:
            self._tables = max(0, self._tables - 1)
            if self._tables == 0 and self._cells is not None:
                self._end_row()
                self._cells = None
        elif name == "thebibliography":
            self._finish_entry()
        elif name not in commands.MATHS:
            self._flush()
            if name in commands.LISTS and self._lists:
                self._lists.pop()

    def _skip_environment(self, name: str) -> None:
        depth = 0

        def closes(token: Token) -> bool:
            nonlocal depth
            if token.kind is not Kind.MACRO or token.text not in ("begin", "end"):
                return False
            named = written(self._mouth.argument()).strip()
            if named == name:
                depth += 1 if token.text == "begin" else -1
            return depth < 0

        self._skip_maths(closes)

    def _skip_maths(self, closes: Callable[[Token], bool]) -> None:
        """Leave out what is no prose, but for what is cited in it and its full stop."""
        last = ""
        while (token := self._mouth.next()) is not None and not closes(token):
            if token.kind is Kind.END:
                self._mouth.push([token])
                return
            if token.kind is Kind.MACRO and commands.cites(token.text):
                self._cite(token)
            elif token.kind is Kind.MACRO and token.text in ("label", "tag"):
                self._mouth.argument()
            elif token.kind is Kind.WORD:
                last = token.text[-1]
            elif token.kind is Kind.MACRO:
                last = ""
        self._pieces.append(". " if last == "." else " ")

    def _shown_maths(self, token: Token) -> None:
        self._skip_maths(lambda t: t[:2] == (Kind.MACRO, "]"))

    def _inline_maths(self, token: Token) -> None:
        self._maths = token.text == "("

    def _input(self, token: Token) -> None:
        """A file that was not to be had; a bare name is a word."""
        following = self._mouth.skip_space()
        if following is not None and following.kind is Kind.WORD:
            rest = following.text.partition(" ")[2]
            self._mouth.raw()
            self._mouth.push([following._replace(text=rest)] if rest else [])
        else:
            self._mouth.argument()

    def _fraction(self, token: Token) -> None:
        over = self._read_apart(self._mouth.argument())
        under = self._read_apart(self._mouth.argument())
        self._put(f"{over.strip()}/{under.strip()}", token.at)

    def _quantity(self, token: Token) -> None:
        self._mouth.option()
        number = self._read_apart(self._mouth.argument())
        self._put(f"{number} {self._read_apart(self._mouth.argument())}", token.at)


_HANDLERS: dict[str, Callable[[Reader, Token], None]] = {
    "begin": Reader._begin,
    "end": Reader._end,
    "item": Reader._item,
    "bibitem": Reader._bibitem,
    "footnotemark": Reader._note_mark,
    "footnotetext": Reader._note_text,
    "href": Reader._link,
    "Eprint": Reader._link,
    "caption": Reader._caption,
    "captionof": Reader._caption,
    "\\": Reader._new_line,
    "tabularnewline": Reader._new_line,
    "newline": Reader._new_line,
    "linebreak": Reader._new_line,
    "[": Reader._shown_maths,
    "(": Reader._inline_maths,
    ")": Reader._inline_maths,
    "input": Reader._input,
    "include": Reader._input,
    "doi": Reader._doi,
    "frac": Reader._fraction,
    "nicefrac": Reader._fraction,
    "SI": Reader._quantity,
    "qty": Reader._quantity,
    **dict.fromkeys(("url", "nolinkurl", "path", "burl", "Url"), Reader._url),
}
_KEPT = frozenset(
    (*_HANDLERS, *commands.SECTIONS, *commands.NOTES, "emph", "cite", "citep", "citet", "ref")
)
