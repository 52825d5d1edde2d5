"""Cuts LaTeX into tokens: words, macros, braces; comments go, addresses and code stay whole."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from enum import Enum, auto
from typing import NamedTuple


class Kind(Enum):
    """What a token is."""

    WORD = auto()  # a run of ordinary characters on a line, with the spaces between words
    SPACE = auto()
    PARAGRAPH = auto()  # a blank line
    MACRO = auto()  # its name without the backslash
    SIGN = auto()  # one of { } [ ] ( ) & ~ ^ _ $ $$
    PARAMETER = auto()  # #1, its digit
    RAW = auto()  # what stands word for word: an address in \\url, code in \\verb
    COMMENT = auto()  # an instruction to citecheck
    END = auto()  # set by the reader behind what it reads apart


class Token(NamedTuple):
    """One token, and the offset in the file at which it stands."""

    kind: Kind
    text: str
    at: int


Reading = Generator[Token, None, int]
"""Some tokens, and where the next begins."""

_LEX = re.compile(
    r"(?P<macro>\\(?:[A-Za-z@]+|[\s\S]|$))"
    r"|(?P<comment>%(?P<words>[^\n]*)(?:\n[ \t]*(?P<blank>\n\s*)?)?)"
    r"|(?P<space>\s+)"
    r"|(?P<parameter>#{1,8}\d?)"
    r"|(?P<sign>\$\$|[{}\[\]()&~^_$])"
    # A bare address keeps signs that mean something to TeX, and its escapes lose their backslash.
    r"|(?P<url>https?://(?:[^\s{}\\%\[\]]|%[0-9A-Fa-f]{2}|\\[%_#&~])+(?<![.,;:!?)]))"
    r"|(?P<word>(?:[^\\%\s#{}\[\]()&~^_$h]+|h(?!ttps?://)| (?=[^\\%\s#{}\[\]()&~^_$]))+|.)"
)
_RAW_MACROS = frozenset(("url", "nolinkurl", "path", "href", "burl", "Url", "urlstyle"))
_GROUP = re.compile(r"\s*\{((?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.)*\})*)\}", re.DOTALL)
_DELIMITED = re.compile(r"([^A-Za-z\s{}\[\]\\*,;])((?:(?!\1)[^\n])*)\1")
_OPTION = re.compile(r"\s*\[[^\]\n]{0,300}\]")
_BEGIN = re.compile(r"\s*\{(verbatim\*?|Verbatim|lstlisting|minted|comment|filecontents\*?)\}")
_TILDE = re.compile(
    r"\{?\\~\s?(?:\{\s?\})?\}?|\{?\\(?:text|ascii)?(?:asciitilde|tilde)\b(?:\{\})?\}?|\{?\$\\sim\$\}?"
    r"|\\string~"
)
_NOT_PRINTED = re.compile(r"\\(?:-|/|allowbreak|linebreak|discretionary|penalty0?)(?:\{\})?|[{}\s]")
_ESCAPE = re.compile(r"\\(?:textunderscore\b(?:\{\})?|([%_#&~^$?=/.:-]))")


def tokens(text: str, start: int = 0) -> Iterator[Token]:
    """The tokens of `text` from `start` on. Linear time."""
    position = start
    unclosed: set[str] = set()
    while position < len(text):
        match = _LEX.match(text, position)
        assert match is not None
        at, position = position, match.end()
        kind = match.lastgroup
        if kind == "word":
            yield Token(Kind.WORD, match[0], at)
        elif kind == "space":
            yield Token(Kind.PARAGRAPH if match[0].count("\n") > 1 else Kind.SPACE, " ", at)
        elif kind == "macro":
            name = match[0][1:] if match[0][1:].strip() else " "
            if name in _RAW_MACROS:
                position = yield from _with_raw(text, name, at, position)
            elif name in ("verb", "lstinline"):
                position = yield from _verb(text, at, position)
            elif name == "begin":
                position = yield from _begin(text, at, position, unclosed)
            else:
                yield Token(Kind.MACRO, name, at)
        elif kind == "sign":
            yield Token(Kind.SIGN, match[0], at)
        elif kind == "parameter":
            yield Token(Kind.PARAMETER, match[0].lstrip("#"), at)
        elif kind == "url":
            yield Token(Kind.RAW, unescaped(match[0]), at)
        else:
            if match["words"].lstrip(" %").lower().startswith("citecheck:"):
                yield Token(Kind.COMMENT, match["words"].lstrip(" %"), at)
            if match["blank"] is not None:
                yield Token(Kind.PARAGRAPH, " ", at)


def unescaped(url: str) -> str:
    """An address without the macros, braces and backslashes that LaTeX needs in it."""
    url = _NOT_PRINTED.sub("", _TILDE.sub("~", url))
    return _ESCAPE.sub(lambda match: match[1] or "_", url)


def _with_raw(text: str, name: str, at: int, position: int) -> Reading:
    """A macro whose first argument is an address: it, and the address whole."""
    option = _OPTION.match(text, position) if name == "href" else None
    match = _GROUP.match(text, option.end() if option else position)
    if match is None and name != "href":
        match = _DELIMITED.match(text, position)
    yield Token(Kind.MACRO, name, at)
    if match is None:
        return position
    yield Token(Kind.RAW, match[match.lastindex or 1], at)
    return match.end()


def _verb(text: str, at: int, position: int) -> Reading:
    option = _OPTION.match(text, position)
    position = option.end() if option else position + text.startswith("*", position)
    match = _DELIMITED.match(text, position) or _GROUP.match(text, position)
    if match is None:
        return position
    yield Token(Kind.RAW, match[match.lastindex or 1], at)
    return match.end()


def _begin(text: str, at: int, position: int, unclosed: set[str]) -> Reading:
    """The start of an environment; one whose content is code or comment is left out whole."""
    match = _BEGIN.match(text, position)
    if match is None or match[1] in unclosed:
        yield Token(Kind.MACRO, "begin", at)
        return position
    closing = f"\\end{{{match[1]}}}"
    end = text.find(closing, match.end())
    if end < 0:
        unclosed.add(match[1])  # looked for once only, so that the time stays linear
        yield Token(Kind.MACRO, "begin", at)
        return position
    if match[1] not in ("comment", "filecontents", "filecontents*"):
        yield Token(Kind.PARAGRAPH, " ", at)
    return end + len(closing)
