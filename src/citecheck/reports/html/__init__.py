"""The HTML report: one file that asks nothing of the network, by Jinja2 with escaping on."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from citecheck.model import Report, Sort, Verdict
from citecheck.reports.html import view
from citecheck.reports.html.decide import DecisionForm
from citecheck.reports.wording import VERDICTS, shown

if TYPE_CHECKING:
    from jinja2 import Environment

    from citecheck.reports import RenderOptions

__all__ = ["DecisionForm", "content_security_policy", "decisions_part", "page", "render"]


def render(report: Report, options: RenderOptions) -> str:
    """The report as one HTML file."""
    return page(report, options)


def page(report: Report, options: RenderOptions, form: DecisionForm | None = None) -> str:
    """The page; with `form` each claim has a form for a reviewer's decision."""
    return (
        _environment()
        .get_template("page.html")
        .render(
            report=report,
            briefs=view.briefs(report, options),
            verdicts=_filters(report, options.uncited),
            words=VERDICTS,
            scripts=_scripts(form is not None),
            policy=content_security_policy(forms=form is not None),
            by_brief=options.sort is Sort.BRIEF,
            form=form,
        )
    )


def decisions_part(claim: view.ClaimView, form: DecisionForm) -> str:
    """The part of a claim's card that lists its decisions, as the page has it."""
    return _environment().get_template("recorded.html").render(claim=claim, form=form)


def _scripts(forms: bool) -> tuple[str, ...]:
    return ("script.js", "review.js") if forms else ("script.js",)


def _filters(report: Report, uncited: bool) -> list[Verdict]:
    """The verdicts to choose from: all, but `UNCITED` only where there is one to show."""
    found = {finding.verdict for brief in report.briefs for finding in shown(brief, uncited)}
    return [v for v in Verdict if v is not Verdict.UNCITED or v in found]


def content_security_policy(*, forms: bool) -> str:
    """The page's policy: its own style and script by their hashes, and nothing from anywhere."""
    style = _hash(_file("style.css"))
    scripts = " ".join(_hash(_file(name)) for name in _scripts(forms))
    action = "'self'; connect-src 'self'" if forms else "'none'"
    return (
        f"default-src 'none'; style-src {style}; script-src {scripts}; img-src data:; "
        f"base-uri 'none'; form-action {action}"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def _file(name: str) -> str:
    return (resources.files("citecheck.reports.html") / name).read_text(encoding="utf-8")


@cache
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
