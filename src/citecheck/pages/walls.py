"""Tells when a page is not the source: a challenge, a login, a notice that nothing is there …

Each answer names its evidence. Words alone never decide on a page that holds an article: an
article about error 404, about paywalls or cookies has running text, a wall has next to none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from citecheck.model import Passage, Region, Source, SourceStatus
from citecheck.pages import wall_words as words
from citecheck.pages.linked_data import LinkedData
from citecheck.pages.shell import Shell
from citecheck.pages.stand_ins import first_page, stand_in

S = SourceStatus
_LITTLE = 250  # characters of running text, which a shell or a wall may have
_SHORT = 1000  # a notice and its advice
_TEASER = 3500  # what is shown of an article before it asks for payment, at most
_ALL_SHOWN = 0.8  # share of an article's words (as it counts them) that are the whole article
_MANY_WORDS = 100  # a shorter count is no article's
_FLOW = 600  # characters of paragraphs in a row, which a notice with its advice may have
_LED_TO = 200  # characters of running text before a line, after which it is no notice
_MUCH = 2500  # characters of text of any kind, which a challenge or a question does not have
_LONG_NOTICE = 400  # characters of paragraphs in a row, which such a notice may have
_NOTICE = 300  # characters; a longer passage is no notice
_RUNNING = 60  # characters; a shorter passage is no running text
_QUESTION = 50  # characters of text about cookies, which a question about them has
_TELLING = 350  # characters; a longer passage is not a line that asks for a subscription
_EVIDENCE = 80  # characters of a page that are shown as evidence
_CODE = 4  # characters; a shorter path is a language or a section
_HEADINGS = (Region.TITLE, Region.HEADING)
_FURNITURE = frozenset(
    {Region.NAVIGATION, Region.HEADER, Region.FOOTER, Region.BANNER, Region.FORM}
)
_EDGES = frozenset({Region.NAVIGATION, Region.HEADER, Region.FOOTER})
_SEGMENT = re.compile(r"\s+[-|–—·»]+\s+|\s*[|»]\s*")
_COLON = re.compile(r":\s+")
_OPENING = ("“", "„", "«", "‘", '"', "'")


@dataclass
class Seen:
    """What a reader sees of a page; `title` is empty when there is none."""

    title: str
    passages: tuple[Passage, ...]

    @cached_property
    def content(self) -> list[Passage]:
        """The page's own matter."""
        return [p for p in self.passages if p.region.is_content]

    @cached_property
    def running(self) -> int:
        """Characters of running text among the page's own matter."""
        return sum(
            [
                len(p.text)
                for p in self.content
                if len(p.text) >= _RUNNING and p.region not in _HEADINGS
            ]
        )

    @cached_property
    def flow(self) -> int:
        """Characters of the longest row of paragraphs that nothing parts: an article has one,
        teasers of other stories, each under its own headline, have not."""
        longest = here = 0
        for passage in self.passages:
            if passage.region in _FURNITURE:
                continue
            runs = len(passage.text) >= _RUNNING and passage.region not in _HEADINGS
            here = here + len(passage.text) if runs else 0
            longest = max(longest, here)
        return longest

    @cached_property
    def around(self) -> int:
        """Characters of all text that is longer than a label and does not speak of cookies,
        whatever its region."""
        return sum(
            len(p.text)
            for p in self.passages
            if p.region not in _HEADINGS and len(p.text) > 20 and not _is_about_cookies(p.text)
        )

    @cached_property
    def breaks_off(self) -> bool:
        """Whether the last paragraph stops in the middle."""
        last = next((p.text for p in reversed(self.content) if len(p.text) >= _RUNNING), "")
        return last.endswith(("…", "..."))

    @cached_property
    def text(self) -> str:
        """All but the title."""
        return "\n".join(p.text for p in self.passages if p.region is not Region.TITLE)

    @cached_property
    def headlines(self) -> list[str]:
        """The title, by its parts, and the first headings."""
        parts = [part for part in _SEGMENT.split(self.title) if part]
        if self.flow < _LITTLE:  # else it may be an article's title and its subtitle
            parts += [piece for part in parts for piece in _COLON.split(part) if piece]
        headings = [
            p.text for p in self.passages[:60] if p.region in _HEADINGS and p.text != self.title
        ]
        return [self.title, *parts, *headings[:3]]

    def holds_article(self, source: Source) -> bool:
        """Tell quickly of a page that it is the source itself: it came from where it was asked
        for, and holds more running text than any wall or teaser. (`wall` says the same.)"""
        return source.final_url in (None, source.url) and self.running >= _TEASER


Wall = tuple[SourceStatus, str]


def wall(source: Source, seen: Seen, shell: Shell) -> Wall:
    """The status of a page and one line that names its evidence and what to do next.

    `OK` with an empty line when the page is the source itself. A `PAYWALLED` page still has the
    text that it shows.
    """
    for check in (
        *(_challenge, _elsewhere, _missing, _consent, _login, _unfilled, _stands_in),
        _payment,
    ):
        found = check(source, seen, shell)
        if found is not None:
            return found
    return S.OK, ""


def challenge(source: Source, seen: Seen) -> str | None:
    """For the page of an error: who asks there whether the reader is a robot, if anybody does."""
    html = source.body[:200_000].decode("utf-8", "replace")
    found = _challenge(source, seen, Shell(html, LexborHTMLParser(""), LinkedData()))
    return found[1] if found is not None else None


def _quoted(text: str) -> str:
    return f"“{text[:_EVIDENCE]}{'…' if len(text) > _EVIDENCE else ''}”"


def _challenge(_: Source, seen: Seen, shell: Shell) -> Wall | None:
    if seen.running > _SHORT or seen.around > _MUCH:
        return None
    next_step = "read it in a browser"
    for name, marks in words.CHALLENGES:
        if all(mark in shell.html for mark in marks):
            return S.BOT_WALL, f"the site asks whether you are a robot ({name}); {next_step}"
    said = f"{seen.title}\n{seen.text[:3000]}\n{shell.noscript[:500]}"
    found = words.ROBOT.search(said) if words.LOWER_ROBOT.search(said.lower()) else None
    if found is not None and not said[: found.start()].endswith(_OPENING):
        return S.BOT_WALL, f"the site asks whether you are a robot (“{found[0]}”); {next_step}"
    return None


def _elsewhere(source: Source, seen: Seen, shell: Shell) -> Wall | None:
    """A redirect from a page to the home page, a search, an error page, a login, a consent."""
    if source.final_url is None or source.final_url == source.url:
        return None
    asked, final = urlsplit(source.url), urlsplit(source.final_url)
    host, path = (final.hostname or "").removeprefix("www."), final.path.lower()
    if words.CONSENT_HOST.match(host):
        detail = f"it redirects to a question about cookies at {host}; read it in a browser"
        return S.CONSENT_WALL, detail
    before = asked.path.lower()
    if (
        words.LOGIN_PATH.search(path)
        and not words.LOGIN_PATH.search(before)
        and (shell.password or seen.running < _SHORT)
    ):
        return S.LOGIN_REQUIRED, f"it redirects to a login ({path}); read it with an account"
    if words.ERROR_PATH.search(path) and not words.ERROR_PATH.search(before):
        return S.SOFT_404, f"it redirects to an error page ({path}); look for its new address"
    if (asked.hostname or "").removeprefix("www.") != host or words.HOME_PATH.fullmatch(before):
        return None
    if words.HOME_PATH.fullmatch(path) and not final.query and len(before.strip("/")) > _CODE:
        return S.SOFT_404, "it redirects to the site's home page; look for its new address"
    if words.SEARCH_PATH.search(path) and not words.SEARCH_PATH.search(before):
        return S.SOFT_404, f"it redirects to a search ({path}); look for its new address"
    return None


def _missing(_: Source, seen: Seen, shell: Shell) -> Wall | None:
    next_step = "look for its new address"
    if seen.running < 1.5 * _SHORT and seen.flow < _FLOW:
        for line in seen.headlines:
            if len(line) < 300 and words.NOT_FOUND.fullmatch(line.strip(" .!?…")):
                return S.SOFT_404, f"the page says {_quoted(line)}; {next_step}"
    if seen.flow < (_FLOW if seen.running < _SHORT else _LITTLE):
        led = 0
        for passage in seen.passages[:100]:
            found = words.NO_SUCH_PAGE.search(passage.text)
            if found is not None and not passage.text[: found.start()].endswith(_OPENING):
                return S.SOFT_404, f"the page says {_quoted(found[0])}; {next_step}"
            if len(passage.text) >= _RUNNING and passage.region.is_content:
                led += len(passage.text)
            if led > _LED_TO:
                break
    return None


def _stands_in(_: Source, seen: Seen, shell: Shell) -> Wall | None:
    """A page that a server sends in place of the source."""
    next_step = "look for another address or an archived copy"
    if first_page(seen.title):
        return S.SOFT_404, f"it is the first page of a server ({_quoted(seen.title)}); {next_step}"
    if seen.running > _SHORT or seen.flow > _LONG_NOTICE:
        return None
    lines, led = [seen.title], 0
    for passage in seen.passages[:60]:
        if passage.region in _FURNITURE - {Region.FORM}:
            continue
        if len(passage.text) <= _NOTICE:
            lines.append(passage.text)
        if len(passage.text) >= _RUNNING and passage.region not in _HEADINGS:
            led += len(passage.text)
        if led > _LED_TO:
            break
    found = stand_in(lines)
    if found is None:
        return None
    status, kind, said = found
    return status, f"{kind} ({_quoted(said)}); {next_step}"


def _consent(_: Source, seen: Seen, shell: Shell) -> Wall | None:
    if seen.running > _SHORT or seen.around > _MUCH:
        return None
    about = [p for p in seen.passages if _is_about_cookies(p.text)]
    if sum(len(p.text) for p in about) <= _QUESTION:
        return None
    other = sum(
        len(p.text)
        for p in seen.content
        if p.region not in _HEADINGS and not _is_about_cookies(p.text)
    )
    asks = next((p for p in seen.passages if words.ACCEPT.search(p.text)), None)
    if asks is not None and other < _RUNNING:
        detail = f"the site asks about cookies first ({_quoted(asks.text)}); read it in a browser"
        return S.CONSENT_WALL, detail
    return None


def _is_about_cookies(text: str) -> bool:
    lower = text.lower()
    return any(root in lower for root in words.COOKIE_ROOTS) and bool(words.COOKIES.search(text))


def _login(_: Source, seen: Seen, shell: Shell) -> Wall | None:
    if not shell.password or seen.running > _SHORT / 2:
        return None
    for line in seen.headlines:
        if words.LOGIN.search(line):
            return S.LOGIN_REQUIRED, f"the page is a login ({_quoted(line)}); use an account"
    return None


def _unfilled(source: Source, seen: Seen, shell: Shell) -> Wall | None:
    if seen.running > _LITTLE or seen.around > _SHORT:
        return None
    if source.rendered:
        return None
    said = words.SCRIPTS.search(f"{shell.noscript}\n{seen.text[:1000]}")
    next_step = "try --render auto, or read it in a browser"
    if said is not None and (shell.scripts or words.BROWSER.search(said[0])):
        return S.NEEDS_BROWSER, f"scripts would fill the page (“{said[0]}”); {next_step}"
    if shell.mounts is not None and shell.scripts:
        return S.NEEDS_BROWSER, f"scripts would fill the page (empty {shell.mounts}); {next_step}"
    if words.LOADING.fullmatch(" ".join(p.text for p in seen.content if p.text != seen.title)):
        detail = f"scripts would fill the page (it says {_quoted(seen.content[-1].text)})"
        return S.NEEDS_BROWSER, f"{detail}; {next_step}"
    if not seen.text.strip() and shell.scripts:
        count = f"{shell.scripts} scripts and no text"
        return S.NEEDS_BROWSER, f"scripts would fill the page ({count}); {next_step}"
    return None


def _payment(_: Source, seen: Seen, shell: Shell) -> Wall | None:
    if seen.running >= _TEASER or seen.around >= 2 * _TEASER:
        return None
    if shell.words and shell.words > _MANY_WORDS:
        shown = sum(len(p.text.split()) for p in seen.content)
        if shown >= _ALL_SHOWN * shell.words:
            return None
    next_step = "read the rest with a subscription"
    lines = [
        (number, p.text)
        for number, p in enumerate(seen.passages)
        if len(p.text) <= _TELLING and p.region not in _EDGES
    ]
    found = _asks_for_payment([text for _, text in lines])
    if found is not None:
        line, said = found
        if _ends_at(seen, lines[line][0], words.OF_SUBSCRIBERS.search(said) is not None):
            return S.PAYWALLED, f"only a teaser is shown ({_quoted(said)}); {next_step}"
    if shell.free is False and _is_cut_off(seen, shell):
        detail = f"only a teaser is shown (its metadata say that it is not free); {next_step}"
        return S.PAYWALLED, detail
    return None


def _ends_at(seen: Seen, number: int, may_be_offered: bool) -> bool:
    """Tell whether the text ends at the passage that asks for payment: what stands after running
    text of an article is an offer, and so are words to subscribers below a text that is whole."""
    after = 0
    for passage in seen.passages[number + 1 :]:
        if passage.region.is_content and passage.region not in _HEADINGS:
            after += len(passage.text) if len(passage.text) >= _RUNNING else 0
    if after > _LITTLE:
        return False
    return not may_be_offered or seen.running < _SHORT or seen.breaks_off


def _asks_for_payment(lines: Sequence[str]) -> tuple[int, str] | None:
    """The first line that asks for payment, and its words; only lines with a root are looked at."""
    lower = "\n".join(lines).lower()
    first = len(lower)
    found: tuple[int, str] | None = None
    for root in words.PAYMENT_ROOTS:
        at = lower.find(root, 0, first)
        while at >= 0:
            start, end = lower.rfind("\n", 0, at) + 1, lower.find("\n", at)
            end = end if end >= 0 else len(lower)
            if words.LOWER_SUBSCRIBE.search(lower[start:end]) is not None:
                line = lower.count("\n", 0, start)
                said = words.SUBSCRIBE.search(lines[line])
                if said is not None:
                    first, found = start, (line, said[0])
                    break
            at = lower.find(root, end, first)
    return found


def _is_cut_off(seen: Seen, shell: Shell) -> bool:
    """Tell whether the part of an article that is to be paid for is missing."""
    if shell.paid is not None:
        return shell.paid < _LITTLE
    return seen.running < _SHORT or seen.breaks_off
