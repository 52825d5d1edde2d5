"""`citecheck fix`: the sources' figures in the place of a brief's, as a diff or in the file."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citecheck.cli.options import Given, with_settings
from citecheck.settings.table import Group

if TYPE_CHECKING:
    from citecheck.corrections import Correction, Corrections
    from citecheck.model import Brief


@with_settings(Group.BRIEF, Group.FETCH, Group.EVIDENCE, Group.CACHE, Group.JUDGE)
def fix(
    brief: Annotated[str, typer.Argument(metavar="BRIEF", help="Markdown, text, LaTeX or HTML.")],
    given: Given,
    write: Annotated[bool, typer.Option("--write", help="Write the corrections.")] = False,
    interactive: Annotated[
        bool, typer.Option("--interactive", "-i", help="Ask for each claim, then write.")
    ] = False,
) -> None:
    """Show what the sources say where a fact of BRIEF differs, as a diff that changes the brief.

    Figures, dates, names and quotations are corrected, and only where that is sure: the source's
    fact stands in the passage, and with it the claim is supported. What is left is told on standard
    error. Nothing is written without --write or --interactive.

    Exit status: 0 nothing to correct, or all of it written; 1 there are corrections that are not
    written; 2 wrong usage or an unreadable brief.
    """
    from citecheck import corrections, decisions
    from citecheck.cli.check import run_check
    from citecheck.cli.inputs import folder_of, read_briefs, read_bytes
    from citecheck.cli.settled import settled
    from citecheck.errors import BriefError

    if brief == "-":
        raise BriefError("-", "corrections are made in a file", "name one")
    settings = settled(given, folder_of([brief])).values
    data = read_bytes(brief)
    parsed, errors = read_briefs([brief], settings)
    if errors:
        raise errors[0]
    text = _decoded(data, parsed[0])
    report = decisions.apply(run_check(parsed, settings))
    found = corrections.find(report.briefs[0], text, parsed[0].format)
    for finding, why in found.left:
        place = f"{brief}:{finding.claim.place}"
        print(f"citecheck: {place}: left as it is, {why}", file=sys.stderr)
    wanted = _asked(found) if interactive else found.sure
    changed = corrections.applied(text, wanted)
    if not interactive:
        sys.stdout.write(corrections.diff(brief, text, changed))
    if not found.sure:
        print("citecheck: nothing to correct", file=sys.stderr)
    elif (write or interactive) and wanted:
        _write(Path(brief), data, changed.encode(parsed[0].encoding))
        print(f"citecheck: wrote {_count(len(wanted))} to {brief}", file=sys.stderr)
    if len(wanted) < len(found.sure) or (found.sure and not (write or interactive)):
        raise typer.Exit(1)


def _decoded(data: bytes, brief: Brief) -> str:
    """The file's text. Raises `BriefError` where it could not be written back as it is."""
    from citecheck import corrections
    from citecheck.errors import BriefError

    if brief.format not in corrections.FORMATS:
        raise BriefError(
            brief.path,
            f"is {brief.format}; corrections are made in Markdown, text, LaTeX and HTML",
            "see citecheck check",
        )
    text = data.decode(brief.encoding, "replace")
    if text.encode(brief.encoding, "replace") != data:
        raise BriefError(brief.path, f"is not whole {brief.encoding}", "save it as UTF-8")
    return text


def _asked(found: Corrections) -> list[Correction]:
    """The corrections that the user says yes to, claim by claim."""
    wanted: list[Correction] = []
    for claim_id in dict.fromkeys(correction.claim_id for correction in found.sure):
        own = [c for c in found.sure if c.claim_id == claim_id]
        for correction in own:
            typer.echo(f"line {correction.line}: {correction.old} → {correction.new}")
        typer.echo(f"  [{own[0].ref}] “{' '.join(own[0].passage.split())[:400]}”")
        if typer.confirm("Correct this claim?", default=False):
            wanted += own
    return wanted


def _write(path: Path, before: bytes, after: bytes) -> None:
    """Replace the file at once, or leave it. Raises `BriefError`."""
    from citecheck.errors import BriefError

    try:
        if path.read_bytes() != before:
            raise BriefError(str(path), "has changed meanwhile; nothing is written", "run it again")
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(after)
        Path(name).chmod(path.stat().st_mode)
        Path(name).replace(path)
    except OSError as error:
        raise BriefError(str(path), f"cannot be written: {error.strerror}") from None


def _count(number: int) -> str:
    return f"{number} correction{'' if number == 1 else 's'}"
