"""What an import of articles is asked to do besides what every import is."""

from dataclasses import dataclass

from sources.importing.formats import AUTO
from sources.importing.job import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleJob(Job):
    """`outlet` and `external_id` are "" where the items say it themselves, `encoding` where the bytes do.

    `addresses` are fetched one after the other. `mends_mojibake`: text that was decoded wrongly once is put
    right, and each such item says so.
    """

    format: str = AUTO
    outlet: str = ""
    external_id: str = ""
    encoding: str = ""
    addresses: tuple[str, ...] = ()
    mends_mojibake: bool = False

    @property
    def target(self) -> str:
        if self.addresses:
            more = f" and {len(self.addresses) - 1} more" if len(self.addresses) > 1 else ""
            return f"{self.addresses[0][:900]}{more}"
        return super(ArticleJob, self).target
