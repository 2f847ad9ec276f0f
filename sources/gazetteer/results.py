"""What a load of places did, counted, and the first of what somebody has to look at."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sources.gazetteer.merging import Kept
from sources.importing.records import RecordProblem

COUNTED = ("created", "updated", "unchanged", "skipped", "refused")
MOST_REFUSED, MOST_SAID = 100, 20


@dataclass(slots=True)
class Counts:
    """Of the rows of one file; `read` is the sum of the five. `spellings` were added, `kept` columns are an editor's.

    `left_out` spellings cannot be stored.
    """

    file: str
    counts: Counter[str] = field(default_factory=Counter)
    items: list[dict[str, Any]] = field(default_factory=list)

    def add(self, outcome: str, count: int = 1) -> None:
        self.counts[outcome] += count

    def refuse(self, place: str, problem: RecordProblem) -> None:
        self.add("refused")
        if len(self.items) < MOST_REFUSED:
            said = {"reason": problem.reason, "message": problem.message, "hint": problem.hint}
            self.items.append({"file": self.file, "place": place, **said})

    def as_json(self) -> dict[str, Any]:
        counts = {name: self.counts[name] for name in COUNTED}
        extra = {name: self.counts[name] for name in ("spellings", "kept", "left_out")}
        return {"file": self.file, "read": sum(counts.values()), **counts, **extra}


@dataclass(slots=True)
class Result:
    """Of a whole load. `notes` say in sentences what was left out or should be looked at."""

    is_dry_run: bool = False
    is_interrupted: bool = False
    files: list[Counts] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def begin(self, file: str) -> Counts:
        counts = Counts(file)
        self.files.append(counts)
        return counts

    def keep(self, place: str, kept: Iterable[Kept]) -> None:
        for one in kept:
            self.files[-1].add("kept")
            if len(self.kept) < MOST_SAID:
                said = {"column": one.column, "stays": one.stays, "gazetteer": one.gazetteer}
                self.kept.append({"place": place, **said})

    def note(self, sentence: str) -> None:
        if len(self.notes) < MOST_SAID and sentence not in self.notes:
            self.notes.append(sentence)

    @property
    def has_refused(self) -> bool:
        return any(counts.counts["refused"] for counts in self.files)

    def as_json(self) -> dict[str, Any]:
        return {
            "state": "interrupted" if self.is_interrupted else "done",
            "dry_run": self.is_dry_run,
            "files": [counts.as_json() for counts in self.files],
            "items": [item for counts in self.files for item in counts.items],
            "kept": self.kept,
            "notes": self.notes,
        }
