"""`citecheck extract`: claims and references only, no network."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from citecheck.cli.inputs import folder_of, read_briefs
from citecheck.cli.options import Given, with_settings
from citecheck.cli.outputs import complain, write_json, write_text
from citecheck.settings.table import Group

if TYPE_CHECKING:
    from citecheck.model import Brief, Place


class ExtractFormat(StrEnum):
    """How `extract` prints."""

    TEXT = "text"
    JSON = "json"


@with_settings(Group.BRIEF)
def extract(
    briefs: Annotated[
        list[str], typer.Argument(metavar="BRIEF...", help="Files; - is standard input.")
    ],
    given: Given,
    format_: Annotated[
        ExtractFormat, typer.Option("--format", "-f", help="How to print.")
    ] = ExtractFormat.TEXT,
) -> None:
    """Print the claims, references and markers of each BRIEF. Makes no request."""
    from citecheck.cli.settled import settled

    parsed, errors = read_briefs(briefs, settled(given, folder_of(briefs)).values)
    complain(errors)
    if format_ is ExtractFormat.JSON:
        write_json({"briefs": [as_json(brief) for brief in parsed]})
    else:
        write_text("\n".join(_as_text(brief) for brief in parsed))
    if errors:
        raise typer.Exit(2)


def as_json(brief: Brief) -> dict[str, Any]:
    """A brief as `--format json` prints it."""
    return {
        "path": brief.path,
        "title": brief.title,
        "encoding": brief.encoding,
        "format": brief.format,
        "style": brief.style,
        "references": [
            {"label": r.label, "url": r.url, "title": r.title, "text": r.text, **_place(r.place)}
            for r in brief.references
        ],
        "claims": [
            {
                "id": c.id,
                "text": c.text,
                "refs": list(c.refs),
                **_place(c.place),
                "end": c.end,
                "heading": c.heading,
                "scope": c.scope,
                "context": c.context,
            }
            for c in brief.claims
        ],
        "markers": [
            {
                "text": m.text,
                "labels": list(m.labels),
                **_place(m.place),
                "status": m.status,
                "reason": m.reason,
            }
            for m in brief.markers
        ],
        "passed_over": [
            {"kind": p.kind, "text": p.text, "offset": p.start, "end": p.end}
            for p in brief.passed_over
        ],
        "ignores": [
            {
                "reason": i.reason,
                "verdicts": sorted(i.verdicts),
                **_place(i.place),
                "end": i.end,
                "claims": list(i.claims),
                "problem": i.problem,
            }
            for i in brief.ignores
        ],
        "notices": list(brief.notices),
    }


def _place(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {}
    shown: dict[str, Any] = {"line": place.line, "column": place.column, "offset": place.offset}
    return {**shown, "where": place.where} if place.where else shown


def _as_text(brief: Brief) -> str:
    from citecheck.model import SCOPE_WORDS, MarkerStatus, Scope
    from citecheck.reports.sanitise import plain, without_commands

    lines = [f"{brief.path}: {brief.title or '(no title)'}"]
    for claim in brief.claims:
        marks = " ".join(f"[{ref}]" for ref in claim.refs) or "[-]"
        scope = "" if claim.scope is Scope.SENTENCE else f"  ({SCOPE_WORDS[claim.scope]})"
        lines.append(f"{claim.place}  {marks}  {claim.text}{scope}")
    lines.append(f"format: {brief.format}, citing style: {brief.style or 'none'}")
    lines.append(f"references: {len(brief.references)}")
    lines.extend(
        f"  [{r.label}] {r.url or '(no URL)'}" + (f"  {r.title}" if r.title else "")
        for r in brief.references
    )
    counts = dict.fromkeys(MarkerStatus, 0)
    for marker in brief.markers:
        counts[marker.status] += 1
    lines.append(
        f"markers: {len(brief.markers)} = "
        + " + ".join(f"{n} {status.replace('_', ' ')}" for status, n in counts.items())
    )
    for marker in brief.markers:
        if marker.status is not MarkerStatus.CITED:
            status = marker.status.replace("_", " ")
            lines.append(f"  {marker.place}  {marker.text}  {status}: {marker.reason}")
    lines.extend(
        f"ignore: {i.place}  {i.problem or f'{len(i.claims)} claims: {i.reason}'}"
        for i in brief.ignores
    )
    lines.extend(f"notice: {notice}" for notice in brief.notices)
    return without_commands("\n".join(plain(line) for line in lines)) + "\n"
