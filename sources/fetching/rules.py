"""Within which limits, and as whom, things are fetched."""

from dataclasses import dataclass

MOST_BYTES = 50 * 1024 * 1024
PRODUCT = "Newsroom"
"""The name by which hosts know this program; a robots.txt may address it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Times in seconds. `most_bytes` holds on the wire and unpacked, `most_ratio` between the two.

    `deadline` is for one address with all its redirects, pauses for politeness not counted. `longest_wait` bounds
    what a host may ask for with Crawl-delay and Retry-After. `contact` is a web or mail address, "" for none.
    """

    contact: str = ""
    ports: frozenset[int] = frozenset({80, 443})
    deadline: float = 30.0
    connect_timeout: float = 10.0
    read_timeout: float = 10.0
    delay: float = 1.0
    longest_wait: float = 60.0
    most_bytes: int = MOST_BYTES
    most_ratio: int = 100
    most_redirects: int = 5

    @property
    def user_agent(self) -> str:
        return f"{PRODUCT} (+{self.contact})" if self.contact else PRODUCT
