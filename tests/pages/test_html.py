from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck import pages
from citecheck.model import Page, Region, Source, SourceStatus

SENTENCE = "The bridge across the sound was opened to traffic in the spring of 1998, after a delay."
OTHER = "Its two towers stand 254 metres above the water, and no other bridge there is as high."


def article(inner: str, around: str = "") -> str:
    return f"<html lang=en><title>The bridge</title><body>{around}<article>{inner}</article></body>"


def found(page: Page, text: str) -> Region:
    """The region of the passage that holds a text."""
    regions = [p.region for p in page.passages if text in p.text]
    assert regions, f"{text!r} is not among {[p.text for p in page.passages]}"
    return regions[0]


def test_blocks_keep_reading_order_and_their_kinds(read) -> None:
    page = read(
        article(
            "<h1>The bridge</h1>"
            f"<p>{SENTENCE}</p><h2>Towers</h2><p>{OTHER}</p>"
            "<ul><li>Length of the whole crossing: 6,790 metres.</li></ul>"
            "<blockquote><p>It was the hardest thing that I have built, he said.</p></blockquote>"
            "<table><caption>Traffic by year</caption><tr><th>Year<th>Cars"
            "<tr><td>1999<td>14,000</table>"
            "<figure><img><figcaption>The towers at dusk.</figcaption></figure>"
            f"<p>{SENTENCE.replace('1998', '1999')}</p>"
        )
    )
    kinds = [(p.region, p.text[:20]) for p in page.passages]
    assert kinds == [
        (Region.TITLE, "The bridge"),
        (Region.HEADING, "The bridge"),
        (Region.MAIN, SENTENCE[:20]),
        (Region.HEADING, "Towers"),
        (Region.MAIN, OTHER[:20]),
        (Region.MAIN, "Length of the whole "),
        (Region.QUOTE, "It was the hardest t"),
        (Region.CAPTION, "Traffic by year"),
        (Region.TABLE, "Year | Cars"),
        (Region.TABLE, "1999 | 14,000"),
        (Region.CAPTION, "The towers at dusk."),
        (Region.MAIN, SENTENCE[:20]),
    ]
    assert page.title == "The bridge"
    assert page.language == "en"
    towers = next(p for p in page.passages if p.text == OTHER)
    assert towers.heading == "Towers"


@pytest.mark.parametrize(
    "panel",
    [
        "<div role=tabpanel hidden><p>{}</p></div>",
        "<div class=panel aria-hidden=true><p>{}</p></div>",
        "<div class=read-more style='display:none'><p>{}</p></div>",
        "<p>The lamps are lit at dusk.<span style='display: none'> {}</span></p>",
    ],
)
def test_what_a_click_opens_is_read_and_named_so(read, panel: str) -> None:
    behind = "The toll was lifted for cyclists in the autumn of 2004, after a long dispute."
    page = read(article(f"<p>{SENTENCE}</p><p>{OTHER}</p>{panel.format(behind)}<p>{SENTENCE}</p>"))
    assert [p.region for p in page.passages if p.text == behind] == [Region.COLLAPSED]


def test_offsets_point_at_the_passages(read) -> None:
    page = read(article(f"<p>{SENTENCE}</p><p>{OTHER} &amp; more&nbsp;of   it</p>"))
    assert all(page.text[p.start : p.end] == p.text for p in page.passages)
    assert "& more of it" in page.text


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>secret</p>",
        "<ul hidden><li><a href=/a>The secret menu of the site</a><li><a href=/b>Jobs</a></ul>",
        "<form hidden><p>Thank you for the secret that you have sent us.</p></form>",
        "<p style='color:red; DISPLAY : none'>secret</p>",
        "<div style='visibility:hidden'><p>secret</p></div>",
        "<p aria-hidden=true>secret</p>",
        "<script>secret</script>",
        "<style>secret</style>",
        "<template><p>secret</p></template>",
        "<svg><text>secret</text></svg>",
        "<!-- secret -->",
        "<span hidden>secret</span>",
    ],
)
def test_what_a_reader_does_not_see_is_dropped(read, hidden: str) -> None:
    page = read(article(f"<p>{SENTENCE}</p>{hidden}<p>{OTHER}</p>"))
    assert "secret" not in page.text
    assert OTHER in page.text


def test_a_body_that_scripts_reveal_is_read(read) -> None:
    page = read(f"<body style='visibility:hidden'><p>{SENTENCE}</p></body>")
    assert SENTENCE in page.text


@pytest.mark.parametrize(
    ("around", "region"),
    [
        ("<nav><a href=/>Home</a> <a href=/news>News</a></nav>", Region.NAVIGATION),
        ("<header><p>The daily paper of the sound</p></header>", Region.HEADER),
        ("<footer><p>All rights reserved by the paper.</p></footer>", Region.FOOTER),
        ("<aside><p>Weather: rain in the evening, 9 degrees.</p></aside>", Region.ASIDE),
        ("<div class='cookie-banner'><p>We value your privacy a lot.</p></div>", Region.BANNER),
        ("<div id=comments><p>First! Great bridge, by the way.</p></div>", Region.COMMENTS),
        ("<div class='related-stories'><p>Tunnel under the strait</p></div>", Region.RELATED),
        ("<form><label>Your address</label></form>", Region.FORM),
        ("<ol class='references'><li>Report of 1998, page 4</li></ol>", Region.REFERENCES),
        ("<div role=navigation>Sections of the paper</div>", Region.NAVIGATION),
    ],
)
def test_what_surrounds_an_article_is_labelled_and_kept(read, around: str, region: Region) -> None:
    page = read(article(f"<p>{SENTENCE}</p><p>{OTHER}</p>" * 2, around))
    text = page.passages[1].text
    assert page.passages[1].region is region, (text, page.passages[1].region)
    assert found(page, SENTENCE) is Region.MAIN


def test_a_misleading_class_on_the_article_is_not_believed(read) -> None:
    page = read(f"<body class='has-sidebar ads'><div><p>{SENTENCE}</p><p>{OTHER}</p></div></body>")
    assert found(page, SENTENCE) is Region.MAIN


def test_list_of_other_stories_is_not_main_text(read) -> None:
    stories = "".join(
        f"<div class=item><h3><a href=/{n}>Another story of the day, number {n}</a></h3>"
        f"<p>What happened in place {n} on that day is told in this short summary.</p></div>"
        for n in range(8)
    )
    paragraphs = f"<p>{SENTENCE}</p><p>{OTHER}</p>" * 4
    page = read(
        "<meta property=og:type content=article>"
        f"<title>The bridge</title><body><div class=page><h1>The bridge</h1>"
        f"<div class=text>{paragraphs}</div><div class=more>{stories}</div></div>"
    )
    assert found(page, SENTENCE) is Region.MAIN
    regions = [p.region for p in page.passages if "short summary" in p.text]
    assert Region.MAIN not in regions
    assert len(regions) == 8


def test_section_of_references_is_no_main_text(read) -> None:
    page = read(article(f"<p>{SENTENCE}</p><p>{OTHER}</p><h2>References</h2><p>{SENTENCE} A.</p>"))
    assert page.passages[-1].region is Region.REFERENCES


@pytest.mark.parametrize("headline", ["Notes", "Sources", "See also"])
def test_a_page_headed_as_references_are_is_no_list_of_them(read, headline: str) -> None:
    body = f"<main><h1>{headline}</h1><p>{SENTENCE}</p><p>{OTHER}</p></main>"
    page = read(f"<title>{headline}</title><body>{body}</body>")
    assert found(page, SENTENCE) is Region.MAIN
    assert found(page, OTHER) is Region.MAIN


def test_a_page_that_is_no_article_has_main_text(read) -> None:
    page = read("<div><span>Opening hours of the museum: daily from nine to five.</span></div>")
    assert found(page, "Opening hours") is Region.MAIN


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one<br>two</p>", "one two"),
        ("<p>one<br><br>two</p>", "one\n\ntwo"),
        ("<p>one<p>two", "one\n\ntwo"),
        ("<p>a<b>b</b>c <i> d</i></p>", "abc d"),
        ("<p>soft\u00adhyphen zero\u200bwidth</p>", "softhyphen zerowidth"),
        ("<p>\u3000wide\u2003\u00a0blanks\t&#8203; </p>", "wide blanks"),
        ("<div>one<div>two</div>three</div>", "one\n\ntwo\n\nthree"),
        ("<p>unclosed <b>tags <i>everywhere</p><p>next", "unclosed tags everywhere\n\nnext"),
        ("<p>&lt;tag&gt; &#8220;q&#8221; &hellip; &unknown;</p>", "<tag> “q” … &unknown;"),
        ("<table><tr><td>a<p>b</p></td><td>c</td></tr></table>", "a b | c"),
        ("<dl><dt>term<dd>what it is</dl>", "term\n\nwhat it is"),
        ("<pre>one\n  two</pre>", "one two"),
        ("text alone<!doctype>", "text alone"),
        ("<p>日本語の文章です。", "日本語の文章です。"),
    ],
)
def test_text_of_small_pieces(read, html: str, text: str) -> None:
    assert read(html).text == text


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2024-03-05T10:00:00Z">',
        '<meta itemprop="datePublished" content="2024-03-05">',
        '<script type="application/ld+json">{"datePublished": "2024-03-05T08:00+01:00"}</script>',
    ],
)
def test_date_of_publication(read, head: str) -> None:
    page = read(f"<head>{head}</head><p>{SENTENCE}</p>")
    assert page.published is not None
    assert page.published.date().isoformat() == "2024-03-05"
    assert page.published.tzinfo is not None


@pytest.mark.parametrize(
    ("open_", "close"),
    [
        ("<div>", "</div>"),
        ("<b>", ""),
        ("<table><tr><td>", ""),
        ("<ul><li>", ""),
        ("<a href=x>", ""),
        ("<svg>", ""),
        ("<p><span>", ""),
        ("<blockquote>", ""),
    ],
)
def test_deep_nesting_takes_bounded_time(read, open_: str, close: str) -> None:
    began = time.process_time()
    page = read(open_ * 100_000 + f"<p>{SENTENCE}</p>" + close * 100_000)
    assert time.process_time() - began < 20
    assert page.status in (SourceStatus.OK, SourceStatus.EMPTY, SourceStatus.NEEDS_BROWSER)


@pytest.mark.parametrize(
    "html",
    [
        f"<p class='{'x ' * 2_000_000}'>{SENTENCE}</p>",
        f"<p style='{'display:block;' * 300_000}'>{SENTENCE}</p>",
        "<p>" + "word " * 1_000_000,
        "<div><p>some words here, and some more</p></div>" * 50_000,
        "<a href=x>link</a>" * 200_000,
        "<br>" * 500_000 + SENTENCE,
        "<tr><td>" * 100_000 + SENTENCE,
        "<table>" + "<tr><td>cell<td>cell" * 100_000,
        "<!--" * 300_000 + SENTENCE,
        "<p " + "a=b " * 500_000 + ">" + SENTENCE,
        "&amp" * 500_000 + SENTENCE,
        "<meta charset" * 50_000,
    ],
    ids=lambda html: html[:12],
)
def test_huge_pages_take_bounded_time(read, html: str) -> None:
    began = time.process_time()
    page = read(html)
    assert time.process_time() - began < 20
    assert all(page.text[p.start : p.end] == p.text for p in page.passages)


TAGS = "p div b a li ul table tr td h1 h2 span br script style article nav section q noscript svg"
MARKUP = st.lists(
    st.one_of(
        st.sampled_from([f"<{tag}>" for tag in TAGS.split()]),
        st.sampled_from([f"</{tag}>" for tag in TAGS.split()]),
        st.sampled_from(
            ["<div class='related'>", "<p hidden>", "<!--", "-->", "<![CDATA[", "&#0;"]
        ),
        st.text(max_size=30),
    ),
    max_size=60,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(MARKUP)
def test_any_markup_is_read_with_true_offsets(html: str) -> None:
    source = Source("https://example.org/", SourceStatus.OK, body=html.encode("utf-8", "replace"))
    page = pages.read(source)
    position = 0
    for passage in page.passages:
        assert passage.start >= position
        assert page.text[passage.start : passage.end] == passage.text
        assert passage.text == " ".join(passage.text.split()) != ""
        position = passage.end


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from(["text/html", "text/plain", None, "x/y; charset=é"])
)
def test_any_bytes_end_in_a_page(body: bytes, content_type: str | None) -> None:
    page = pages.read(
        Source("https://example.org/", SourceStatus.OK, body=body, content_type=content_type)
    )
    assert page.status is SourceStatus.OK or page.detail


WORDS = st.lists(st.sampled_from("alpha beta gamma delta epsilon".split()), min_size=1).map(
    " ".join
)


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=12))
def test_every_visible_word_is_kept_in_order(paragraphs: list[str]) -> None:
    html = "".join(f"<div><p>{text}</p></div>" for text in paragraphs)
    source = Source("https://example.org/", SourceStatus.OK, body=html.encode())
    assert pages.read(source).text == "\n\n".join(paragraphs)
