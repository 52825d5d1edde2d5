"""A brief whose source list no marker leads to counts in an audit as it does in a check."""

from __future__ import annotations

from pathlib import Path

import pytest

from audits.conftest import Audit

LOST = """The toll rose to four dollars. It was shut in May.

## Sources

1. Ray, The bridge. https://one.example/
2. Osei, Tolls. https://two.example/
"""


@pytest.mark.parametrize(
    ("options", "status"),
    [((), 1), (("--fail-on", "no_markers"), 1), (("--fail-on", "contradicted"), 0)],
)
def test_a_list_without_markers_counts(
    audit: Audit, tmp_path: Path, options: tuple[str, ...], status: int
) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "lost.md").write_text(LOST)
    (folder / "copy.md").write_text(LOST)
    (folder / "plain.md").write_text("The toll rose to four dollars.\n")
    finished = audit("archive", "--store", "store.sqlite", *options)
    assert finished.returncode == status, finished.stderr
    _, _, listed = finished.stdout.partition("Without markers\n")
    for name in ("copy.md", "lost.md"):
        assert f"archive/{name} has a source list of 2 entries and no marker" in listed
    assert "plain.md" not in listed
