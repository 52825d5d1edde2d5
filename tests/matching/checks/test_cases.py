"""Tables of what each check must tell (`!`) and must not (`=`), in `cases`: a page, then claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from citecheck.matching.checks.registry import CHECKS
from matching.checks.comparing import is_told

_FEWEST = 6  # claims of either kind for each check


def _cases() -> Iterator[tuple[str, str, str, bool]]:
    for file in sorted(Path(__file__).with_name("cases").glob("*.txt")):
        for block in file.read_text(encoding="utf-8").strip().split("\n\n"):
            page, *claims = block.splitlines()
            for claim in claims:
                yield file.stem, page, claim[2:], {"!": True, "=": False}[claim[0]]


CASES = list(_cases())


@pytest.mark.parametrize(("check", "page", "claim", "told"), CASES)
def test_a_check_tells_what_it_must_and_nothing_else(
    check: str, page: str, claim: str, told: bool
) -> None:
    assert is_told(check, claim, page) is told


@pytest.mark.parametrize("check", [check.name for check in CHECKS])
def test_each_check_has_a_table(check: str) -> None:
    kinds = Counter(told for name, _, _, told in CASES if name == check)
    assert min(kinds[True], kinds[False]) >= _FEWEST
