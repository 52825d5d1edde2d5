"""`citecheck mcp`: what citecheck does, as tools of the Model Context Protocol for agents."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from citecheck.cli.options import Given, with_settings
from citecheck.errors import BriefError, CitecheckError, SettingsError
from citecheck.settings.table import Group

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

    from citecheck.settings import Settings

_Made = TypeVar("_Made")
_INSTRUCTIONS = (
    "Checks the citations of a text against what the cited pages really say. Draft an answer with "
    "numbered markers and a source list, give it to `check`, and mend what is contradicted, not "
    "supported or unresolved before you show it. The verdicts are machine-made and can be wrong; "
    "supported means that the cited page states it, not that it is true."
)


@with_settings(Group.FETCH, Group.EVIDENCE, Group.CACHE, Group.JUDGE)
def mcp(given: Given) -> None:
    """Serve check, extract, match, read and explain to an agent over standard input and output.

    The Model Context Protocol is spoken; addresses, times and sizes are bounded as in check. Files
    are read below the folder that the server was started in only. Needs the extra:
    pip install 'citecheck-briefs[mcp]'.
    """
    from citecheck.cli.settled import settled

    build(settled(given, Path.cwd()).values).run("stdio")


def build(settings: Settings) -> MCPServer:
    """A server that is ready to run. Raises `SettingsError` when the SDK is not installed."""
    try:
        from mcp.server.mcpserver import MCPServer
    except ModuleNotFoundError:
        raise SettingsError(
            "citecheck mcp", "the MCP SDK is not installed", "pip install 'citecheck-briefs[mcp]'"
        ) from None
    from citecheck.version import __version__

    server = MCPServer("citecheck", version=__version__, instructions=_INSTRUCTIONS)

    @server.tool()
    async def check(text: str = "", path: str = "") -> dict[str, Any]:
        """Check every claim of a text (or of the file at `path`) against the pages that it cites.

        Returns a summary, and each claim with verdict, reasons and the passages that decide.
        """
        return await _apart(partial(_check, text, path, settings))

    @server.tool()
    async def extract(text: str = "", path: str = "") -> dict[str, Any]:
        """The claims, references and markers of a text or of a file; no request is made."""
        return await _apart(partial(_extract, text, path))

    @server.tool()
    async def match(claim: str, source: str) -> dict[str, Any]:
        """Judge one claim against a source's text; no request is made."""
        return await _apart(partial(_match, claim, source, settings))

    @server.tool()
    async def read(url: str) -> dict[str, Any]:
        """A page of the web as citecheck reads it, passage by passage."""
        return await _apart(partial(_read, url, settings))

    @server.tool()
    async def explain(code: str) -> dict[str, str]:
        """What a verdict, reason or status means, and what to do about it."""
        return await _apart(partial(_explain, code))

    return server


async def _apart(work: Callable[[], _Made]) -> _Made:
    """Run in a process of its own, since fetching has an event loop and the budgets of time hold in
    a main thread only; a problem of the user's comes back as one line."""
    import anyio.to_process
    from mcp.server.mcpserver.exceptions import ToolError

    made, problem = await anyio.to_process.run_sync(_told, work)
    if made is None:
        raise ToolError(problem)
    return made


def _told(work: Callable[[], _Made]) -> tuple[_Made | None, str]:
    """What the work makes, or what is wrong in a line."""
    try:
        return work(), ""
    except CitecheckError as error:
        return None, str(error)


def _brief(text: str, path: str) -> tuple[bytes, str]:
    """What is to be checked, and its name. Raises `BriefError`."""
    from citecheck.cli.inputs import read_bytes

    if bool(text) == bool(path):
        raise BriefError("", "give either text or path")
    if text:
        return text.encode("utf-8", "surrogatepass"), "answer.md"
    here = Path.cwd().resolve()
    if not Path(path).resolve().is_relative_to(here):
        raise BriefError(path, "is outside the folder of the server", f"name a file below {here}")
    return read_bytes(path), path


def _check(text: str, path: str, settings: Settings) -> dict[str, Any]:
    from citecheck import briefs, reports
    from citecheck.cli.check import run_check
    from citecheck.reports.order import summary_sentence

    data, name = _brief(text, path)
    report = run_check([briefs.parse(data, path=name)], settings)
    options = reports.RenderOptions()
    value: dict[str, Any] = json.loads(reports.render(report, "json", options=options))
    (brief,) = value["briefs"]
    del brief["text"]  # the agent has it
    return {
        "summary": summary_sentence(report.briefs[0], options),
        "disclaimer": value["disclaimer"],
        **{name: brief[name] for name in ("claims", "references", "notices")},
    }


def _extract(text: str, path: str) -> dict[str, Any]:
    from citecheck import briefs
    from citecheck.cli.extract import as_json

    data, name = _brief(text, path)
    return as_json(briefs.parse(data, path=name))


def _match(claim: str, source: str, settings: Settings) -> dict[str, Any]:
    from citecheck.cli.entailing import entailment_model
    from citecheck.cli.match import answer

    with entailment_model(settings) as entailment:
        line = json.dumps({"id": None, "claim": claim, "source": source}).encode()
        return answer(line, False, entailment)


def _read(url: str, settings: Settings) -> dict[str, Any]:
    from citecheck.cli.read import as_json, fetched

    if "://" not in url:
        raise BriefError(url, "is no address", "give an http or https URL")
    return as_json(fetched(url, settings))


def _explain(code: str) -> dict[str, str]:
    from citecheck import codes

    wanted = code.strip().lower().replace("-", "_").replace(" ", "_")
    for entry in codes.describe():
        if entry.name == wanted:
            return {"code": entry.name, "meaning": entry.meaning, "what_to_do": entry.advice}
    raise SettingsError("", f"there is no code {code!r}")
