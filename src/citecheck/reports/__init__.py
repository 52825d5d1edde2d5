"""Report to text: one file a format, one line each in the registry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from citecheck.model import Report

__all__ = ["FORMATS", "RenderOptions", "render"]


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """`uncited`: sentences without a marker too. `width`: columns of the terminal report."""

    uncited: bool = False
    width: int = 100


Renderer = Callable[[Report, RenderOptions], str]


def _terminal(report: Report, options: RenderOptions) -> str:
    from citecheck.reports.terminal import render_terminal

    return render_terminal(report, uncited=options.uncited, width=options.width)


def _json(report: Report, options: RenderOptions) -> str:
    from citecheck.reports.json import render_json

    return render_json(report, uncited=options.uncited)


FORMATS: Mapping[str, Renderer] = {"terminal": _terminal, "json": _json}
"""Every report format by name; each imports what it needs when it is first used."""


def render(report: Report, format_: str, *, options: RenderOptions | None = None) -> str:
    """The report in a format of `FORMATS`. Raises `KeyError` for any other name."""
    return FORMATS[format_](report, options or RenderOptions())
