"""A second run on kept pages: no request, and a whole process that does not make anyone wait."""

from __future__ import annotations

import os
from pathlib import Path

from servers.web import site


def test_a_second_run_of_twenty_claims_asks_nothing_and_is_quick(citecheck, tmp_path: Path) -> None:
    with site() as web:
        claims, entries = [], []
        for page in range(1, 11):
            texts = [f"Depot {page}{half} sold {page * 7 + half} trams in May" for half in (1, 2)]
            claims += [f"{text} [{page}]." for text in texts]
            body = "".join(f"<p>{text}, as it was said then.</p>" for text in texts)
            filling = "<p>The weather of the valley is mild and the hills are green.</p>" * 50
            url = web.add(
                f"/{page}", f"<title>{page}</title>{body}{filling}", Cache_Control="max-age=900"
            )
            entries.append(f"[{page}] Page — {url}")
        (tmp_path / "brief.md").write_text("\n\n".join([*claims, "## Sources", *entries]))
        arguments = ("check", "--allow-private-hosts", "brief.md")
        first = citecheck(*arguments)
        assert first.returncode == 0, first.stdout
        web.requests.clear()
        before = os.times()
        second = citecheck(*arguments)
        after = os.times()
        assert second.stdout == first.stdout
        assert not web.requests
    used = after.children_user + after.children_system
    used -= before.children_user + before.children_system
    # bench/second_run.py prints what it takes; a loaded machine needs a good deal more.
    assert used < 3
