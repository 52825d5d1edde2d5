"""Markdown for a pull request's comment: a table of counts, what needs a look, details a claim.

All that comes from a brief or a page is escaped: it makes no markup, no mention and no link.
GitHub cuts comments at 65,536 characters; details that would not fit are left out and counted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citecheck.model import Assessment, BriefReport, Evidence, Finding, Report, Verdict
from citecheck.reports import records
from citecheck.reports.links import fragment_link, sheet
from citecheck.reports.order import chosen, summary_sentence
from citecheck.reports.places import web_uri
from citecheck.reports.reasons import of_citation, text_of
from citecheck.reports.sanitise import plain
from citecheck.reports.wording import (
    VERDICTS,
    by_label,
    excused_counts,
    finding_words,
    measure_words,
    remarks,
    verdict_words,
)

if TYPE_CHECKING:
    from citecheck.reports import RenderOptions

_MARK = "<!-- citecheck report -->"  # by which a comment of an earlier run is found
_LIMIT = 60_000  # characters, some way below GitHub's limit for a comment
_LONGEST_PASSAGE = 600
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~^$]|^\s*(?:[=+-]|\d+(?=[.)]))|:(?=//|\w+:)")
_LIVE = re.compile(r"\bwww(?=\.)|@(?=\w)|#(?=\w)|:(?=//|\w+:)", re.IGNORECASE)
_PART = "<!-- -->"  # GitHub looks for mentions and links in the shown text; this parts them


def render(report: Report, options: RenderOptions) -> str:
    """The report as GitHub-flavoured Markdown."""
    parts = [_MARK, "## citecheck"]
    for brief in report.briefs:
        parts += _head(brief, options)
    left = _LIMIT - sum(len(part) + 2 for part in parts) - len(report.disclaimer)
    cut = 0
    for brief in report.briefs:
        for finding in chosen(brief, options):
            details = _details(brief, finding)
            if len(details) + 2 > left:
                cut += 1
                continue
            left -= len(details) + 2
            parts.append(details)
    if cut:
        parts.append(f"The details of {cut} more claims do not fit; see the full report.")
    parts.append(f"**{escaped(report.disclaimer)}**")
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """One line of text in which nothing is markup, a mention, an issue's number or a link."""
    line = plain(text).replace("&", "&amp;")
    line = _SPECIAL.sub(lambda found: _escape(found[0]), line)
    return _LIVE.sub(rf"\g<0>{_PART}", line)


def _escape(sign: str) -> str:
    return f"{sign}\\" if sign.strip().isdigit() else f"\\{sign.strip()}"


def _head(brief: BriefReport, options: RenderOptions) -> list[str]:
    summary = brief.summary
    counts = [
        f"| {VERDICTS[verdict].sign} {VERDICTS[verdict].name} | {summary.verdicts[verdict]} |"
        for verdict in Verdict
        if summary.verdicts.get(verdict) and (options.uncited or verdict is not Verdict.UNCITED)
    ]
    counts += [f"| of these {words} | {count} |" for count, words in excused_counts(brief)]
    parts = [f"### {escaped(brief.brief.path)}"]
    parts += [f"> {escaped(notice)}" for notice in brief.brief.notices]
    parts.append(f"**{escaped(summary_sentence(brief, options))}**")
    if wrong := [f"- {escaped(records.sentence(*pair))}" for pair in records.problems(brief)]:
        parts.append("\n".join(["#### References that need you\n", *wrong[:50]]))
    parts.append("\n".join(["| verdict | claims |", "| --- | ---: |", *counts]))
    if measures := measure_words(summary):
        parts.append("#### How well the brief cites\n\n" + "  \n".join(measures))
    wanting = [f for f in chosen(brief, options) if options.fails(f)]
    if wanting:
        rows = ["| place | verdict | claim | why |", "| ---: | --- | --- | --- |"]
        rows += [_row(finding) for finding in wanting[:50]]
        parts.append("\n".join(rows))
        if len(wanting) > 50:
            parts.append(f"and {len(wanting) - 50} more")
    return parts


def _row(finding: Finding) -> str:
    cells = (
        escaped(finding.claim.place.where or str(finding.claim.place.line)),
        _verdict_of(finding),
        escaped(_cut(finding.claim.text, 200)),
        escaped(_cut(finding_words(finding), 200)),
    )
    return f"| {' | '.join(cells)} |"


def _details(brief: BriefReport, finding: Finding) -> str:
    claim = finding.claim
    place = _text(claim.place.where or f"line {claim.place.line}")
    title = f"{_verdict_of(finding)}, {place}: {_text(_cut(claim.text, 100))}"
    lines = [f"> {escaped(claim.text)}", escaped(finding_words(finding))]
    lines += [escaped(line) for line in remarks(finding)]
    lines += [_citation(brief, finding, citation) for citation in finding.citations]
    body = "\n\n".join(lines)
    return f"<details><summary>{title}</summary>\n\n{body}\n\n</details>"


def _citation(brief: BriefReport, finding: Finding, citation: Assessment) -> str:
    check = by_label(brief).get(citation.ref)
    name = "not in the source list"
    if check is not None:
        name = escaped(check.page_title or check.reference.title or check.reference.url or "")
        url = web_uri(check.reference.url)
        name = f"[{name}]({_target(url)})" if url else name
        if check.status is not None and citation.verdict is Verdict.UNVERIFIABLE:
            name += f" ({check.status.replace('_', ' ')})"
    line = f"- \\[{escaped(citation.ref)}\\] {_verdict(citation.verdict)}: {name}"
    line += "".join(f"\n\n  {escaped(text_of(s))}" for s in of_citation(citation, finding))
    if citation.evidence:
        line += f"\n\n  > {_passage(citation.evidence[0])}"
    return line


def _passage(evidence: Evidence) -> str:
    words = f"“{escaped(_cut(evidence.text, _LONGEST_PASSAGE))}”"
    link = web_uri(fragment_link(evidence))
    where = sheet(evidence)
    if link:
        return f"{words} [{where or 'where'}]({_target(link)})"
    return f"{words} ({where})" if where else words


def _verdict_of(finding: Finding) -> str:
    return f"{VERDICTS[finding.verdict].sign} {verdict_words(finding)}"


def _verdict(verdict: Verdict) -> str:
    return f"{VERDICTS[verdict].sign} {VERDICTS[verdict].name}"


def _target(url: str) -> str:
    return url.replace("(", "%28").replace(")", "%29").replace("\\", "%5C")


def _text(text: str) -> str:
    """Text inside an HTML tag, where Markdown is not read."""
    line = plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _LIVE.sub(rf"\g<0>{_PART}", line)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
