"""What an import of a data set found besides its counts: which columns changed, what was warned of, what is gone."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from events.importing.planning import Plan
from events.importing.records import Doubt

MOST_SAID = 100
_DOUBTS: dict[Doubt, str] = {
    "falls": "cumulative columns that fall",
    "disordered": "estimates out of order",
    "coordinates": "coordinates that are none",
    "date": "dates that cannot be",
}


@dataclass(slots=True)
class Tally:
    """Added up as the batches are settled. `warned` are the first warnings, each with its row.

    `overtaken_by` is the newer release, where this one came in before it.
    """

    changed: Counter[str] = field(default_factory=Counter)
    warnings: Counter[Doubt] = field(default_factory=Counter)
    warned: list[tuple[str, str]] = field(default_factory=list)
    gone: int = 0
    superseded: int = 0
    overtaken_by: str = ""

    def add(self, plans: Sequence[Plan]) -> None:
        for plan in plans:
            self.changed.update(plan.changed)
            self.superseded += sum(made.claim.supersedes is not None for made in plan.claims)
            self.warnings.update(warning.doubt for warning in plan.warnings)
            left = MOST_SAID - len(self.warned)
            self.warned += [(plan.outcome.name, warning.message) for warning in plan.warnings[: max(left, 0)]]

    def as_json(self) -> dict[str, Any]:
        return {
            "changed_columns": dict(sorted(self.changed.items())),
            "claims_superseded": self.superseded,
            "gone": self.gone,
            "overtaken_by": self.overtaken_by,
            "warnings": {doubt: self.warnings[doubt] for doubt in _DOUBTS},
            "warned": [{"name": name, "message": message} for name, message in self.warned],
        }

    def in_sentences(self) -> Iterator[str]:
        warnings = {words: self.warnings[doubt] for doubt, words in _DOUBTS.items() if self.warnings[doubt]}
        if self.overtaken_by:
            yield f"This file came in before, and “{self.overtaken_by}” since, so that nothing in it counts any more."
            yield "If the makers of the data set went back to it, import it under another name."
        for words, counted in (
            ("Changed cells by column", _listed(self.changed)),
            ("Claims superseded by newer ones", str(self.superseded or "")),
            ("Rows gone from this release", str(self.gone or "")),
            ("Look at", _listed(warnings)),
        ):
            if counted:
                yield f"{words}: {counted}."
        yield from (f"Warning: {name}: {message}" for name, message in self.warned)
        if (rest := self.warnings.total() - len(self.warned)) > 0:
            yield f"… and {rest} more warnings; --report FILE lists them all."


def _listed(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counted.items()))
