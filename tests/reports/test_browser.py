"""The HTML report in a real browser: filters, keys, links, no script, nothing hostile alive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from citecheck.model import RecordCheck, RecordFinding, ReferenceProblem, Region, Report, Verdict
from citecheck.reports import render
from citecheck.reports.links import fragment_link
from servers.web import site

from .conftest import with_text
from .test_formats import HOSTILE, accepted


class Watched:
    """A page, and everything that it said or asked for."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.page.on("request", lambda request: self.asked.append(request.url))


def with_made_up_reference(report: Report) -> Report:
    """The report with a reference that is another work's, as `--metadata` finds it."""
    brief = report.briefs[0]
    wrong = RecordFinding(
        ReferenceProblem.REFERENCE_DIFFERS, "the title of the entry differs", "Bees", "Weirs"
    )
    record = RecordCheck("doi:10.5555/weirs", "Crossref", "Crossref has it: Weirs", (wrong,))
    first, *others = brief.references
    references = (replace(first, record=record), *others)
    return replace(report, briefs=(replace(brief, references=references),))


@pytest.fixture(scope="module")
def report_file(harlow: Report, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("html") / "report.html"
    report = with_made_up_reference(accepted(harlow, Verdict.CONTRADICTED))
    path.write_text(render(report, "html"), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context
    context.close()


@pytest.fixture
def watched(context: BrowserContext) -> Iterator[Watched]:
    watched = Watched(context)
    yield watched
    assert watched.said == []
    assert {url.partition(":")[0] for url in watched.asked} <= {"file", "about", "data"}


def shown(page: Page) -> int:
    return page.locator(".card:visible").count()


def test_verdicts_are_filtered_by_box_and_by_key(watched: Watched, report_file: str) -> None:
    page = watched.page
    page.goto(report_file)
    everything = shown(page)
    supported = page.locator(".card.v-supported").count()
    assert 0 < supported < everything
    page.locator("#show-supported").uncheck()
    assert shown(page) == everything - supported
    page.keyboard.press("1")
    assert shown(page) == everything
    for key in "123456":
        page.keyboard.press(key)
    assert shown(page) == 0
    assert page.get_by_text("No claim passes the filters.").is_visible()
    page.keyboard.press("0")
    assert shown(page) == everything


def test_the_worst_comes_first_and_the_order_of_the_brief_is_one_key_away(
    watched: Watched, report_file: str
) -> None:
    page = watched.page
    page.goto(report_file)

    def order() -> list[int]:
        return page.locator(".card").evaluate_all("all => all.map(c => Number(c.dataset.number))")

    def verdicts() -> list[str]:
        names = "all => all.map(c => [...c.classList].find(n => n.startsWith('v-')).slice(2))"
        return page.locator(".card:not(.decided)").evaluate_all(names)

    worst = order()
    assert worst != sorted(worst)
    assert verdicts()[0] == "contradicted"
    assert page.locator(".card:visible").first.get_attribute("class").startswith("card v-contra")
    last_need = max(n for n, v in enumerate(verdicts()) if v in ("contradicted", "not_supported"))
    assert "supported" not in verdicts()[:last_need]
    page.keyboard.press("j")
    held = page.evaluate("document.activeElement.id")
    page.keyboard.press("s")
    assert order() == sorted(worst)
    assert page.evaluate("document.activeElement.id") == held  # the place is kept
    assert page.get_by_role("button", name="Worst first").get_attribute("aria-pressed") == "false"
    page.get_by_role("button", name="Worst first").click()
    assert order() == worst


def test_only_what_needs_a_person_is_shown_by_key_and_by_box(
    watched: Watched, report_file: str
) -> None:
    page = watched.page
    page.goto(report_file)
    everything = shown(page)
    sentence = page.locator(".sentence").inner_text()
    need = int(sentence.split(": ")[1].split(" ")[0])
    page.keyboard.press("g")
    assert shown(page) == need < everything
    assert page.locator(".card.v-supported:visible").count() == 0
    page.get_by_label("needs you only").uncheck()
    assert shown(page) == everything


def test_keys_walk_the_claims_that_are_shown(watched: Watched, report_file: str) -> None:
    page = watched.page
    page.goto(report_file)
    page.keyboard.press("1")
    wanted = page.locator(".card:visible").evaluate_all("cards => cards.map(card => card.id)")
    for step in wanted[:3]:
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.id") == step
        assert page.url.endswith(f"#{step}")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == wanted[1]
    page.keyboard.press("b")
    assert page.evaluate("document.activeElement.id") == f"at-{wanted[1]}"
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.get_by_label("Keys are on").uncheck()
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") != wanted[2]


def test_a_claim_of_the_brief_leads_to_its_card_and_back(
    watched: Watched, report_file: str
) -> None:
    page = watched.page
    page.goto(report_file)
    page.locator("#show-contradicted").uncheck()
    claim = page.locator(".prose a.claim.v-contradicted").first
    target = claim.get_attribute("href")
    claim.click()
    card = page.locator(f"{target}")
    assert card.is_visible()
    assert page.evaluate("document.activeElement.id") == (target or "")[1:]


def test_a_deep_link_opens_at_its_claim(watched: Watched, report_file: str) -> None:
    page = watched.page
    page.goto(report_file)
    last = page.locator(".card").last.get_attribute("id")
    page.goto("about:blank")
    page.goto(f"{report_file}#{last}")
    page.wait_for_function(
        "id => document.getElementById(id).getBoundingClientRect().top < innerHeight", arg=last
    )
    assert page.locator(".card.here").get_attribute("id") == last


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1280])
def test_axe_finds_nothing(browser: Browser, report_file: str, scheme: str, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(report_file)
    page.locator("details").evaluate_all("all => all.forEach(part => part.open = true)")
    assert page.get_by_text("reference_differs").is_visible()
    page.keyboard.press("j")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    width_needed = page.evaluate("document.documentElement.scrollWidth")
    assert width_needed <= width
    context.close()


def test_without_scripts_it_can_be_read_and_filtered(browser: Browser, report_file: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report_file)
    everything = shown(page)
    page.locator("#show-supported").uncheck()
    assert 0 < shown(page) < everything
    assert not page.locator("#help-open").is_visible()
    link = page.locator(".prose a.claim.v-contradicted").first
    link.click()
    assert page.url.endswith(link.get_attribute("href") or "?")
    context.close()


def test_it_prints_without_its_controls_and_with_all_passages(
    watched: Watched, report_file: str
) -> None:
    page = watched.page
    page.goto(report_file)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert not page.locator(".toolbar").is_visible()
    passages = page.locator("blockquote")
    assert passages.count() > 20
    assert all(passages.nth(n).is_visible() for n in range(0, passages.count(), 7))


def test_hostile_text_and_addresses_stay_inert(
    watched: Watched, harlow: Report, tmp_path: Path
) -> None:
    path = tmp_path / "hostile.html"
    for text in (*HOSTILE[:3], HOSTILE[5], HOSTILE[6]):
        path.write_text(
            render(with_text(harlow, text, "javascript:alert(1)"), "html"), encoding="utf-8"
        )
        watched.page.goto(path.as_uri())
        watched.page.keyboard.press("j")
        assert watched.page.locator("a[href^=javascript], img, iframe").count() == 0
        assert watched.page.locator(".card.here").count() == 1


def test_text_from_right_to_left_runs_so(watched: Watched, harlow: Report, tmp_path: Path) -> None:
    path = tmp_path / "rtl.html"
    hebrew = "העירייה אישרה את התקציב בשנת 2021"
    path.write_text(render(with_text(harlow, hebrew), "html"), encoding="utf-8")
    page = watched.page
    page.goto(path.as_uri())
    for selector in ("h1", ".said", "blockquote", ".prose p"):
        found = page.locator(selector).first.evaluate("node => getComputedStyle(node).direction")
        assert found == "rtl", selector


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("The council met on 3 May, at last.", Region.MAIN),
        ("What was said - and why\n\nNobody spoke & all agreed.", Region.MAIN),
        ("2025 | 1,100 | 1,143", Region.TABLE),
        (f"It began so {'and went on ' * 20}and ended thus.", Region.MAIN),
    ],
)
def test_a_passage_s_link_leads_to_it(
    context: BrowserContext, harlow: Report, tmp_path: Path, text: str, region: Region
) -> None:
    """A real page, too long for the window, scrolls to the words that the link names."""
    blocks = text.split(" | ") if region is Region.TABLE else text.split("\n\n")
    if region is Region.TABLE:
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in blocks)
        body = f"<table><tr>{cells}</tr></table>"
    else:
        body = "".join(f"<p>{escape(block)}</p>" for block in blocks)
    gap = '<div style="height: 5000px">Other words, and 2025 too.</div>'
    with site() as served:
        url = served.add("/page", f"<!DOCTYPE html>{gap}<div id=here>{body}</div>{gap}")
        evidence = harlow.briefs[0].findings[0].citations[0].evidence[0]
        link = fragment_link(replace(evidence, text=text, url=url, region=region))
        page = context.new_page()
        page.set_content(f'<a href="{link}" rel="noreferrer noopener">go</a>')
        page.get_by_text("go").click()
        page.wait_for_function(
            "() => { const box = document.querySelector('#here')?.getBoundingClientRect();"
            " return box && box.bottom > 0 && box.top < innerHeight; }"
        )
