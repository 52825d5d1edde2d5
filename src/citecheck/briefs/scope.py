"""Decides what each marker vouches for: its sentence, or the clause before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from citecheck.briefs.markers import Found
from citecheck.briefs.readable import count_words, fold, readable, widened
from citecheck.briefs.syntax import target
from citecheck.briefs.verbs import states
from citecheck.sentences import split

_TAIL = re.compile(r"[\s.,;:!?…\"'”’»)\]}*_–—。，、；：！？」』）।؟۔።-]*")
_WORD = re.compile(r"[^\W_]+")
_LEAD_IN = re.compile(
    r"(?:according to|as (?:reported|noted|stated) (?:by|in)|per)\b", re.IGNORECASE
)
_LINK_END = re.compile(r"\]" + target("url"))
_CONJUNCTION = re.compile(
    r"\s*(?:and|but|or|nor|while|whereas|although|though|because|since|so|yet|until|unless|if|when|after"
    r"|before|with|despite|und|aber|oder|während|weil|obwohl|et|mais|ou|tandis|car|y|pero|mientras"
    r"|porque|e|ma|mas|mentre|en|maar|och|men|og)\b",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"\s*(?:in|on|at|by|for|from|under|over|of|to|into|as|than|via|per|through|during|against|among"
    r"|between|including|which|who|whose|whom|that|where|such|without|within|about|across|around"
    r"|behind|beyond|near|throughout|toward|towards|upon|amid)\b",
    re.IGNORECASE,
)
_LONGEST_CONTEXT = 1000  # characters of what precedes a claim in its paragraph
_SHORT_CLAUSE = 6  # words; so few are a clause only with a verb
_SHORTEST_CLAUSE = 4  # words; a shorter stretch before a marker says nothing by itself


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch `[start, end)` of the document, the markers that vouch for it, what precedes."""

    start: int
    end: int
    markers: tuple[Found, ...]
    context: str = ""
    question: bool = False


def stretches(text: str, start: int, end: int, marks: Sequence[Found]) -> Iterator[Stretch]:
    """Yield the claims of one block in order, uncited sentences included.

    `marks` are the markers within `text[start:end]`, in order.
    """
    raw = text[start:end]
    local = [(mark.start - start, mark.end - start) for mark in marks]
    view, offsets = readable(raw, local, {n for n, mark in enumerate(marks) if mark.leads})
    local = widened(raw, local)
    ends = {id(mark): start + span[1] for mark, span in zip(marks, local, strict=True)}
    sentences = _sentences(view)
    before = ""
    at = 0
    anchors = _anchors(offsets, local, marks)
    for index, (first, last) in enumerate(sentences):
        mine: list[tuple[int, Found]] = []
        following = sentences[index + 1][0] if index + 1 < len(sentences) else len(view) + 1
        # A marker belongs to the sentence whose text stands before it, even after the full stop;
        # one with nothing before it in the block belongs to what follows.
        while at < len(marks) and anchors[at] <= following:
            mine.append((max(anchors[at], first), marks[at]))
            at += 1
        yield from _clauses(text, view, offsets, start, (first, last), mine, before, ends)
        before = fold(view[max(first, last - _LONGEST_CONTEXT) : last])


def _says_nothing(clause: str) -> bool:
    """Tell whether the words before a marker are too few for a claim, or lead to one."""
    return count_words(clause) < _SHORTEST_CLAUSE or _LEAD_IN.match(clause.lstrip()) is not None


def _parts(view: str, position: int, edge: int, opening: int) -> bool:
    """Tell whether a clause ends at a marker: a sign, a conjunction or a preposition follows. A
    subject whose predicate follows ("the Harbour Union [1] cancelled it") is no clause."""
    sign = view[position:edge].strip("\"'”’»*_ \n\t")
    following = _WORD.search(view, edge)
    if following is None or not following[0].isascii():
        return True
    joined = _CONJUNCTION.match(view, edge) is not None
    if sign[:1] in tuple(".!?…;:–—") and sign:
        return True
    if not (sign or joined or _PREPOSITION.match(view, edge)):
        return False
    clause = view[opening:position]
    return joined or count_words(clause) > _SHORT_CLAUSE or states(clause)


def _sentences(view: str) -> list[tuple[int, int]]:
    """Sentences of the view; one without a letter or digit joins its neighbour."""
    spans: list[tuple[int, int]] = []
    for start, end in split(view):
        if spans and _WORD.search(view, start, end) is None:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _anchors(
    offsets: Sequence[int], local: Sequence[tuple[int, int]], marks: Sequence[Found]
) -> list[int]:
    """For each marker its position in the view: how many characters of the view precede it, the
    name in place of one that leads its sentence among them."""
    anchors: list[int] = []
    at = 0
    for (start, _), mark in zip(local, marks, strict=True):
        at = bisect_left(offsets, start + mark.leads, lo=at, hi=len(offsets) - 1)
        anchors.append(at)
    return anchors


def _clauses(
    text: str,
    view: str,
    offsets: Sequence[int],
    base: int,
    sentence: tuple[int, int],
    marks: Sequence[tuple[int, Found]],
    before: str,
    ends: Mapping[int, int],
) -> Iterator[Stretch]:
    first, last = sentence
    question = view[first:last].rstrip("\"'”’)»").endswith("?")
    groups: list[tuple[int, list[Found]]] = []
    reached = first
    for anchor, mark in marks:
        position = min(anchor, last)
        # Searched from the marker before, not from the group's start: the time stays linear.
        if groups and not _WORD.search(view, reached, position):
            groups[-1] = (position, [*groups[-1][1], mark])
        else:
            groups.append((position, [mark]))
        reached = position
    edges: list[tuple[int, tuple[Found, ...]]] = []
    opening = first
    pending: list[Found] = []
    for number, (position, found) in enumerate(groups):
        tail = _TAIL.match(view, position, last)
        edge = tail.end() if tail else position
        is_last = number == len(groups) - 1
        weak = (
            any(mark.leads for mark in found)
            or _says_nothing(view[opening:position])
            or not _parts(view, position, edge, opening)
        )
        if weak and not (is_last and edge >= last):
            pending += found
            if not is_last:
                continue
            edges.append((last, tuple(pending)))
            pending, opening = [], last
            continue
        edges.append((edge, (*pending, *found)))
        pending, opening = [], edge
    if opening < last and (_WORD.search(view, opening, last) or not edges):
        rest = count_words(view[opening:last])
        if edges and rest < _SHORTEST_CLAUSE:
            edges[-1] = (last, edges[-1][1])
        else:
            edges.append((last, ()))
    opening = first
    for edge, vouching in edges:
        begin = base + offsets[opening]
        if begin > base and text[begin - 1] == "[":
            begin -= 1  # a sentence that begins with a link
        stop = base + offsets[edge - 1] + 1 if edge > opening else begin
        closing = _LINK_END.match(text, stop)
        stop = max([closing.end() if closing else stop, *(ends[id(mark)] for mark in vouching)])
        # Only the end of a long sentence: folding all of it for each marker would be quadratic.
        earlier = fold(view[max(first, opening - _LONGEST_CONTEXT) : opening])
        context = f"{before} {earlier}".strip() if earlier else before
        yield Stretch(begin, stop, vouching, context, question)
        opening = edge
