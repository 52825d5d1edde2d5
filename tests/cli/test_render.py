"""Pages that scripts fill, checked through the command line with a real browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import needs
from servers.web import site

from .conftest import Run

SHELL = """<!doctype html><html><head><title>Merrin</title></head><body><div id="app"></div><script>
document.getElementById("app").innerHTML =
  "<p>The Merrin council voted 7 to 2 on Mon" + "day to close the Osei bridge.</p>";
</script></body></html>"""


@pytest.mark.parametrize("rule", ["auto", "always"])
def test_a_shell_is_rendered_on_request(citecheck: Run, tmp_path: Path, rule: str) -> None:
    program = needs.program("chromium")
    args = "check brief.txt -f json --allow-private-hosts --retries 0 --fail-on none".split()
    with site() as web:
        url = web.add("/page", SHELL)
        (tmp_path / "brief.txt").write_text(
            f"The council voted 7 to 2 to close the Osei bridge. [1]\n\nSources\n1. {url}\n"
        )
        never = citecheck(*args)
        rendered = citecheck(
            *args, "--render", rule, "--browser", program, "--save-sources", "saved"
        )
    replayed = citecheck(
        *"check brief.txt -f json --fail-on none --from saved --render".split(), rule
    )

    def verdict(report: str) -> Any:
        return json.loads(report)["briefs"][0]["claims"][0]["verdict"]

    assert verdict(never.stdout) == "unverifiable"
    assert verdict(rendered.stdout) == "supported"
    first, again = json.loads(rendered.stdout), json.loads(replayed.stdout)
    assert first["briefs"] == again["briefs"]


def test_a_browser_that_is_not_there_is_said(citecheck: Run, tmp_path: Path) -> None:
    with site() as web:
        url = web.add("/page", SHELL)
        (tmp_path / "brief.txt").write_text(f"It rained. [1]\n\nSources\n1. {url}\n")
        ended = citecheck(
            *"check brief.txt --allow-private-hosts --render always --browser none".split()
        )
    assert ended.returncode == 2
    assert "--browser" in ended.stderr
