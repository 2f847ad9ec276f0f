"""What an import of a data set is asked to do besides what every import is."""

from dataclasses import dataclass, field
from typing import Any

from sources.importing.job import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSetJob(Job):
    """`mapping` is the content of the mapping file, kept with the run, so that it goes on as it was begun.

    `release` is what the makers call this release, `released` the day of it where the file does not say so.
    `is_partial`: the file is only a part of the data set, so that what it has not is not gone.
    """

    mapping: dict[str, Any] = field(default_factory=dict)
    release: str = ""
    released: str = ""
    is_partial: bool = False
