"""What became of one item, in the words that the report and the run's counts use."""

from dataclasses import dataclass
from typing import Any, Literal

from sources.importing.records import RecordProblem

OutcomeName = Literal["created", "new_version", "filled", "unchanged", "duplicate", "refused", "skipped", "gone"]
COUNTED = ("created", "new_version", "unchanged", "duplicate", "refused")
"""The five that `read` is the sum of. A filled item has an unchanged text; a skipped one is not an item, nor one that
is gone from a newer release of its data set."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`note` is what an editor should know of an item that was taken: that it came late, why it is not public.

    `is_issued` is null where nobody asked to publish it.
    """

    name: str
    outcome: OutcomeName
    raw_sha256: str = ""
    reason: str = ""
    line: int | None = None
    message: str = ""
    hint: str = ""
    note: str = ""
    is_issued: bool | None = None

    @property
    def counts_as(self) -> str:
        return "unchanged" if self.outcome == "filled" else self.outcome

    @property
    def place(self) -> str:
        """Where the item stands: its name, and the line where the name does not tell it."""
        said = f"line {self.line}"
        return self.name if self.line is None or self.name.endswith(f": {said}") else f"{self.name}, {said}"

    def as_reported(self) -> dict[str, Any]:
        """The columns of the row that is left for the item."""
        return {
            "name": self.name,
            "raw_sha256": self.raw_sha256,
            "outcome": self.outcome,
            "reason": self.reason,
            "line": self.line,
            "message": "; ".join(filter(None, [self.message, self.note])),
            "hint": self.hint,
        }

    @classmethod
    def refused(cls, name: str, raw_sha256: str, problem: RecordProblem) -> "Outcome":
        return cls(name, "refused", raw_sha256, problem.reason, problem.line, problem.message, problem.hint)
