from __future__ import annotations

import codecs

import pytest

from citecheck.pages.charset import decode

TEXT = "<p>Größe “naïve” café</p>"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (TEXT.encode(), "text/html; charset=utf-8"),
        (TEXT.encode("cp1252"), "text/html; charset=ISO-8859-1"),
        (TEXT.encode("cp1252"), 'text/html; charset="windows-1252"'),
        (codecs.BOM_UTF8 + TEXT.encode(), "text/html; charset=iso-8859-1"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), None),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "text/html"),
        (TEXT.encode(), None),
        (TEXT.encode(), "text/html; charset=no-such-set"),
    ],
)
def test_header_and_byte_order_mark(body: bytes, content_type: str | None) -> None:
    assert decode(body, content_type) == TEXT


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset=windows-1251>", "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r"),
        ("<?xml version='1.0' encoding='windows-1251'?>", "cp1251"),
        ("<meta charset='gb2312'>", "gb18030"),
        ("<meta charset=shift_jis>", "cp932"),
        ("<meta charset=utf-16>", "utf-8"),
        ("<meta charset=unicode>", "utf-8"),
        ("<meta charset=ucs-2>", "utf-8"),
    ],
)
def test_declared_in_the_page(head: str, encoding: str) -> None:
    words = "中文" if encoding in ("gb18030", "cp932") else "Привет, мир"
    text = f"{head}<p>{words}</p>"
    assert decode(text.encode(encoding), "text/html") == text


def test_header_goes_before_meta_element() -> None:
    text = "<meta charset=koi8-r><p>Привет</p>"
    assert decode(text.encode("cp1251"), "text/html; charset=windows-1251") == text


def test_wrong_declaration_gives_way_to_valid_utf8() -> None:
    text = "<p>Привет, мир. " * 50
    assert decode(text.encode(), "text/html; charset=us-ascii-9") == text


def test_detection_when_nothing_is_declared() -> None:
    text = "Сегодня в городе прошёл концерт, на котором выступили известные музыканты. " * 20
    assert decode(text.encode("cp1251"), "text/plain") == text


def test_a_few_broken_bytes_are_marked_and_the_rest_is_kept() -> None:
    assert decode(b"caf\xc3\xa9 " * 40 + b"\xff end", "text/html; charset=utf-8").endswith(
        "\ufffd end"
    )


# Labels by the WHATWG Encoding Standard, that Python does not know or takes otherwise.
LABELS = [
    ("l9", "iso8859-15"),
    ("csisolatin9", "iso8859-15"),
    ("iso885915", "iso8859-15"),
    ("x-cp1253", "cp1253"),
    ("sun_eu_greek", "iso8859-7"),
    ("csKSC56011987", "cp949"),
    ("iso88595", "iso8859-5"),
    ("latin1", "cp1252"),
    ("ASCII", "cp1252"),
    ("iso_8859-9:1989", "cp1254"),
    ("x-gbk", "gb18030"),
    ("windows-31j", "cp932"),
    ("dos-874", "cp874"),
    ("x-mac-cyrillic", "mac-cyrillic"),
]
WORDS = {
    "iso8859-7": "Καλημέρα",
    "cp1253": "Καλημέρα",
    "cp949": "안녕",
    "gb18030": "中文",
    "cp932": "東京",
}
WORDS |= {"iso8859-5": "Привет", "mac-cyrillic": "Привет", "cp874": "สวัสดี", "cp1254": "ışık"}


@pytest.mark.parametrize(("label", "encoding"), LABELS)
@pytest.mark.parametrize("where", ["header", "meta"])
def test_labels_mean_what_they_mean_in_browsers(label: str, encoding: str, where: str) -> None:
    head = f"<meta charset={label}>" if where == "meta" else ""
    text = f"{head}<p>{WORDS.get(encoding, 'Größe')}</p>"
    header = f"text/html; charset={label}" if where == "header" else "text/html"
    assert decode(text.encode(encoding), header) == text
