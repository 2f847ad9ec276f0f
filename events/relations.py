"""How two values stand to each other by their words alone: no speakers, no times. Pure."""

import math
from enum import StrEnum

from events.answers import Value
from events.dates import PartialDate, Sense
from events.quantities import Quantity
from events.scopes import Member, days_of


class Relation(StrEnum):
    """Read from the first to the second."""

    CONTRADICTS = "contradicts"
    FALLS = "falls"
    """One speaker's count that can only grow has become lower."""
    IN_TENSION = "in_tension"
    """Reconcilable by the letter, not as such words are usually meant."""
    UPDATES = "updates"
    """One speaker's later count, which is not lower."""
    REFINES = "refines"
    REFINED_BY = "refined_by"
    AGREES = "agrees"
    COMPATIBLE = "compatible"
    HOLDS = "holds"
    """A part fits into its whole."""
    UNRELATED = "unrelated"

    @property
    def mirrored(self) -> "Relation":
        """The same relation, read from the second to the first."""
        return _MIRRORED.get(self, self)

    @property
    def is_conflict(self) -> bool:
        """Whether an editor has to look at it."""
        return self in (Relation.CONTRADICTS, Relation.FALLS)


R = Relation
_MIRRORED = {R.REFINES: R.REFINED_BY, R.REFINED_BY: R.REFINES}

Ends = tuple[float, float]


def compare(first: Quantity, second: Quantity) -> Relation:
    """Compare what two counts entail; they contradict each other exactly where no number satisfies both."""
    if _disjoint(entailed(first), entailed(second)):
        return R.CONTRADICTS
    if _disjoint(_usual(first), _usual(second)):
        return R.IN_TENSION
    if entailed(first) != entailed(second):
        return _nesting(entailed(first), entailed(second))
    return _nesting(_usual(first), _usual(second))


def compare_dates(first: PartialDate, second: PartialDate) -> Relation:
    """Compare the days. Dates that exclude each other are only in tension if one is called approximate."""
    days, others = days_of(first), days_of(second)
    if days[1] < others[0] or others[1] < days[0]:
        return R.IN_TENSION if first.is_approximate or second.is_approximate else R.CONTRADICTS
    if (days, first.sense) == (others, second.sense):
        return R.AGREES
    if second.sense == Sense.ONE_OF and others[0] <= days[0] and days[1] <= others[1]:
        return R.REFINES
    if first.sense == Sense.ONE_OF and days[0] <= others[0] and others[1] <= days[1]:
        return R.REFINED_BY
    return R.COMPATIBLE


def compare_members(first: Member, second: Member) -> Relation:
    """Compare two places, parties or categories: one within the other is more precise."""
    if first.key is None or second.key is None:
        return R.UNRELATED
    if first.key == second.key:
        return R.AGREES
    if first.is_within(second):
        return R.REFINES
    return R.REFINED_BY if second.is_within(first) else R.CONTRADICTS


def compare_values(first: Value, second: Value) -> Relation:
    """Compare two values of one type, as if only one could be true. Texts never relate."""
    match first, second:
        case Quantity(), Quantity():
            return compare(first, second)
        case PartialDate(), PartialDate():
            return compare_dates(first, second)
        case Member(), Member():
            return compare_members(first, second)
        case bool(), bool():
            return R.AGREES if first == second else R.CONTRADICTS
    return R.UNRELATED


def lies_inside(inner: Value, outer: Value) -> bool:
    """Whether whoever says the inner value says the outer one too; of hedged counts in their usual reading."""
    if isinstance(inner, Quantity) and isinstance(outer, Quantity):
        return _within(entailed(inner), entailed(outer)) and _within(_usual(inner), _usual(outer))
    return compare_values(inner, outer) in (R.AGREES, R.REFINES)


def exceeds(part: Quantity, whole: Quantity) -> bool:
    """Whether the fewest in the part are more than the most in the whole."""
    return part.low > entailed(whole)[1]


def entailed(quantity: Quantity) -> Ends:
    return _ends(quantity.low, quantity.high)


def _usual(quantity: Quantity) -> Ends:
    return _ends(quantity.soft_low, quantity.soft_high)


def _ends(low: int, high: int | None) -> Ends:
    return low, math.inf if high is None else high


def _disjoint(first: Ends, second: Ends) -> bool:
    return first[1] < second[0] or second[1] < first[0]


def _within(inner: Ends, outer: Ends) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _nesting(first: Ends, second: Ends) -> Relation:
    if first == second:
        return R.AGREES
    if _within(first, second):
        return R.REFINES
    return R.REFINED_BY if _within(second, first) else R.COMPATIBLE
