"""When two URLs are the same page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.sources import canonical_url


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        # scheme, host, port
        ("HTTP://Example.ORG/A", "http://example.org/A"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("https://example.org:80/a", "https://example.org:80/a"),
        ("https://example.org:/a", "https://example.org/a"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://user:secret@example.org/a", "https://example.org/a"),
        ("  https://example.org/a\n", "https://example.org/a"),
        # international names
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://XN--BCHER-KVA.example/", "https://xn--bcher-kva.example/"),
        ("https://例え.テスト/", "https://xn--r8jz45g.xn--zckzah/"),
        ("http://[0:0:0:0:0:0:0:1]:8080/", "http://[::1]:8080/"),
        ("http://[2001:DB8::1]/", "http://[2001:db8::1]/"),
        # fragment and query
        ("https://example.org/a#part", "https://example.org/a"),
        ("https://example.org/a#:~:text=x", "https://example.org/a"),
        ("https://example.org/a?", "https://example.org/a"),
        ("https://example.org/a?b=1&a=2", "https://example.org/a?b=1&a=2"),
        ("https://example.org/a?b&b=", "https://example.org/a?b&b="),
        ("https://example.org/a?q=%3f%26", "https://example.org/a?q=%3F%26"),
        # escapes
        ("https://example.org/%7euser/%41", "https://example.org/~user/A"),
        ("https://example.org/a%2fb", "https://example.org/a%2Fb"),
        ("https://example.org/ü", "https://example.org/%C3%BC"),
        ("https://example.org/%c3%bc", "https://example.org/%C3%BC"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/100%", "https://example.org/100%25"),
        # dot segments
        ("https://example.org/a/./b/../c", "https://example.org/a/c"),
        ("https://example.org/../../a", "https://example.org/a"),
        ("https://example.org/a/..", "https://example.org/"),
        ("https://example.org/a/%2e%2e/b", "https://example.org/b"),
        ("https://example.org/a//b/", "https://example.org/a//b/"),
        # tracking parameters
        ("https://example.org/a?utm_source=x&id=3&utm_medium=y", "https://example.org/a?id=3"),
        ("https://example.org/a?fbclid=IwAR", "https://example.org/a"),
        ("https://example.org/a?id=3&gclid=1&GCLID=2", "https://example.org/a?id=3"),
        ("https://example.org/a?%75tm_source=x", "https://example.org/a"),
        (
            "https://example.org/a?ref=x&source=y&page=2",
            "https://example.org/a?ref=x&source=y&page=2",
        ),
        ("https://example.org/a?utm=1", "https://example.org/a?utm=1"),
    ],
)
def test_the_same_page(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "ftp://example.org/",
        "mailto:a@example.org",
        "https://",
        "https://[::g]/",
        "https://exa mple.org/",
        "https://example.org:99999/",
        "http://%31.example/",
        "//x/y",
    ],
)
def test_no_page(url: str) -> None:
    with pytest.raises(ValueError):
        canonical_url(url)


@given(st.text(max_size=60))
def test_any_text_is_refused_or_settles(text: str) -> None:
    for url in (text, f"https://example.org/{text}", f"https://{text}/"):
        try:
            canonical = canonical_url(url)
        except ValueError:
            continue
        assert canonical_url(canonical) == canonical
        assert canonical.isascii()
