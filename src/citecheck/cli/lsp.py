"""`citecheck lsp`: findings in an editor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citecheck.cli.options import Given, with_settings
from citecheck.errors import SettingsError
from citecheck.settings.table import Group

if TYPE_CHECKING:
    from citecheck.model import BriefReport, Source
    from citecheck.settings import Settings


@with_settings(Group.BRIEF, Group.FETCH, Group.CACHE)
def lsp(
    given: Given,
    stdio: Annotated[
        bool, typer.Option("--stdio", help="Speak over standard input and output (always so).")
    ] = True,
) -> None:
    """Serve an editor by the Language Server Protocol: findings as you write.

    Needs the extra: pip install 'citecheck-briefs[lsp]'.
    """
    try:
        from citecheck.editor import Checks, build
    except ModuleNotFoundError as error:
        if error.name not in ("pygls", "lsprotocol"):
            raise
        raise SettingsError(
            "citecheck lsp", "pygls is not installed", "pip install 'citecheck-briefs[lsp]'"
        ) from None

    def kept(text: str, path: str) -> BriefReport:
        return _check(text, path, replace(_settings(given, path), offline=True, refresh=False))

    async def fetch(urls: Sequence[str], path: str) -> Mapping[str, Source]:
        from citecheck.cli.fetching import fetch_settings
        from citecheck.sources import fetch_all_async

        settings = _settings(given, path)
        return {} if settings.offline else await fetch_all_async(urls, fetch_settings(settings))

    build(Checks(kept, fetch)).start_io()


def _settings(given: Given, path: str) -> Settings:
    from citecheck.cli.inputs import folder_of
    from citecheck.cli.settled import settled

    return settled(given, folder_of(["-" if path == "<stdin>" else path])).values


def _check(text: str, path: str, settings: Settings) -> BriefReport:
    from citecheck import briefs, decisions, pipeline
    from citecheck.cli.fetching import lookups

    data, references, _ = briefs.gather(text.encode("utf-8", "surrogatepass"), Path(path))
    if settings.sources is not None:
        references = briefs.load_references(Path(settings.sources))
    brief = briefs.parse(data, path=path, references=references)
    with lookups(settings, [brief]) as look:
        report = pipeline.check([brief], look.fetch, recover=look.recover)
    return decisions.apply(report).briefs[0]
