"""An invented press, cell by cell: one incident, two questions, two articles and five claims, all from a seed.

Every name a cell gives is unlike every other, so that a published cell can serve as the pattern of the rest.
Within a cell, and among the sources it names, ids and labels ascend in the order in which they are listed here:
what a document sorts by them comes in the same order in every cell.
"""

import datetime as dt
import random
import string
from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate

from events.dates import PartialDate, render_date
from newsroom.benching.copies import any_word
from sources.models import Source

MOMENT = dt.datetime(2026, 1, 1, 9, 30, tzinfo=dt.UTC)
"""When everything was captured and issued: what is measured must not hang on a clock."""
CLAIMS_A_CELL = 5
DAY = dt.date(2023, 6, 19)
OWN = {"article": 2, "incident": 1, "question": 2, "claim": CLAIMS_A_CELL}
PREFIXES = {"article": "art", "incident": "inc", "question": "qst", "claim": "clm"}
ROLES = {
    Source.Kind.OUTLET: ("outlet1", "outlet2"),
    Source.Kind.ORGANISATION: ("side1", "side2"),
    Source.Kind.PERSON: ("person1", "person2"),
    Source.Kind.AGENCY: ("wire1",),
}
NAMES = {
    Source.Kind.OUTLET: "Example Post",
    Source.Kind.ORGANISATION: "Example Side",
    Source.Kind.PERSON: "Example Speaker",
    Source.Kind.AGENCY: "Example Wire",
}
COUNTRIES = ("PS", "IL", "UA", "SD", "MM", "SY", "YE", "ET", "CD", "ML", "IQ", "LB", "AF", "SO", "NG", "MX", "CO", "HT")
PLACES = 2_000
_LETTERS = string.digits[2:8] + string.ascii_lowercase
Slots = dict[str, str]


@dataclass(frozen=True)
class SourceName:
    """A source as the press knows it."""

    public_id: str
    name: str
    kind: str


@dataclass(frozen=True)
class PlaceName:
    name: str
    country: str
    latitude_e6: int
    longitude_e6: int


@dataclass(frozen=True)
class Cell:
    """What is particular to one cell; everything else it has from its pattern."""

    number: int
    pattern: int
    ids: dict[str, list[str]]
    sources: dict[str, SourceName]
    place: PlaceName
    title: str
    headlines: tuple[str, str]
    day: dt.date

    def url(self, article: int) -> str:
        return f"https://news.example/{self.number:09}/{article}"

    def slots(self) -> Slots:
        """Every text of its documents that is its own, by what it is."""
        own = {f"{kind}{at}": public_id for kind, ids in self.ids.items() for at, public_id in enumerate(ids)}
        named = {role: source.public_id for role, source in self.sources.items()}
        labels = {f"{role} label": source.name for role, source in self.sources.items()}
        days = [self.day, self.day + dt.timedelta(days=1)]
        return {
            **own,
            **named,
            **labels,
            **{f"day{at}": day.isoformat() for at, day in enumerate(days)},
            **{f"day{at} in words": render_date(PartialDate(day.isoformat())) for at, day in enumerate(days)},
            "place": self.place.name,
            "country": f'"country":"{self.place.country}"',
            "latitude": f'"latitude":"{degrees(self.place.latitude_e6)}"',
            "longitude": f'"longitude":"{degrees(self.place.longitude_e6)}"',
            "title": self.title,
            **{f"headline{at}": headline for at, headline in enumerate(self.headlines)},
            **{f"url{at}": self.url(at) for at in range(2)},
        }


class Press:
    """So many cells, with the sources and places that they share: a few of them often, most of them seldom."""

    def __init__(self, cells: int, patterns: int, seed: int = 1) -> None:
        self.cells = cells
        self.patterns = patterns
        self.seed = seed
        sizes = {Source.Kind.OUTLET: 60 + cells // 500, Source.Kind.ORGANISATION: 40 + cells // 500}
        sizes |= {Source.Kind.PERSON: 100 + cells // 20, Source.Kind.AGENCY: 12}
        chance = random.Random(f"{seed}/sources")
        ids = iter(sorted(_public_id("src", chance) for _ in range(sum(sizes.values()))))
        self.sources = {
            kind: [SourceName(next(ids), f"{NAMES[kind]} {at:06}", kind) for at in range(size)]
            for kind, size in sizes.items()
        }
        self.places = [_place(at) for at in range(PLACES)]
        self._pattern_weights = list(accumulate(1 / (at + 1) ** 2 for at in range(patterns)))

    def pattern(self, number: int) -> Cell:
        """The cell that is published to be the pattern of this number, apart from all others."""
        return self._cell(-1 - number, number, DAY)

    def cell(self, number: int) -> Cell:
        chance = random.Random(f"{self.seed}/day/{number}")
        pattern = bisect(self._pattern_weights, chance.random() * self._pattern_weights[-1])
        day = DAY - dt.timedelta(days=1 + int(chance.random() ** 3 * 4000))
        return self._cell(number, pattern, day)

    def _cell(self, number: int, pattern: int, day: dt.date) -> Cell:
        chance = random.Random(f"{self.seed}/cell/{number}")
        ids = {kind: sorted(_public_id(PREFIXES[kind], chance) for _ in range(count)) for kind, count in OWN.items()}
        words = [any_word(chance) for _ in range(10)]
        return Cell(
            number=number,
            pattern=pattern,
            ids=ids,
            sources=self._cast(chance),
            place=self.places[_seldom(chance, PLACES)],
            title=f"Raid on {words[0].capitalize()} {words[1].capitalize()}, no. {number}.",
            headlines=(_headline(words[2:6], number, 0), _headline(words[6:10], number, 1)),
            day=day,
        )

    def _cast(self, chance: random.Random) -> dict[str, SourceName]:
        chosen: dict[str, SourceName] = {}
        for kind, roles in ROLES.items():
            numbers: set[int] = set()
            while len(numbers) < len(roles):
                numbers.add(_seldom(chance, len(self.sources[kind])))
            chosen.update(zip(roles, (self.sources[kind][at] for at in sorted(numbers)), strict=True))
        return chosen


def _seldom(chance: random.Random, count: int) -> int:
    """A number below `count`, the low ones often and the high ones seldom."""
    return int(count * chance.random() ** 3)


def _headline(words: list[str], number: int, article: int) -> str:
    return f"{' '.join(words).capitalize()} ({number}/{article})"


def _place(number: int) -> PlaceName:
    chance = random.Random(f"place/{number}")
    country = COUNTRIES[int(len(COUNTRIES) * (number / PLACES) ** 0.6)]
    return PlaceName(
        f"Exampleton {number:05}", country, chance.randrange(-60_000_000, 60_000_000), chance.randrange(10**8)
    )


def degrees(millionths: int) -> str:
    sign = "-" if millionths < 0 else ""
    whole, rest = divmod(abs(millionths), 1_000_000)
    return f"{sign}{whole}.{rest:06}"


def _public_id(prefix: str, chance: random.Random) -> str:
    return f"{prefix}_{''.join(chance.choices(_LETTERS, k=26))}"
