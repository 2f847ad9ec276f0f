"""The addresses that the product has, as its router tells them."""

from collections.abc import Iterable, Iterator
from typing import Any


def routes(patterns: Iterable[Any], above: str = "") -> Iterator[str]:
    """Every address as the router writes it, also those that stand together below one beginning."""
    for pattern in patterns:
        route = above + str(pattern.pattern)
        yield from routes(pattern.url_patterns, route) if hasattr(pattern, "url_patterns") else [route]
