"""Who changed what is issued of sources and articles in rows of other models."""

from collections.abc import Iterator

from newsroom.ledger.authorship import Change, saves_in
from newsroom.ledger.records import Record
from sources.models import Affiliation, Article, DerivationJudgement, ImportItem, Source


def changes_of_source(source: Source) -> Iterator[Change]:
    yield from saves_in(Affiliation.history.filter(source=source.pk))
    yield from imports_of(source)


def changes_of_article(article: Article) -> Iterator[Change]:
    judged = DerivationJudgement.objects.filter(derivation__article=article).select_related("judged_by")
    yield from (Change(one.judged_at, one.judged_by.get_username()) for one in judged)
    yield from imports_of(article)


def imports_of(record: Record) -> Iterator[Change]:
    """Whoever imported a record, or something of it, is an author of it."""
    named = ImportItem.objects.filter(public_id=record.public_id)
    read = ImportItem.objects.filter(article=record.pk) if isinstance(record, Article) else named.none()
    for items in (named, read):
        for item in items.exclude(outcome=ImportItem.Outcome.REFUSED).select_related("run"):
            yield Change(item.run.started_at, item.run.by)
