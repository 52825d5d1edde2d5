"""Writes what commands print: a report in a format, problems on standard error."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from citecheck.cli.endings import is_full
from citecheck.cli.options import completing
from citecheck.errors import CitecheckError, SettingsError
from citecheck.model import Only, Sort
from citecheck.reports import FORMATS

if TYPE_CHECKING:
    from citecheck.model import Report
    from citecheck.reports import RenderOptions


FormatOption = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        "-f",
        metavar="NAME",
        help="Of the report (default terminal); may be given several times, each with its "
        "--output.",
        autocompletion=completing(*FORMATS),
    ),
]
OutputOption = Annotated[
    list[str] | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write the report of the --format before it here."
    ),
]
SortOption = Annotated[
    Sort, typer.Option("--sort", help="What needs you first, or in the order of the brief.")
]
OnlyOption = Annotated[
    Only, typer.Option("--only", help="All claims, or only those that need you.")
]
_ORDER = "citecheck.order"


class OrderedCommand(TyperCommand):
    """A command that remembers in which order its options were given, for `pair_outputs`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse as ever, after noting the order."""
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        ctx.meta[_ORDER] = [parameter.name for parameter in order]
        return super().parse_args(ctx, args)


@dataclass(frozen=True, slots=True)
class Target:
    """A report to be written: its format, and the file, None for standard output."""

    format: str
    output: Path | None


def pair_outputs(
    context: typer.Context, formats: Sequence[str], outputs: Sequence[str]
) -> tuple[Target, ...]:
    """Give each format its file: an `--output` belongs to the `--format` before it.

    One that comes before all of them belongs to the first. Raises `SettingsError`, before any
    work is done, when there is no such format, or when two would go to standard output.
    """
    for name in formats:
        check_format(name)
    files: list[str | None] = [None] * len(formats)
    index = -1
    given = iter(outputs)
    order = context.meta[_ORDER]
    for option in [name for name in order if name in ("format", "output")]:
        if option == "format":
            index += 1
            continue
        file = next(given)
        if files[max(index, 0)] is not None:
            raise SettingsError("--output", f"{file} has no --format of its own", "give one")
        files[max(index, 0)] = file
    targets = tuple(
        Target(name, None if file in (None, "-") else Path(file))
        for name, file in zip(formats, files, strict=True)
    )
    if sum(target.output is None for target in targets) > 1:
        raise SettingsError(
            "--format", "only one report can go to standard output", "give the others an --output"
        )
    return targets


def check_format(name: str) -> None:
    """Raise `SettingsError` when there is no such report format."""
    if name not in FORMATS:
        raise SettingsError("--format", f"no format {name!r}", f"known are {', '.join(FORMATS)}")


def write_reports(report: Report, targets: Sequence[Target], options: RenderOptions) -> None:
    """Write the report in each format, to its file or to standard output.

    Raises `SettingsError` for a file that cannot be written.
    """
    from citecheck import reports

    for target in targets:
        if target.output is None and target.format == "terminal":
            from citecheck.reports.terminal import print_to_stdout

            print_to_stdout(report, options)
            continue
        text = reports.render(report, target.format, options=options)
        if target.output is None:
            write_text(text)
            continue
        write_file(target.output, text)


def refuse_inputs(targets: Iterable[Target], inputs: Iterable[str | Path | None]) -> None:
    """Raise `SettingsError` when a report would be written over a file that is read."""
    read = [path for path in inputs if path is not None and path != "-"]
    for target in targets:
        for path in read if target.output is not None else []:
            assert target.output is not None
            if _is_same(target.output, Path(path)):
                raise SettingsError(
                    str(target.output), "is read in this run", "give the report another --output"
                )


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.is_file() and one.samefile(other)
    except (OSError, ValueError):
        return False


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all: beside its place first, then under its name.

    A pipe or a device is written to as it is. Raises `SettingsError`, and `OSError` where the disk
    is full.
    """
    data = text.encode("utf-8", "backslashreplace")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        path = path.resolve()  # a link stays one
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
        descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            Path(beside).chmod(_usual_mode() if mode is None else mode)
            Path(beside).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(beside).unlink()
            raise
    except OSError as error:
        if is_full(error):
            raise OSError(error.errno, error.strerror, str(path)) from None
        reason = f"cannot be written: {error.strerror}"
        raise SettingsError(str(path), reason) from None
    except ValueError as error:
        raise SettingsError(str(path), f"cannot be written: {error}") from None


def _usual_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def write_text(text: str) -> None:
    """Write to standard output as UTF-8, whatever the locale, since files follow by redirection."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    if not text.endswith("\n"):
        sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()


def write_plain(text: str) -> None:
    """Write text for people, of which a workflow takes no line for a command."""
    from citecheck.reports.sanitise import without_commands

    write_text(without_commands(text))


def write_json(value: Any) -> None:
    """Write one JSON value, indented, to standard output."""
    from citecheck.reports.sanitise import json_text

    write_text(json_text(value, indent=1))


def complain(errors: Iterable[CitecheckError]) -> None:
    """Print one line for each problem on standard error."""
    from citecheck.cli.endings import one_line

    for error in errors:
        print(f"citecheck: {one_line(str(error))}", file=sys.stderr)
