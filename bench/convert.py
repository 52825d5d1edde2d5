"""Converts the bench's briefs into every format, by pandoc and, for PDF, by a browser's print.

    python bench/convert.py FOLDER [--bench ../shared/bench]

Needs pandoc and chromium (Debian's packages). A notebook is made of the Markdown as it is, since
pandoc writes notes as plain numbers there.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench"
FORMATS = ("markdown", "html", "docx", "odt", "latex", "rst", "ipynb", "pdf")
_BROWSER = (
    "--headless --no-sandbox --disable-gpu --no-pdf-header-footer --disable-background-networking"
    " --disable-component-update --disable-sync --no-first-run"
).split()


def convert(brief: Path, folder: Path, kind: str) -> Path:
    """The brief in one format; `folder` receives it."""
    target = folder / f"{brief.stem}.{kind}"
    if kind == "ipynb":
        source = brief.read_text(encoding="utf-8").splitlines(keepends=True)
        cell = {"cell_type": "markdown", "metadata": {}, "source": source}
        value = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
        target.write_text(json.dumps(value), encoding="utf-8")
    elif kind == "pdf":
        page = convert(brief, folder, "html")
        browser = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
        with tempfile.TemporaryDirectory() as profile:
            command = [browser, *_BROWSER, f"--user-data-dir={profile}"]
            run([*command, f"--print-to-pdf={target}", str(page)])
    else:
        # Lines of the brief stay lines, quotation marks stay as they are.
        reading = "markdown+hard_line_breaks-smart"
        options = ["--wrap=preserve", "--metadata", f"title={brief.stem}"]
        run(["pandoc", "-s", "-f", reading, "-t", kind, *options, "-o", str(target), str(brief)])
    return target


def run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def briefs(bench: Path) -> list[Path]:
    """The bench's briefs with expected claims."""
    folder = bench / "pages" / "briefs"
    return sorted(p for p in folder.iterdir() if p.suffix in (".txt", ".md"))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--bench", type=Path, default=SHARED)
    given = arguments.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for brief in briefs(given.bench):
        for kind in FORMATS:
            print(convert(brief, given.folder, kind))


if __name__ == "__main__":
    main()
