"""Finds the tokens that assistants and answer engines leave in what is copied from them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from citecheck.briefs.links import UNNAMED
from citecheck.briefs.links import find as find_links
from citecheck.briefs.markers import Found, expand
from citecheck.briefs.syntax import address, target

EXPORT = (
    "copied without its sources; export the answer as Markdown with its sources, or copy its links "
    "too, or give the list with --sources FILE"
)
"""What to do about a token that only the assistant itself can resolve."""

# What ChatGPT puts between private-use characters: kind, then parts.
_PRIVATE = re.compile(
    "\ue200(?P<kind>[a-z_]{1,40})(?P<parts>(?:\ue202[^\ue200-\ue202\n]{0,2000}){0,40})\ue201"
)
_TURNS = re.compile(
    r"[\[【(]?\b(?:file|nav)?(?:cite|list)?[\ue200-\ue20f†|,;\s]{0,2}"
    r"(?P<turns>turn\d{1,3}[a-z]{3,12}\d{1,4}(?:[\ue200-\ue20f†|,;\s]{0,2}turn\d{1,3}[a-z]{3,12}\d{1,4}){0,30})"
    r"[\]】)\ue201]?(?!\w)"
)
_TURN = re.compile(r"turn\d{1,3}[a-z]{3,12}\d{1,4}")
_OAI = re.compile(
    r":?contentReference\[oaicite:(?P<index>\d{1,4})\](?:\{[^{}\n]{0,60}\})?"
    r"|[\[【]oaicite:(?P<bare>\d{1,4})[\]】](?:\{[^{}\n]{0,60}\})?"
    rf"|\(?\[oai_citation[\w-]{{0,30}}:(?P<number>\d{{1,4}})[‡†,][^\[\]\n]{{0,300}}\](?:{target('url')})?\)?"
)
_LENTICULAR = re.compile(
    r"【\s?(?:source\s?)?(?P<label>\d{1,4})(?::\d{1,4})?(?:†(?P<rest>[^【】\n]{0,300}))?】"
    r"|\[(?P<square>\d{1,4})(?::\d{1,4})?†[^\[\]\n]{0,300}\]",
    re.IGNORECASE,
)
_WORD = (
    r"(?:cite|citations?|cit|sources?|src|ref|refs|references?|web|post|doc|documents?|results?"
    r"|search|snippet|note|fn|footnote|quellen?|fuentes?|fontes?|fonti?|bron|kilde|источник|来源|來源"
    r"|资料|出典|引用|文献|出处)"
)
_ITEM = rf"(?:{_WORD}[\s:._#-]{{0,2}})?\d{{1,3}}(?:\s?[-–]\s?\d{{1,3}})?"
_LABELLED = re.compile(
    rf"[\[【(（](?:\s?(?:see|siehe|vgl\.|voir|véase|cf\.)\s)?(?P<body>\s?{_WORD}[\s:._#-]{{0,2}}\d{{1,3}}(?:\s?[-–]\s?\d{{1,3}})?"
    rf"(?:\s{{0,2}}(?:[,;、，&]|and|und|et|y|e)\s{{0,2}}{_ITEM}){{0,20}})\s?[\]】)）](?:{target('url')})?",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"(?P<word>{_WORD})?[\s:._#-]{{0,2}}(?P<numbers>\d{{1,3}}(?:\s?[-–]\s?\d{{1,3}})?)",
    re.IGNORECASE,
)
_GROK = re.compile(
    r"<grok:render\b[^<>]{0,300}>(?:\s*<argument name=\"citation_id\">\s*(?P<id>\d{1,4})\s*"
    r"</argument>)?\s*</grok:render>"
)
_ELEMENT = re.compile(
    r"<(?P<tag>citation|cite|source)\s(?:[^<>]{0,200}\s)?(?:id|ids|index|n|number|ref|refs|source|sources)"
    r"\s?=\s?[\"']?\[?(?P<given>\d{1,4}(?:\s?[,;]\s?\d{1,4}){0,20})\]?[\"']?[^<>]{0,200}>(?:\s?</(?P=tag)>)?"
    r"|<(?P<name>citation|cite|source)>\s?\[?(?P<held>\d{1,4}(?:\s?[,;–-]\s?\d{1,4}){0,20})\]?\s?</(?P=name)>",
    re.IGNORECASE,
)
_SHORTCODE = re.compile(
    r"\{\{[<%]\s*[\w-]{0,20}(?:cit|ref|source|src|note)[\w-]{0,20}\s[^<>{}\n]{0,300}?"
    r"(?P<url>https?://[^\s\"'<>{}]{1,2000})[^<>{}\n]{0,300}[>%]\}\}",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"\[(?:citation needed|better source needed|failed verification|verification needed|by whom\?"
    r"|who\?|when\?|which\?|clarification needed|dubious(?: ?[-–] ?discuss)?|according to whom\?"
    r"|original research\?|page needed|unreliable source\?|source\?|citation\?|needs? citation"
    r"|need quotation to verify|(?:Quelle|Einzelnachweis|Beleg) fehlt|réf(?:érence)?\.? "
    r"(?:nécessaire|souhaitée|insuffisante)|cita(?:ción)? requerida"
    r"|carece de fontes?|senza fonte|bron\?|要出典|来源请求|來源請求"
    r"|источник не указан[^\[\]]{0,30})\]"
    r"|\{\{(?:citation needed|cn|fact)(?:\|[^{}\n]{0,100})?\}\}",
    re.IGNORECASE,
)


def find(text: str, labels: Collection[str]) -> Iterator[Found]:
    """Yield the tokens of `text`; `labels` are those of the entries of its source list."""
    for sign, reader in _READERS:
        if sign.search(text) is not None:
            yield from reader(text, labels)


def _private(text: str, labels: Collection[str]) -> Iterator[Found]:
    for match in _PRIVATE.finditer(text):
        links = find_links(match["parts"].replace("\ue202", " "), {})
        if match["kind"] in ("url", "link") and links:
            yield Found((UNNAMED,), *match.span(), links[0].url)
        elif "cite" in match["kind"] or "nav" in match["kind"]:
            turns = _TURN.findall(match["parts"]) or [match["parts"].strip("\ue202") or "cite"]
            yield Found(tuple(dict.fromkeys(turns)), *match.span(), advice=EXPORT)


def _turns(text: str, labels: Collection[str]) -> Iterator[Found]:
    for match in _TURNS.finditer(text):
        turns = tuple(dict.fromkeys(_TURN.findall(match["turns"])))
        yield Found(turns, *match.span(), advice=EXPORT)


def _oai(text: str, labels: Collection[str]) -> Iterator[Found]:
    for match in _OAI.finditer(text):
        number = match["index"] or match["bare"] or match["number"]
        url = address(match["url"]) if match["url"] else None
        label = UNNAMED if url else f"oaicite:{number}"
        yield Found((label,), *match.span(), url, advice=EXPORT)


def _lenticular(text: str, labels: Collection[str]) -> Iterator[Found]:
    for match in _LENTICULAR.finditer(text):
        label = match["label"] or match["square"]
        links = find_links(match["rest"] or "", {})
        url = links[0].url if links and label not in labels else None
        yield Found((label,), *match.span(), url, advice=EXPORT)


def _labelled(text: str, labels: Collection[str]) -> Iterator[Found]:
    for match in _LABELLED.finditer(text):
        names = _names(match["body"], labels)
        answered = any(name in labels for name in names)
        if text[match.start()] in "(（" and not answered:
            continue  # "(note 3)" may speak of anything
        url = address(match["url"]) if match["url"] else None
        yield Found(names, *match.span(), url, advice=EXPORT)


def _names(body: str, labels: Collection[str]) -> tuple[str, ...]:
    """The labels of `web:1, web:3`: as the list has them, with the word or without it."""
    names: list[str] = []
    for part in _NUMBER.finditer(body):
        whole = [f"{(part['word'] or '').lower()}{sign}{part['numbers']}" for sign in ":_ -"]
        exact = next((name for name in whole if name in labels), None)
        names += [exact] if exact else expand(part["numbers"])
    return tuple(dict.fromkeys(names))


def _grok(text: str, labels: Collection[str]) -> Iterator[Found]:
    for match in _GROK.finditer(text):
        yield Found((match["id"] or "grok",), *match.span(), advice=EXPORT)


def _elements(text: str, labels: Collection[str]) -> Iterator[Found]:
    for match in _ELEMENT.finditer(text):
        yield Found(expand(match["given"] or match["held"]), *match.span(), advice=EXPORT)


def _shortcodes(text: str, labels: Collection[str]) -> Iterator[Found]:
    for match in _SHORTCODE.finditer(text):
        yield Found((UNNAMED,), *match.span(), match["url"])


def _requests(text: str, labels: Collection[str]) -> Iterator[Found]:
    for match in _REQUEST.finditer(text):
        yield Found((), *match.span())


# Each with a sign without which it finds nothing, which is looked for many times as fast.
_READERS: tuple[tuple[re.Pattern[str], Callable[[str, Collection[str]], Iterator[Found]]], ...] = (
    (re.compile("\ue200"), _private),
    (re.compile(r"turn\d"), _turns),
    (re.compile("oai"), _oai),
    (re.compile("[【†]"), _lenticular),
    (re.compile(r"[\[【(（]\s?(?:[^\W\d_]{2,6}\.?\s)?[^\W\d_]{2,10}[\s:._#-]{0,2}\d"), _labelled),
    (re.compile("<grok:"), _grok),
    (re.compile(r"<(?:citation|cite|source)\b", re.IGNORECASE), _elements),
    (re.compile(r"\{\{[<%]"), _shortcodes),
    (re.compile(r"[?\]]|\{\{"), _requests),
)
