"""How verdicts, facts and quotations look on a terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from citecheck.model import Finding, Verdict
from citecheck.reports import pieces as marks
from citecheck.reports.pieces import Piece
from citecheck.reports.wording import VERDICTS

_COLOURS: dict[Verdict, str] = {
    Verdict.SUPPORTED: "green",
    Verdict.PARTIALLY_SUPPORTED: "yellow",
    Verdict.CONTRADICTED: "bold red",
    Verdict.NOT_SUPPORTED: "red",
    Verdict.UNVERIFIABLE: "magenta",
    Verdict.UNRESOLVED: "bold magenta",
    Verdict.UNCITED: "dim",
}
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Look:
    """What the output can show: columns, signs beyond ASCII, links that can be followed."""

    width: int
    unicode: bool
    links: bool

    def quoted(self, text: Text) -> Text:
        """A text in quotation marks."""
        signs = "“”" if self.unicode else '""'
        return Text.assemble(signs[0], text, signs[1])

    def fact(self, words: str) -> str:
        """A fact that differs, set apart without colour too."""
        return f"«{words}»" if self.unicode else f"<{words}>"

    def verdict(self, verdict: Verdict) -> Text:
        """A verdict's sign and name in its colour."""
        words = VERDICTS[verdict]
        sign = words.sign if self.unicode else words.ascii
        return Text(f"{sign} {words.name.upper()}", style=_COLOURS[verdict])

    def verdict_of(self, finding: Finding) -> Text:
        """The same with how sure it is, and whether it counts for nothing."""
        stamps = "".join(
            f"  {word}"
            for word, is_so in (
                ("ACCEPTED", finding.accepted),
                ("IGNORED", finding.ignored),
                ("KNOWN", finding.known),
            )
            if is_so
        )
        certainty = f", {finding.certainty}" if finding.certainty else ""
        return Text.assemble(self.verdict(finding.verdict), certainty, (stamps, "bold green"))

    def marked(self, pieces: Sequence[Piece], colour: str) -> Text:
        """A claim, a passage or a sentence with what matches and what differs marked."""
        text = Text()
        for piece in pieces:
            words = _SPACES.sub(" ", piece.text)
            if piece.kind == marks.DIFFERS:
                text.append(self.fact(words), style=f"bold {colour}")
            elif piece.kind == marks.OF_CLAIM:
                text.append(self.fact(words), style="red")
            elif piece.kind == marks.OF_SOURCE:
                text.append(self.fact(words), style="cyan")
            elif piece.kind == marks.MATCHES:
                text.append(words, style="bold underline")
            else:
                text.append(words if self.unicode else words.replace("“", '"').replace("”", '"'))
        return text
