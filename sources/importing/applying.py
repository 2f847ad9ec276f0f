"""Writing what was planned: a whole batch in a few statements, inside the caller's transaction."""

from collections.abc import Iterable, Sequence

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from sources.deriving import propose_from_credits
from sources.importing.planning import Plan
from sources.models import Article, ArticleVersion, Contribution, ImportItem, ImportRun

_REPORTED = frozenset(ImportItem.Outcome.values)
_CREATED = ImportItem.Outcome.CREATED
_WITH_TEXT = (_CREATED, ImportItem.Outcome.NEW_VERSION)


def apply_plans(plans: Sequence[Plan], run: ImportRun) -> None:
    """Store the articles, versions, contributions and proposed derivations of these plans, with the articles' history.

    Raises `DatabaseError`, or `ValueError` for a text, if one of them cannot be stored; then none may stay.
    """
    reason = f"import {run.pk}"
    created = [plan.article for plan in plans if plan.article and plan.outcome.outcome == _CREATED]
    _store_outlets(plan.article for plan in plans if plan.article)
    bulk_create_with_history(created, Article, default_change_reason=reason)
    _update(plans, created, reason)
    versions = [plan.version for plan in plans if plan.version and plan.outcome.outcome in _WITH_TEXT]
    ArticleVersion.objects.bulk_create(versions)
    Contribution.objects.bulk_create([made for plan in plans for made in plan.contributions])
    propose_from_credits(*(plan.article for plan in plans if plan.article and plan.contributions))


def report_plans(plans: Sequence[Plan], run: ImportRun) -> None:
    """Leave a row for every item that was created, changed or refused."""
    ImportItem.objects.bulk_create([_item(plan, run) for plan in plans if plan.outcome.outcome in _REPORTED])


def _store_outlets(articles: Iterable[Article]) -> None:
    """Store the outlets that nobody knew, one by one: there are few, and each gets its history."""
    for article in articles:
        if article.outlet and article.outlet._state.adding:  # noqa: SLF001  Django documents it
            article.outlet.save()


def _update(plans: Sequence[Plan], created: Sequence[Article], reason: str) -> None:
    """Store the columns that were filled of articles held before, each article once."""
    is_new = set(map(id, created))
    filled = {id(plan.article): plan.article for plan in plans if plan.filled and plan.article}
    held = [article for key, article in filled.items() if key not in is_new]
    columns = sorted({name for plan in plans for name in plan.filled})
    if held:
        bulk_update_with_history(held, Article, columns, default_change_reason=reason)


def _item(plan: Plan, run: ImportRun) -> ImportItem:
    outcome = plan.outcome
    return ImportItem(
        run=run,
        name=outcome.name,
        raw_sha256=outcome.raw_sha256,
        outcome=outcome.outcome,
        article=plan.article,
        version=plan.version,
        reason=outcome.reason,
        line=outcome.line,
        message="; ".join(filter(None, [outcome.message, outcome.note])),
        hint=outcome.hint,
    )
