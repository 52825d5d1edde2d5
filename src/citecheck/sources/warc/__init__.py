"""What was read, kept as WARC 1.1 (ISO 28500:2017) with an index, and read back.

warcio writes and reads the records: it is the library that pywb and the Webrecorder tools are
built on, in plain Python. (fastwarc is faster at scanning crawls and needs a compiled wheel; here
a run writes a few hundred records.) The splitting into gzip members is done here, because a
hostile or cut-off file must be met within bounds.
"""

from __future__ import annotations

import logging

from citecheck.sources.warc.folders import Folder, folder_at
from citecheck.sources.warc.index import Entry
from citecheck.sources.warc.reader import WarcReader
from citecheck.sources.warc.writer import WarcWriter

__all__ = ["Entry", "Folder", "WarcReader", "WarcWriter", "folder_at"]

# warcio writes what it finds odd in a file to standard error, as it stands there.
logging.getLogger("warcio").addHandler(logging.NullHandler())
