"""One request with its answer, as a web archive keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and the whole answer to it.

    `payload` is the body as it was sent: its transfer coding (chunks) undone, its content coding
    (compression) not. `at` is when the server sent it. `version` is the protocol, "HTTP/1.1".
    """

    url: str
    at: datetime
    request: Headers
    status: int
    headers: Headers
    payload: bytes
    reason: str = ""
    version: str = "HTTP/1.1"

    def header(self, name: str) -> str:
        """All values of one header of the answer, joined by commas; empty when there is none."""
        return ", ".join(value for key, value in self.headers if key.lower() == name)
