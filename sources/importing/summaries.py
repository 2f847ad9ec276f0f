"""What an import did, added up as it goes: the counts, and the first of what somebody has to look at."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sources.importing.outcomes import COUNTED, Outcome
from sources.models import ImportRun

MOST_REFUSED, MOST_SAID = 100, 20


@dataclass(slots=True)
class Summary:
    """`read` is the sum of the five counts. `run` is null where nothing was written.

    `is_undone`: under --strict, all that the counts say was taken back.
    """

    is_dry_run: bool = False
    run: int | None = None
    state: str = ImportRun.State.DONE
    target: str = ""
    is_undone: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    refused: list[Outcome] = field(default_factory=list)
    duplicates: list[Outcome] = field(default_factory=list)
    noted: list[Outcome] = field(default_factory=list)

    @property
    def read(self) -> int:
        return sum(self.counts[name] for name in COUNTED)

    @property
    def is_resumable(self) -> bool:
        return self.run is not None and self.state != ImportRun.State.DONE

    def go_on_with(self, run: ImportRun) -> None:
        """Count on from what a run had done before it was interrupted."""
        self.run = run.pk
        self.counts.update({name: getattr(run, name) for name in COUNTED})

    def add(self, outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            self.counts[outcome.counts_as] += 1
            self.counts["filled"] += outcome.outcome == "filled"
            self.counts["issued"] += outcome.is_issued is True
            self.counts["not_issued"] += outcome.is_issued is False
            self._keep(outcome)

    def as_json(self) -> dict[str, Any]:
        """The result for programs; `items` are the first refused ones."""
        return {
            "run": self.run,
            "state": self.state,
            "dry_run": self.is_dry_run,
            "read": self.read,
            **{name: self.counts[name] for name in COUNTED},
            **{name: self.counts[name] for name in ("filled", "skipped", "issued", "not_issued")},
            "items": [
                {name: getattr(said, name) for name in ("name", "reason", "line", "message", "hint")}
                for said in self.refused
            ],
            "duplicates": [{"name": said.name, "message": said.message} for said in self.duplicates],
            "notes": [{"name": said.name, "note": said.note} for said in self.noted],
        }

    def _keep(self, outcome: Outcome) -> None:
        if outcome.outcome == "refused" and len(self.refused) < MOST_REFUSED:
            self.refused.append(outcome)
        elif outcome.outcome == "duplicate" and len(self.duplicates) < MOST_SAID:
            self.duplicates.append(outcome)
        if outcome.note and len(self.noted) < MOST_SAID:
            self.noted.append(outcome)
