"""Names of character sets that strangers wrote: the codec that is meant, where it is one of text.

Python knows codecs that no page is written in (`undefined`, `unicode_escape`, `utf_7`): some
raise, others read as code what is text.
"""

from __future__ import annotations

import codecs

# The encodings of the WHATWG Encoding Standard, UTF-32, and code pages of old documents.
_TEXT = frozenset(
    "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be ascii iso8859-1"
    " iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9"
    " iso8859-10 iso8859-11"
    " iso8859-13 iso8859-14 iso8859-15 iso8859-16 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256"
    " cp1257 cp1258 cp437 cp737 cp775 cp850 cp852 cp855 cp857 cp858 cp860 cp861 cp862 cp863 cp864"
    " cp865 cp866 cp869 cp874 koi8-r koi8-u koi8-t kz1048 ptcp154 mac-roman mac-cyrillic mac-greek"
    " mac-latin2 mac-turkish mac-iceland tis-620 gb2312 gbk gb18030 hz big5 big5hkscs cp950 cp949"
    " euc_kr johab iso2022_kr shift_jis cp932 shift_jis_2004 shift_jisx0213 euc_jp euc_jis_2004"
    " euc_jisx0213 iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_3 iso2022_jp_ext".split()
)


def codec_of(label: str) -> str | None:
    """Python's name of the codec that a label stands for, None when it is none of text."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError, UnicodeError):
        return None
    return name if name in _TEXT else None
