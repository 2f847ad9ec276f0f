"""Taking back what an import has stored, as far as nobody has built upon it. The record of what happened stays.

Texts, articles and outlets go, with the credits and the proposals that came with them; the rows of the import, and
the history of what is removed, stay. Articles that keep other versions are brought back to what these say.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models import OuterRef, Prefetch, ProtectedError, Q, QuerySet, Subquery
from django.db.models.deletion import Collector
from simple_history.utils import bulk_update_with_history

from newsroom.accounts.models import User
from newsroom.ledger import seam
from sources.importing.filling import BYLINE, Changes
from sources.importing.holding import Held
from sources.importing.locking import only_import
from sources.importing.restoring import Columns, restore
from sources.importing.undo_planning import Above, Kept, NotUndone, batched, plan_undo
from sources.importing.unsampling import forget_samples
from sources.models import (
    Article,
    ArticleVersion,
    Contribution,
    Derivation,
    ImportItem,
    ImportRun,
    Passage,
    Source,
    SourcePublication,
    Topic,
)


@dataclass(frozen=True, slots=True)
class Undone:
    """How many of what were taken back, by their names in the plural, and what stays with the reasons."""

    removed: Mapping[str, int]
    kept: Sequence[Kept]


def undo_import(run: ImportRun, by: User, above: Above) -> Undone:
    """Take back what the run has stored and nobody has built upon; all of it in one transaction.

    Raises `NotUndone`, and `ImportLocked` while an import is under way. Where everything has to stay, nothing is
    written and `removed` is empty.
    """
    try:
        with only_import(), transaction.atomic():
            locked = ImportRun.objects.select_for_update().get(pk=run.pk)
            return _Undoing(locked, by, above).whole()
    except ProtectedError as error:
        message = f"Something that this screen does not know stands on it: {error.args[0]} Nothing was changed."
        raise NotUndone(message) from error


@dataclass(slots=True)
class _Undoing:
    run: ImportRun
    by: User
    above: Above

    def whole(self) -> Undone:
        plan = plan_undo(self.run, self.above)
        if not plan:
            return Undone({}, plan.kept)
        removed: Counter[str] = Counter()
        articles = (*plan.articles, *(version.article for version in plan.versions))
        named = {article.outlet_id for article in articles if article.outlet_id}
        for keys in batched(article.pk for article in plan.articles):
            removed += self._remove_articles(keys)
        versions = _by_article(plan.versions)
        for keys in batched([*versions, *(article.pk for article in plan.filled)]):
            removed += self._bring_back({key: versions.get(key, set()) for key in keys})
        outlets = [outlet for outlet in _made_outlets(self.run, named) if not _is_used(outlet)]
        self._delete(outlets)
        removed["outlets"] += len(outlets)
        removed["articles with filled fields"] += len(plan.filled)
        self._mark()
        return Undone(+removed, plan.kept)

    def _mark(self) -> None:
        """Done also where it was interrupted: what was taken back is not to be resumed."""
        self.run.undone_at, self.run.undone_by = seam.now(), self.by.get_username()
        self.run.state = ImportRun.State.DONE
        self.run.save(update_fields=["undone_at", "undone_by", "state"])

    def _remove_articles(self, keys: Sequence[int]) -> "Counter[str]":
        versions = list(ArticleVersion.objects.filter(article__in=keys).defer("text", "note"))
        removed = self._remove_versions(versions)
        Derivation.objects.filter(Q(article__in=keys) | Q(from_article__in=keys)).delete()
        Contribution.objects.filter(article__in=keys).delete()
        _let_go(ImportItem.objects.filter(article__in=keys), article=None)
        self._delete(list(Article.objects.filter(pk__in=keys)))
        return removed + Counter(articles=len(keys))

    def _remove_versions(self, versions: Sequence[ArticleVersion]) -> "Counter[str]":
        keys = {version.pk for version in versions}
        forget_samples(keys)
        removed = self.above.take_back(self.run, keys, self.by)
        Passage.objects.filter(version__in=keys).delete()
        _let_go(ImportItem.objects.filter(version__in=keys), version=None)
        self._delete(versions)
        return removed + Counter(versions=len(keys))

    def _bring_back(self, versions: Mapping[int, set[int]]) -> "Counter[str]":
        """Remove versions of articles that stay, and let these follow those that remain."""
        held = _held(list(versions))
        earlier, written = _history(self.run, list(versions))
        changed = {
            key: restore(held[key], removed, earlier.get(key), written.get(key)) for key, removed in versions.items()
        }
        going = [version for key, keys in versions.items() for version in held[key].versions if version.pk in keys]
        _drop_proposals(going)
        removed = self._remove_versions(going)
        self._store(held, changed)
        return removed

    def _store(self, held: Mapping[int, Held], changed: Mapping[int, Changes]) -> None:
        columns = sorted({name for changes in changed.values() for name in changes.columns})
        articles = [held[key].article for key, changes in changed.items() if changes.columns]
        if articles:
            reason = f"undo of import {self.run.pk}"
            bulk_update_with_history(
                articles, Article, columns, default_change_reason=reason, default_user=self.by, batch_size=200
            )
        for key, changes in changed.items():
            _store_beside(held[key].article, changes)

    def _delete(self, rows: Sequence[models.Model]) -> None:
        """Delete these rows; where they have a history, it says why."""
        for row in rows:
            row._change_reason = f"undo of import {self.run.pk}"  # type: ignore[attr-defined]  # noqa: SLF001  the history's own name
        collector = Collector(using=DEFAULT_DB_ALIAS)
        collector.collect(rows)
        collector.delete()


def _let_go(items: "QuerySet[ImportItem]", **rows: None) -> None:
    """Items stay as the record of what happened, and say still which record it was."""
    named = Article.objects.filter(pk=OuterRef("article")).values("public_id")
    items.filter(public_id="", article__isnull=False).update(public_id=Subquery(named))
    items.update(**rows)


def _by_article(versions: Iterable[ArticleVersion]) -> dict[int, set[int]]:
    groups: dict[int, set[int]] = defaultdict(set)
    for version in versions:
        groups[version.article_id].add(version.pk)
    return groups


def _held(keys: Sequence[int]) -> dict[int, Held]:
    versions = ArticleVersion.objects.defer("text", "note").order_by("order_key", "number")
    articles = Article.objects.select_related("outlet").filter(pk__in=keys)
    return {
        article.pk: Held(
            article,
            versions=list(article.versions.all()),
            credits=[(made.role, made.name) for made in article.contributions.all()],
            topics=sorted(topic.qcode for topic in article.topics.all()),
        )
        for article in articles.prefetch_related(Prefetch("versions", versions), "contributions", "topics")
    }


def _history(run: ImportRun, keys: Sequence[int]) -> tuple[dict[int, Columns], dict[int, Columns]]:
    """The last row of history of each article before the run, and the last one that is by the run."""
    earlier: dict[int, Columns] = {}
    written: dict[int, Columns] = {}
    for row in Article.history.filter(id__in=keys).order_by("history_id").values():
        if row["history_change_reason"] == f"import {run.pk}":
            written[row["id"]] = row
        elif row["id"] not in written:
            earlier[row["id"]] = row
    return earlier, written


def _drop_proposals(going: Sequence[ArticleVersion]) -> None:
    """Remove the wire credits that nobody confirmed and only these texts have, with the derivations they proposed."""
    keys = [version.pk for version in going]
    role = Contribution.Role.CONTRIBUTING_AGENCY
    articles = {version.article_id for version in going}
    for credit in Contribution.objects.filter(article__in=articles, role=role, is_proposed=True):
        texts = ArticleVersion.objects.filter(article=credit.article_id, text__contains=credit.credit_text)
        if not texts.exclude(pk__in=keys).exists() and texts.exists():
            credit.delete()
            proposed = Derivation.objects.filter(article=credit.article_id, basis=Derivation.Basis.CREDIT_LINE)
            proposed.filter(from_source=credit.source_id or 0, judgements=None).delete()


def _made_outlets(run: ImportRun, named: Collection[int]) -> Iterator[Source]:
    """Those of the named outlets that the run has made and nobody has edited or made public."""
    ended = run.finished_at or dt.datetime.max.replace(tzinfo=dt.UTC)
    made = Source.objects.filter(pk__in=named, kind=Source.Kind.OUTLET, created_at__range=(run.started_at, ended))
    for outlet in made:
        is_public = SourcePublication.objects.filter(public_id=outlet.public_id).exists()
        if not is_public and outlet.history.count() == 1:
            yield outlet


def _is_used(outlet: Source) -> bool:
    """True if any row of any app names it."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: outlet}).exists()  # noqa: SLF001  Django documents it
        for relation in outlet._meta.related_objects  # noqa: SLF001  same
    )


def _store_beside(article: Article, changes: Changes) -> None:
    """Bylines and topics, as far as they changed."""
    if changes.drops_bylines:
        article.contributions.filter(role=BYLINE).delete()
    Contribution.objects.bulk_create(changes.added)
    if changes.topics is not None:
        article.topics.set(Topic.objects.filter(qcode__in=changes.topics))
