"""The HTML report: one file that asks nothing of the network, by Jinja2 with escaping on."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from typing import TYPE_CHECKING, Any

from citecheck.model import Report, Verdict
from citecheck.reports.html import view
from citecheck.reports.html.decide import DecisionForm
from citecheck.reports.wording import VERDICTS, shown

if TYPE_CHECKING:
    from jinja2 import Environment

    from citecheck.reports import RenderOptions

__all__ = ["DecisionForm", "content_security_policy", "page", "render"]


def render(report: Report, options: RenderOptions) -> str:
    """The report as one HTML file."""
    return page(report, uncited=options.uncited)


def page(report: Report, *, uncited: bool = False, form: DecisionForm | None = None) -> str:
    """The page; with `form` each claim has a form for a reviewer's decision."""
    style, script = _file("style.css"), _file("script.js")
    return (
        _environment()
        .get_template("page.html")
        .render(
            report=report,
            briefs=view.briefs(report, uncited),
            verdicts=_filters(report, uncited),
            words=VERDICTS,
            style=style,
            script=script,
            policy=content_security_policy(forms=form is not None),
            form=form,
        )
    )


def _filters(report: Report, uncited: bool) -> list[Verdict]:
    """The verdicts to choose from: all, but `UNCITED` only where there is one to show."""
    found = {finding.verdict for brief in report.briefs for finding in shown(brief, uncited)}
    return [v for v in Verdict if v is not Verdict.UNCITED or v in found]


def content_security_policy(*, forms: bool) -> str:
    """The page's policy: its own style and script by their hashes, and nothing from anywhere."""
    style, script = _hash(_file("style.css")), _hash(_file("script.js"))
    action = "'self'" if forms else "'none'"
    return (
        f"default-src 'none'; style-src {style}; script-src {script}; img-src data:; "
        f"base-uri 'none'; form-action {action}"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _file(name: str) -> str:
    return (resources.files("citecheck.reports.html") / name).read_text(encoding="utf-8")


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("citecheck.reports.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # The page's own style and script are the only texts that are not escaped.
    environment.globals["own"] = _own(Markup)
    return environment


def _own(markup: Any) -> Any:
    def own(name: str) -> Any:
        return markup(_file(name))

    return own
