"""Reads JSON of chat and research APIs and exports: each answer with the sources it cites.

A text under one of the usual names is an answer; what stands beside it, or around it, as
annotations, citations or search results, are its sources. Prompts of the user are no answers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from citecheck.briefs.formats.document import Document
from citecheck.briefs.formats.json_written import Answer, Source, written
from citecheck.errors import BriefError

_TEXTS = ("answer", "output_text", "text", "content", "response", "report", "article", "markdown",
          "completion", "generated_text", "output", "result", "summary", "message",
          "body")  # fmt: skip
_SPANS = ("annotations", "citations", "groundingSupports", "grounding_supports",
          "content_references", "inline_citations")  # fmt: skip
_LISTS = ("search_results", "searchResults", "citations", "sources", "references", "web_results",
          "groundingChunks", "grounding_chunks", "documents", "results", "source_urls", "links",
          "urls", "sources_list", "context", "source_documents")  # fmt: skip
_URLS = ("url", "uri", "link", "href", "source_url", "source", "web_url")
_TITLES = ("title", "name", "heading", "site")
_WITHIN = ("web", "url_citation", "document", "metadata", "retrievedContext", "source", "item")
_STARTS = ("start_index", "startIndex", "start", "start_ix", "start_idx", "startOffset")
_ENDS = ("end_index", "endIndex", "end", "end_ix", "end_idx", "endOffset")
_LABELS = ("index", "id", "number", "n", "ref", "label", "citation_number", "position", "rank")
_ASKING = frozenset(("user", "human", "system", "tool", "developer", "function"))
_DEEPEST = 60
_STOPS = tuple(".!?")
_LEAST = 12  # letters of an answer


def tells(suffix: str, text: str) -> bool:
    """Tell JSON by its suffix or by how an object or a list of them begins."""
    return suffix == ".json" or re.match(r"\s*(?:\{\s*\"|\[\s*\{)", text) is not None


def read(text: str, path: str) -> Document | None:
    """The answers of an export as one document, places being an answer and a line of it.

    Without an answer in it a file that is named as JSON is refused (`BriefError`); another is None.
    """
    must = path.lower().endswith(".json")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        if must:
            raise BriefError(path, f"is not valid JSON: {error}", "export it again") from None
        return None
    answers = list(_answers(value, (), (), 0))
    if not answers and not must:
        return None
    if not answers:
        raise BriefError(path, "is JSON, not a brief: no answer in it", "give the answer's text")
    return written(answers)


# ------------------------------------------------------------------ finding


def _answers(
    value: Any, around: tuple[Source, ...], places: tuple[Any, ...], depth: int
) -> Iterator[Answer]:
    """The answers below a value; `around` and `places` are the sources and the annotations that
    the nearest object around it gives."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _answers(item, around, places, depth + 1)
    if not isinstance(value, Mapping) or _asks(value):
        return
    around = _listed(value) or around
    places = _annotations(value) or places
    key = next((key for key in _TEXTS if _is_text(value.get(key))), None)
    if key is not None and (_source(value) is None or around):
        yield _answer(str(value[key]), value, around, places)
    blocks = value.get("content")
    if isinstance(blocks, list) and sum(map(_is_block, blocks)) > 1:
        yield _joined(blocks, around, places)
        return
    parts = value.get("parts")
    if isinstance(parts, list) and key is None:
        joined = "\n\n".join(_part(part) for part in parts)
        if _is_text(joined):
            yield _answer(joined, value, around, places)
            return
    for name, item in value.items():
        if name != key and name not in _LISTS and name not in _SPANS:
            yield from _answers(item, around, places, depth + 1)


def _is_block(item: Any) -> bool:
    """Tell a block of text of a message whose text several blocks make up."""
    return isinstance(item, Mapping) and item.get("type") == "text" and bool(_part(item))


def _joined(blocks: Sequence[Any], around: tuple[Source, ...], places: tuple[Any, ...]) -> Answer:
    """The blocks of one message as one answer; what a block cites vouches for that block."""
    texts: list[str] = []
    spans: list[tuple[int, int, tuple[Source, ...]]] = []
    length = 0
    for block in filter(_is_block, blocks):
        part = _answer(_part(block), block, around, _annotations(block) or places)
        if texts and texts[-1][-1:] in _STOPS and part.text[:1].isalnum():
            texts.append(" ")
            length += 1
        spans += [(length + start, length + end, found) for start, end, found in part.spans]
        texts.append(part.text)
        length += len(part.text)
    return Answer("".join(texts), tuple(spans), around)


def _annotations(value: Mapping[str, Any]) -> tuple[Any, ...]:
    """What an object says about stretches of its text, itself or in its metadata."""
    holders = (value, value.get("groundingMetadata"), value.get("grounding_metadata"),
               value.get("metadata"))  # fmt: skip
    return tuple(
        item
        for holder in holders
        if isinstance(holder, Mapping)
        for key in _SPANS
        for item in _items(holder.get(key))
    )


def _part(part: Any) -> str:
    if isinstance(part, Mapping):
        part = part.get("text")
    return part if isinstance(part, str) else ""


def _asks(value: Mapping[str, Any]) -> bool:
    """Tell a message of the user, of the system or of a tool."""
    author = value.get("author")
    message = value.get("message")
    role = value.get("role") or value.get("sender") or value.get("from")
    if isinstance(author, Mapping):
        role = role or author.get("role")
    if isinstance(message, Mapping) and isinstance(message.get("author"), Mapping):
        role = role or message["author"].get("role")
    return isinstance(role, str) and role.lower() in _ASKING


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) >= _LEAST and " " in value.strip()


def _listed(value: Mapping[str, Any]) -> tuple[Source, ...]:
    """The list of sources of an object, or of what it says about its grounding."""
    for holder in (value, value.get("groundingMetadata"), value.get("grounding_metadata"),
                   value.get("metadata")):  # fmt: skip
        if not isinstance(holder, Mapping):
            continue
        for key in _LISTS:
            found = _sources(holder.get(key))
            # What has places in the text is no list that numbers mean.
            if found and not any(_first(i, _ENDS) is not None for i in _items(holder[key])):
                return found
    return ()


def _items(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return [{"label": k, **v} if isinstance(v, Mapping) else v for k, v in value.items()]
    return value if isinstance(value, list) else []


def _sources(value: Any) -> tuple[Source, ...]:
    found = [_source(item) for item in _items(value)]
    return tuple(source for source in found if source is not None)


def _source(item: Any) -> Source | None:
    if isinstance(item, str):
        return Source(item) if item.startswith(("http://", "https://")) else None
    if not isinstance(item, Mapping):
        return None
    url = next((item[k] for k in _URLS if _is_url(item.get(k))), None)
    if url is None:
        inner = (_source(item.get(key)) for key in _WITHIN if isinstance(item.get(key), Mapping))
        return next((source for source in inner if source is not None), None)
    title = next((item[k] for k in _TITLES if isinstance(item.get(k), str)), None)
    label = next((str(item[k]) for k in _LABELS if str(item.get(k, "")).isdigit()), None)
    return Source(url, title, label)


def _is_url(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://"))


def _answer(
    text: str, value: Mapping[str, Any], around: tuple[Source, ...], places: tuple[Any, ...]
) -> Answer:
    found = (_span(item, text, around) for item in places)
    spans = [span for span in found if span is not None]
    # A list without places beside the very text that cites by none of its numbers vouches for it.
    own = _sources(value.get("citations")) if value.get("type") == "text" else ()
    if own and not spans:
        spans.append((len(text), len(text), own))
    return Answer(text, tuple(spans), around)


def _span(
    item: Any, text: str, around: tuple[Source, ...]
) -> tuple[int, int, tuple[Source, ...]] | None:
    """The stretch that an annotation is about, and its sources."""
    if not isinstance(item, Mapping):
        return None
    inner = [
        item,
        *(item[k] for k in ("url_citation", "segment") if isinstance(item.get(k), Mapping)),
    ]
    start = next((n for n in (_first(i, _STARTS) for i in inner) if n is not None), None)
    end = next((n for n in (_first(i, _ENDS) for i in inner) if n is not None), None)
    matched = item.get("matched_text") or _text_of(item.get("segment"))
    if isinstance(matched, str) and matched and text[start or 0 : end or 0] != matched:
        # Offsets may count bytes; the words themselves are surer.
        start = text.find(matched)
        end = start + len(matched) if start >= 0 else None
    sources = _sources(item.get("sources")) or _sources(item.get("items"))
    numbers = item.get("groundingChunkIndices") or item.get("grounding_chunk_indices") or ()
    sources = sources or tuple(
        around[n]
        for n in (numbers if isinstance(numbers, list) else ())
        if isinstance(n, int) and 0 <= n < len(around)
    )
    own = _source(item)
    sources = sources or ((own,) if own is not None else ())
    if not sources or end is None or not 0 < end <= len(text):
        return None
    return max(0, start or 0), end, sources


def _text_of(item: Any) -> Any:
    return item.get("text") if isinstance(item, Mapping) else None


def _first(item: Any, keys: Sequence[str]) -> int | None:
    if not isinstance(item, Mapping):
        return None
    found = next((item[k] for k in keys if isinstance(item.get(k), int)), None)
    return None if isinstance(found, bool) else found
