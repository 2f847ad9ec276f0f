"""What one import is asked to do, whatever it imports; each kind of import adds its own options."""

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self

from sources.importing.reading import STANDARD_INPUT, Reading, printable, shorten

_OF_THE_CALL = ("path", "given", "is_dry_run", "root")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """`path` is null for bytes that are `given`: from standard input, or fetched from an address.

    `limit` counts items, null for all of them.
    """

    path: Path | None = None
    given: Reading | None = None
    publish: bool = False
    limit: int | None = None
    is_dry_run: bool = False
    is_strict: bool = False
    root: str = field(init=False, default="")

    def __post_init__(self) -> None:
        """`root`: the name of the imported folder, a file's own folder; "" for given bytes."""
        if self.path is not None:
            folder = self.path if self.path.is_dir() else self.path.parent
            object.__setattr__(self, "root", shorten(printable(folder.name), 300))

    @property
    def target(self) -> str:
        """What is imported as a run keeps it, so that it can be found again from anywhere."""
        if self.path is not None:
            return printable(str(self.path))
        return self.given.name if self.given else STANDARD_INPUT

    def options(self) -> dict[str, Any]:
        """What is kept with the run besides its target."""
        return {kept.name: getattr(self, kept.name) for kept in fields(self) if kept.name not in _OF_THE_CALL}

    @classmethod
    def resumed(cls, path: Path, options: dict[str, Any]) -> Self:
        """The job that an interrupted run was begun with, from what was kept of it."""
        known = {kept.name for kept in fields(cls)} - {*_OF_THE_CALL}
        return cls(path=path, **{name: value for name, value in options.items() if name in known})
