"""Expands the macros that a LaTeX document defines, as TeX's mouth does, within bounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from citecheck.briefs.formats.latex.tokens import Kind, Token

_MOST_EXPANDED = 4  # times as many tokens as the document has itself may come of its macros
_FREE = 200_000  # tokens that may come of macros in any case
_LONGEST_OPTION = 3000  # tokens in square brackets
_MOST_UNCLOSED = 50  # square brackets that are looked through in vain
_PRIMITIVE_TESTS = frozenset(
    "if ifcat ifnum ifdim ifodd ifvmode ifhmode ifmmode ifinner ifvoid ifhbox ifvbox ifeof ifcase"
    " ifdefined ifcsname ifpdf ifxetex ifluatex iftutex ifPDFTeX ifXeTeX ifLuaTeX".split()
)


@dataclass(frozen=True, slots=True)
class Macro:
    """A definition: what stands for each argument ("m" one that is needed, "o" an optional one,
    "s" a star) with its default, and the body."""

    arguments: tuple[tuple[str, tuple[Token, ...]], ...]
    body: tuple[Token, ...]


class Mouth:
    """Gives token after token, the document's own macros expanded and its conditions decided.

    `kept` are the macros whose meaning the reader knows; a document's own definition of one of
    them does not count.
    """

    def __init__(self, source: Iterator[Token], kept: frozenset[str]) -> None:
        self._source = source
        self._kept = kept
        self._pushed: list[Token] = []
        self._macros: dict[str, Macro] = {}
        self._switches = {"iftrue": True, "iffalse": False}
        self._read = 0
        self._made = 0
        self._unclosed = 0
        self._open: list[bool] = []  # of each open condition, whether its \\else is to be read

    def raw(self) -> Token | None:
        """The next token as it stands; None at the end."""
        if self._pushed:
            return self._pushed.pop()
        self._read += 1
        return next(self._source, None)

    def push(self, tokens: Sequence[Token]) -> None:
        """Put tokens back, to be read next."""
        self._pushed.extend(reversed(tokens))

    def next(self) -> Token | None:
        """The next token that is not the document's own macro; None at the end."""
        while (token := self.raw()) is not None:
            if token.kind is not Kind.MACRO or not self._handled(token):
                return token
        return None

    def _handled(self, token: Token) -> bool:
        """Deal with a macro that stands for others, defines one or decides something."""
        name = token.text
        if name in self._macros:
            self._expand(self._macros[name], token)
        elif name in _DEFINITIONS:
            getattr(self, f"_{_DEFINITIONS[name]}")()
        elif name in self._switches:
            self._decide(self._switches[name])
        elif name in _PRIMITIVE_TESTS:
            self._decide(False)
        elif name == "ifx":
            first, second = self._meaning(self.raw()), self._meaning(self.raw())
            self._decide(first == second)
        elif name == "else":
            self._skip(to_else=False)
        elif name == "fi":
            pass
        elif name[-4:] == "true" and f"if{name[:-4]}" in self._switches:
            self._switches[f"if{name[:-4]}"] = True
        elif name[-5:] == "false" and f"if{name[:-5]}" in self._switches:
            self._switches[f"if{name[:-5]}"] = False
        else:
            return False
        return True

    def environment(self, name: str, call: Token) -> bool:
        """Expand the document's own "begin name" or "end name"; False when there is none."""
        if name not in self._macros:
            return False
        self._expand(self._macros[name], call)
        return True

    # ------------------------------------------------------------ arguments

    def skip_space(self) -> Token | None:
        """The next token but white space, as it stands, put back; None at the end."""
        while (token := self.raw()) is not None:
            if token.kind is not Kind.SPACE:
                self.push([token])
                return token
        return None

    def star(self) -> bool:
        """Take a star that follows directly."""
        token = self.raw()
        if token is not None and token.kind is Kind.WORD and token.text.startswith("*"):
            if len(token.text) > 1:
                self.push([token._replace(text=token.text[1:])])
            return True
        if token is not None:
            self.push([token])
        return False

    def argument(self) -> list[Token]:
        """The next argument: what a group holds, or a single character or macro."""
        token = self.skip_space()
        if token is None or token.kind in (Kind.PARAGRAPH, Kind.END) or token[:2] == _CLOSE:
            return []
        token = self.raw()
        assert token is not None
        if token[:2] == _OPEN:
            return self._until(_CLOSE, None)[0]
        if token.kind is Kind.WORD and len(token.text) > 1:
            self.push([token._replace(text=token.text[1:])])
            return [token._replace(text=token.text[0])]
        return [token]

    def option(self, *, directly: bool = False, round_: bool = False) -> list[Token] | None:
        """What stands in the square (or round) brackets that follow; None when none do."""
        token = self.raw() if directly else self.skip_space()
        if directly and token is not None:
            self.push([token])
        opening, closing = (_ROUND, _ROUND_END) if round_ else (_SQUARE, _SQUARE_END)
        if token is None or token[:2] != opening or self._unclosed >= _MOST_UNCLOSED:
            return None
        first = self.raw()
        assert first is not None
        found, closed = self._until(closing, _LONGEST_OPTION)
        if closed:
            return found
        self._unclosed += 1
        self.push([first, *found])
        return None

    def _until(self, closing: tuple[Kind, str], most: int | None) -> tuple[list[Token], bool]:
        """The tokens before a closing sign of this level, and whether there is one. Brackets that
        take a bounded number end at a blank line too."""
        found: list[Token] = []
        depth = 0
        while most is None or len(found) < most:
            token = self.raw()
            if token is None:
                break
            if depth == 0 and token[:2] == closing:
                return found, True
            if token.kind is Kind.END or (most is not None and token.kind is Kind.PARAGRAPH):
                self.push([token])
                break
            if most is not None and depth == 0 and token[:2] == _CLOSE:
                self.push([token])
                break
            depth += (token[:2] == _OPEN) - (token[:2] == _CLOSE)
            found.append(token)
        return found, False

    # ------------------------------------------------------------ macros

    def _expand(self, macro: Macro, call: Token) -> None:
        given: list[Sequence[Token]] = []
        for kind, default in macro.arguments:
            if kind == "m":
                given.append(self.argument())
            elif kind == "o":
                found = self.option(directly=True)
                given.append(default if found is None else found)
            else:
                given.append([Token(Kind.WORD, "*", call.at)] if self.star() else [])
        made = self._filled(macro.body, given, call.at)
        self._made += len(made) + 1
        if self._made <= _MOST_EXPANDED * self._read + _FREE:
            self.push(made)

    def _filled(
        self, body: Sequence[Token], given: Sequence[Sequence[Token]], at: int
    ) -> list[Token]:
        made: list[Token] = []
        for token in body:
            if token.kind is Kind.PARAMETER:
                number = int(token.text or "0")
                made += given[number - 1] if 0 < number <= len(given) else ()
            elif token.kind is Kind.RAW and "#" in token.text:
                text = token.text
                for number, tokens in enumerate(given, start=1):
                    text = text.replace(f"#{number}", written(tokens))
                made.append(Token(Kind.RAW, text, at))
            else:
                made.append(token._replace(at=at))
        return made

    def _define(self, name: str, macro: Macro) -> None:
        if name and name not in self._kept:
            self._macros[name] = macro

    def _name(self) -> str:
        tokens = [token for token in self.argument() if token.kind is Kind.MACRO]
        return tokens[0].text if tokens else ""

    def _counted(self) -> tuple[tuple[str, tuple[Token, ...]], ...]:
        """`[2][default]` as a definition has it."""
        count = written(self.option() or ()).strip()
        number = min(int(count), 9) if count.isdecimal() else 0
        default = self.option() if number else None
        kinds: list[tuple[str, tuple[Token, ...]]] = [("m", ())] * number
        if default is not None:
            kinds[0] = ("o", tuple(default))
        return tuple(kinds)

    def _newcommand(self) -> None:
        self.star()
        name = self._name()
        arguments = self._counted()
        self._define(name, Macro(arguments, tuple(self.argument())))

    def _newenvironment(self) -> None:
        self.star()
        name = written(self.argument()).strip()
        arguments = self._counted()
        self._define(f"begin {name}", Macro(arguments, tuple(self.argument())))
        self._define(f"end {name}", Macro((), tuple(self.argument())))

    def _document_command(self) -> None:
        """`\\NewDocumentCommand{\\name}{m O{default} s}{body}`."""
        name = self._name()
        arguments: list[tuple[str, tuple[Token, ...]]] = []
        spec = self.argument()
        for number, token in enumerate(spec):
            for letter in token.text if token.kind is Kind.WORD else "":
                if letter in "mos":
                    arguments.append((letter, ()))
                elif letter == "O":
                    default = next((t for t in spec[number + 1 :] if t.kind is Kind.WORD), None)
                    arguments.append(("o", (default,) if default else ()))
        self._define(name, Macro(tuple(arguments), tuple(self.argument())))

    def _def(self) -> None:
        """`\\def\\name#1#2{body}`; one whose arguments end at other signs is not expanded."""
        name = self.raw()
        pattern: list[Token] = []
        while (token := self.raw()) is not None and token[:2] != _OPEN:
            if len(pattern) > 50 or token.kind is Kind.PARAGRAPH:
                return
            pattern.append(token)
        body = self._until(_CLOSE, None)[0]
        simple = all(t.kind in (Kind.PARAMETER, Kind.SPACE) for t in pattern)
        if name is not None and name.kind is Kind.MACRO:
            count = sum(t.kind is Kind.PARAMETER for t in pattern)
            kinds = (("m", ()),) * count if simple else ()
            self._define(name.text, Macro(kinds, tuple(body) if simple else ()))

    def _let(self) -> None:
        name, other = self.raw(), self.skip_space()
        other = self.raw()
        if other is not None and other.text.startswith("="):
            rest = other.text[1:].lstrip()
            other = other._replace(text=rest) if rest else self.raw()
        if name is None or other is None or name.kind is not Kind.MACRO:
            return
        known = self._macros.get(other.text) if other.kind is Kind.MACRO else None
        if name.text != other.text:
            self._define(name.text, known or Macro((), (other,)))

    def _futurelet(self) -> None:
        """`\\futurelet\\name\\then`: the name becomes what stands behind the two."""
        name, then, following = self.raw(), self.raw(), self.raw()
        self.push([token for token in (then, following) if token is not None])
        if name is not None and following is not None:
            self._define(name.text, Macro((), (_first(following),)))

    def _newif(self) -> None:
        name = self.raw()
        if name is not None and name.text.startswith("if") and name.text not in self._kept:
            self._switches.setdefault(name.text, False)

    def _operator(self) -> None:
        self.star()
        name = self._name()
        self._define(name, Macro((), tuple(self.argument())))

    # ------------------------------------------------------------ conditions

    def _meaning(self, token: Token | None) -> tuple[Kind, str] | None:
        if token is None:
            return None
        if token.kind is Kind.MACRO and token.text in self._macros:
            body = self._macros[token.text].body
            if len(body) == 1:
                return body[0][:2]
        if token.kind is Kind.WORD and len(token.text) > 1:
            self.push([token._replace(text=token.text[1:])])
        return _first(token)[:2]

    def _decide(self, true: bool) -> None:
        if not true:
            self._skip(to_else=True)

    def _skip(self, *, to_else: bool) -> None:
        """Pass over what a condition leaves out: up to its \\else, where asked, or its \\fi."""
        depth = 0
        while (token := self.raw()) is not None:
            if token.kind is Kind.END:
                self.push([token])
                return
            if token.kind is not Kind.MACRO:
                continue
            name = token.text
            if name in self._switches or name in _PRIMITIVE_TESTS or name == "ifx":
                depth += 1
            elif name == "fi" and depth:
                depth -= 1
            elif depth == 0 and (name == "fi" or (to_else and name == "else")):
                return


_OPEN, _CLOSE = (Kind.SIGN, "{"), (Kind.SIGN, "}")
_SQUARE, _SQUARE_END = (Kind.SIGN, "["), (Kind.SIGN, "]")
_ROUND, _ROUND_END = (Kind.SIGN, "("), (Kind.SIGN, ")")
_DEFINITIONS = {
    **dict.fromkeys(("newcommand", "renewcommand", "providecommand"), "newcommand"),
    **dict.fromkeys(("DeclareRobustCommand", "newrobustcmd", "newcommandx"), "newcommand"),
    **dict.fromkeys(("newenvironment", "renewenvironment"), "newenvironment"),
    **dict.fromkeys(("def", "gdef", "edef", "xdef"), "def"),
    **dict.fromkeys(("NewDocumentCommand", "RenewDocumentCommand"), "document_command"),
    **dict.fromkeys(("DeclareMathOperator", "DeclareUrlCommand"), "operator"),
    "let": "let",
    "futurelet": "futurelet",
    "newif": "newif",
}


def _first(token: Token) -> Token:
    return token._replace(text=token.text[:1]) if token.kind is Kind.WORD else token


def written(tokens: Sequence[Token]) -> str:
    """Tokens as they were written."""
    shown: list[str] = []
    for token in tokens:
        if token.kind is Kind.MACRO:
            shown.append("\\")
        elif token.kind is Kind.PARAMETER:
            shown.append("#")
        shown.append(token.text)
    return "".join(shown)
