"""Twins: a true and a false claim of one shape about one page, kind by kind.

Each file holds one kind. A block begins with the page, in one line that may start with `lang=CODE`,
`url=ADDRESS` or `html=MARKUP`; true claims (`+`) and false ones (`-`) follow in pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from citecheck.matching import assess, prepare, prepare_text
from citecheck.model import Judgement, Source, SourceStatus
from citecheck.pages import read

_FOLDER = Path(__file__).parent
_FILLER = (
    "<p>The editors collect reports from readers and print a choice of them every week.</p>"
    "<p>Letters are welcome at the office, which is closed on holidays, and by post.</p>"
)


@dataclass(frozen=True, slots=True)
class Twin:
    """One page with what it says and what it does not."""

    kind: str
    page: str
    true: str
    false: str

    def judge(self, claim: str) -> Judgement:
        """What the matching says of a claim against the page."""
        first, _, rest = self.page.partition(" ")
        if self.page.startswith("lang="):
            page = prepare_text(rest, language=first.removeprefix("lang="))
        elif self.page.startswith(("html=", "url=")):
            marked = self.page.startswith("html=")
            url = "https://example.org/a" if marked else first.removeprefix("url=")
            body = self.page.removeprefix("html=") if marked else f"<p>{rest}</p>"
            document = f"<!doctype html><title>Notes</title><main>{body}{_FILLER}</main>"
            page = prepare(read(_source(url, document)))
        else:
            page = prepare_text(self.page)
        return assess(claim, [page])


def _source(url: str, document: str) -> Source:
    kind = "text/html; charset=utf-8"
    return Source(url, SourceStatus.OK, content_type=kind, body=document.encode())


def twins() -> Iterator[Twin]:
    """Every twin of every file, in order."""
    for file in sorted(_FOLDER.glob("*.txt")):
        for block in file.read_text(encoding="utf-8").strip().split("\n\n"):
            page, *claims = block.splitlines()
            true = [claim[2:] for claim in claims if claim.startswith("+ ")]
            false = [claim[2:] for claim in claims if claim.startswith("- ")]
            for one, other in zip(true, false, strict=True):
                yield Twin(file.stem, page, one, other)
