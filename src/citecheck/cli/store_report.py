"""`citecheck report --store`: what the runs of a store came to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from citecheck.cli.outputs import write_file, write_json, write_plain, write_text
from citecheck.errors import SettingsError

if TYPE_CHECKING:
    from citecheck.audits.answers.rankings import Answers
    from citecheck.audits.store.database import Store

FORMATS = ("terminal", "text", "html", "json", "csv", "parquet")


def report_store(
    location: str, run: int | None, format_: str, output: Path | None, table: str
) -> None:
    """Write the report on a run of a store (the latest by default).

    csv and parquet write every table of the store's views, all runs, into the folder `output`;
    csv without one prints `table`. Raises `SettingsError` for what makes no sense.
    """
    from citecheck.audits.store.database import need_libraries

    need_libraries()
    from citecheck.audits.answers.overview import latest_run
    from citecheck.audits.store.database import opened
    from citecheck.audits.store.tables import TABLES, write_csv, write_folder

    if format_ not in FORMATS:
        known = ", ".join(FORMATS)
        raise SettingsError("--format", f"a store has no format {format_!r}", f"known are {known}")
    if table not in TABLES:
        known = ", ".join(TABLES)
        raise SettingsError("--table", f"no table {table!r}", f"known are {known}")
    with opened(location) as store:
        run_id = latest_run(store, run)
        one_run = run_id if run is not None else None
        if format_ == "parquet" and output is None:
            raise SettingsError("--format", "parquet goes to files", "give --output FOLDER")
        if format_ in ("csv", "parquet") and output is not None:
            for path in write_folder(store, format_, one_run, output):
                print(f"citecheck: wrote {path}", file=sys.stderr)
        elif format_ == "csv":
            sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
            write_csv(store, table, one_run, sys.stdout)
        else:
            _write_page(store, run_id, format_, output)


def _write_page(store: Store, run_id: int, format_: str, output: Path | None) -> None:
    from citecheck.audits.answers import page as telling_store
    from citecheck.audits.answers.rankings import answers

    found = answers(store, run_id)
    if format_ == "json" and output is None:
        write_json(telling_store.as_json(found))
        return
    if format_ == "json":
        from citecheck.reports.sanitise import json_text

        page = json_text(telling_store.as_json(found), indent=1) + "\n"
    else:
        links = _brief_reports(store, found, output) if format_ == "html" and output else {}
        page = telling_store.html(found, links) if format_ == "html" else telling_store.text(found)
    if output is None:
        (write_text if format_ == "html" else write_plain)(page)
        return
    write_file(output, page)


def _brief_reports(store: Store, found: Answers, output: Path) -> dict[str, str]:
    """Write the full report on each of the worst briefs into a folder beside `output`, and give
    by path the address at which the page links to it."""
    from citecheck import reports
    from citecheck.audits.answers.rebuild import rebuild

    folder = output.with_name(f"{output.stem}-briefs")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise SettingsError(str(folder), f"cannot be made: {error.strerror}") from None
    links = {}
    for number, row in enumerate(found.briefs, 1):
        report = rebuild(store, found.overview.run_id, row["path"])
        file = folder / f"{number}.html"
        write_file(file, reports.render(report, "html"))
        links[row["path"]] = f"{quote(folder.name)}/{file.name}"
    return links
