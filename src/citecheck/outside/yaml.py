"""YAML that strangers wrote: plain values within bounds, without what YAML does of its own accord.

Aliases, by which a page of text can stand for gigabytes, are refused. What looks like a date stays
text, since much that does is none.
"""

from __future__ import annotations

from functools import cache
from typing import Any

_LONGEST = 5_000_000  # characters; the reader takes minutes for more
_MOST = 300_000  # keys and values, which take a thousand times the memory of a character


def load(text: str) -> Any:
    """The value of a document. Raises `ValueError` with the reason on one line."""
    import yaml

    if len(text) > _LONGEST:
        raise ValueError(f"it has more than {_LONGEST // 1_000_000} million characters")
    try:
        return yaml.load(text, Loader=_loader())
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    except (
        yaml.YAMLError,
        ValueError,
        OverflowError,
        TypeError,
        AttributeError,
        KeyError,
    ) as error:
        raise ValueError(" ".join(str(error).split())[:200]) from None


@cache
def _loader() -> Any:
    import yaml

    class Loader(yaml.SafeLoader):
        """Safe, without aliases and dates, and of no more parts than there is memory for."""

        parts = 0

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                raise ValueError("it uses aliases (*name), which are not read")
            self.parts += 1
            if self.parts > _MOST:
                raise ValueError(f"it has more than {_MOST:,} keys and values")
            return super().compose_node(parent, index)

    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in found if not tag.endswith(":timestamp")]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return Loader
