"""Writes the address and the day of a copy into an entry of a .bib file."""

from __future__ import annotations

import re

from citecheck.model import ArchivedCopy


def in_bibtex(text: str, key: str, copy: ArchivedCopy) -> str | None:
    """The file with `archiveurl`, `archivedate` and, where it lacks one, `urldate` in the entry
    `key`; None when there is no such entry, the text as it is when it has a copy already."""
    head = re.search(rf"@\w+\s*[{{(]\s*{re.escape(key)}\s*,", text)
    if head is None:
        return None
    following = re.search(r"^\s*@\w+\s*[{(]", text[head.end() :], re.M)
    end = head.end() + following.start() if following else len(text)
    body = text[head.end() : end]
    if re.search(r"\barchiveurl\s*=", body, re.I):
        return text
    first = re.match(r"\s*?\n([ \t]*)\S", body)
    indent = (first[1] if first else "") or "  "
    fields = {"archiveurl": copy.url, "archivedate": f"{copy.at:%Y-%m-%d}"}
    if not re.search(r"\burldate\s*=", body, re.I):
        fields["urldate"] = f"{copy.at:%Y-%m-%d}"
    lines = "".join(f"\n{indent}{name} = {{{value}}}," for name, value in fields.items())
    return text[: head.end()] + lines + ("" if first else "\n") + body.lstrip(" ") + text[end:]
