"""Pages that servers send with status 200 in place of the source, and short pages that are it."""

from __future__ import annotations

import pytest

from citecheck.model import SourceStatus as S

_NAV = "<nav><a href=/a>News</a> <a href=/b>Weather</a> <a href=/c>Harbours</a></nav>"
_FOOTER = "<footer><p>© 2025 Tidewater Press. All rights reserved.</p></footer>"

STAND_INS = [
    (S.SOFT_404, "tidewater.example", "<h1>tidewater.example</h1><p>Get this domain today.</p>"),
    (
        S.SOFT_404,
        "Tidewater",
        "<h2>The domain a.example is now available for purchase</h2>",
    ),
    (S.SOFT_404, "Parked", "<p>This page is parked free by your registrar.</p>"),
    (S.SOFT_404, "Notice", "<h1>Your hosting has been suspended</h1><p>Please pay the bill.</p>"),
    (S.SOFT_404, "Notice", "<p>The domain registration has expired. Renew it within 30 days.</p>"),
    (S.SOFT_404, "Website disabled", "<p>Ask the owner.</p>"),
    (S.SERVER_ERROR, "Tidewater", "<h1>Maintenance mode</h1><p>We are making things better.</p>"),
    (S.SERVER_ERROR, "Tidewater", "<p>Our site is offline for a moment while we upgrade it.</p>"),
    (S.SERVER_ERROR, "Hold on", "<h1>We'll be back shortly</h1>"),
    (S.SERVER_ERROR, "Error", "<p>SQLSTATE[HY000] [2002] Connection refused</p>"),
    (S.SERVER_ERROR, "502 Bad Gateway", "<center><h1>502 Bad Gateway</h1></center>"),
    (S.SERVER_ERROR, "Oh no", "<h1>An unexpected error has occurred</h1>"),
    (S.SOFT_404, "Test Page for the Apache HTTP Server", "<p>The server works.</p>"),
    (S.SOFT_404, "IIS Windows Server", "<p></p><p>Welcome</p>"),
    (S.SOFT_404, "Index of /news", "<h1>Index of /news</h1><pre>a.txt</pre>"),
    (S.FORBIDDEN, "Sorry", "<p>This video is not available in your country.</p>"),
    (
        S.FORBIDDEN,
        "Tidewater",
        "<h1>Our site is blocked in the European Union</h1>",
    ),
    (S.FORBIDDEN, "Tidewater", "<p>Unavailable for legal reasons.</p>"),
    (S.FORBIDDEN, "Request", "<h1>Access denied</h1><p>Error code 1020.</p>"),
    (S.FORBIDDEN, "Blocked", "<p>Your request has been blocked by our firewall.</p>"),
    (S.FORBIDDEN, "Tidewater", "<p>You are not authorized to view this page.</p>"),
    (S.SOFT_404, "Clip", "<p>This video is private.</p>"),
    (S.SOFT_404, "Post", "<p>The post was deleted by its author.</p>"),
    (S.SOFT_404, "Player", "<div><p>Video not available</p></div>"),
    (S.SOFT_404, "Search", "<h1>Search</h1><p>0 results for “harbour dues 1998”</p>"),
    (S.SOFT_404, "Archive", "<p>Your search for harbour dues did not match any documents.</p>"),
    (S.SOFT_404, "Suche", "<p>Keine Ergebnisse für „Hafen“</p>"),
    (S.FORBIDDEN, "Welcome", "<h1>Are you of legal drinking age?</h1><button>Yes</button>"),
    (S.FORBIDDEN, "Age verification", "<p>Enter the date.</p>"),
    (S.FORBIDDEN, "Hello", "<p>Please confirm that you are 21 or older.</p>"),
]


@pytest.mark.parametrize(("status", "title", "body"), STAND_INS)
def test_what_a_server_sends_in_place_of_the_source_is_told(read, status, title, body) -> None:
    page = read(f"<html lang=en><title>{title}</title><body>{_NAV}{body}{_FOOTER}")
    assert page.status is status, page.detail
    assert "“" in page.detail
    assert "; " in page.detail
    assert not page.passages


def test_a_missing_page_with_teasers_of_other_stories(read) -> None:
    teaser = "The keeper of the lighthouse said that {} ships had passed in one night of fog."
    cards = "".join(
        f"<div class=card><a href=/{n}>Ships pass number {n}</a><p>{teaser.format(n)}</p></div>"
        for n in range(40, 60)
    )
    page = read(
        f"<title>Tidewater</title>{_NAV}<main><h1>We weren't able to locate that page</h1>"
        f"<p>Popular this week:</p>{cards}</main>"
    )
    assert page.status is S.SOFT_404


_PARAGRAPH = (
    "<p>The keeper noted in {} that the lamp was lit an hour before dusk, and that the boats of"
    " the village came in one after the other while the wind rose from the south.</p>"
)


@pytest.mark.parametrize(
    ("title", "first"),
    [
        ("Not found: how a lighthouse lost its lamp", ""),
        ("Access denied: the long fight for the shore path", ""),
        (
            "Under maintenance: a year at the lamp",
            "<p>The light is down for maintenance.</p>",
        ),
        ("The log", "<p>“The page you were looking for has been removed”, said the screen.</p>"),
        ("No results", "<p>The search for the lamp returned no results, the keeper wrote.</p>"),
    ],
)
def test_an_article_with_the_words_of_an_error_is_an_article(read, title, first) -> None:
    text = "".join(_PARAGRAPH.format(year) for year in (1871, 1872, 1873, 1874))
    page = read(f"<title>{title}</title>{_NAV}<article><h1>{title}</h1>{first}{text}</article>")
    assert (page.status, page.detail) == (S.OK, "")


@pytest.mark.parametrize(
    "footer",
    [
        "This site requires JavaScript.",
        "Manage preferences",
        "Advertisement. Scroll to continue reading.",
        "50 % off for new subscribers only",
        "Already a subscriber?",
    ],
)
def test_a_page_with_its_article_is_read_whatever_its_footer_says(read, footer) -> None:
    text = "".join(_PARAGRAPH.format(year) for year in range(1871, 1880))
    page = read(
        f"<title>The lamp</title><script src=a.js></script>{_NAV}<article><h1>The lamp</h1>{text}"
        f"</article><div><p>{footer}</p></div>{_FOOTER}"
    )
    assert page.status is S.OK, page.detail


# Wordings that no list of phrases holds: nearly all their words are a site's own.
NOTICES = [
    "<p>Sorry! The clip that you wanted to watch is gone.</p>",
    "<p>That recording is not there any more.</p>",
    "<p>We can't show you this programme in the country you are in.</p>",
    "<p>Our servers are having trouble right now. Try again in a few minutes.</p>",
    "<p>The address you typed does not match any of our pages.</p>",
    "<p>This customer's hosting was switched off for unpaid invoices.</p>",
    "<h1>Oops</h1><p>Looks like this page sailed away.</p>",
]


@pytest.mark.parametrize("body", NOTICES)
def test_a_notice_in_any_words_is_told(read, body) -> None:
    page = read(f"<html lang=en><title>Tidewater</title><body>{_NAV}{body}{_FOOTER}")
    assert page.status not in (S.OK, S.EMPTY)
    assert not page.passages


SHORT = [
    ("Ferry", "<p>The ferry service is suspended. Buses run every 20 minutes from the pier.</p>"),
    (
        "Video removed",
        "<p>The video was removed on 3 May, the ministry said, after complaints.</p>",
    ),
    ("Site down", "<p>The town's website was offline for nine hours, the clerk said.</p>"),
    ("Account suspended", "<p>The account of the party chief was suspended in March 2021.</p>"),
    ("Access", "<p>Divers were denied access to the wreck in 2019. No reason was given.</p>"),
    ("Domain", "<p>The domain of the lake, 40 hectares, is for sale for 3 million euros.</p>"),
    ("Museum", "<p>The museum is closed for maintenance from 3 to 14 February 2025.</p>"),
    ("Outage", "<p>An internal error in the database caused the outage of 12 May.</p>"),
    ("Bots", "<p>Half of them failed the test “prove you are human”, researchers said.</p>"),
    ("Age", "<p>Riders must be 16 or older. The rule came into force in January 2020.</p>"),
    ("Page 404", "<p>Page 404 of the manuscript shows the siege of 1241, by a monk.</p>"),
    ("Opening hours", "<p>The archive is closed on Mondays. The reading room seats 24.</p>"),
    ("Recall", "<p>The lamp was taken off the market. Please return it to your shop.</p>"),
]


@pytest.mark.parametrize(("title", "body"), SHORT)
def test_a_short_page_that_tells_something_is_a_source(read, title, body) -> None:
    page = read(f"<html lang=en><title>{title}</title><body>{_NAV}{body}{_FOOTER}")
    assert (page.status, page.detail) == (S.OK, "")


KINDS = [
    *[(S.SOFT_404, title, body) for title, body in (
        ("kelpwatch.example", "<p>kelpwatch.org is parked courtesy of its registrar.</p>"),
        ("kelpwatch.example", "<p>Generated by the domain owner with domain parking.</p>"),
        ("kelpwatch.example", "<p>kelpwatch.org was just registered with Gandi.</p>"),
        ("Kelp", "<p>kelpwatch.org has expired.</p>"),
        ("Kelp", "<p>The domain lapsed and is waiting to be renewed by whoever held it.</p>"),
        ("Kelp", "<p>Notice: this domain registration expired.</p>"),
        ("Kelp", "<p>Bandwidth limit exceeded</p>"),
        ("Kelp", "<p>The hosting plan was put on hold by billing.</p>"),
        ("Kelp", "<p>Webspace locked.</p>"),
        ("Apache2 Ubuntu Default Page: It works", f"<main>{_PARAGRAPH.format(1871) * 9}</main>"),
        ("Congratulations", "<p>Put your files into public_html to begin.</p>"),
        ("Heroku", "<p>No such app</p>"),
        ("Kelp", "<p>This story has been withdrawn.</p>"),
        ("Kelp", "<h1>410 Gone</h1>"),
        ("Kelp", "<p>We have unpublished this piece.</p>"),
        ("Find", "<p>Your query returned nothing.</p>"),
        ("Find", "<p>There are no records that match.</p>"),
        ("Find", "<p>Showing 0 of 0</p>"),
    )],
    *[(S.SERVER_ERROR, "Kelp", body) for body in (
        "<p>Our systems are being upgraded tonight between ten and four.</p>",
        "<p>The website is out of order.</p>",
        "<p>Too many connections</p>",
        "<p>The site encountered an unexpected error.</p>",
        "<p>A technical problem prevents us from serving this.</p>",
    )],
    *[(S.SERVER_ERROR, "Varech", body) for body in (
        "<p>No healthy servers are available.</p>",
        "<p>Une erreur s’est produite.</p>",
        "<p>Travaux de maintenance en cours.</p>",
    )],
    *[(S.FORBIDDEN, "Kelp", body) for body in (
        "<p>You must be logged in for that.</p>",
        "<p>The series can only be watched within Ireland.</p>",
        "<p>Because of rights restrictions we cannot play it.</p>",
        "<p>You are visiting from outside of the territory.</p>",
        "<p>The owner has banned your browser.</p>",
        "<p>This is reserved for registered staff.</p>",
        "<p>For people aged 18 and over. Enter or leave.</p>",
        "<p>By entering you confirm that you are of legal age.</p>",
    )],
    *[(S.BOT_WALL, "Kelp", body) for body in (
        "<p>Solve the puzzle so that we know that you are a person.</p>",
        "<p>Drag the slider to the right.</p>",
        "<p>Enter the letters that you see.</p>",
    )],
    *[(S.CONSENT_WALL, "Kelp", body) for body in (
        "<h1>Choose</h1><p>To read on, agree to the use of cookies by us and partners.</p>",
        "<p>We use cookies and data to keep all our things going.</p><p>Accept all</p>",
    )],
    *[(S.NEEDS_BROWSER, "Kelp", body) for body in (
        "<p>Loading…</p><script src=a.js></script>",
        "<p>Your browser is not supported.</p>",
    )],
]  # fmt: skip


@pytest.mark.parametrize(("status", "title", "body"), KINDS)
def test_other_wordings_of_the_kinds(read, status, title, body) -> None:
    page = read(f"<html lang=en><title>{title}</title><body>{_NAV}{body}{_FOOTER}")
    assert page.status is status, page.detail
