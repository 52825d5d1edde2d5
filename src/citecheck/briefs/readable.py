"""What a person reads of a stretch of a brief: without markers, Markdown signs and line breaks."""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Sequence

from citecheck.briefs.syntax import WORDS, target

# Each alternative is bounded or excludes its own opening sign, so that the time stays linear.
_OPENS = r"[!\[<%{\\`*_\n\ue200-\ue20f]"  # what any of them begins with
_OPENING = re.compile(_OPENS)
_SIGNS = re.compile(
    rf"(?={_OPENS})(?:!?\[(?P<words>{WORDS})\]{target('url')}"
    r"|!?\[\[(?:[^\[\]|\n]{0,200}\||https?://[^\s\[\]]{1,4000}\]\[)?(?P<page>[^\[\]|\n]{1,200})\]\](?!\()"
    r"|<!--[^<>]{0,2000}-->|(?:(?<=\s)|^)%%[^%]{0,2000}%%"
    r"|\[/?cite(?:_start|_end)?\]|\[![A-Za-z][\w-]{1,20}\][+-]?"
    r"|<https?://[^\s<>|]{1,4000}\|(?P<says>[^<>\n|]{1,300})>"
    r"|\{\{[<%][^{}\n]{0,500}[>%]\}\}|\{:[^{}\n]{1,200}\}|(?<=\S)\{[#.][^{}\n]{1,200}\}"
    r"|\ue200[a-z_]{1,40}(?:\ue202[^\ue200-\ue202\n]{0,2000}){0,40}\ue201|[\ue200-\ue20f]"
    r"|</?[A-Za-z][A-Za-z0-9]{0,10}(?:\s[^<>]{0,300})?/?>"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|\{[A-Za-z][\w:+-]{0,40}\}(?=`)"  # the name of a MyST role; its words stay
    r"|(?P<code>`+)"
    r"|(?<![\w*])\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}(?![\w*])|\*\*"
    r"|(?<![\w_])_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?![\w_])"
    r"|(?P<quote>\n[ \t]{0,3}(?:>[ \t]?){1,5}))",
    re.DOTALL,
)


# What goes with the markers that stand around it.
_NAME = " Xy"  # stands for the name of a source where sentences are told apart
_BETWEEN = re.compile(r"\s{0,3}(?:[,;]|,?\s?(?:and|&))?\s{0,3}")


def widened(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans of markers with what stands there only for them: the comma between two, the round
    brackets around a group, the edge of a table's cell that holds nothing else."""
    wide = list(spans)
    first = 0
    for number, (start, end) in enumerate(spans):
        following, stop = spans[number + 1] if number + 1 < len(spans) else (len(text) + 9, 0)
        near = start < end <= following <= end + 8 and following < stop
        if near and _BETWEEN.fullmatch(text, end, following):
            wide[number] = (start, following)
            continue
        if start < end:
            _with_edges(text, wide, first, number)
        first = number + 1
    return wide


def _with_edges(text: str, wide: list[tuple[int, int]], first: int, last: int) -> None:
    """Widen the group of markers from number `first` to `last` by the signs around it."""
    start, end = wide[first][0], wide[last][1]
    before, after = start, end
    while before > 0 and text[before - 1] in " \t":
        before -= 1
    while after < len(text) and text[after] in " \t":
        after += 1
    opening, closing = text[before - 1 : before], text[after : after + 1]
    if opening == "(" and closing == ")":
        wide[first] = (before - 1, wide[first][1])
        wide[last] = (wide[last][0], after + 1)
    elif opening == "|" and closing in ("|", ""):
        wide[first] = (before - 1, wide[first][1])
    elif not opening and closing == "|":
        wide[last] = (wide[last][0], after + 1)


def readable(
    text: str, drop: Sequence[tuple[int, int]] = (), named: Collection[int] = ()
) -> tuple[str, Sequence[int]]:
    """Return the text as read, and for each of its characters its offset in `text`.

    `drop` holds the spans of markers, in order; the white space before one goes with it, and so
    does what `widened` tells. In place of those whose number is `named` stands a name. The second
    value has one entry more than the first has characters: the end.
    """
    pieces: list[tuple[int, int]] = []
    position = 0
    for start, end in widened(text, drop):
        stop = start
        while stop > position and text[stop - 1] in " \t\u00a0\u202f\u2009":
            stop -= 1
        pieces.append((position, stop))
        position = max(position, end)
    pieces.append((position, len(text)))
    characters: list[str] = []
    offsets = array("L")  # a list of a brief of 20 MB in one line would take a gigabyte

    def keep(start: int, end: int) -> None:
        if start >= end:
            return
        characters.append(text[start:end])
        offsets.extend(range(start, end))

    for number, (start, end) in enumerate(pieces):
        if number and number - 1 in named:
            name = _NAME if characters else _NAME.lstrip()
            characters.append(name)
            before = pieces[number - 1][1]  # its space is that before the marker
            offsets.append(before if before < drop[number - 1][0] else max(0, before - 1))
            offsets.extend([drop[number - 1][0]] * (len(name) - 1))
        following = text[start : min(end, start + 8)].lstrip("`*_\\")[:1]
        if characters and characters[-1][-1:].isalnum() and following.isalnum():
            characters.append(" ")
            offsets.append(max(0, start - 1))  # within the marker, which no claim ends behind
        _keep_words(text, start, end, keep)
    offsets.append(len(text))
    return "".join(characters), offsets


def _keep_words(text: str, start: int, end: int, keep: object) -> None:
    assert callable(keep)
    position = start
    if _OPENING.search(text, start, end) is None:  # most stretches, and many times as fast
        keep(start, end)
        return
    for match in _SIGNS.finditer(text, start, end):
        keep(position, match.start())
        if match["words"] is not None and not match[0].startswith("!"):
            _keep_words(text, *match.span("words"), keep)
        elif match["page"] is not None and not match[0].startswith("!"):
            keep(*match.span("page"))
        elif match["says"] is not None:
            keep(*match.span("says"))
        elif match["escaped"] is not None:
            keep(*match.span("escaped"))
        elif match["quote"] is not None:
            keep(match.start(), match.start() + 1)
        position = match.end()
    keep(position, end)


def fold(text: str) -> str:
    """Runs of white space become one space; the ends are trimmed."""
    return " ".join(text.split())


_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)


def count_words(text: str) -> int:
    """How many words it has; in scripts that set no space between them, two letters are one."""
    unspaced = len(_UNSPACED.findall(text))
    return len(_WORD.findall(_UNSPACED.sub(" ", text))) + (unspaced + 1) // 2
