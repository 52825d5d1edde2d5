"""Sentences end where a reader says they end."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.sentences import split


@pytest.mark.parametrize(
    "sentences",
    [
        ["Deputies signed No. 5 of the agreements.", "The rest waited."],
        ["The U.S. Army said so.", "It left."],
        ["He lives in the U.S.", "The move came late."],
        ["Under section 287(g), officers act.", "They are trained."],
        ["Fruit, e.g. apples, sold well.", "Prices rose 3.5 percent to $4.20."],
        ['"We had it. It was good," he said.', "Nobody agreed."],
        ["In Jan. 2020 the troops left.", "Gov. Smith objected."],
        ["J. K. Rowling wrote it.", "Critics loved it."],
        ["Apple Inc. paid.", "The firm denied it."],
        ["Is it true?", "Yes!", "No one knows."],
        ["The end [1].", "The start [2]."],
    ],
)
def test_splits_where_a_reader_would(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[start:end] for start, end in split(text)] == sentences


@given(st.text())
def test_every_visible_character_is_in_one_sentence(text: str) -> None:
    spans = split(text)
    assert spans == sorted(spans)
    assert all(a_end <= b_start for (_, a_end), (b_start, _) in itertools.pairwise(spans))
    covered = {i for start, end in spans for i in range(start, end)}
    assert all(text[i].isspace() for i in range(len(text)) if i not in covered)


def test_a_text_longer_than_any_paragraph_is_split_as_its_parts_are() -> None:
    part = "Dr. Ray met the U.S. envoy in No. 5 on May 3. “They spoke,” she said. It rained. "
    sentences = [part[start:end] for start, end in split(part)]
    text = part * 1_000
    assert [text[start:end] for start, end in split(text)] == sentences * 1_000


@pytest.mark.parametrize("unit", ["a", "A. ", '" ', "“a ", "No. 5 ", "\n\n"])
def test_two_megabytes_take_seconds(unit: str) -> None:
    began = time.process_time()
    split((unit * 2_000_000)[:2_000_000])
    assert time.process_time() - began < 10
