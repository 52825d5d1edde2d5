"""`citecheck history`: what a URL or a brief has been through, over all runs of a store."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from citecheck.cli.audit import DEFAULT_STORE, StoreOption
from citecheck.cli.outputs import write_json, write_plain


class HistoryFormat(StrEnum):
    """How `history` prints."""

    TEXT = "text"
    JSON = "json"


def history(
    target: Annotated[
        str, typer.Argument(metavar="URL|BRIEF", help="A source's URL, or a brief's path.")
    ],
    store: StoreOption = DEFAULT_STORE,
    format_: Annotated[
        HistoryFormat, typer.Option("--format", "-f", help="How to print.")
    ] = HistoryFormat.TEXT,
) -> None:
    """Print how each run of an audit found a URL or a brief, and what changed and why.

    Exit status: 0, or 2 when the store has nothing about it.
    """
    from citecheck.audits.store.database import need_libraries

    need_libraries()
    from citecheck.audits.changes.history import brief_history, url_history
    from citecheck.audits.changes.texts import brief_text, url_text
    from citecheck.audits.store.database import StoreError, opened

    with opened(store) as kept:
        briefs = brief_history(kept, target)
        urls = [] if briefs else url_history(kept, target)
    if not briefs and not urls:
        hint = "give a URL that a brief cites, or a brief's path as the audit had it"
        raise StoreError(store, f"knows nothing of {target}", hint)
    if format_ is HistoryFormat.JSON:
        kind = "brief" if briefs else "url"
        moments = [asdict(moment) for moment in briefs or urls]
        for moment in moments:
            moment["at"] = moment["at"].isoformat().replace("+00:00", "Z")
        write_json({"schema": "citecheck.history/1", kind: target, "runs": moments})
    elif briefs:
        write_plain(brief_text(target, briefs))
    else:
        write_plain(url_text(target, urls))
