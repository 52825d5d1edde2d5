"""Finds out in which character set a page is written, and decodes it; never fails."""

from __future__ import annotations

import codecs
import re

from citecheck.outside.charsets import codec_of

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_IN_HEADER = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:+-]+)", re.IGNORECASE)
_IN_META = re.compile(
    rb"<meta[^>]{0,500}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:+-]+)", re.IGNORECASE
)
_IN_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:+-]+)")
_HEAD = 4096  # bytes in which HTML expects its meta element; a little more than the standard's 1024
_SAMPLE = 60_000  # bytes looked at when nothing is declared

# Labels that the WHATWG Encoding Standard takes otherwise than Python does, or that only it knows,
# after the codec that reads what browsers read.
_LABELS = {
    "cp1252": "iso-8859-1 iso8859-1 iso_8859-1 iso88591 latin-1 latin1 l1 us-ascii ascii cp819"
    " ibm819 ansi_x3.4-1968 iso-ir-100 csisolatin1 iso_8859-1:1987 x-cp1252 x-user-defined",
    "cp1250": "x-cp1250",
    "cp1251": "x-cp1251",
    "cp1253": "x-cp1253",
    "cp1255": "x-cp1255",
    "cp1256": "x-cp1256",
    "cp1257": "x-cp1257",
    "cp1258": "x-cp1258",
    "iso8859-2": "iso88592",
    "iso8859-3": "iso88593",
    "iso8859-4": "iso88594",
    "iso8859-5": "iso88595",
    "iso8859-6": "iso88596 csiso88596e csiso88596i iso-8859-6-e iso-8859-6-i",
    "iso8859-7": "iso88597 sun_eu_greek",
    "iso8859-10": "iso885910",
    "iso8859-13": "iso885913",
    "iso8859-14": "iso885914",
    "iso8859-15": "iso885915 csisolatin9 l9",
    "cp1254": "iso-8859-9 iso8859-9 iso_8859-9 iso88599 latin5 l5 csisolatin5 iso-ir-148 x-cp1254"
    " iso_8859-9:1989",
    "cp874": "tis-620 iso-8859-11 iso8859-11 iso885911 dos-874 windows-874",
    "gb18030": "gb2312 gbk gb_2312 gb_2312-80 chinese csgb2312 iso-ir-58 csiso58gb231280 x-gbk",
    "cp932": "shift_jis shift-jis x-sjis sjis ms_kanji ms932 windows-31j csshiftjis",
    "cp949": "euc-kr euckr korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 cseuckr iso-ir-149"
    " windows-949 csksc56011987",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "euc_jp": "x-euc-jp cseucpkdfmtjapanese",
    "koi8_u": "koi8-ru",
    "koi8_r": "koi koi8 cskoi8r",
    "mac_cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "mac_roman": "macintosh mac x-mac-roman csmacintosh",
    "iso8859_8": "iso88598 iso-8859-8-e iso-8859-8-i logical visual csiso88598e csiso88598i",
    "utf-16-le": "unicode csunicode iso-10646-ucs-2 ucs-2 unicodefeff utf-16",
    "utf-16-be": "unicodefffe",
    "utf-8": "utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8",
}
_WHATWG = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}
# Scripts that no one writes in windows-1252: only for these is a guess taken instead of it.
_OTHER_SCRIPTS = frozenset(
    "big5 big5hkscs cp932 shift_jis shift_jis_2004 shift_jisx0213 euc_jp iso2022_jp cp949 euc_kr"
    " johab gb2312 gbk gb18030 hz cp1251 koi8_r koi8_u iso8859_5 cp866 mac_cyrillic cp1253"
    " iso8859_7 cp1255 iso8859_8 cp1256 iso8859_6 cp874 tis_620 utf_8 utf_16 utf_16_le"
    " utf_16_be utf_32 utf_7".split()
)


def decode(body: bytes, content_type: str | None) -> str:
    """The text of `body`: by byte order mark, header, meta element, XML declaration, else by
    detection. Bytes that do not fit become U+FFFD."""
    return decoded(body, content_type)[0]


def decoded(body: bytes, content_type: str | None) -> tuple[str, bool]:
    """The text of `body`, and whether `body` is that text in UTF-8 as it stands."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace"), False
    for declared in _declared(body, content_type):
        try:
            return body.decode(declared), declared == "utf-8"
        except UnicodeDecodeError as error:
            # A stray byte or two do not refute a declaration; a wrong one fails early and often.
            text = body.decode(declared, "replace")
            if text.count("�") <= 1 + len(body) // 2000 or error.start > len(body) - 4:
                return text, False
    try:
        return body.decode("utf-8"), True
    except UnicodeDecodeError:
        return body.decode(_detected(body), "replace"), False


def _declared(body: bytes, content_type: str | None) -> list[str]:
    labels: list[str] = []
    match = _IN_HEADER.search(content_type or "")
    if match is not None:
        labels.append(match[1])
    for pattern in (_IN_META, _IN_XML):
        found = pattern.search(body[:_HEAD])
        if found is not None:
            label = found[1].decode("ascii", "replace")
            # A meta element that could be read is not written in UTF-16.
            utf_16 = _WHATWG.get(label.lower(), label.lower()).startswith("utf-16")
            labels.append("utf-8" if utf_16 else label)
    names = []
    for label in labels:
        name = codec_of(_WHATWG.get(label.lower(), label))
        if name is not None:
            names.append(name)
    return names


def _detected(body: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(body[:_SAMPLE]).best()
    if best is None or best.encoding not in _OTHER_SCRIPTS:
        return "cp1252"  # as browsers do, for whatever is written in Latin letters
    return best.encoding
