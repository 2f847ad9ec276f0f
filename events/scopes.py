"""What a question asks about, and whether one question lies inside another.

The order is the product of the orders of incident, predicate, population, party, place and window. What is
left open contains everything: no party is anybody's, no place is anywhere, no window is at any time. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from events.dates import PartialDate, render_date

Days = tuple[date, date]


@dataclass(frozen=True)
class Member:
    """One place, party, population or incident, with the keys of everything wider that contains it.

    Without a `key` it is not named: the same as nothing else, and inside nothing.
    """

    key: str | None
    label: str
    wider: frozenset[str] = frozenset()

    def is_within(self, other: "Member") -> bool:
        return self.key is not None and (self.key == other.key or other.key in self.wider)


@dataclass(frozen=True)
class AskedPredicate(Member):
    """What is asked; `wider` holds the predicates that it is a subset of, all the way up."""

    is_cumulative: bool = False
    is_single_valued: bool = True


class Containment(StrEnum):
    """How one scope stands to another, read from the first to the second."""

    SAME = "same"
    PART = "part"
    WHOLE = "whole"
    APART = "apart"
    OTHER_KIND = "other_kind"
    """One is a running total, the other the figure of one incident."""


@dataclass(frozen=True)
class Scope:
    """A question as one answer takes it.

    `question` is its id. `through` is the last day that the answer counts, for a running total; where the
    speaker did not say, the day of his report.
    """

    question: str
    predicate: AskedPredicate
    population: Member | None = None
    incident: Member | None = None
    party: Member | None = None
    place: Member | None = None
    window: PartialDate | None = None
    through: date | None = None

    @cached_property
    def subject(self) -> str:
        """What is asked, in words: “combatants (Israel) injured”, “people killed in Jenin since May 2023”."""
        whose = f"({self.party.label})" if self.party else ""
        where = f"in {self.place.label}" if self.place else ""
        when = render_date(self.window) if self.window else ""
        who = self.population.label if self.population else ""
        return " ".join(filter(None, [who, whose, self.predicate.label, where, when]))

    @cached_property
    def days(self) -> Days | None:
        """The days that are counted; None where no window limits them."""
        if self.window is None:
            return None
        first, last = days_of(self.window)
        return first, min(last, self.through or date.max)

    @cached_property
    def members(self) -> tuple[Member | None, ...]:
        return self.incident, self.predicate, self.population, self.party, self.place

    def containment(self, other: "Scope") -> Containment:
        if (self.incident is None) != (other.incident is None):
            return Containment.OTHER_KIND
        inside, around = self.is_within(other), other.is_within(self)
        if inside and around:
            return Containment.SAME
        if inside:
            return Containment.PART
        return Containment.WHOLE if around else Containment.APART

    def is_within(self, other: "Scope") -> bool:
        """Whether everybody who counts here counts there too."""
        same_question = self.question == other.question
        return _days_within(self.days, other.days) and (same_question or self._members_are_within(other))

    def counts_towards(self, total: "Scope", happened: PartialDate) -> bool:
        """Whether this figure of an incident that happened then is contained in the running total.

        False wherever that is not certain: when it may have happened on a day that the total does not
        count, or when the total does not say up to which day it counts.
        """
        if total.incident or total.through is None or not total.days:
            return False
        return _days_within(days_of(happened), total.days) and self._members_are_within(total)

    def _members_are_within(self, other: "Scope") -> bool:
        return all(map(_is_within, self.members, other.members))


def outermost(incidents: Iterable[Member]) -> list[Member]:
    """Those that are part of no other one given, so that nobody is counted twice in a sum."""
    given = {incident.key: incident for incident in incidents}
    return [incident for incident in given.values() if incident.wider.isdisjoint(given.keys() - {incident.key})]


def days_of(when: PartialDate) -> Days:
    """The first and the last day it can be; an open end reaches as far as dates go."""
    return when.earliest or date.min, when.latest or date.max


def _is_within(part: Member | None, whole: Member | None) -> bool:
    return whole is None or (part is not None and part.is_within(whole))


def _days_within(part: Days | None, whole: Days | None) -> bool:
    return whole is None or (part is not None and whole[0] <= part[0] and part[1] <= whole[1])
