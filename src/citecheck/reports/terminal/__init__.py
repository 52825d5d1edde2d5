"""The report for people at a terminal, by rich; reads as well in a pipe and without colour.

What needs a person comes first, and again in short at the end, next to the prompt.
"""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from citecheck.model import Only, Report
from citecheck.reports.order import chosen, summary_sentence
from citecheck.reports.records import problems, sentence
from citecheck.reports.sanitise import plain, without_commands
from citecheck.reports.terminal.claims import print_finding
from citecheck.reports.terminal.closing import closing, measures
from citecheck.reports.terminal.look import Look
from citecheck.reports.terminal.references import references

if TYPE_CHECKING:
    from citecheck.reports import RenderOptions

_LEAST = 20  # columns, though a terminal (or COLUMNS=0) says fewer


def print_to_stdout(report: Report, options: RenderOptions) -> None:
    """Print to standard output, as wide as the terminal, in colour where it is wanted."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    console = Console(highlight=False, soft_wrap=False)
    if not console.is_terminal and "COLUMNS" not in console._environ:
        console.width = 100
    console.width = max(console.width, _LEAST)
    with console.capture() as captured:
        _print(report, console, options)
    sys.stdout.write(without_commands(captured.get()))
    sys.stdout.flush()


def render(report: Report, options: RenderOptions) -> str:
    """The same without colour, as text of `options.width` columns."""
    file = io.StringIO()
    console = Console(
        file=file, width=options.width, force_terminal=False, color_system=None, highlight=False
    )
    _print(report, console, options)
    lines = without_commands(file.getvalue()).splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _print(report: Report, console: Console, options: RenderOptions) -> None:
    look = Look(
        console.width,
        console.encoding.lower().replace("_", "-").startswith("utf"),
        console.is_terminal and not console.legacy_windows,
    )
    everything = options.only is Only.ALL
    for brief in report.briefs:
        console.print(Rule(Text(plain(brief.brief.path), style="bold"), align="left"))
        if brief.brief.title:
            console.print(Text(plain(brief.brief.title), style="italic"))
        for notice in brief.brief.notices:
            console.print(Text(f"notice: {plain(notice)}", style="yellow"))
        console.print(Text(summary_sentence(brief, options), style="bold"))
        for check, problem in problems(brief):
            counts = problem.problem in options.fail_on
            console.print(Text(sentence(check, problem), style="red" if counts else "yellow"))
        console.print()
        for finding in chosen(brief, options):
            print_finding(finding, brief, console, look)
        if everything:
            console.print(references(brief.references, console.width))
            console.print(measures(brief, look, options))
            console.print()
    console.print(closing(report, options, look))
    console.print(Text(plain(report.disclaimer), style="bold"))
