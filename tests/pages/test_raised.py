"""Digits above the line stay apart from the figure before them."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("sold 412<sup>3</sup> tickets", "sold 412³ tickets"),
        ('cost 18<sup><a href="#n5">5</a></sup> million', "cost 18⁵ million"),
        ('in 1903<a class="footnote-ref" href="#fn2">2</a> by', "in 1903² by"),
        ('in 1903<a role="doc-noteref" href="#fn2">2</a> by', "in 1903² by"),
        ("2 × 10<sup>-6</sup> of it", "2 × 10⁻⁶ of it"),
        ('18<span style="vertical-align:super">5</span> million', "18⁵ million"),
        ("in 1903<sup>b</sup> by", "in 1903[b] by"),
        ("in the 4<sup>e</sup> arrondissement", "in the 4e arrondissement"),
        ("the 4<sup>th</sup> day", "the 4th day"),
        ('in <a href="/y/1903">1903</a> by', "in 1903 by"),
        ("as told<sup>[3]</sup> here", "as told[3] here"),
    ],
)
def test_raised_digits(read, markup: str, text: str) -> None:
    page = read(f"<!doctype html><main><p>The choir {markup} last spring.</p></main>")
    assert f"The choir {text} last spring." in page.text
