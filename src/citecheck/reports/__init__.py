"""Report to text: one file a format, one line each in the registry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from citecheck.model import FAIL_ON, FailOn, Finding, Only, Report, Sort

__all__ = ["FORMATS", "RenderOptions", "render"]


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How a report is shown.

    `uncited`: sentences without a marker too. `width`: columns of the terminal report.
    `fail_on`: the verdicts that are a failure where a format tells failures from remarks, with
    `strict` claims that are only likely supported too. `sort` and `only`: the order and the choice
    of claims in reports for people; those for programs have all, as they stand in the brief.
    """

    uncited: bool = False
    width: int = 100
    fail_on: FailOn = FAIL_ON
    strict: bool = False
    sort: Sort = Sort.WORST
    only: Only = Only.ALL

    def fails(self, finding: Finding) -> bool:
        """Tell whether a finding is a failure under these options."""
        return finding.counts(self.fail_on, strict=self.strict)


Renderer = Callable[[Report, RenderOptions], str]


def _from(module: str) -> Renderer:
    """The `render` of a module of this package, imported when it is first used."""

    def render(report: Report, options: RenderOptions) -> str:
        found: Renderer = import_module(f"citecheck.reports.{module}").render
        return found(report, options)

    return render


FORMATS: Mapping[str, Renderer] = {
    "terminal": _from("terminal"),
    "text": _from("terminal"),
    "json": _from("json"),
    "html": _from("html"),
    "markdown": _from("markdown"),
    "sarif": _from("sarif"),
    "junit": _from("junit"),
    "github": _from("github"),
    "csv": _from("csv"),
    "jsonl": _from("jsonl"),
}
"""Every report format by name. `terminal` is printed in colour when it goes to a terminal, `text`
never."""


def render(report: Report, format_: str, *, options: RenderOptions | None = None) -> str:
    """The report in a format of `FORMATS`. Raises `KeyError` for any other name."""
    return FORMATS[format_](report, options or RenderOptions())
