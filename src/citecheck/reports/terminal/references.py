"""The references of a brief on a terminal: a table, or a list where that is too wide."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from citecheck.model import ReferenceCheck, SourceStatus
from citecheck.reports.records import NAMES
from citecheck.reports.sanitise import plain

_NARROW = 80  # columns, below which the table is a list


def references(checks: Sequence[ReferenceCheck], width: int) -> RenderableType:
    """What became of each entry of the source list."""
    if not checks:
        return Text("No references.", style="dim")
    heading = Text("References", style="bold")
    if width < _NARROW:
        entries = Table.grid(padding=(0, 1, 0, 0))
        entries.add_column(no_wrap=True, style="bold")
        entries.add_column(overflow="fold")
        for check in checks:
            title = plain(check.page_title or check.reference.title or "")
            line = Text.assemble((_status(check), _status_style(check)), f"  {title}")
            label = Text(f"[{plain(check.reference.label)}]")
            entries.add_row(label, Group(line, Text(_url(check))))
        return Group(heading, entries, Text())
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column("", style="bold", no_wrap=True)
    table.add_column("status", no_wrap=True)
    table.add_column("characters", justify="right")
    table.add_column("title", max_width=60)
    table.add_column("URL", overflow="fold")
    for check in checks:
        table.add_row(
            Text(f"[{plain(check.reference.label)}]"),
            Text(_status(check), style=_status_style(check)),
            Text("" if check.characters is None else f"{check.characters:,}"),
            Text(plain(check.page_title or check.reference.title or "")),
            Text(_url(check)),
        )
    return Group(heading, table, Text())


def _url(check: ReferenceCheck) -> str:
    url = plain(check.reference.url or "(no URL)")
    copy = check.source.archived if check.source else None
    return f"{url} (copy: {plain(copy.url)})" if copy else url


def _status(check: ReferenceCheck) -> str:
    record = "".join(f", {NAMES[finding.problem]}" for finding in check.problems)
    return _fetched(check) + record


def _fetched(check: ReferenceCheck) -> str:
    if check.status is None:
        return "not cited"
    code = check.source.http_status if check.source else None
    word = check.status.replace("_", " ")
    if check.source and check.source.archived:
        return f"{word}, copy of {check.source.archived.at:%Y-%m-%d}"
    return f"{word} ({code})" if code and check.status is not SourceStatus.OK else word


def _status_style(check: ReferenceCheck) -> str:
    if check.problems:
        return "red"
    if check.status is None:
        return "dim"
    return "green" if check.status is SourceStatus.OK else "magenta"
