"""The language server: which check runs when, and what it answers.

A document that is opened or changed is first checked with the pages that are kept, at once; then
its other pages are fetched in the background and it is checked again. A newer version of the
document cancels whatever is under way for the older one.
"""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path
from pygls.workspace import PositionCodec

from citecheck import decisions
from citecheck.editor import present
from citecheck.editor.positions import Positions
from citecheck.errors import CitecheckError
from citecheck.model import BriefReport, DecisionKind
from citecheck.version import __version__

_PAUSE = 0.3  # seconds after the last keystroke before a check
_WHY = "accepted in the editor"


@dataclass(frozen=True, slots=True)
class Checks:
    """What the server needs of the rest: `kept` checks a document (its text and path) with the
    pages that are kept, in some other thread; `fetch` fetches pages for a document's path."""

    kept: Callable[[str, str], BriefReport]
    fetch: Callable[[Sequence[str], str], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class _Checked:
    """The last check of a document."""

    brief: BriefReport
    positions: Positions


class _Documents:
    """The checks of all open documents."""

    def __init__(self, server: LanguageServer, checks: Checks) -> None:
        self._server = server
        self._checks = checks
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._done: dict[str, _Checked] = {}
        self.reviewer = ""

    def schedule(self, uri: str, *, pause: float = 0.0, fetch: bool = True) -> None:
        """Check a document's present version, in place of whatever is under way for it."""
        self.cancel(uri)
        self._tasks[uri] = asyncio.ensure_future(self._guarded(uri, pause, fetch))

    def cancel(self, uri: str) -> None:
        """Give up what is under way for a document."""
        task = self._tasks.pop(uri, None)
        if task is not None:
            task.cancel()

    def close(self, uri: str) -> None:
        """Forget a document."""
        self.cancel(uri)
        self._done.pop(uri, None)
        self._publish(uri, [], None)

    def checked(self, uri: str) -> _Checked | None:
        """The last check of a document, of this or an older version of it."""
        return self._done.get(uri)

    def accept(self, uri: str, claim_id: str) -> str:
        """Keep the decision to accept a finding; answers in words what has become of it."""
        done = self._done.get(uri)
        findings = done.brief.findings if done else ()
        finding = next((f for f in findings if f.claim.id == claim_id), None)
        if done is None or finding is None:
            return "citecheck: this claim is no longer there"
        path = decisions.file_for(done.brief.brief.path)
        if path is None:
            return "citecheck: save the document first"
        kind = DecisionKind.ACCEPT
        try:
            entry = decisions.make(finding, done.brief, kind, by=self.reviewer, why=_WHY)
            decisions.append(path, entry)
        except (CitecheckError, ValueError) as error:
            return f"citecheck: {error}"
        self.schedule(uri, fetch=False)
        return f"citecheck: accepted by {self.reviewer}, kept in {path}"

    async def _guarded(self, uri: str, pause: float, fetch: bool) -> None:
        try:
            await asyncio.sleep(pause)
            await self._check(uri, fetch)
        except CitecheckError as error:
            self._done.pop(uri, None)
            self._log(str(error))
            self._publish(uri, [], None)
        except Exception as error:  # a bug must not end the server
            self._log(f"{type(error).__name__}: {error}")

    async def _check(self, uri: str, fetch: bool) -> None:
        brief = await self._show(uri)
        wanted = present.unfetched(brief)
        urls = [
            check.reference.url
            for check in brief.references
            if check.reference.url
            and (fetch or check.reference.label in wanted)
            and check.status is not None
        ]
        if urls:
            await self._checks.fetch(urls, brief.brief.path)
            await self._show(uri)

    async def _show(self, uri: str) -> BriefReport:
        document = self._server.workspace.get_text_document(uri)
        text, version = document.source, document.version
        path = to_fs_path(uri) if uri.startswith("file:") else None
        loop = asyncio.get_running_loop()
        work = partial(self._checks.kept, text, path or "<stdin>")
        brief = await loop.run_in_executor(None, work)
        positions = Positions(text, self._codec())
        self._done[uri] = _Checked(brief, positions)
        self._publish(uri, present.diagnostics(brief, positions), version)
        return brief

    def _codec(self) -> PositionCodec:
        return self._server.workspace.position_codec

    def _publish(self, uri: str, found: list[types.Diagnostic], version: int | None) -> None:
        self._server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, found, version)
        )

    def _log(self, message: str) -> None:
        self._server.window_log_message(
            types.LogMessageParams(types.MessageType.Error, f"citecheck: {message}")
        )


def build(checks: Checks) -> LanguageServer:
    """A server that is ready to start."""
    server = LanguageServer("citecheck", __version__)
    documents = _Documents(server, checks)
    _follow(server, documents)
    _answer(server, documents)
    return server


def _follow(server: LanguageServer, documents: _Documents) -> None:
    """Register what an editor tells."""

    @server.feature(types.INITIALIZED)
    def initialized(ls: LanguageServer, params: types.InitializedParams) -> None:
        if not documents.reviewer:
            documents.reviewer = _user()

    @server.feature(types.INITIALIZE)
    def initialize(ls: LanguageServer, params: types.InitializeParams) -> None:
        options: Any = params.initialization_options
        given = options.get("reviewer") if isinstance(options, dict) else None
        documents.reviewer = str(given or "")[:40]

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def opened(ls: LanguageServer, params: types.DidOpenTextDocumentParams) -> None:
        documents.schedule(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(ls: LanguageServer, params: types.DidChangeTextDocumentParams) -> None:
        documents.schedule(params.text_document.uri, pause=_PAUSE, fetch=False)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def saved(ls: LanguageServer, params: types.DidSaveTextDocumentParams) -> None:
        documents.schedule(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def closed(ls: LanguageServer, params: types.DidCloseTextDocumentParams) -> None:
        documents.close(params.text_document.uri)


def _answer(server: LanguageServer, documents: _Documents) -> None:
    """Register what an editor asks."""

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(ls: LanguageServer, params: types.HoverParams) -> types.Hover | None:
        done = documents.checked(params.text_document.uri)
        if done is None:
            return None
        finding = present.finding_at(done.brief, params.position, done.positions)
        return present.hover(finding, done.brief, done.positions) if finding else None

    kinds = [types.CodeActionKind.QuickFix, types.CodeActionKind.Empty]

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(kinds))
    def code_actions(ls: LanguageServer, params: types.CodeActionParams) -> list[types.CodeAction]:
        uri = params.text_document.uri
        done = documents.checked(uri)
        if done is None:
            return []
        finding = present.finding_at(done.brief, params.range.start, done.positions)
        return present.actions(finding, done.brief, uri, done.positions) if finding else []

    @server.command(present.OPEN)
    async def open_source(ls: LanguageServer, link: str) -> None:
        await ls.window_show_document_async(types.ShowDocumentParams(link, external=True))

    @server.command(present.ACCEPT)
    async def accept(ls: LanguageServer, uri: str, claim_id: str) -> None:
        message = documents.accept(uri, claim_id)
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, message))


def _user() -> str:
    try:
        return getpass.getuser()[:40]
    except (OSError, KeyError):
        return "editor"
