"""The language server as an editor meets it: a process, its standard input and output."""

from __future__ import annotations

import ast
import asyncio
import json
import os
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from servers.web import Site, site

PAGE = "<title>Buses</title><p>The council approved 14 new buses for the northern line.</p>"
RIGHT = "The council approved 14 new buses for the northern line"
WRONG = "The council approved 41 new buses for the northern line"


class Editor:
    """A client with the notifications that it has got."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.client = LanguageClient("test", "1")
        self.published: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        self.shown: list[str] = []
        self.opened: list[str] = []
        self.uri = (folder / "brief.md").as_uri()
        self.version = 0

        @self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def publish(params: types.PublishDiagnosticsParams) -> None:
            self.published.put_nowait(params)

        @self.client.feature(types.WINDOW_SHOW_MESSAGE)
        def show(params: types.ShowMessageParams) -> None:
            self.shown.append(params.message)

        @self.client.feature(types.WINDOW_LOG_MESSAGE)
        def log(params: types.LogMessageParams) -> None:
            self.shown.append(params.message)

        @self.client.feature(types.WINDOW_SHOW_DOCUMENT)
        def document(params: types.ShowDocumentParams) -> types.ShowDocumentResult:
            self.opened.append(params.uri)
            return types.ShowDocumentResult(True)

    async def start(self) -> None:
        environment = {**os.environ, "CITECHECK_CACHE_DIR": str(self.folder / "cache")}
        command = [
            "-m",
            "citecheck",
            "lsp",
            "--stdio",
            "--allow-private-hosts",
            "--retries=0",
            "--timeout=100",
        ]
        await self.client.start_io(sys.executable, *command, env=environment, cwd=self.folder)
        self.server = await self.client.initialize_async(
            types.InitializeParams(
                types.ClientCapabilities(), initialization_options={"reviewer": "ab"}
            )
        )
        self.client.initialized(types.InitializedParams())

    async def stop(self) -> None:
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()

    def open(self, text: str) -> None:
        (self.folder / "brief.md").write_text(text)
        self.version = 1
        item = types.TextDocumentItem(self.uri, "markdown", self.version, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def change(self, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        self.version += 1
        span = types.Range(types.Position(*start), types.Position(*end))
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.version, self.uri),
                [types.TextDocumentContentChangePartial(range=span, text=text)],
            )
        )

    async def diagnostics(
        self, wanted: Callable[[list[types.Diagnostic]], bool]
    ) -> list[types.Diagnostic]:
        """Wait for diagnostics of the present version that are as wanted."""
        while True:
            got = await asyncio.wait_for(self.published.get(), 60)
            if got.version in (None, self.version) and wanted(list(got.diagnostics)):
                return list(got.diagnostics)

    async def hover(self, line: int, character: int) -> types.Hover | None:
        place = types.TextDocumentIdentifier(self.uri), types.Position(line, character)
        return await self.client.text_document_hover_async(types.HoverParams(*place))

    async def actions(self, line: int, character: int) -> dict[str, types.CodeAction]:
        at = types.Position(line, character)
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(self.uri),
                types.Range(at, at),
                types.CodeActionContext([]),
            )
        )
        return {action.title: action for action in found or []}

    async def run(self, action: types.CodeAction | types.Command) -> None:
        # lsprotocol reads an action with a command as a bare command that holds it as text.
        inner = ast.literal_eval(str(action.command))
        await self.client.workspace_execute_command_async(
            types.ExecuteCommandParams(inner["command"], inner["arguments"])
        )


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as served:
        served.add("/buses", PAGE, Cache_Control="max-age=900")
        yield served


@pytest.fixture
def edit(tmp_path: Path) -> Callable[[Callable[[Editor], Awaitable[None]]], None]:
    """Run a conversation with a server of its own."""

    def run(conversation: Callable[[Editor], Awaitable[None]]) -> None:
        async def whole() -> None:
            editor = Editor(tmp_path)
            await editor.start()
            try:
                await conversation(editor)
            finally:
                await asyncio.wait_for(editor.stop(), 30)

        asyncio.run(whole())

    return run


def brief(web: Site, *claims: str) -> str:
    return "\n\n".join([*claims, "## Sources", f"[1] Buses — {web.url('/buses')}"]) + "\n"


def test_diagnostics_hover_and_actions(edit: Any, web: Site, tmp_path: Path) -> None:
    async def conversation(editor: Editor) -> None:
        # An emoji is one character and two UTF-16 units.
        editor.open(brief(web, f"🚌🚌 {WRONG} [1].", f"{RIGHT} [1]."))
        (found,) = await editor.diagnostics(bool)
        assert found.code == "contradicted"
        assert found.severity is types.DiagnosticSeverity.Error
        assert "the claim says “41" in found.message
        assert found.range.start == types.Position(0, 0)
        assert found.range.end == types.Position(0, 5 + len(WRONG) + 5)
        hover = await editor.hover(0, 30)
        assert hover is not None
        assert isinstance(hover.contents, types.MarkupContent)
        assert "**contradicted, " in hover.contents.value
        assert "the source “**14 new buses**”" in hover.contents.value
        passage = next(line for line in hover.contents.value.splitlines() if line.startswith("> "))
        assert "**14 new buses**" in passage  # the differing words, not the whole passage
        assert passage.count("**") == 2
        supported = await editor.hover(2, 5)
        assert supported is not None
        assert "**supported, " in supported.contents.value  # type: ignore[union-attr]
        assert await editor.hover(4, 2) is None
        actions = await editor.actions(0, 30)
        (replacing,) = [title for title in actions if title.startswith("Replace ")]
        (put,) = actions[replacing].edit.changes[editor.uri]  # type: ignore[union-attr, index]
        assert put.new_text == "14 new buses"
        assert put.range.start.character == 5 + WRONG.index("41")
        assert len(actions) == 6
        await editor.run(actions["Open the source [1]"])
        assert editor.opened[0].startswith(web.url("/buses") + "#:~:text=")
        ignoring = actions["Ignore: write the reason in the brief"].edit
        assert ignoring is not None
        assert ignoring.changes is not None
        (insertion,) = ignoring.changes[editor.uri]
        assert insertion.range.start == found.range.end
        at = (insertion.range.start.line, insertion.range.start.character)
        editor.change(at, at, insertion.new_text)
        # A placeholder is no reason: the finding stays, and the comment is marked too.
        found = await editor.diagnostics(lambda found: len(found) == 2)
        asking = next(one for one in found if one.code == "ignore")
        assert "'REASON' is no reason, so it does not count" in asking.message
        start = at[1] + insertion.new_text.index("REASON")
        editor.change((0, start), (0, start + len("REASON")), "counted by hand")
        await editor.diagnostics(lambda found: not found)
        assert "counted by hand" in (await editor.hover(0, 30)).contents.value  # type: ignore

    edit(conversation)
    assert web.requests["/buses"] == 1


def test_accepting_keeps_a_decision(edit: Any, web: Site, tmp_path: Path) -> None:
    async def conversation(editor: Editor) -> None:
        editor.open(brief(web, f"{WRONG} [1]."))
        await editor.diagnostics(bool)
        await editor.run((await editor.actions(0, 3))["Accept: keep a decision"])
        await editor.diagnostics(lambda found: not found)
        assert any("accepted by ab" in message for message in editor.shown)

    edit(conversation)
    (line,) = (tmp_path / ".citecheck" / "decisions.jsonl").read_text().splitlines()
    assert json.loads(line)["kind"] == "accept"


def test_changes_are_followed_and_what_is_kept_is_not_asked_again(edit: Any, web: Site) -> None:
    async def conversation(editor: Editor) -> None:
        editor.open(brief(web, f"{WRONG} [1]."))
        await editor.diagnostics(bool)
        number = WRONG.index("41")
        editor.change((0, number), (0, number + 2), "14")
        await editor.diagnostics(lambda found: not found)
        editor.change((0, number), (0, number + 2), "41")
        await editor.diagnostics(lambda found: len(found) == 1)
        close = types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(editor.uri))
        editor.client.text_document_did_close(close)
        await editor.diagnostics(lambda found: not found)

    edit(conversation)
    assert web.requests["/buses"] == 1


def test_a_slow_page_is_waited_for_in_the_background(edit: Any, web: Site) -> None:
    release = threading.Event()
    answer = web.pages["/buses"]

    def slow(handler: Any) -> None:
        release.wait(90)
        answer(handler)

    web.pages["/slow"] = slow

    async def conversation(editor: Editor) -> None:
        text = brief(web, "It is here [7].", f"{WRONG} [1].").replace("/buses", "/slow")
        editor.open(text)
        # What needs no page is there at once; the claim whose page is awaited has no verdict yet.
        first = await editor.diagnostics(bool)
        assert [d.code for d in first] == ["unresolved"]
        # A change while the page is awaited is answered too.
        editor.change((0, 0), (0, 2), "That")
        again = await editor.diagnostics(bool)
        assert [d.code for d in again] == ["unresolved"]
        release.set()
        last = await editor.diagnostics(lambda found: len(found) == 2)
        assert {d.code for d in last} == {"unresolved", "contradicted"}

    edit(conversation)


def test_an_empty_document_and_a_broken_setting_end_nothing(
    edit: Any, web: Site, tmp_path: Path
) -> None:
    async def conversation(editor: Editor) -> None:
        editor.open("")
        await editor.diagnostics(lambda found: not found)
        assert any("is empty" in message for message in editor.shown)
        (tmp_path / "citecheck.toml").write_text("timout = 3\n")
        editor.change((0, 0), (0, 0), "x")
        await editor.diagnostics(lambda found: not found)
        assert any("timout" in message for message in editor.shown)
        (tmp_path / "citecheck.toml").unlink()
        editor.change((0, 0), (0, 1), brief(web, f"{WRONG} [1]."))
        await editor.diagnostics(bool)

    edit(conversation)


def test_a_brief_in_another_format_is_marked_by_line(edit: Any, web: Site) -> None:
    async def conversation(editor: Editor) -> None:
        editor.uri = (editor.folder / "brief.tex").as_uri()
        entries = f"\\section{{Sources}}\n\n[1] {web.url('/buses')}\n"
        text = f"\\section{{Über}}\n\n{WRONG} [1].\n\n{entries}"
        editor.open(text)
        (found,) = await editor.diagnostics(bool)
        assert found.range.start == types.Position(2, 0)
        assert found.range.end == types.Position(2, len(WRONG) + 5)
        assert await editor.hover(2, 4) is not None
        assert "Ignore: write the reason in the brief" not in await editor.actions(2, 4)

    edit(conversation)
