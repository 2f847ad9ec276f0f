"""Writing what was planned: a whole batch in a few statements, inside the caller's transaction."""

from collections.abc import Iterable, Sequence

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from sources.deriving import propose_from_credits
from sources.importing.filling import BYLINE
from sources.importing.planning import Plan
from sources.models import Article, ArticleVersion, Contribution, ImportItem, ImportRun, Topic

_REPORTED = frozenset(ImportItem.Outcome.values)
_CREATED = ImportItem.Outcome.CREATED
_WITH_TEXT = (_CREATED, ImportItem.Outcome.NEW_VERSION)


def apply_plans(plans: Sequence[Plan], run: ImportRun) -> None:
    """Store the articles, versions, contributions, topics and proposed derivations of these plans, with history.

    Raises `DatabaseError`, or `ValueError` for a text, if one of them cannot be stored; then none may stay.
    """
    reason = f"import {run.pk}"
    created = [plan.article for plan in plans if plan.article and plan.outcome.outcome == _CREATED]
    _store_outlets(plan.article for plan in plans if plan.article)
    bulk_create_with_history(created, Article, default_change_reason=reason)
    _update(plans, created, reason)
    ArticleVersion.objects.bulk_create(new_versions(plans))
    _store_contributions(plans)
    _store_topics(plans)


def new_versions(plans: Iterable[Plan]) -> list[ArticleVersion]:
    """The versions that these plans add."""
    return [plan.version for plan in plans if plan.version and plan.outcome.outcome in _WITH_TEXT]


def report_plans(plans: Sequence[Plan], run: ImportRun) -> None:
    """Leave a row for every item that was created, changed or refused."""
    ImportItem.objects.bulk_create([_item(plan, run) for plan in plans if plan.outcome.outcome in _REPORTED])


def _store_outlets(articles: Iterable[Article]) -> None:
    """Store the outlets that nobody knew, one by one: there are few, and each gets its history."""
    for article in articles:
        if article.outlet and article.outlet._state.adding:  # noqa: SLF001  Django documents it
            article.outlet.save()


def _update(plans: Sequence[Plan], created: Sequence[Article], reason: str) -> None:
    """Store the columns that changed of articles held before, each article once."""
    is_new = set(map(id, created))
    changed = {id(plan.article): plan.article for plan in plans if plan.changes.columns and plan.article}
    held = [article for key, article in changed.items() if key not in is_new]
    columns = sorted({name for plan in plans for name in plan.changes.columns})
    if held:
        bulk_update_with_history(held, Article, columns, default_change_reason=reason)


def _store_contributions(plans: Sequence[Plan]) -> None:
    replaced = [plan.article for plan in plans if plan.article and plan.changes.drops_bylines and plan.article.pk]
    if replaced:
        Contribution.objects.filter(article__in=replaced, role=BYLINE).delete()
    Contribution.objects.bulk_create(_added(plans))
    propose_from_credits(*(plan.article for plan in plans if plan.article and plan.changes.added))


def _added(plans: Sequence[Plan]) -> list[Contribution]:
    """The credits that stay: of several bylines for one article in a batch those of the last."""
    added: list[Contribution] = []
    is_settled: set[int] = set()
    for plan in reversed(plans):
        added += [made for made in plan.changes.added if made.role != BYLINE or id(plan.article) not in is_settled]
        if plan.changes.drops_bylines:
            is_settled.add(id(plan.article))
    return added[::-1]


def _store_topics(plans: Sequence[Plan]) -> None:
    wanted = {plan.article.pk: plan.changes.topics for plan in plans if plan.article and plan.changes.topics}
    if not wanted:
        return
    known = dict(Topic.objects.filter(qcode__in=set().union(*wanted.values())).values_list("qcode", "pk"))
    through = Article.topics.through
    through.objects.filter(article__in=wanted).delete()
    through.objects.bulk_create(
        [through(article_id=article, topic_id=known[code]) for article, codes in wanted.items() for code in codes]
    )


def _item(plan: Plan, run: ImportRun) -> ImportItem:
    version = plan.version
    return ImportItem(
        run=run,
        article=plan.article,
        version=version,
        public_id=plan.article.public_id if plan.article else "",
        **plan.outcome.as_reported(),
    )
