"""What an import of articles is asked to do besides what every import is."""

from dataclasses import dataclass

from sources.importing.formats import AUTO
from sources.importing.job import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleJob(Job):
    """`outlet` and `external_id` are "" where the items say it themselves, `encoding` where the bytes do.

    `address` is where given bytes were fetched. `mends_mojibake`: text that was decoded wrongly once is put
    right, and each such item says so.
    """

    format: str = AUTO
    outlet: str = ""
    external_id: str = ""
    encoding: str = ""
    address: str = ""
    mends_mojibake: bool = False
