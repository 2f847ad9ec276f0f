"""An answer to a question as one value, and everybody who gives it: what a comparison needs and no more.

Filled from issued documents by whoever compares. Pure: knows no database.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cached_property

from events.dates import PartialDate
from events.quantities import Quantity
from events.scopes import Days, Member, Scope, days_of

Value = Quantity | PartialDate | Member | bool | str | None
"""A count, a date, a place, party or category, yes or no, a text; None where no value was given."""

ANY_DAY = (date.min, date.max)
NO_INSTANT = datetime.max.replace(tzinfo=UTC)


class Polarity(StrEnum):
    AFFIRMS = "affirms"
    DENIES = "denies"
    DECLINES = "declines"
    NO_RESPONSE = "no_response"


@dataclass(frozen=True)
class Saying:
    """One claim as far as it matters who said it, in which words and when.

    `originator` is a key that is the same for two claims of one originator, and None for a confidential
    one: two claims without a key never count as said by the same. `words` are the value as stated.
    """

    claim: str
    speaker: str
    originator: str | None = None
    said: PartialDate | None = None
    reported: PartialDate | None = None
    words: str = ""

    @property
    def is_dated(self) -> bool:
        return bool(self.said or self.reported)

    @cached_property
    def days(self) -> Days:
        """The days on which it can have been said; the report stands in where the speaker's day is unknown."""
        when = self.said or self.reported
        return days_of(when) if when else ANY_DAY

    @cached_property
    def reported_days(self) -> Days:
        return days_of(self.reported) if self.reported else ANY_DAY

    @cached_property
    def instants(self) -> tuple[datetime | None, datetime | None]:
        """The instant of saying and that of the report, where they are known."""
        said, reported = self.said, self.reported
        return said.moment if said else None, reported.moment if reported else None

    @cached_property
    def order(self) -> tuple[date, date, datetime, datetime, str]:
        """To sort sayings by time; total, so that nothing depends on the order in which claims arrive."""
        said_at, reported_at = self.instants
        return self.days[1], self.days[0], said_at or NO_INSTANT, reported_at or NO_INSTANT, self.claim

    def is_same_originator(self, other: "Saying") -> bool:
        return self.originator is not None and self.originator == other.originator

    def is_before(self, other: "Saying") -> bool:
        """Whether it is known to be the earlier: by the clock, else by the day, else by the reports."""
        said, reported = map(_order_of_instants, self.instants, other.instants)
        if not (self.said or other.said):
            said = reported
        order = said or _order_of_days(self.days, other.days) or reported
        return (order or _order_of_days(self.reported_days, other.reported_days)) < 0


@dataclass(frozen=True)
class Answer:
    """One distinct answer: a value, affirmed or denied, and those who give it.

    `reading` says the value in plain words ("at least 6"). Raises ValueError for an answer nobody gives.
    """

    scope: Scope
    value: Value
    reading: str
    sayings: tuple[Saying, ...]
    polarity: Polarity = Polarity.AFFIRMS

    def __post_init__(self) -> None:
        if not self.sayings:
            raise ValueError(f"Nobody gives the answer “{self.reading}”. Name at least one claim.")

    @property
    def says_something(self) -> bool:
        return self.value is not None and self.polarity in (Polarity.AFFIRMS, Polarity.DENIES)

    @property
    def is_figure(self) -> bool:
        return isinstance(self.value, Quantity) and self.polarity == Polarity.AFFIRMS

    @cached_property
    def order(self) -> tuple[int, str, str]:
        """To name the lower of two answers first."""
        low = self.value.low if isinstance(self.value, Quantity) else 0
        return low, self.polarity, self.reading

    @cached_property
    def claims(self) -> tuple[str, ...]:
        return tuple(sorted(saying.claim for saying in self.sayings))

    @cached_property
    def first_saying(self) -> Saying:
        return min(self.sayings, key=lambda saying: saying.order)


def _order_of_days(first: Days, second: Days) -> int:
    """-1 where the first ends before the second begins, 1 the other way round, 0 where they overlap."""
    return (second[1] < first[0]) - (first[1] < second[0])


def _order_of_instants(first: datetime | None, second: datetime | None) -> int:
    return (second < first) - (first < second) if first and second else 0
