"""Pages that lead on at once without a redirect's status."""

from __future__ import annotations

import pytest

from citecheck.sources.onward import leads_on

_HERE = "https://example.org/old/page"


@pytest.mark.parametrize(
    ("header", "body", "target"),
    [
        ("", '<meta http-equiv="refresh" content="0;url=/new?a=1&amp;b=2">', "/new?a=1&b=2"),
        ("", "<META content='3; URL=/new' HTTP-EQUIV=Refresh>", "/new"),
        ("0; url=/new", "<p>Wait</p>", "/new"),
        ("", "<script>window.location.replace('/new')</script><p>Moved.</p>", "/new"),
        ("", '<script>top.location.href = "/new";</script>', "/new"),
        ("", '<meta http-equiv=refresh content="300;url=/new">', None),  # a page to be read
        ("", '<meta http-equiv=refresh content="0">', None),
        ("", f'<meta http-equiv=refresh content="0;url={_HERE}#top">', None),  # itself again
        ("", '<noscript><meta http-equiv=refresh content="0;url=/nojs"></noscript>', None),
        ("", '<!-- <meta http-equiv=refresh content="0;url=/x"> -->', None),
        ("", "<script>location.replace('javascript:void(0)')</script>", None),
        ("", f"<p>{'A long text. ' * 60}</p><script>location.href='/login'</script>", None),
        ("", "<p>Nothing of the sort.</p>", None),
    ],
)
def test_where_a_page_leads_on(header: str, body: str, target: str | None) -> None:
    found = leads_on(_HERE, header, "text/html", body.encode())
    assert found == (f"https://example.org{target}" if target else None)


def test_only_markup_is_looked_into() -> None:
    body = b'<meta http-equiv="refresh" content="0;url=/new">'
    assert leads_on(_HERE, "", "text/plain", body) is None
