"""One row of figures for data sets from all the answers to a question, re-runnable to the same numbers.

UCDP's low, best and high (GED codebook), the min and max of Iraq Body Count and Airwars, and ACLED's
conservative number. Which claims take part is decided in `events.series_inputs`. An unknown number takes no
part; where nothing is left, the figures are None and never 0. Pure.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from events.quantities import Quantity, QuantityKind, render
from events.series_inputs import Exclusion, Ingredient, Input, RawEstimate, Why, choose

__all__ = [
    "RULE_VERSION",
    "Alarm",
    "Flag",
    "How",
    "Input",
    "RawEstimate",
    "Series",
    "UnknownRule",
    "Why",
    "check_total",
    "derive",
    "rerun",
]

RULE_VERSION = "series-v1"
RECIPE_ID_LENGTH = 16

K = QuantityKind
Recipe = dict[str, Any]
POINTS = (K.EXACT, K.NONE)
FLOORS = (K.AT_LEAST, K.MORE_THAN)


class UnknownRule(ValueError):
    """The recipe was made by another rule; the message names both."""


class How(StrEnum):
    """Where the best figure comes from."""

    FINDING = "finding"
    SINGLE = "single"
    SINGLE_FLOOR = "single_floor"
    INTERSECTION = "intersection"
    NEEDS_FINDING = "needs_finding"
    NO_FIGURE = "no_figure"


class Flag(StrEnum):
    CONTESTED = "contested"
    HIGH_IS_FLOOR = "high_is_floor"
    DISORDERED = "disordered"


@dataclass(frozen=True)
class Series:
    """The figures of one question; None where nobody gave one that can be used.

    `low`, `best`, `high` are UCDP's; `minimum` and `maximum` those of the claims alone, whatever a finding
    says; `conservative` is ACLED's. `recipe` is all that is needed to compute the numbers again.
    """

    low: int | None
    best: int | None
    high: int | None
    minimum: int | None
    maximum: int | None
    conservative: int | None
    contested: bool
    high_is_floor: bool
    how: How
    reason: str
    recipe: Recipe = field(repr=False)
    inputs: tuple[Ingredient, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()

    @property
    def recipe_id(self) -> str:
        """Short SHA-256 of the recipe: another one as soon as rule, finding or any input is another."""
        canonical = json.dumps(self.recipe, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()[:RECIPE_ID_LENGTH]

    @property
    def rule_version(self) -> str:
        return str(self.recipe["rule_version"])

    @property
    def flags(self) -> tuple[Flag, ...]:
        disordered = any(exclusion.why == Why.DISORDERED for exclusion in self.exclusions)
        held = (
            (Flag.CONTESTED, self.contested),
            (Flag.HIGH_IS_FLOOR, self.high_is_floor),
            (Flag.DISORDERED, disordered),
        )
        return tuple(flag for flag, holds in held if holds)


@dataclass(frozen=True)
class Alarm:
    """A running total that is lower than the incidents it contains."""

    floor: int
    ceiling: int
    reason: str


def derive(inputs: Iterable[Input], finding: Quantity | None = None) -> Series:
    """Compute the figures from the claims that may take part, in whatever order they come.

    `finding` is the figure that the editors' current finding confirms, None where there is none.
    """
    ingredients, exclusions = choose(inputs)
    return _compute(ingredients, finding, tuple(exclusions))


def rerun(recipe: Mapping[str, Any]) -> Series:
    """Compute the figures again from a stored recipe.

    Raises UnknownRule if it was made by another rule, and ImpossibleQuantity if its numbers were tampered with.
    """
    if recipe["rule_version"] != RULE_VERSION:
        raise UnknownRule(f"The recipe follows the rule {recipe['rule_version']}; this program has {RULE_VERSION}.")
    ingredients = [Ingredient(one["claim"], _read(one)) for one in recipe["inputs"]]
    return _compute(ingredients, _read(recipe["finding"]) if recipe["finding"] else None, ())


def check_total(total: Quantity, parts: Sequence[Quantity]) -> Alarm | None:
    """Alarm if the fewest in the incidents together are more than the most that the running total allows.

    Give one figure for each incident that the total contains, and none for a part of another one.
    """
    floor = sum(part.low for part in parts)
    if total.high is None or floor <= total.high:
        return None
    incidents = "the one incident" if len(parts) == 1 else f"the {len(parts)} incidents"
    told = f"The running total is {render(total)}, and {incidents} in it come to at least {floor:,}."
    return Alarm(floor, total.high, told)


def _compute(ingredients: Sequence[Ingredient], finding: Quantity | None, exclusions: tuple[Exclusion, ...]) -> Series:
    quantities = [one.quantity for one in ingredients]
    found = finding if finding and finding.kind != K.UNKNOWN else None
    best, how = _best(quantities, found)
    minimum = min((quantity.point_low for quantity in quantities), default=None)
    maximum = max((quantity.point_high for quantity in quantities), default=None)
    contested = _is_contested(quantities)
    is_floor = any(quantity.high is None for quantity in [*quantities, *([found] if found else [])])
    return Series(
        low=min((n for n in (minimum, best) if n is not None), default=None),
        best=best,
        high=max((n for n in (maximum, best) if n is not None), default=None),
        minimum=minimum,
        maximum=maximum,
        conservative=min((n for quantity in quantities if (n := quantity.acled_point) is not None), default=None),
        contested=contested,
        high_is_floor=is_floor,
        how=how,
        reason=_reason(how, len(quantities), contested=contested, is_floor=is_floor),
        recipe=_recipe(ingredients, finding),
        inputs=tuple(ingredients),
        exclusions=exclusions,
    )


def _best(quantities: Sequence[Quantity], finding: Quantity | None) -> tuple[int | None, How]:
    if finding:
        return finding.point_low if finding.nominal is None else finding.nominal, How.FINDING
    if not quantities:
        return None, How.NO_FIGURE
    if len(quantities) == 1:
        return _best_of_one(quantities[0])
    best = _in_all(quantities)
    return best, How.NEEDS_FINDING if best is None else How.INTERSECTION


def _best_of_one(only: Quantity) -> tuple[int | None, How]:
    if only.kind in (*POINTS, K.ESTIMATE, K.APPROX):
        return only.nominal, How.SINGLE
    if only.kind in FLOORS:
        return only.low, How.SINGLE_FLOOR
    return None, How.NEEDS_FINDING


def _in_all(quantities: Sequence[Quantity]) -> int | None:
    """The number given as exact or as a best estimate that all allow; None where there is none or a choice."""
    given = {quantity.nominal for quantity in quantities if quantity.kind in (*POINTS, K.ESTIMATE)}
    allowed = [n for n in given if n is not None and all(_allows(quantity, n) for quantity in quantities)]
    return allowed[0] if len(allowed) == 1 else None


def _allows(quantity: Quantity, n: int) -> bool:
    return quantity.low <= n and (quantity.high is None or n <= quantity.high)


def _is_contested(quantities: Sequence[Quantity]) -> bool:
    """Whether no number satisfies all."""
    highest_low = max((quantity.low for quantity in quantities), default=0)
    return not all(_allows_up_to(quantity, highest_low) for quantity in quantities)


def _allows_up_to(quantity: Quantity, n: int) -> bool:
    return quantity.high is None or n <= quantity.high


_REASONS = {
    How.FINDING: "the best figure is that of the editors’ finding",
    How.SINGLE: "one independent input gives the figure",
    How.SINGLE_FLOOR: "one independent input gives a floor, which stands for the figure",
    How.INTERSECTION: "one of {count} independent inputs gives a figure that all of them allow",
    How.NO_FIGURE: "nobody has given a figure that can be used",
}


def _reason(how: How, count: int, *, contested: bool, is_floor: bool) -> str:
    if how == How.NEEDS_FINDING and contested:
        reason = f"{count} independent inputs cannot all be right, so that a best figure needs a finding"
    elif how == How.NEEDS_FINDING:
        reason = "no single figure follows from the words, so that a best figure needs a finding"
    else:
        reason = _REASONS[how].format(count=count)
    floor = "; the high end is a floor, for more was not ruled out" if is_floor else ""
    return f"{reason[0].upper()}{reason[1:]}{floor}."


def _recipe(ingredients: Sequence[Ingredient], finding: Quantity | None) -> Recipe:
    return {
        "rule_version": RULE_VERSION,
        "finding": _write(finding) if finding else None,
        "inputs": [
            {"claim": one.claim, **_write(one.quantity)} for one in sorted(ingredients, key=lambda one: one.claim)
        ],
    }


def _write(quantity: Quantity) -> Recipe:
    parts = {"n": quantity.n, "n2": quantity.n2, "best": quantity.best, "word": quantity.word or None}
    return {"kind": quantity.kind.value, **{name: part for name, part in parts.items() if part is not None}}


def _read(written: Mapping[str, Any]) -> Quantity:
    n, n2, best = (written.get(name) for name in ("n", "n2", "best"))
    return Quantity(QuantityKind(written["kind"]), n=n, n2=n2, best=best, word=written.get("word", ""))
