"""Reviewers at work in a real browser: by keyboard, side by side, narrow, without scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from citecheck.model import Verdict
from citecheck.reports import saved
from citecheck.review import Session, serve

expect.set_options(timeout=30_000)  # a busy machine takes its time
DATA = Path(__file__).parents[1] / "reports" / "data" / "harlow.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    report = saved.load(DATA.read_bytes(), "harlow.json")
    (tmp_path / "brief.txt").write_text(report.briefs[0].brief.text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(90_000)
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    # Chromium's own lines on a refusal, and on looks after the server has ended.
    own = ("422", "net::ERR_")
    assert [text for text in said if not any(words in text for words in own)] == []
    assert all(url.startswith(("http://127.0.0.1:", "data:")) for url in asked)


def session(folder: Path, reviewer: str = "AB") -> Session:
    report = saved.load(DATA.read_bytes(), "harlow.json")
    return Session(report, near=folder, reviewer=reviewer)


def lines(folder: Path) -> list[dict[str, str]]:
    text = (folder / ".citecheck" / "decisions.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.closest('.card')?.id || ''")


def in_view(page: Page, locator: Locator) -> bool:
    box, height = locator.bounding_box(), page.viewport_size["height"]
    return bool(box) and box["y"] >= 0 and box["y"] + box["height"] <= height


def test_a_claim_takes_one_key_the_reason_and_one_key(folder: Path, page: Page) -> None:
    with serve(session(folder)) as address:
        page.goto(address)
        page.keyboard.press("n")
        # Keys beside the words of the reason: the verdict's, and the one that records and goes on.
        page.evaluate(
            "pressed = 0; document.addEventListener('keydown', e => {"
            " if (e.key != 'Control' && (e.ctrlKey || !e.target.matches('textarea'))) pressed++"
            " }, true)"
        )
        seen = []
        for key, kind in (("f", "fix_claim"), ("a", "accept"), ("w", "wrong_verdict")):
            seen.append(focused(page))
            page.keyboard.press(key)
            page.keyboard.type("j k 1 ? as it stands")  # no key while typing
            page.keyboard.press("Control+Enter")
            expect(page.locator("#decided")).to_have_text(f"{len(seen)} of 24 decided")
            assert lines(folder)[-1]["kind"] == kind
        assert page.evaluate("pressed") == 2 * len(seen)
        assert len({*seen, focused(page)}) == 4  # each time the next without a decision
        assert [line["why"] for line in lines(folder)] == ["j k 1 ? as it stands"] * 3
        assert {line["by"] for line in lines(folder)} == {"AB"}
        assert page.locator("a.claim.decided").count() >= 3
        assert "decided" in page.locator("a.claim.decided").first.inner_text()
        page.reload()
        expect(page.locator("#decided")).to_have_text("3 of 24 decided")


def test_nothing_is_chosen_beforehand_and_what_lacks_is_said_beside_the_field(
    folder: Path, page: Page
) -> None:
    with serve(session(folder, "")) as address:
        page.goto(address)
        assert page.locator(".decide input[type=radio]:checked").count() == 0
        for _ in range(4):
            page.keyboard.press("j")
        card = page.locator(f"#{focused(page)}")
        page.keyboard.press("d")
        need = card.locator("label:has(textarea) .need")
        assert need.inner_text() == "(required, but to withdraw)"
        card.get_by_label("Reason").fill("typed in vain?")
        page.keyboard.press("Control+Enter")
        expect(card.get_by_role("alert")).to_have_text("choose a decision")
        page.keyboard.press("Escape")
        page.keyboard.press("r")
        assert need.inner_text() == "(required)"
        before = page.evaluate("scrollY")
        page.keyboard.press("Control+Enter")
        expect(card.get_by_role("alert")).to_have_text("give the reviewer's initials")
        assert page.evaluate("document.activeElement.name") == "by"
        assert card.get_by_label("Initials").get_attribute("aria-invalid") == "true"
        assert card.get_by_label("Reason").input_value() == "typed in vain?"
        assert card.get_by_label("replace the source").is_checked()
        assert abs(page.evaluate("scrollY") - before) < 200
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        page.keyboard.type("CD")
        card.get_by_label("Reason").fill("")
        page.keyboard.press("Control+Enter")
        expect(card.get_by_role("alert")).to_have_text("give the reason")
        page.keyboard.type("dead link")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#decided")).to_have_text("1 of 24 decided")
        assert lines(folder)[0]["by"] == "CD"
        assert page.locator(".decide input[name=by]").first.input_value() == "CD"


def test_recording_keeps_filters_and_order_and_j_k_n_walk_what_is_shown(
    folder: Path, page: Page
) -> None:
    with serve(session(folder)) as address:
        page.goto(address)
        page.keyboard.press("s")
        page.keyboard.press("u")
        page.locator("#show-supported").uncheck()
        shown = page.locator(".card:visible").evaluate_all("all => all.map(c => c.id)")
        page.keyboard.press("j")
        page.keyboard.press("j")
        assert focused(page) == shown[1]
        page.keyboard.press("a")
        page.keyboard.type("on paper")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#recorded")).to_have_text("Recorded: accept.")
        assert focused(page) == shown[2]
        assert not page.locator("#show-supported").is_checked()
        assert page.locator("#undecided").is_checked()
        assert page.locator("#sort").get_attribute("aria-pressed") == "false"
        left = page.locator(".card:visible").evaluate_all("all => all.map(c => c.id)")
        assert left == [shown[0], *shown[2:]]
        page.keyboard.press("k")
        assert focused(page) == shown[0]
        page.keyboard.press("n")
        assert focused(page) == shown[2]
        assert page.url == f"{address}#{shown[2]}"


def test_undo_takes_back_the_last_decision_and_restores_the_one_before(
    folder: Path, page: Page
) -> None:
    with serve(session(folder)) as address:
        page.goto(address)
        page.keyboard.press("j")
        first = focused(page)
        card = page.locator(f"#{first}")
        for number, key in enumerate("af"):
            page.evaluate("id => document.getElementById(id).focus()", first)
            page.keyboard.press(key)
            page.keyboard.type(f"reason {number}")
            page.keyboard.press("Control+Enter")
            expect(card.locator(".decision")).to_have_count(number + 1)
        assert card.locator(".stamp").count() == 0
        page.keyboard.press("z")
        expect(page.locator("#recorded")).to_have_text("Undone.")
        assert focused(page) == first
        expect(card.locator(".stamp")).to_have_text("accepted")  # the one before is in force again
        page.evaluate("id => document.getElementById(id).focus()", first)
        page.keyboard.press("x")
        assert card.locator("label:has(textarea) .need").inner_text() == "(not needed)"
        page.keyboard.press("Control+Enter")
        expect(page.locator("#decided")).to_have_text("0 of 24 decided")
        page.get_by_role("button", name="Undo").click()
        expect(page.locator("#decided")).to_have_text("1 of 24 decided")
        assert len(lines(folder)) == 7  # only ever added to


@pytest.mark.parametrize("servers", [1, 2])
def test_two_windows_lose_nothing_and_both_see_it(
    folder: Path, browser: Browser, page: Page, servers: int
) -> None:
    other = browser.new_context().new_page()
    with serve(session(folder, "")) as one, serve(session(folder, "")) as two:
        page.goto(one)
        other.goto(two if servers == 2 else one)
        cards = page.locator(".card").evaluate_all("all => all.map(c => c.id)")
        other.locator(f"#{cards[3]} summary", has_text="Decide").click()
        other.locator(f"#{cards[3]}").get_by_label("Reason").fill("being typed")
        for window, by, index in ((page, "AB", 0), (other, "CD", 1), (page, "AB", 2)):
            card = window.locator(f"#{cards[index]}")
            card.locator("summary", has_text="Decide").click()
            card.get_by_label("note").check()
            card.get_by_label("accept").check()
            card.get_by_label("Initials").fill(by)
            card.get_by_label("Reason").fill(f"seen by {by}")
            card.get_by_role("button", name="Record").click()
            expect(card.locator(".decision")).to_contain_text(f"by {by}")
        for window in (page, other):
            expect(window.locator("#decided")).to_have_text("3 of 24 decided", timeout=60_000)
            for index, by in enumerate(("AB", "CD", "AB")):
                words = window.locator(f"#{cards[index]} .decision").inner_text()
                assert f"by {by}" in words
        typed = other.locator(f"#{cards[3]}").get_by_label("Reason").input_value()
        assert typed == "being typed"
        assert other.locator(f"#{cards[3]}").get_by_label("Initials").input_value() == ""
    other.context.close()


@pytest.mark.parametrize("width", [400, 900, 1600])
def test_all_is_reached_by_keyboard_and_stays_in_view_at_every_width(
    folder: Path, page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    with serve(session(folder)) as address:
        page.goto(address)
        page.evaluate("window.scrollTo(0, document.body.scrollHeight / 2)")
        assert in_view(page, page.locator("#decided"))
        page.keyboard.press("n")
        card = page.locator(f"#{focused(page)}")
        assert in_view(page, page.locator("#decided"))
        page.keyboard.press("d")
        names = []
        for _ in range(4):
            names.append(
                page.evaluate("document.activeElement.name || document.activeElement.textContent")
            )
            assert in_view(page, page.locator(":focus"))
            page.keyboard.press("Tab")
        assert names == ["kind", "why", "by", "Record"]  # the order in which one fills it in
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        assert card.locator("form").is_visible()


def test_an_ended_server_loses_no_text(folder: Path, page: Page) -> None:
    with serve(session(folder)) as address:
        page.goto(address)
        page.keyboard.press("n")
    card = page.locator(f"#{focused(page)}")
    page.keyboard.press("a")
    page.keyboard.type("a long reason")
    page.keyboard.press("Control+Enter")
    expect(card.get_by_role("alert")).to_contain_text("no longer served")
    assert card.get_by_label("Reason").input_value() == "a long reason"


def test_without_scripts_the_forms_lead_to_the_page_anew(folder: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    with serve(session(folder)) as address:
        page.goto(address)
        card = page.locator(".card").first
        card.locator("summary", has_text="Decide").click()
        card.get_by_label("accept").check()
        card.get_by_role("button", name="Record").click()
        assert card.get_by_role("alert").inner_text() == "give the reason"
        assert card.get_by_label("accept").is_checked()
        card.get_by_label("Reason").fill("on paper")
        card.get_by_role("button", name="Record").click()
        assert page.url.endswith(f"#{card.get_attribute('id')}") or "#claim-" in page.url
        assert "1 of 24 decided" in page.locator("#progress").inner_text()
    context.close()


def test_a_decision_on_other_evidence_is_shown_as_stale(folder: Path, page: Page) -> None:
    value = json.loads(DATA.read_text("utf-8"))
    report = saved.load(json.dumps(value), "first")
    finding = next(f for f in report.briefs[0].findings if f.verdict is Verdict.CONTRADICTED)
    anchor = f"#claim-{finding.claim.id}"
    with serve(Session(report, near=folder, reviewer="AB")) as address:
        page.goto(address)
        card = page.locator(anchor)
        card.locator("summary", has_text="Decide").click()
        card.get_by_label("accept").check()
        card.get_by_label("Reason").fill("seen on paper")
        card.get_by_role("button", name="Record").click()
        expect(card.locator(".stamp")).to_have_count(1)
    claim = next(c for c in value["briefs"][0]["claims"] if c["id"] == finding.claim.id)
    for citation in claim["citations"]:
        for evidence in citation["evidence"]:
            evidence["text"] = evidence["text"].replace("2028", "2031")
    with serve(Session(saved.load(json.dumps(value), "second"), near=folder)) as address:
        page.goto(address)
        card = page.locator(anchor)
        assert card.locator(".stamp").count() == 0
        assert "changed since: evidence" in card.locator(".decision.stale").inner_text()
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
