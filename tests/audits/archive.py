"""An archive of briefs and the pages that they cite, made from numbers."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from servers.web import Site

TOWNS = ("Harlow", "Merrin", "Brandt", "Quarry Hill", "Osei", "Canal", "Mill Street", "Valley")


def page(number: int, *, rate: int = 0) -> str:
    """A page of facts about one year; `rate` changes one of them."""
    town = TOWNS[number % len(TOWNS)]
    facts = [
        f"In {1990 + number % 30} the town of {town} replaced {number + 100} water meters.",
        f"The council of {town} spent ${number + 7}.5 million on pipes for district {number}.",
        f"Reports from {town} say that {20 + rate + number % 60}% of households in district "
        f"{number} have asked for a filter.",
        f"Inspector Ada Number{number} wrote that the work in {town} was finished on time.",
    ]
    body = "".join(f"<p>{fact} Nothing else of note was said about it.</p>" for fact in facts)
    return (
        f"<html><head><title>{town} {number}</title></head><body><main>{body}</main></body></html>"
    )


def brief(number: int, urls: list[str], pages: list[int]) -> str:
    """A brief of five claims on `pages`: three that they state, one false, one from nowhere."""
    first, second, third = pages[0], pages[1 % len(pages)], pages[2 % len(pages)]
    refs = {n: pages.index(n) + 1 for n in pages}

    def town(n: int) -> str:
        return TOWNS[n % len(TOWNS)]

    claims = [
        f"In {1990 + first % 30} the town of {town(first)} replaced {first + 100} water meters"
        f" [{refs[first]}].",
        f"The council of {town(second)} spent ${second + 7}.5 million on pipes for district"
        f" {second} [{refs[second]}] [{refs[first]}].",
        f"Inspector Ada Number{third} wrote that the work in {town(third)} was finished on time"
        f" [{refs[third]}].",
        f"About {21 + first % 60}% of households in district {first} have asked for a filter,"
        f" reports from {town(first)} say [{refs[first]}].",
        f"Brief {number} says that whales sang in the harbour all night [{refs[second]}].",
    ]
    listed = [
        f"[{n + 1}] Page {page_} - {url}"
        for n, (page_, url) in enumerate(zip(pages, urls, strict=True))
    ]
    return f"# Brief {number}\n\n" + " ".join(claims) + "\n\nSources\n" + "\n".join(listed) + "\n"


def make(folder: Path, sites: list[Site], *, briefs: int, pages: int, cited: int = 3) -> None:
    """Write `briefs` files under `folder`; their pages are served by `sites` in turn."""
    for number in range(pages):
        sites[number % len(sites)].add(f"/page/{number}", page(number), ETag=f'"{number}"')
    for number in range(briefs):
        chosen = [(number * 7 + n * 13) % pages for n in range(cited)]
        chosen = list(dict.fromkeys(chosen))
        urls = [sites[n % len(sites)].url(f"/page/{n}") for n in chosen]
        path = folder / f"{number % 10}" / f"brief-{number:04}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(brief(number, urls, chosen))


def rows(store: Path | str, query: str, *parameters: object) -> list[Any]:
    """What a query gives, from the SQLite file or the database as any tool would read it."""
    if str(store).startswith("postgresql:"):
        import psycopg

        with psycopg.connect(str(store)) as connection:
            return connection.execute(query.replace("?", "%s"), parameters).fetchall()
    with closing(sqlite3.connect(store)) as database:
        return database.execute(query, parameters).fetchall()


def everything(store: Path | str, run_id: int) -> dict[str, Any]:
    """All that a run found, without the numbers that differ from run to run."""
    found: dict[str, Any] = {}
    for path, state, problem, result in rows(
        store, "SELECT path, state, problem, result_id FROM run_briefs WHERE run_id = ?", run_id
    ):
        claims = rows(
            store,
            "SELECT claim_id, verdict, score, reasons FROM findings WHERE result_id = ?"
            " ORDER BY claim_id",
            result,
        )
        citations = rows(
            store,
            "SELECT c.claim_id, c.ref, c.verdict, c.score, c.needed,"
            " coalesce(c.reasons, a.reasons), a.evidence FROM citations c"
            " LEFT JOIN assessments a ON a.id = c.assessment_id"
            " WHERE c.result_id = ? ORDER BY c.claim_id, c.ref",
            result,
        )
        found[path] = (state, problem, result, claims, citations)
    found["lookups"] = rows(
        store,
        "SELECT u.url, l.status, l.detail, l.http_status, s.sha256 FROM lookups l"
        " JOIN urls u ON u.id = l.url_id LEFT JOIN sources s ON s.id = l.source_id"
        " WHERE l.run_id = ? ORDER BY u.url",
        run_id,
    )
    plain: dict[str, Any] = json.loads(json.dumps(_plain(found)))
    return plain


def _plain(value: Any) -> Any:
    """JSON columns as values and flags as numbers, whatever the database makes of them."""
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, str) and value.startswith(("[", "{")):
        return _plain(json.loads(value))
    return int(value) if isinstance(value, bool) else value
