"""Attacks by briefs and source lists: offline, so that nothing is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from hostile import Attack
from hostile_pages import _LAUGHS, docx, pdf_of_forms, pdf_of_text, zipped

LIST = "\n\n## Sources\n\n[1] T - https://e.org/1\n"
CLAIM = "The council approved the barrier on 12 May 2021 [1]."
OFFLINE = ("--offline", "--cache-dir", "cache", "--fail-on", "none", "-f", "json")


def attacks() -> Iterator[Attack]:
    """Briefs of each format, then source lists."""
    for name, file, content in briefs():
        yield Attack(
            f"{name}", "brief", ("check", file, *OFFLINE), {file: content}, quick=name in _QUICK,
            statuses=(0, 2), cpu=75.0, holds=named(file),
        )  # fmt: skip
    for name, file, content in lists():
        yield Attack(
            name, "list", ("check", "b.md", "--sources", file, *OFFLINE),
            {"b.md": CLAIM.encode(), file: content}, statuses=(0, 2), cpu=75.0, holds=named(file),
            quick=name in _QUICK,
        )  # fmt: skip


_QUICK = {"md-comments", "md-sources-spaces", "yaml-aliases", "bib-braces", "pdf-forms-brief"}


def named(file: str) -> Callable[[str, str, Path], str]:
    """A brief that is refused costs a line that names it; one that is read gives a report."""

    def holds(out: str, err: str, folder: Path) -> str:
        if out:
            json.loads(out)
            return ""
        lines = [line for line in err.splitlines() if line.strip()]
        if len(lines) != 1 or file not in lines[0]:
            return f"{len(lines)} lines: {' '.join(lines)[:100]}"
        return ""

    return holds


def md(text: str) -> bytes:
    return f"# T\n\n{CLAIM}\n\n{text}{LIST}".encode("utf-8", "surrogatepass")


def briefs() -> Iterator[tuple[str, str, bytes]]:
    for name, text in {
        "comments": ("<!--" + "x " * 2040 + "-->\n") * 585,
        "comments-empty": "<!---->" * 20_000,
        "comments-unclosed": "<!--" + ("<!-- x" * 60_000),
        "sources-spaces": "Sources" + " " * 500 + "x\n",
        "sources-spaces-many": ("Sources" + " " * 500 + "x\n") * 200,
        "white-space": " " * 200_000 + "x",
        "blank-lines": "\n" * 500_000,
        "tabs": "\t \n" * 100_000,
        "brackets": "[" * 100_000,
        "brackets-closed": "[a](" * 60_000,
        "brackets-nested": "[" * 20_000 + "1" + "]" * 20_000,
        "markers": "[1]" * 60_000,
        "markers-words": "word [1] " * 60_000,
        "markers-range": "[1-99999999999] [1, 2-9999999] " * 3000,
        "markers-superscript": "word²³ " * 60_000,
        "markers-claims": f"{CLAIM}\n\n" * 8000,
        "markers-one-line": f"{CLAIM} " * 20_000,
        "emphasis": "*a **b _c " * 60_000,
        "stars": "*" * 200_000,
        "underscores": "_" * 200_000,
        "backticks": "`" * 100_001,
        "backticks-odd": "".join("`" * n + " " for n in range(400)) * 3,
        "quotes": "> " * 50_000 + "a",
        "lists": "".join("  " * min(n, 400) + "- a\n" for n in range(5000)),
        "tables": "| a " * 60_000 + "|\n",
        "tables-rows": "| a | b [1] |\n| --- | --- |\n" + "| a | b [1] |\n" * 20_000,
        "footnotes": "".join(f"a[^{n}] " for n in range(20_000))
        + "\n\n"
        + "".join(f"[^{n}]: https://e.org/{n}\n" for n in range(20_000)),
        "footnotes-recursive": "a[^1]\n\n[^1]: b[^1] [^2]\n[^2]: c[^1]\n" * 2000,
        "links": "[a](https://e.org/" + "(" * 60_000,
        "links-many": "[a](https://e.org/x) " * 30_000,
        "angles": "<" * 200_000,
        "autolinks": "<https://" * 40_000,
        "html": "<div>" * 60_000,
        "entities": "&amp" * 60_000,
        "headings": "# a\n" * 60_000,
        "setext": "a\n===\n" * 40_000,
        "sentences": "A. B. C. " * 60_000,
        "words": "word " * 400_000,
        "one-word": "a" * 2_000_000,
        "references": "\n".join(f"[{n}] T - https://e.org/{n}" for n in range(20_000)),
        "directives": "<!-- citecheck: ignore -->\n" * 20_000,
        "latex-dollars": "$" * 100_000,
        "front-matter": "",
        "urls": "https://e.org/" + "a/" * 200_000,
        "doi": "10.1000/" + "(" * 60_000,
        "surrogates": "a \ud800 \udc00 b " * 1000,
        "controls": "a\x1b[31m \u202e b\x07 ::error:: ##[error] [1].",
        "nul": "a\0b " * 10,
    }.items():
        yield f"md-{name}", "b.md", md(text)
    yield "md-begins-with-comments", "b.md", b"<!---->" * 20_000 + md("x")
    aliases = "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9) if n else 'x'}]\n" for n in range(12)
    )
    yield (
        "md-front-matter-aliases",
        "b.md",
        f"---\n{aliases}bibliography: *a11\n---\n\n{CLAIM}{LIST}".encode(),
    )
    yield (
        "md-front-matter-date",
        "b.md",
        f"---\ndate: 2024-99-99\nbibliography: x.bib\n---\n\n{CLAIM}{LIST}".encode(),
    )
    yield (
        "md-front-matter-device",
        "b.md",
        f"---\nbibliography: /dev/zero\n---\n\n{CLAIM}{LIST}".encode(),
    )
    yield "md-claims-of-a-line", "b.md", (f"{CLAIM} " * 200_000).encode()
    tex = "\\documentclass{article}\\begin{document}\n"
    for name, text in {
        "dollars": "$" * 100_001, "dollars-open": "a $b " * 40_000, "blank": "\n\n" * 100_000,
        "braces": "{" * 60_000, "braces-closed": "\\emph{" * 20_000 + "a" + "}" * 20_000,
        "begin": "\\begin{itemize}\\item a " * 10_000, "macros": "\\newcommand{\\a}{\\a\\a}" + "\\a" * 1000,
        "defs": "\\def\\a{\\b\\b}\\def\\b{\\c\\c}\\def\\c{\\a\\a}\\a", "comments": "%" * 200_000,
        "input": "\\input{/etc/passwd}\\include{/dev/zero}\\bibliography{/etc/passwd,../../x,/dev/zero}",
        "cites": "a \\cite{x} " * 30_000, "cite-long": "\\cite{" + "a," * 100_000 + "}",
        "footnotes": "a\\footnote{b \\url{https://e.org/x}} " * 10_000, "verb": "\\verb|" * 30_000,
        "tables": "\\begin{tabular}{l}" + "a & b \\\\ " * 30_000, "backslashes": "\\" * 200_000,
    }.items():  # fmt: skip
        yield f"tex-{name}", "b.tex", f"{tex}{text} {CLAIM}\\end{{document}}".encode()
    page = "<!doctype html><html><body>"
    for name, text in {
        "paragraphs": "<p>a" * 300_000, "attributes": "<p " + " ".join(f"a{n}" for n in range(200_000)) + ">",
        "comments": ("<!--" + "x " * 2040 + "-->") * 585, "nested-tables": "<table><tr><td>" * 80,
        "nested": "<div>" * 100_000, "nested-lists": "<ol><li>" * 20_000, "sup": "a<sup>1</sup> " * 60_000,
        "links": "<a href=#x>1</a>" * 60_000, "file-links": "<a href='file:///etc/passwd'>1</a>",
    }.items():  # fmt: skip
        yield f"html-{name}", "b.html", f"{page}{text}<p>{CLAIM}".encode()
    yield "docx-bomb-brief", "b.docx", docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 2_000_000)
    yield (
        "docx-spaces-brief",
        "b.docx",
        docx(f"<w:p><w:r><w:t>{' ' * 90_000_000}</w:t></w:r></w:p>"),
    )
    yield (
        "docx-tables-brief",
        "b.docx",
        docx("<w:tbl><w:tr><w:tc>" * 400 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 400),
    )
    yield (
        "docx-runs-brief",
        "b.docx",
        docx("<w:p>" + "<w:r><w:t>a </w:t></w:r>" * 300_000 + "</w:p>"),
    )
    yield "docx-entities-brief", "b.docx", docx("", head=_LAUGHS)
    odt = "<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'><office:body><office:text>{}</office:text></office:body></office:document-content>"
    yield (
        "odt-spaces",
        "b.odt",
        zipped(
            {"content.xml": odt.format("<text:p>a<text:s text:c='999999999'/></text:p>").encode()}
        ),
    )
    yield (
        "odt-spaces-superscript",
        "b.odt",
        zipped({"content.xml": odt.format("<text:p>a<text:s text:c='²'/></text:p>").encode()}),
    )
    yield (
        "odt-paragraphs",
        "b.odt",
        zipped({"content.xml": odt.format("<text:p>a</text:p>" * 1_000_000).encode()}),
    )
    yield (
        "odt-nested",
        "b.odt",
        zipped({"content.xml": odt.format("<text:span>" * 100_000).encode()}),
    )
    yield "pdf-forms-brief", "b.pdf", pdf_of_forms()
    yield "pdf-letters-brief", "b.pdf", pdf_of_text(b"(a) Tj 1 0 0 1 5 5 cm " * 40_000)
    yield "pdf-broken-brief", "b.pdf", b"%PDF-1.7\n" + b"1 0 obj <<" * 1000
    cells = [{"cell_type": "markdown", "source": [CLAIM, " \ud800 "]}]
    yield "ipynb-surrogates", "b.ipynb", json.dumps({"nbformat": 4, "cells": cells}).encode()
    yield "ipynb-nested", "b.ipynb", b'{"nbformat":4,"cells":' + b"[" * 100_000
    yield (
        "ipynb-cells",
        "b.ipynb",
        json.dumps({"nbformat": 4, "cells": cells[:1] * 30_000}).encode(),
    )
    rst = {
        "sections": "".join(f"a\n{c * 3}\n\n" for c in "=-~^\"'`#*+") * 300, "include": ".. include:: /etc/passwd\n.. raw:: html\n   :file: /etc/passwd\n.. csv-table:: x\n   :url: http://127.0.0.1:1/\n",
        "footnotes": "a [1]_ " * 5000 + "\n\n.. [1] https://e.org/1\n", "nested": "".join("  " * n + "* a\n\n" for n in range(300)),
        "substitutions": ".. |a| replace:: |b| |b|\n.. |b| replace:: |a| |a|\n\n|a|\n", "stars": "*" * 60_000,
    }  # fmt: skip
    for name, text in rst.items():
        yield f"rst-{name}", "b.rst", f"{text}\n\n{CLAIM}\n".encode()
    for name, data in {
        "empty": b"", "utf-16-odd": b"\xff\xfe" + b"a" * 1001, "latin": b"\xe9" * 100_000 + md("x"), "utf-7": b"+ADw-" * 1000 + md("x"),
        "nul-bytes": b"\0" * 1000, "invalid": b"\xc3\x28" * 100_000 + md("x"),
    }.items():  # fmt: skip
        yield f"bytes-{name}", "b.txt", data


def lists() -> Iterator[tuple[str, str, bytes]]:
    aliases = "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9) if n else 'x'}]\n" for n in range(12)
    )
    for name, file, text in (
        ("yaml-aliases", "l.yaml", aliases),
        ("yaml-recursive", "l.yaml", "&a [*a]"),
        ("yaml-deep", "l.yaml", "[" * 100_000),
        ("yaml-dates", "l.yaml", "- {label: 1, date: 2024-99-99, url: https://e.org/1}"),
        ("yaml-python", "l.yaml", "!!python/object/apply:os.system ['touch /tmp/hostile-ran']"),
        ("yaml-numbers", "l.yaml", "- {label: " + "9" * 5000 + ", url: https://e.org/1}"),
        ("yaml-long", "l.yaml", "- a: 1\n" * 300_000),
        ("json-deep", "l.json", "[" * 200_000),
        ("json-numbers", "l.json", '[{"label": ' + "9" * 6000 + ', "url": "https://e.org/1"}]'),
        ("json-surrogates", "l.json", '[{"label": "1", "title": "a \\ud800", "url": "https://e.org/\\udc00"}]'),
        ("json-nan", "l.json", '[{"label": NaN, "url": Infinity}]'),
        ("json-nested-lists", "l.json", '{"sources":' * 900 + "[]" + "}" * 900),
        ("json-many", "l.json", json.dumps([{"url": f"https://e.org/{n}"} for n in range(100_000)])),
        ("csv-quotes", "l.csv", 'label,url\n"' + "a" * 300_000),
        ("csv-wide", "l.csv", "url," + "a," * 100_000 + "\n" + "x," * 100_000),
        ("csv-nul", "l.csv", "label,url\n1\0,https://e.org/1\n"),
        ("csv-sniff", "l.csv", ';|,\t"' * 1000),
        ("csv-many-quotes", "l.csv", "label,title,url\n1,T" + '"' * 4000),
        ("bib-braces", "l.bib", "@misc{a, title = {" + "{" * 50_000),
        ("bib-strings", "l.bib", "".join(f"@string{{a{n} = a{n - 1} # a{n - 1}}}\n" for n in range(1, 60)) + "@misc{x, title = a59}"),
        ("bib-at", "l.bib", "@" * 60_000),
        ("bib-entries", "l.bib", "@misc{a, url={https://e.org/1}}\n" * 10_000),
        ("bib-quotes", "l.bib", '@misc{a, title = "' + '\\"' * 50_000),
        ("text-spaces", "l.txt", "[1] " + " " * 300_000 + "https://e.org/1\n"),
        ("text-urls", "l.txt", "[1] " + "https://e.org/" * 30_000),
        ("text-titles", "l.txt", "\n".join(f"[{n}] {'a ' * 200} - https://e.org/{n}" for n in range(3000))),
        ("text-file", "l.txt", "[1] T - file:///etc/passwd\n"),
    ):  # fmt: skip
        yield name, file, text.encode("utf-8", "surrogatepass")
