"""Puts a source's figure, date, name or quotation in the place of a brief's, where that is sure.

It is sure when the fact stands once in the claim and once in the file where the claim is, the
source's fact stands in the passage shown, every source that differs says the same, and the claim
so corrected is *supported* by that passage. Where one of these fails nothing is changed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from citecheck import matching
from citecheck.model import BriefReport, Evidence, Finding, Reason, ReasonCode, Verdict

FORMATS = frozenset({"text", "latex", "html"})
"""The formats of briefs that can be corrected; Markdown is text."""

_TYPED = frozenset(
    {
        ReasonCode.QUANTITY_DIFFERS,
        ReasonCode.DATE_DIFFERS,
        ReasonCode.NAME_DIFFERS,
        ReasonCode.QUOTATION_DIFFERS,
    }
)
_MARKUP = {
    "html": re.compile(r"<!--.*?-->|<[^>]{0,2000}>|&#?\w{1,30};", re.DOTALL),
    "latex": re.compile(
        r"(?<!\\)%[^\n]*|\\(?:\w*[cC]ite\w*|label|ref|footnote)\*?(?:\[[^\]]{0,300}\]){0,2}"
        r"\{[^{}]{0,500}\}|\\[A-Za-z]+\*?"
    ),
    "text": re.compile(r"\[\^?[\w, –-]{1,40}\](?!\()|\]\([^()\s]{0,2000}\)|<!--.*?-->", re.DOTALL),
}
_LATEX_SPECIAL = re.compile(r"(?<!\\)([%$&#_])")
_HTML_SPECIAL = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


@dataclass(frozen=True, slots=True)
class Correction:
    """`new` for `old` at `[start, end)` of the file's text, in a claim that `ref` contradicts."""

    start: int
    end: int
    old: str
    new: str
    claim_id: str
    line: int
    ref: str
    passage: str


@dataclass(frozen=True, slots=True)
class Corrections:
    """What can be corrected in a brief, and the claims where a fact differs that are left, with
    the reason in words."""

    sure: tuple[Correction, ...]
    left: tuple[tuple[Finding, str], ...]


def find(brief: BriefReport, text: str, format_: str) -> Corrections:
    """The corrections of a brief whose file has `text`, decoded, in a format of `FORMATS`."""
    squeezed = _Squeezed(text, _MARKUP[format_])
    sure: list[Correction] = []
    left: list[tuple[Finding, str]] = []
    for finding in brief.findings:
        differing = [r for r in finding.reasons if r.code.value.endswith("_differs")]
        if finding.verdict is not Verdict.CONTRADICTED or finding.excused or not differing:
            continue
        found, why = _of_claim(finding, differing, squeezed, format_)
        sure += found
        if why:
            left.append((finding, why))
    return Corrections(tuple(sorted(sure, key=lambda c: c.start)), tuple(left))


def of_finding(finding: Finding, text: str, format_: str) -> list[Correction]:
    """The corrections of one finding, as `find` has them; none where that is not sure."""
    reasons = [r for r in finding.reasons if r.code.value.endswith("_differs")]
    if finding.verdict is not Verdict.CONTRADICTED or not reasons or format_ not in FORMATS:
        return []
    return _of_claim(finding, reasons, _Squeezed(text, _MARKUP[format_]), format_)[0]


def applied(text: str, corrections: Sequence[Correction]) -> str:
    """The text with the corrections made."""
    for correction in sorted(corrections, key=lambda c: c.start, reverse=True):
        text = text[: correction.start] + correction.new + text[correction.end :]
    return text


def diff(path: str, old: str, new: str) -> str:
    """A unified diff, empty where nothing differs; `patch` takes it."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    lines = difflib.unified_diff(before, after, f"a/{path}", f"b/{path}")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _of_claim(
    finding: Finding, reasons: Sequence[Reason], squeezed: _Squeezed, format_: str
) -> tuple[list[Correction], str]:
    """The corrections of one claim, or why there are none."""
    facts = {(reason.claim, reason.source): reason for reason in reasons}
    if any(r.code not in _TYPED or not r.claim or not r.source for r in reasons):
        return [], "more differs than a figure, a date, a name or a quotation"
    if len({claim for claim, _ in facts}) < len(facts):
        return [], "the sources say different things"
    against = [c for c in finding.citations if c.verdict is Verdict.CONTRADICTED]
    passages = [(c.ref, e) for c in against for e in c.evidence]
    start = squeezed.find(finding.claim.text, finding.claim.place.line)
    if start is None:
        return [], "the claim was not found word for word in the file"
    claim, corrections = finding.claim.text, []
    for mine, theirs in facts:
        old, new = _bare(mine or "", theirs or "")
        at = _once(finding.claim.text, old)
        shown = next(
            ((r, e) for r, e in passages if _once(e.text, new, least=True) is not None), None
        )
        if at is None or shown is None:
            return [], "the fact stands more than once, or not in these words"
        span = squeezed.span(start, finding.claim.text, at, len(old))
        if span is None:
            return [], "there is markup within the fact"
        written = new[:1].upper() + new[1:] if at == 0 and old[:1].isupper() else new
        claim = claim.replace(old, written, 1)
        ref, evidence = shown
        place = squeezed.text.count("\n", 0, span[0]) + 1
        corrections.append(
            Correction(
                *span,
                squeezed.text[slice(*span)],
                _written(written, format_),
                finding.claim.id,
                place,
                ref,
                evidence.text,
            )
        )
    if not _is_supported(claim, finding, [evidence for _, evidence in passages]):
        return [], "with the source's fact the claim would still not be supported"
    return corrections, ""


def _is_supported(claim: str, finding: Finding, passages: Sequence[Evidence]) -> bool:
    page = matching.prepare_text("\n\n".join(dict.fromkeys(e.text for e in passages)))
    judged = matching.assess(
        claim, (page,), context=finding.claim.context, heading=finding.claim.heading
    )
    return judged.verdict is Verdict.SUPPORTED


def _bare(mine: str, theirs: str) -> tuple[str, str]:
    """Both facts without the signs that they end with alike, such as the one of per cent."""
    while mine and theirs and mine[-1] == theirs[-1] and not mine[-1].isalnum():
        mine, theirs = mine[:-1], theirs[:-1]
    while mine and theirs and mine[0] == theirs[0] and not mine[0].isalnum():
        mine, theirs = mine[1:], theirs[1:]
    return mine, theirs


def _once(text: str, words: str, *, least: bool = False) -> int | None:
    """Where the words stand in a text as whole words, if once only (or at least once)."""
    found = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    return found[0] if len(found) == 1 or (found and least) else None


def _written(words: str, format_: str) -> str:
    if format_ == "latex":
        return _LATEX_SPECIAL.sub(r"\\\1", words)
    if format_ == "html":
        return "".join(_HTML_SPECIAL.get(character, character) for character in words)
    return words


class _Squeezed:
    """A file's letters and digits alone, without markup, and where each stands in the file."""

    def __init__(self, text: str, markup: re.Pattern[str]) -> None:
        self.text = text
        self._at = list(_letters(text, markup))
        self._letters = "".join(text[at].casefold()[:1] for at in self._at)

    def find(self, claim: str, line: int) -> int | None:
        """Where a claim begins among the letters: its only place, or the one of its line."""
        wanted = _squeeze(claim)
        places = (
            [m.start() for m in re.finditer(re.escape(wanted), self._letters)] if wanted else []
        )
        if len(places) > 1:
            places = [p for p in places if self.text.count("\n", 0, self._at[p]) + 1 == line]
        return places[0] if len(places) == 1 else None

    def span(self, start: int, claim: str, at: int, length: int) -> tuple[int, int] | None:
        """The stretch of the file for `length` characters at `at` of a claim that begins at
        `start`; None when the file has anything else there."""
        first = start + len(_squeeze(claim[:at]))
        size = len(_squeeze(claim[at : at + length]))
        if not size:
            return None
        begin, end = self._at[first], self._at[first + size - 1] + 1
        inner = claim[at : at + length]
        lead = len(inner) - len(inner.lstrip("“”\"'«»$€£+-−(")) if not inner[0].isalnum() else 0
        begin -= lead
        end += len(inner) - len(inner.rstrip("%’'°)")) if not inner[-1].isalnum() else 0
        written = self.text[begin:end]
        return (begin, end) if " ".join(written.split()) == " ".join(inner.split()) else None


def _letters(text: str, markup: re.Pattern[str]) -> Iterator[int]:
    position = 0
    for match in (*markup.finditer(text), None):
        end = len(text) if match is None else match.start()
        for at in range(position, end):
            if text[at].isalnum():
                yield at
        position = end if match is None else match.end()


def _squeeze(text: str) -> str:
    return "".join(c.casefold()[:1] for c in text if c.isalnum())
