"""Things that tests need and a machine may lack; each call gives it or skips, naming it."""

from __future__ import annotations

import glob
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def program(*names: str) -> str:
    """The path of the first of these programs that is there, else a skip."""
    for name in names:
        found = shutil.which(name)
        if found is not None:
            return found
    pytest.skip(f"needs {' or '.join(names)}; bash .ci/install brings it")


def program_in(folders: Sequence[str], name: str) -> str:
    """A program of the path or of the newest of some folders (with wildcards), else a skip."""
    places = [place for folder in folders for place in glob.glob(f"{folder}/{name}")]
    found = max(places, default=None) or shutil.which(name)
    if found is None:
        pytest.skip(f"needs {name}; bash .ci/install brings it")
    return found


def shared(*parts: str) -> Path:
    """A file or folder of the evaluation data beside the checkout, else a skip."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"needs the evaluation data at {path}")
    return path
