"""Writes what commands print: a report in a format, problems on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citecheck.errors import CitecheckError, SettingsError

if TYPE_CHECKING:
    from citecheck.model import Report


def check_format(name: str) -> None:
    """Raise `SettingsError` when there is no such report format, before any work is done."""
    from citecheck.reports import FORMATS

    known = ("terminal", *(format_ for format_ in FORMATS if format_ != "terminal"))
    if name not in known:
        raise SettingsError("--format", f"no format {name!r}", f"known are {', '.join(known)}")


def write_report(report: Report, format_: str, output: Path | None, *, uncited: bool) -> None:
    """Write the report to `output`, or to standard output. Raises `SettingsError`."""
    from citecheck import reports

    options = reports.RenderOptions(uncited=uncited)
    if format_ == "terminal" and output is None:
        from citecheck.reports.terminal import print_to_stdout

        print_to_stdout(report, options)
        return
    text = reports.render(report, format_, options=options)
    if output is None:
        write_text(text)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SettingsError(str(output), f"cannot be written: {error.strerror}") from None


def write_text(text: str) -> None:
    """Write to standard output as UTF-8, whatever the locale, since files follow by redirection."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    if not text.endswith("\n"):
        sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()


def write_json(value: Any) -> None:
    """Write one JSON value, indented, to standard output."""
    import json

    write_text(json.dumps(value, ensure_ascii=False, indent=1))


def complain(errors: Iterable[CitecheckError]) -> None:
    """Print one line for each problem on standard error."""
    for error in errors:
        line = " ".join(str(error).split())
        print("citecheck: " + "".join(c if c.isprintable() else " " for c in line), file=sys.stderr)
