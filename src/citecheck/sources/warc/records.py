"""Makes WARC records of exchanges and sources, and takes records apart."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from citecheck.sources.exchange import Exchange, Headers
from citecheck.sources.warc.index import OUTCOME, REVISIT
from citecheck.version import __version__

_INDEXED = frozenset({"response", "revisit", "resource", "conversion"})


def digest_of(payload: bytes) -> str:
    """A payload's digest as WARC labels it: SHA-256 in base32.

    (Many crawlers write SHA-1, for which two pages with one digest can be made on purpose.)
    """
    return "sha256:" + base64.b32encode(hashlib.sha256(payload).digest()).decode()


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its own headers, the HTTP headers in it, the payload.

    `kind` is the WARC-Type. `payload` is the HTTP body, or for records without HTTP the block.
    """

    kind: str
    url: str
    at: datetime
    headers: Mapping[str, str]
    status: str
    http_headers: Headers
    payload: bytes

    @property
    def digest(self) -> str | None:
        """The payload's digest: as computed, for a repeat as declared, None where it has none."""
        if self.kind == "revisit":
            return self.headers.get("warc-payload-digest")
        return digest_of(self.payload) if self.kind in _INDEXED else None

    @property
    def mime(self) -> str | None:
        """How the index names the record's type; None for records that it leaves out."""
        if self.kind == "revisit":
            return REVISIT
        own = self.headers.get("content-type", "")
        if self.kind == "metadata":
            return OUTCOME if own == OUTCOME else None
        if self.kind not in _INDEXED:
            return None
        media = {n.lower(): v for n, v in self.http_headers}.get("content-type", own)
        return media.split(";")[0].strip().lower() or "unk"


def parse(content: bytes) -> Record | None:
    """Take one decompressed record apart; None when it is no WARC record that makes sense."""
    try:
        found = ArcWarcRecordLoader().parse_record_stream(BytesIO(content), known_format="warc")
        headers = {str(k).lower(): str(v) for k, v in found.rec_headers.headers}
        payload = found.raw_stream.read()
        at = datetime.fromisoformat(headers["warc-date"]).astimezone(UTC)
        declared = int(headers["content-length"])
    except Exception:
        # Whatever warcio trips over (it raises a dozen kinds), it is not a record.
        return None
    http = found.http_headers
    block = len(content) - content.find(b"\r\n\r\n") - 4
    if not 0 <= declared <= block:
        return None  # cut off
    return Record(
        kind=headers.get("warc-type", ""),
        url=headers.get("warc-target-uri", "").strip("<>"),
        at=at,
        headers=headers,
        status="-" if http is None else str(http.get_statuscode()),
        http_headers=() if http is None else tuple((str(k), str(v)) for k, v in http.headers),
        payload=payload,
    )


class RecordMaker:
    """Makes records as gzip members. Records of one look-up point at each other."""

    def __init__(self) -> None:
        self._writer = WARCWriter(BytesIO(), gzip=True, warc_version="WARC/1.1")

    def info(self, name: str) -> bytes:
        """The record that opens a file."""
        about = {
            "software": f"citecheck/{__version__}",
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/"
            "warc-format/warc-1.1/",
        }
        return self._gzipped(self._writer.create_warcinfo_record(name, about))

    def response(self, exchange: Exchange, digest: str) -> tuple[bytes, str]:
        """A response, and its record's id."""
        record = self._writer.create_warc_record(
            exchange.url,
            "response",
            payload=BytesIO(exchange.payload),
            length=len(exchange.payload),
            http_headers=_answer_headers(exchange),
            warc_headers_dict={"WARC-Date": stamp(exchange.at), "WARC-Payload-Digest": digest},
        )
        return self._gzipped(record), record.rec_headers.get_header("WARC-Record-ID")

    def revisit(
        self, exchange: Exchange, digest: str, first_url: str, first_at: datetime
    ) -> tuple[bytes, str]:
        """A response whose payload is kept already, and its record's id."""
        record = self._writer.create_revisit_record(
            exchange.url,
            digest,
            first_url,
            stamp(first_at),
            http_headers=_answer_headers(exchange),
            warc_headers_dict={"WARC-Date": stamp(exchange.at)},
        )
        return self._gzipped(record), record.rec_headers.get_header("WARC-Record-ID")

    def request(self, exchange: Exchange, answered_by: str) -> bytes:
        """The request to a response."""
        scheme, _, rest = exchange.url.partition("://")
        host, slash, path = rest.partition("/")
        start = f"GET {slash}{path} HTTP/1.1" if scheme else "GET / HTTP/1.1"
        headers = [(k, v) for k, v in exchange.request if k.lower() != "host"]
        record = self._writer.create_warc_record(
            exchange.url,
            "request",
            http_headers=StatusAndHeaders(start, [("Host", host), *headers], is_http_request=True),
            warc_headers_dict={
                "WARC-Date": stamp(exchange.at),
                "WARC-Concurrent-To": answered_by,
            },
        )
        return self._gzipped(record)

    def block(
        self, kind: str, url: str, at: datetime, mime: str, content: bytes, about: str | None
    ) -> bytes:
        """A record without HTTP: `resource`, `conversion` or `metadata`; `about` is the id of the
        record that it belongs to."""
        headers = {"WARC-Date": stamp(at)}
        if about is not None:
            headers["WARC-Refers-To" if kind == "conversion" else "WARC-Concurrent-To"] = about
        if kind != "metadata":
            headers["WARC-Payload-Digest"] = digest_of(content)
        record = self._writer.create_warc_record(
            url,
            kind,
            payload=BytesIO(content),
            length=len(content),
            warc_content_type=mime,
            warc_headers_dict=headers,
        )
        return self._gzipped(record)

    def outcome(self, url: str, at: datetime, value: Mapping[str, Any], about: str | None) -> bytes:
        """How a look-up ended."""
        text = json.dumps(value, ensure_ascii=False, indent=1)
        return self.block("metadata", url, at, OUTCOME, text.encode(), about)

    def _gzipped(self, record: Any) -> bytes:
        buffer = BytesIO()
        self._writer.out = buffer
        self._writer.write_record(record)
        return buffer.getvalue()


def stamp(moment: datetime) -> str:
    """A WARC-Date: UTC, with fractions of a second where there are some."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _answer_headers(exchange: Exchange) -> StatusAndHeaders:
    """The response's headers. The body is kept without its chunks, so the header that announces
    them is renamed as the Webrecorder tools do."""
    headers = [
        (f"X-Orig-{k}" if k.lower() == "transfer-encoding" else k, " ".join(v.splitlines()))
        for k, v in exchange.headers
    ]
    version = exchange.version if exchange.version.startswith("HTTP/1") else "HTTP/1.1"
    return StatusAndHeaders(
        f"{exchange.status} {exchange.reason}".strip(), headers, protocol=version
    )
