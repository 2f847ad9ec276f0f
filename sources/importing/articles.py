"""The import of articles: from the bytes of any format to stored articles, versions and proposals."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from sources.fetching.client import Client
from sources.importing.applying import apply_plans, new_versions, report_plans
from sources.importing.article_job import ArticleJob
from sources.importing.fetched import FetchedReadings
from sources.importing.formats import sniff
from sources.importing.holding import Index
from sources.importing.issuing import issue, judge
from sources.importing.naming import NamedSources
from sources.importing.outcomes import Outcome
from sources.importing.pieces import Part, Piece, Position, pieces_in, pieces_of
from sources.importing.planning import Plan, plan_batch
from sources.importing.preparing import Prepared, prepare
from sources.importing.reading import Reading
from sources.importing.records import ArticleRecord, Given, Item
from sources.importing.repeating import repeated
from sources.importing.similar_texts import propose_similar
from sources.models import ImportRun

Follow = Callable[[Sequence[Plan]], None]
"""What the app above does with stored plans, in their savepoint. Raises `RecordProblem` to refuse an item."""


class ArticleImporter:
    """One import of articles. `follow` records the claims that came with them and acts on corrections.

    The job's addresses are fetched with `client`.
    """

    command = "import_articles"

    def __init__(self, job: ArticleJob, follow: Follow, client: Client | None = None) -> None:
        self.job = job
        self._follow = follow
        self._rehearsed = Index()
        self._fetched = FetchedReadings(job.addresses, client, job.is_dry_run) if client else None

    def check(self) -> None:
        """Raises `RecordProblem` if the name of the outlet is ambiguous."""
        if self.job.outlet:
            NamedSources([self.job.outlet]).outlet(self.job.outlet)

    def pieces(self, after: Position) -> Iterator[Piece | Outcome]:
        if self._fetched:
            return pieces_in(self._fetched, self._parse, after)
        return pieces_of(self.job, self._parse, after, partial(repeated, job=self.job))

    def prepare(self, pieces: Sequence[Piece]) -> Prepared:
        return prepare(pieces, self.job)

    def rehearse(self, prepared: Prepared) -> list[Outcome]:
        plans = plan_batch(prepared, self._rehearsed)
        if self.job.publish:
            judge(plans)
        for plan in plans:
            plan.forget_text()
        return [plan.outcome for plan in plans]

    def store(self, prepared: Prepared, run: ImportRun) -> list[Outcome]:
        plans = plan_batch(prepared, Index())
        apply_plans(plans, run)
        propose_similar([(new.article, new.text) for new in new_versions(plans) if new.text])
        self._follow(plans)
        if self.job.publish:
            issue(plans)
        report_plans(plans, run)
        return [plan.outcome for plan in plans]

    def finish(self, run: ImportRun | None) -> list[Outcome]:
        if self._fetched and run:
            self._fetched.record()
        return []

    def _parse(self, reading: Reading) -> Iterable[Part]:
        form = sniff(reading.raw, reading.name, self.job.format)
        given = Given(address=reading.address, encoding=self.job.encoding or reading.encoding)
        return (_part(item) for item in form.read(reading.raw, given))


def _part(item: Item) -> Part:
    weight = len(item.made.text) if isinstance(item.made, ArticleRecord) else 0
    return Part(item.made, item.place, item.raw_sha256, weight)
