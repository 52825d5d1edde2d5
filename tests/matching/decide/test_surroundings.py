"""What stands outside a page's own matter: it supports by its place, and links only in part."""

from __future__ import annotations

import pytest

from citecheck import pages
from citecheck.matching import assess, prepare
from citecheck.model import Judgement, ReasonCode, Source, SourceStatus, Verdict

_ARTICLE = """<article><h1>Council backs the new tram depot</h1>
<p>The city council voted on Monday for a depot beside the canal, after a debate of three hours
in which the costs, the noise and the loss of forty trees were raised by speakers from the ward.</p>
<p>Work on the site is to begin in spring, once the contracts are let, and the tracks along the
quay will be closed for about five weeks while the points are laid, the operator said.</p>
<p>Residents may see the drawings in the library until the end of the month, and the council's
engineers will answer questions there on two evenings.</p></article>"""
_AROUND = """<div class="comments"><p>My uncle drove the number nine tram for thirty years.</p>
<p>The number nine carried 80,000 people a day in 1968.</p></div>
<ul class="related-stories"><li><a href="/a">Harbour bridge closes to lorries after inspection</a>
<li><a href="/b">Did the mayor sell the old gasworks to a cousin?</a></ul>
<footer><p>The Canal Courier has been printed in Eastmouth since 1884.</p></footer>"""


def _judge(claim: str) -> Judgement:
    html = f"<html lang=en><title>Canal Courier</title><body>{_ARTICLE}{_AROUND}"
    page = pages.read(
        Source("http://h/", SourceStatus.OK, body=html.encode(), content_type="text/html")
    )
    return assess(claim, (prepare(page),))


@pytest.mark.parametrize(
    ("claim", "place"),
    [
        ("The number nine carried 80,000 people a day in 1968.", "in a reader's comment"),
        ("The Canal Courier has been printed in Eastmouth since 1884.", "in the page's footer"),
        ("Council backs the new tram depot.", "in a heading"),
    ],
)
def test_what_stands_around_the_article_supports_and_its_place_is_named(
    claim: str, place: str
) -> None:
    judgement = _judge(claim)
    assert judgement.verdict is Verdict.SUPPORTED
    told = [r.detail for r in judgement.reasons if r.code is ReasonCode.OUTSIDE_MAIN_TEXT]
    assert told == [f"it stands {place}"]
    assert judgement.evidence[0].text.rstrip(".") == claim.rstrip(".")


def test_the_headline_of_another_article_supports_in_part_with_a_warning() -> None:
    judgement = _judge("Harbour bridge closes to lorries after inspection.")
    assert judgement.verdict is Verdict.PARTIALLY_SUPPORTED
    (reason,) = judgement.reasons
    assert reason.code is ReasonCode.OUTSIDE_MAIN_TEXT
    assert "only in a link to another article" in reason.detail


@pytest.mark.parametrize(
    "claim",
    [
        "The mayor sold the old gasworks to a cousin.",  # a heading only asks
        "The number nine carried 20,000 people a day in 1968.",  # a comment says another figure
        # two comments do not say it together
        "My uncle drove the number nine tram, which carried people for thirty years since 1884.",
    ],
)
def test_what_nothing_there_says_is_not_supported(claim: str) -> None:
    assert _judge(claim).verdict is not Verdict.SUPPORTED


def test_what_the_article_says_is_the_articles() -> None:
    judgement = _judge("The city council voted on Monday for a depot beside the canal.")
    assert judgement.verdict is Verdict.SUPPORTED
    assert all(r.code is not ReasonCode.OUTSIDE_MAIN_TEXT for r in judgement.reasons)
    assert judgement.evidence[0].region.is_content


@pytest.mark.parametrize(
    ("shown", "hidden", "claim", "verdict"),
    [
        (
            "The survey covered 300 farms. Growers of barley were half as likely as growers of oats"
            " to irrigate.",
            "Growers of barley were twice as likely as growers of oats to irrigate.",
            "Growers of barley were twice as likely as growers of oats to irrigate.",
            Verdict.CONTRADICTED,
        ),
        (
            "The clinic treated 90 patients in its first month and 120 in its second.",
            "A second ward for children opened in the spring of 2019.",
            "A second ward for children opened in the spring of 2019.",
            Verdict.SUPPORTED,
        ),
    ],
)
def test_text_that_is_not_shown_supports_by_its_place_and_lifts_nothing(
    shown: str, hidden: str, claim: str, verdict: Verdict
) -> None:
    html = (
        f"<html lang=en><title>A report</title><main><article><h1>A report</h1><p>{shown}</p>"
        f"<p>{shown} It was the tenth of its kind, and the office has kept all of them since the"
        f" war.</p><p style='display:none'>{hidden}</p></article></main></html>"
    )
    source = Source(
        "https://a.example/", SourceStatus.OK, content_type="text/html", body=html.encode()
    )
    judged = assess(claim, (prepare(pages.read(source)),))
    assert judged.verdict is verdict, judged.reasons
    if verdict is Verdict.SUPPORTED:
        assert any("only after a click" in reason.detail for reason in judged.reasons)


def test_a_heading_with_the_claim_word_for_word_is_not_denied_by_another_entry() -> None:
    names = ("Vega", "Lund", "Holm", "Berg")
    entries = "".join(
        f"<h2>The Port’s {name} Line Opens a Ferry Route to Turku</h2><p>The {name} Line opened a"
        f" ferry route to {town}, the {name} said, and it carries {n}00 people a week.</p>"
        for n, (name, town) in enumerate(
            zip(names, ("Pori", "Oulu", "Kotka", "Hanko"), strict=True), 3
        )
    )
    html = f"<html lang=en><title>Routes</title><main><h1>Routes</h1>{entries}</main></html>"
    source = Source(
        "https://a.example/", SourceStatus.OK, content_type="text/html", body=html.encode()
    )
    page = prepare(pages.read(source))
    for name in names:
        judged = assess(f"The Port's {name} Line Opens a Ferry Route to Turku", (page,))
        assert judged.verdict is Verdict.SUPPORTED, (name, judged.reasons)
