"""`citecheck audit`: checks a whole archive into a store; stops and resumes at any moment."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from citecheck.cli.options import Given, with_settings
from citecheck.cli.outputs import write_json, write_plain
from citecheck.errors import SettingsError
from citecheck.model import RenderRule
from citecheck.settings.table import Group

if TYPE_CHECKING:
    from citecheck.audits.plan.inputs import Input
    from citecheck.audits.plan.selection import Selection
    from citecheck.audits.progress import Progress
    from citecheck.audits.run import Job, Ran, Stop
    from citecheck.audits.store.database import Store
    from citecheck.audits.workers.engines import Lanes
    from citecheck.settings import Resolved, Settings

DEFAULT_STORE = "citecheck-audit.sqlite"
StoreOption = Annotated[
    str, typer.Option("--store", "-s", metavar="FILE|URL", help="SQLite file or PostgreSQL.")
]
_DAYS = {"h": 1 / 24, "d": 1.0, "w": 7.0, "m": 30.0, "y": 365.0}


class AuditFormat(StrEnum):
    """How `audit` prints what changed."""

    TEXT = "text"
    JSON = "json"


@with_settings(Group.BRIEF, Group.FETCH, Group.CACHE)
def audit(
    given: Given,
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help="Files, and folders with all under them."),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    bodies: Annotated[
        str | None,
        typer.Option(
            metavar="DIR|URL", help="Where pages are kept as WARC (default beside the store)."
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, help="Judging processes (default one a core)."),
    ] = None,
    sitemap: Annotated[
        list[str] | None, typer.Option(metavar="FILE|URL", help="Briefs that a sitemap lists.")
    ] = None,
    feed: Annotated[
        list[str] | None, typer.Option(metavar="FILE|URL", help="Briefs that a feed links to.")
    ] = None,
    urls: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE|URL", help="Briefs that a list names, one URL or path a line."),
    ] = None,
    input_: Annotated[
        list[str] | None,
        typer.Option(
            "--input", metavar="KIND=TARGET", help="Briefs by any kind of input, such as feed=URL."
        ),
    ] = None,
    table: Annotated[
        list[str] | None,
        typer.Option(metavar="URL#TABLE:COLUMN", help="Briefs in a column of a database."),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="tcp://...", help="Run on a Dask cluster; needs PostgreSQL."),
    ] = None,
    new: Annotated[
        bool, typer.Option("--new", help="Begin anew, though a run like this is unfinished.")
    ] = False,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Only the first N briefs.")
    ] = None,
    shard: Annotated[
        str | None, typer.Option(metavar="I/N", help="Only the I-th of N parts of the archive.")
    ] = None,
    sample: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Only N briefs, the same ones each time.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only briefs that changed since.")
    ] = None,
    max_age: Annotated[
        str | None,
        typer.Option(metavar="AGE", help="Ask again only for older pages: 12h, 7d, 4w."),
    ] = None,
    archive: Annotated[
        bool,
        typer.Option("--archive", help="Ask a web archive for pages that cannot be read."),
    ] = False,
    timegate: Annotated[
        str | None,
        typer.Option(metavar="URL", help="With --archive: this Memento TimeGate."),
    ] = None,
    render: Annotated[
        RenderRule,
        typer.Option(help="Run the scripts of pages that need it, of none, of all."),
    ] = RenderRule.NEVER,
    browser: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The Chromium that renders (default the one found)."),
    ] = None,
    nli: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Ask this entailment model too (citecheck model list)."),
    ] = None,
    otel: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Send OpenTelemetry metrics here (OTLP over HTTP)."),
    ] = None,
    compare: Annotated[
        str | None,
        typer.Option(
            metavar="RUN",
            help="Tell what changed since a run (a number, or last); without PATH, do only that.",
        ),
    ] = None,
    format_: Annotated[
        AuditFormat, typer.Option("--format", "-f", help="How to print what changed.")
    ] = AuditFormat.TEXT,
    fail_on: Annotated[
        str | None,
        typer.Option(metavar="VERDICT,...", help="Exit with 1 at these verdicts, as in check."),
    ] = None,
) -> None:
    """Check every brief of an archive, and keep everything in a store.

    A run that was stopped goes on where it was when the same command is given again. Ctrl-C ends
    it after what is in hand, a second one at once.

    Exit status: 0 nothing at --fail-on, 1 findings, 2 wrong usage or an unreadable brief,
    130 interrupted.
    """
    from citecheck.audits.store.database import need_libraries

    need_libraries()
    from citecheck.audits.plan.inputs import Input
    from citecheck.audits.plan.selection import Selection
    from citecheck.audits.store.database import opened
    from citecheck.audits.workers.engines.cluster import SECONDS
    from citecheck.audits.workers.recovering import Recovery
    from citecheck.cli.settled import settled

    named = {
        "files": paths or [],
        "sitemap": sitemap or [],
        "feed": feed or [],
        "list": urls or [],
        "table": table or [],
    }
    inputs = tuple(Input(kind, target) for kind, found in named.items() for target in found)
    inputs += tuple(map(Input.of, input_ or ()))
    if not inputs:
        _compare_only(store, compare, format_)
        return
    own = {"fail_on": fail_on, "timegate": timegate}
    resolved = settled({**given, **own}, Path((paths or ["."])[0]).absolute())
    _refuse_what_audits_do_not(resolved.values)
    selection = Selection(limit, _shard(shard), sample, _moment("--since", since))
    with opened(store, create=True) as kept:
        job = _job(kept, resolved, inputs, selection, bodies, _age(max_age))
        recovery = Recovery(archive, render, "" if browser is None else str(browser.absolute()))
        job = replace(job, recovery=recovery, entailment=nli or "")
        if scheduler is not None:
            job = replace(job, seconds=SECONDS, patience=SECONDS / 6)
        lanes = _lanes(kept, jobs or os.cpu_count() or 1, scheduler)
        ran = _run(kept, job, lanes, new, otel)
        status = _tell(kept, ran, resolved.values)
        if compare is not None and ran.finished:
            _compare(kept, compare, ran.run_id, format_)
    if status:
        raise typer.Exit(status)


def _refuse_what_audits_do_not(settings: Settings) -> None:
    """Better a word than an option without effect."""
    if settings.allow_files:
        raise SettingsError("--allow-files", "an audit reads no local sources", "use check")


def _compare_only(location: str, compare: str | None, format_: AuditFormat) -> None:
    from citecheck.audits.answers.overview import latest_run
    from citecheck.audits.store.database import opened

    if compare is None:
        raise SettingsError("", "name what to audit", "a folder of briefs, or --compare RUN")
    with opened(location) as kept:
        _compare(kept, compare, latest_run(kept), format_)


def _compare(store: Store, word: str, later: int, format_: AuditFormat) -> None:
    from citecheck.audits.changes.compare import resolve_run
    from citecheck.audits.changes.texts import comparison, comparison_json

    earlier = resolve_run(store, word, later)
    if format_ is AuditFormat.JSON:
        write_json(comparison_json(store, earlier, later))
    else:
        write_plain(comparison(store, earlier, later))


def _job(
    store: Store,
    resolved: Resolved,
    inputs: Sequence[Input],
    selection: Selection,
    bodies: str | None,
    max_age: timedelta | None,
) -> Job:
    from citecheck.audits.plan.contents import source_list
    from citecheck.audits.plan.planning import Plan
    from citecheck.audits.run import Job
    from citecheck.briefs import load_references
    from citecheck.cli.fetching import fetch_settings
    from citecheck.model import RobotsRule

    settings = resolved.values
    listed = None if settings.sources is None else load_references(settings.sources)
    plan = Plan(tuple(inputs), selection, source_list(listed), max_age)
    if bodies is None:
        if store.file is None:
            raise SettingsError("--bodies", "say where pages are kept", "a folder or a URL")
        bodies = str(store.file.absolute().with_suffix(".bodies"))
    # An audit is a crawl: it keeps to robots.txt unless it is told otherwise.
    fetch = fetch_settings(settings)
    if resolved.origins["robots"] == "default":
        fetch = replace(fetch, robots=RobotsRule.HONOUR)
    return Job(plan, bodies, fetch)


def _lanes(store: Store, jobs: int, scheduler: str | None) -> Lanes:
    if scheduler is None:
        from citecheck.audits.workers.engines.local import LocalLanes

        return LocalLanes(jobs)
    if store.file is not None:
        raise SettingsError("--scheduler", "needs a store that all workers reach", "PostgreSQL")
    from citecheck.audits.workers.engines.cluster import DaskLanes

    return DaskLanes(scheduler)


def _run(store: Store, job: Job, lanes: Lanes, new: bool, otel: str | None) -> Ran:
    from citecheck.audits.run import Stop, run
    from citecheck.cli.audit_progress import shown

    stop = Stop()
    at_once = True
    try:
        with ExitStack() as stack:
            watchers = [stack.enter_context(shown())]
            if otel is not None:
                from citecheck.audits.metrics import reported

                watchers.append(stack.enter_context(reported(otel)))
            stack.enter_context(_interruptible(stop))

            def on_progress(found: Progress) -> None:
                for watcher in watchers:
                    watcher(found)

            ran = run(store, job, lanes, new=new, stop=stop, on_progress=on_progress)
            at_once = False
            return ran
    finally:
        lanes.close(at_once=at_once)


@contextmanager
def _interruptible(stop: Stop) -> Iterator[None]:
    """The first Ctrl-C asks the run to end; the second is a `KeyboardInterrupt`."""

    def ask(_signal: int, _frame: Any) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.asked = True
        typer.echo("citecheck: finishing what is in hand; again to end at once", err=True)

    earlier = [(each, signal.signal(each, ask)) for each in (signal.SIGINT, signal.SIGTERM)]
    try:
        yield
    finally:
        for each, handler in earlier:
            signal.signal(each, handler)


def _tell(store: Store, ran: Ran, settings: Settings) -> int:
    from citecheck.audits.answers.decision_import import fails, take_in
    from citecheck.audits.answers.overview import overview
    from citecheck.audits.answers.summary import summary

    found = overview(store, ran.run_id)
    write_plain(summary(found))
    if ran.finished:
        take_in(store, ran.run_id)
    else:
        typer.echo("citecheck: stopped; the same command goes on from here", err=True)
        return 130
    if found.briefs_failed:
        return 2
    return 1 if fails(store, ran.run_id, settings.fail_on) else 0


def _shard(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    part, _, parts = text.partition("/")
    if part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts):
        return int(part), int(parts)
    raise SettingsError("--shard", f"{text!r} is no part", "give I/N, such as 2/8")


def _moment(option: str, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        raise SettingsError(option, f"{text!r} is no date", "write 2026-03-01") from None


def _age(text: str | None) -> timedelta | None:
    if text is None:
        return None
    number, unit = text[:-1], text[-1:]
    if number.replace(".", "", 1).isdecimal() and unit in _DAYS:
        return timedelta(days=float(number) * _DAYS[unit])
    raise SettingsError("--max-age", f"{text!r} is no age", "write 12h, 7d, 4w, 6m or 1y")
