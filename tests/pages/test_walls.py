"""Pages that are not the source, and articles that only speak of such things."""

from __future__ import annotations

import gzip
import json

import pytest

import needs
from citecheck import pipeline
from citecheck.briefs import parse
from citecheck.model import Region, Source, SourceStatus, Verdict

S = SourceStatus
PARAGRAPH = (
    "The bridge across the sound was opened to traffic in the spring of 1998, after a delay of"
    " two years, and more cars have used it in each of the years since then than in the one before."
)
ARTICLE = f"<article><h1>The bridge</h1>{f'<p>{PARAGRAPH}</p>' * 8}</article>"
SCRIPT = "<script src=/app.js></script>"


def site(body: str, title: str = "The bridge - Example News") -> str:
    return (
        f"<html lang=en><head><title>{title}</title>{SCRIPT}</head><body>"
        "<header><a href=/>Example News</a></header>"
        "<nav><ul><li><a href=/news>News</a><li><a href=/sport>Sport</a></ul></nav>"
        f"{body}<footer><p>© 2024 Example News. All rights reserved. Privacy policy. Cookies.</p>"
        "</footer></body></html>"
    )


CHALLENGES = {
    "cloudflare": "<html><head><title>Just a moment...</title></head><body><div class=main-wrapper>"
    "<h1>www.example.org</h1><p>www.example.org needs to review the security of your connection"
    " before proceeding.</p><noscript>Enable JavaScript and cookies to continue</noscript></div>"
    "<script>window._cf_chl_opt={cvId:'3'};</script></body></html>",
    "cloudflare block": "<title>Attention Required! | Cloudflare</title><h1>Sorry, you have been"
    " blocked</h1><p>You are unable to access example.org</p>",
    "datadome": "<html><head><title>example.org</title></head><body><p id=cmsg>Please enable JS"
    " and disable any ad blocker</p>"
    "<script>var dd={'rt':'c','host':'geo.captcha-delivery.com'}</script>"
    "</body></html>",
    "human": "<title>Access to this page has been denied</title><div id=px-captcha></div>"
    "<p>Press & Hold to confirm you are a human (and not a bot).</p>",
    "akamai": "<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>"
    " You don't have permission to access this page on this server.<P>Reference #18.1<P>"
    "https://errors.edgesuite.net/18.1</BODY></HTML>",
    "imperva": "<html><body><iframe src='/_Incapsula_Resource?x=1'></iframe></body></html>",
    "anubis": "<title>Making sure you're not a bot!</title><script id=anubis_challenge"
    " type=application/json>{}</script><p>Calculating...</p>",
    "words": site("<p>Please verify you are human to go on.</p>", "Example News"),
    "traffic": "<p>Our systems have detected unusual traffic from your computer network.</p>",
}

SOFT_404 = {
    "title": site("<h1>Oops!</h1><p>Try the search.</p>", "Page not found | Example News"),
    "number": site("<h1>404</h1><p>Nothing here.</p>", "Example News"),
    "title with number": site("<p>Gone.</p>", "404 - Not Found"),
    "error": site("<p>Go home.</p>", "Error 404 (Not Found)!!1"),
    "heading": site("<main><h1>The page could not be found</h1><a href=/>Home</a></main>", "News"),
    "words": site("<div><p>Sorry, the page you are looking for has been moved.</p></div>", "News"),
    "we cannot": site("<p>We can't seem to find the page you're looking for.</p>", "News"),
    "german": site("<h1>Seite nicht gefunden</h1>", "Beispiel"),
    "french": site("<h1>Page introuvable</h1>", "Exemple"),
    "spanish": site("<h1>Página no encontrada</h1>", "Ejemplo"),
    "russian": site("<h1>Страница не найдена</h1>", "Пример"),
    "with other stories": site(
        "<h1>Page not found</h1><h2>Latest</h2>"
        + "".join(
            f"<div class=card><h3>Story {n}</h3><p>{PARAGRAPH[:90]}</p></div>" for n in "1234"
        ),
        "Page not found - Example News",
    ),
}

LOGINS = {
    "form": site(
        "<h1>Log in to your account</h1><form><input name=user><input type=password><button>Log in"
        "</button></form>",
        "Log in - Example News",
    ),
    "german": site("<h2>Anmelden</h2><form><input type='password'></form>", "Beispiel: Anmeldung"),
}

CONSENT = {
    "yahoo": "<title>Example is part of a family of brands</title><div class=wizard><h1>Before you"
    " continue</h1><p>We, and our partners, use cookies to give you our sites and apps, to find out"
    " who you are, apply security measures, prevent spam and abuse, and measure your use of our"
    " sites. If you click Accept all, we and our partners will also store cookies on your device"
    " and use precise geolocation data for personalised advertising and content.</p>"
    "<button>Accept all</button><button>Reject all</button><button>Manage privacy settings</button>"
    "</div>",
}

SHELLS = {
    "react": "<title>App</title><noscript>You need to enable JavaScript to run this app."
    f"</noscript><div id=root></div>{SCRIPT}",
    "next": f"<title>App</title><div id=__next></div>{SCRIPT}",
    "vue": f"<title>App</title><div id='app'></div>{SCRIPT}<script>window.x=1</script>",
    "angular": f"<title>App</title><app-root></app-root>{SCRIPT}",
    "nothing": f"<title>App</title><body>{SCRIPT}</body>",
    "words": f"<title>App</title><p>Please enable JavaScript to view this page.</p>{SCRIPT}",
}

PROMPT = "<div class=offer><p>{}</p><a href=/sub>Subscribe now</a></div>"
TEASER = f"<article><h1>The bridge</h1><p>{PARAGRAPH}</p>"
PAYWALLS = {
    "subscribe": site(f"{TEASER}{PROMPT.format('Subscribe to continue reading')}</article>"),
    "full story": site(f"{TEASER}{PROMPT.format('To read the full story, subscribe or sign in.')}"),
    "subscribers": site(f"{TEASER}{PROMPT.format('This article is for subscribers only.')}"),
    "limit": site(f"{TEASER}{PROMPT.format('You’ve reached your limit of free articles.')}"),
    "already": site(f"{TEASER}{PROMPT.format('Already a subscriber? Log in')}"),
    "french": site(f"{TEASER}{PROMPT.format('Cet article est réservé aux abonnés.')}"),
    "metadata": site(
        '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree":'
        '"False", "hasPart": {"isAccessibleForFree": false, "cssSelector": ".paid"}}</script>'
        + TEASER
    ),
}

ALL = [
    *((S.BOT_WALL, name, html) for name, html in CHALLENGES.items()),
    *((S.SOFT_404, name, html) for name, html in SOFT_404.items()),
    *((S.LOGIN_REQUIRED, name, html) for name, html in LOGINS.items()),
    *((S.CONSENT_WALL, name, html) for name, html in CONSENT.items()),
    *((S.NEEDS_BROWSER, name, html) for name, html in SHELLS.items()),
    *((S.PAYWALLED, name, html) for name, html in PAYWALLS.items()),
    (S.EMPTY, "blank", "<title>x</title><body></body>"),
    (S.EMPTY, "nothing at all", ""),
]


@pytest.mark.parametrize(("status", "name", "html"), ALL, ids=[f"{s}-{n}" for s, n, _ in ALL])
def test_page_that_is_not_the_source(read, status: S, name: str, html: str) -> None:
    page = read(html)
    assert (page.status, page.detail) == (status, page.detail)
    assert "; " in page.detail, page.detail
    assert "\n" not in page.detail
    assert bool(page.passages) == (status is S.PAYWALLED)


def about(topic: str, title: str, extra: str = "") -> str:
    text = f"<p>{topic} {PARAGRAPH}</p>" * 4
    return site(f"<article><h1>{title}</h1>{text}{extra}</article>", f"{title} - Example News")


ARTICLES = {
    "about 404": about("Error 404 means that a page was not found on a server.", "What is 404?"),
    "named 404": about("Page not found, says a server with code 404.", "HTTP 404", ARTICLE),
    "song": about("The song “Page Not Found” was released in May.", "Page Not Found", ARTICLE),
    "about paywalls": about(
        "“Subscribe to continue reading” is what readers of many newspapers see; a paywall asks to"
        " log in or subscribe before it shows the full story; metered ones count articles.",
        "How paywalls work",
    ),
    "about robots": about(
        "Sites ask visitors to “verify you are human” or to enable JavaScript and cookies to"
        " continue, and Cloudflare says “Just a moment...” in the meantime.",
        "Why captchas are everywhere",
    ),
    "about cookies": about(
        "Cookie banners ask to accept all cookies; the law asks for consent and privacy.",
        "Accept all: cookie banners explained",
    ),
    "about logins": about("To log in, type a password.", "How to sign in to your account"),
    "with a login form": site(
        ARTICLE + "<div class=modal><h2>Sign in</h2><form><input type=password></form></div>"
    ),
    "with a cookie banner": site(
        ARTICLE + "<div class=cookie-banner><p>We use cookies and ask for your consent to them."
        "</p><button>Accept all</button></div>"
    ),
    "with cloudflare's script": site(
        ARTICLE + "<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script>"
    ),
    "with a noscript notice": site(
        f"<noscript>Please enable JavaScript to view comments.</noscript>{ARTICLE}"
    ),
    "with an empty root": site(f"{ARTICLE}<div id=root></div>"),
    "not free but all there": site(
        '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false,'
        '"hasPart": {"isAccessibleForFree": false, "cssSelector": ".paid"}}</script>'
        f"<article><h1>The bridge</h1><p>{PARAGRAPH}</p><div class=paid>"
        + f"<p>{PARAGRAPH}</p>" * 4
        + "</div></article>"
    ),
    "free": site(
        '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": true}'
        f"</script>{TEASER}"
    ),
    "short": site("<p>The museum is open from nine to five, and closed on Mondays.</p>", "Museum"),
    "very short without scripts": "<p>It rained.</p>",
    "with a newsletter box": site(f"{ARTICLE}<div><p>Subscribe to our newsletter.</p></div>"),
    "missing persons": site(
        f"<article><h1>Lost hiker not found</h1><p>{PARAGRAPH}</p></article>",
        "Lost hiker not found",
    ),
}


@pytest.mark.parametrize("name", ARTICLES)
def test_articles_that_speak_of_such_things_are_read(read, name: str) -> None:
    page = read(ARTICLES[name])
    assert (page.status, page.detail) == (S.OK, "")
    assert page.passages


@pytest.mark.parametrize(
    ("asked", "final", "status"),
    [
        ("https://example.org/news/2019/bridge", "https://example.org/", S.SOFT_404),
        ("https://www.example.org/news/bridge.html", "https://example.org/en/", S.SOFT_404),
        ("https://example.org/news/bridge", "https://example.org/index.html", S.SOFT_404),
        ("https://example.org/a/bridge", "https://example.org/search?q=bridge", S.SOFT_404),
        ("https://example.org/a/bridge", "https://example.org/errors/404", S.SOFT_404),
        ("https://example.org/a/bridge", "https://consent.example.org/c?x", S.CONSENT_WALL),
        ("https://example.org/news/bridge", "https://example.org/news/the-bridge", S.OK),
        ("http://example.org/news/bridge", "https://www.example.org/news/bridge", S.OK),
        ("http://example.org/", "https://example.org/", S.OK),
        ("http://example.org/index.html", "https://example.org/", S.OK),
        ("https://example.org/de", "https://example.org/", S.OK),
        ("https://sho.rt/abcdef", "https://example.org/", S.OK),
        ("https://example.org/search?q=x", "https://example.org/search/results?q=x", S.OK),
        ("https://example.org/old/bridge", "https://example.org/?p=123", S.OK),
    ],
)
def test_redirects_away_from_the_page(read, asked: str, final: str, status: S) -> None:
    page = read(site(ARTICLE), url=asked, final_url=final, redirects=(asked,))
    assert page.status is status, page.detail


def test_redirect_to_a_login(read) -> None:
    page = read(
        LOGINS["form"], url="https://example.org/a", final_url="https://example.org/login?next=/a"
    )
    assert page.status is S.LOGIN_REQUIRED


@pytest.mark.parametrize("status", [S.FORBIDDEN, S.RATE_LIMITED, S.SERVER_ERROR])
@pytest.mark.parametrize("name", CHALLENGES)
def test_error_page_that_is_a_challenge_is_a_bot_wall(status: S, name: str) -> None:
    from citecheck import pages

    source = Source(
        "https://example.org/a",
        status,
        "the server refuses",
        403,
        content_type="text/html",
        body=CHALLENGES[name].encode(),
    )
    page = pages.read(source)
    assert page.status is S.BOT_WALL
    assert "robot" in page.detail


def test_other_error_pages_keep_their_status() -> None:
    from citecheck import pages

    body = site("<h1>Forbidden</h1><p>You may not see this.</p>", "403").encode()
    for status in (S.FORBIDDEN, S.NOT_FOUND, S.SERVER_ERROR):
        page = pages.read(Source("https://example.org/a", status, "why; what to do", body=body))
        assert (page.status, page.detail) == (status, "why; what to do")


def test_article_that_only_linked_data_carry_is_read(read) -> None:
    body = "\\n".join([PARAGRAPH, PARAGRAPH.replace("1998", "1999")])
    data = f'{{"@graph": [{{"@type": "NewsArticle", "articleBody": "{body}"}}]}}'
    html = f'<title>App</title><div id=root></div>{SCRIPT}<script type="application/ld+json">{data}'
    page = read(html + "</script>")
    assert page.status is S.OK
    assert [p.text for p in page.passages if p.region is Region.MAIN] == [
        PARAGRAPH,
        PARAGRAPH.replace("1998", "1999"),
    ]


def test_article_that_is_shown_as_well_is_not_repeated(read) -> None:
    data = json.dumps({"@type": "NewsArticle", "articleBody": f"{PARAGRAPH} " * 8})
    page = read(site(f'{ARTICLE}<script type="application/ld+json">{data}</script>'))
    assert page.text.count(PARAGRAPH) == 8


@pytest.mark.parametrize(
    "data",
    ['{"articleBody": ', "[" * 100_000 + '"articleBody"', '{"articleBody": 5}', '"articleBody"'],
)
def test_broken_linked_data_are_passed_over(read, data: str) -> None:
    page = read(site(f'{ARTICLE}<script type="application/ld+json">{data}</script>'))
    assert page.status is S.OK


def test_a_rendered_page_is_not_sent_to_the_browser_again(read) -> None:
    assert read(SHELLS["nothing"], rendered=True).status is S.EMPTY


def test_a_teaser_supports_and_its_silence_is_unverifiable() -> None:
    url = "https://example.org/bridge"
    text = (
        "# The bridge\n\nThe bridge across the sound was opened to traffic in the spring of 1998"
        " [1]. Its architect received the prize of the royal academy for it in Stockholm [1].\n\n"
        f"Sources:\n\n[1] The bridge — {url}\n"
    )
    source = Source(
        url, S.OK, content_type="text/html", body=PAYWALLS["subscribe"].encode(), final_url=url
    )
    report = pipeline.check([parse(text.encode(), path="brief.md")], lambda urls: {url: source})
    first, second = report.briefs[0].findings
    assert first.verdict is Verdict.SUPPORTED
    assert second.verdict is Verdict.UNVERIFIABLE
    assert "only a teaser is shown" in second.reasons[-1].detail
    assert report.briefs[0].references[0].status is S.PAYWALLED


def test_real_article_pages_are_read(read) -> None:
    folder = needs.shared("bench", "articles")
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    other = {}
    for key, record in truth.items():
        html = gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes())
        page = read(html, url=record["url"], final_url=record["url"])
        if page.status is not S.OK:
            other[record["url"]] = page.status
    # This one says "To Read the Full Story" after its first paragraphs.
    teaser = "https://www.wsj.com/articles/is-football-violence-a-crime-11574121884"
    assert other == {teaser: S.PAYWALLED}
