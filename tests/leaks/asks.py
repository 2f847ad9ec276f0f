"""What is asked, by whom; and how some of it is chosen."""

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

OUTSIDERS = ("anonymous", "token reader")
HOLDER = "holder"
"""Who may open an identity, by a grant."""


@dataclass(frozen=True)
class Ask:
    """One request. `beside` names what is out of order meanwhile, or the file that is written instead of an answer."""

    role: str
    path: str
    method: str = "GET"
    posted: Any = None
    headers: dict[str, str] = field(default_factory=dict, hash=False)
    beside: str = ""
    follow: bool = False

    @property
    def sent(self) -> bytes:
        """All that the asker has typed."""
        return repr((self.path, self.posted, self.headers)).encode()

    @property
    def sort(self) -> tuple[str, ...]:
        """Requests of one sort differ in keys and values alone; those with a query in who asks, too."""
        bare, _, query = self.path.partition("?")
        names = "&".join(sorted(part.partition("=")[0] for part in query.split("&")))
        parts = ["#" if any(map(str.isdigit, part)) else part for part in bare.split("/")]
        return "" if query else self.role, self.method, "/".join(parts), names, self.beside

    def __str__(self) -> str:
        return f"{self.role}: {self.method} {self.path} {self.beside}".strip()


def chosen(asks: Iterable[Ask], number: int) -> list[Ask]:
    """So many of them: first one of each sort, then a second, each sort's by chance that is the same each time."""
    by_sort: dict[tuple[str, ...], list[Ask]] = defaultdict(list)
    for ask in asks:
        by_sort[ask.sort].append(ask)
    drawn = random.Random(number)
    sorts = [drawn.sample(by_sort[key], len(by_sort[key])) for key in sorted(by_sort)]
    drawn.shuffle(sorts)
    rounds = (each for turn in zip_longest(*sorts) for each in turn if each is not None)
    return [ask for ask, _ in zip(rounds, range(number), strict=False)]
