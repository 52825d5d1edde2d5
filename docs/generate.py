"""Writes what follows from the code: the reference pages, the man page, the settings' schema.

python docs/generate.py           # write what has changed
python docs/generate.py --check   # only name it; exit status 1 if there is any
"""

from __future__ import annotations

import argparse
import inspect
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from citecheck import codes
from citecheck.cli import app
from citecheck.reports import FORMATS
from citecheck.settings import Group, describe
from citecheck.settings.table import Entry
from citecheck.settings.written import schema
from citecheck.version import __version__

ROOT = Path(__file__).resolve().parents[1]
NOTE = "<!-- Written by docs/generate.py from the code; do not edit. -->\n"


def main() -> None:
    """Write or check every generated file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = 0
    for name, text in generated().items():
        path = ROOT / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        print(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    sys.exit(1 if check and stale else 0)


def generated() -> dict[str, str]:
    """Every generated file by its path from the top of the repository."""
    return {
        "docs/reference/commands.md": commands_page(),
        "docs/reference/settings.md": settings_page(),
        "docs/reference/codes.md": codes_page(),
        "docs/reference/json-report.md": report_page(),
        "docs/man/citecheck.1": man_page(),
        "src/citecheck/settings/citecheck.schema.json": json.dumps(schema(), indent=1) + "\n",
    }


def commands() -> Iterator[tuple[str, Any]]:
    """Every command with its full name, the program itself first."""
    root: Any = typer.main.get_command(app)
    yield from _walk("citecheck", root)


def _walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield name, command
    for inner in _inner(command):
        if not inner.hidden:
            yield from _walk(f"{name} {inner.name}", inner)


def _inner(command: Any) -> list[Any]:
    """The commands of a group; those of the program are imported by being asked for."""
    if not hasattr(command, "list_commands"):
        return []
    return [command.get_command(None, name) for name in command.list_commands(None)]


def help_of(name: str, command: Any) -> str:
    """The plain text of `--help`, 80 columns wide."""
    for each in (command, *_inner(command)):
        each.rich_markup_mode = None
    context = command.context_class(command, info_name=name, terminal_width=80)
    lines = command.get_help(context).splitlines()
    return "\n".join(line.rstrip() for line in lines)


def commands_page() -> str:
    """What each command prints for --help."""
    parts = [NOTE, "# Commands\n"]
    for name, command in commands():
        parts.append(f"## {name}\n\n```text\n{help_of(name, command)}\n```\n")
    return "\n".join(parts)


def settings_page() -> str:
    """Every setting with the places where it can be given."""
    parts = [
        NOTE,
        "# Settings\n",
        "Weakest first: the default; `citecheck.toml` in the user's own settings folder"
        " (`~/.config/citecheck` on Linux); `citecheck.toml` or `[tool.citecheck]` in"
        " `pyproject.toml`, the nearest one upward from the brief; the variable; the command line."
        " `citecheck check --show-settings` prints each with where it came from,"
        " `citecheck init` writes a `citecheck.toml` with all of them, and"
        " `citecheck.schema.json` (in the package, beside the code of the settings) describes the"
        " file for editors.\n",
        "A project's file may be a stranger's. It sets what is *open*; what is *bounded* up to the"
        " bound; what is *below* where the file lies below its own folder; what is *own* only"
        " after `citecheck trust FOLDER`. See `docs/security.md`.\n",
    ]
    for group in Group:
        entries = [entry for entry in describe() if entry.group is group]
        if not entries:
            continue
        rows = ["| setting | default | variable | trust | |", "| --- | --- | --- | --- | --- |"]
        for entry in entries:
            default = entry.kind.write(entry.default)
            rows.append(
                f"| `{entry.name.replace('_', '-')}` | {f'`{default}`' if default else '–'} "
                f"| `CITECHECK_{entry.name.upper()}` | {_trust(entry)} | {_cell(entry.help)} |"
            )
        parts.append(f"## {group}\n\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _trust(entry: Entry) -> str:
    return str(entry.trust) if entry.most is None else f"up to {entry.most:g}"


def codes_page() -> str:
    """Every code of a report."""
    known = list(codes.describe())
    parts = [NOTE, "# Codes\n", "`citecheck explain CODE` prints the same.\n"]
    for kind in dict.fromkeys(entry.kind for entry in known):
        rows = ["| code | meaning | what to do |", "| --- | --- | --- |"]
        rows += [
            f"| `{entry.name}` | {_cell(entry.meaning)} | {_cell(entry.advice)} |"
            for entry in known
            if entry.kind == kind
        ]
        parts.append(f"## {kind.capitalize()}\n\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def report_page() -> str:
    """The fields of the JSON report, from the schema that ships."""
    from citecheck.reports.saved import schema as report_schema

    value = report_schema()
    parts = [
        NOTE,
        "# The JSON report\n",
        f"`--format json` writes one object, `{value['$id']}`. Offsets count characters of the"
        " decoded document from 0, lines and columns from 1. Fields may be added; none is taken"
        " away or changes its meaning within a schema. `citecheck report REPORT.json --format …`"
        f" shows it in another format: {', '.join(f'`{name}`' for name in FORMATS)}.\n",
        f"## report\n\n{_fields(value)}",
    ]
    for name, part in value["$defs"].items():
        if part.get("type") == "object":
            parts.append(f"## {name}\n\n{_fields(part)}")
    return "\n".join(parts)


def _fields(part: dict[str, Any]) -> str:
    required = set(part.get("required", ()))
    rows = ["| field | type | always there |", "| --- | --- | --- |"]
    for name, field in part["properties"].items():
        rows.append(f"| `{name}` | {_type(field)} | {'yes' if name in required else ''} |")
    return "\n".join(rows) + "\n"


def _type(field: dict[str, Any]) -> str:
    if "$ref" in field:
        return str(field["$ref"]).rsplit("/", 1)[-1]
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return ", ".join(f"`{word}`" for word in field["enum"])
    for key in ("oneOf", "anyOf"):
        if key in field:
            return " or ".join(_type(option) for option in field[key])
    kind = field.get("type", "any")
    if isinstance(kind, list):
        return " or ".join(kind)
    if kind == "array":
        return f"list of {_type(field.get('items', {}))}"
    return str(kind)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def man_page() -> str:
    """One page in man(7) form with every command."""
    root = typer.main.get_command(app)
    parts = [
        f'.TH CITECHECK 1 "" "citecheck {__version__}" "User Commands"',
        ".SH NAME",
        "citecheck \\- checks a brief's numbered citations against what the cited pages say",
        ".SH SYNOPSIS",
        ".B citecheck",
        "COMMAND [OPTIONS] [ARGUMENTS]",
        ".SH DESCRIPTION",
        _roff(root.help or ""),
        ".SH COMMANDS",
    ]
    for name, command in commands():
        if hasattr(command, "commands"):
            continue
        parts += [f".SS {_roff(name)}", _man_text(command)]
        for parameter in command.params:
            if parameter.param_type_name == "option" and not parameter.hidden:
                parts += [".TP", _man_option(parameter), _roff(parameter.help or "")]
    parts += [".SH EXIT STATUS"]
    for status, words in (
        ("0", "Nothing at or above --fail-on."),
        ("1", "Findings."),
        ("2", "Wrong usage, an unreadable brief or configuration."),
        ("130", "Interrupted."),
    ):
        parts += [".TP", f".B {status}", words]
    parts += [".SH ENVIRONMENT", "Every setting can be given as a variable:"]
    for entry in describe():
        parts += [".TP", f".B CITECHECK_{entry.name.upper()}", _roff(entry.help)]
    parts += [
        ".SH FILES",
        ".TP",
        ".I citecheck.toml",
        "Settings; the nearest one upward from the brief counts. citecheck init writes one.",
        ".TP",
        ".I .citecheck/decisions.jsonl",
        "Reviewers' decisions, beside the brief.",
    ]
    return "\n".join(parts) + "\n"


def _man_text(command: Any) -> str:
    words = inspect.cleandoc(command.help or "")
    arguments = " ".join(
        parameter.metavar or parameter.name.upper()
        for parameter in command.params
        if parameter.param_type_name == "argument"
    )
    usage = [f".B {_roff(command.name)}", _roff(f"[OPTIONS] {arguments}".strip()), ".PP"]
    return "\n".join([*usage, *(_roff(part) or ".PP" for part in words.splitlines())])


def _man_option(parameter: Any) -> str:
    names = ", ".join([*parameter.opts, *parameter.secondary_opts])
    metavar = "" if parameter.is_flag else f" {parameter.metavar or 'VALUE'}"
    return f".B {_roff(names + metavar)}"


def _roff(text: str) -> str:
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...")
    escaped = re.sub(r",(?=[a-z])", ", ", escaped)  # long lists have to break
    return f"\\&{escaped}" if escaped[:1] in (".", "'") else escaped


if __name__ == "__main__":
    main()
