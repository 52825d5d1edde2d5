"""What a worker serves in tests."""

from __future__ import annotations

import os
from typing import Any


def answer(header: dict[str, Any], body: bytes) -> dict[str, Any]:
    if header["do"] == "hang":
        while True:
            pass
    if header["do"] == "grow":
        return {"size": len(bytearray(1 << 30))}
    if header["do"] == "fail":
        return {"size": 1 // len(body)}
    if header["do"] == "die":
        os._exit(3)
    print("a library prints")
    return {"body": body.decode()}
