"""What an element's tag, role, class and id say of the text in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from citecheck.model import Region

_BY_TAG: Mapping[str, Region] = {
    "nav": Region.NAVIGATION,
    "footer": Region.FOOTER,
    "aside": Region.ASIDE,
    "form": Region.FORM,
    "button": Region.FORM,
    "select": Region.FORM,
    "noscript": Region.BANNER,
    "dialog": Region.BANNER,
    "menu": Region.NAVIGATION,
}
_BY_ROLE: Mapping[str, Region] = {
    "navigation": Region.NAVIGATION,
    "menu": Region.NAVIGATION,
    "menubar": Region.NAVIGATION,
    "banner": Region.HEADER,
    "contentinfo": Region.FOOTER,
    "complementary": Region.ASIDE,
    "search": Region.FORM,
    "dialog": Region.BANNER,
    "alertdialog": Region.BANNER,
}
_BY_WORD: tuple[tuple[str, Region], ...] = (
    ("comment disqus respond replies reply discussion", Region.COMMENTS),
    (
        "related recommended recommendation more-stories more-story more-news more-from more-on"
        " morestories read-more readmore read-next trending popular most-read mostread also-read"
        " next-up outbrain taboola teaser recirc see-also promo",
        Region.RELATED,
    ),
    (
        "cookie consent gdpr ad advert advertisement advertising sponsor sponsored newsletter"
        " signup sign-up subscribe subscription popup modal overlay paywall donate donation",
        Region.BANNER,
    ),
    (
        "nav navbar navigation navbox menu breadcrumb pagination pager share sharing social"
        " toolbar tag taglist skip-link toc table-of sharedaddy addthis",
        Region.NAVIGATION,
    ),
    ("references reflist footnote bibliography citation", Region.REFERENCES),
    ("footer site-footer copyright colophon", Region.FOOTER),
    ("sidebar side-bar rail widget author-bio about-the", Region.ASIDE),
    ("masthead site-header page-header topbar top-bar", Region.HEADER),
    (
        "caption credit photo-by photo-info photo-credit image-source image-info captiontext"
        " cutline",
        Region.CAPTION,
    ),
)
_RANKS: dict[str, tuple[int, Region]] = {
    word + ending: (rank, region)
    for rank, (words, region) in enumerate(_BY_WORD)
    for word in words.split()
    for ending in ("", "s")
}
_FIRSTS = frozenset(word.split("-")[0] for word in _RANKS if "-" in word)
_UNRANKED: tuple[int, Region | None] = (len(_BY_WORD), None)
_BODY = re.compile(
    r"(?:article|story|entry|post|content|blog|news|page)[-_]*(?:body|content|text|copy)"
    r"(?:$|[\s_-])|(?:^|[\s_-])body[-_](?:copy|text|content)|articlebody|parser-output"
)
_NEVER = frozenset({"html", "body", "main", "article", "h1", "h2", "h3", "p"})
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LONGEST_NAME = 500  # characters; longer class lists are style systems that name everything


by_tag = _BY_TAG.get


@lru_cache(maxsize=4096)
def announces(
    tag: str, role: str | None, itemprop: str | None, name: str, identity: str
) -> tuple[Region | None, bool]:
    """The region that an element's tag, role, class or id announces, if any, and whether the
    element says of itself that it holds the article's text."""
    both = f"{name} {identity}"
    if len(both) > _LONGEST_NAME:
        both = ""
    both = both.lower()
    body = itemprop in ("articleBody", "reviewBody") or (
        ("body" in both or "content" in both or "text" in both or "copy" in both)
        and _BODY.search(both) is not None
    )
    if tag in _BY_TAG:
        return _BY_TAG[tag], body
    if role is not None and role in _BY_ROLE:
        return _BY_ROLE[role], body
    region = _by_words(both) if both else None
    if region is not Region.CAPTION and tag in _NEVER:
        region = None
    return region, body


def _by_words(names: str) -> Region | None:
    """The region of the word of most weight among an element's names, or of two that follow."""
    rank, region = _UNRANKED
    first = ""
    for part in names.replace("-", " ").replace("_", " ").split():
        found = _RANKS.get(part)
        if found is not None and found[0] < rank:
            rank, region = found
        if first:
            found = _RANKS.get(f"{first}-{part}")
            if found is not None and found[0] < rank:
                rank, region = found
        first = part if part in _FIRSTS else ""
    return region


def is_hidden(attributes: Mapping[str, str | None]) -> bool:
    """Tell whether a reader does not see an element."""
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return bool(style) and _HIDDEN_STYLE.search(str(style)[:2000]) is not None
