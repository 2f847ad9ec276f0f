"""What one import is asked to do, as the command line says it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sources.importing.formats import AUTO
from sources.importing.reading import STANDARD_INPUT, Reading, printable, shorten

_KEPT = ("format", "outlet", "external_id", "publish", "limit", "is_strict")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """`path` is null for standard input, which is `given` then, read before anything else.

    `outlet` and `external_id` are "" where the items say it themselves.
    """

    path: Path | None = None
    given: Reading | None = None
    format: str = AUTO
    outlet: str = ""
    external_id: str = ""
    publish: bool = False
    limit: int | None = None
    is_dry_run: bool = False
    is_strict: bool = False
    root: str = field(init=False, default="")

    def __post_init__(self) -> None:
        """`root`: the name of the imported folder, a file's own folder; "" for standard input."""
        if self.path is not None:
            folder = self.path if self.path.is_dir() else self.path.parent
            object.__setattr__(self, "root", shorten(printable(folder.name), 300))

    @property
    def target(self) -> str:
        """What is imported as a run keeps it, so that it can be found again from anywhere."""
        return STANDARD_INPUT if self.path is None else printable(str(self.path))

    def options(self) -> dict[str, Any]:
        """What is kept with the run besides its target."""
        return {name: getattr(self, name) for name in _KEPT}

    @classmethod
    def resumed(cls, path: Path, options: dict[str, Any]) -> "Job":
        """The job that an interrupted run was begun with, from what was kept of it."""
        return cls(path=path, **{name: options[name] for name in _KEPT if name in options})
