"""The bytes of web addresses as readings to be imported; what came of each is kept once the import is done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from sources.fetching.answers import Fetched, NotModified
from sources.fetching.answers import Outcome as FetchOutcome
from sources.fetching.client import Client, nothing_seen
from sources.fetching.conditional import last_seen, record_fetch
from sources.fetching.problems import FetchProblem
from sources.importing.outcomes import Outcome
from sources.importing.reading import Reading, shorten
from sources.importing.records import RecordProblem
from sources.received import NotKept, NotSound, keep, open_received


@dataclass
class FetchedReadings:
    """Fetches one address after the other while it is iterated. In a dry run nothing is kept, nor asked for less."""

    addresses: Sequence[str]
    client: Client
    is_dry_run: bool = False
    outcomes: list[tuple[str, FetchOutcome]] = field(default_factory=list)

    def __iter__(self) -> Iterator[Reading | Outcome]:
        for address in self.addresses:
            outcome = self.client.fetch(address, nothing_seen if self.is_dry_run else last_seen)
            self.outcomes.append((address, replace(outcome, raw=b"") if isinstance(outcome, Fetched) else outcome))
            yield self._reading(shorten(address), outcome)

    def record(self) -> None:
        """Keep what came of each, so that the next run asks only for what is new. In the caller's transaction."""
        for address, outcome in self.outcomes:
            record_fetch(address, outcome)

    def _reading(self, name: str, outcome: FetchOutcome) -> Reading | Outcome:
        if isinstance(outcome, FetchProblem):
            return Reading(name, problem=RecordProblem("not_fetched", outcome.message, hint=outcome.hint))
        if isinstance(outcome, NotModified):
            return self._kept(name, outcome)
        if not self.is_dry_run:
            keep(outcome.raw)
        return Reading(name, outcome.raw, address=outcome.final_url, encoding=outcome.encoding)

    def _kept(self, name: str, outcome: NotModified) -> Reading | Outcome:
        """The bytes as they were kept, so that what was refused or undone is looked at again."""
        try:
            return Reading(name, open_received(outcome.sha256), address=outcome.final_url)
        except (NotKept, NotSound):
            return Outcome(name, "skipped", reason="not_modified")
