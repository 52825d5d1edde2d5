from __future__ import annotations

import pytest

from citecheck.model import SourceStatus

TEXT = "The bridge was opened in 1998."
XHTML = (
    "<?xml version='1.0' encoding='utf-8'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN'"
    " 'http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd'>"
    f"<html xmlns='http://www.w3.org/1999/xhtml'><head><title>T</title></head><body><p>{TEXT}</p>"
    "</body></html>"
)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (f"<p>{TEXT}</p>", "text/html"),
        (f"<!doctype html><p>{TEXT}</p>", "text/plain"),
        (f"<html><p>{TEXT}</p>", "application/octet-stream"),
        (f"<!-- x --><html><p>{TEXT}</p>", None),
        (f"\ufeff<html><p>{TEXT}</p>", "application/pdf"),
        (XHTML, "application/xhtml+xml"),
        (XHTML, "application/xml"),
        (XHTML, "text/html"),
        (f"<p>{TEXT}</p>", "application/xhtml+xml; charset=utf-8"),
        (TEXT, "text/plain"),
        (TEXT, None),
        (TEXT, "text/markdown"),
    ],
)
def test_kinds_that_are_read(read, body: str, content_type: str | None) -> None:
    page = read(body, content_type)
    assert page.status is SourceStatus.OK
    assert page.passages[-1].text == TEXT


@pytest.mark.parametrize(
    ("body", "content_type", "named"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "image/png", "PNG image"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "text/html", "JPEG image"),
        (b"PK\x03\x04" + b"\0" * 50, "application/zip", "ZIP archive"),
        (b"\0\1\2\3" * 50, "text/html", "binary file"),
        (b'{"a": 1}', "application/json", "application/json"),
        (b"a,b\n1,2\n", "text/csv", "text/csv"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 50, "application/msword", "old office document"),
        (b"<rss><item/></rss>", "application/rss+xml", "application/rss+xml"),
    ],
)
def test_other_kinds_are_named(read, body: bytes, content_type: str, named: str) -> None:
    page = read(body, content_type)
    assert page.status is SourceStatus.WRONG_TYPE
    assert named in page.detail
    assert "; " in page.detail


def test_paragraphs_of_plain_text_are_passages(read) -> None:
    page = read("One line\nand another.\n\n\nA second   paragraph.\r\n\r\nA third.", "text/plain")
    texts = ["One line and another.", "A second paragraph.", "A third."]
    assert [p.text for p in page.passages] == texts
    assert all(page.text[p.start : p.end] == p.text for p in page.passages)


def test_blank_text_is_empty(read) -> None:
    page = read(" \n\t\n", "text/plain")
    assert page.status is SourceStatus.EMPTY
    assert page.detail


ENGLISH = (
    "The council said on Monday that it had bought the old mill from the town and that it would be"
    " open to all who live in the valley, with a market for the farmers that have been there for"
    " years."
)
GERMAN = (
    "Der Rat hat am Montag mitgeteilt, dass er die alte Mühle von der Stadt gekauft hat und dass"
    " sie für alle offen ist, die in dem Tal leben, mit einem Markt für die Bauern, die dort sind."
)


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<html lang='en-GB'><p>x", "en"),
        ("<html lang=de_DE><p>x", "de"),
        ("<p>Die Brücke über den Sund wurde im Frühjahr 1998 für den Verkehr geöffnet, und seither"
         " ist die Zahl der Autos in jedem Jahr gestiegen, das ist nicht zu leugnen.", "de"),
        ("<p>The bridge across the sound was opened to traffic in the spring of 1998, and it is"
         " the longest of its kind in the country.", "en"),
        ("<p>橋は1998年の春に開通しました。それ以来、車の数は毎年増えています。", "ja"),
        ("<p>short", None),
    ],
)  # fmt: skip
def test_language_by_attribute_else_by_its_words(read, html: str, language: str | None) -> None:
    assert read(html).language == language


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("de", ENGLISH, "en"),
        ("en-US", GERMAN, "de"),
        ("en", ENGLISH, "en"),
        ("nb", GERMAN, "nb"),  # a language whose words are not known is believed
        ("de", "Opening hours: Monday to Friday.", "de"),  # too short to tell
        ("de", f"{ENGLISH} {GERMAN}", "de"),  # both
    ],
)
def test_a_text_clearly_in_another_language_than_its_page_declares_outweighs_it(
    read, declared: str, text: str, language: str
) -> None:
    assert read(f'<html lang="{declared}"><body><p>{text}</p></body></html>').language == language
