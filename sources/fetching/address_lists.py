"""A list of addresses: one a line, with blank lines and lines of comment (#) between."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listed:
    """One address of a list and its line, from 1."""

    line: int
    url: str


def listed_addresses(text: str) -> Iterator[Listed]:
    """The addresses in their order, each once, not yet checked."""
    seen: set[str] = set()
    for number, line in enumerate(text.split("\n"), 1):
        url = line.strip().lstrip("\ufeff")
        if url and not url.startswith("#") and url not in seen:
            seen.add(url)
            yield Listed(number, url)
