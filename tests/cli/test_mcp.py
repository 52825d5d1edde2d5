"""An agent's side of `citecheck mcp`: the official client, over standard input and output."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

from servers.web import site

pytest.importorskip("mcp")
from mcp import ClientSession, StdioServerParameters, stdio_client

PAGE = "<title>P</title><p>The council approved 14 new buses for the northern line.</p>"
CLAIM = "The council approved {} new buses for the northern line [1].\n\nSources\n[1] P — {}\n"


def talk(folder: Path, work: Callable[[ClientSession], Awaitable[None]], *arguments: str) -> None:
    """Start the server in a folder and let `work` speak to it."""

    async def main() -> None:
        environment = {**os.environ, "CITECHECK_CACHE_DIR": str(folder / "cache")}
        environment |= {"CITECHECK_MODEL": "false", "CITECHECK_ARCHIVE": "false"}
        server = StdioServerParameters(
            command=sys.executable, args=["-m", "citecheck", "mcp", *arguments],
            env=environment, cwd=folder,
        )  # fmt: skip
        with anyio.fail_after(120):
            async with (
                stdio_client(server) as (reading, writing),
                ClientSession(reading, writing) as session,
            ):
                await session.initialize()
                await work(session)

    anyio.run(main)


async def call(session: ClientSession, tool: str, **arguments: str) -> Any:
    answer = await session.call_tool(tool, arguments)
    text = "".join(getattr(part, "text", "") for part in answer.content)
    assert not answer.is_error, text
    return json.loads(text)


def test_an_agent_checks_its_draft_mends_it_and_checks_again(tmp_path: Path) -> None:
    with site() as web:
        url = web.add("/p", PAGE)

        async def work(session: ClientSession) -> None:
            tools = {tool.name for tool in (await session.list_tools()).tools}
            assert tools == {"check", "extract", "match", "read", "explain"}
            wrong = await call(session, "check", text=CLAIM.format(41, url))
            assert wrong["summary"].startswith("1 claim: 1 needs you, 1 of them contradicted")
            (reason,) = wrong["claims"][0]["reasons"]
            assert "14" in reason["source"]
            right = await call(session, "check", text=CLAIM.format(14, url))
            assert right["claims"][0]["verdict"] == "supported"
            page = await call(session, "read", url=url)
            assert "14 new buses" in page["passages"][-1]["text"]
            found = await call(session, "extract", text=CLAIM.format(14, url))
            assert found["claims"][0]["refs"] == ["1"]
            judged = await call(session, "match", claim="Forty states signed.", source="Rain fell.")
            assert judged["verdict"] == "not_supported"
            told = await call(session, "explain", code="contradicted")
            assert "fact" in told["meaning"]

        talk(tmp_path, work, "--allow-private-hosts")


def test_the_policy_of_the_command_line_holds(tmp_path: Path) -> None:
    (tmp_path / "inside.md").write_text("It rose.\n")
    with site() as web:
        url = web.add("/p", PAGE)

        async def work(session: ClientSession) -> None:
            page = await call(session, "read", url=url)
            assert page["source"]["status"] == "refused_by_policy"
            assert not web.requests
            assert await call(session, "extract", path="inside.md")
            for path in ("/etc/hostname", "../x.md"):
                answer = await session.call_tool("extract", {"path": path})
                assert answer.is_error
                assert "outside the folder" in str(answer.content)

        talk(tmp_path, work)
