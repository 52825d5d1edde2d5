"""Source lists that are costly for their size, and CSV files of every delimiter."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest

from citecheck.briefs import read_references
from citecheck.errors import BriefError


def read(name: str, text: str) -> list[tuple[str, str | None, str | None]]:
    entries = read_references(text.encode(), Path(name))
    return [(entry.label, entry.url, entry.title) for entry in entries]


@pytest.mark.parametrize(
    "text",
    [
        "label,title,url\n1,Thttps: https://e.org/" + '"' * 5000,
        "label,title,url\n" + "\"a'," * 2000,
        "label,title,url\n" + ';|,\t"' * 2000,
        ("\"a\"x,'b'y;" * 30 + "\n") * 40,
    ],
    ids=["quotes", "both-quotes", "delimiters", "mixed"],
)
def test_quotation_marks_of_a_csv_file_take_no_time(text: str) -> None:
    began = time.process_time()
    with suppress(BriefError):
        read("l.csv", text)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", ", "])
def test_the_delimiter_of_a_csv_file_is_told_by_its_rows(delimiter: str) -> None:
    rows = (
        ("label", "title", "url"),
        ("1", '"Rain, wind; snow | sleet"', "https://e.org/1"),
        ("2", "Hail", "https://e.org/2,b"),
    )
    text = "\n".join(delimiter.join(row) for row in rows[: 2 if "," in delimiter else 3])
    found = read("l.csv", text)
    assert found[0] == ("1", "https://e.org/1", "Rain, wind; snow | sleet")
    assert "," in delimiter or found[1] == ("2", "https://e.org/2,b", "Hail")


def test_a_yaml_list_of_very_many_values_is_refused_in_a_line() -> None:
    began = time.process_time()
    with pytest.raises(BriefError, match="more than 300,000 keys and values"):
        read("l.yaml", "- a: 1\n" * 300_000)
    assert time.process_time() - began < 30
