"""Reads a reStructuredText brief by docutils; places are lines of the file."""

from __future__ import annotations

import io
import re
from typing import Any

from citecheck.briefs.formats.document import (
    SAMPLE,
    Document,
    Writer,
    definition,
    instruction,
    link,
    note,
)
from citecheck.errors import BriefError

_SETTINGS = {
    "report_level": 5,
    "halt_level": 5,
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "smart_quotes": False,
}


_OWN = re.compile(r"^\.\. (?:\[[^\]\n]+\] |_[^:\n]+: )|\[[\w#*.-]+\]_(?!\w)|^\.\. [\w-]+::", re.M)
_KINDS = "p ps t ts ct cts ctp alp alps alt label labelpar year yearpar author authors".split()


def tells(suffix: str, text: str) -> bool:
    """Tell reStructuredText by its suffix or its own constructs; a few could stand in any text."""
    if suffix in (".md", ".markdown"):
        return False
    return suffix in (".rst", ".rest") or len(_OWN.findall(text, 0, SAMPLE)) > 2


def read(text: str, path: str) -> Document:
    """The text of a reStructuredText brief: its footnotes and citations are the markers."""
    from docutils.core import publish_doctree

    _keep_citing_roles()
    try:
        tree = publish_doctree(
            text,
            source_path=path,
            settings_overrides={**_SETTINGS, "warning_stream": io.StringIO()},
        )
    except Exception as error:  # docutils raises what its transforms happen to raise
        reason = " ".join(str(error).split())[:150] or type(error).__name__
        raise BriefError(path, f"is not valid reStructuredText: {reason}") from None
    reader = _Reader(tree)
    reader.read(tree, 0, "")
    document = reader.writer.document("utf-8", "rst")
    if not document.text:
        raise BriefError(path, "is empty", "give a document with text in it")
    return document


def _keep_citing_roles() -> None:
    """Let the roles that cite, which Sphinx's extensions define and docutils does not know, stay as
    they are written: an unknown role costs docutils two messages each time."""
    from docutils import nodes
    from docutils.parsers.rst import roles

    def as_written(name: str, raw: str, *_: Any, **__: Any) -> tuple[list[Any], list[Any]]:
        return [nodes.Text(raw)], []

    for role in ("cite", "footcite", *(f"{c}:{k}" for c in ("cite", "footcite") for k in _KINDS)):
        roles.register_local_role(role, as_written)


class _Reader:
    def __init__(self, tree: Any) -> None:
        from docutils import nodes

        self.writer = Writer()
        self._nodes = nodes
        self._labels = {
            identity: node.children[0].astext()
            for node in tree.findall(lambda n: isinstance(n, (nodes.footnote, nodes.citation)))
            for identity in node["ids"]
            if node.children
        }
        self._line = 1

    def read(self, parent: Any, depth: int, prefix: str) -> None:
        """Write each block below `parent`; `depth` is that of the section."""
        n = self._nodes
        for child in parent.children:
            self._line = child.line or self._line
            if isinstance(child, n.section):
                self.read(child, depth + 1, "")
            elif isinstance(child, (n.title, n.subtitle)):
                self._write(child, "#" * max(1, min(depth, 6)) + " ")
            elif isinstance(child, (n.footnote, n.citation)):
                label = child.children[0].astext() if child.children else ""
                text = " ".join(self._inline(part) for part in child.children[1:])
                self.writer.block(text, self._where(), prefix=definition(label), line=self._line)
            elif isinstance(child, n.enumerated_list):
                for number, item in enumerate(child.children, start=int(child.get("start", 1))):
                    self.read(item, depth, f"{number}. ")
            elif isinstance(child, n.bullet_list):
                for item in child.children:
                    self.read(item, depth, "- ")
            elif isinstance(child, n.block_quote):
                self.read(child, depth, "> ")
            elif isinstance(child, n.row):
                cells = [" ".join(map(self._inline, entry.children)) for entry in child.children]
                self.writer.row(cells, self._where(), line=self._line)
            elif isinstance(child, n.comment):
                self.writer.block(instruction(child.astext()), self._where(), line=self._line)
            elif isinstance(child, (n.paragraph, n.term, n.caption, n.rubric, n.line)):
                self._write(child, prefix)
                prefix = ""
            elif not isinstance(child, (n.Invisible, n.literal_block, n.Text, n.system_message)):
                self.read(child, depth, prefix)

    def _write(self, node: Any, prefix: str) -> None:
        self.writer.block(self._inline(node), self._where(), prefix=prefix, line=self._line)

    def _where(self) -> str:
        return f"line {self._line}"

    def _inline(self, node: Any) -> str:
        n = self._nodes
        pieces: list[str] = []
        for child in node.children:
            if isinstance(child, n.Text):
                pieces.append(child.astext())
            elif isinstance(child, (n.footnote_reference, n.citation_reference)):
                label = self._labels.get(child.get("refid", ""), child.astext())
                pieces.append(note(label))
            elif isinstance(child, n.reference) and child.get("refuri"):
                pieces.append(link(child.astext(), child["refuri"]) or child.astext())
            elif isinstance(child, n.literal):
                pieces.append(f"`{child.astext()}`")
            elif not isinstance(child, (n.target, n.Invisible, n.problematic)):
                pieces.append(self._inline(child))
            elif isinstance(child, n.problematic):
                pieces.append(child.astext())
        return "".join(pieces)
