"""The claims of a question as candidates for its figures: which take part, and why the others do not.

Of each independent component the most precise claim takes part, of equally precise ones the latest. Pure.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from events.answers import Polarity, Saying
from events.quantities import Quantity, QuantityKind

K = QuantityKind


@dataclass(frozen=True)
class RawEstimate:
    """A data set's three numbers as they stand in its row, in order or not."""

    low: int
    best: int
    high: int

    @property
    def is_disordered(self) -> bool:
        return not self.low <= self.best <= self.high

    @property
    def disorder(self) -> str:
        """The three numbers, in words that say what is wrong with them."""
        return f"low {self.low:,}, best {self.best:,}, high {self.high:,} are out of order"

    @property
    def quantity(self) -> Quantity | None:
        """The estimate; None where the numbers are out of order."""
        return None if self.is_disordered else Quantity(K.ESTIMATE, n=self.low, n2=self.high, best=self.best)


class Why(StrEnum):
    """Why a claim takes no part in a series."""

    WITHDRAWN = "withdrawn"
    OFF_RECORD = "off_record"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    NOT_AFFIRMED = "not_affirmed"
    NO_FIGURE = "no_figure"
    UNKNOWN = "unknown"
    DISORDERED = "disordered"
    NOT_REPRESENTATIVE = "not_representative"
    """Another claim of the same independent component is more precise, or as precise and later."""


@dataclass(frozen=True)
class Input:
    """One claim that may take part.

    `component` is a key of the independent component it belongs
    to, empty for one of its own; `barred` is set where something outside the figure keeps it out.
    """

    saying: Saying
    figure: Quantity | RawEstimate | None
    component: str = ""
    polarity: Polarity = Polarity.AFFIRMS
    barred: Why | None = None

    @property
    def quantity(self) -> Quantity | None:
        return self.figure.quantity if isinstance(self.figure, RawEstimate) else self.figure


@dataclass(frozen=True)
class Ingredient:
    """One claim that takes part: which, and what it says."""

    claim: str
    quantity: Quantity


@dataclass(frozen=True)
class Exclusion:
    claim: str
    why: Why
    note: str = ""


def choose(inputs: Iterable[Input]) -> tuple[list[Ingredient], list[Exclusion]]:
    """Divide the claims into those that take part and those that do not, each by the ids of the claims."""
    given = sorted(inputs, key=lambda candidate: candidate.saying.claim)
    exclusions = [excluded for candidate in given if (excluded := _exclude(candidate))]
    out = {excluded.claim for excluded in exclusions}
    eligible = [candidate for candidate in given if candidate.saying.claim not in out]
    chosen = _representatives(eligible)
    ingredients = [Ingredient(one.saying.claim, quantity) for one in chosen if (quantity := one.quantity)]
    taken = {one.claim for one in ingredients}
    spare = [one.saying.claim for one in eligible if one.saying.claim not in taken]
    exclusions += [Exclusion(claim, Why.NOT_REPRESENTATIVE) for claim in spare]
    return ingredients, sorted(exclusions, key=lambda exclusion: exclusion.claim)


def _exclude(candidate: Input) -> Exclusion | None:
    figure = candidate.figure
    checks = (
        (candidate.barred, candidate.barred is not None),
        (Why.NOT_AFFIRMED, candidate.polarity != Polarity.AFFIRMS),
        (Why.NO_FIGURE, figure is None),
        (Why.UNKNOWN, isinstance(figure, Quantity) and figure.kind == K.UNKNOWN),
        (Why.DISORDERED, isinstance(figure, RawEstimate) and figure.is_disordered),
    )
    why = next((why for why, holds in checks if holds), None)
    note = figure.disorder if isinstance(figure, RawEstimate) and why == Why.DISORDERED else ""
    return Exclusion(candidate.saying.claim, why, note) if why else None


def _representatives(eligible: Sequence[Input]) -> list[Input]:
    components: dict[str, list[Input]] = defaultdict(list)
    for candidate in eligible:
        components[candidate.component or f"only {candidate.saying.claim}"].append(candidate)
    chosen = [_most_precise(component) for component in components.values()]
    return sorted(chosen, key=lambda candidate: candidate.saying.claim)


def _most_precise(component: Sequence[Input]) -> Input:
    narrowest = min(map(_width, component))
    return max((one for one in component if _width(one) == narrowest), key=_recency)


def _width(candidate: Input) -> tuple[float, float]:
    """How much the words leave open: by what they entail, then by how they are usually read."""
    quantity = candidate.quantity
    if quantity is None:
        return math.inf, math.inf
    ends = (quantity.low, quantity.high), (quantity.soft_low, quantity.soft_high)
    entailed, usual = (math.inf if high is None else high - low for low, high in ends)
    return entailed, usual


def _recency(candidate: Input) -> tuple[bool, tuple[object, ...]]:
    return candidate.saying.is_dated, candidate.saying.order
