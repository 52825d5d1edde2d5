"""A reviewer at work in a real browser: decide by keyboard, reload, stale, clean."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from citecheck.model import Verdict
from citecheck.reports import saved
from citecheck.review import Session, serve

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
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    assert [text for text in said if "422" not in text] == []  # Chromium's own line on a refusal
    assert all(url.startswith(("http://127.0.0.1:", "data:")) for url in asked)


def test_a_reviewer_decides_by_keyboard_and_finds_it_after_a_reload(
    folder: Path, page: Page
) -> None:
    report = saved.load(DATA.read_bytes(), "harlow.json")
    finding = next(f for f in report.briefs[0].findings if f.verdict is Verdict.CONTRADICTED)
    with serve(Session(report, near=folder)) as address:
        page.goto(address)
        for key in "12456":  # only what is contradicted
            page.keyboard.press(key)
        page.keyboard.press("j")
        page.keyboard.press("d")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")  # fix the claim
        page.keyboard.press("Tab")
        page.keyboard.type("AB")
        page.keyboard.press("Tab")
        page.keyboard.type("1 <b>2</b> j k ?")
        page.keyboard.press("Tab")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url.endswith(f"#claim-{finding.claim.id}")
        card = page.locator(f"#claim-{finding.claim.id}")
        assert "fix the claim by AB" in card.locator(".decision").inner_text()
        assert "1 <b>2</b> j k ?" in card.locator(".decision").inner_text()
        page.reload()
        assert card.locator(".decision").count() == 1
        card.get_by_text("Decide").click()
        assert card.get_by_label("Initials").input_value() == "AB"
        card.get_by_label("accept", exact=True).check()
        card.get_by_label("Reason").fill("it is the year of the budget")
        with page.expect_navigation():
            card.get_by_role("button", name="Record").click()
        assert card.locator(".stamp").inner_text().lower() == "accepted"
        undecided = page.locator(".card:visible").count() - 1
        page.keyboard.press("u")
        assert page.locator(".card:visible").count() == undecided
        page.keyboard.press("u")
        assert "1 accepted by a reviewer" in page.locator(".figures").inner_text()
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


def test_a_decision_on_other_evidence_is_shown_as_stale(folder: Path, page: Page) -> None:
    value = json.loads(DATA.read_text("utf-8"))
    report = saved.load(json.dumps(value), "first")
    finding = next(f for f in report.briefs[0].findings if f.verdict is Verdict.CONTRADICTED)
    anchor = f"#claim-{finding.claim.id}"
    with serve(Session(report, near=folder)) as address:
        page.goto(address)
        card = page.locator(anchor)
        card.get_by_text("Decide").click()
        card.get_by_label("Initials").fill("AB")
        card.get_by_label("Reason").fill("seen on paper")
        with page.expect_navigation():
            card.get_by_role("button", name="Record").click()
        assert card.locator(".stamp").count() == 1
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


def test_a_form_without_a_reason_comes_back_open(folder: Path, page: Page) -> None:
    report = saved.load(DATA.read_bytes(), "harlow.json")
    with serve(Session(report, near=folder)) as address:
        page.goto(address)
        card = page.locator(".card").first
        card.get_by_text("Decide").click()
        card.get_by_label("Initials").fill("AB")
        card.get_by_label("note").check()
        page.evaluate("document.querySelectorAll('form').forEach(f => f.noValidate = true)")
        with page.expect_navigation():
            card.get_by_role("button", name="Record").click()
        assert card.get_by_role("alert").inner_text() == "give the reason"
        assert card.get_by_label("note").is_checked()
        assert card.get_by_label("Initials").input_value() == "AB"
