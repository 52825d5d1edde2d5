"""Reads the parts of DOCX and ODT files within bounds: no zip bomb, no entity, no network."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from lxml import etree

from citecheck.errors import BriefError

_MOST_BYTES = 100_000_000  # of one part after decompression
# What zipfile raises for an archive that lies about itself; RuntimeError asks for a password.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError),
    *(NotImplementedError, OverflowError, RuntimeError),
)
_HINT = "save it again in the program that wrote it"


class Archive:
    """A ZIP archive of XML parts. Raises `BriefError` naming the file for what is broken in it."""

    def __init__(self, data: bytes, path: str) -> None:
        self._path = path
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise BriefError(path, f"is a broken archive: {error}", _HINT) from None
        self.names = frozenset(self._zip.namelist())

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part, None when the archive has no such part."""
        if name not in self.names:
            return None
        try:
            with self._zip.open(name) as part:
                data = part.read(_MOST_BYTES + 1)
        except _BROKEN as error:
            raise BriefError(self._path, f"{name} is broken: {error}", _HINT) from None
        if len(data) > _MOST_BYTES:
            limit = _MOST_BYTES // 1_000_000
            raise BriefError(self._path, f"{name} is larger than {limit} MB unpacked", "split it")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            reason = " ".join(str(error).split())[:120]
            raise BriefError(self._path, f"{name} is no valid XML: {reason}", _HINT) from None
        return root
